//! Sessions in the store, as `tower-sessions` asks for them.

use std::cell::Cell;
use std::future::Future;

use async_trait::async_trait;
use axum_login::tower_sessions::SessionStore;
use axum_login::tower_sessions::cookie::time::OffsetDateTime;
use axum_login::tower_sessions::session::{Id, Record};
use axum_login::tower_sessions::session_store::{Error, Result};
use chrono::Utc;

use crate::store::{SessionRecord, Store, StoreError};

/// Sessions, kept where everything else is: any instance can serve any request.
#[derive(Clone, Debug)]
pub struct Sessions {
    pub store: Store,
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // An id of 128 random bits is as good as never taken; if it is, another one is drawn.
        while !self.store.create_session(&written(record)?).await.map_err(unusable)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        match self.store.save_session(&written(record)?).await {
            // Reading goes on where nothing can be written; the session then lasts as long as it did.
            Err(StoreError::ReadOnly(cause)) => {
                tracing::warn!(cause, "a session could not be renewed");
                Ok(())
            }
            saved => saved.map_err(unusable),
        }
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = Utc::now().timestamp();
        let found = self.store.session(&id.to_string(), now).await.map_err(unusable)?;
        found.map(|session| read(*id, &session)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.delete_session(&id.to_string()).await.map_err(unusable)
    }
}

fn written(record: &Record) -> Result<SessionRecord> {
    Ok(SessionRecord {
        id: record.id.to_string(),
        data: serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?,
        expires_at: record.expiry_date.unix_timestamp(),
    })
}

fn read(id: Id, session: &SessionRecord) -> Result<Record> {
    let undecodable = |e: String| Error::Decode(e);
    Ok(Record {
        id,
        data: serde_json::from_str(&session.data).map_err(|e| undecodable(e.to_string()))?,
        expiry_date: OffsetDateTime::from_unix_timestamp(session.expires_at)
            .map_err(|e| undecodable(e.to_string()))?,
    })
}

tokio::task_local! {
    /// Why the store failed the session of this request. The session layer hands on no more than that
    /// something failed.
    static CAUSE: Cell<Option<StoreError>>;
}

/// Does what is asked and gives what came of it, with the store's failure if a session met with one.
pub async fn with_cause<T>(work: impl Future<Output = T>) -> (T, Option<StoreError>) {
    CAUSE.scope(Cell::default(), async { (work.await, CAUSE.with(Cell::take)) }).await
}

fn unusable(error: StoreError) -> Error {
    let told = Error::Backend(error.to_string());
    // A session outside of a request has nobody to tell.
    let _ = CAUSE.try_with(|cause| cause.set(Some(error)));
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::connect;

    #[tokio::test]
    async fn a_session_that_cannot_be_renewed_goes_on_but_none_begins() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        connect(&url).await.unwrap().close().await;
        let store = connect(&format!("{url}?immutable=true")).await.unwrap();
        let sessions = Sessions { store };
        let expiry_date = OffsetDateTime::now_utc();
        let mut record = Record { id: Id::default(), data: Default::default(), expiry_date };
        assert!(sessions.save(&record).await.is_ok());
        let (begun, cause) = with_cause(sessions.create(&mut record)).await;
        assert!(begun.is_err() && matches!(cause, Some(StoreError::ReadOnly(_))), "{cause:?}");
    }
}
