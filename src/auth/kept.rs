//! What a person sent in a form that was refused: kept in the session until the page to which they are
//! sent back has shown it again, with what was wrong. Without script there is no other place for it.

use axum_login::tower_sessions::Session;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::context::is_from_plain_form;
use super::sign_in::session;

fn key(form: &str) -> String {
    format!("form:{form}")
}

fn own_session() -> Option<Session> {
    session().map(|session| session.session)
}

/// Keeps what was sent in the form of that name, in place of what was kept before. With script, the page
/// that sent it is still there, and nothing is kept.
pub async fn keep<T: Serialize>(form: &str, sent: &T) {
    if is_from_plain_form()
        && let Some(session) = own_session()
        // Not kept, it is still in the browser, a page back.
        && let Err(cause) = session.insert(&key(form), sent).await
    {
        tracing::warn!(%cause, "a form could not be kept");
    }
}

/// What was kept of the form of that name, once.
pub async fn take_kept<T: DeserializeOwned>(form: &str) -> Option<T> {
    own_session()?.remove(&key(form)).await.ok().flatten()
}
