//! Setting up a measure: the form by sections, what is lacking, and its targets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::FieldError;

/// Everything that `/measures/{code}/edit` and `/measures/new` show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetupView {
    /// Empty for a measure that is to be.
    pub code: String,
    pub name: String,
    /// The measure's revision, to be sent back with a change.
    pub revision: i64,
    pub sections: Vec<SectionView>,
    pub gaps: Gaps,
    /// `None` for a measure that is to be.
    pub targets: Option<TargetsView>,
    /// `None` for a measure that is to be.
    pub relations: Option<RelationsView>,
    /// A form that was sent without script and refused: the browser is sent back here.
    pub refused: Option<Refused>,
}

/// A form that was sent without script and refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    pub message: String,
    pub errors: Vec<FieldError>,
    pub about: About,
    /// What was typed.
    pub fields: BTreeMap<String, String>,
}

/// Which of the page's forms one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// A section of fields.
    Fields,
    Targets,
    Relations,
}

/// Fields that are saved together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionView {
    pub id: String,
    pub title: String,
    /// What there is to know about the section, a paragraph each.
    pub notes: Vec<String>,
    pub fields: Vec<FieldView>,
}

/// One field, with all that is said beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldView {
    pub name: String,
    /// Its anchor on the page.
    pub id: String,
    pub label: String,
    pub value: String,
    pub guidance: String,
    /// The law or the report that asks for it; may be empty.
    pub authority: String,
    /// May be empty.
    pub example: String,
    pub input: InputView,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InputView {
    Line,
    Long,
    Day,
    /// One of these: the value and the words for it.
    Choice(Vec<(String, String)>),
}

/// Which elements a measure lacks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gaps {
    pub sentence: String,
    pub gaps: Vec<Gap>,
}

/// An element that is not wholly there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// The anchor of the field that fills it.
    pub id: String,
    pub label: String,
    pub note: String,
}

/// Fields to be saved; those that are not there stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionForm {
    /// Empty for a new measure.
    pub measure: String,
    /// The revision that its author saw.
    pub seen: i64,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// What stands now in the fields that were saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    pub revision: i64,
    pub fields: BTreeMap<String, String>,
    pub gaps: Gaps,
}

/// The targets of a measure's total or of one category, period by period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetsView {
    /// Empty for the total.
    pub category: String,
    pub categories: Vec<String>,
    /// The goal's time frame in words, and the goal's code.
    pub time_frame: String,
    pub goal: String,
    pub unit: String,
    pub rows: Vec<TargetRow>,
    /// The day, as a form has it.
    pub today: String,
    /// Changes that wait for approval, each in words.
    pub waiting: Vec<String>,
    /// What exactly waits, to be sent back with the approval.
    pub seen: String,
    pub may_approve: bool,
    /// What a year's target is spread over: `quarters`.
    pub parts: String,
    /// The years whose parts can be filled from an annual target; none for an annual measure.
    pub years: Vec<(String, String)>,
    pub spreads: Vec<(String, String)>,
    /// What the address asks to fill in.
    pub fill: FillForm,
    /// Why it cannot be filled in so; may be empty.
    pub fill_fault: String,
    pub gaps: Gaps,
}

/// One period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetRow {
    pub period: String,
    pub label: String,
    /// With its unit; empty where there is none.
    pub stood: String,
    pub in_force: String,
    pub proposed: String,
    /// Every version, in words, where there is more than one.
    pub history: Vec<String>,
    /// What the preview puts into the field.
    pub filled: String,
}

/// An annual target to be spread over its quarters or months.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FillForm {
    pub year: String,
    pub annual: String,
    pub spread: String,
}

/// New values of targets: `set_on`, `reason`, `source`, `category`, and a value at each period's name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TargetForm {
    pub measure: String,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// The rules that name a measure, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationsView {
    pub rules: Vec<RelationLine>,
}

/// One rule between measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationLine {
    pub id: String,
    /// By the codes of the measures: `traces-urgent + traces-routine = traces-completed`.
    pub text: String,
    /// The same by their names.
    pub in_names: String,
    /// By whom, and when.
    pub added: String,
}
