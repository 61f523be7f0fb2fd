//! What there is to tell about an import, before and after.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::batch::{ItemChange, Mark};

use super::{Store, StoreError, on};

/// How many changes are listed; the rest are counted.
const LISTED: usize = 500;

/// How an import is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub actor: &'a str,
    pub at: DateTime<Utc>,
    /// Report what would be done, and write nothing.
    pub dry_run: bool,
    /// The number of the last change that the batch was made with; `None` where that does not matter.
    pub version: Option<i64>,
}

/// What an import did, counted in rows of any kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Applied {
    pub created: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub applied: Applied,
    /// The first of the changes.
    pub changes: Vec<ItemChange>,
}

impl Outcome {
    pub(super) fn change(&mut self, change: ItemChange) {
        match change.before {
            None => self.applied.created += 1,
            Some(_) => self.applied.changed += 1,
        }
        if self.changes.len() < LISTED {
            self.changes.push(change);
        }
    }
}

impl Store {
    /// The state of the data, to be recognised later.
    pub async fn mark(&self) -> Result<Mark, StoreError> {
        const SQL: &str = "SELECT seq, hash FROM audit_head WHERE id = 1";
        let (version, seal): (i64, String) = on!(self, db => sqlx::query_as(SQL).fetch_one(db).await)?;
        Ok(Mark { version, seal })
    }

    /// Whether the data were once in a state.
    pub(super) async fn was_in(&self, mark: &Mark) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT seq FROM audit WHERE seq = $1 AND hash = $2";
        let known: Option<i64> = on!(self, db =>
            sqlx::query_scalar(SQL).bind(mark.version).bind(&mark.seal).fetch_optional(db).await)?;
        Ok(known.is_some())
    }

    /// Who changed something last, and when (RFC 3339, UTC); `None` where nobody did.
    pub async fn last_change(&self, subject: &str) -> Result<Option<(String, String)>, StoreError> {
        const SQL: &str = "SELECT actor, at FROM audit WHERE subject = $1 ORDER BY seq DESC LIMIT 1";
        Ok(on!(self, db => sqlx::query_as(SQL).bind(subject).fetch_optional(db).await)?)
    }
}
