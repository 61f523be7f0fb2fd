//! Actuals: a figure saved and approved, one by one.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::domain::actual::{Figure, State};

use super::audit::{Chain, Change, moment};
use super::cell::{Cell, CellKey, CellVersion, cell_within};
use super::row::FigureColumns;
use super::{Store, StoreError, Tx, within};

/// A figure to be saved, not yet approved.
#[derive(Clone, Debug)]
pub struct Saving {
    pub key: CellKey,
    pub figure: Figure,
    pub note: String,
    pub source: String,
    /// The cell's revision that its author saw.
    pub seen: i64,
    pub actor: String,
    pub at: DateTime<Utc>,
}

/// What became of a change to a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveOutcome {
    Saved(Cell),
    /// Somebody else was faster; this is how the cell stands now. Nothing was written.
    Conflict(Cell),
}

impl Store {
    /// Saves a figure beside the published one, where it waits for approval. Refuses with the
    /// cell as it stands when that is no longer what the author saw.
    pub async fn save_figure(&self, saving: &Saving) -> Result<SaveOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let cell = cell_within(&mut tx, &saving.key).await?;
        if cell.revision != saving.seen {
            return Ok(SaveOutcome::Conflict(cell));
        }
        let version = CellVersion {
            figure: saving.figure,
            state: State::Submitted,
            note: saving.note.clone(),
            source: saving.source.clone(),
            author: saving.actor.clone(),
            changed_at: moment(saving.at),
        };
        write(&mut tx, &saving.key, "working", &version, cell.revision + 1).await?;
        let change = Change {
            actor: &saving.actor,
            at: saving.at,
            action: "save",
            subject: saving.key.subject(),
            before: cell.newest().map(content),
            after: Some(content(&version)),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(SaveOutcome::Saved(Cell { working: Some(version), revision: cell.revision + 1, ..cell }))
    }

    /// Publishes what waits in a cell. Who may is the caller's to decide. A cell where nothing
    /// waits, or that is no longer what the reviewer saw, is a conflict.
    pub async fn approve_figure(
        &self,
        key: &CellKey,
        seen: i64,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<SaveOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let cell = cell_within(&mut tx, key).await?;
        let waiting = match &cell.working {
            Some(waiting) if cell.revision == seen => waiting.clone(),
            _ => return Ok(SaveOutcome::Conflict(cell)),
        };
        let version = CellVersion { state: State::Approved, ..waiting };
        write(&mut tx, key, "published", &version, cell.revision + 1).await?;
        drop_working(&mut tx, key).await?;
        let change = Change {
            actor,
            at,
            action: "approve",
            subject: key.subject(),
            before: cell.published.as_ref().map(content),
            after: Some(content(&version)),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(SaveOutcome::Saved(Cell {
            published: Some(version),
            working: None,
            revision: cell.revision + 1,
            ..cell
        }))
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
         denominator, missing, state, note, source, revision, author, changed_at) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
         ON CONFLICT (measure_id, period, category, stage) DO UPDATE SET value = excluded.value, \
         numerator = excluded.numerator, denominator = excluded.denominator, missing = excluded.missing, \
         state = excluded.state, note = excluded.note, source = excluded.source, revision = excluded.revision, \
         author = excluded.author, changed_at = excluded.changed_at";
    let columns = FigureColumns::from(version.figure);
    within!(tx, db => sqlx::query(SQL)
        .bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category).bind(stage)
        .bind(key.period.ends_on().to_string())
        .bind(columns.value).bind(columns.numerator).bind(columns.denominator).bind(&columns.missing)
        .bind(version.state.name()).bind(&version.note).bind(&version.source)
        .bind(revision).bind(&version.author).bind(&version.changed_at)
        .execute(db).await.map(drop))?;
    Ok(())
}

async fn drop_working(tx: &mut Tx, key: &CellKey) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM actual WHERE measure_id = (SELECT id FROM measure WHERE code = $1) \
         AND period = $2 AND category = $3 AND stage = 'working'";
    within!(tx, db => sqlx::query(SQL)
        .bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A version as the audit trail keeps it.
pub(super) fn content(version: &CellVersion) -> Value {
    json!({
        "figure": version.figure,
        "state": version.state,
        "note": version.note,
        "source": version.source,
        "author": version.author,
    })
}
