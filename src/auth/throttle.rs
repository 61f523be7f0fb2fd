//! How many attempts to sign in are too many.

use chrono::Utc;

use crate::store::{Store, StoreError};

/// Attempts are counted over this long.
const WINDOW_SECONDS: i64 = 15 * 60;
/// Failures in a row for one name, whoever tries.
const PER_NAME: i64 = 5;
/// Failures from one address, whatever the names: an office may share one.
const PER_ADDRESS: i64 = 30;

/// The attempt of one name from one address.
#[derive(Debug)]
pub struct Attempt {
    name: String,
    address: String,
}

impl Attempt {
    pub fn new(name: &str, address: &str) -> Attempt {
        Attempt { name: format!("name:{name}"), address: format!("address:{address}") }
    }

    /// Counts the attempt as failed until it has succeeded, so that many at once cannot slip
    /// through. `false`, and nothing counted, when there were too many.
    pub async fn begin(&self, store: &Store) -> Result<bool, StoreError> {
        let now = Utc::now().timestamp();
        let since = now - WINDOW_SECONDS;
        if store.count_failures(&self.name, since).await? >= PER_NAME
            || store.count_failures(&self.address, since).await? >= PER_ADDRESS
        {
            return Ok(false);
        }
        store.record_failure(&self.name, now, since).await?;
        Ok(true)
    }

    /// Forgets what was counted against the name. The address keeps its count: an account of one's
    /// own would else buy attempts at those of others.
    pub async fn succeeded(&self, store: &Store) -> Result<(), StoreError> {
        store.clear_failures(&self.name).await
    }

    pub async fn failed(&self, store: &Store) -> Result<(), StoreError> {
        let now = Utc::now().timestamp();
        store.record_failure(&self.address, now, now - WINDOW_SECONDS).await
    }
}
