//! What the measures of one goal lack as a set: an outcome measure, a balance of kinds, measures that
//! do not count the same thing twice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Presence;
use crate::domain::code::Code;
use crate::domain::goal::{Goal, tree};
use crate::domain::measure::{Kind, Measure, vocabulary};
use crate::domain::risk::listed;

vocabulary! {
    /// One element of a goal's set of measures.
    SetElement {
        Measured = "measured", "measures";
        OutcomeMeasure = "outcome_measure", "outcome measure";
        Balance = "balance", "balance of kinds";
        LimitedOverlap = "limited_overlap", "limited overlap";
    }
}

impl SetElement {
    /// Where the element is required or asked for.
    pub fn authority(self) -> &'static str {
        match self {
            SetElement::Measured => "31 U.S.C. 1115(b)(6); GAO-03-143, core program activities",
            SetElement::OutcomeMeasure => "31 U.S.C. 1115(b)(6)",
            SetElement::Balance => "31 U.S.C. 1115(b)(6); GAO-03-143, balance",
            SetElement::LimitedOverlap => "GAO-03-143, limited overlap",
        }
    }

    /// What satisfies it, as said to the person who sets the measures up.
    pub fn asks(self) -> &'static str {
        match self {
            SetElement::Measured => "at least one measure, of the goal or of a goal that serves it",
            SetElement::OutcomeMeasure => "a measure of what is to be achieved, not only of what is done",
            SetElement::Balance => "measures of more than one kind",
            SetElement::LimitedOverlap => "no two measures of the same unit and formula",
        }
    }
}

/// One element of one goal's set of measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAssessment {
    pub element: SetElement,
    pub presence: Presence,
    /// What is lacking, or what there is to know about what is present; may be empty.
    pub note: String,
    /// The measures that it is about: those that overlap.
    pub measures: Vec<Code>,
}

/// A goal's measures: its own, and those of the goals that serve it, at whatever depth. Retired ones
/// are for the caller to leave out.
#[derive(Clone, Debug, Default)]
pub struct MeasureSet<'a> {
    pub own: Vec<&'a Measure>,
    pub below: Vec<&'a Measure>,
}

impl<'a> MeasureSet<'a> {
    /// Those of `measures` that belong to the goal `code`.
    pub fn of(goals: &[Goal], measures: &'a [Measure], code: &Code) -> MeasureSet<'a> {
        let serving = tree::below(goals, code);
        MeasureSet {
            own: measures.iter().filter(|measure| measure.goal == *code).collect(),
            below: measures.iter().filter(|measure| serving.contains(&measure.goal)).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &'a Measure> {
        self.own.iter().chain(&self.below).copied()
    }

    fn len(&self) -> usize {
        self.own.len() + self.below.len()
    }
}

/// Every element of a set, in the order of [`SetElement::ALL`].
pub fn assess(set: &MeasureSet) -> Vec<SetAssessment> {
    let assess = |&element: &SetElement| match element {
        SetElement::Measured => measured(set),
        SetElement::OutcomeMeasure => outcome(set),
        SetElement::Balance => balance(set),
        SetElement::LimitedOverlap => overlap(set),
    };
    SetElement::ALL.iter().map(assess).collect()
}

fn found(element: SetElement, presence: Presence, note: impl Into<String>) -> SetAssessment {
    SetAssessment { element, presence, note: note.into(), measures: Vec::new() }
}

fn measured(set: &MeasureSet) -> SetAssessment {
    let (presence, note) = match (set.own.len(), set.below.len()) {
        (0, 0) => (Presence::Missing, "no measure at all"),
        (0, _) => (Presence::Present, "only through the goals that serve it"),
        _ => (Presence::Present, ""),
    };
    found(SetElement::Measured, presence, note)
}

fn outcome(set: &MeasureSet) -> SetAssessment {
    let has = |measures: &[&Measure]| measures.iter().any(|measure| measure.kind == Kind::Outcome);
    let (presence, note) = match (has(&set.own), has(&set.below)) {
        (true, _) => (Presence::Present, ""),
        (false, true) => (Presence::Present, "only through the goals that serve it"),
        (false, false) => (Presence::Missing, "no outcome measure"),
    };
    found(SetElement::OutcomeMeasure, presence, note)
}

fn balance(set: &MeasureSet) -> SetAssessment {
    let mut kinds: Vec<Kind> = set.all().map(|measure| measure.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let (presence, note) = match (kinds.as_slice(), set.len()) {
        ([], _) => (Presence::Missing, "no measure at all".to_owned()),
        ([kind], 1) => (Presence::Partial, format!("the one measure is of the kind {}", kind.label())),
        ([kind], 2) => (Presence::Partial, format!("both measures are of the kind {}", kind.label())),
        ([kind], count) => {
            (Presence::Partial, format!("all {count} measures are of the kind {}", kind.label()))
        }
        _ => (Presence::Present, String::new()),
    };
    found(SetElement::Balance, presence, note)
}

/// How many groups of overlapping measures are told before they are only counted.
const TOLD: usize = 3;

fn overlap(set: &MeasureSet) -> SetAssessment {
    let groups = overlaps(set.all());
    let told = |group: &Vec<&Measure>| -> String {
        let names: Vec<_> = group.iter().map(|measure| measure.name.as_str()).collect();
        format!("{} have the same unit and formula", listed(&names))
    };
    let mut told: Vec<String> = groups.iter().take(TOLD).map(told).collect();
    if groups.len() > TOLD {
        told.push(format!("so it is with {} more groups of measures", groups.len() - TOLD));
    }
    let note = told.join("; ");
    let presence = if groups.is_empty() { Presence::Present } else { Presence::Partial };
    let measures = groups.iter().flatten().map(|measure| measure.code.clone()).collect();
    SetAssessment { measures, ..found(SetElement::LimitedOverlap, presence, note) }
}

/// Groups of measures that have the same unit and formula, whatever the case and the blanks. A
/// measure without a formula overlaps with none: what it counts is not known.
pub fn overlaps<'a>(measures: impl IntoIterator<Item = &'a Measure>) -> Vec<Vec<&'a Measure>> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut groups: BTreeMap<(String, String), Vec<&Measure>> = BTreeMap::new();
    for measure in measures.into_iter().filter(|measure| !measure.formula.trim().is_empty()) {
        groups.entry((plain(&measure.unit.name), plain(&measure.formula))).or_default().push(measure);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::tests_support::goal;
    use crate::domain::measure::tests_support::measure;

    /// A measure of a goal: kind and formula are what the cases are about.
    fn of(code: &str, goal: &str, kind: Kind, formula: &str) -> Measure {
        Measure { goal: goal.parse().unwrap(), kind, formula: formula.into(), ..measure(code) }
    }

    fn check(measures: &[Measure], element: SetElement, expected: Presence, note: &str) {
        let child = Goal { parent: "top".parse().ok(), ..goal("child") };
        let goals = [goal("top"), child, goal("apart")];
        let set = MeasureSet::of(&goals, measures, &"top".parse().unwrap());
        let all = assess(&set);
        let found = all.iter().find(|one| one.element == element).unwrap();
        assert_eq!((found.presence, found.note.as_str()), (expected, note), "{measures:#?}");
    }

    #[test]
    fn a_goal_is_measured_by_its_own_measures_or_by_those_below() {
        use Kind::{Outcome, Output};
        use SetElement::{Measured, OutcomeMeasure};
        let (own, below, apart) =
            (of("a", "top", Output, ""), of("b", "child", Outcome, ""), of("c", "apart", Outcome, ""));
        let one = std::slice::from_ref;
        check(&[], Measured, Presence::Missing, "no measure at all");
        check(one(&apart), Measured, Presence::Missing, "no measure at all");
        check(one(&below), Measured, Presence::Present, "only through the goals that serve it");
        check(one(&own), Measured, Presence::Present, "");
        check(&[], OutcomeMeasure, Presence::Missing, "no outcome measure");
        check(&[own.clone(), apart], OutcomeMeasure, Presence::Missing, "no outcome measure");
        check(&[own, below], OutcomeMeasure, Presence::Present, "only through the goals that serve it");
        check(&[of("a", "top", Outcome, "")], OutcomeMeasure, Presence::Present, "");
    }

    #[test]
    fn one_kind_is_no_balance() {
        use Kind::{Efficiency, Output};
        use SetElement::Balance;
        let (a, b) = (of("a", "top", Output, ""), of("b", "child", Output, ""));
        check(&[], Balance, Presence::Missing, "no measure at all");
        check(std::slice::from_ref(&a), Balance, Presence::Partial, "the one measure is of the kind output");
        check(&[a.clone(), b], Balance, Presence::Partial, "both measures are of the kind output");
        check(&[a, of("b", "child", Efficiency, "")], Balance, Presence::Present, "");
    }

    #[test]
    fn the_same_unit_and_formula_is_an_overlap() {
        use Kind::Output;
        use SetElement::LimitedOverlap;
        let a = of("a", "top", Output, "Count of  traces");
        let twice = "“Measure a” and “Measure b” have the same unit and formula";
        let mut other_unit = of("b", "top", Output, "Count of traces");
        other_unit.unit.name = "requests".into();
        check(&[], LimitedOverlap, Presence::Present, "");
        check(
            &[a.clone(), of("b", "child", Output, "count of traces ")],
            LimitedOverlap,
            Presence::Partial,
            twice,
        );
        check(&[a.clone(), other_unit], LimitedOverlap, Presence::Present, "");
        check(&[a, of("b", "apart", Output, "Count of traces")], LimitedOverlap, Presence::Present, "");
        check(
            &[of("a", "top", Output, " "), of("b", "top", Output, "")],
            LimitedOverlap,
            Presence::Present,
            "",
        );
    }

    #[test]
    fn of_many_that_overlap_some_are_named() {
        let many = |formula: &str, from: usize| -> Vec<Measure> {
            (from..from + 5).map(|n| of(&format!("m{n}"), "top", Kind::Output, formula)).collect()
        };
        let told = "“Measure m0”, “Measure m1”, “Measure m2” and 2 more have the same unit and formula";
        check(&many("a", 0), SetElement::LimitedOverlap, Presence::Partial, told);
        let groups: Vec<Measure> = (0..5).flat_map(|group| many(&format!("f{group}"), group * 5)).collect();
        let note = &assess(&MeasureSet { own: groups.iter().collect(), below: vec![] })[3].note;
        assert!(
            note.ends_with("; so it is with 2 more groups of measures") && note.contains("m10"),
            "{note}"
        );
        assert!(!note.contains("m15"), "{note}");
    }

    #[test]
    fn the_measures_that_overlap_are_named() {
        let same = |code| of(code, "top", Kind::Output, "Count");
        let measures = [same("a"), of("b", "top", Kind::Output, "Other"), same("c")];
        let set = MeasureSet::of(&[goal("top")], &measures, &"top".parse().unwrap());
        let all = assess(&set);
        let named: Vec<_> = all.iter().flat_map(|one| &one.measures).map(Code::as_str).collect();
        assert_eq!(named, ["a", "c"]);
        assert!(all.iter().all(|one| !one.element.authority().is_empty() && !one.element.asks().is_empty()));
    }
}
