//! Targets with their history: each version by the day from which it holds.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::period::Period;
use crate::domain::target::{Target, TargetVersion};

use super::audit::{Chain, Change};
use super::catalog::target_columns;
use super::row::TargetRow;
use super::{Store, StoreError, Tx, on, within};

/// Who sets a target, and who has approved it; empty while it is only proposed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signed<'a> {
    pub author: &'a str,
    pub approved_by: &'a str,
}

#[derive(FromRow)]
struct VersionRow {
    #[sqlx(flatten)]
    target: TargetRow,
    author: String,
    approved_by: String,
    stood: bool,
}

impl TryFrom<VersionRow> for TargetVersion {
    type Error = StoreError;

    fn try_from(row: VersionRow) -> Result<TargetVersion, StoreError> {
        Ok(TargetVersion {
            target: row.target.try_into()?,
            author: row.author,
            approved_by: row.approved_by,
            stood: row.stood,
        })
    }
}

/// [`VersionRow`]s.
macro_rules! versions {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            target_columns!(),
            ", t.author, t.approved_by, t.stood FROM target t JOIN measure m ON m.id = t.measure_id ",
            $condition
        )
    };
}

/// The version of exactly this day, if there is one.
pub(super) async fn version(tx: &mut Tx, target: &Target) -> Result<Option<TargetVersion>, StoreError> {
    const SQL: &str = versions!(
        "WHERE t.measure_id = (SELECT id FROM measure WHERE code = $1) AND t.period = $2 AND t.category = $3 \
         AND t.set_on = $4"
    );
    let row: Option<VersionRow> = within!(tx, db => sqlx::query_as(SQL)
        .bind(target.measure.as_str()).bind(target.period.to_string()).bind(&target.category)
        .bind(day(target)).fetch_optional(db).await)?;
    row.map(TargetVersion::try_from).transpose()
}

/// Writes a version, and says anew which of its cell's versions stood.
pub(super) async fn put(tx: &mut Tx, target: &Target, signed: Signed<'_>) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO target (measure_id, period, category, set_on, ends_on, value, source, reason, \
         author, approved_by, stood) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE) \
         ON CONFLICT (measure_id, period, category, set_on) DO UPDATE SET value = excluded.value, \
         source = excluded.source, reason = excluded.reason, author = excluded.author, \
         approved_by = excluded.approved_by";
    within!(tx, db => sqlx::query(PUT)
        .bind(target.measure.as_str()).bind(target.period.to_string()).bind(&target.category)
        .bind(day(target)).bind(target.period.ends_on().to_string()).bind(target.value)
        .bind(&target.source).bind(&target.reason).bind(signed.author).bind(signed.approved_by)
        .execute(db).await.map(drop))?;
    settle(tx, &target.measure, target.period, &target.category).await
}

fn day(target: &Target) -> String {
    target.set_on.map(|day| day.to_string()).unwrap_or_default()
}

/// Of a cell's approved versions, the latest set by the end of the period stood; the first, where all
/// were set later.
async fn settle(tx: &mut Tx, measure: &Code, period: Period, category: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE target SET \
         stood = COALESCE(set_on = COALESCE( \
             (SELECT max(o.set_on) FROM target o WHERE o.measure_id = target.measure_id AND o.period = target.period \
              AND o.category = target.category AND o.approved_by <> '' AND o.set_on <= o.ends_on), \
             (SELECT min(o.set_on) FROM target o WHERE o.measure_id = target.measure_id AND o.period = target.period \
              AND o.category = target.category AND o.approved_by <> '')), FALSE) \
         WHERE measure_id = (SELECT id FROM measure WHERE code = $1) AND period = $2 AND category = $3";
    within!(tx, db => sqlx::query(SQL)
        .bind(measure.as_str()).bind(period.to_string()).bind(category).execute(db).await.map(drop))?;
    Ok(())
}

impl Store {
    /// Every version of a measure's targets, by period, category and day; proposed ones too.
    pub async fn target_versions(&self, measure: &Code) -> Result<Vec<TargetVersion>, StoreError> {
        const SQL: &str = versions!("WHERE m.code = $1 ORDER BY t.ends_on, t.period, t.category, t.set_on");
        let rows: Vec<VersionRow> =
            on!(self, db => sqlx::query_as(SQL).bind(measure.as_str()).fetch_all(db).await)?;
        rows.into_iter().map(TargetVersion::try_from).collect()
    }

    /// Proposes versions of targets, which hold once somebody else has approved them. All or none: a
    /// version that waits is replaced and waits anew, but an approved one of the same day is not undone;
    /// then nothing is written, and that one is given back.
    pub async fn propose_targets(
        &self,
        targets: &[Target],
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<TargetVersion>, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        for target in targets {
            let old = version(&mut tx, target).await?;
            if old.as_ref().is_some_and(TargetVersion::is_approved) {
                return Ok(old);
            }
            let change = Change {
                actor,
                at,
                action: "propose",
                subject: target.subject(),
                before: old.map(|old| json!(old.target)),
                after: Some(json!(target)),
            };
            chain.append(&mut tx, change).await?;
            put(&mut tx, target, Signed { author: actor, approved_by: "" }).await?;
        }
        chain.commit(tx).await?;
        Ok(None)
    }

    /// Approves versions that wait. Who may is the caller's to decide. All or none: `false`, and nothing
    /// written, where one of them is no longer what the reviewer saw.
    pub async fn approve_targets(
        &self,
        seen: &[TargetVersion],
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        for waiting in seen {
            if waiting.is_approved() || version(&mut tx, &waiting.target).await?.as_ref() != Some(waiting) {
                return Ok(false);
            }
            let TargetVersion { target, author, .. } = waiting;
            let change = Change {
                actor,
                at,
                action: "approve",
                subject: target.subject(),
                before: None,
                after: Some(json!(target)),
            };
            chain.append(&mut tx, change).await?;
            put(&mut tx, target, Signed { author, approved_by: actor }).await?;
        }
        chain.commit(tx).await?;
        Ok(true)
    }
}
