//! Milestones.

use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::milestone::{Milestone, MilestoneStatus};
use crate::store::row::{code, date, word};
use crate::store::{Store, StoreError, Tx, on, within};

#[derive(FromRow)]
struct MilestoneRow {
    goal: String,
    code: String,
    name: String,
    due: String,
    status: String,
    owner: String,
    note: String,
    illustrative: bool,
}

impl TryFrom<MilestoneRow> for Milestone {
    type Error = StoreError;

    fn try_from(row: MilestoneRow) -> Result<Milestone, StoreError> {
        Ok(Milestone {
            goal: code(row.goal)?,
            code: code(row.code)?,
            name: row.name,
            due: date(row.due)?,
            status: word(MilestoneStatus::named(&row.status), "milestone status", &row.status)?,
            owner: row.owner,
            note: row.note,
            illustrative: row.illustrative,
        })
    }
}

macro_rules! milestones {
    ($condition:literal) => {
        concat!(
            "SELECT g.code AS goal, s.code, s.name, s.due, s.status, s.owner, s.note, s.illustrative \
             FROM milestone s JOIN goal g ON g.id = s.goal_id ",
            $condition
        )
    };
}

const MILESTONES: &str = milestones!("WHERE g.code = $1 ORDER BY s.due, s.code");

impl Store {
    /// The milestones of a goal, by the day on which they are due.
    pub async fn milestones(&self, goal: &Code) -> Result<Vec<Milestone>, StoreError> {
        let rows: Vec<MilestoneRow> =
            on!(self, db => sqlx::query_as(MILESTONES).bind(goal.as_str()).fetch_all(db).await)?;
        rows.into_iter().map(Milestone::try_from).collect()
    }

    /// The milestones of all goals, in no order.
    pub(in crate::store) async fn all_milestones(&self) -> Result<Vec<Milestone>, StoreError> {
        const SQL: &str = milestones!("");
        let rows: Vec<MilestoneRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Milestone::try_from).collect()
    }
}

/// As [`Store::milestones`].
pub(in crate::store) async fn milestones(tx: &mut Tx, goal: &Code) -> Result<Vec<Milestone>, StoreError> {
    let rows: Vec<MilestoneRow> = within!(tx, db =>
        sqlx::query_as(MILESTONES).bind(goal.as_str()).fetch_all(db).await)?;
    rows.into_iter().map(Milestone::try_from).collect()
}

/// Writes a milestone, whatever stood there.
pub(in crate::store) async fn put_milestone(tx: &mut Tx, milestone: &Milestone) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO milestone (goal_id, code, name, due, status, owner, note, illustrative) \
         VALUES ((SELECT id FROM goal WHERE code = $1), $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (goal_id, code) DO UPDATE SET name = excluded.name, due = excluded.due, \
         status = excluded.status, owner = excluded.owner, note = excluded.note, \
         illustrative = excluded.illustrative";
    within!(tx, db => sqlx::query(PUT)
        .bind(milestone.goal.as_str()).bind(milestone.code.as_str()).bind(&milestone.name)
        .bind(milestone.due.to_string()).bind(milestone.status.name()).bind(&milestone.owner)
        .bind(&milestone.note).bind(milestone.illustrative).execute(db).await.map(drop))?;
    Ok(())
}

pub(super) async fn remove_milestone(tx: &mut Tx, milestone: &Milestone) -> Result<(), StoreError> {
    const SQL: &str =
        "DELETE FROM milestone WHERE goal_id = (SELECT id FROM goal WHERE code = $1) AND code = $2";
    within!(tx, db => sqlx::query(SQL)
        .bind(milestone.goal.as_str()).bind(milestone.code.as_str()).execute(db).await.map(drop))?;
    Ok(())
}
