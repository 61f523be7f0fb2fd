//! The fields of what entries hold: what each is called, and how its value reads.

use serde_json::Value;

use super::FieldChange;
use super::subject::category_words;
use crate::domain::access::Role;
use crate::domain::actual::{Figure, State};
use crate::domain::date::in_words;
use crate::domain::goal::GoalLevel;
use crate::domain::measure::{Aggregation, Direction, Frequency, Kind};
use crate::domain::milestone::MilestoneStatus;
use crate::domain::note::NoteKind;
use crate::domain::number;
use crate::domain::period::{Calendar, Period};
use crate::domain::recommendation::RecommendationStatus;
use crate::domain::risk::Risk;
use crate::domain::status::Method;

/// How a text reads.
type Reading = fn(&str) -> Option<String>;

/// A field by its path in the JSON, what it is called, and how its texts read.
type Field = (&'static str, &'static str, Reading);

/// As it stands.
const TEXT: Reading = |_| None;
const DAY: Reading = |text| text.parse().ok().map(in_words);
const PERIOD: Reading = |text| text.parse::<Period>().ok().map(Period::label);

/// The label of a word of one of these vocabularies.
macro_rules! word {
    ($($type:ident)+) => {
        |text| None $(.or_else(|| $type::named(text).map(|word| word.label().to_owned())))+
    };
}

/// In the order in which they are told. The path of what is not in an object is empty.
const FIELDS: &[Field] = &[
    ("figure", "figure", TEXT),
    ("value", "value", TEXT),
    ("", "name", |text| Some(category_words(text))),
    ("state", "state", word!(State)),
    ("status", "status", word!(MilestoneStatus RecommendationStatus)),
    ("as_of", "status as of", DAY),
    ("role", "role", word!(Role)),
    ("risk", "risk", word!(Risk)),
    ("reason", "reason", TEXT),
    ("note", "note", TEXT),
    ("name", "name", TEXT),
    ("text", "text", TEXT),
    ("rebase", "process limits begin anew", TEXT),
    ("period", "period", PERIOD),
    ("due", "due", DAY),
    ("level", "level", word!(GoalLevel)),
    ("parent", "serves", TEXT),
    ("goal", "goal", TEXT),
    ("office", "office", TEXT),
    ("offices", "offices", TEXT),
    ("leader", "goal leader", TEXT),
    ("owner", "owner", TEXT),
    ("addressee", "addressee", TEXT),
    ("measures", "measures that answer it", TEXT),
    ("from", "from", PERIOD),
    ("to", "to", PERIOD),
    ("statement", "statement", TEXT),
    ("strategies", "strategies", TEXT),
    ("programs", "programs", TEXT),
    ("definition", "definition", TEXT),
    ("formula", "formula", TEXT),
    ("unit", "unit", TEXT),
    ("unit.name", "unit", TEXT),
    ("unit.decimals", "decimals", TEXT),
    ("kind", "kind", word!(Kind NoteKind)),
    ("direction", "direction", word!(Direction)),
    ("calendar", "calendar", word!(Calendar)),
    ("frequency", "frequency", word!(Frequency)),
    ("aggregation", "a year’s figure", word!(Aggregation)),
    ("ratio", "numerator and denominator", TEXT),
    ("rule.whole", "whole numbers only", TEXT),
    ("rule.negative", "below zero", TEXT),
    ("reporting_lag_days", "reporting lag in days", TEXT),
    ("responsible", "responsible official", TEXT),
    ("scope", "scope", TEXT),
    ("source", "source", TEXT),
    ("source_address", "address of the source", TEXT),
    ("verification", "verification and validation", TEXT),
    ("accuracy", "accuracy required", TEXT),
    ("limitations", "limitations", TEXT),
    ("compensation", "compensation for the limitations", TEXT),
    ("caveat", "caveat", TEXT),
    ("baseline_absent", "why there is no baseline", TEXT),
    ("marking", "marking", TEXT),
    ("method", "method of judging", word!(Method)),
    ("bands.on_track", "on track within", TEXT),
    ("bands.at_risk", "at risk within", TEXT),
    ("retired_on", "retired from", DAY),
    ("illustrative", "illustrative", TEXT),
    ("author", "author", TEXT),
];

/// Where a field comes when it is told; what is not known comes last.
pub(super) fn place(path: &str) -> usize {
    FIELDS.iter().position(|(known, ..)| *known == path).unwrap_or(FIELDS.len())
}

/// The values in JSON that have no parts, or lists of such, each with its path.
pub(super) fn of(value: Option<&Value>) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    if let Some(value) = value {
        flatten(String::new(), value, &mut found);
    }
    found
}

fn flatten<'v>(path: String, value: &'v Value, found: &mut Vec<(String, &'v Value)>) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(_) if figure(&path, value).is_some() => found.push((path, value)),
        Value::Object(fields) => {
            // Which comment it was says nothing to a reader.
            for (name, value) in fields.iter().filter(|(name, _)| !path.is_empty() || *name != "comment") {
                flatten(under(name), value, found);
            }
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            for (at, item) in items.iter().enumerate() {
                flatten(under(&(at + 1).to_string()), item, found);
            }
        }
        _ => found.push((path, value)),
    }
}

/// The figure that an object holds.
fn figure(path: &str, value: &Value) -> Option<Figure> {
    let is_figure = path == "figure";
    is_figure.then(|| serde_json::from_value(value.clone()).ok()).flatten()
}

/// What became of one field: nothing where both read alike.
pub(super) fn differing(path: &str, before: Option<Value>, after: Option<Value>) -> Vec<FieldChange> {
    let field = name(path);
    if let (Some(Value::Array(before)), Some(Value::Array(after))) = (&before, &after) {
        return lists(path, before, after);
    }
    let is_list = [&before, &after].iter().any(|value| matches!(value, Some(Value::Array(_))));
    let field = if is_list && path.is_empty() { "categories".to_owned() } else { field };
    let [before, after] =
        [before, after].map(|value| value.map(|value| words(path, &value)).unwrap_or_default());
    match before == after {
        true => Vec::new(),
        false => vec![FieldChange::new(field, before, after)],
    }
}

/// What a list got and lost; where it is only in another order, both.
fn lists(path: &str, before: &[Value], after: &[Value]) -> Vec<FieldChange> {
    let field = if path.is_empty() { "categories".to_owned() } else { name(path) };
    let of = |items: &[Value], without: &[Value]| -> String {
        let items = items.iter().filter(|item| !without.contains(item));
        items.map(|item| words(path, item)).collect::<Vec<_>>().join(", ")
    };
    let (lost, got) = (of(before, after), of(after, before));
    let mut changes = Vec::new();
    if !lost.is_empty() {
        changes.push(FieldChange::new(format!("{field} taken away"), lost, String::new()));
    }
    if !got.is_empty() {
        changes.push(FieldChange::new(format!("{field} added"), String::new(), got));
    }
    if changes.is_empty() && before != after {
        changes.push(FieldChange::new(format!("{field}, in order"), of(before, &[]), of(after, &[])));
    }
    changes
}

fn name(path: &str) -> String {
    let known = FIELDS.iter().find(|(known, ..)| *known == path);
    known.map_or_else(|| path.replace(['_', '.'], " "), |(_, words, _)| (*words).to_owned())
}

/// A value as a person reads it.
fn words(path: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), number::in_full),
        Value::String(text) => {
            let reading = FIELDS.iter().find(|(known, ..)| *known == path).and_then(|(.., read)| read(text));
            reading.unwrap_or_else(|| text.clone())
        }
        Value::Array(items) => items.iter().map(|item| words(path, item)).collect::<Vec<_>>().join(", "),
        Value::Object(_) => figure(path, value).map(figure_words).unwrap_or_default(),
    }
}

/// A figure without its unit, which may be another by now: `1,234`, `83 of 100`, `no figure: suppressed`.
pub(super) fn figure_words(figure: Figure) -> String {
    match figure {
        Figure::Value(value) => number::in_full(value),
        Figure::Ratio { numerator, denominator } => {
            format!("{} of {}", number::in_full(numerator), number::in_full(denominator))
        }
        Figure::Missing(reason) => format!("no figure: {}", reason.label()),
    }
}
