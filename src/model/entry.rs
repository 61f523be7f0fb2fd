//! Entering, correcting and approving figures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::actual::{Figure, State, TypedFigure};
use crate::domain::checks::{self, Begun, CellFacts, Check};
use crate::domain::goal::Office;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::progress::Progress;
use crate::domain::series::SeriesPoint;
use crate::domain::window::{Deadline, Entry, Window};

use super::comment::CommentView;
use super::error::{AppError, FieldError};
use super::review::ReviewTold;

/// The grid of one office and quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryView {
    /// Offices that the person may enter or review.
    pub offices: Vec<Office>,
    pub office: Office,
    /// Quarters to choose from, latest first.
    pub periods: Vec<Period>,
    pub period: Period,
    /// The name of the person.
    pub person: String,
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
    /// What became of what was sent about a figure by a plain form.
    pub told: Option<ReviewTold>,
    /// The quarters that the grid shows, the one that is entered being the last.
    pub columns: Vec<Period>,
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
    pub completion: Option<CompletionView>,
}

impl CallView {
    /// The call as it stands on a day.
    pub fn on(window: Window, completion: Option<CompletionView>, today: NaiveDate) -> CallView {
        CallView { sentence: window.sentence(today), completion, window }
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
    pub sentence: String,
}

/// One measure's figures for the quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    pub measure: Measure,
    /// Of the measure's own periods in the quarters shown: the year, for an annual one, each month, for a
    /// monthly one. The total of a period stands before its categories.
    pub cells: Vec<EntryCell>,
    pub baseline: Option<f64>,
    /// Of the total: the periods before, and these with their targets. For the chart that moves while
    /// typing.
    pub history: Vec<SeriesPoint>,
    /// The published values over the periods that the row looks back on: of the total, then of each category.
    pub known: Vec<Known>,
    /// The periods from which something else was counted, and with which the process limits begin anew.
    pub breaks: Vec<Period>,
    pub stretches: Vec<Period>,
}

/// Published values, in the measure's unit, by period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Empty for the total, else `dimension=category`.
    pub category: String,
    pub values: Vec<(Period, f64)>,
}

impl EntryRow {
    /// The published values of a category, or of the total, before a period; the latest is the last.
    pub fn before(&self, category: &str, period: Period) -> &[(Period, f64)] {
        let known = self.known.iter().find(|known| known.category == category);
        let values = known.map_or(&[][..], |known| &known.values);
        &values[..values.partition_point(|(at, _)| *at < period)]
    }

    /// What is odd about a figure in one of the row's cells.
    pub fn checks(&self, cell: &EntryCell, figure: Figure) -> Vec<Check> {
        let known = self.before(&cell.category, cell.period);
        let asked = (cell.period, figure);
        let begun = Begun { breaks: &self.breaks, stretches: &self.stretches };
        checks::of_cell(&CellFacts::new(&self.measure, asked, known, begun, cell.target))
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One figure of a measure. There are hundreds on a page, so what is empty is not sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryCell {
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
    /// The newest content of the cell, to be edited.
    pub typed: TypedFigure,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// Why the published figure is to be another after its deadline, as it is typed; empty where it is not.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
    /// Why the target was missed, and what is planned (31 U.S.C. 1116(c)).
    #[serde(default, skip_serializing_if = "is_default")]
    pub explanation: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub plan: String,
    /// Where the newest content stands; `None` where nothing was entered. And the same in words.
    pub state: Option<State>,
    pub standing: String,
    /// Whether a figure can be entered today.
    pub entry: Entry,
    /// How that stands, in a few words: "due 30 January 2027"; empty where there is nothing to say.
    #[serde(default, skip_serializing_if = "is_default")]
    pub entry_words: String,
    /// Why no figure can be entered, and whom to ask; `None` where one can.
    #[serde(default, skip_serializing_if = "is_default")]
    pub locked: Option<String>,
    /// `None` where no call was opened.
    pub deadline: Option<Deadline>,
    /// Another figure than the published one needs a reason.
    #[serde(default, skip_serializing_if = "is_default")]
    pub revises: bool,
    /// Who entered it, and when (RFC 3339); empty where nothing was.
    #[serde(default, skip_serializing_if = "is_default")]
    pub author: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub changed_at: String,
    /// The cell's revision, to be sent back with a change.
    pub revision: i64,
    /// What the public sees now, with its unit, where something else waits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub published: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub target: Option<f64>,
    /// What the rules between measures say against it; for totals.
    #[serde(default, skip_serializing_if = "is_default")]
    pub broken: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub comments: Vec<CommentView>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub may_submit: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub may_return: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub may_approve: bool,
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

/// What became of one of several figures that were sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FigureOutcome {
    /// It is stored; this is the cell now.
    Saved(Box<EntryCell>),
    /// Everything that is wrong with it.
    Wrong(Vec<FieldError>),
    /// Somebody else changed the cell, which now stands so; in words, and as it is.
    Conflict(String, Box<EntryCell>),
    /// It cannot be stored, and why.
    Refused(String),
    /// The server did not answer.
    NotReached,
}

impl FigureForm {
    /// Whether another is for the same cell.
    pub fn is_same_cell(&self, other: &FigureForm) -> bool {
        let key = |form: &FigureForm| (form.measure.clone(), form.period.clone(), form.category.clone());
        key(self) == key(other)
    }

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
