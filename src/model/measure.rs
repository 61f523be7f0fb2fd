//! A measure's page.

use serde::{Deserialize, Serialize};

use crate::domain::breakdown::Breakdown;
use crate::domain::elements::Assessment;
use crate::domain::forecast::Likelihood;
use crate::domain::goal::Office;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::published::Published;
use crate::domain::series::Series;
use crate::domain::status::{Judgement, Method};
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
    pub series: Series,
    /// The dimensions by which the figures can be told apart.
    pub dimensions: Vec<String>,
    /// The figures by the one that is asked for.
    pub breakdown: Option<Breakdown>,
    pub latest: Latest,
    /// Of meeting the target that is ahead.
    pub likelihood: Likelihood,
    /// What the measure states and what it lacks, in the order of the elements.
    pub elements: Vec<Assessment>,
    /// "Of 17 elements, 2 missing (…)."
    pub elements_sentence: String,
    /// How the measure stands by the methods that come to another status than its own.
    pub dissent: Vec<(Method, Judgement)>,
    pub published: Vec<Published>,
    /// Changes to the measure and its figures, newest first; only for people signed in.
    pub history: Vec<AuditLine>,
    pub may_see_drafts: bool,
    pub may_enter: bool,
    pub may_define: bool,
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
