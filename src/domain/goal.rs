//! Offices and goals; the tree that the goals make.

pub mod form;
pub mod tree;

use serde::{Deserialize, Serialize};

use super::code::Code;
use super::measure::vocabulary;
use super::period::Period;

/// An organisation that owns measures, such as ATF or CBP OFO.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    pub code: Code,
    pub name: String,
}

impl Office {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        format!("office:{}", self.code)
    }
}

vocabulary! {
    /// Where a goal stands in the tree (OMB Circular A-11, part 6).
    GoalLevel {
        Strategic = "strategic", "strategic goal";
        Objective = "objective", "objective";
        /// 31 U.S.C. 1120(b).
        Priority = "priority", "agency priority goal";
    }
}

/// What is to be achieved, by whom and until when (31 U.S.C. 1115(b)(1), (5)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    pub code: Code,
    /// The goal that this one serves; `None` at the top of the tree.
    pub parent: Option<Code>,
    pub level: GoalLevel,
    pub name: String,
    pub statement: String,
    /// The office that leads.
    pub office: Code,
    /// The official responsible, "known as goal leader" (31 U.S.C. 1115(b)(5)(E)); empty if none is named.
    pub leader: String,
    /// The first and the last period of the time frame.
    pub from: Option<Period>,
    pub to: Option<Period>,
    /// Where the statement was published; empty if nowhere.
    pub source: String,
    /// How the goal is to be reached (31 U.S.C. 1115(b)(5)); empty if not stated.
    pub strategies: String,
    /// The programs that contribute, within and outside the agency (31 U.S.C. 1115(b)(5)).
    pub programs: String,
    /// The texts were made up to show the product, and every page of them says so.
    pub illustrative: bool,
}

impl Goal {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        format!("goal:{}", self.code)
    }
}

/// The offices that contribute to a goal besides the one that leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contributors {
    pub goal: Code,
    /// By code, each once.
    pub offices: Vec<Code>,
}

impl Contributors {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        format!("contributors:{}", self.goal)
    }

    /// The offices in their order, each once.
    pub fn new(goal: Code, mut offices: Vec<Code>) -> Contributors {
        offices.sort();
        offices.dedup();
        Contributors { goal, offices }
    }
}

#[cfg(test)]
pub mod tests_support {
    use super::*;

    /// A strategic goal of ATF: what a case does not name is this.
    pub fn goal(code: &str) -> Goal {
        Goal {
            code: code.parse().unwrap(),
            parent: None,
            level: GoalLevel::Strategic,
            name: format!("Goal {code}"),
            statement: String::new(),
            office: "ATF".parse().unwrap(),
            leader: String::new(),
            from: None,
            to: None,
            source: String::new(),
            strategies: String::new(),
            programs: String::new(),
            illustrative: false,
        }
    }
}
