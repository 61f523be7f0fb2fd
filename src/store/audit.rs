//! The audit trail: an append-only chain of entries, each sealed with the hash of the one before.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use super::{Store, StoreError, Tx, on, within};

/// A change to be recorded, in the transaction that makes it.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub actor: &'a str,
    pub at: DateTime<Utc>,
    /// A verb: `create`, `change`, `save`, `approve`, …
    pub action: &'static str,
    /// What was changed: `measure:CODE`, `actual:CODE/FY2024Q1/`, …
    pub subject: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// An entry as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AuditEntry {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub action: String,
    pub subject: String,
    /// JSON, or `None` where there was nothing before.
    pub before: Option<String>,
    pub after: Option<String>,
    pub hash: String,
}

/// The first entry whose hash does not follow from the entries before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenChain {
    pub seq: i64,
    pub reason: String,
}

/// A moment as the database holds it: UTC, to the millisecond, sorting as text.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl AuditEntry {
    /// The hash that seals this entry after one with hash `previous`: SHA-256 over both, as hex.
    fn seal(&self, previous: &str) -> String {
        let content = (
            previous,
            self.seq,
            &self.at,
            &self.actor,
            &self.action,
            &self.subject,
            &self.before,
            &self.after,
        );
        let text = serde_json::to_vec(&content).unwrap_or_default();
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The end of the chain, held for the length of a transaction.
pub(super) struct Chain {
    seq: i64,
    hash: String,
    grown: bool,
}

impl Chain {
    /// Takes the chain's end. Whoever comes second waits here until the first has committed, so
    /// the numbers leave no gap and never cross.
    pub async fn take(tx: &mut Tx) -> Result<Chain, StoreError> {
        const SQL: &str = "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash";
        let (seq, hash): (i64, String) = within!(tx, db => sqlx::query_as(SQL).fetch_one(db).await)?;
        Ok(Chain { seq, hash, grown: false })
    }

    /// The number of the last entry.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub async fn append(&mut self, tx: &mut Tx, change: Change<'_>) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO audit (seq, at, actor, action, subject, before, after, hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let mut entry = AuditEntry {
            seq: self.seq + 1,
            at: moment(change.at),
            actor: change.actor.to_owned(),
            action: change.action.to_owned(),
            subject: change.subject,
            before: change.before.map(|v| v.to_string()),
            after: change.after.map(|v| v.to_string()),
            hash: String::new(),
        };
        entry.hash = entry.seal(&self.hash);
        within!(tx, db => sqlx::query(SQL)
            .bind(entry.seq).bind(&entry.at).bind(&entry.actor).bind(&entry.action)
            .bind(&entry.subject).bind(&entry.before).bind(&entry.after).bind(&entry.hash)
            .execute(db).await.map(drop))?;
        self.seq = entry.seq;
        self.hash = entry.hash;
        self.grown = true;
        Ok(())
    }

    /// Puts the new end in place and commits the transaction.
    pub async fn commit(self, mut tx: Tx) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1";
        if self.grown {
            within!(&mut tx, db => sqlx::query(SQL).bind(self.seq).bind(&self.hash).execute(db).await.map(drop))?;
        }
        tx.commit().await
    }
}

impl Store {
    /// The number of the last entry. It grows with every change to anything, so two equal numbers
    /// mean equal data.
    pub async fn version(&self) -> Result<i64, StoreError> {
        const SQL: &str = "SELECT seq FROM audit_head WHERE id = 1";
        Ok(on!(self, db => sqlx::query_scalar(SQL).fetch_one(db).await)?)
    }

    /// Walks the whole chain, a thousand entries at a time. `Ok(Err(..))` names the first bad entry,
    /// `Ok(Ok(n))` says that all `n` hold.
    pub async fn verify_audit(&self) -> Result<Result<i64, BrokenChain>, StoreError> {
        const SQL: &str = "SELECT seq, at, actor, action, subject, before, after, hash FROM audit \
             WHERE seq > $1 ORDER BY seq LIMIT 1000";
        let broken = |seq: i64, reason: &str| Ok(Err(BrokenChain { seq, reason: reason.to_owned() }));
        let mut seq = 0;
        let mut hash = String::new();
        loop {
            let page: Vec<AuditEntry> = on!(self, db => sqlx::query_as(SQL).bind(seq).fetch_all(db).await)?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                match () {
                    () if entry.seq != seq + 1 => return broken(seq + 1, "the entry is missing"),
                    () if entry.seal(&hash) != entry.hash => {
                        return broken(entry.seq, "the entry was changed after it was written");
                    }
                    () => (seq, hash) = (entry.seq, entry.hash),
                }
            }
        }
        const HEAD: &str = "SELECT seq, hash FROM audit_head WHERE id = 1";
        let head: (i64, String) = on!(self, db => sqlx::query_as(HEAD).fetch_one(db).await)?;
        match head == (seq, hash) {
            true => Ok(Ok(seq)),
            false => broken(seq + 1, "entries are missing at the end of the chain"),
        }
    }
}
