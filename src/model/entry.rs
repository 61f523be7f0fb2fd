//! Entering, correcting and approving figures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::actual::{State, TypedFigure};
use crate::domain::goal::Office;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::progress::Progress;
use crate::domain::series::SeriesPoint;
use crate::domain::window::{Deadline, Entry, Window};

use super::error::AppError;

/// The grid of one office and quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryView {
    /// Offices that the person may enter or review.
    pub offices: Vec<Office>,
    pub office: Office,
    /// Quarters to choose from, latest first.
    pub periods: Vec<Period>,
    pub period: Period,
    pub may_enter: bool,
    /// May open and reopen data calls.
    pub may_coordinate: bool,
    /// The data call for the quarter, where one was opened.
    pub call: Option<CallView>,
    /// How far the office has come with the quarter, over all pages; and the same in a sentence.
    pub progress: Progress,
    pub sentence: String,
    /// Why what was sent for the office as a whole was not done.
    pub refused: Option<AppError>,
    /// One page of the measures that are asked for.
    pub rows: Vec<EntryRow>,
    /// Measures over all pages.
    pub total: usize,
    /// Counted from 1.
    pub page: usize,
    pub pages: usize,
}

/// An office's call for the figures of a quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallView {
    pub window: Window,
    /// How it stands today: "Due 30 January 2027, in 12 days; closes 14 February 2027."
    pub sentence: String,
    /// Until it is due; negative once that day is over.
    pub days_to_due: i64,
    /// No figure is taken any more, but for those that lag.
    pub is_closed: bool,
    pub completion: Option<CompletionView>,
}

impl CallView {
    /// The call as it stands on a day.
    pub fn on(window: Window, completion: Option<CompletionView>, today: NaiveDate) -> CallView {
        CallView {
            sentence: window.sentence(today),
            days_to_due: (window.due - today).num_days(),
            is_closed: window.is_closed(today),
            completion,
            window,
        }
    }
}

/// An office's word that the figures it has submitted are all that it will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionView {
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// How many figures are meant to be empty.
    pub empty: usize,
}

/// What became of an office's drafts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedView {
    pub figures: usize,
    /// How many stayed drafts, because they are locked.
    pub locked: usize,
    pub sentence: String,
}

/// One measure's figures for the quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    pub measure: Measure,
    /// Of the measure's own periods: the year, for an annual one, each month, for a monthly one. The
    /// total of a period stands before its categories.
    pub cells: Vec<EntryCell>,
    pub baseline: Option<f64>,
    /// Of the total: the periods before, and these with their targets. For the chart that moves while
    /// typing.
    pub history: Vec<SeriesPoint>,
}

/// One figure of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryCell {
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
    /// The newest content of the cell, to be edited.
    pub typed: TypedFigure,
    pub note: String,
    /// Why the published figure is to be another after its deadline, as it is typed; empty where it is not.
    pub reason: String,
    /// Why the target was missed, and what is planned (31 U.S.C. 1116(c)).
    pub explanation: String,
    pub plan: String,
    /// Where the newest content stands; `None` where nothing was entered. And the same in words.
    pub state: Option<State>,
    pub standing: String,
    /// Whether a figure can be entered today.
    pub entry: Entry,
    /// How that stands, in a few words: "due 30 January 2027"; empty where there is nothing to say.
    pub entry_words: String,
    /// Why no figure can be entered, and whom to ask; `None` where one can.
    pub locked: Option<String>,
    /// `None` where no call was opened.
    pub deadline: Option<Deadline>,
    /// Another figure than the published one needs a reason.
    pub revises: bool,
    /// Who entered it, and when (RFC 3339); empty where nothing was.
    pub author: String,
    pub changed_at: String,
    /// The cell's revision, to be sent back with a change.
    pub revision: i64,
    /// What the public sees now, with its unit, where something else waits.
    pub published: Option<String>,
    /// The last published figure before it, in the measure's unit.
    pub before: Option<(Period, f64)>,
    /// The last eight of them, latest first.
    pub recent: Vec<(Period, f64)>,
    pub target: Option<f64>,
    pub comments: Vec<CommentView>,
    pub may_submit: bool,
    pub may_return: bool,
    pub may_approve: bool,
}

/// What somebody said about a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentView {
    pub author: String,
    /// RFC 3339, UTC.
    pub at: String,
    pub text: String,
    /// With it the figure was returned.
    pub returned: bool,
}

/// A figure to be saved, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureForm {
    pub measure: String,
    pub period: String,
    /// Empty for the total.
    #[serde(default)]
    pub category: String,
    #[serde(default)]
    pub value: String,
    #[serde(default)]
    pub numerator: String,
    #[serde(default)]
    pub denominator: String,
    #[serde(default)]
    pub missing: String,
    #[serde(default)]
    pub note: String,
    /// Why the published figure is to be another after its deadline.
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub explanation: String,
    #[serde(default)]
    pub plan: String,
    /// The revision that its author saw.
    pub seen: i64,
}

impl FigureForm {
    pub fn typed(&self) -> TypedFigure {
        TypedFigure {
            value: self.value.clone(),
            numerator: self.numerator.clone(),
            denominator: self.denominator.clone(),
            missing: self.missing.clone(),
        }
    }
}

/// The longest note, reason or comment, in characters: the form's `maxlength` and the server's check.
pub const NOTE_MAX: usize = 4000;
