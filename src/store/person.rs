//! Who may sign in, and who tried and failed.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::access::{Person, Role};
use crate::domain::code::Code;

use super::account::new_token;
use super::audit::{Chain, Change};
use super::{Store, StoreError, new_id, on, row, within};

/// A person with what signing in needs. The hash never shows in a log.
#[derive(Clone, PartialEq)]
pub struct PersonRecord {
    pub id: String,
    pub person: Person,
    /// A PHC string, Argon2id.
    pub password_hash: String,
    /// Sessions begun under a lower number have ended.
    pub session_epoch: i64,
}

impl std::fmt::Debug for PersonRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRecord").field("person", &self.person).finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct PersonRow {
    id: String,
    name: String,
    role: String,
    office: Option<String>,
    password_hash: String,
    session_epoch: i64,
}

impl TryFrom<PersonRow> for PersonRecord {
    type Error = StoreError;

    fn try_from(row: PersonRow) -> Result<PersonRecord, StoreError> {
        let role = Role::named(&row.role).ok_or_else(|| StoreError::corrupt("role", row.role))?;
        let office = row.office.map(row::code).transpose()?;
        Ok(PersonRecord {
            id: row.id,
            person: Person { name: row.name, role, office },
            password_hash: row.password_hash,
            session_epoch: row.session_epoch,
        })
    }
}

macro_rules! person {
    ($condition:literal) => {
        concat!(
            "SELECT p.id, p.name, p.role, o.code AS office, p.password_hash, p.session_epoch \
             FROM person p LEFT JOIN office o ON o.id = p.office_id WHERE ",
            $condition
        )
    };
}

impl Store {
    pub async fn person_by_name(&self, name: &str) -> Result<Option<PersonRecord>, StoreError> {
        const SQL: &str = person!("p.name = $1");
        let row: Option<PersonRow> =
            on!(self, db => sqlx::query_as(SQL).bind(name).fetch_optional(db).await)?;
        row.map(PersonRecord::try_from).transpose()
    }

    pub async fn person_by_id(&self, id: &str) -> Result<Option<PersonRecord>, StoreError> {
        const SQL: &str = person!("p.id = $1");
        let row: Option<PersonRow> = on!(self, db => sqlx::query_as(SQL).bind(id).fetch_optional(db).await)?;
        row.map(PersonRecord::try_from).transpose()
    }

    /// Adds a person, or replaces role, office and password of one with that name, which also ends
    /// the sessions begun before. The audit trail keeps no hash.
    pub async fn put_person(
        &self,
        person: &Person,
        password_hash: &str,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO person (id, name, role, office_id, password_hash, session_epoch, \
             stop_token, calendar_token) \
             VALUES ($1, $2, $3, (SELECT id FROM office WHERE code = $4), $5, 1, $6, $7) \
             ON CONFLICT (name) DO UPDATE SET role = excluded.role, office_id = excluded.office_id, \
             password_hash = excluded.password_hash, session_epoch = person.session_epoch + 1";
        let office = person.office.as_ref().map(Code::as_str);
        if let Some(code) = office
            && !self.offices().await?.iter().any(|known| known.code.as_str() == code)
        {
            return Err(StoreError::Unknown { what: "office", code: code.to_owned() });
        }
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        within!(&mut tx, db => sqlx::query(SQL)
            .bind(new_id()).bind(&person.name).bind(person.role.name()).bind(office).bind(password_hash)
            .bind(new_token()).bind(new_token())
            .execute(db).await.map(drop))?;
        let change = Change {
            actor,
            at,
            action: "put",
            subject: format!("person:{}", person.name),
            before: None,
            after: Some(json!({ "role": person.role, "office": person.office, "password": "set" })),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await
    }

    /// The names of those who open and reopen data calls.
    pub async fn coordinators(&self) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT name FROM person WHERE role = $1";
        let mut names: Vec<String> =
            on!(self, db => sqlx::query_scalar(SQL).bind(Role::Admin.name()).fetch_all(db).await)?;
        names.sort();
        Ok(names)
    }

    /// Ends every session of a person.
    pub async fn end_sessions(&self, name: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET session_epoch = session_epoch + 1 WHERE name = $1";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        within!(&mut tx, db => sqlx::query(SQL).bind(name).execute(db).await.map(drop))?;
        let change = Change {
            actor: name,
            at,
            action: "sign out everywhere",
            subject: format!("person:{name}"),
            before: None,
            after: None,
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await
    }

    /// Failed sign-ins about a subject (`name:…`, `address:…`) since a moment (seconds since 1970).
    pub async fn count_failures(&self, subject: &str, since: i64) -> Result<i64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM sign_in_failure WHERE subject = $1 AND at >= $2";
        Ok(on!(self, db => sqlx::query_scalar(SQL).bind(subject).bind(since).fetch_one(db).await)?)
    }

    /// Records a failed sign-in and forgets those before `forget` (seconds since 1970).
    pub async fn record_failure(&self, subject: &str, at: i64, forget: i64) -> Result<(), StoreError> {
        const ADD: &str = "INSERT INTO sign_in_failure (id, subject, at) VALUES ($1, $2, $3)";
        const FORGET: &str = "DELETE FROM sign_in_failure WHERE at < $1";
        on!(self, db => sqlx::query(ADD).bind(new_id()).bind(subject).bind(at).execute(db).await.map(drop))?;
        on!(self, db => sqlx::query(FORGET).bind(forget).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Forgets the failures about a subject, after it signed in.
    pub async fn clear_failures(&self, subject: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM sign_in_failure WHERE subject = $1";
        on!(self, db => sqlx::query(SQL).bind(subject).execute(db).await.map(drop))?;
        Ok(())
    }
}
