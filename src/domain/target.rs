//! Baselines and targets.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::period::Period;

/// Where a measure started (GAO-03-143: baseline and trend data).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    pub measure: Code,
    /// The period the value was measured in; `None` where the publication names none.
    pub period: Option<Period>,
    /// In the measure's unit.
    pub value: f64,
    pub source: String,
}

impl Baseline {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        Baseline::subject_of(&self.measure)
    }

    /// The same, of a measure that may have none.
    pub fn subject_of(measure: &Code) -> String {
        format!("baseline:{measure}")
    }
}

/// What was promised for a period (31 U.S.C. 1115(b)(1), (2)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub measure: Code,
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
    /// In the measure's unit.
    pub value: f64,
    /// The day from which this version holds; `None` from the beginning.
    pub set_on: Option<NaiveDate>,
    pub source: String,
    /// Why it was set to this; empty where no reason was given.
    pub reason: String,
}

impl Target {
    /// What the entries of this version in the audit trail are about.
    pub fn subject(&self) -> String {
        let from = self.set_on.map(|day| format!("@{day}")).unwrap_or_default();
        format!("target:{}/{}/{}{from}", self.measure, self.period, self.category)
    }
}

/// A target on its way: who set it, who approved it, and whether it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetVersion {
    pub target: Target,
    pub author: String,
    /// Empty while it is only proposed.
    pub approved_by: String,
    /// It is in force when its period ends.
    pub stood: bool,
}

impl TargetVersion {
    pub fn is_approved(&self) -> bool {
        !self.approved_by.is_empty()
    }
}

/// Of the versions for a period and a category, the approved one that is in force on a day: the latest that
/// was set by then. A version approved for a later day is not.
pub fn in_force<'v>(
    versions: impl IntoIterator<Item = &'v TargetVersion>,
    period: Period,
    category: &str,
    on: NaiveDate,
) -> Option<&'v TargetVersion> {
    let holds = |version: &&TargetVersion| {
        let TargetVersion { target, .. } = version;
        version.is_approved()
            && (target.period, target.category.as_str()) == (period, category)
            && target.set_on.is_none_or(|day| day <= on)
    };
    versions.into_iter().filter(holds).max_by_key(|version| version.target.set_on)
}

/// The targets that are in force on a day, where others stood.
pub fn replaced(versions: &[TargetVersion], on: NaiveDate) -> impl Iterator<Item = &Target> {
    let now = move |stood: &TargetVersion| {
        let Target { period, category, .. } = &stood.target;
        in_force(versions, *period, category, on).filter(|version| !version.stood)
    };
    versions.iter().filter(|version| version.stood).filter_map(now).map(|version| &version.target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(value: f64, set_on: &str, approved_by: &str, stood: bool) -> TargetVersion {
        let target = Target {
            measure: "m".parse().unwrap(),
            period: "FY2027Q1".parse().unwrap(),
            category: String::new(),
            value,
            set_on: set_on.parse().ok(),
            source: String::new(),
            reason: String::new(),
        };
        TargetVersion { target, author: "ana".into(), approved_by: approved_by.into(), stood }
    }

    #[test]
    fn what_is_in_force_depends_on_the_day() {
        // The quarter ends with December.
        let versions = [
            version(10.0, "", "rex", false),
            version(30.0, "2026-12-15", "rex", true),
            version(20.0, "2026-11-01", "rex", false),
            version(40.0, "2027-02-01", "rex", false),
            version(50.0, "2026-11-02", "", false),
        ];
        for (on, now, replaced_by) in [
            ("2026-10-31", 10.0, Some(10.0)),
            ("2026-11-01", 20.0, Some(20.0)),
            ("2026-12-14", 20.0, Some(20.0)),
            ("2026-12-15", 30.0, None),
            ("2027-01-31", 30.0, None),
            ("2027-02-01", 40.0, Some(40.0)),
        ] {
            let (on, period) = (on.parse().unwrap(), versions[0].target.period);
            let value = |version: &TargetVersion| version.target.value;
            assert_eq!(in_force(&versions, period, "", on).map(value), Some(now), "{on}");
            let others: Vec<f64> = replaced(&versions, on).map(|target| target.value).collect();
            assert_eq!(others, Vec::from_iter(replaced_by), "{on}");
            assert_eq!(in_force(&versions, period, "type=rifle", on), None);
            assert_eq!(in_force(&versions, period.next(), "", on), None);
            assert_eq!(
                in_force(&versions[3..4], period, "", on).is_some(),
                on >= "2027-02-01".parse().unwrap()
            );
        }
    }
}
