//! Actuals: the cells of the grid, as they stand.

use std::sync::LazyLock;

use chrono::NaiveDate;
use sqlx::FromRow;

use crate::domain::actual::{self, Actual, Figure, State};
use crate::domain::code::Code;
use crate::domain::period::Period;
use crate::domain::series::Known;

use super::page::{PAGE, bound, places, rows};
use super::row::{self, ActualRow, FigureColumns};
use super::{Store, StoreError, Tx, on, within};

/// Which figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    pub measure: Code,
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
}

impl CellKey {
    /// The subject of its audit entries.
    pub fn subject(&self) -> String {
        actual::subject(&self.measure, self.period, &self.category)
    }
}

/// What stands in a cell at one stage.
#[derive(Clone, Debug, PartialEq)]
pub struct CellVersion {
    pub figure: Figure,
    pub state: State,
    pub note: String,
    pub source: String,
    /// It changed what had been published, after its deadline; and why.
    pub revised: bool,
    pub reason: String,
    /// Why the target was missed, and what is planned (31 U.S.C. 1116(c)); empty where not stated.
    pub explanation: String,
    pub plan: String,
    pub author: String,
    /// RFC 3339, UTC.
    pub changed_at: String,
}

impl CellVersion {
    /// The figure, as files have it.
    pub(super) fn actual(&self, key: &CellKey) -> Actual {
        Actual {
            measure: key.measure.clone(),
            period: key.period,
            category: key.category.clone(),
            figure: self.figure,
            state: self.state,
            note: self.note.clone(),
            source: self.source.clone(),
        }
    }
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

    /// Adds what the cell holds to what is known about its period; what waits only with `drafts`.
    pub fn known(&self, drafts: bool, known: &mut Known) {
        if let Some(published) = &self.published {
            known.figure = Some(published.figure);
            known.note.clone_from(&published.note);
            known.revised = published.revised.then(|| published.reason.clone());
        }
        known.draft = self.working.as_ref().filter(|_| drafts).map(|working| working.figure);
    }

    /// The newest content: what waits, else what is published.
    pub fn newest(&self) -> Option<&CellVersion> {
        self.working.as_ref().or(self.published.as_ref())
    }
}

/// A stage of a cell.
#[derive(FromRow)]
pub(super) struct CellRow {
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
    revised: bool,
    reason: String,
    explanation: String,
    plan: String,
}

/// The columns of [`CellRow`], from `actual a JOIN measure m`.
macro_rules! cell_columns {
    () => {
        "m.code AS measure, a.period, a.category, a.stage, a.value, a.numerator, a.denominator, a.missing, \
         a.state, a.note, a.source, a.revision, a.author, a.changed_at, a.revised, a.reason, a.explanation, a.plan"
    };
}
pub(super) use cell_columns;

/// Puts the two stages of each cell together; the rows are in the order of cells.
pub(super) fn cells(rows: Vec<CellRow>) -> Result<Vec<Cell>, StoreError> {
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
            revised: row.revised,
            reason: row.reason,
            explanation: row.explanation,
            plan: row.plan,
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

/// Every approved actual: [`ActualRow`]s.
macro_rules! published_actuals {
    ($order:literal) => {
        concat!(
            "SELECT m.code AS measure, a.period, a.category, a.value, a.numerator, a.denominator, a.missing, \
             a.state, a.note, a.source FROM actual a JOIN measure m ON m.id = a.measure_id \
             WHERE a.stage = 'published' ",
            $order
        )
    };
}
pub(super) use published_actuals;

const CELL: &str = concat!(
    "SELECT ",
    cell_columns!(),
    " FROM actual a JOIN measure m ON m.id = a.measure_id \
     WHERE a.measure_id = (SELECT id FROM measure WHERE code = $1) AND a.period = $2 AND a.category = $3 \
     ORDER BY a.stage"
);

/// Both stages are named: the index of a quarter's figures begins with them.
const CELLS_OF_OFFICE: &str = concat!(
    "SELECT ",
    cell_columns!(),
    " FROM actual a JOIN measure m ON m.id = a.measure_id JOIN office o ON o.id = m.office_id \
     WHERE ($1 = '' OR o.code = $1) AND a.stage IN ('published', 'working') \
     AND a.ends_on >= $2 AND a.ends_on <= $3 \
     ORDER BY m.code, a.ends_on, a.period, a.category, a.stage"
);

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

    /// The cells of a measure's categories, by category and period.
    pub async fn cells_of_categories(&self, code: &Code) -> Result<Vec<Cell>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            cell_columns!(),
            " FROM actual a JOIN measure m ON m.id = a.measure_id \
             WHERE m.code = $1 AND a.category <> '' ORDER BY a.category, a.ends_on, a.period, a.stage"
        );
        let rows: Vec<CellRow> =
            on!(self, db => sqlx::query_as(SQL).bind(code.as_str()).fetch_all(db).await)?;
        cells(rows)
    }

    /// The cells of up to a page of measures, totals and categories, for periods that end in a span of
    /// days, both included.
    pub async fn cells_of(
        &self,
        codes: &[Code],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Cell>, StoreError> {
        static SQL: LazyLock<String> = LazyLock::new(|| {
            format!(
                "SELECT {} FROM actual a JOIN measure m ON m.id = a.measure_id \
                 WHERE m.code IN ({}) AND a.ends_on >= ${} AND a.ends_on <= ${} \
                 ORDER BY m.code, a.ends_on, a.period, a.category, a.stage",
                cell_columns!(),
                places(),
                PAGE + 1,
                PAGE + 2
            )
        });
        let (from, to, mut texts) = (from.to_string(), to.to_string(), bound(codes));
        texts.extend([from.as_str(), to.as_str()]);
        cells(rows!(self, SQL.as_str(), &texts)?)
    }

    /// The cells of an office, or of all offices, for periods that end in a quarter.
    pub async fn cells_of_office(
        &self,
        office: Option<&Code>,
        quarter: Period,
    ) -> Result<Vec<Cell>, StoreError> {
        let rows: Vec<CellRow> = on!(self, db => sqlx::query_as(CELLS_OF_OFFICE)
            .bind(office.map_or("", Code::as_str))
            .bind(quarter.starts_on().to_string()).bind(quarter.ends_on().to_string())
            .fetch_all(db).await)?;
        cells(rows)
    }

    /// How many approved actuals there are.
    pub async fn figure_count(&self) -> Result<usize, StoreError> {
        const SQL: &str = "SELECT count(*) FROM actual WHERE stage = 'published'";
        let count: i64 = on!(self, db => sqlx::query_scalar(SQL).fetch_one(db).await)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Every approved actual, by measure, period and category: what `export --format figures` writes.
    pub async fn published_actuals(&self) -> Result<Vec<Actual>, StoreError> {
        const SQL: &str = published_actuals!("ORDER BY m.code, a.ends_on, a.period, a.category");
        let rows: Vec<ActualRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Actual::try_from).collect()
    }
}

/// A cell as this transaction sees it.
pub(super) async fn cell_within(tx: &mut Tx, key: &CellKey) -> Result<Cell, StoreError> {
    let rows: Vec<CellRow> = within!(tx, db => sqlx::query_as(CELL)
        .bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category).fetch_all(db).await)?;
    Ok(cells(rows)?.pop().unwrap_or_else(|| Cell::empty(key.clone())))
}

/// As [`Store::cells_of_office`], in a transaction.
pub(super) async fn cells_of_office_within(
    tx: &mut Tx,
    office: &Code,
    quarter: Period,
) -> Result<Vec<Cell>, StoreError> {
    let rows: Vec<CellRow> = within!(tx, db => sqlx::query_as(CELLS_OF_OFFICE)
        .bind(office.as_str())
        .bind(quarter.starts_on().to_string()).bind(quarter.ends_on().to_string())
        .fetch_all(db).await)?;
    cells(rows)
}
