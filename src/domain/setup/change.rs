//! A form laid over a measure as it stands: the measure as it is to be, or everything that is wrong.

use std::collections::BTreeMap;

use super::guidance::CHANGE;
use super::{Identity, baseline, measure, texts};
use crate::domain::batch::Finding;
use crate::domain::code::Code;
use crate::domain::definition::{self, Definition, NewDefinition};
use crate::domain::goal::{Goal, Office};
use crate::domain::import::fields::{Fields, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::measure::Measure;
use crate::domain::target::Baseline;

/// What a form is read against.
#[derive(Clone, Copy)]
pub struct Knowing<'a> {
    pub goals: &'a [Goal],
    pub offices: &'a [Office],
    pub past: Past<'a>,
}

/// What a change of a measure must not break.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    /// Of the measure's definition, in their order.
    pub versions: &'a [Definition],
    /// Figures or targets are held by the measure's periods.
    pub counted: bool,
}

/// A measure as it is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub measure: Measure,
    pub baseline: Option<Baseline>,
    /// Where it counts something else from a period on.
    pub version: Option<NewDefinition>,
}

/// What a change that counts something else must say: in a form, and in a file.
const SAY: &str = "say whether this is only in other words, or counted otherwise from a period on";
const WRITE: &str = "definition, formula, unit or ratio are no longer what they were: in the column “change”, write \
                     “words” if it counts as before, else “otherwise”, and fill change_from and change_reason";

type Form = BTreeMap<String, String>;

/// The measure with some of its fields changed; what is not in the form stays. All that is wrong at once,
/// each at its field.
pub fn change(
    old: &Measure,
    started: Option<&Baseline>,
    form: &Form,
    knowing: Knowing,
) -> Result<Change, Vec<Finding>> {
    let mut whole = texts(old, started);
    let mut problems = Findings::default();
    for (name, text) in form {
        let asked = CHANGE.iter().any(|field| field.name == name);
        if !asked && (name == "code" || !whole.contains_key(name)) {
            Fields::new(form, &mut problems).fault(name, "there is no such field to be changed");
        }
        whole.insert(name.clone(), text.clone());
    }
    let read = read(&whole, Some(old.code.clone()), knowing, &mut problems);
    let mut fields = Fields::new(&whole, &mut problems);
    let version = read.as_ref().and_then(|(new, _)| version(&mut fields, old, new, knowing.past));
    match (read, problems.finish()) {
        (Some((measure, baseline)), problems) if problems.is_empty() => {
            Ok(Change { measure, baseline, version })
        }
        (_, problems) => Err(problems),
    }
}

/// A measure of its own, from the fields that it cannot be without.
pub fn new_measure(
    form: &Form,
    taken: &dyn Fn(&Code) -> bool,
    knowing: Knowing,
) -> Result<Measure, Vec<Finding>> {
    let mut problems = Findings::default();
    let mut fields = Fields::new(form, &mut problems);
    let code: Option<Code> = fields.parsed("code");
    // The page of new measures has the address that a measure of this code would have.
    if let Some(code) = code.as_ref().filter(|code| code.as_str() == "new" || taken(code)) {
        fields.fault("code", format!("there is a measure “{code}” already; choose another code"));
    }
    let read = read(form, code, knowing, &mut problems);
    match (read, problems.finish()) {
        (Some((measure, _)), problems) if problems.is_empty() => Ok(measure),
        (_, problems) => Err(problems),
    }
}

fn read(
    form: &Form,
    code: Option<Code>,
    knowing: Knowing,
    problems: &mut Findings,
) -> Option<(Measure, Option<Baseline>)> {
    let mut fields = Fields::new(form, problems);
    let identity = Identity {
        code,
        goal: fields.reference("goal", "goal", knowing.goals.iter().map(|goal| &goal.code)),
        office: fields.reference("office", "office", knowing.offices.iter().map(|office| &office.code)),
    };
    let measure = measure(&mut fields, identity)?;
    let baseline = baseline(&mut fields, &measure);
    Some((measure, baseline))
}

/// The new version of the definition that a change makes; what stands against it goes to its field.
pub(in crate::domain) fn version(
    fields: &mut Fields,
    old: &Measure,
    new: &Measure,
    past: Past,
) -> Option<NewDefinition> {
    if !past.counted {
        return None;
    }
    if (old.frequency, old.calendar) != (new.frequency, new.calendar) {
        let field = if old.frequency == new.frequency { "calendar" } else { "frequency" };
        fields.fault(
            field,
            "figures or targets are held by the periods there are; retire this measure and begin another",
        );
    }
    if !definition::counts_otherwise(old, new) {
        return None;
    }
    match fields.row.cell("change") {
        "words" => None,
        "otherwise" => {
            let from = fields.parsed("change_from");
            let reason = fields.required("change_reason", TEXT);
            let from = from?;
            if let Some(fault) = definition::fault(new, past.versions, from) {
                fields.fault("change_from", fault);
            }
            Some(NewDefinition { from, reason })
        }
        _ if !definition::restates(old, new) => None,
        _ => {
            let is_form = fields.row.line() == 0;
            fields.fault("change", if is_form { SAY } else { WRITE });
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::tests_support;
    use crate::domain::measure::tests_support::measure;

    fn goal() -> Goal {
        tests_support::goal("goal")
    }

    fn form(fields: &[(&str, &str)]) -> Form {
        fields.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect()
    }

    /// Changes a measure with figures and one later version; gives the change or the fields at fault.
    fn changed(fields: &[(&str, &str)]) -> Result<Change, Vec<String>> {
        let old = Measure { definition: "Traces.".into(), ..measure("m") };
        let version = Definition {
            number: 2,
            from: "FY2026Q1".parse().ok(),
            definition: String::new(),
            formula: String::new(),
            unit: String::new(),
            reason: String::new(),
            author: String::new(),
        };
        let offices = [Office { code: "ATF".parse().unwrap(), name: String::new() }];
        let past = Past { versions: &[version], counted: true };
        let knowing = Knowing { goals: &[goal()], offices: &offices, past };
        change(&old, None, &form(fields), knowing).map_err(|found| {
            found.into_iter().map(|one| format!("{}: {}", one.column, one.message)).collect()
        })
    }

    #[test]
    fn a_field_is_changed_and_the_others_stay() {
        let change =
            changed(&[("caveat", " Mind this. "), ("baseline", "12"), ("baseline_period", "FY2024")])
                .unwrap();
        let old = Measure { definition: "Traces.".into(), ..measure("m") };
        assert_eq!(change.measure, Measure { caveat: "Mind this.".into(), ..old });
        assert_eq!(change.baseline.unwrap().value, 12.0);
        assert_eq!(change.version, None);
        assert_eq!(changed(&[]).unwrap().baseline, None);
    }

    #[test]
    fn all_mistakes_are_told_at_once_each_at_its_field() {
        for (fields, expected) in [
            (
                &[
                    ("name", " "),
                    ("goal", "gaol"),
                    ("decimals", "7"),
                    ("kind", "outcme"),
                    ("source_address", "javascript:x"),
                ][..],
                &[
                    "goal: there is no goal “gaol”",
                    "kind: “outcme” is none of",
                    "name: this must",
                    "decimals: the most is 6",
                    "source_address: the address",
                ][..],
            ),
            (&[("unit", "")], &["unit: this must not be empty"]),
            (&[("on_track", "0.5")], &["at_risk: write shares"]),
            (&[("lag_days", "-1")], &["lag_days: “-1” is below zero"]),
            (
                &[("baseline_period", "FY2024")],
                &["baseline: a baseline’s period or source is given, but no value"],
            ),
            (&[("retired_on", "soon")], &["retired_on: write a day"]),
            (
                &[("code", "other"), ("colour", "red")],
                &["code: there is no such field", "colour: there is no such field"],
            ),
            (&[("definition", "\u{0}")], &["definition: the text holds a control character"]),
            (&[("frequency", "annual")], &["frequency: figures or targets are held"]),
            (&[("calendar", "calendar")], &["calendar: figures or targets are held"]),
        ] {
            let found = changed(fields).unwrap_err();
            assert_eq!(found.len(), expected.len(), "{fields:?}: {found:?}");
            for words in expected {
                let words = words.replace('’', "'");
                assert!(
                    found.iter().any(|one| one.replace('’', "'").starts_with(&words)),
                    "{words}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn who_counts_otherwise_says_from_when_and_why() {
        let version =
            |from: &str| Some(NewDefinition { from: from.parse().unwrap(), reason: "The law.".into() });
        let new = ("definition", "Traces and parts.");
        for (fields, expected) in [
            (vec![new], Err("change: say whether")),
            (vec![new, ("change", "words")], Ok(None)),
            (vec![new, ("change", "otherwise")], Err("change_from: “” is not a period")),
            (
                vec![new, ("change", "otherwise"), ("change_from", "FY2026Q2")],
                Err("change_reason: this must not"),
            ),
            (
                vec![
                    new,
                    ("change", "otherwise"),
                    ("change_from", "FY2026Q2"),
                    ("change_reason", "The law."),
                ],
                Ok(version("FY2026Q2")),
            ),
            (
                vec![new, ("change", "otherwise"), ("change_from", "FY2026Q1"), ("change_reason", "x")],
                Err("change_from: a version already begins"),
            ),
            (
                vec![new, ("change", "otherwise"), ("change_from", "FY2027"), ("change_reason", "x")],
                Err("change_from: FY 2027 is no period"),
            ),
            (vec![("formula", "Count.")], Ok(None)),
            (
                vec![
                    ("formula", "Count."),
                    ("change", "otherwise"),
                    ("change_from", "FY2026Q2"),
                    ("change_reason", "The law."),
                ],
                Ok(version("FY2026Q2")),
            ),
            (vec![("unit", "parts")], Err("change: say whether")),
            (vec![("caveat", "x"), ("change", "otherwise")], Ok(None)),
        ] {
            match (changed(&fields), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found.version, expected, "{fields:?}"),
                (Err(found), Err(words)) => {
                    assert!(found.iter().any(|one| one.starts_with(words)), "{fields:?}: {found:?}")
                }
                (found, _) => panic!("{fields:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn a_new_measure_needs_what_it_cannot_be_without() {
        let offices = [Office { code: "ATF".parse().unwrap(), name: String::new() }];
        let past = Past { versions: &[], counted: false };
        let knowing = Knowing { goals: &[goal()], offices: &offices, past };
        let taken = |code: &Code| code.as_str() == "taken";
        let whole = texts(&measure("fresh"), None);
        assert_eq!(new_measure(&whole, &taken, knowing).unwrap(), measure("fresh"));
        for code in ["taken", "new"] {
            let again =
                Form::from_iter(whole.clone().into_iter().chain([("code".to_owned(), code.to_owned())]));
            assert_eq!(new_measure(&again, &taken, knowing).unwrap_err().len(), 1);
        }
        let nothing = new_measure(&Form::new(), &taken, knowing).unwrap_err();
        let fields: Vec<_> = nothing.iter().map(|one| one.column.as_str()).collect();
        assert_eq!(
            fields,
            [
                "code",
                "goal",
                "office",
                "kind",
                "direction",
                "calendar",
                "frequency",
                "aggregation",
                "lag_days",
                "name",
                "unit",
                "decimals"
            ]
        );
    }
}
