//! The queue of figures that wait for approval.

use serde::{Deserialize, Serialize};

use crate::domain::goal::Office;
use crate::domain::period::Period;

use super::comment::CommentView;
use super::error::AppError;
use super::query::ReviewQuery;

/// What waits for a reviewer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewView {
    /// What is shown: the filters that were asked for.
    pub query: ReviewQuery,
    /// How much waits, over all pages.
    pub sentence: String,
    /// The goal leaders, offices and quarters of what the person may review, to choose from; the quarters
    /// latest first.
    pub leaders: Vec<String>,
    pub offices: Vec<Office>,
    pub quarters: Vec<Period>,
    /// One page of what waits.
    pub groups: Vec<ReviewGroup>,
    /// What became of what was sent by a plain form.
    pub told: Option<ReviewTold>,
    /// Figures over all pages.
    pub total: usize,
    /// Counted from 1.
    pub page: usize,
    pub pages: usize,
}

/// What waits for one goal leader, as far as it is on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewGroup {
    /// Empty where the goals name none.
    pub leader: String,
    /// How much waits for them, over all pages.
    pub sentence: String,
    pub items: Vec<ReviewItem>,
}

/// A figure that waits, and what it is held against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewItem {
    pub which: Which,
    pub measure: String,
    pub office: String,
    /// The period, and the category where there is one: "Q3 FY 2026, firearm type: rifle".
    pub of: String,
    pub illustrative: bool,
    /// With its unit; what the public sees now; `None` where nothing was published.
    pub now: String,
    pub before: Option<String>,
    /// What was written beside it, where something is or was.
    pub texts: Vec<ReviewText>,
    pub warnings: Vec<String>,
    pub target: Option<String>,
    /// The published figures before it, each with its period, latest first.
    pub recent: Vec<(String, String)>,
    /// A drawing of the figures with this one as the last, and what it shows in words.
    pub sparkline: String,
    pub trend: String,
    pub author: String,
    /// When it was entered and when it was submitted: RFC 3339, UTC.
    pub entered_at: String,
    pub since: String,
    /// For how many days it waits.
    pub days: u64,
    pub comments: Vec<CommentView>,
    /// The person who looks entered it.
    pub own: bool,
}

impl ReviewItem {
    /// Which figure, in a line.
    pub fn name(&self) -> String {
        format!("{}, {}", self.measure, self.of)
    }
}

/// A text beside a figure: what was published with it, and what it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewText {
    pub label: String,
    /// Empty where it is the same, or there was none.
    pub before: String,
    pub now: String,
}

/// A figure that somebody acts on, as they saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    pub measure: String,
    pub period: String,
    /// Empty for the total.
    #[serde(default)]
    pub category: String,
    /// The revision that was seen.
    pub seen: i64,
}

impl Which {
    /// The category, where it is a text that can be kept: PostgreSQL takes no NUL, not even to look for one.
    pub fn known_category(&self) -> Option<String> {
        Some(&self.category).filter(|category| !category.contains('\0')).cloned()
    }
}

/// What became of a figure that was to be approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApproveOutcome {
    /// The public sees it.
    Approved,
    /// It stands otherwise than was seen; how.
    Conflict(String),
    /// It cannot be approved by this person, and why.
    Refused(String),
}

/// What a person is told after a plain form was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewTold {
    pub lines: Vec<String>,
    /// The form that was refused.
    pub refused: Option<RefusedForm>,
}

/// A form with a text that was refused; the text stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedForm {
    /// Which form: see [`form_name`].
    pub form: String,
    pub text: String,
    pub error: AppError,
}

/// The name of a form about a figure: to `return` it, to `comment` on it, or to answer a comment.
pub fn form_name(what: &str, measure: &str, period: &str, category: &str) -> String {
    format!("{what}:{measure}/{period}/{category}")
}
