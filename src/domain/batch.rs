//! What one import brings to the store, and what it has to say about its rows.

use serde::{Deserialize, Serialize};

use super::actual::Actual;
use super::breakdown::Categories;
use super::code::Code;
use super::definition::NewDefinition;
use super::goal::{Contributors, Goal, Office};
use super::import::Places;
use super::measure::Measure;
use super::milestone::Milestone;
use super::published::Published;
use super::recommendation::Recommendation;
use super::target::{Baseline, Target};

/// Everything that one import writes, in one transaction. Each list is in an order in which it can
/// be written: parents before children.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    pub offices: Vec<Office>,
    pub goals: Vec<Goal>,
    pub measures: Vec<Measure>,
    pub baselines: Vec<Baseline>,
    pub targets: Vec<Target>,
    pub actuals: Vec<Actual>,
    pub published: Vec<Published>,
    pub contributors: Vec<Contributors>,
    pub milestones: Vec<Milestone>,
    pub recommendations: Vec<Recommendation>,
    /// Categories that each measure is to list besides those that it does list.
    pub categories: Vec<Categories>,
    /// Measures that are to have no baseline any more.
    pub without_baseline: Vec<Code>,
    /// Measures that count something else from a period on: the change among `measures` says what.
    pub redefined: Vec<(Code, NewDefinition)>,
}

/// One thing that a batch brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Office(Office),
    Goal(Goal),
    Measure(Box<Measure>),
    Baseline(Baseline),
    Target(Target),
    Actual(Actual),
    Published(Published),
    Contributors(Contributors),
    Milestone(Milestone),
    Recommendation(Box<Recommendation>),
    Categories(Categories),
    /// A measure's baseline that is taken away.
    NoBaseline(Code),
}

macro_rules! items {
    ($($kind:ident)+) => { $(
        impl From<$kind> for Item {
            fn from(item: $kind) -> Item {
                Item::$kind(item)
            }
        }
    )+ };
}
items! { Office Goal Baseline Target Actual Published Contributors Milestone Categories }

impl From<Measure> for Item {
    fn from(measure: Measure) -> Item {
        Item::Measure(Box::new(measure))
    }
}

impl From<Recommendation> for Item {
    fn from(recommendation: Recommendation) -> Item {
        Item::Recommendation(Box::new(recommendation))
    }
}

impl Item {
    /// What it is called in the audit trail.
    pub fn subject(&self) -> String {
        match self {
            Item::Office(office) => office.subject(),
            Item::Goal(goal) => goal.subject(),
            Item::Measure(measure) => measure.subject(),
            Item::Baseline(baseline) => baseline.subject(),
            Item::Target(target) => target.subject(),
            Item::Actual(actual) => actual.subject(),
            Item::Published(published) => published.subject(),
            Item::Contributors(contributors) => contributors.subject(),
            Item::Milestone(milestone) => milestone.subject(),
            Item::Recommendation(recommendation) => recommendation.subject(),
            Item::Categories(categories) => categories.subject(),
            Item::NoBaseline(measure) => Baseline::subject_of(measure),
        }
    }
}

/// What an import does to one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemChange {
    /// `None` for what is new.
    pub before: Option<Item>,
    pub after: Item,
}

/// A cell of a workbook that its author changed and somebody else too, to something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The cell, with nothing said yet.
    pub at: Finding,
    /// What the audit trail calls the thing; empty for a row that is there no more.
    pub subject: String,
    /// What the workbook says, and what the database does.
    pub here: String,
    pub there: String,
}

/// A state of the data: the number of its last audit entry, and that entry's hash, which no other
/// database has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub version: i64,
    pub seal: String,
}

/// Something to say about one place of an imported file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file's name as the person gave it.
    pub file: String,
    /// In a workbook, the cell as `figures!D12`, or the sheet; else empty.
    pub at: String,
    /// The line on which the row begins, the header being line 1; 0 for the file as a whole.
    pub line: u64,
    /// The column's name; empty for the whole row.
    pub column: String,
    pub message: String,
}

impl Finding {
    /// A finding about a file as a whole.
    pub fn about_file(file: &str, message: String) -> Finding {
        Finding { file: file.to_owned(), message, ..Finding::default() }
    }

    /// The cell of a workbook, or the line of a text; empty for the file as a whole.
    pub fn place(&self) -> String {
        match self.at.as_str() {
            "" if self.line > 0 => format!("line {}", self.line),
            at => at.to_owned(),
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.place();
        let column = match self.column.as_str() {
            "" => String::new(),
            column => format!("column {column}"),
        };
        let parts = [self.file.clone(), place, column];
        match parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
        {
            nowhere if nowhere.is_empty() => f.write_str(&self.message),
            place => write!(f, "{place}: {}", self.message),
        }
    }
}

/// An import that has been read: what it would write, and what was found on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub batch: Batch,
    /// Rows read, headers aside.
    pub rows: usize,
    /// What stops the import. Nothing is written while there is one.
    pub problems: Vec<Finding>,
    /// What was kept as it is and should be known: blanks, undefined targets, unreadable cells.
    pub remarks: Vec<Finding>,
    /// Where in a workbook each thing stands.
    pub places: Places,
    /// What stands against a workbook: the first of it, and how many cells there are.
    pub conflicts: Vec<Conflict>,
    pub conflicting: usize,
}
