//! People in the store, as `axum-login` asks for them.

use axum_login::{AuthUser, AuthnBackend};

use crate::store::{PersonRecord, Store, StoreError};

use super::password;
use super::throttle::UnderWay;

/// Finds people and checks their passwords.
#[derive(Clone, Debug)]
pub struct Backend {
    pub store: Store,
    pub under_way: UnderWay,
}

/// Somebody who is signed in, with what keeps a session bound to password and epoch.
#[derive(Clone, Debug)]
pub struct User {
    pub record: PersonRecord,
    /// Changes with a new password and with "sign out everywhere": sessions that hold another end.
    seal: Vec<u8>,
}

/// What was typed at sign-in.
#[derive(Clone)]
pub struct Credentials {
    pub name: String,
    pub password: String,
}

impl From<PersonRecord> for User {
    fn from(record: PersonRecord) -> User {
        let seal = format!("{}#{}", record.password_hash, record.session_epoch).into_bytes();
        User { record, seal }
    }
}

impl AuthUser for User {
    type Id = String;

    fn id(&self) -> String {
        self.record.id.clone()
    }

    fn session_auth_hash(&self) -> &[u8] {
        &self.seal
    }
}

impl AuthnBackend for Backend {
    type User = User;
    type Credentials = Credentials;
    type Error = StoreError;

    async fn authenticate(&self, typed: Credentials) -> Result<Option<User>, StoreError> {
        let record = self.store.person_by_name(&typed.name).await?;
        let hash = record.as_ref().map(|record| record.password_hash.clone());
        let right = password::verify(typed.password, hash).await;
        Ok(record.filter(|_| right).map(User::from))
    }

    async fn get_user(&self, id: &String) -> Result<Option<User>, StoreError> {
        Ok(self.store.person_by_id(id).await?.map(User::from))
    }
}
