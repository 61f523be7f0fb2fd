//! What an entry of the audit trail says, in words: about what, what was done, and each thing that
//! became another.
//!
//! An entry holds what stood before and after as JSON, in whatever form the program had when it wrote
//! them. So nothing here relies on a form: what is not known is told by its own name.

mod excerpt;
mod fields;
mod history;
mod subject;

pub use excerpt::{LONG, excerpt};
pub use history::{Former, Renaming, Told, Version, former, published};
pub use subject::{Names, Owner, Subject, SubjectKind};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that became another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    /// Empty where there was nothing; where the text is long, the part that differs.
    pub before: String,
    pub after: String,
    /// Both texts in full, where they are cut above.
    pub whole: Option<(String, String)>,
}

impl FieldChange {
    fn new(field: impl Into<String>, before: String, after: String) -> FieldChange {
        let (before, after, whole) = match excerpt(&before, &after) {
            Some((shown, then)) => (shown, then, Some((before, after))),
            None => (before, after, None),
        };
        FieldChange { field: field.into(), before, after, whole }
    }

    /// What stood before and after, in full.
    pub fn in_full(&self) -> (&str, &str) {
        let whole = self.whole.as_ref().map(|(before, after)| (before.as_str(), after.as_str()));
        whole.unwrap_or((&self.before, &self.after))
    }
}

/// What an entry changed: the fields that differ, those first that matter most. What its subject says
/// already is left out.
pub fn changes(subject: &Subject, before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let (before, after) = (fields::of(before), fields::of(after));
    let mut paths: Vec<&str> = before.iter().chain(&after).map(|(path, _)| path.as_str()).collect();
    paths.retain(|path| !subject.identity().contains(path));
    paths.sort_by_key(|path| (fields::place(path), *path));
    paths.dedup();
    let at = |values: &[(String, &Value)], path: &str| {
        values.iter().find(|(known, _)| known == path).map(|(_, value)| (*value).clone())
    };
    let differing = |path: &str| fields::differing(path, at(&before, path), at(&after, path));
    paths.into_iter().flat_map(differing).collect()
}

/// What is done to things, each as entries name it and as people read it.
pub const ACTIONS: &[(&str, &str)] = &[
    ("create", "created"),
    ("change", "changed"),
    ("remove", "removed"),
    ("rename", "renamed"),
    ("save", "saved as a draft"),
    ("clear", "taken back"),
    ("submit", "submitted"),
    ("return", "returned"),
    ("approve", "approved"),
    ("comment", "commented on"),
    ("open", "opened"),
    ("reopen", "reopened"),
    ("complete", "said to be complete"),
    ("withdraw completion", "no longer said to be complete"),
    ("propose", "proposed"),
    ("put", "account set up"),
    ("sign out everywhere", "signed out everywhere"),
    ("set reminders", "reminders set"),
    ("stop reminders", "reminders ended"),
    ("remind", "reminder sent"),
    ("set risk", "risk set by hand"),
    ("unset risk", "risk left to the measures"),
    ("pin note", "pinned"),
    ("withdraw note", "withdrawn"),
    ("renew calendar address", "calendar given a new address"),
];

/// What was done, in words. Figures and approved targets are written without approval by imports alone.
pub fn action(name: &str, subject: &Subject) -> String {
    let by_import = matches!(subject, Subject::Figure { .. } | Subject::Target { .. });
    match ACTIONS.iter().find(|(known, _)| *known == name) {
        Some(_) if by_import && name == "create" => "imported".to_owned(),
        Some(_) if by_import && name == "change" => "imported over what was there".to_owned(),
        Some((_, words)) => (*words).to_owned(),
        None => name.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::Contributors;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::target::{Baseline, Target};
    use serde_json::json;

    /// Each change as a line: `field: before -> after`.
    fn told(subject: &str, before: Option<Value>, after: Option<Value>) -> Vec<String> {
        let changes = changes(&Subject::read(subject), before.as_ref(), after.as_ref());
        changes.iter().map(|c| format!("{}: {} -> {}", c.field, c.before, c.after)).collect()
    }

    fn figure(figure: Value, state: &str, note: &str) -> Value {
        json!({ "figure": figure, "state": state, "note": note, "source": "register", "author": "ana" })
    }

    #[test]
    fn a_figure_is_told_in_words() {
        let subject = "actual:traces/FY2026Q1/";
        let value = json!({ "value": 1234.5 });
        let rate = json!({ "ratio": { "numerator": 83.0, "denominator": 1000.0 } });
        let missing = json!({ "missing": "not_yet_due" });
        let new = told(subject, None, Some(figure(value.clone(), "submitted", "")));
        assert_eq!(
            new,
            ["figure:  -> 1,234.5", "state:  -> submitted", "source:  -> register", "author:  -> ana"]
        );
        let (before, after) = (figure(value, "approved", "a"), figure(rate.clone(), "submitted", "b"));
        assert_eq!(
            told(subject, Some(before), Some(after)),
            ["figure: 1,234.5 -> 83 of 1,000", "state: approved -> submitted", "note: a -> b"]
        );
        let (before, after) = (figure(rate, "approved", ""), figure(missing, "approved", ""));
        assert_eq!(
            told(subject, Some(before.clone()), Some(after)),
            ["figure: 83 of 1,000 -> no figure: not yet due"]
        );
        assert_eq!(told(subject, Some(before.clone()), Some(before)), [""; 0]);
    }

    #[test]
    fn what_the_store_writes_of_other_things_is_told_in_words() {
        let old = measure("traces");
        let mut new = old.clone();
        (new.caveat, new.rule.negative, new.unit.decimals) = ("New".into(), true, 2);
        (new.bands.on_track, new.retired_on) = (0.1, "2027-10-01".parse().ok());
        new.method = crate::domain::status::Method::LinearPace;
        assert_eq!(
            told("measure:traces", Some(json!(old)), Some(json!(new))),
            [
                "decimals: 0 -> 2",
                "below zero: no -> yes",
                "caveat:  -> New",
                "method of judging: distance from baseline to target -> straight line to the final target",
                "on track within: 0.05 -> 0.1",
                "retired from:  -> 1 October 2027",
            ]
        );
        let target = Target {
            measure: "traces".parse().unwrap(),
            period: "FY2026Q1".parse().unwrap(),
            category: String::new(),
            value: 110.0,
            set_on: "2025-10-01".parse().ok(),
            source: "plan".into(),
            reason: "more staff".into(),
        };
        assert_eq!(
            told("target:traces/FY2026Q1/@2025-10-01", None, Some(json!(target))),
            ["value:  -> 110", "reason:  -> more staff", "source:  -> plan"]
        );
        let period = Some("FY2025Q4".parse().unwrap());
        let baseline =
            Baseline { measure: "traces".parse().unwrap(), period, value: -9.5, source: String::new() };
        assert_eq!(
            told("baseline:traces", Some(json!(baseline)), None),
            ["value: −9.5 -> ", "period: Q4 FY 2025 -> "]
        );
        let contributors = |all: &[&str]| {
            json!(Contributors::new(
                "safe".parse().unwrap(),
                all.iter().map(|o| o.parse().unwrap()).collect()
            ))
        };
        assert_eq!(
            told(
                "contributors:safe",
                Some(contributors(&["ATF", "CBP"])),
                Some(contributors(&["CBP", "HSI", "INL"]))
            ),
            ["offices taken away: ATF -> ", "offices added:  -> HSI, INL"]
        );
        for (subject, before, after, expected) in [
            (
                "categories:traces",
                json!(["t=a", "t=b"]),
                json!(["t=b", "t=a"]),
                "categories, in order: t: a, t: b -> t: b, t: a",
            ),
            (
                "categories:traces",
                json!(["t=a"]),
                json!(["t=a", "gun_type=b"]),
                "categories added:  -> gun type: b",
            ),
            ("categories:traces", Value::Null, json!(["t=a", "t=b"]), "categories:  -> t: a, t: b"),
            ("categories:traces/t=a", json!("t=a"), json!("t=c"), "name: t: a -> t: c"),
            (
                "person:ana",
                Value::Null,
                json!({ "role": "steward", "office": null, "password": "set" }),
                "role:  -> data steward",
            ),
            (
                "milestone:g/m1",
                json!({ "status": "under_way" }),
                json!({ "status": "done" }),
                "status: under way -> done",
            ),
            (
                "recommendation:R",
                json!({ "as_of": "2025-02-20" }),
                json!({ "as_of": "2026-02-20" }),
                "status as of: 20 February 2025 -> 20 February 2026",
            ),
            (
                "goal:g",
                json!({ "level": "priority" }),
                json!({ "level": "strategic" }),
                "level: agency priority goal -> strategic goal",
            ),
        ] {
            let lines = told(subject, Some(before).filter(|value| !value.is_null()), Some(after));
            assert_eq!(lines.first().map(String::as_str), Some(expected), "{subject}");
        }
    }

    #[test]
    fn what_is_not_known_is_told_by_its_own_name() {
        let before =
            json!({ "opens_on": "2026-01-01", "figure": { "estimate": 5, "by": ["a", "b"] }, "gone": [] });
        let after =
            json!({ "opens_on": "2026-02-01", "figure": { "estimate": 6 }, "steps": [{ "n": 1 }, [true]] });
        assert_eq!(
            told("window:FY2026Q1", Some(before), Some(after)),
            [
                "figure by: a, b -> ",
                "figure estimate: 5 -> 6",
                "opens on: 2026-01-01 -> 2026-02-01",
                "steps 1 n:  -> 1",
                "steps 2:  -> yes",
            ]
        );
        for odd in [json!(null), json!({}), json!([]), json!({ "a": {} }), json!("{\"a\": 1}"), json!(7)] {
            for line in told("x", None, Some(odd.clone())) {
                assert!(!line.contains("{}") && !line.contains('['), "{odd}: {line}");
            }
        }
    }

    #[test]
    fn a_long_text_is_there_in_full() {
        let long = "word ".repeat(100);
        let subject = Subject::read("measure:m");
        let changes =
            changes(&subject, Some(&json!({ "caveat": long })), Some(&json!({ "caveat": "short" })));
        let cut = &changes[0];
        assert!(cut.before.ends_with('…') && cut.before.chars().count() <= LONG + 1);
        assert_eq!((cut.in_full().0, cut.in_full().1), (long.as_str(), "short"));
    }

    #[test]
    fn what_was_done_is_told_in_words() {
        for (name, subject, words) in [
            ("create", "measure:m", "created"),
            ("create", "actual:m/FY2026/", "imported"),
            ("change", "target:m/FY2026/", "imported over what was there"),
            ("save", "actual:m/FY2026/", "saved as a draft"),
            ("sign out everywhere", "person:ana", "signed out everywhere"),
            ("remind", "person:ana", "reminder sent"),
            ("re_open", "actual:m/FY2026/", "re open"),
        ] {
            assert_eq!(action(name, &Subject::read(subject)), words, "{name}");
        }
    }
}
