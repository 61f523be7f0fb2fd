//! A goal's page.

use serde::{Deserialize, Serialize};

use crate::domain::goal::Goal;
use crate::domain::period::Period;

use super::dashboard::MeasureLine;

/// A goal, its place in the tree and its measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalView {
    pub goal: Goal,
    pub office_name: String,
    /// From the top of the tree to the goal's parent.
    pub above: Vec<GoalLink>,
    pub below: Vec<GoalLink>,
    pub asked: Period,
    pub sentence: String,
    pub lines: Vec<MeasureLine>,
}

/// A goal to choose or to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalLink {
    pub code: String,
    pub name: String,
}
