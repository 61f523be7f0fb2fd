//! What people set for themselves: where letters go and whether, and the secret address of their calendar.

use chrono::{DateTime, Utc};
use rand::RngCore;
use serde_json::json;
use sqlx::FromRow;

use crate::domain::access::Person;
use crate::domain::email::EmailAddress;

use super::audit::{Chain, Change};
use super::{PersonRecord, Store, StoreError, Tx, on, within};

/// What a person has set.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Account {
    pub email: Option<String>,
    /// Whether the person wants letters.
    pub reminders: bool,
    /// Opens the person's calendar to whoever shows it.
    pub calendar_token: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("reminders", &self.reminders).finish_non_exhaustive()
    }
}

/// Who has a token of the one kind or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOf {
    /// The link that ends the letters.
    Stop,
    Calendar,
}

const ACCOUNT: &str = "SELECT email, reminders, calendar_token FROM person WHERE name = $1";

/// A new token: 192 bits that nobody can guess, as hex.
pub(super) fn new_token() -> String {
    let mut bytes = [0u8; 24];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// What a person has set; `None` where there is no such account.
    pub async fn account(&self, name: &str) -> Result<Option<Account>, StoreError> {
        Ok(on!(self, db => sqlx::query_as(ACCOUNT).bind(name).fetch_optional(db).await)?)
    }

    /// Whose token this is.
    pub async fn person_by_token(&self, of: TokenOf, token: &str) -> Result<Option<Person>, StoreError> {
        const STOP: &str = "SELECT name FROM person WHERE stop_token = $1";
        const CALENDAR: &str = "SELECT name FROM person WHERE calendar_token = $1";
        let sql = if of == TokenOf::Stop { STOP } else { CALENDAR };
        // What is no token may hold what a database cannot.
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(None);
        }
        let name: Option<String> =
            on!(self, db => sqlx::query_scalar(sql).bind(token).fetch_optional(db).await)?;
        let Some(name) = name else { return Ok(None) };
        Ok(self.person_by_name(&name).await?.map(|PersonRecord { person, .. }| person))
    }

    /// Sets where a person's letters go and whether there are any. The audit trail keeps no address: everybody
    /// who is signed in reads it.
    pub async fn set_account(
        &self,
        name: &str,
        email: Option<&EmailAddress>,
        reminders: bool,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET email = $2, reminders = $3 WHERE name = $1";
        let email = email.map(EmailAddress::as_str);
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let before = account_within(&mut tx, name).await?;
        if before.email.as_deref() == email && before.reminders == reminders {
            return Ok(());
        }
        within!(&mut tx, db => sqlx::query(SQL)
            .bind(name).bind(email).bind(reminders).execute(db).await.map(drop))?;
        let told = match (before.email.as_deref(), email) {
            (_, None) => "none",
            (Some(before), Some(now)) if before != now => "changed",
            _ => "set",
        };
        let had = if before.email.is_some() { "set" } else { "none" };
        let change = Change {
            actor,
            at,
            action: "set reminders",
            subject: subject(name),
            before: Some(json!({ "e-mail": had, "reminders": before.reminders })),
            after: Some(json!({ "e-mail": told, "reminders": reminders })),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await
    }

    /// Ends a person's letters, by the token of one. Says whether the token is anybody's; that there were none
    /// any more is as good.
    pub async fn stop_reminders(&self, token: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE person SET reminders = FALSE WHERE name = $1";
        let Some(Person { name, .. }) = self.person_by_token(TokenOf::Stop, token).await? else {
            return Ok(false);
        };
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        if account_within(&mut tx, &name).await?.reminders {
            within!(&mut tx, db => sqlx::query(SQL).bind(&name).execute(db).await.map(drop))?;
            let change = Change {
                actor: &name,
                at,
                action: "stop reminders",
                subject: subject(&name),
                before: Some(json!({ "reminders": true })),
                after: Some(json!({ "reminders": false, "by": "the link in a letter" })),
            };
            chain.append(&mut tx, change).await?;
        }
        chain.commit(tx).await?;
        Ok(true)
    }

    /// Gives a person's calendar another address; the former leads nowhere any more.
    pub async fn renew_calendar(&self, name: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET calendar_token = $2 WHERE name = $1";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        within!(&mut tx, db => sqlx::query(SQL).bind(name).bind(new_token()).execute(db).await.map(drop))?;
        let change = Change {
            actor: name,
            at,
            action: "renew calendar address",
            subject: subject(name),
            before: None,
            after: None,
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await
    }
}

fn subject(name: &str) -> String {
    format!("person:{name}")
}

async fn account_within(tx: &mut Tx, name: &str) -> Result<Account, StoreError> {
    let found: Option<Account> =
        within!(tx, db => sqlx::query_as(ACCOUNT).bind(name).fetch_optional(db).await)?;
    found.ok_or_else(|| StoreError::Unknown { what: "account", code: name.to_owned() })
}
