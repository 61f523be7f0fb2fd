//! Files on their way into the database: read onto what it holds, then written as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::task::{JoinError, spawn_blocking};

use crate::domain::batch::{Finding, Reading};
use crate::domain::import::{self, Held, Sought};
use crate::store::{Outcome, Store, StoreError, Terms};

/// How often it is begun anew because somebody else wrote meanwhile.
const ATTEMPTS: usize = 4;

/// How an import is to be done.
#[derive(Clone, Copy, Debug)]
pub struct How<'a> {
    pub actor: &'a str,
    pub at: DateTime<Utc>,
    /// Report what would be done, and write nothing.
    pub dry_run: bool,
}

/// What became of an import.
#[derive(Debug)]
pub struct Brought {
    pub reading: Reading,
    /// The conflicts, in words.
    pub objections: Vec<Finding>,
    /// `None` where problems or conflicts stand against it, and nothing was done.
    pub outcome: Option<Outcome>,
}

/// Why an import came to no end.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("others are changing the data at this moment; nothing was done, so try again")]
    Overtaken,
    #[error("what was brought could not be read to its end")]
    Broken(#[from] JoinError),
}

/// Reads and writes. `read` is handed what the database holds; it is asked again where somebody else
/// changed that before it could be written.
pub async fn bring(
    store: &Store,
    sought: Sought,
    read: impl Fn(&Held) -> Reading + Send + Sync + 'static,
    how: &How<'_>,
) -> Result<Brought, BringError> {
    let read = Arc::new(read);
    for _ in 0..ATTEMPTS {
        let held = store.held(sought.clone()).await?;
        let version = held.version;
        let read = read.clone();
        // Where it holds up nobody else.
        let reading = spawn_blocking(move || read(&held)).await?;
        if !reading.problems.is_empty() || reading.conflicting > 0 {
            let objections = objections(store, &reading).await?;
            return Ok(Brought { reading, objections, outcome: None });
        }
        let How { actor, at, dry_run } = *how;
        let terms = Terms { actor, at, dry_run, version: Some(version) };
        if let Some(outcome) = store.apply_on_terms(&reading.batch, &terms).await? {
            return Ok(Brought { reading, objections: Vec::new(), outcome: Some(outcome) });
        }
    }
    Err(BringError::Overtaken)
}

/// The conflicts in words, with who changed each thing last.
async fn objections(store: &Store, reading: &Reading) -> Result<Vec<Finding>, StoreError> {
    let mut by: BTreeMap<&str, Option<(String, String)>> = BTreeMap::new();
    for conflict in &reading.conflicts {
        if !by.contains_key(conflict.subject.as_str()) {
            by.insert(&conflict.subject, store.last_change(&conflict.subject).await?);
        }
    }
    Ok(import::objections(&reading.conflicts, |subject| by.get(subject).cloned().flatten()))
}
