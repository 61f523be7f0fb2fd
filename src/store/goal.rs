//! A goal with all that belongs to it: who contributes, its milestones, what is recommended about it.
//!
//! # Layout
//! - [`edit`]: a goal set up and changed by a person.
//! - [`milestone`], [`recommendation`], [`risk`]: the rows of each.
//! - here: the goal's own row, and who contributes.

mod edit;
mod milestone;
mod recommendation;
mod risk;

use std::collections::BTreeMap;

use crate::domain::code::Code;
use crate::domain::goal::{Contributors, Goal};

pub use edit::{GoalEdit, GoalSetup};
pub(super) use milestone::{milestones, put_milestone};
pub use recommendation::RecommendationRecord;
pub(super) use recommendation::{put_recommendation, recommendation};
pub use risk::RiskEdit;

use super::catalog;
use super::row::{self, GoalRow};
use super::{Store, StoreError, Tx, new_id, on, within};

const CONTRIBUTORS: &str = "SELECT o.code FROM goal_office c JOIN goal g ON g.id = c.goal_id \
     JOIN office o ON o.id = c.office_id WHERE g.code = $1 ORDER BY o.code";

impl Store {
    /// The offices that contribute to a goal.
    pub async fn contributors(&self, goal: &Code) -> Result<Contributors, StoreError> {
        let codes: Vec<String> =
            on!(self, db => sqlx::query_scalar(CONTRIBUTORS).bind(goal.as_str()).fetch_all(db).await)?;
        named(goal, codes)
    }

    /// The same of each goal to which somebody contributes.
    pub(super) async fn all_contributors(&self) -> Result<Vec<Contributors>, StoreError> {
        const SQL: &str = "SELECT g.code, o.code FROM goal_office c JOIN goal g ON g.id = c.goal_id \
             JOIN office o ON o.id = c.office_id";
        let rows: Vec<(String, String)> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        let mut all: BTreeMap<Code, Vec<Code>> = BTreeMap::new();
        for (goal, office) in rows {
            all.entry(row::code(goal)?).or_default().push(row::code(office)?);
        }
        Ok(all.into_iter().map(|(goal, offices)| Contributors::new(goal, offices)).collect())
    }
}

fn named(goal: &Code, codes: Vec<String>) -> Result<Contributors, StoreError> {
    let offices = codes.into_iter().map(row::code).collect::<Result<_, _>>()?;
    Ok(Contributors::new(goal.clone(), offices))
}

pub(super) async fn goal(tx: &mut Tx, code: &Code) -> Result<Option<Goal>, StoreError> {
    let row: Option<GoalRow> = within!(tx, db =>
        sqlx::query_as(catalog::GOAL).bind(code.as_str()).fetch_optional(db).await)?;
    row.map(Goal::try_from).transpose()
}

pub(super) async fn contributors(tx: &mut Tx, goal: &Code) -> Result<Contributors, StoreError> {
    let codes: Vec<String> = within!(tx, db =>
        sqlx::query_scalar(CONTRIBUTORS).bind(goal.as_str()).fetch_all(db).await)?;
    named(goal, codes)
}

/// Writes a goal, whatever stood there; its revision moves on.
pub(super) async fn put_goal(tx: &mut Tx, goal: &Goal) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO goal (id, code, parent_id, level, name, statement, office_id, leader, \
         from_period, to_period, source, strategies, programs, illustrative) \
         VALUES ($1, $2, (SELECT id FROM goal WHERE code = $3), $4, $5, $6, \
         (SELECT id FROM office WHERE code = $7), $8, $9, $10, $11, $12, $13, $14) \
         ON CONFLICT (code) DO UPDATE SET parent_id = excluded.parent_id, level = excluded.level, \
         name = excluded.name, statement = excluded.statement, office_id = excluded.office_id, \
         leader = excluded.leader, from_period = excluded.from_period, to_period = excluded.to_period, \
         source = excluded.source, strategies = excluded.strategies, programs = excluded.programs, \
         illustrative = excluded.illustrative, revision = goal.revision + 1";
    within!(tx, db => sqlx::query(PUT)
        .bind(new_id()).bind(goal.code.as_str()).bind(goal.parent.as_ref().map(Code::as_str))
        .bind(goal.level.name()).bind(&goal.name).bind(&goal.statement).bind(goal.office.as_str())
        .bind(&goal.leader).bind(goal.from.map(String::from)).bind(goal.to.map(String::from))
        .bind(&goal.source).bind(&goal.strategies).bind(&goal.programs).bind(goal.illustrative)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Writes who contributes, in place of who did.
pub(super) async fn put_contributors(tx: &mut Tx, contributors: &Contributors) -> Result<(), StoreError> {
    const REMOVE: &str = "DELETE FROM goal_office WHERE goal_id = (SELECT id FROM goal WHERE code = $1)";
    const ADD: &str = "INSERT INTO goal_office (goal_id, office_id) \
         VALUES ((SELECT id FROM goal WHERE code = $1), (SELECT id FROM office WHERE code = $2))";
    let goal = contributors.goal.as_str();
    within!(&mut *tx, db => sqlx::query(REMOVE).bind(goal).execute(db).await.map(drop))?;
    for office in &contributors.offices {
        within!(&mut *tx, db =>
            sqlx::query(ADD).bind(goal).bind(office.as_str()).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Moves a goal's revision on, so that whoever looked at it before is told.
pub(super) async fn touch(tx: &mut Tx, goal: &Code) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE goal SET revision = revision + 1 WHERE code = $1";
    within!(tx, db => sqlx::query(SQL).bind(goal.as_str()).execute(db).await.map(drop))?;
    Ok(())
}
