//! Rules between measures: what their figures of one period must come to beside each other, as
//! `traces-urgent + traces-routine = traces-completed` or `traces-completed <= traces-requested`. A rule is
//! about totals, and a figure that breaks it is warned of, never refused.
//!
//! # Layout
//! - this file: a rule, its measures, and its evaluation on the figures of a period.
//! - [`text`]: a rule as a person writes it.

mod text;

use std::collections::BTreeMap;

use super::actual::Figure;
use super::code::Code;
use super::import::nearest;
use super::measure::{Frequency, Measure, Unit};

pub use text::RelationError;

/// How the two sides of a rule compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    AtMost,
}

/// A rule: the sum of some measures compared with the sum of others, each measure named once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub left: Vec<Code>,
    pub comparison: Comparison,
    pub right: Vec<Code>,
}

/// What the figures of a period say of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    /// With both sides in words.
    Broken(String),
    /// The measures that have no figure.
    CannotBeTold(Vec<Code>),
}

/// The figures of a period, each with its measure.
#[derive(Clone, Debug, Default)]
pub struct Figures<'m> {
    known: BTreeMap<Code, (&'m Measure, Option<f64>)>,
}

impl<'m> Figures<'m> {
    /// Adds what is entered for a measure's total: `None` where nothing is. What was added before for the
    /// same measure is replaced.
    pub fn put(&mut self, measure: &'m Measure, figure: Option<Figure>) {
        let value = figure.and_then(|figure| figure.value(measure.scale()));
        self.known.insert(measure.code.clone(), (measure, value));
    }

    fn of(&self, code: &Code) -> Option<(&'m Measure, f64)> {
        let (measure, value) = self.known.get(code)?;
        value.map(|value| (*measure, value))
    }
}

impl Relation {
    /// The measures that it names, each once, in the order of their places.
    pub fn measures(&self) -> impl Iterator<Item = &Code> {
        self.left.iter().chain(&self.right)
    }

    /// Whether two rules say the same in different words: `a + b = c` and `c = b + a`.
    pub fn says_the_same(&self, other: &Relation) -> bool {
        let sorted = |codes: &[Code]| {
            let mut codes = codes.to_vec();
            codes.sort();
            codes
        };
        let [left, right] = [&self.left, &self.right].map(|side| sorted(side));
        let [others_left, others_right] = [&other.left, &other.right].map(|side| sorted(side));
        let is_same = left == others_left && right == others_right;
        let is_turned = left == others_right && right == others_left;
        self.comparison == other.comparison
            && (is_same || (is_turned && self.comparison == Comparison::Equal))
    }

    /// Why figures of the measures that it names can never be held beside each other, in words; `known` are
    /// the measures there are. Retired ones may stay in a rule: their past is held against it.
    pub fn faults(&self, known: &[Measure]) -> Vec<String> {
        let find = |code: &Code| known.iter().find(|measure| measure.code == *code);
        let hint = |code: &Code| nearest::hint(code.as_str(), known.iter().map(|known| known.code.as_str()));
        let unknown = self.measures().filter(|code| find(code).is_none());
        let mut faults: Vec<String> =
            unknown.map(|code| format!("there is no measure “{code}”{}", hint(code))).collect();
        let mut measures = self.measures().filter_map(find);
        if let Some(first) = measures.next() {
            faults.extend(measures.filter_map(|other| unlike(first, other)));
        }
        faults
    }

    /// Holds the figures of a period against the rule. What figures are rounded by is allowed for; counts
    /// are not rounded.
    pub fn evaluate(&self, figures: &Figures) -> Verdict {
        let missing: Vec<Code> = self.measures().filter(|code| figures.of(code).is_none()).cloned().collect();
        if !missing.is_empty() {
            return Verdict::CannotBeTold(missing);
        }
        let [left, right] = [&self.left, &self.right].map(|side| Side::of(side, figures));
        let over = left.sum - right.sum;
        // Binary fractions add up to a hair more or less.
        let hair = 1e-9 * left.sum.abs().max(right.sum.abs());
        let allowed = left.rounding + right.rounding + hair;
        let holds = match self.comparison {
            Comparison::Equal => over.abs() <= allowed,
            Comparison::AtMost => over <= allowed,
        };
        if holds { Verdict::Holds } else { Verdict::Broken(self.words(&left, &right)) }
    }

    fn words(&self, left: &Side, right: &Side) -> String {
        let should = match self.comparison {
            Comparison::Equal => "must equal",
            Comparison::AtMost => "must not be more than",
        };
        format!("{} {should} {}: the rule “{self}” does not hold.", left.words, right.words)
    }
}

/// One side of a rule, worked out.
struct Side {
    sum: f64,
    /// By how much the sum may be off because figures are rounded.
    rounding: f64,
    /// `Urgent traces (40) and Routine traces (55), together 95,`
    words: String,
}

impl Side {
    fn of(codes: &[Code], figures: &Figures) -> Side {
        let known: Vec<(&Measure, f64)> = codes.iter().filter_map(|code| figures.of(code)).collect();
        let sum = known.iter().map(|(_, value)| value).sum();
        let parts: Vec<String> = known
            .iter()
            .map(|(measure, value)| format!("{} ({})", measure.name, measure.unit.figure(*value)))
            .collect();
        let together = match (known.as_slice(), parts.split_last()) {
            ([(first, _), _, ..], Some((last, others))) => {
                let decimals =
                    known.iter().map(|(measure, _)| measure.unit.decimals).max().unwrap_or_default();
                let unit = Unit { decimals, ..first.unit.clone() };
                format!("{} and {last}, together {},", others.join(", "), unit.figure(sum))
            }
            _ => parts.concat(),
        };
        Side { sum, rounding: known.iter().map(|(measure, _)| rounding(measure)).sum(), words: together }
    }
}

/// By how much a figure may be off because it is rounded to the decimals of its unit.
fn rounding(measure: &Measure) -> f64 {
    if measure.rule.whole && !measure.ratio {
        0.0
    } else {
        0.5 / 10f64.powi(i32::from(measure.unit.decimals))
    }
}

/// Why figures of two measures cannot be held beside each other.
fn unlike(one: &Measure, other: &Measure) -> Option<String> {
    let kept = |measure: &Measure| match measure.frequency {
        // A month is of both calendars.
        Frequency::Monthly => measure.frequency.label().to_owned(),
        frequency => format!("{}, by {}s", frequency.label(), measure.calendar.label()),
    };
    let (a, b) = (kept(one), kept(other));
    (a != b).then(|| {
        format!("“{}” is kept {a}, but “{}” {b}: they have no period in common", one.code, other.code)
    })
}

/// What the figures of a period break, each rule in words.
pub fn broken(relations: &[Relation], figures: &Figures) -> Vec<String> {
    let words = |relation: &Relation| match relation.evaluate(figures) {
        Verdict::Broken(words) => Some(words),
        Verdict::Holds | Verdict::CannotBeTold(_) => None,
    };
    relations.iter().filter_map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::MissingReason;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::number::NumberRule;
    use crate::domain::period::Calendar;

    fn rule(text: &str) -> Relation {
        text.parse().unwrap()
    }

    /// `holds`, `broken`, or the measures that lack a figure.
    fn told(measures: &[Measure], text: &str, figures: &[(&str, f64)]) -> String {
        let mut known = Figures::default();
        for measure in measures {
            let figure = figures.iter().find(|(code, _)| *code == measure.code.as_str());
            known.put(measure, figure.map(|(_, value)| Figure::Value(*value)));
        }
        match rule(text).evaluate(&known) {
            Verdict::Holds => "holds".into(),
            Verdict::Broken(_) => "broken".into(),
            Verdict::CannotBeTold(codes) => codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" "),
        }
    }

    #[test]
    fn a_rule_holds_is_broken_or_cannot_be_told() {
        let counts = ["a", "b", "c"].map(measure);
        let tenths = ["a", "b", "c"].map(|code| Measure {
            unit: Unit { name: "tons".into(), decimals: 1 },
            rule: NumberRule::default(),
            ..measure(code)
        });
        for (measures, text, figures, expected) in [
            (&counts, "a + b = c", &[("a", 40.), ("b", 55.), ("c", 95.)][..], "holds"),
            (&counts, "a + b = c", &[("a", 40.), ("b", 55.), ("c", 96.)], "broken"),
            (&counts, "a + b = c", &[("a", 40.), ("b", 55.), ("c", 94.)], "broken"),
            (&counts, "c = a + b", &[("a", 0.), ("b", 0.), ("c", 0.)], "holds"),
            (&counts, "a + b <= c", &[("a", 40.), ("b", 55.), ("c", 96.)], "holds"),
            (&counts, "a + b <= c", &[("a", 40.), ("b", 55.), ("c", 94.)], "broken"),
            (&counts, "a <= c", &[("a", 40.), ("c", 40.)], "holds"),
            (&counts, "a + b = c", &[("a", 40.), ("c", 94.)], "b"),
            (&counts, "a + b = c", &[], "a b c"),
            // Each figure may be off by half a tenth, the sum of all three by 0.15.
            (&tenths, "a + b = c", &[("a", 0.1), ("b", 0.2), ("c", 0.3)], "holds"),
            (&tenths, "a + b = c", &[("a", 1.1), ("b", 1.1), ("c", 2.3)], "holds"),
            (&tenths, "a + b = c", &[("a", 1.1), ("b", 1.1), ("c", 2.4)], "broken"),
            (&tenths, "a <= c", &[("a", 1.2), ("c", 1.1)], "holds"),
            (&tenths, "a <= c", &[("a", 1.3), ("c", 1.1)], "broken"),
            // A measure that nobody knows has no figure.
            (&counts, "a <= d", &[("a", 1.)], "d"),
        ] {
            assert_eq!(told(measures, text, figures), expected, "{text} {figures:?}");
        }
    }

    #[test]
    fn what_is_broken_is_told_with_both_sides() {
        let named = |code: &str, name: &str| Measure { name: name.into(), ..measure(code) };
        let measures =
            [named("a-1", "Urgent"), named("a-2", "Routine"), named("a-3", "Slow"), named("all", "Traces")];
        let mut figures = Figures::default();
        for (measure, value) in measures.iter().zip([1040., 55., 5., 1000.]) {
            figures.put(measure, Some(Figure::Value(value)));
        }
        let rules = ["a-1 + a-2 + a-3 = all", "a-1 <= all", "a-2 <= a-1", "a-1 + a-2 <= missing"].map(rule);
        assert_eq!(
            broken(&rules, &figures),
            [
                "Urgent (1,040), Routine (55) and Slow (5), together 1,100, must equal Traces (1,000): the rule “a-1 + a-2 + a-3 = all” does not hold.",
                "Urgent (1,040) must not be more than Traces (1,000): the rule “a-1 <= all” does not hold.",
            ]
        );
        // A reason is no figure.
        figures.put(&measures[3], Some(Figure::Missing(MissingReason::Suppressed)));
        assert_eq!(broken(&rules, &figures), [""; 0]);
        let percent = Measure {
            unit: Unit { name: "percent".into(), decimals: 1 },
            ratio: true,
            ..named("a-1", "Share")
        };
        figures.put(&percent, Some(Figure::Ratio { numerator: 1., denominator: 2. }));
        figures.put(&measures[3], Some(Figure::Value(40.)));
        assert!(
            broken(&rules[1..2], &figures)[0].starts_with("Share (50.0%) must not be more than Traces (40)")
        );
    }

    #[test]
    fn rules_that_say_the_same_are_known() {
        for (one, other, same) in [
            ("a + b = c", "b + a = c", true),
            ("a + b = c", "c = a + b", true),
            ("a <= b", "b <= a", false),
            ("a + b <= c", "b + a <= c", true),
            ("a + b <= c", "a + b = c", false),
            ("a + b = c", "a = b + c", false),
        ] {
            assert_eq!(rule(one).says_the_same(&rule(other)), same, "{one}; {other}");
        }
    }

    #[test]
    fn measures_that_have_no_period_in_common_are_told() {
        let kept = |code: &str, frequency, calendar| Measure { frequency, calendar, ..measure(code) };
        use Frequency::{Annual, Monthly, Quarterly};
        let known = [
            measure("a"),
            Measure { retired_on: "2020-01-01".parse().ok(), ..measure("old") },
            kept("y", Annual, Calendar::Fiscal),
            kept("c", Quarterly, Calendar::Calendar),
            kept("m1", Monthly, Calendar::Fiscal),
            kept("m2", Monthly, Calendar::Calendar),
        ];
        for (text, expected) in [
            ("a <= old", &[][..]),
            ("m1 <= m2", &[]),
            ("a <= y", &["“a” is kept quarterly, by fiscal years, but “y” annual, by fiscal years"]),
            ("a <= c", &["but “c” quarterly, by calendar years: they have no period in common"]),
            ("y + no-1 = no-2 + m1", &["no measure “no-1”", "no measure “no-2”", "“y” is kept annual"]),
        ] {
            let faults = rule(text).faults(&known);
            assert_eq!(faults.len(), expected.len(), "{text}: {faults:?}");
            for (fault, part) in faults.iter().zip(expected) {
                assert!(fault.contains(part), "{part}: {fault}");
            }
        }
    }
}
