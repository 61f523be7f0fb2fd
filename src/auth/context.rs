//! What a server function finds around it: the store, the caller's address, and how a cause
//! becomes an [`AppError`].

use std::fmt::Display;
use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use uuid::Uuid;

use crate::model::error::{AppError, FieldError};
use crate::store::{Store, StoreError};

/// Where a request comes from: an extension of the request.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// The store of the running application.
pub fn store() -> Result<Store, AppError> {
    use_context::<Store>().ok_or_else(|| failed("no store was given to the application"))
}

/// Logs a cause, once, under a fresh reference by which the person's report leads back to it.
pub fn failed(cause: impl Display) -> AppError {
    let id = Uuid::now_v7().simple().to_string();
    // The end of the id is its random part.
    let reference = id[id.len() - 12..].to_owned();
    tracing::error!(reference, %cause, "a request failed");
    AppError::Internal { reference }
}

/// What a person is told of the store's failure. The cause is logged here and nowhere else.
pub fn internal(error: StoreError) -> AppError {
    match error {
        StoreError::Unknown { what, code } => AppError::NotFound(format!("{what} “{code}”")),
        StoreError::Unreachable(cause) => {
            tracing::error!(cause, "the database does not answer");
            AppError::Unavailable(
                "The database does not answer. Nothing was changed; try again in a minute.".into(),
            )
        }
        StoreError::ReadOnly(cause) => {
            tracing::error!(cause, "the database cannot be written");
            AppError::Unavailable(
                "The database is read-only at the moment, so nothing was saved. Reading goes on; tell your administrator.".into(),
            )
        }
        StoreError::Full(cause) => {
            tracing::error!(cause, "the database has no room");
            AppError::Unavailable(
                "The server's disk is full, so nothing was saved. What you typed is still here; tell your administrator.".into(),
            )
        }
        other => failed(other),
    }
}

/// Gives the response the status that goes with the result, unless a more exact one was set.
pub fn respond<T>(result: Result<T, AppError>) -> Result<T, AppError> {
    if let Err(error) = &result
        && let Ok(status) = StatusCode::from_u16(error.status())
    {
        set_status(status);
    }
    result
}

/// What an address is answered with that cannot be read: unlike a form, it is a bad request.
pub fn unreadable(errors: Vec<FieldError>) -> AppError {
    set_status(StatusCode::BAD_REQUEST);
    AppError::Invalid(errors)
}

/// Sets the response's status where none was set before. A form sent without script is answered
/// by sending the browser back to its page, with the error in the address: that status stands.
pub(super) fn set_status(status: StatusCode) {
    if !is_from_plain_form()
        && let Some(options) = use_context::<ResponseOptions>()
        && options.0.read().is_ok_and(|parts| parts.status.is_none())
    {
        options.set_status(status);
    }
}

/// Whether the request is a form that was sent without script.
pub(super) fn is_from_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        parts.method == Method::POST && accept.is_some_and(|types| types.contains("text/html"))
    })
}

/// The caller's address, as text; one and the same word for all where it is not known.
pub(super) fn client_address() -> String {
    let parts = use_context::<Parts>();
    let address = parts.as_ref().and_then(|parts| parts.extensions.get::<ClientAddress>());
    address.map_or_else(|| "unknown".to_owned(), |address| address.0.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cause_reaches_a_person() {
        let secret = "10.0.0.7:5432 refused the password of ana";
        for error in [
            StoreError::Unreachable(secret.into()),
            StoreError::ReadOnly(secret.into()),
            StoreError::Corrupt { what: "period", found: secret.into() },
        ] {
            let told = internal(error).to_string();
            assert!(!told.contains("10.0.0.7"), "{told}");
        }
        let unknown = internal(StoreError::Unknown { what: "office", code: "XYZ".into() });
        assert_eq!(unknown.to_string(), "There is no office “XYZ”.");
    }

    #[test]
    fn references_differ() {
        assert_ne!(failed("x"), failed("x"));
    }
}
