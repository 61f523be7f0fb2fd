//! Baselines and targets.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::period::Period;

/// Where a measure started (GAO-03-143: baseline and trend data).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    pub measure: Code,
    /// The period the value was measured in; `None` where the publication names none.
    pub period: Option<Period>,
    /// In the measure's unit.
    pub value: f64,
    pub source: String,
}

/// What was promised for a period (31 U.S.C. 1115(b)(1), (2)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub measure: Code,
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
    /// In the measure's unit.
    pub value: f64,
    /// The day from which this version holds; `None` from the beginning.
    pub set_on: Option<NaiveDate>,
    pub source: String,
}
