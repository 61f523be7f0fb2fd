//! Actuals on their way to the public: submitted, returned, approved.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::domain::actual::State;
use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::window::{self, Deadline, Entry};
use crate::domain::workflow::{Step, after};

use super::audit::{Chain, Change};
use super::cell::{Cell, CellKey, CellVersion, cell_within, cells_of_office_within};
use super::comment::{Said, put_comment};
use super::figure::{SaveOutcome, content, write};
use super::window::{Gate, window_within};
use super::{Store, StoreError, Tx, catalog, within};

/// What became of an office's drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Submitted {
    /// How many were submitted.
    pub figures: usize,
    /// How many stayed drafts, because they are locked; and how the first of them stands.
    pub locked: usize,
    pub closed: Option<Entry>,
    /// How many stayed drafts, because they are not as they were looked at.
    pub held: usize,
    /// How many stayed drafts, because they change what was published after its deadline and do not say why.
    pub unreasoned: usize,
}

impl Store {
    /// Hands a figure to the reviewers. A cell from which that step does not lead, or that is no longer what
    /// its author saw, is a conflict.
    pub async fn submit_figure(
        &self,
        key: &CellKey,
        seen: i64,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<SaveOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let (gate, today) = (Gate::of(&mut tx, key).await?, at.date_naive());
        let entry = gate.entry(today);
        if !entry.is_open() {
            return Ok(SaveOutcome::Closed((key.period, entry)));
        }
        let (cell, version) = match stepped(&mut tx, key, seen, Step::Submit).await? {
            Ok(stepped) => stepped,
            Err(cell) => return Ok(SaveOutcome::Conflict(cell)),
        };
        if lacks_reason(&cell, &version, gate.deadline(), today) {
            return Ok(SaveOutcome::ReasonMissing);
        }
        let cell = submit(&mut tx, &mut chain, cell, version, (actor, at)).await?;
        chain.commit(tx).await?;
        Ok(SaveOutcome::Saved(cell))
    }

    /// Hands the drafts of an office and a quarter to the reviewers, where they are still as they were
    /// looked at: those in `checked`, with the revision that was seen. Those that are locked stay.
    pub async fn submit_office(
        &self,
        (office, period): (&Code, Period),
        checked: &[(CellKey, i64)],
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<Submitted, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let measures = measures_within(&mut tx, office).await?;
        let window = window_within(&mut tx, office, period).await?;
        let (mut submitted, today) = (Submitted::default(), at.date_naive());
        for cell in cells_of_office_within(&mut tx, office, period).await? {
            let draft = cell.working.as_ref().filter(|working| working.state == State::Draft).cloned();
            let Some((draft, measure)) = draft.zip(measures.get(&cell.key.measure)) else { continue };
            if !checked.iter().any(|(key, seen)| *key == cell.key && *seen == cell.revision) {
                submitted.held += 1;
                continue;
            }
            let entry = window::entry(measure, cell.key.period, window.as_ref(), today);
            if !entry.is_open() {
                submitted.locked += 1;
                submitted.closed = submitted.closed.or(Some(entry));
                continue;
            }
            let deadline = window.as_ref().map(|window| window.deadline(measure, cell.key.period));
            if lacks_reason(&cell, &draft, deadline, today) {
                submitted.unreasoned += 1;
                continue;
            }
            let version = CellVersion { state: State::Submitted, ..draft };
            submit(&mut tx, &mut chain, cell, version, (actor, at)).await?;
            submitted.figures += 1;
        }
        chain.commit(tx).await?;
        Ok(submitted)
    }

    /// Hands a figure back with a comment. Who may is the caller's to decide.
    pub async fn return_figure(
        &self,
        key: &CellKey,
        seen: i64,
        comment: &str,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<SaveOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let (cell, version) = match stepped(&mut tx, key, seen, Step::Return).await? {
            Ok(stepped) => stepped,
            Err(cell) => return Ok(SaveOutcome::Conflict(cell)),
        };
        write(&mut tx, key, "working", &version, cell.revision + 1).await?;
        let said = Said { key, author: actor, at, text: comment, action: "return", parent: None };
        let id = put_comment(&mut tx, &said).await?;
        let mut now = content(&version);
        now["comment"] = Value::from(id);
        let change = Change {
            actor,
            at,
            action: "return",
            subject: key.subject(),
            before: cell.working.as_ref().map(content),
            after: Some(now),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(SaveOutcome::Saved(Cell { working: Some(version), revision: cell.revision + 1, ..cell }))
    }

    /// Publishes what waits in a cell. Who may is the caller's to decide. A cell where nothing was
    /// submitted, or that is no longer what the reviewer saw, is a conflict.
    pub async fn approve_figure(
        &self,
        key: &CellKey,
        seen: i64,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<SaveOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let outcome = approve(&mut tx, &mut chain, (key, seen), (actor, at)).await?;
        chain.commit(tx).await?;
        Ok(outcome)
    }

    /// The same for several, each with the revision that was seen and with its own outcome: those that are
    /// conflicts do not keep the others from being approved. What is approved is approved in one transaction.
    pub async fn approve_figures(
        &self,
        figures: &[(CellKey, i64)],
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<SaveOutcome>, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let mut outcomes = Vec::with_capacity(figures.len());
        for (key, seen) in figures {
            outcomes.push(approve(&mut tx, &mut chain, (key, *seen), (actor, at)).await?);
        }
        chain.commit(tx).await?;
        Ok(outcomes)
    }
}

/// Whether a draft changes what was published after its deadline without saying why: it was saved before.
fn lacks_reason(cell: &Cell, draft: &CellVersion, deadline: Option<Deadline>, today: NaiveDate) -> bool {
    let published = cell.published.as_ref().map(|published| published.figure);
    !draft.revised && window::is_revision(published, draft.figure, deadline, today)
}

/// Writes what waits in a cell in place of what was published, with its audit entry.
async fn approve(
    tx: &mut Tx,
    chain: &mut Chain,
    (key, seen): (&CellKey, i64),
    (actor, at): (&str, DateTime<Utc>),
) -> Result<SaveOutcome, StoreError> {
    let (cell, version) = match stepped(tx, key, seen, Step::Approve).await? {
        Ok(stepped) => stepped,
        Err(cell) => return Ok(SaveOutcome::Conflict(cell)),
    };
    write(tx, key, "published", &version, cell.revision + 1).await?;
    drop_working(tx, key).await?;
    let change = Change {
        actor,
        at,
        action: "approve",
        subject: key.subject(),
        before: cell.published.as_ref().map(content),
        after: Some(content(&version)),
    };
    chain.append(tx, change).await?;
    let revision = cell.revision + 1;
    Ok(SaveOutcome::Saved(Cell { published: Some(version), working: None, revision, ..cell }))
}

/// A cell with what a step makes of what waits in it; the cell alone where the step cannot be taken, or it was
/// not this that somebody saw.
async fn stepped(
    tx: &mut Tx,
    key: &CellKey,
    seen: i64,
    step: Step,
) -> Result<Result<(Cell, CellVersion), Cell>, StoreError> {
    let cell = cell_within(tx, key).await?;
    let waiting = cell.working.as_ref().filter(|_| cell.revision == seen);
    let version = waiting.and_then(|waiting| {
        let state = after(Some(waiting.state), step)?;
        Some(CellVersion { state, ..waiting.clone() })
    });
    Ok(match version {
        Some(version) => Ok((cell, version)),
        None => Err(cell),
    })
}

/// Writes a version that is submitted, with its audit entry, and gives the cell as it stands then.
async fn submit(
    tx: &mut Tx,
    chain: &mut Chain,
    cell: Cell,
    version: CellVersion,
    (actor, at): (&str, DateTime<Utc>),
) -> Result<Cell, StoreError> {
    write(tx, &cell.key, "working", &version, cell.revision + 1).await?;
    let change = Change {
        actor,
        at,
        action: "submit",
        subject: cell.key.subject(),
        before: cell.working.as_ref().map(content),
        after: Some(content(&version)),
    };
    chain.append(tx, change).await?;
    Ok(Cell { working: Some(version), revision: cell.revision + 1, ..cell })
}

async fn measures_within(tx: &mut Tx, office: &Code) -> Result<BTreeMap<Code, Measure>, StoreError> {
    let rows: Vec<super::row::MeasureRow> = within!(tx, db =>
        sqlx::query_as(catalog::MEASURES).bind(office.as_str()).fetch_all(db).await)?;
    rows.into_iter()
        .map(|row| Measure::try_from(row).map(|measure| (measure.code.clone(), measure)))
        .collect()
}

pub(super) async fn drop_working(tx: &mut Tx, key: &CellKey) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM actual WHERE measure_id = (SELECT id FROM measure WHERE code = $1) \
         AND period = $2 AND category = $3 AND stage = 'working'";
    within!(tx, db => sqlx::query(SQL)
        .bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category)
        .execute(db).await.map(drop))?;
    Ok(())
}
