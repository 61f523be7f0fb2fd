//! What waits for the reviewers, and what it is held against: as many statements, however much waits.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::definition;
use crate::domain::period::Period;
use crate::domain::target::Target;

use super::catalog::targets;
use super::cell::{Cell, CellKey, CellRow, cell_columns, cells};
use super::row::TargetRow;
use super::{Store, StoreError, on, row};

/// A figure that was handed to the reviewers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub key: CellKey,
    pub office: Code,
    /// Of the measure's goal; empty where it names none.
    pub leader: String,
    /// Who entered it.
    pub author: String,
    pub revision: i64,
    /// When it was submitted: RFC 3339, UTC.
    pub since: String,
}

#[derive(FromRow)]
struct SubmissionRow {
    measure: String,
    period: String,
    category: String,
    office: String,
    leader: String,
    author: String,
    revision: i64,
    since: String,
}

impl TryFrom<SubmissionRow> for Submission {
    type Error = StoreError;

    fn try_from(row: SubmissionRow) -> Result<Submission, StoreError> {
        let SubmissionRow { measure, period, category, office, leader, author, revision, since } = row;
        let key = CellKey { measure: row::code(measure)?, period: row::period(&period)?, category };
        Ok(Submission { key, office: row::code(office)?, leader, author, revision, since })
    }
}

macro_rules! submitted {
    () => {
        "actual a JOIN measure m ON m.id = a.measure_id JOIN office o ON o.id = m.office_id \
         JOIN goal g ON g.id = m.goal_id WHERE a.stage = 'working' AND a.state = 'submitted'"
    };
}

/// The measures of which a figure waits.
macro_rules! waiting {
    () => {
        "(SELECT w.measure_id FROM actual w WHERE w.stage = 'working' AND w.state = 'submitted')"
    };
}

impl Store {
    /// Every figure that waits for the reviewers, by measure, period and category. What was submitted before
    /// submissions were told apart waits since it was entered.
    pub async fn submissions(&self) -> Result<Vec<Submission>, StoreError> {
        const SQL: &str = concat!(
            "SELECT m.code AS measure, a.period, a.category, o.code AS office, g.leader, a.author, a.revision, \
             COALESCE((SELECT max(u.at) FROM audit u WHERE u.action = 'submit' \
             AND u.subject = 'actual:' || m.code || '/' || a.period || '/' || a.category), a.changed_at) \
             AS since FROM ",
            submitted!(),
            " ORDER BY m.code, a.ends_on, a.period, a.category"
        );
        let rows: Vec<SubmissionRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Submission::try_from).collect()
    }

    /// How many figures of an office, or of all, wait that somebody else than `reviewer` entered.
    pub async fn count_submissions(
        &self,
        office: Option<&Code>,
        reviewer: &str,
    ) -> Result<usize, StoreError> {
        const SQL: &str = concat!(
            "SELECT count(*) FROM ",
            submitted!(),
            " AND ($1 = '' OR o.code = $1) AND a.author <> $2"
        );
        let count: i64 = on!(self, db => sqlx::query_scalar(SQL)
            .bind(office.map_or("", Code::as_str)).bind(reviewer).fetch_one(db).await)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The cells of the measures of which a figure waits, and of those that a rule names beside them, for
    /// periods that end in a span of days, both included; by measure.
    pub async fn cells_in_review(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<BTreeMap<Code, Vec<Cell>>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            cell_columns!(),
            " FROM actual a JOIN measure m ON m.id = a.measure_id \
             WHERE a.ends_on >= $1 AND a.ends_on <= $2 AND (m.id IN ",
            waiting!(),
            " OR m.id IN (SELECT beside.measure_id FROM relation_measure beside \
             JOIN relation_measure named ON named.relation_id = beside.relation_id \
             WHERE named.measure_id IN ",
            waiting!(),
            ")) ORDER BY m.code, a.ends_on, a.period, a.category, a.stage"
        );
        let rows: Vec<CellRow> = on!(self, db => sqlx::query_as(SQL)
            .bind(from.to_string()).bind(to.to_string()).fetch_all(db).await)?;
        let mut all: BTreeMap<Code, Vec<Cell>> = BTreeMap::new();
        for cell in cells(rows)? {
            all.entry(cell.key.measure.clone()).or_default().push(cell);
        }
        Ok(all)
    }

    /// The targets of the measures of which a figure waits, as they stood, for periods that end on a day or
    /// later; by measure.
    pub async fn targets_in_review(
        &self,
        from: NaiveDate,
    ) -> Result<BTreeMap<Code, Vec<Target>>, StoreError> {
        const SQL: &str = concat!(
            targets!("WHERE t.stood AND t.ends_on >= $1 AND m.id IN "),
            waiting!(),
            " ORDER BY t.ends_on"
        );
        let rows: Vec<TargetRow> =
            on!(self, db => sqlx::query_as(SQL).bind(from.to_string()).fetch_all(db).await)?;
        let mut all: BTreeMap<Code, Vec<Target>> = BTreeMap::new();
        for row in rows {
            let target = Target::try_from(row)?;
            all.entry(target.measure.clone()).or_default().push(target);
        }
        Ok(all)
    }

    /// The periods from which measures counted something else, of those that ever did.
    pub async fn breaks(&self) -> Result<BTreeMap<Code, Vec<Period>>, StoreError> {
        let definitions = self.all_definitions().await?;
        Ok(definitions.into_iter().map(|(code, versions)| (code, definition::breaks(&versions))).collect())
    }
}
