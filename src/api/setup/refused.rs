//! What was sent without script and refused, kept until the page to which the browser is sent back has
//! shown it.

use std::collections::BTreeMap;

use crate::auth;
use crate::model::error::AppError;
use crate::model::setup::{About, Refused};

/// Under which name a refused form is kept: one a measure, and one for a measure that is to be.
fn kept_as(code: &str) -> String {
    format!("measure:{code}")
}

/// The outcome, kept with what was sent where it is a refusal.
pub(super) async fn keep<T>(
    outcome: Result<T, AppError>,
    code: &str,
    about: About,
    fields: BTreeMap<String, String>,
) -> Result<T, AppError> {
    if let Err(error) = &outcome {
        let (message, errors) = match error {
            AppError::Invalid(errors) => {
                ("Not saved: see the fields marked. What you typed is still here.".to_owned(), errors.clone())
            }
            other => (other.to_string(), Vec::new()),
        };
        auth::keep(&kept_as(code), &Refused { message, errors, about, fields }).await;
    }
    outcome
}

/// What was refused of a measure's forms, once.
pub(super) async fn take(code: &str) -> Option<Refused> {
    auth::take_kept(&kept_as(code)).await
}
