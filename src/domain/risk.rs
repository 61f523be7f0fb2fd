//! How great the risk is that a goal does not reach its planned level of performance.
//!
//! 31 U.S.C. 1121(b) asks for goals by that risk and gives no rule. Ours is the plainest that can be
//! explained to who disputes it: a goal is as much at risk as the worst of its judged measures.
//! Measures that cannot be judged lower no risk: without a judged one the risk is not known.
//!
//! Who reviews the goal may know better and set its risk, with a reason; what follows from the measures
//! stays beside it.

use serde::{Deserialize, Serialize};

use super::date::in_words;
use super::measure::vocabulary;
use super::status::Status;

vocabulary! {
    /// From the greatest risk to the least.
    Risk {
        High = "high", "high risk";
        Some = "some", "some risk";
        Low = "low", "low risk";
        Unknown = "unknown", "risk not known";
    }
}

/// A risk and the reason for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalRisk {
    pub risk: Risk,
    /// One sentence.
    pub why: String,
}

/// A risk that a person set in place of the one that follows from the measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRisk {
    pub risk: Risk,
    pub reason: String,
    pub author: String,
    /// RFC 3339, UTC.
    pub at: String,
}

impl SetRisk {
    /// `Set on 27 November 2026 by cleo: “…”`; who it was is for people signed in.
    fn words(&self, with_author: bool) -> String {
        let day = self.at.get(..10).and_then(|day| day.parse().ok());
        let on = day.map(|day| format!(" on {}", in_words(day))).unwrap_or_default();
        let by = if with_author { format!(" by {}", self.author) } else { " by a reviewer".to_owned() };
        format!("Set{on}{by}: “{}”", self.reason)
    }
}

/// The risk that holds: the one that a person set, which says what the measures say, or theirs.
pub fn in_force(by_measures: GoalRisk, set: Option<&SetRisk>, with_author: bool) -> GoalRisk {
    match set {
        None => by_measures,
        Some(set) => {
            let GoalRisk { risk, why } = by_measures;
            let why = format!("{} By its measures: {}. {why}", set.words(with_author), risk.label());
            GoalRisk { risk: set.risk, why }
        }
    }
}

/// How many measures are named before they are only counted.
const NAMED: usize = 3;

/// The risk of a goal by its measures, each with its name.
pub fn of<'a>(measures: impl IntoIterator<Item = (&'a str, Status)>) -> GoalRisk {
    let measures: Vec<(&str, Status)> = measures.into_iter().collect();
    let judged = measures.iter().filter(|(_, status)| status.is_judged()).count();
    let at = |status: Status| -> Vec<&str> {
        measures.iter().filter(|(_, found)| *found == status).map(|(name, _)| *name).collect()
    };
    let (off, near) = (at(Status::OffTrack), at(Status::AtRisk));
    let unjudged = match measures.len() - judged {
        0 => String::new(),
        1 => "; 1 more cannot be judged".to_owned(),
        count => format!("; {count} more cannot be judged"),
    };
    let (risk, why) = match () {
        () if measures.is_empty() => (Risk::Unknown, "The goal has no measures.".to_owned()),
        () if judged == 0 => (Risk::Unknown, "None of its measures can be judged.".to_owned()),
        () if !off.is_empty() => (Risk::High, because(&off, Status::OffTrack)),
        () if !near.is_empty() => (Risk::Some, because(&near, Status::AtRisk)),
        () if judged == 1 => {
            (Risk::Low, format!("The one measure that can be judged is met or on track{unjudged}."))
        }
        () => (Risk::Low, format!("All {judged} measures that can be judged are met or on track{unjudged}.")),
    };
    GoalRisk { risk, why }
}

/// "“A” and “B” are off track."
fn because(names: &[&str], status: Status) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb} {}.", listed(names), status.label())
}

/// "“A”, “B”, “C” and 5 more".
pub(super) fn listed(names: &[&str]) -> String {
    let mut told: Vec<String> = names.iter().take(NAMED).map(|name| format!("“{name}”")).collect();
    if names.len() > NAMED {
        told.push(format!("{} more", names.len() - NAMED));
    }
    match told.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::*;

    fn check(statuses: &[Status], risk: Risk, why: &str) {
        let names = ["A", "B", "C", "D", "E"];
        let found = of(names.into_iter().zip(statuses.iter().copied()));
        assert_eq!(found, GoalRisk { risk, why: why.to_owned() }, "{statuses:?}");
    }

    #[test]
    fn the_worst_judged_measure_decides() {
        check(&[], Risk::Unknown, "The goal has no measures.");
        check(&[NoTarget, NoData], Risk::Unknown, "None of its measures can be judged.");
        check(&[Met, OnTrack], Risk::Low, "All 2 measures that can be judged are met or on track.");
        check(
            &[Met, NoTarget, NotDue],
            Risk::Low,
            "The one measure that can be judged is met or on track; 2 more cannot be judged.",
        );
        check(&[Met, AtRisk, NoData], Risk::Some, "“B” is at risk.");
        check(&[OffTrack, AtRisk, Met], Risk::High, "“A” is off track.");
        check(&[OffTrack, Met, OffTrack], Risk::High, "“A” and “C” are off track.");
        check(&[OffTrack; 5], Risk::High, "“A”, “B”, “C” and 2 more are off track.");
    }

    #[test]
    fn a_person_may_know_better_and_says_why() {
        let by_measures = || of([("A", Met)]);
        let set = SetRisk {
            risk: Risk::High,
            reason: "The grant ends in May.".into(),
            author: "cleo".into(),
            at: "2026-11-27T08:00:00.000Z".into(),
        };
        assert_eq!(in_force(by_measures(), None, true), by_measures());
        for (with_author, who) in [(true, "cleo"), (false, "a reviewer")] {
            let found = in_force(by_measures(), Some(&set), with_author);
            assert_eq!(found.risk, Risk::High);
            assert_eq!(
                found.why,
                format!(
                    "Set on 27 November 2026 by {who}: “The grant ends in May.” By its measures: low risk. The one \
                     measure that can be judged is met or on track."
                )
            );
        }
    }
}
