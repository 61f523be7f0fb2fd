//! Entering, correcting and approving figures.

use serde::{Deserialize, Serialize};

use crate::domain::actual::{State, TypedFigure};
use crate::domain::goal::Office;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::series::SeriesPoint;

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
    pub rows: Vec<EntryRow>,
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
    /// Where the newest content stands; `None` where nothing was entered.
    pub state: Option<State>,
    /// Who entered it, and when (RFC 3339); empty where nothing was.
    pub author: String,
    pub changed_at: String,
    /// The cell's revision, to be sent back with a change.
    pub revision: i64,
    /// What the public sees now, with its unit, where something else waits.
    pub published: Option<String>,
    /// The last published figure before it, in the measure's unit.
    pub before: Option<(Period, f64)>,
    pub target: Option<f64>,
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

/// The longest note, in characters: the form's `maxlength` and the server's check.
pub const NOTE_MAX: usize = 4000;
