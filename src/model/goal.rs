//! A goal's page, and the form by which a goal is set up.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::elements::Presence;
use crate::domain::goal::form::Form;
use crate::domain::goal::{Goal, Office};
use crate::domain::measure::vocabulary;
use crate::domain::period::Period;
use crate::domain::risk::{GoalRisk, Risk};
use crate::domain::status::Status;

use super::dashboard::MeasureLine;
use super::error::{AppError, FieldError};
use super::query::{Writer, named, page, pairs, unknown};

/// Which page of a goal's own measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalQuery {
    /// Counted from 1; 0 and 1 both mean the first.
    pub page: usize,
}

impl GoalQuery {
    /// Reads the part of an address after `?`. Empty values count as absent; all problems at once.
    pub fn parse(raw: &str) -> Result<GoalQuery, Vec<FieldError>> {
        let mut query = GoalQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "page" => page(&value).map(|n| query.page = n),
                _ => Err(unknown(&["page"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }
}

impl fmt::Display for GoalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Writer::new(f).put("page", Some(self.page).filter(|page| *page > 1))
    }
}

vocabulary! {
    /// Which picture of a goal.
    #[derive(Default)]
    GoalChart {
        /// How its measures stood, quarter by quarter.
        #[default]
        Status = "status", "status by quarter";
        /// On a line in time.
        Milestones = "milestones", "milestones";
    }
}

/// Which picture of a goal, to be taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GoalChartQuery {
    pub kind: GoalChart,
    /// Which page of the goal's own measures.
    pub of: GoalQuery,
}

impl GoalChartQuery {
    /// As [`GoalQuery::parse`]. `others` names keys that belong to someone else (a download's scale and theme).
    pub fn parse(raw: &str, others: &[&str]) -> Result<GoalChartQuery, Vec<FieldError>> {
        let mut query = GoalChartQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "kind" => named(&value, GoalChart::named, GoalChart::ALL, GoalChart::name)
                    .map(|kind| query.kind = kind),
                "page" => page(&value).map(|n| query.of.page = n),
                other if others.contains(&other) => Ok(()),
                _ => Err(unknown(&["kind", "page"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }
}

impl fmt::Display for GoalChartQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("kind", Some(self.kind.name()))?;
        writer.put("page", Some(self.of.page).filter(|page| *page > 1))
    }
}

/// A picture on a page without script: for a wide room and for a narrow one, of which the style sheet shows one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Still {
    /// SVG.
    pub wide: String,
    /// SVG.
    pub narrow: String,
    pub summary: String,
}

/// How measures stood, quarter by quarter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Heat {
    /// In order, each as `Q1` and `FY 2025`.
    pub quarters: Vec<(String, String)>,
    pub rows: Vec<HeatRow>,
    /// The latest quarter, and how it compares with a year before, in words.
    pub said: String,
    /// What must be read with it once it has left the page: markings, sources, caveats of the measures.
    pub notes: Vec<String>,
    /// Figures of some of the measures were made up.
    pub illustrative: bool,
}

/// One measure; a cell for each quarter, `None` where nothing is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatRow {
    pub code: String,
    pub name: String,
    pub cells: Vec<Option<Status>>,
}

/// A goal: its place in the tree, how it stands, how it is to be reached, what is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalView {
    pub goal: Goal,
    pub office_name: String,
    /// The names of the offices that contribute.
    pub contributors: Vec<String>,
    /// From the top of the tree to the goal's parent.
    pub above: Vec<GoalLink>,
    pub below: Vec<ServingGoal>,
    pub asked: Period,
    /// How the measures stand, those of the goals that serve it as well.
    pub sentence: String,
    /// The one in force; a person may have set it.
    pub risk: GoalRisk,
    /// Of the measures on this page of the list.
    pub heat: Heat,
    /// For those who may set it.
    pub risk_form: Option<RiskForm>,
    /// One page of the goal's own measures.
    pub lines: Vec<MeasureLine>,
    /// How many measures the goal itself has, over all pages.
    pub total: usize,
    /// Counted from 1.
    pub page: usize,
    pub pages: usize,
    pub milestones: Vec<MilestoneLine>,
    /// Them on a line in time.
    pub time_line: Still,
    /// How the milestones stand.
    pub on_time: String,
    pub recommendations: Vec<RecommendationLine>,
    pub lacking: Lacking,
    /// Whether the reader may change the goal.
    pub may_define: bool,
}

/// The form by which a person sets a goal's risk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RiskForm {
    pub texts: Form,
    /// What a person set before, which can be taken back.
    pub set: Option<Risk>,
    /// Why what was sent was not written.
    pub error: Option<AppError>,
}

/// A goal to choose or to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalLink {
    pub code: String,
    pub name: String,
}

/// A goal under the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServingGoal {
    pub goal: GoalLink,
    pub risk: GoalRisk,
}

/// A milestone on the time line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneLine {
    pub name: String,
    /// As a person reads it, and as `2026-09-30`.
    pub due: String,
    pub day: String,
    /// The standing of a measure that looks alike.
    pub looks: Status,
    /// The day on which it is due has not come yet.
    pub ahead: bool,
    /// "under way, overdue by 12 days".
    pub words: String,
    pub owner: String,
    pub note: String,
    pub illustrative: bool,
}

/// A recommendation, and the measures that answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecommendationLine {
    pub code: String,
    pub status: String,
    /// "as of 20 February 2025, to ATF"
    pub when: String,
    pub text: String,
    pub note: String,
    pub source: String,
    pub source_address: String,
    /// Code and name of each.
    pub answers: Vec<(String, String)>,
}

/// What a goal lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// Of the goal itself, and of its measures as a set.
    pub gaps: Vec<Gap>,
    /// How many of the goal's own measures lack elements.
    pub sentence: String,
}

/// One thing that is not wholly there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    pub presence: Presence,
    pub element: String,
    /// What is lacking.
    pub note: String,
    pub authority: String,
}

/// A goal to be changed, or a new one to be set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalSetupView {
    /// `None` for a goal that is new.
    pub goal: Option<GoalLink>,
    pub form: Form,
    /// The goal's revision, to be sent back with a change.
    pub revision: i64,
    /// Goals that it may serve.
    pub parents: Vec<GoalLink>,
    /// Offices for which the person may set up goals.
    pub leads: Vec<Office>,
    /// Offices that may contribute.
    pub offices: Vec<Office>,
    /// How many rows of milestones the form has, empty ones included.
    pub rows: usize,
    /// Why what was sent was not written; the form is then as it was sent.
    pub error: Option<AppError>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_asked_for_by_its_kind() {
        for raw in ["kind=status", "kind=milestones", "kind=status&page=2"] {
            assert_eq!(GoalChartQuery::parse(raw, &[]).unwrap().to_string(), raw);
        }
        assert_eq!(GoalChartQuery::parse("", &[]).unwrap().kind, GoalChart::Status);
        for (raw, fields) in [("kind=pie&page=0", vec!["kind", "page"]), ("scale=2", vec!["scale"])] {
            let errors = GoalChartQuery::parse(raw, &[]).unwrap_err();
            assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), fields);
        }
        assert!(GoalChartQuery::parse("scale=2", &["scale"]).is_ok());
    }
}
