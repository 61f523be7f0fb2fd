//! How great the risk is that a goal does not reach its planned level of performance.
//!
//! 31 U.S.C. 1121(b) asks for goals by that risk and gives no rule. Ours is the plainest that can be
//! explained to who disputes it: a goal is as much at risk as the worst of its judged measures. A measure
//! with a target ahead and a likelihood of meeting it goes by that: the risk is high where that is unlikely,
//! some where it is as likely as not, low from likely on. Any other goes by its latest status.
//! Measures that cannot be judged lower no risk: without a judged one the risk is not known.
//!
//! Who reviews the goal may know better and set its risk, with a reason; what follows from the measures
//! stays beside it.

use serde::{Deserialize, Serialize};

use super::date::in_words;
use super::forecast::{Ahead, LIKELY, UNLIKELY};
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

/// How a measure of the goal stands, and how likely its next target is met, where that can be said.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub name: &'a str,
    pub status: Status,
    pub ahead: Option<&'a Ahead>,
}

impl Standing<'_> {
    /// `None` where it cannot be judged.
    fn risk(&self) -> Option<Risk> {
        match (self.ahead.map(|ahead| ahead.percent), self.status) {
            (Some(..=UNLIKELY), _) => Some(Risk::High),
            (Some(..LIKELY), _) => Some(Risk::Some),
            (Some(_), _) => Some(Risk::Low),
            (None, Status::OffTrack) => Some(Risk::High),
            (None, Status::AtRisk) => Some(Risk::Some),
            (None, status) => status.is_judged().then_some(Risk::Low),
        }
    }
}

/// The risk of a goal by its measures.
pub fn of<'a>(measures: impl IntoIterator<Item = Standing<'a>>) -> GoalRisk {
    let measures: Vec<Standing> = measures.into_iter().collect();
    let judged = measures.iter().filter(|measure| measure.risk().is_some()).count();
    let at = |risk: Risk| -> Vec<Standing> {
        measures.iter().filter(|measure| measure.risk() == Some(risk)).copied().collect()
    };
    let (high, some) = (at(Risk::High), at(Risk::Some));
    let (risk, why) = match () {
        () if measures.is_empty() => (Risk::Unknown, "The goal has no measures.".to_owned()),
        () if judged == 0 => (Risk::Unknown, "None of its measures can be judged.".to_owned()),
        () if !high.is_empty() => (Risk::High, because(&high)),
        () if !some.is_empty() => (Risk::Some, because(&some)),
        () => (Risk::Low, nothing_amiss(&at(Risk::Low), measures.len() - judged)),
    };
    GoalRisk { risk, why }
}

/// `“A” is unlikely, about 20%, to meet its target for FY 2027. “B” and “C” are off track.`
fn because(measures: &[Standing]) -> String {
    let ahead = measures.iter().filter_map(|measure| Some((measure.name, measure.ahead?)));
    let told = |(name, Ahead { period, verdict, .. }): (&str, &Ahead)| {
        format!("“{name}” is {verdict}, to meet its target for {period}.")
    };
    let mut sentences: Vec<String> = ahead.clone().take(NAMED).map(told).collect();
    match ahead.count().saturating_sub(NAMED) {
        0 => {}
        1 => sentences.push("1 more is no likelier.".to_owned()),
        count => sentences.push(format!("{count} more are no likelier.")),
    }
    let behind: Vec<&Standing> = measures.iter().filter(|measure| measure.ahead.is_none()).collect();
    if let Some(first) = behind.first() {
        let names: Vec<&str> = behind.iter().map(|measure| measure.name).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        sentences.push(format!("{} {verb} {}.", listed(&names), first.status.label()));
    }
    sentences.join(" ")
}

/// `All 3 measures that can be judged are met or on track, or likely to meet their next target; 1 more cannot be
/// judged.`
fn nothing_amiss(judged: &[Standing], unjudged: usize) -> String {
    let ahead = judged.iter().filter(|measure| measure.ahead.is_some()).count();
    let (are, their) = if judged.len() == 1 { ("is", "its") } else { ("are", "their") };
    let how = match ahead {
        0 => format!("{are} met or on track"),
        _ if ahead == judged.len() => format!("{are} likely to meet {their} next target"),
        _ => format!("{are} met or on track, or likely to meet {their} next target"),
    };
    let who = match judged.len() {
        1 => "The one measure that can be judged".to_owned(),
        count => format!("All {count} measures that can be judged"),
    };
    match unjudged {
        0 => format!("{who} {how}."),
        1 => format!("{who} {how}; 1 more cannot be judged."),
        count => format!("{who} {how}; {count} more cannot be judged."),
    }
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
        let names = ["A", "B", "C", "D", "E"].into_iter().zip(statuses);
        let found = of(names.map(|(name, status)| Standing { name, status: *status, ahead: None }));
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
    fn where_the_next_target_has_a_likelihood_that_decides() {
        let ahead = |percent: u8, word: &str| Ahead {
            period: "FY 2027".into(),
            percent,
            verdict: format!("{word}, about {percent}%"),
        };
        let (unlikely, even, likely) =
            (ahead(30, "unlikely"), ahead(65, "about as likely as not"), ahead(70, "likely"));
        let of = |all: &[(Status, Option<&Ahead>)]| {
            let names = ["A", "B", "C", "D", "E"].into_iter().zip(all);
            let found =
                of(names.map(|(name, (status, ahead))| Standing { name, status: *status, ahead: *ahead }));
            (found.risk, found.why)
        };
        let told = |risk: Risk, why: &str| (risk, why.to_owned());
        assert_eq!(
            of(&[(Met, Some(&unlikely)), (OffTrack, None), (OffTrack, Some(&likely))]),
            told(Risk::High, "“A” is unlikely, about 30%, to meet its target for FY 2027. “B” is off track.")
        );
        assert_eq!(
            of(&[(Met, Some(&even)), (OffTrack, Some(&likely))]),
            told(Risk::Some, "“A” is about as likely as not, about 65%, to meet its target for FY 2027.")
        );
        assert_eq!(
            of(&[(OffTrack, Some(&likely)), (Met, None), (NoData, None)]),
            told(
                Risk::Low,
                "All 2 measures that can be judged are met or on track, or likely to meet their next target; 1 \
                 more cannot be judged."
            )
        );
        assert_eq!(
            of(&[(NoData, Some(&likely))]),
            told(Risk::Low, "The one measure that can be judged is likely to meet its next target.")
        );
        let five = of(&[(Met, Some(&unlikely)); 5]).1;
        assert!(five.ends_with(
            "“C” is unlikely, about 30%, to meet its target for FY 2027. 2 more are no likelier."
        ));
    }

    #[test]
    fn a_person_may_know_better_and_says_why() {
        let by_measures = || of([Standing { name: "A", status: Met, ahead: None }]);
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
