//! The elements that make a number a performance measure, by authority, and what a measure lacks of
//! them. GAO-21-322 found that the agencies "have not identified all of the elements of performance
//! measures needed to assess progress"; this is the list against which that is checked.

pub mod coverage;
pub mod goal;
pub mod set;

use serde::{Deserialize, Serialize};

use super::goal::{Goal, GoalLevel};
use super::measure::{Frequency, Measure, vocabulary};
use super::period::Period;
use super::target::{Baseline, Target};

vocabulary! {
    /// One element of a measure.
    Element {
        LinkedGoal = "linked_goal", "linked goal";
        Definition = "definition", "definition";
        Formula = "formula", "formula";
        Unit = "unit", "unit";
        Direction = "direction", "direction";
        Kind = "kind", "kind";
        Baseline = "baseline", "baseline";
        Target = "target", "quantitative target";
        InterimTargets = "interim_targets", "interim targets";
        TimeFrame = "time_frame", "time frame";
        Official = "official", "responsible official";
        Source = "source", "data source";
        Verification = "verification", "verification and validation";
        Accuracy = "accuracy", "accuracy required";
        Limitations = "limitations", "limitations";
        Compensation = "compensation", "compensation for limitations";
        Frequency = "frequency", "reporting frequency";
    }
}

impl Element {
    /// Where the element is required or asked for.
    pub fn authority(self) -> &'static str {
        match self {
            Element::LinkedGoal => "31 U.S.C. 1115(b)(1); GAO-03-143, linkage",
            Element::Definition => "GAO-03-143, clarity",
            Element::Formula => "GAO-03-143, clarity and reliability",
            Element::Unit => "31 U.S.C. 1115(b)(2); GAO-03-143, measurable target",
            Element::Direction => "31 U.S.C. 1115(b)(7)",
            Element::Kind => "31 U.S.C. 1115(b)(6)",
            Element::Baseline => "GAO-03-143, baseline and trend data",
            Element::Target => "31 U.S.C. 1115(h), performance goal; GAO-03-143, measurable target",
            Element::InterimTargets => "31 U.S.C. 1120(b)(1)(B); GAO-13-174",
            Element::TimeFrame => "31 U.S.C. 1115(b)(1), 1120(b)",
            Element::Official => "31 U.S.C. 1115(b)(5)(E)",
            Element::Source => "31 U.S.C. 1115(b)(8)(B)",
            Element::Verification => "31 U.S.C. 1115(b)(8)(A)",
            Element::Accuracy => "31 U.S.C. 1115(b)(8)(C)",
            Element::Limitations => "31 U.S.C. 1115(b)(8)(D)",
            Element::Compensation => "31 U.S.C. 1115(b)(8)(E)",
            Element::Frequency => "31 U.S.C. 1116, 1121(b)",
        }
    }

    /// What satisfies it, as said to the person who fills it in.
    pub fn asks(self) -> &'static str {
        match self {
            Element::LinkedGoal => "the goal that the measure serves, with its statement",
            Element::Definition => "what is counted and what is not",
            Element::Formula => "how the figure is worked out, so that another person gets the same",
            Element::Unit => "what the figure is counted in",
            Element::Direction => "which way is better",
            Element::Kind => "outcome, output, efficiency, input or customer service",
            Element::Baseline => "a starting value and its period, or the reason why there is none",
            Element::Target => "a number for the end of the time frame",
            Element::InterimTargets => "a number for each period on the way there",
            Element::TimeFrame => "the first and the last period of the goal",
            Element::Official => "the official responsible for the measure",
            Element::Source => "where the data comes from",
            Element::Verification => "how measured values are verified and validated",
            Element::Accuracy => "the accuracy that the intended use requires",
            Element::Limitations => "what the data cannot say",
            Element::Compensation => "how the agency makes up for the limitations",
            Element::Frequency => "how often a figure is due: quarterly for a priority goal",
        }
    }

    /// Whether it is stated on the measure, or on its goal.
    pub fn is_of_goal(self) -> bool {
        matches!(self, Element::LinkedGoal | Element::TimeFrame)
    }
}

vocabulary! {
    /// Whether an element is there.
    Presence {
        Present = "present", "present";
        Partial = "partial", "partial";
        Missing = "missing", "missing";
    }
}

/// One element of one measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub element: Element,
    pub presence: Presence,
    /// What is lacking, or what there is to know about one that is present; may be empty.
    pub note: String,
}

impl Assessment {
    /// Whether the element is not wholly there.
    pub fn is_gap(&self) -> bool {
        self.presence.is_gap()
    }
}

impl Presence {
    /// Whether something is lacking.
    pub fn is_gap(self) -> bool {
        self != Presence::Present
    }
}

/// All that the assessment of a measure needs.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub measure: &'a Measure,
    pub goal: &'a Goal,
    pub baseline: Option<&'a Baseline>,
    /// The targets of the measure's total, in any order.
    pub targets: &'a [Target],
}

/// Every element of a measure, in the order of [`Element::ALL`].
pub fn assess(subject: &Subject) -> Vec<Assessment> {
    let assess = |&element: &Element| {
        let (presence, note) = subject.judge(element);
        Assessment { element, presence, note }
    };
    Element::ALL.iter().map(assess).collect()
}

/// How many elements are not wholly there.
pub fn gaps(assessments: &[Assessment]) -> usize {
    assessments.iter().filter(|one| one.is_gap()).count()
}

/// "All 17 elements are present.", or how many are missing or partial, and which.
pub fn sentence(assessments: &[Assessment]) -> String {
    let of = |presence| -> Vec<&str> {
        assessments.iter().filter(|one| one.presence == presence).map(|one| one.element.label()).collect()
    };
    let (missing, partial) = (of(Presence::Missing), of(Presence::Partial));
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!("{} missing ({})", missing.len(), missing.join(", ")));
    }
    if !partial.is_empty() {
        parts.push(format!("{} partial ({})", partial.len(), partial.join(", ")));
    }
    match parts.is_empty() {
        true => format!("All {} elements are present.", assessments.len()),
        false => format!("Of {} elements, {}.", assessments.len(), parts.join(" and ")),
    }
}

type Verdict = (Presence, String);

fn present() -> Verdict {
    (Presence::Present, String::new())
}

fn partial(note: impl Into<String>) -> Verdict {
    (Presence::Partial, note.into())
}

fn missing(note: impl Into<String>) -> Verdict {
    (Presence::Missing, note.into())
}

/// Present where something is written.
fn stated(text: &str) -> Verdict {
    if text.trim().is_empty() { missing("not stated") } else { present() }
}

impl Subject<'_> {
    fn judge(&self, element: Element) -> Verdict {
        let measure = self.measure;
        match element {
            Element::LinkedGoal => match self.goal.statement.trim().is_empty() {
                true => partial(format!("the goal “{}” has no statement", self.goal.name)),
                false => present(),
            },
            Element::Definition => self.definition(),
            Element::Formula => stated(&measure.formula),
            Element::Unit => self.unit(),
            Element::Direction | Element::Kind => present(),
            Element::Baseline => self.baseline(),
            Element::Target => self.target(),
            Element::InterimTargets => self.interim_targets(),
            Element::TimeFrame => match (self.goal.from, self.goal.to) {
                (Some(_), Some(_)) => present(),
                (None, None) => missing("the goal has no time frame"),
                (None, Some(_)) => partial("the goal’s time frame has no beginning"),
                (Some(_), None) => partial("the goal’s time frame has no end"),
            },
            Element::Official => match (measure.responsible.is_empty(), self.goal.leader.is_empty()) {
                (false, _) => present(),
                (true, false) => partial("only the goal’s leader is named"),
                (true, true) => missing("nobody is named"),
            },
            Element::Source => stated(&measure.source),
            Element::Verification => stated(&measure.verification),
            Element::Accuracy => stated(&measure.accuracy),
            Element::Limitations => stated(&measure.limitations),
            Element::Compensation => stated(&measure.compensation),
            Element::Frequency => {
                match self.goal.level == GoalLevel::Priority && measure.frequency == Frequency::Annual {
                    true => partial("reported once a year; a priority goal is reviewed each quarter"),
                    false => present(),
                }
            }
        }
    }

    fn definition(&self) -> Verdict {
        let (definition, name) = (self.measure.definition.trim(), self.measure.name.trim());
        match () {
            () if definition.is_empty() => missing("not stated"),
            () if definition.trim_end_matches('.').eq_ignore_ascii_case(name.trim_end_matches('.')) => {
                partial("the definition only repeats the name")
            }
            () => present(),
        }
    }

    fn unit(&self) -> Verdict {
        let unit = self.measure.unit.name.as_str();
        match unit {
            "" => missing("not stated"),
            "number" | "count" | "units" | "value" | "other" => {
                partial(format!("“{unit}” does not say of what"))
            }
            _ => present(),
        }
    }

    fn baseline(&self) -> Verdict {
        match self.baseline {
            Some(baseline) if baseline.period.is_some() => present(),
            Some(_) => partial("the baseline names no period"),
            None if !self.measure.baseline_absent.trim().is_empty() => {
                (Presence::Present, format!("none, because: {}", self.measure.baseline_absent.trim()))
            }
            None => missing("no baseline, and no reason why there is none"),
        }
    }

    /// The first and the last of the measure's own periods in the goal's time frame; in the span of
    /// the targets where the goal has none. `None` without any target.
    fn frame(&self) -> Option<(Period, Period)> {
        let promised = || self.targets.iter().map(|target| target.period);
        let first =
            self.goal.from.and_then(|from| self.measure.period_beginning(from)).or(promised().min())?;
        let last = self.goal.to.map(|to| self.measure.period_within(to)).or(promised().max())?;
        (!self.targets.is_empty()).then_some((first, last))
    }

    fn target(&self) -> Verdict {
        let Some((_, last)) = self.frame() else {
            return missing("no target is set");
        };
        match self.targets.iter().any(|target| target.period >= last) {
            true => present(),
            false => partial(format!("none for {}, where the time frame ends", last.label())),
        }
    }

    fn interim_targets(&self) -> Verdict {
        let Some((first, last)) = self.frame() else {
            return missing("no target is set");
        };
        // A figure each month need not be promised each month: progress is reviewed by the quarter.
        let reviewed = self.measure.frequency.max(Frequency::Quarterly);
        let review = |period: Period| Period::containing(reviewed, self.measure.calendar, period.starts_on());
        let on_the_way: Vec<Period> =
            review(first).through(review(last)).filter(|period| *period != review(last)).collect();
        let has_target = |period: &Period| self.targets.iter().any(|t| review(t.period) == *period);
        let without = on_the_way.iter().filter(|period| !has_target(period)).count();
        match (on_the_way.len(), without) {
            (0, _) => missing("within the goal’s time frame only the last period has a target"),
            (_, 0) => present(),
            (all, without) if all == without => {
                missing("within the goal’s time frame only the last period has a target")
            }
            (all, without) => partial(format!("{without} of {all} periods on the way have none")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::{Frequency, tests_support::measure};

    fn goal() -> Goal {
        Goal {
            level: GoalLevel::Priority,
            name: "Trace faster".into(),
            statement: "By 2023, trace urgent requests within 48 hours.".into(),
            leader: "Deputy Director".into(),
            from: "FY2022".parse().ok(),
            to: "FY2023".parse().ok(),
            ..crate::domain::goal::tests_support::goal("goal")
        }
    }

    fn whole() -> Measure {
        let said = || "said".to_owned();
        Measure {
            definition: "Traces that were completed.".into(),
            formula: said(),
            responsible: said(),
            source: said(),
            verification: said(),
            accuracy: said(),
            limitations: said(),
            compensation: said(),
            ..measure("m")
        }
    }

    fn targets(periods: &[&str]) -> Vec<Target> {
        let target = |period: &&str| Target {
            measure: "m".parse().unwrap(),
            period: period.parse().unwrap(),
            category: String::new(),
            value: 1.0,
            set_on: None,
            source: String::new(),
            reason: String::new(),
        };
        periods.iter().map(target).collect()
    }

    const EIGHT: [&str; 8] =
        ["FY2022Q1", "FY2022Q2", "FY2022Q3", "FY2022Q4", "FY2023Q1", "FY2023Q2", "FY2023Q3", "FY2023Q4"];

    fn baseline(period: Option<&str>) -> Baseline {
        Baseline {
            measure: "m".parse().unwrap(),
            period: period.map(|p| p.parse().unwrap()),
            value: 1.0,
            source: String::new(),
        }
    }

    /// A measure with all that is said of it; whole, but for what a case changes.
    struct Case {
        measure: Measure,
        goal: Goal,
        baseline: Option<Baseline>,
        targets: Vec<Target>,
    }

    impl Case {
        fn whole() -> Case {
            Case {
                measure: whole(),
                goal: goal(),
                baseline: Some(baseline(Some("FY2021"))),
                targets: targets(&EIGHT),
            }
        }

        fn assess(&self) -> Vec<Assessment> {
            let Case { measure, goal, baseline, targets } = self;
            assess(&Subject { measure, goal, baseline: baseline.as_ref(), targets })
        }
    }

    fn check(element: Element, change: impl Fn(&mut Case), expected: Presence, lacking: &str) {
        let mut case = Case::whole();
        change(&mut case);
        let all = case.assess();
        let found = all.iter().find(|one| one.element == element).unwrap();
        assert_eq!((found.presence, found.note.contains(lacking)), (expected, true), "{found:?}");
    }

    #[test]
    fn a_measure_that_states_everything_has_every_element() {
        let all = Case::whole().assess();
        assert_eq!(gaps(&all), 0, "{all:?}");
        assert_eq!(sentence(&all), "All 17 elements are present.");
        assert!(all.iter().all(|one| !one.element.authority().is_empty() && !one.element.asks().is_empty()));
    }

    #[test]
    fn what_is_not_stated_is_missing() {
        use crate::domain::measure::Frequency::Annual;
        use Element::*;
        check(Formula, |c| c.measure.formula.clear(), Presence::Missing, "not stated");
        check(Source, |c| c.measure.source.clear(), Presence::Missing, "not stated");
        check(Verification, |c| c.measure.verification.clear(), Presence::Missing, "not stated");
        check(Accuracy, |c| c.measure.accuracy = "  ".into(), Presence::Missing, "not stated");
        check(Limitations, |c| c.measure.limitations.clear(), Presence::Missing, "not stated");
        check(Compensation, |c| c.measure.compensation.clear(), Presence::Missing, "not stated");
        check(Definition, |c| c.measure.definition.clear(), Presence::Missing, "not stated");
        check(
            Definition,
            |c| c.measure.definition = "measure M.".into(),
            Presence::Partial,
            "repeats the name",
        );
        check(Unit, |c| c.measure.unit.name = "number".into(), Presence::Partial, "does not say of what");
        check(LinkedGoal, |c| c.goal.statement.clear(), Presence::Partial, "no statement");
        check(Official, |c| c.measure.responsible.clear(), Presence::Partial, "goal’s leader");
        check(TimeFrame, |c| (c.goal.from, c.goal.to) = (None, None), Presence::Missing, "no time frame");
        check(TimeFrame, |c| c.goal.to = None, Presence::Partial, "no end");
        check(Frequency, |c| c.measure.frequency = Annual, Presence::Partial, "once a year");
    }

    #[test]
    fn a_baseline_has_a_period_or_a_reason() {
        use Element::Baseline as B;
        check(B, |c| c.baseline = Some(baseline(None)), Presence::Partial, "no period");
        check(B, |c| c.baseline = None, Presence::Missing, "no reason");
        check(
            B,
            |c| {
                c.baseline = None;
                c.measure.baseline_absent = "New in FY 2022.".into();
            },
            Presence::Present,
            "New in FY 2022.",
        );
    }

    #[test]
    fn targets_lead_to_the_end_of_the_time_frame() {
        use Element::{InterimTargets, Target as T};
        check(T, |c| c.targets.clear(), Presence::Missing, "no target");
        check(InterimTargets, |c| c.targets.clear(), Presence::Missing, "no target");
        check(T, |c| c.targets = targets(&EIGHT[..4]), Presence::Partial, "Q4 FY 2023");
        check(InterimTargets, |c| c.targets = targets(&["FY2023Q4"]), Presence::Missing, "only the last");
        check(
            InterimTargets,
            |c| c.targets = targets(&["FY2022Q1", "FY2023Q4"]),
            Presence::Partial,
            "6 of 7",
        );
        check(T, |c| c.targets = targets(&["FY2024Q4"]), Presence::Present, "");
        // An annual measure's years on the way are its interim targets.
        let annual = |c: &mut Case, periods: &[&str]| {
            c.measure.frequency = Frequency::Annual;
            c.targets = targets(periods);
        };
        check(InterimTargets, |c| annual(c, &["FY2022", "FY2023"]), Presence::Present, "");
        check(InterimTargets, |c| annual(c, &["FY2023"]), Presence::Missing, "only the last");
        // A monthly one is promised by the quarter at least, in any month of it.
        let monthly = |c: &mut Case, periods: &[&str]| {
            c.measure.frequency = Frequency::Monthly;
            c.goal.from = "FY2023".parse().ok();
            c.targets = targets(periods);
        };
        let each = ["2022-12", "2023-02", "2023-06", "2023-09"];
        check(InterimTargets, |c| monthly(c, &each), Presence::Present, "");
        check(T, |c| monthly(c, &each), Presence::Present, "");
        check(T, |c| monthly(c, &each[..3]), Presence::Partial, "none for Sep 2023");
        let gap = ["2022-10", "2022-11", "2022-12", "2023-06", "2023-09"];
        check(InterimTargets, |c| monthly(c, &gap), Presence::Partial, "1 of 3");
        check(InterimTargets, |c| monthly(c, &["2023-08", "2023-09"]), Presence::Missing, "only the last");
    }

    #[test]
    fn the_sentence_counts_and_names() {
        let one = |element, presence| Assessment { element, presence, note: String::new() };
        let some = [
            one(Element::Target, Presence::Missing),
            one(Element::Unit, Presence::Partial),
            one(Element::Kind, Presence::Present),
        ];
        assert_eq!(sentence(&some), "Of 3 elements, 1 missing (quantitative target) and 1 partial (unit).");
    }
}
