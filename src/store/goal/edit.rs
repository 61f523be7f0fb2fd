//! A goal set up and changed by a person, with who contributes and its milestones.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use super::milestone::{self, remove_milestone};
use super::{contributors, goal, put_contributors, put_goal, put_milestone, touch};
use crate::domain::code::Code;
use crate::domain::goal::{Contributors, Goal, tree};
use crate::domain::milestone::Milestone;
use crate::store::audit::{Chain, Change};
use crate::store::{EditOutcome, Store, StoreError, Tx, catalog, on, within};

/// A goal as it is to be, with all that a person changes together with it.
#[derive(Clone, Debug)]
pub struct GoalEdit {
    pub goal: Goal,
    pub contributors: Contributors,
    /// All of them: one that is not here is removed.
    pub milestones: Vec<Milestone>,
    /// The revision that its author saw; `None` for a goal that is new.
    pub seen: Option<i64>,
    pub actor: String,
    pub at: DateTime<Utc>,
}

/// A goal as it stands, to be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalSetup {
    pub goal: Goal,
    pub contributors: Contributors,
    pub milestones: Vec<Milestone>,
    pub revision: i64,
}

const REVISION: &str = "SELECT revision FROM goal WHERE code = $1";

impl Store {
    /// A goal to be changed; `None` when there is none of that code. Four statements.
    pub async fn goal_setup(&self, code: &Code) -> Result<Option<GoalSetup>, StoreError> {
        // The revision first: what changes after it was read is then a conflict, never overwritten.
        let revision: Option<i64> =
            on!(self, db => sqlx::query_scalar(REVISION).bind(code.as_str()).fetch_optional(db).await)?;
        let (Some(revision), Some(goal)) = (revision, self.goal(code).await?) else {
            return Ok(None);
        };
        let (contributors, milestones) = (self.contributors(code).await?, self.milestones(code).await?);
        Ok(Some(GoalSetup { goal, contributors, milestones, revision }))
    }

    /// Writes a goal with its contributors and milestones. A parent that serves the goal, which
    /// somebody else may have made of it meanwhile, is a conflict too.
    pub async fn save_goal(&self, edit: &GoalEdit) -> Result<EditOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let code = &edit.goal.code;
        let revision: Option<i64> = within!(&mut tx, db =>
            sqlx::query_scalar(REVISION).bind(code.as_str()).fetch_optional(db).await)?;
        if revision != edit.seen || !has_place(&mut tx, &edit.goal).await? {
            return Ok(EditOutcome::Conflict);
        }
        let old = goal(&mut tx, code).await?;
        if old.as_ref() != Some(&edit.goal) {
            put_goal(&mut tx, &edit.goal).await?;
            let change = edit.change(edit.goal.subject(), old.as_ref(), Some(&edit.goal));
            chain.append(&mut tx, change).await?;
        }
        let parts = put_parts(&mut tx, &mut chain, edit).await?;
        if parts {
            touch(&mut tx, code).await?;
        }
        let revision: i64 =
            within!(&mut tx, db => sqlx::query_scalar(REVISION).bind(code.as_str()).fetch_one(db).await)?;
        chain.commit(tx).await?;
        Ok(EditOutcome::Saved(revision))
    }
}

impl GoalEdit {
    fn change<T: Serialize>(&self, subject: String, before: Option<&T>, after: Option<&T>) -> Change<'_> {
        let action = match (&before, &after) {
            (None, _) => "create",
            (Some(_), None) => "remove",
            (Some(_), Some(_)) => "change",
        };
        let (before, after) = (before.map(|value| json!(value)), after.map(|value| json!(value)));
        Change { actor: &self.actor, at: self.at, action, subject, before, after }
    }
}

/// Whether the goal's parent is there and does not serve the goal.
async fn has_place(tx: &mut Tx, goal: &Goal) -> Result<bool, StoreError> {
    let Some(parent) = &goal.parent else {
        return Ok(true);
    };
    let goals = catalog::goals_within(tx).await?;
    Ok(tree::possible_parents(&goals, &goal.code).iter().any(|possible| possible.code == *parent))
}

/// Writes what belongs to the goal, as far as it changed; says whether anything did.
async fn put_parts(tx: &mut Tx, chain: &mut Chain, edit: &GoalEdit) -> Result<bool, StoreError> {
    let code = &edit.goal.code;
    let mut changed = false;
    let old = contributors(tx, code).await?;
    if old != edit.contributors {
        changed = true;
        put_contributors(tx, &edit.contributors).await?;
        let change = edit.change(edit.contributors.subject(), Some(&old), Some(&edit.contributors));
        chain.append(tx, change).await?;
    }
    let old = milestone::milestones(tx, code).await?;
    for milestone in &edit.milestones {
        let before = old.iter().find(|old| old.code == milestone.code);
        if before != Some(milestone) {
            changed = true;
            put_milestone(tx, milestone).await?;
            chain.append(tx, edit.change(milestone.subject(), before, Some(milestone))).await?;
        }
    }
    for gone in old.iter().filter(|old| !edit.milestones.iter().any(|kept| kept.code == old.code)) {
        changed = true;
        remove_milestone(tx, gone).await?;
        chain.append(tx, edit.change(gone.subject(), Some(gone), None)).await?;
    }
    Ok(changed)
}
