//! Who is signed in, signing in and signing out. For use inside a server function or the render
//! of a page.

use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode};
use chrono::Utc;
use leptos::prelude::use_context;

use crate::domain::access::Person;
use crate::model::error::{AppError, FieldError};

use super::backend::{Backend, Credentials};
use super::context::{client_address, failed, internal, set_status, store};
use super::layer::mark_renewed;
use super::throttle::Attempt;

type AuthSession = axum_login::AuthSession<Backend>;

/// The longest name that is looked for, in characters.
const NAME_MAX: usize = 100;

/// Who is asking; `None` for an anonymous reader.
pub async fn person() -> Result<Option<Person>, AppError> {
    // Without a session layer there is nobody: pages are also rendered once to list their routes.
    Ok(session().and_then(|session| session.user).map(|user| user.record.person))
}

/// Who is asking, outside of pages and server functions, by what the session layer left with the request.
pub fn person_of(extensions: &Extensions) -> Option<Person> {
    extensions.get::<AuthSession>()?.user.as_ref().map(|user| user.record.person.clone())
}

/// Who is asking, where somebody must.
pub async fn require() -> Result<Person, AppError> {
    person().await?.ok_or(AppError::Unauthenticated)
}

/// Begins a session. A wrong name and a wrong password look the same.
pub async fn sign_in(name: &str, password: &str) -> Result<Person, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.contains('\0') {
        return Err(wrong());
    }
    let mut session = session().ok_or_else(no_sessions)?;
    let store = store()?;
    let address = client_address();
    let attempt = Attempt::begin(&store, &session.backend.under_way, name, &address).await;
    let Some(attempt) = attempt.map_err(internal)? else {
        tracing::warn!(name, "too many attempts to sign in");
        set_status(StatusCode::TOO_MANY_REQUESTS);
        return Err(AppError::Unavailable("Too many attempts; try again in 15 minutes.".into()));
    };
    let typed = Credentials { name: name.to_owned(), password: password.to_owned() };
    let Some(user) = session.authenticate(typed).await.map_err(cause)? else {
        attempt.failed(&store).await.map_err(internal)?;
        return Err(wrong());
    };
    // Whoever was signed in here before leaves first, and the session gets a new id: one that was
    // known before the sign-in opens nothing after it.
    session.session.clear().await;
    session.session.cycle_id().await.map_err(failed)?;
    session.login(&user).await.map_err(cause)?;
    mark_renewed(&session.session).await;
    attempt.succeeded(&store).await.map_err(internal)?;
    Ok(user.record.person)
}

/// Ends this session.
pub async fn sign_out() -> Result<(), AppError> {
    session().ok_or_else(no_sessions)?.logout().await.map_err(cause)?;
    Ok(())
}

/// Ends every session of the person, this one included.
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    let person = require().await?;
    store()?.end_sessions(&person.name, Utc::now()).await.map_err(internal)?;
    sign_out().await
}

pub(super) fn session() -> Option<AuthSession> {
    use_context::<Parts>()?.extensions.get::<AuthSession>().cloned()
}

fn no_sessions() -> AppError {
    failed("a server function ran outside of the session layer")
}

fn cause(error: axum_login::Error<Backend>) -> AppError {
    match error {
        axum_login::Error::Backend(error) => internal(error),
        axum_login::Error::Session(error) => failed(error),
    }
}

fn wrong() -> AppError {
    AppError::Invalid(vec![FieldError::new("password", "Name or password is wrong.")])
}
