//! Targets as a person sets them: which periods are asked for, and a form of new values read.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::batch::Finding;
use crate::domain::goal::Goal;
use crate::domain::import::fields::{Fields, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::measure::{Frequency, Measure};
use crate::domain::number::NumberRule;
use crate::domain::period::Period;
use crate::domain::target::{Target, TargetVersion};

/// The most periods that are shown at once: ten years of quarters, six of months.
fn most(frequency: Frequency) -> usize {
    if frequency == Frequency::Monthly { 72 } else { 40 }
}

/// The periods for which targets are shown and asked: the goal's time frame, a year back and a year ahead
/// at least, with every period that has a later target or a proposal.
pub fn periods(measure: &Measure, goal: &Goal, versions: &[TargetVersion], today: NaiveDate) -> Vec<Period> {
    let now = Period::containing(measure.frequency, measure.calendar, today);
    let year = measure.frequency.per_year();
    let own = || versions.iter().map(|version| &version.target).filter(|target| measure.takes(target.period));
    let waiting =
        versions.iter().filter(|version| !version.is_approved()).map(|version| version.target.period);
    let begins = goal.from.and_then(|from| measure.period_beginning(from));
    // A year is promised as a whole.
    let of_year = |own: Period| own.year_in(measure.calendar).parts(measure.frequency);
    let back = of_year(now.step(-year)).first().copied().unwrap_or(now);
    let first = waiting.filter(|period| measure.takes(*period)).chain(begins).chain([back]).min();
    let framed = goal.to.map(|to| measure.period_within(to));
    let last = own().map(|target| target.period).chain(framed).chain([now.step(year)]).max();
    let whole = |last: Period| of_year(last).pop().unwrap_or(last);
    let span = |first: Period| first.through(last.map_or(now, whole));
    let most = most(measure.frequency);
    let first = first.filter(|first| span(*first).count() <= most).unwrap_or(back);
    span(first).take(most).collect()
}

/// The form's targets: `set_on`, `reason`, `source`, `category`, and a value at the name of each period
/// that is to have a new one. All that is wrong at once, each at its field.
pub fn proposal(
    measure: &Measure,
    categories: &[String],
    versions: &[TargetVersion],
    form: &BTreeMap<String, String>,
) -> Result<Vec<Target>, Vec<Finding>> {
    let mut problems = Findings::default();
    let mut fields = Fields::new(form, &mut problems);
    if measure.unit.name.trim().is_empty() {
        fields.fault("target", "the measure states no unit; state it before a target is set");
    }
    let category = fields.category("category");
    if !category.is_empty() && !categories.contains(&category) {
        fields.fault("category", format!("“{category}” is no category of this measure; list it first"));
    }
    let set_on = fields.day_if_any("set_on");
    if fields.is_empty("set_on") {
        fields.fault("set_on", "write the day from which the targets hold");
    }
    let (reason, source) = (fields.required("reason", TEXT), fields.text("source", TEXT));
    let mut targets = Vec::new();
    for (period, value) in values(&mut fields, form, measure) {
        let before = in_force(versions, period, &category);
        if before.is_some_and(|before| before.value == value) {
            continue;
        }
        if let Some(fault) = before.and_then(|before| overlap(before, set_on)) {
            fields.fault(&period.to_string(), fault);
        }
        let (category, source, reason) = (category.clone(), source.clone(), reason.clone());
        targets.push(Target {
            measure: measure.code.clone(),
            period,
            category,
            value,
            set_on,
            source,
            reason,
        });
    }
    if fields.sound && targets.is_empty() {
        fields.fault("target", "enter a target that is another than the one in force");
    }
    let problems = problems.finish();
    if problems.is_empty() { Ok(targets) } else { Err(problems) }
}

/// The values typed, at their periods.
fn values(fields: &mut Fields, form: &BTreeMap<String, String>, measure: &Measure) -> Vec<(Period, f64)> {
    // What is counted in whole numbers may still be promised as an average.
    let rule = NumberRule { whole: false, negative: measure.rule.negative };
    let mut values = Vec::new();
    for (name, text) in form {
        if ["category", "set_on", "reason", "source"].contains(&name.as_str()) || text.trim().is_empty() {
            continue;
        }
        match name.parse::<Period>() {
            Ok(period) if measure.takes(period) => {
                values.extend(fields.number(name, rule).map(|value| (period, value)));
            }
            _ => fields.fault(name, "this is no period of the measure"),
        }
    }
    values.sort_by_key(|(period, _)| *period);
    values
}

/// The approved version that is in force for a period.
pub fn in_force<'v>(versions: &'v [TargetVersion], period: Period, category: &str) -> Option<&'v Target> {
    let of = |version: &&TargetVersion| {
        version.in_force && version.target.period == period && version.target.category == category
    };
    versions.iter().find(of).map(|version| &version.target)
}

/// Versions follow each other by their days: one cannot begin when or before another does that was
/// approved.
fn overlap(before: &Target, set_on: Option<NaiveDate>) -> Option<String> {
    let (begun, from) = before.set_on.zip(set_on)?;
    (from <= begun).then(|| format!("a target holds from {begun} already; choose a later day"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::tests_support;
    use crate::domain::measure::{Unit, tests_support::measure};

    fn version(period: &str, value: f64, set_on: Option<&str>, approved_by: &str) -> TargetVersion {
        let target = Target {
            measure: "m".parse().unwrap(),
            period: period.parse().unwrap(),
            category: String::new(),
            value,
            set_on: set_on.map(|day| day.parse().unwrap()),
            source: String::new(),
            reason: String::new(),
        };
        let in_force = !approved_by.is_empty();
        TargetVersion {
            target,
            author: "ana".into(),
            approved_by: approved_by.into(),
            stood: in_force,
            in_force,
        }
    }

    fn read(measure: &Measure, fields: &[(&str, &str)]) -> Result<Vec<(String, f64)>, Vec<String>> {
        let versions = [
            version("FY2027Q1", 100.0, None, "rex"),
            version("FY2027Q2", 100.0, Some("2026-10-01"), "rex"),
            version("FY2027Q3", 90.0, Some("2026-11-01"), ""),
        ];
        let form = fields.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        proposal(measure, &["type=rifle".to_owned()], &versions, &form)
            .map(|targets| targets.iter().map(|t| (format!("{}{}", t.period, t.category), t.value)).collect())
            .map_err(|found| found.iter().map(|one| format!("{}: {}", one.column, one.message)).collect())
    }

    #[test]
    fn targets_are_read_each_at_its_period() {
        let ok = |targets: &[(&str, f64)]| {
            Ok(targets.iter().map(|(p, v)| (p.to_string(), *v)).collect::<Vec<_>>())
        };
        let (day, why) = (("set_on", "2026-11-24"), ("reason", "Fewer requests."));
        for (fields, expected) in [
            (
                vec![day, why, ("FY2027Q1", "80"), ("FY2027Q2", ""), ("FY2027Q3", "80.5")],
                ok(&[("FY2027Q1", 80.0), ("FY2027Q3", 80.5)]),
            ),
            (vec![day, why, ("FY2027Q1", "100"), ("FY2027Q2", "90")], ok(&[("FY2027Q2", 90.0)])),
            (
                vec![day, why, ("FY2027Q1", "5"), ("category", "type=rifle")],
                ok(&[("FY2027Q1type=rifle", 5.0)]),
            ),
            (vec![day, why, ("FY2027Q1", "100")], Err(&["target: enter a target that is another"][..])),
            (
                vec![("FY2027Q1", "1,5"), ("FY2027", "3"), ("colour", "red"), ("category", "type=gun")],
                Err(&[
                    "category: “type=gun” is no category",
                    "set_on: write the day",
                    "reason: this must",
                    "FY2027: this is no period",
                    "FY2027Q1: “1,5” is not",
                    "colour: this is no period",
                ]),
            ),
            (
                vec![("set_on", "2026-10-01"), why, ("FY2027Q2", "1")],
                Err(&["FY2027Q2: a target holds from 2026-10-01 already"]),
            ),
            (vec![day, why, ("FY2027Q1", "-1")], Err(&["FY2027Q1: “-1” is below zero"])),
        ] {
            match (read(&measure("m"), &fields), expected) {
                (Ok(found), Ok(wanted)) => assert_eq!(found, wanted, "{fields:?}"),
                (Err(found), Err(wanted)) => {
                    assert_eq!(found.len(), wanted.len(), "{fields:?}: {found:?}");
                    assert!(
                        found.iter().zip(wanted).all(|(found, words)| found.starts_with(words)),
                        "{found:?}"
                    );
                }
                (found, _) => panic!("{fields:?}: {found:?}"),
            }
        }
        let bare = Measure { unit: Unit { name: " ".into(), decimals: 0 }, ..measure("m") };
        assert!(read(&bare, &[day, why, ("FY2027Q1", "1")]).unwrap_err()[0].contains("states no unit"));
    }

    #[test]
    fn periods_are_those_of_the_time_frame_with_a_year_on_either_side_of_today() {
        let goal = |from: Option<&str>, to: Option<&str>| Goal {
            from: from.map(|from| from.parse().unwrap()),
            to: to.map(|to| to.parse().unwrap()),
            ..tests_support::goal("goal")
        };
        let annual = || Measure { frequency: Frequency::Annual, ..measure("m") };
        let monthly = || Measure { frequency: Frequency::Monthly, ..measure("m") };
        let waiting = [version("FY2024Q1", 1.0, Some("2026-11-01"), "")];
        for (measure, from, to, versions, expected) in [
            (measure("m"), None, Some("FY2029"), &[][..], ("FY2026Q1", "FY2029Q4")),
            (measure("m"), Some("FY2022"), Some("FY2025"), &[], ("FY2022Q1", "FY2028Q4")),
            (measure("m"), Some("FY1990"), Some("FY2025"), &[], ("FY2026Q1", "FY2028Q4")),
            (measure("m"), None, None, &waiting, ("FY2024Q1", "FY2028Q4")),
            (annual(), None, None, &[], ("FY2026", "FY2028")),
            (monthly(), None, None, &[], ("2025-10", "2028-09")),
            (monthly(), Some("FY2024"), None, &[], ("2023-10", "2028-09")),
            (monthly(), Some("FY2022"), Some("FY2026"), &[], ("2025-10", "2028-09")),
            (annual(), Some("FY2022Q1"), Some("FY2030"), &waiting, ("FY2022", "FY2030")),
        ] {
            let found = periods(&measure, &goal(from, to), versions, "2026-11-24".parse().unwrap());
            let ends = (found[0].to_string(), found[found.len() - 1].to_string());
            assert_eq!(ends, (expected.0.to_owned(), expected.1.to_owned()));
        }
        let endless = periods(&measure("m"), &goal(None, Some("FY2199")), &[], "2026-11-24".parse().unwrap());
        assert_eq!(endless.len(), 40);
    }
}
