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

impl Baseline {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        Baseline::subject_of(&self.measure)
    }

    /// The same, of a measure that may have none.
    pub fn subject_of(measure: &Code) -> String {
        format!("baseline:{measure}")
    }
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
    /// Why it was set to this; empty where no reason was given.
    pub reason: String,
}

impl Target {
    /// What the entries of this version in the audit trail are about.
    pub fn subject(&self) -> String {
        let from = self.set_on.map(|day| format!("@{day}")).unwrap_or_default();
        format!("target:{}/{}/{}{from}", self.measure, self.period, self.category)
    }
}

/// A target on its way: who set it, who approved it, and whether it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetVersion {
    pub target: Target,
    pub author: String,
    /// Empty while it is only proposed.
    pub approved_by: String,
    /// It was in force when its period ended, or is, where the period has not ended.
    pub stood: bool,
    /// It is the latest approved one.
    pub in_force: bool,
}

impl TargetVersion {
    pub fn is_approved(&self) -> bool {
        !self.approved_by.is_empty()
    }
}
