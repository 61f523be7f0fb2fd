//! What people set for themselves.

use serde::{Deserialize, Serialize};

use crate::domain::goal::form::Form;

use super::error::AppError;
use super::person::PersonView;

/// An account as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub person: PersonView,
    /// `email` and `reminders`.
    pub form: Form,
    /// Why what was sent was not written; the form is then as it was sent.
    pub error: Option<AppError>,
    /// What the person gets letters about; empty where nothing is written to them.
    pub promise: String,
    /// Whether this server sends mail at all.
    pub sends_mail: bool,
    /// The secret address of the person's calendar.
    pub calendar: String,
}
