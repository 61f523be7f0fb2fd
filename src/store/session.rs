//! Sessions, as opaque records with an end.

use sqlx::FromRow;

use super::{Store, StoreError, on};

/// A session. What is in `data` is the session layer's business.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct SessionRecord {
    pub id: String,
    /// JSON.
    pub data: String,
    /// Seconds since 1970, UTC.
    pub expires_at: i64,
}

impl std::fmt::Debug for SessionRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The id is a key to someone's account.
        f.debug_struct("SessionRecord").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Store {
    /// Adds a session; `false`, and nothing written, when the id is taken.
    pub async fn create_session(&self, session: &SessionRecord) -> Result<bool, StoreError> {
        const SQL: &str =
            "INSERT INTO session (id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
        let added = on!(self, db => sqlx::query(SQL)
            .bind(&session.id).bind(&session.data).bind(session.expires_at)
            .execute(db).await.map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// Writes a session, new or known.
    pub async fn save_session(&self, session: &SessionRecord) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO session (id, data, expires_at) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at";
        on!(self, db => sqlx::query(SQL)
            .bind(&session.id).bind(&session.data).bind(session.expires_at).execute(db).await.map(drop))?;
        Ok(())
    }

    /// A session that has not ended at `now` (seconds since 1970).
    pub async fn session(&self, id: &str, now: i64) -> Result<Option<SessionRecord>, StoreError> {
        const SQL: &str = "SELECT id, data, expires_at FROM session WHERE id = $1 AND expires_at > $2";
        Ok(on!(self, db => sqlx::query_as(SQL).bind(id).bind(now).fetch_optional(db).await)?)
    }

    pub async fn delete_session(&self, id: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM session WHERE id = $1";
        on!(self, db => sqlx::query(SQL).bind(id).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Removes the sessions that had ended by `now` (seconds since 1970); says how many.
    pub async fn delete_ended_sessions(&self, now: i64) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM session WHERE expires_at <= $1";
        Ok(on!(self, db => sqlx::query(SQL).bind(now).execute(db).await.map(|done| done.rows_affected()))?)
    }
}
