//! Notes pinned to a measure's periods, as the page that has them shows them.

use serde::{Deserialize, Serialize};

use crate::domain::goal::form::Form;
use crate::domain::measure::Measure;
use crate::domain::note::Note;

use super::error::AppError;

/// Everything that `/measures/{code}/notes` shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotesView {
    pub measure: Measure,
    /// In the order of their periods.
    pub notes: Vec<NoteLine>,
    /// What the form begins with.
    pub form: Form,
    /// Why what was sent was not written; the form is then as it was sent.
    pub error: Option<AppError>,
}

/// A note, and who pinned it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteLine {
    pub id: String,
    pub note: Note,
    pub author: String,
    /// RFC 3339, UTC.
    pub at: String,
}
