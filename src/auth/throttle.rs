//! How many attempts to sign in are too many.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Utc;

use crate::store::{Store, StoreError};

/// Attempts are counted over this long.
const WINDOW_SECONDS: i64 = 15 * 60;
/// Failures in a row for one name, whoever tries.
const PER_NAME: i64 = 5;
/// Failures from one address, whatever the names: an office may share one.
const PER_ADDRESS: i64 = 30;

/// How many attempts are being checked at this moment, by subject. They count as failed until it is
/// known: many at once would else all be checked before the first has failed.
#[derive(Clone, Debug, Default)]
pub struct UnderWay(Arc<Mutex<HashMap<String, i64>>>);

/// The attempt of one name from one address, under way until it is dropped.
#[derive(Debug)]
pub struct Attempt {
    name: Subject,
    address: Subject,
}

/// Something that attempts are counted for.
#[derive(Debug)]
struct Subject {
    text: String,
    /// Attempts that were under way when this one began.
    before: i64,
    under_way: UnderWay,
}

impl Attempt {
    /// Begins an attempt; `None` when there were too many.
    pub async fn begin(
        store: &Store,
        under_way: &UnderWay,
        name: &str,
        address: &str,
    ) -> Result<Option<Attempt>, StoreError> {
        let attempt = Attempt {
            name: under_way.begin(format!("name:{name}")),
            address: under_way.begin(format!("address:{address}")),
        };
        let many = attempt.name.is_over(store, PER_NAME).await?
            || attempt.address.is_over(store, PER_ADDRESS).await?;
        Ok((!many).then_some(attempt))
    }

    /// Forgets what was counted against the name. The address keeps its count: an account of one's
    /// own would else buy attempts at those of others.
    pub async fn succeeded(self, store: &Store) -> Result<(), StoreError> {
        store.clear_failures(&self.name.text).await
    }

    pub async fn failed(self, store: &Store) -> Result<(), StoreError> {
        let now = Utc::now().timestamp();
        for subject in [&self.name, &self.address] {
            store.record_failure(&subject.text, now, now - WINDOW_SECONDS).await?;
        }
        Ok(())
    }
}

impl UnderWay {
    fn begin(&self, text: String) -> Subject {
        let mut counts = self.counts();
        let count = counts.entry(text.clone()).or_default();
        let before = *count;
        *count += 1;
        Subject { text, before, under_way: self.clone() }
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, i64>> {
        // Counts are whole at every moment, so a panic elsewhere does not spoil them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subject {
    async fn is_over(&self, store: &Store, most: i64) -> Result<bool, StoreError> {
        let since = Utc::now().timestamp() - WINDOW_SECONDS;
        Ok(store.count_failures(&self.text, since).await? + self.before >= most)
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        let mut counts = self.under_way.counts();
        if let Some(count) = counts.get_mut(&self.text) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.text);
            }
        }
    }
}
