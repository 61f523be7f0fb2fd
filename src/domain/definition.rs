//! What a measure counted, and from when: the versions of its definition.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::period::Period;

/// One version of a measure's definition. Figures keep the version of their period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// From 1.
    pub number: u32,
    /// The first period that is counted this way; `None` for the first version.
    pub from: Option<Period>,
    pub definition: String,
    pub formula: String,
    pub unit: String,
    /// Why it was changed; empty for the first version.
    pub reason: String,
    pub author: String,
}

/// A new version to be made of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDefinition {
    pub from: Period,
    pub reason: String,
}

/// Whether `after` counts something else than `before`, as far as its texts tell.
pub fn counts_otherwise(before: &Measure, after: &Measure) -> bool {
    let what = |m: &Measure| (m.definition.clone(), m.formula.clone(), m.unit.name.clone(), m.ratio);
    what(before) != what(after)
}

/// Whether what was stated before now says something else; stating what was not stated is no such change.
pub fn restates(before: &Measure, after: &Measure) -> bool {
    let texts = |m: &Measure| [m.definition.clone(), m.formula.clone(), m.unit.name.clone()];
    let mut pairs = texts(before).into_iter().zip(texts(after));
    before.ratio != after.ratio || pairs.any(|(before, after)| !before.is_empty() && before != after)
}

/// The periods with which a version begins that is not the first: where charts show a break.
pub fn breaks(versions: &[Definition]) -> Vec<Period> {
    versions.iter().filter_map(|version| version.from).collect()
}

/// What stands against a new version from `from`: it must come after the last one and be one of the
/// measure's own periods.
pub fn fault(measure: &Measure, versions: &[Definition], from: Period) -> Option<String> {
    let last = versions.iter().filter_map(|version| version.from).max();
    match last {
        _ if !measure.takes(from) => Some(format!("{} is no period of this measure", from.label())),
        Some(last) if from <= last => {
            Some(format!("a version already begins with {}; choose a later period", last.label()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;

    fn version(number: u32, from: Option<&str>) -> Definition {
        Definition {
            number,
            from: from.map(|text| text.parse().unwrap()),
            definition: String::new(),
            formula: String::new(),
            unit: String::new(),
            reason: String::new(),
            author: String::new(),
        }
    }

    #[test]
    fn versions_follow_each_other() {
        let versions = [version(1, None), version(2, Some("FY2024Q1"))];
        for (from, expected) in [
            ("FY2024Q2", None),
            ("FY2024Q1", Some("already begins with Q1 FY 2024")),
            ("FY2023Q4", Some("already begins")),
            ("FY2025", Some("no period of this measure")),
            ("CY2025Q1", Some("no period of this measure")),
        ] {
            let found = fault(&measure("m"), &versions, from.parse().unwrap());
            assert_eq!(found.is_some(), expected.is_some(), "{from}: {found:?}");
            assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()), "{from}");
        }
        assert_eq!(fault(&measure("m"), &[], "FY2020Q1".parse().unwrap()), None);
        assert_eq!(breaks(&versions), ["FY2024Q1".parse().unwrap()]);
    }

    #[test]
    fn a_new_caveat_is_no_new_definition() {
        let before = measure("m");
        let caveat = Measure { caveat: "Mind this.".into(), ..before.clone() };
        let formula = Measure { formula: "Count otherwise".into(), ..before.clone() };
        assert!(!counts_otherwise(&before, &caveat) && counts_otherwise(&before, &formula));
        assert!(!restates(&before, &formula), "it had none before");
        assert!(restates(&formula, &before));
    }
}
