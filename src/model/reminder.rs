//! Reminders as an administrator sees them, and as who gets them ends them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The letters of a day, and those that have gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindersView {
    /// Mail server and sender; `None` where no mail is sent.
    pub mail: Option<(String, String)>,
    pub day: NaiveDate,
    /// The day is the present one: its letters are about to go.
    pub is_today: bool,
    pub letters: Vec<LetterView>,
    /// The names of those to whom letters would be written if they had an address, or wanted them.
    pub unaddressed: Vec<String>,
    pub unwilling: Vec<String>,
    /// The latest, newest first.
    pub sent: Vec<SentView>,
}

/// A letter that has not gone yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    pub to: String,
    pub email: String,
    pub kind: String,
    pub title: String,
    pub text: String,
}

/// A letter that has gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    pub to: String,
    pub kind: String,
    pub about: String,
    /// RFC 3339, UTC.
    pub at: String,
}

/// What became of the wish to get no more letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stopping {
    /// Somebody opened the link, which changes nothing: mail programs open links by themselves.
    Asked,
    Done,
}
