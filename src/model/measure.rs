//! A measure's page.

use serde::{Deserialize, Serialize};

use crate::domain::goal::Office;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::published::Published;
use crate::domain::series::SeriesPoint;
use crate::domain::status::Judgement;
use crate::domain::target::Baseline;

use super::audit::AuditLine;
use super::goal::GoalLink;

/// Everything that `/measures/{code}` shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureView {
    pub measure: Measure,
    pub office: Office,
    pub goal: GoalLink,
    pub goal_leader: String,
    pub baseline: Option<Baseline>,
    /// Every period from the first with anything known to the last, without gaps.
    pub series: Vec<SeriesPoint>,
    pub latest: Latest,
    pub published: Vec<Published>,
    /// Changes to the measure and its figures, newest first; only for people signed in.
    pub history: Vec<AuditLine>,
    pub may_see_drafts: bool,
    pub may_enter: bool,
}

/// How the measure stands in the latest period that has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latest {
    pub period: Period,
    /// With its unit.
    pub actual: Option<String>,
    pub target: Option<String>,
    pub judgement: Judgement,
}
