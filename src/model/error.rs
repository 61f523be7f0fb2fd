//! The one error that reaches a browser.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::Bytes;
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

use super::json;

/// Something wrong with one field of a form, a query or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name, as in the form or the address.
    pub field: String,
    pub message: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> FieldError {
        FieldError { field: field.into(), message: message.into() }
    }
}

/// Why a request was not done. Closed: causes stay in the server's log, found by their reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// What was looked for, with its name: "measure “x”".
    #[error("There is no {0}.")]
    NotFound(String),
    #[error("You may not do this: {0}.")]
    Forbidden(String),
    #[error(
        "You are not signed in, or your session has ended. Sign in and try again; what you typed is still here."
    )]
    Unauthenticated,
    /// Everything that is wrong, at once.
    #[error("{}", sentence(.0))]
    Invalid(Vec<FieldError>),
    #[error("{0}")]
    Conflict(String),
    /// Too many attempts, or a database that does not answer: try later.
    #[error("{0}")]
    Unavailable(String),
    #[error(
        "Something went wrong on our side. Nothing was changed. If it happens again, give your administrator this reference: {reference}."
    )]
    Internal { reference: String },
}

fn sentence(errors: &[FieldError]) -> String {
    let parts: Vec<String> = errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect();
    parts.join("; ")
}

impl AppError {
    /// The server, or something between, answered something else than this build expects.
    pub fn unreadable_answer() -> AppError {
        AppError::Unavailable("The server did not answer as expected; reload the page and try again.".into())
    }

    /// The HTTP status that goes with it.
    pub fn status(&self) -> u16 {
        match self {
            AppError::NotFound(_) => 404,
            AppError::Forbidden(_) => 403,
            AppError::Unauthenticated => 401,
            AppError::Invalid(_) => 422,
            AppError::Conflict(_) => 409,
            AppError::Unavailable(_) => 503,
            AppError::Internal { .. } => 500,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn de(json: Bytes) -> AppError {
        let read = std::str::from_utf8(&json).ok().and_then(|json| json::read(json).ok());
        read.unwrap_or_else(AppError::unreadable_answer)
    }

    /// Errors of the transport: in the browser the server could not be reached or answered something
    /// else; on the server the request could not be read.
    fn from_server_fn_error(error: ServerFnErrorErr) -> AppError {
        match error {
            ServerFnErrorErr::Request(_) => AppError::Unavailable(
                "The server cannot be reached. What you typed is still here; try again when you are back online.".into(),
            ),
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                // The framework would answer with 500, as if the fault were ours.
                #[cfg(feature = "ssr")]
                if let Some(options) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
                    options.set_status(http::StatusCode::BAD_REQUEST);
                }
                AppError::Invalid(vec![FieldError::new("form", "the request could not be read; reload the page and try again")])
            }
            _ => AppError::unreadable_answer(),
        }
    }
}
