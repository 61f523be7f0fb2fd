//! The dashboard.

use serde::{Deserialize, Serialize};

use crate::domain::attention::Marks;
use crate::domain::goal::Office;
use crate::domain::period::Period;
use crate::domain::standing::Tally;
use crate::domain::status::Status;

use super::goal::GoalLink;
use super::query::DashboardQuery;

/// Everything that `/` shows for one query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardView {
    pub query: DashboardQuery,
    /// The period looked at: the one asked for, else the latest that has figures.
    pub asked: Period,
    /// Periods to choose from, latest first.
    pub periods: Vec<Period>,
    pub offices: Vec<Office>,
    pub goals: Vec<GoalLink>,
    /// How many of how many measures stand how, over all pages.
    pub sentence: String,
    pub tally: Tally,
    /// What became of the measures since the period before, and how many show a signal: where all of them are on
    /// the page or an order asked for all of them; empty otherwise.
    pub told: String,
    /// One page of measures, under their goals.
    pub groups: Vec<GoalGroup>,
    /// Measures that pass the filters, over all pages.
    pub total: usize,
    /// Counted from 1.
    pub page: usize,
    pub pages: usize,
    /// At least one measure shown is illustrative.
    pub illustrative: bool,
    /// Whether the reader may switch drafts on.
    pub may_see_drafts: bool,
}

/// A goal with those of its measures that are on the page; without a code, measures of several goals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalGroup {
    pub code: String,
    pub name: String,
    pub level: String,
    /// The goal leader; empty if none is named.
    pub leader: String,
    pub lines: Vec<MeasureLine>,
}

/// One measure on the dashboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureLine {
    pub code: String,
    pub name: String,
    pub office: String,
    pub kind: String,
    /// The period judged: `Q4 FY 2026`.
    pub period: String,
    /// With its unit; `None` where there is no figure.
    pub actual: Option<String>,
    /// The figure waits for approval.
    pub draft: bool,
    /// "at least 95.0%"; `None` without a target.
    pub target: Option<String>,
    pub status: Status,
    /// One sentence that gives the reason for the status.
    pub reason: String,
    /// "latest figure: Q2 FY 2026", where the period judged has none; empty otherwise.
    pub freshness: String,
    pub illustrative: bool,
    /// How many elements of a performance measure are missing or partial.
    pub gaps: usize,
    /// A sparkline as SVG, drawn by `chart::draw`.
    pub sparkline: String,
    /// What the sparkline shows, in words.
    pub trend: String,
    /// How it stood in the last periods, for a page that the server alone renders.
    #[serde(skip)]
    pub past: Vec<(Period, Status)>,
    /// What process limits say, by the default rules.
    pub marks: Marks,
    /// How it stood in the period before the one judged; `None` where that is not known.
    pub before: Option<Status>,
    /// The goal's name, where lines of several goals stand together; empty otherwise.
    pub goal: String,
}
