//! A round: what a day asks for, claimed, sent, kept.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tokio::sync::watch;
use uuid::Uuid;

use crate::domain::access::Person;
use crate::domain::reminder::{self, FOLLOWED, Letter};
use crate::store::{Recipient, Store, StoreError};

use super::{Mailer, SendError};

/// Who claimed a letter and was never heard of again has ended; then another may have it.
const CLAIM: TimeDelta = TimeDelta::hours(1);

/// When a letter that the mail server refused is tried again.
const REFUSED: TimeDelta = TimeDelta::days(1);

/// The letters that a day asks for, and whom none can reach.
#[derive(Clone, Debug, Default)]
pub struct Due {
    pub letters: Vec<(Recipient, Letter)>,
    /// Those to whom a letter would be written if they had an address, or wanted it.
    pub unreached: Vec<Recipient>,
}

/// What became of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub sent: usize,
    /// The references under which failures were logged.
    pub failures: Vec<String>,
    /// Letters that were left for the next round: the mail server does not serve, or this server ends.
    pub left: usize,
}

/// What `today` asks for, without what has gone already.
pub async fn due(store: &Store, today: NaiveDate, site: &str) -> Result<Due, StoreError> {
    let (calls, waiting) = (store.calls_near(today).await?, store.waiting_for_review().await?);
    let recipients = store.recipients().await?;
    // Written for that long after its day, a letter may have gone so long before.
    let since = today.checked_sub_signed(TimeDelta::days(2 * FOLLOWED)).unwrap_or(today);
    let sent = store.reminders_sent(since).await?;
    let people: Vec<Person> = recipients.iter().map(|one| one.person.clone()).collect();
    let mut due = Due::default();
    for letter in reminder::letters(&calls, &waiting, &people, today, site) {
        let has_gone = |one: &crate::store::SentReminder| {
            (&one.to, one.kind, &one.about) == (&letter.to, letter.kind, &letter.about)
        };
        let Some(to) = recipients.iter().find(|one| one.person.name == letter.to) else { continue };
        match to.email {
            _ if sent.iter().any(has_gone) => {}
            Some(_) if to.reminders => due.letters.push((to.clone(), letter)),
            _ if due.unreached.contains(to) => {}
            _ => due.unreached.push(to.clone()),
        }
    }
    Ok(due)
}

/// Sends what `today` asks for, each letter once, however many do this at the same time. `stop` ends it between
/// two letters.
pub async fn send(
    store: &Store,
    mailer: &Mailer,
    (today, now): (NaiveDate, DateTime<Utc>),
    stop: &watch::Receiver<bool>,
) -> Result<Round, StoreError> {
    let letters = due(store, today, mailer.site()).await?.letters;
    let (all, mut round) = (letters.len(), Round::default());
    for (at, (to, letter)) in letters.into_iter().enumerate() {
        if *stop.borrow() {
            round.left = all - at;
            break;
        }
        if !store.claim_reminder(&to, &letter, now, now + CLAIM).await? {
            continue;
        }
        let outcome = match mailer.message(&letter, &to) {
            Ok(message) => mailer.send(message).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) => {
                store.reminder_sent(&to, &letter, now).await?;
                round.sent += 1;
            }
            Err(error) => {
                let free = match error {
                    SendError::Server(_) | SendError::Later(_) => now,
                    SendError::Refused(_) | SendError::Unwritable(_) => now + REFUSED,
                };
                round.failures.push(failed(&to, &letter, &error));
                store.release_reminder(&to, &letter, free).await?;
                if matches!(error, SendError::Server(_)) {
                    round.left = all - at;
                    break;
                }
            }
        }
    }
    Ok(round)
}

/// Logs why a letter did not go, under a fresh reference.
fn failed(to: &Recipient, letter: &Letter, cause: &SendError) -> String {
    let id = Uuid::now_v7().simple().to_string();
    // The end of the id is its random part.
    let reference = id[id.len() - 12..].to_owned();
    let (person, kind, about) = (&to.person.name, letter.kind.name(), &letter.about);
    tracing::error!(reference, person, kind, about, %cause, "a reminder was not sent");
    reference
}
