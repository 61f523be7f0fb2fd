//! What there is to tell about an import: what it changes, and what stands against it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::batch::{Conflict, ItemChange, Mark};

use super::{Store, StoreError, Tx, on, within};

/// How many changes, and how many conflicts, are listed; the rest are counted.
const LISTED: usize = 500;

/// How an import is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub actor: &'a str,
    pub at: DateTime<Utc>,
    /// Report what would be done, and write nothing.
    pub dry_run: bool,
    /// The state that the batch was made from: what was changed after it is not overwritten. Everything
    /// counts as changed after a state that this database was never in. `None` overwrites.
    pub made_from: Option<&'a Mark>,
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
    /// The first of the conflicts, and the count of all. With any, nothing was written.
    pub conflicts: Vec<Conflict>,
    pub conflicting: usize,
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

    pub(super) fn conflict(&mut self, conflict: Conflict) {
        self.conflicting += 1;
        if self.conflicts.len() < LISTED {
            self.conflicts.push(conflict);
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
}

/// The number of the audit entry after which changes are later than a state: 0 for a state that this
/// database was never in.
pub(super) async fn since(tx: &mut Tx, mark: &Mark) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT seq FROM audit WHERE seq = $1 AND hash = $2";
    let known: Option<i64> = within!(tx, db =>
        sqlx::query_scalar(SQL).bind(mark.version).bind(&mark.seal).fetch_optional(db).await)?;
    Ok(known.unwrap_or(0))
}

/// Who changed a subject last after one entry and up to another, and when.
pub(super) async fn later(
    tx: &mut Tx,
    subject: &str,
    after: i64,
    up_to: i64,
) -> Result<Option<(String, String)>, StoreError> {
    const SQL: &str = "SELECT actor, at FROM audit WHERE subject = $1 AND seq > $2 AND seq <= $3 \
         ORDER BY seq DESC LIMIT 1";
    Ok(within!(tx, db =>
        sqlx::query_as(SQL).bind(subject).bind(after).bind(up_to).fetch_optional(db).await)?)
}
