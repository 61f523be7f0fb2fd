//! Actuals: a figure saved.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::domain::actual::{Figure, State};
use crate::domain::period::Period;
use crate::domain::window::{self, Entry};

use super::audit::{Chain, Change, moment};
use super::cell::{Cell, CellKey, CellVersion, cell_within};
use super::data_call::withdraw;
use super::row::FigureColumns;
use super::window::Gate;
use super::workflow::drop_working;
use super::{Store, StoreError, Tx, within};

/// A figure to be saved as a draft.
#[derive(Clone, Debug)]
pub struct Saving {
    pub key: CellKey,
    /// `None` takes back what was entered and not published.
    pub figure: Option<Figure>,
    pub note: String,
    pub source: String,
    /// Why the published figure is to be another after its deadline; empty where it is not.
    pub reason: String,
    /// Why the target was missed, and what is planned (31 U.S.C. 1116(c)); empty where not stated.
    pub explanation: String,
    pub plan: String,
    /// The cell's revision that its author saw.
    pub seen: i64,
    pub actor: String,
    pub at: DateTime<Utc>,
}

/// What became of a change to a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveOutcome {
    Saved(Cell),
    /// Somebody else was faster, or from where the cell stands the step cannot be taken. Nothing was written.
    Conflict(Cell),
    /// No figure is taken for the period now. Nothing was written.
    Closed((Period, Entry)),
    /// It revises a published figure and does not say why. Nothing was written.
    ReasonMissing,
    /// It is published, and nothing else was entered: there is nothing to take back. Nothing was written.
    Published,
}

impl Store {
    /// Saves a figure beside the published one, as a draft. Refuses where the period is locked as of the day of
    /// saving, and with the cell as it stands when that is no longer what the author saw.
    pub async fn save_figure(&self, saving: &Saving) -> Result<SaveOutcome, StoreError> {
        let mut outcomes = self.save_figures(std::slice::from_ref(saving)).await?;
        outcomes.pop().ok_or_else(|| StoreError::corrupt("outcome", "none"))
    }

    /// The same for several, each with its own outcome: those that are refused do not keep the others from
    /// being saved. What is saved is saved in one transaction.
    pub async fn save_figures(&self, savings: &[Saving]) -> Result<Vec<SaveOutcome>, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let mut outcomes = Vec::with_capacity(savings.len());
        for saving in savings {
            outcomes.push(save(&mut tx, &mut chain, saving).await?);
        }
        chain.commit(tx).await?;
        Ok(outcomes)
    }

    /// The same for all of them or none: nothing is written where one is refused, and `false` is answered.
    pub async fn save_all_figures(&self, savings: &[Saving]) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        for saving in savings {
            if !matches!(save(&mut tx, &mut chain, saving).await?, SaveOutcome::Saved(_)) {
                return Ok(false);
            }
        }
        chain.commit(tx).await?;
        Ok(true)
    }
}

/// Saves a figure, or takes one back.
async fn save(tx: &mut Tx, chain: &mut Chain, saving: &Saving) -> Result<SaveOutcome, StoreError> {
    let gate = Gate::of(tx, &saving.key).await?;
    let entry = gate.entry(saving.at.date_naive());
    if !entry.is_open() {
        return Ok(SaveOutcome::Closed((saving.key.period, entry)));
    }
    let cell = cell_within(tx, &saving.key).await?;
    if cell.revision != saving.seen {
        return Ok(match saving.is_done(&cell) {
            true => SaveOutcome::Saved(cell),
            false => SaveOutcome::Conflict(cell),
        });
    }
    let (action, saved) = match saving.figure {
        Some(figure) => {
            let Some(version) = saving.version(figure, cell.published.as_ref(), &gate) else {
                return Ok(SaveOutcome::ReasonMissing);
            };
            let revision = next_revision(tx, &cell).await?;
            write(tx, &saving.key, "working", &version, revision).await?;
            ("save", Cell { working: Some(version), revision, ..cell.clone() })
        }
        None => match (&cell.working, &cell.published) {
            (None, None) => return Ok(SaveOutcome::Saved(cell)),
            (None, Some(_)) => return Ok(SaveOutcome::Published),
            (Some(_), published) => {
                drop_working(tx, &saving.key).await?;
                let revision = match published {
                    // What is published is counted on, so that whoever saw what was taken back is told.
                    Some(published) => {
                        write(tx, &saving.key, "published", published, cell.revision + 1).await?;
                        cell.revision + 1
                    }
                    None => 0,
                };
                ("clear", Cell { working: None, revision, ..cell.clone() })
            }
        },
    };
    let change = Change {
        actor: &saving.actor,
        at: saving.at,
        action,
        subject: saving.key.subject(),
        before: cell.newest().map(content),
        after: saved.newest().map(content),
    };
    chain.append(tx, change).await?;
    let called = (&gate.measure.office, window::quarter_of(saving.key.period));
    withdraw(tx, chain, called, (&saving.actor, saving.at)).await?;
    Ok(SaveOutcome::Saved(saved))
}

/// The number of a cell's next change. Where everything was taken back, it goes on from the changes that the
/// audit trail knows: no number stands for two contents.
pub(super) async fn next_revision(tx: &mut Tx, cell: &Cell) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM audit WHERE subject = $1";
    if cell.revision > 0 {
        return Ok(cell.revision + 1);
    }
    let known: i64 = within!(tx, db => sqlx::query_scalar(SQL).bind(cell.key.subject()).fetch_one(db).await)?;
    Ok(known + 1)
}

impl Saving {
    /// Whether this very change was the last one of the cell: its author saved it, and never got the answer.
    fn is_done(&self, cell: &Cell) -> bool {
        match (self.figure, &cell.working) {
            (None, None) => true,
            (Some(figure), Some(working)) => {
                let reason = self.reason.is_empty() || working.reason == self.reason;
                cell.revision == self.seen + 1
                    && (working.figure, working.state) == (figure, State::Draft)
                    && reason
                    && [&working.author, &working.note, &working.source, &working.explanation, &working.plan]
                        == [&self.actor, &self.note, &self.source, &self.explanation, &self.plan]
            }
            _ => false,
        }
    }

    /// What is to be kept; `None` where it revises the published figure and does not say why. What was revised
    /// once stays so.
    fn version(&self, figure: Figure, published: Option<&CellVersion>, gate: &Gate) -> Option<CellVersion> {
        let (old, today) = (published.map(|published| published.figure), self.at.date_naive());
        let revises = window::is_revision(old, figure, gate.deadline(), today);
        let before = published.filter(|published| published.revised);
        let reason = match self.reason.is_empty() {
            true if revises => return None,
            true => before.map(|before| before.reason.clone()).unwrap_or_default(),
            false => self.reason.clone(),
        };
        let revised = revises || before.is_some();
        Some(CellVersion {
            figure,
            state: State::Draft,
            note: self.note.clone(),
            source: self.source.clone(),
            revised,
            reason: Some(reason).filter(|_| revised).unwrap_or_default(),
            explanation: self.explanation.clone(),
            plan: self.plan.clone(),
            author: self.actor.clone(),
            changed_at: moment(self.at),
        })
    }
}

/// Writes one stage of a cell, whatever stood there.
pub(super) async fn write(
    tx: &mut Tx,
    key: &CellKey,
    stage: &'static str,
    version: &CellVersion,
    revision: i64,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO actual (measure_id, period, category, stage, ends_on, value, numerator, \
         denominator, missing, state, note, source, revision, author, changed_at, revised, reason, explanation, plan) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
         $15, $16, $17, $18, $19) \
         ON CONFLICT (measure_id, period, category, stage) DO UPDATE SET value = excluded.value, \
         numerator = excluded.numerator, denominator = excluded.denominator, missing = excluded.missing, \
         state = excluded.state, note = excluded.note, source = excluded.source, revision = excluded.revision, \
         author = excluded.author, changed_at = excluded.changed_at, revised = excluded.revised, \
         reason = excluded.reason, explanation = excluded.explanation, plan = excluded.plan";
    let columns = FigureColumns::from(version.figure);
    within!(tx, db => sqlx::query(SQL)
        .bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category).bind(stage)
        .bind(key.period.ends_on().to_string())
        .bind(columns.value).bind(columns.numerator).bind(columns.denominator).bind(&columns.missing)
        .bind(version.state.name()).bind(&version.note).bind(&version.source)
        .bind(revision).bind(&version.author).bind(&version.changed_at)
        .bind(version.revised).bind(&version.reason).bind(&version.explanation).bind(&version.plan)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A version as the audit trail keeps it; of texts that most figures have not, those there are.
pub(super) fn content(version: &CellVersion) -> Value {
    let mut content = json!({
        "figure": version.figure,
        "state": version.state,
        "note": version.note,
        "source": version.source,
        "author": version.author,
    });
    let texts = [("reason", &version.reason), ("explanation", &version.explanation), ("plan", &version.plan)];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        content[name] = json!(text);
    }
    if version.revised {
        content["revised"] = json!(true);
    }
    content
}
