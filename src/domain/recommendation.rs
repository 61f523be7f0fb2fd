//! What others recommend, such as the Government Accountability Office, and how far it is followed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::measure::vocabulary;

vocabulary! {
    /// How far a recommendation is followed, in the words that GAO uses of its own.
    RecommendationStatus {
        Open = "open", "open";
        PartiallyAddressed = "partially_addressed", "open, partially addressed";
        Implemented = "implemented", "closed as implemented";
        NotImplemented = "not_implemented", "closed, not implemented";
    }
}

impl RecommendationStatus {
    /// Whether something is still to be done about it.
    pub fn is_open(self) -> bool {
        matches!(self, RecommendationStatus::Open | RecommendationStatus::PartiallyAddressed)
    }
}

/// A recommendation from outside. Its status is what a source said on a day, never worked out here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    pub code: Code,
    /// The goal that it is about.
    pub goal: Code,
    /// In the source's words.
    pub text: String,
    /// Who is to follow it.
    pub addressee: String,
    pub status: RecommendationStatus,
    /// The day on which the status was so.
    pub as_of: NaiveDate,
    /// Who says so of the status, and what else there is to know; may be empty.
    pub note: String,
    pub source: String,
    pub source_address: String,
    /// The measures that answer it.
    pub measures: Vec<Code>,
}

impl Recommendation {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        format!("recommendation:{}", self.code)
    }
}
