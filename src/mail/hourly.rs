//! A round an hour for as long as the server runs.

use std::time::Duration;

use chrono::{DateTime, Timelike, Utc};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::store::Store;

use super::Mailer;
use super::round::{self, Round};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// The hour, in UTC, from which letters are written: the morning in Washington, when the day there is the
/// server's.
const MORNING: u32 = 11;

/// Sends what is due now and every hour, until `stop` says so. Nobody waits for it: what fails is logged, and
/// tried again in the next round.
pub async fn hourly(
    store: Store,
    mailer: Mailer,
    clock: impl Fn() -> DateTime<Utc> + Send,
    mut stop: watch::Receiver<bool>,
) {
    let mut ticks = tokio::time::interval(HOUR);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.wait_for(|stopped| *stopped) => return,
        }
        let now = clock();
        if now.hour() < MORNING {
            continue;
        }
        match round::send(&store, &mailer, (now.date_naive(), now), &stop).await {
            Ok(Round { sent: 0, failures, left: 0 }) if failures.is_empty() => {}
            Ok(Round { sent, failures, left }) => {
                tracing::info!(sent, failed = failures.len(), left, "reminders were sent");
            }
            Err(error) => tracing::warn!(%error, "reminders could not be looked up"),
        }
    }
}
