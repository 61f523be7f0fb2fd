//! The risk of a goal, where a person set it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::risk::{Risk, SetRisk};
use crate::store::audit::{Chain, Change, moment};
use crate::store::row::{code, word};
use crate::store::{Store, StoreError, Tx, on, within};

/// A risk to be set in place of the one that follows from the measures.
#[derive(Clone, Debug)]
pub struct RiskEdit {
    pub goal: Code,
    pub risk: Risk,
    pub reason: String,
    pub actor: String,
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
struct RiskRow {
    goal: String,
    risk: String,
    reason: String,
    author: String,
    at: String,
}

impl TryFrom<RiskRow> for (Code, SetRisk) {
    type Error = StoreError;

    fn try_from(row: RiskRow) -> Result<(Code, SetRisk), StoreError> {
        let risk = word(Risk::named(&row.risk), "risk", &row.risk)?;
        let RiskRow { reason, author, at, .. } = row;
        Ok((code(row.goal)?, SetRisk { risk, reason, author, at }))
    }
}

macro_rules! risks {
    ($condition:literal) => {
        concat!(
            "SELECT g.code AS goal, r.risk, r.reason, r.author, r.at \
             FROM goal_risk r JOIN goal g ON g.id = r.goal_id ",
            $condition
        )
    };
}

impl Store {
    /// The goals whose risk a person set.
    pub async fn set_risks(&self) -> Result<BTreeMap<Code, SetRisk>, StoreError> {
        const SQL: &str = risks!("");
        let rows: Vec<RiskRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Sets the risk of a goal, in place of whatever was set before. False where there is no such goal.
    pub async fn set_risk(&self, edit: &RiskEdit) -> Result<bool, StoreError> {
        const PUT: &str = "INSERT INTO goal_risk (goal_id, risk, reason, author, at) \
             VALUES ((SELECT id FROM goal WHERE code = $1), $2, $3, $4, $5) \
             ON CONFLICT (goal_id) DO UPDATE SET risk = excluded.risk, reason = excluded.reason, \
             author = excluded.author, at = excluded.at";
        let RiskEdit { goal, risk, reason, actor, at } = edit;
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let Some(found) = super::goal(&mut tx, goal).await? else {
            return Ok(false);
        };
        let before = set_on(&mut tx, goal).await?;
        within!(&mut tx, db => sqlx::query(PUT)
            .bind(goal.as_str()).bind(risk.name()).bind(reason).bind(actor).bind(moment(*at))
            .execute(db).await.map(drop))?;
        let change = Change {
            actor,
            at: *at,
            action: "set risk",
            subject: found.subject(),
            before: before.as_ref().map(content),
            after: Some(json!({ "risk": risk.name(), "reason": reason })),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(true)
    }

    /// Lets the risk of a goal follow from its measures again. False where nobody had set it.
    pub async fn unset_risk(&self, goal: &Code, actor: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
        const REMOVE: &str = "DELETE FROM goal_risk WHERE goal_id = (SELECT id FROM goal WHERE code = $1)";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let (Some(found), Some(before)) = (super::goal(&mut tx, goal).await?, set_on(&mut tx, goal).await?)
        else {
            return Ok(false);
        };
        within!(&mut tx, db => sqlx::query(REMOVE).bind(goal.as_str()).execute(db).await.map(drop))?;
        let change = Change {
            actor,
            at,
            action: "unset risk",
            subject: found.subject(),
            before: Some(content(&before)),
            after: None,
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(true)
    }
}

/// What the trail keeps of it: who and when stand in the entry itself.
fn content(set: &SetRisk) -> Value {
    json!({ "risk": set.risk.name(), "reason": set.reason })
}

async fn set_on(tx: &mut Tx, goal: &Code) -> Result<Option<SetRisk>, StoreError> {
    const SQL: &str = risks!("WHERE g.code = $1");
    let row: Option<RiskRow> = within!(tx, db =>
        sqlx::query_as(SQL).bind(goal.as_str()).fetch_optional(db).await)?;
    let found: Option<(Code, SetRisk)> = row.map(TryInto::try_into).transpose()?;
    Ok(found.map(|(_, set)| set))
}
