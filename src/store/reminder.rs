//! Reminders: whom to write to, about what, and which letters have gone.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::access::{Person, Role};
use crate::domain::actual::State;
use crate::domain::code::Code;
use crate::domain::period::Period;
use crate::domain::reminder::{Called, Kind, Letter, Waiting, concerned};
use crate::domain::window::quarter_of;

use super::audit::{Chain, Change, moment};
use super::{Store, StoreError, on, row, within};

/// Who the audit trail says wrote the letters.
const ACTOR: &str = "reminders";

/// Somebody to whom letters may go.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    pub id: String,
    pub person: Person,
    /// As it was typed; `None` where none was.
    pub email: Option<String>,
    /// Whether the person wants letters.
    pub reminders: bool,
    /// Ends the letters, whoever shows it.
    pub stop_token: String,
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipient").field("person", &self.person).finish_non_exhaustive()
    }
}

/// A letter that the mail server has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentReminder {
    /// The name of the person.
    pub to: String,
    pub kind: Kind,
    pub about: String,
    /// RFC 3339, UTC.
    pub at: String,
}

#[derive(FromRow)]
struct RecipientRow {
    id: String,
    name: String,
    role: String,
    office: Option<String>,
    email: Option<String>,
    reminders: bool,
    stop_token: String,
}

impl TryFrom<RecipientRow> for Recipient {
    type Error = StoreError;

    fn try_from(row: RecipientRow) -> Result<Recipient, StoreError> {
        let role = Role::named(&row.role).ok_or_else(|| StoreError::corrupt("role", row.role))?;
        let office = row.office.map(row::code).transpose()?;
        Ok(Recipient {
            id: row.id,
            person: Person { name: row.name, role, office },
            email: row.email,
            reminders: row.reminders,
            stop_token: row.stop_token,
        })
    }
}

impl Store {
    /// Everybody who has an account, by name.
    pub async fn recipients(&self) -> Result<Vec<Recipient>, StoreError> {
        const SQL: &str = "SELECT p.id, p.name, p.role, o.code AS office, p.email, p.reminders, p.stop_token \
             FROM person p LEFT JOIN office o ON o.id = p.office_id";
        let rows: Vec<RecipientRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        let mut all = rows.into_iter().map(Recipient::try_from).collect::<Result<Vec<_>, _>>()?;
        all.sort_by(|one, other| one.person.name.cmp(&other.person.name));
        Ok(all)
    }

    /// The calls of which a letter of this day could tell, each with how far its office has come.
    pub async fn calls_near(&self, today: NaiveDate) -> Result<Vec<Called>, StoreError> {
        let (from, to) = concerned(today);
        let mut periods: Vec<Period> =
            self.windows_due(from, to).await?.into_iter().map(|window| window.period).collect();
        periods.sort();
        periods.dedup();
        let mut calls = Vec::new();
        for period in periods {
            let offices = self.data_call(period, None, today).await?;
            calls.extend(offices.into_iter().filter_map(|one| {
                let window = one.window?;
                Some(Called { office: one.office, window, progress: one.progress })
            }));
        }
        Ok(calls)
    }

    /// The figures that wait for a reviewer, by office, quarter and author.
    pub async fn waiting_for_review(&self) -> Result<Vec<Waiting>, StoreError> {
        const SQL: &str = "SELECT o.code, a.period, a.author, count(*) FROM actual a \
             JOIN measure m ON m.id = a.measure_id JOIN office o ON o.id = m.office_id \
             WHERE a.stage = 'working' AND a.state = $1 GROUP BY o.code, a.period, a.author";
        let rows: Vec<(String, String, String, i64)> =
            on!(self, db => sqlx::query_as(SQL).bind(State::Submitted.name()).fetch_all(db).await)?;
        let mut counts: BTreeMap<(Code, Period, String), usize> = BTreeMap::new();
        for (office, period, author, count) in rows {
            let quarter = quarter_of(row::period(&period)?);
            *counts.entry((row::code(office)?, quarter, author)).or_default() +=
                usize::try_from(count).unwrap_or_default();
        }
        let of = |((office, quarter, author), figures)| Waiting { office, quarter, author, figures };
        Ok(counts.into_iter().map(of).collect())
    }

    /// Letters that went since a day, newest first.
    pub async fn reminders_sent(&self, since: NaiveDate) -> Result<Vec<SentReminder>, StoreError> {
        const SQL: &str = "SELECT p.name, r.kind, r.subject, r.sent_at FROM reminder r \
             JOIN person p ON p.id = r.person_id WHERE r.sent_at >= $1 ORDER BY r.sent_at DESC";
        let rows: Vec<(String, String, String, String)> =
            on!(self, db => sqlx::query_as(SQL).bind(since.to_string()).fetch_all(db).await)?;
        let of = |(to, kind, about, at): (String, String, String, String)| {
            let kind = row::word(Kind::named(&kind), "kind of reminder", &kind)?;
            Ok(SentReminder { to, kind, about, at })
        };
        rows.into_iter().map(of).collect()
    }

    /// Takes a letter on, so that nobody else sends it before `until`. Says whether it was to be had: not where
    /// it has gone, or somebody is at it.
    pub async fn claim_reminder(
        &self,
        recipient: &Recipient,
        letter: &Letter,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "INSERT INTO reminder (person_id, kind, subject, free_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (person_id, kind, subject) DO UPDATE SET free_at = excluded.free_at \
             WHERE reminder.sent_at IS NULL AND reminder.free_at <= $5 RETURNING kind";
        let mut tx = self.begin().await?;
        // No entry: nothing has gone yet. But whoever takes it at the same moment waits here.
        let chain = Chain::take(&mut tx).await?;
        let claimed: Option<String> = within!(&mut tx, db => sqlx::query_scalar(SQL)
            .bind(&recipient.id).bind(letter.kind.name()).bind(&letter.about)
            .bind(moment(until)).bind(moment(now)).fetch_optional(db).await)?;
        chain.commit(tx).await?;
        Ok(claimed.is_some())
    }

    /// Keeps that a letter that was claimed has gone.
    pub async fn reminder_sent(
        &self,
        recipient: &Recipient,
        letter: &Letter,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str =
            "UPDATE reminder SET sent_at = $4 WHERE person_id = $1 AND kind = $2 AND subject = $3";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        within!(&mut tx, db => sqlx::query(SQL)
            .bind(&recipient.id).bind(letter.kind.name()).bind(&letter.about).bind(moment(at))
            .execute(db).await.map(drop))?;
        let change = Change {
            actor: ACTOR,
            at,
            action: "remind",
            subject: format!("person:{}", recipient.person.name),
            before: None,
            after: Some(json!({ "letter": letter.kind.label(), "about": letter.about })),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await
    }

    /// Gives back a letter that was claimed and did not go: it may be tried again from `free` on.
    pub async fn release_reminder(
        &self,
        recipient: &Recipient,
        letter: &Letter,
        free: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE reminder SET free_at = $4 \
             WHERE person_id = $1 AND kind = $2 AND subject = $3 AND sent_at IS NULL";
        let mut tx = self.begin().await?;
        let chain = Chain::take(&mut tx).await?;
        within!(&mut tx, db => sqlx::query(SQL)
            .bind(&recipient.id).bind(letter.kind.name()).bind(&letter.about).bind(moment(free))
            .execute(db).await.map(drop))?;
        chain.commit(tx).await
    }
}
