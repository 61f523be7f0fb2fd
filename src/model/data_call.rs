//! The data call: opened, reopened, and how far each office has come.

use serde::{Deserialize, Serialize};

use crate::domain::goal::Office;
use crate::domain::period::Period;
use crate::domain::progress::Progress;
use crate::domain::window::form::Form;

use super::entry::CallView;
use super::error::AppError;

/// The call of a quarter, as `/call` shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataCallView {
    /// Quarters to choose from, latest first.
    pub periods: Vec<Period>,
    pub period: Period,
    /// How it stands over the offices that are shown.
    pub sentence: String,
    pub lines: Vec<OfficeLine>,
    /// For those who coordinate.
    pub forms: Option<CallForms>,
}

/// An office and how far it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficeLine {
    pub office: Office,
    /// `None` where no call was opened.
    pub call: Option<CallView>,
    pub progress: Progress,
}

/// The forms by which calls are opened and reopened, as they begin or as they were sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallForms {
    pub opening: CallForm,
    pub reopening: CallForm,
    /// Whose calls have closed and can be reopened.
    pub closed: Vec<Office>,
}

/// A form with its texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallForm {
    pub texts: Form,
    /// Why what was sent was not done; the texts are then as they were sent.
    pub error: Option<AppError>,
}
