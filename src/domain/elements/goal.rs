//! What a goal must state besides its measures (31 U.S.C. 1115(b)), and what it lacks.

use serde::{Deserialize, Serialize};

use super::Presence;
use crate::domain::goal::Goal;
use crate::domain::measure::vocabulary;

vocabulary! {
    /// One element of a goal.
    GoalElement {
        Statement = "statement", "statement";
        Leader = "leader", "goal leader";
        TimeFrame = "time_frame", "time frame";
        Strategies = "strategies", "strategies";
        Contributors = "contributors", "contributing offices and programs";
        Milestones = "milestones", "milestones";
    }
}

impl GoalElement {
    /// Where the element is required.
    pub fn authority(self) -> &'static str {
        match self {
            GoalElement::Statement => "31 U.S.C. 1115(b)(1)",
            GoalElement::Leader => "31 U.S.C. 1115(b)(5)(E)",
            GoalElement::TimeFrame => "31 U.S.C. 1115(b)(1), 1120(b)",
            GoalElement::Strategies | GoalElement::Contributors | GoalElement::Milestones => {
                "31 U.S.C. 1115(b)(5)"
            }
        }
    }
}

/// One element of one goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalAssessment {
    pub element: GoalElement,
    pub presence: Presence,
    /// What is lacking; may be empty.
    pub note: String,
}

/// Every element of a goal, in the order of [`GoalElement::ALL`], with how many offices contribute to
/// it and how many milestones it has.
pub fn assess(goal: &Goal, contributors: usize, milestones: usize) -> Vec<GoalAssessment> {
    let there = |is: bool| if is { Presence::Present } else { Presence::Missing };
    let stated = |text: &str| there(!text.trim().is_empty());
    let assess = |&element: &GoalElement| {
        let (presence, note) = match element {
            GoalElement::Statement => (stated(&goal.statement), ""),
            GoalElement::Leader => (stated(&goal.leader), "nobody is named"),
            GoalElement::TimeFrame => match (goal.from, goal.to) {
                (Some(_), Some(_)) => (Presence::Present, ""),
                (None, None) => (Presence::Missing, ""),
                (None, Some(_)) => (Presence::Partial, "it has no beginning"),
                (Some(_), None) => (Presence::Partial, "it has no end"),
            },
            GoalElement::Strategies => (stated(&goal.strategies), ""),
            GoalElement::Contributors => match (contributors > 0, goal.programs.trim().is_empty()) {
                (true, false) => (Presence::Present, ""),
                (true, true) => (Presence::Partial, "no programs are named"),
                (false, false) => (Presence::Partial, "no office is named besides the one that leads"),
                (false, true) => (Presence::Missing, ""),
            },
            GoalElement::Milestones => (there(milestones > 0), ""),
        };
        let note = if presence == Presence::Present { "" } else { note };
        GoalAssessment { element, presence, note: note.to_owned() }
    };
    GoalElement::ALL.iter().map(assess).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::tests_support::goal;

    fn whole() -> Goal {
        Goal {
            statement: "Trace faster.".into(),
            leader: "Deputy Director".into(),
            from: "FY2022".parse().ok(),
            to: "FY2023".parse().ok(),
            strategies: "Urgent ones first.".into(),
            programs: "eTrace".into(),
            ..goal("g")
        }
    }

    fn check(change: impl Fn(&mut Goal), contributors: usize, expected: &[(&str, Presence)]) {
        let mut goal = whole();
        change(&mut goal);
        let lacking: Vec<_> = assess(&goal, contributors, 2)
            .into_iter()
            .filter(|one| one.presence != Presence::Present)
            .map(|one| (one.element.name(), one.presence))
            .collect();
        assert_eq!(lacking, expected);
    }

    #[test]
    fn what_is_not_stated_is_missing() {
        use Presence::{Missing, Partial};
        check(|_| {}, 1, &[]);
        check(|goal| goal.statement = " ".into(), 1, &[("statement", Missing)]);
        check(|goal| goal.leader.clear(), 1, &[("leader", Missing)]);
        check(|goal| goal.to = None, 1, &[("time_frame", Partial)]);
        check(|goal| (goal.from, goal.to) = (None, None), 1, &[("time_frame", Missing)]);
        check(|goal| goal.strategies.clear(), 1, &[("strategies", Missing)]);
        check(|goal| goal.programs.clear(), 1, &[("contributors", Partial)]);
        check(|_| {}, 0, &[("contributors", Partial)]);
        check(|goal| goal.programs.clear(), 0, &[("contributors", Missing)]);
        assert_eq!(assess(&whole(), 1, 0).last().map(|one| one.presence), Some(Missing));
    }
}
