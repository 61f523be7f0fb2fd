//! What one import brings to the store, and what it has to say about its rows.

use serde::{Deserialize, Serialize};

use super::actual::Actual;
use super::goal::{Contributors, Goal, Office};
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
}

/// Something to say about one place of an imported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file's name as the person gave it.
    pub file: String,
    /// The line on which the row begins, the header being line 1; 0 for the file as a whole.
    pub line: u64,
    /// The column's name; empty for the whole row.
    pub column: String,
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// An import that has been read: what it would write, and what was found on the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub batch: Batch,
    /// Rows read, headers aside.
    pub rows: usize,
    /// What stops the import. Nothing is written while there is one.
    pub problems: Vec<Finding>,
    /// What was kept as it is and should be known: blanks, undefined targets, unreadable cells.
    pub remarks: Vec<Finding>,
}
