//! Actuals: the cells of the grid, saved and approved one by one.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::FromRow;

use crate::domain::actual::{Actual, Figure, State};
use crate::domain::code::Code;
use crate::domain::period::Period;

use super::audit::{Chain, Change, moment};
use super::catalog::measures;
use super::row::{self, ActualRow, FigureColumns};
use super::{Store, StoreError, Tx, on, within};

/// Which figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CellKey {
    pub measure: Code,
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
}

impl CellKey {
    /// The subject of its audit entries.
    pub fn subject(&self) -> String {
        format!("actual:{}/{}/{}", self.measure, self.period, self.category)
    }
}

/// What stands in a cell at one stage.
#[derive(Clone, Debug, PartialEq)]
pub struct CellVersion {
    pub figure: Figure,
    pub state: State,
    pub note: String,
    pub source: String,
    pub author: String,
    /// RFC 3339, UTC.
    pub changed_at: String,
}

/// A figure: what the public sees of it, and what waits to take its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub key: CellKey,
    pub published: Option<CellVersion>,
    pub working: Option<CellVersion>,
    /// Counts the cell's changes; 0 where nothing was ever entered.
    pub revision: i64,
}

impl Cell {
    fn empty(key: CellKey) -> Cell {
        Cell { key, published: None, working: None, revision: 0 }
    }

    /// The newest content: what waits, else what is published.
    pub fn newest(&self) -> Option<&CellVersion> {
        self.working.as_ref().or(self.published.as_ref())
    }
}

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

#[derive(FromRow)]
struct CellRow {
    measure: String,
    period: String,
    category: String,
    stage: String,
    #[sqlx(flatten)]
    figure: FigureColumns,
    state: String,
    note: String,
    source: String,
    revision: i64,
    author: String,
    changed_at: String,
}

macro_rules! cell_columns {
    () => {
        "m.code AS measure, a.period, a.category, a.stage, a.value, a.numerator, a.denominator, a.missing, \
         a.state, a.note, a.source, a.revision, a.author, a.changed_at"
    };
}

/// Puts the two stages of each cell together; the rows are in the order of cells.
fn cells(rows: Vec<CellRow>) -> Result<Vec<Cell>, StoreError> {
    let mut cells: Vec<Cell> = Vec::new();
    for row in rows {
        let key = CellKey {
            measure: row::code(row.measure)?,
            period: row::period(&row.period)?,
            category: row.category,
        };
        if cells.last().is_none_or(|cell| cell.key != key) {
            cells.push(Cell::empty(key));
        }
        let Some(cell) = cells.last_mut() else { continue };
        let version = CellVersion {
            figure: row.figure.required()?,
            state: row::state(&row.state)?,
            note: row.note,
            source: row.source,
            author: row.author,
            changed_at: row.changed_at,
        };
        cell.revision = cell.revision.max(row.revision);
        match row.stage.as_str() {
            "published" => cell.published = Some(version),
            _ => cell.working = Some(version),
        }
    }
    Ok(cells)
}

impl Store {
    /// One cell; empty where nothing was entered.
    pub async fn cell(&self, key: &CellKey) -> Result<Cell, StoreError> {
        let rows: Vec<CellRow> = on!(self, db => sqlx::query_as(CELL)
            .bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category).fetch_all(db).await)?;
        Ok(cells(rows)?.pop().unwrap_or_else(|| Cell::empty(key.clone())))
    }

    /// The cells of a measure's total, in the order of their periods.
    pub async fn cells_of_measure(&self, code: &Code) -> Result<Vec<Cell>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            cell_columns!(),
            " FROM actual a JOIN measure m ON m.id = a.measure_id \
             WHERE m.code = $1 AND a.category = '' ORDER BY a.ends_on, a.period, a.stage"
        );
        let rows: Vec<CellRow> =
            on!(self, db => sqlx::query_as(SQL).bind(code.as_str()).fetch_all(db).await)?;
        cells(rows)
    }

    /// The cells of an office's measures for periods that end in a span of days, both included.
    pub async fn cells_of_office(
        &self,
        office: &Code,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Cell>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            cell_columns!(),
            " FROM ",
            measures!(),
            " JOIN actual a ON a.measure_id = m.id \
             WHERE o.code = $1 AND a.category = '' AND a.ends_on >= $2 AND a.ends_on <= $3 \
             ORDER BY m.code, a.ends_on, a.period, a.stage"
        );
        let rows: Vec<CellRow> = on!(self, db => sqlx::query_as(SQL)
            .bind(office.as_str()).bind(from.to_string()).bind(to.to_string()).fetch_all(db).await)?;
        cells(rows)
    }

    /// Every approved actual, by measure, period and category: what `export --format figures` writes.
    pub async fn published_actuals(&self) -> Result<Vec<Actual>, StoreError> {
        const SQL: &str = "SELECT m.code AS measure, a.period, a.category, a.value, a.numerator, a.denominator, \
             a.missing, a.state, a.note, a.source FROM actual a JOIN measure m ON m.id = a.measure_id \
             WHERE a.stage = 'published' ORDER BY m.code, a.ends_on, a.period, a.category";
        let rows: Vec<ActualRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Actual::try_from).collect()
    }

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

const CELL: &str = concat!(
    "SELECT ",
    cell_columns!(),
    " FROM actual a JOIN measure m ON m.id = a.measure_id \
     WHERE m.code = $1 AND a.period = $2 AND a.category = $3 ORDER BY a.stage"
);

/// A cell as this transaction sees it.
pub(super) async fn cell_within(tx: &mut Tx, key: &CellKey) -> Result<Cell, StoreError> {
    let rows: Vec<CellRow> = within!(tx, db => sqlx::query_as(CELL)
        .bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category).fetch_all(db).await)?;
    Ok(cells(rows)?.pop().unwrap_or_else(|| Cell::empty(key.clone())))
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
