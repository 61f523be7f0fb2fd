//! The history of one figure: under which names its category went, and what of it is public.

use serde_json::Value;

use super::FieldChange;
use super::fields::figure_words;
use crate::domain::actual::{Figure, MissingReason, State};

/// A category that got another name, by the number of the entry that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    pub seq: i64,
    pub before: String,
    pub after: String,
}

/// A name that a category had, and the entries between which it had it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    pub category: String,
    /// From after this entry to before that one.
    pub after: i64,
    pub before: i64,
}

/// The names that a category has had, the present one first. A name that went to another category is
/// that one's until then.
pub fn former(category: &str, renamings: &[Renaming]) -> Vec<Former> {
    let mut names = Vec::new();
    let (mut now, mut before) = (category.to_owned(), i64::MAX);
    loop {
        let earlier = || renamings.iter().filter(|renaming| renaming.seq < before);
        let got = earlier().filter(|renaming| renaming.after == now).max_by_key(|renaming| renaming.seq);
        let lost = earlier().filter(|renaming| renaming.before == now).map(|renaming| renaming.seq).max();
        let after = got.map(|renaming| renaming.seq).max(lost).unwrap_or_default();
        names.push(Former { category: now.clone(), after, before });
        match got.filter(|renaming| renaming.seq == after) {
            Some(renaming) => (now, before) = (renaming.before.clone(), renaming.seq),
            None => return names,
        }
    }
}

/// What an entry says of a figure.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// RFC 3339, UTC.
    pub at: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// A change that the public may know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub at: String,
    /// `published` or `revised`.
    pub action: &'static str,
    pub changes: Vec<FieldChange>,
}

/// What was published of a figure.
#[derive(Clone, Debug, PartialEq)]
struct Public {
    figure: Figure,
    note: String,
}

/// What an entry says was published; `None` of everything that had not been approved.
fn public(content: Option<&Value>) -> Option<Public> {
    let content = content?;
    let state = content.get("state").and_then(Value::as_str).and_then(State::named);
    let figure = serde_json::from_value(content.get("figure")?.clone()).ok()?;
    let note = content.get("note").and_then(Value::as_str).unwrap_or_default().to_owned();
    (state == Some(State::Approved)).then_some(Public { figure, note })
}

/// The changes of what was published of a figure, in the order of its entries, the oldest first: the
/// figure and its note, without names. What stood before is what was published before, whatever an entry
/// says. Where the figure is suppressed now, what stood there once would tell it: it is withheld.
pub fn published(versions: &[Version], now: Option<Figure>) -> Vec<Told> {
    let mut last: Option<Public> = None;
    let mut steps = Vec::new();
    for version in versions {
        let Some(after) = public(version.after.as_ref()) else {
            continue;
        };
        let before = last.take().or_else(|| public(version.before.as_ref()));
        last = Some(after.clone());
        // A draft that is taken back leaves what is published as it was.
        if before.as_ref() != Some(&after) {
            steps.push((&version.at, before, after));
        }
    }
    let is_suppressed = |figure: Option<Figure>| figure == Some(Figure::Missing(MissingReason::Suppressed));
    let withheld = is_suppressed(now) || is_suppressed(last.map(|last| last.figure));
    let told = |(at, before, after): (&String, Option<Public>, Public)| Told {
        at: at.clone(),
        action: if before.is_some() { "revised" } else { "published" },
        changes: differing(before.as_ref(), &after, withheld),
    };
    steps.into_iter().map(told).collect()
}

fn differing(before: Option<&Public>, after: &Public, withheld: bool) -> Vec<FieldChange> {
    let hides = |public: &Public| withheld && public.figure.missing().is_none();
    let figure = |public: &Public| match hides(public) {
        true => "withheld: the figure is suppressed".to_owned(),
        false => figure_words(public.figure),
    };
    let note = |public: &Public| if hides(public) { String::new() } else { public.note.clone() };
    let texts = [("figure", before.map(figure), figure(after)), ("note", before.map(note), note(after))];
    let changes = texts.into_iter().map(|(field, before, after)| (field, before.unwrap_or_default(), after));
    let changes = changes.filter(|(_, before, after)| before != after);
    changes.map(|(field, before, after)| FieldChange::new(field, before, after)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_category_is_followed_through_its_names() {
        let renaming =
            |seq, before: &str, after: &str| Renaming { seq, before: before.into(), after: after.into() };
        let renamings = [
            renaming(10, "t=gun", "t=arm"),
            renaming(20, "t=arm", "t=weapon"),
            renaming(30, "t=rifle", "t=arm"),
            renaming(40, "t=x", "t=y"),
        ];
        const END: i64 = i64::MAX;
        type Names = &'static [(&'static str, i64, i64)];
        let table: &[(&str, Names)] = &[
            ("", &[("", 0, END)]),
            ("t=never", &[("t=never", 0, END)]),
            ("t=weapon", &[("t=weapon", 20, END), ("t=arm", 10, 20), ("t=gun", 0, 10)]),
            // The name was another category's before.
            ("t=arm", &[("t=arm", 30, END), ("t=rifle", 0, 30)]),
            ("t=gun", &[("t=gun", 10, END)]),
        ];
        for (category, expected) in table {
            let found = former(category, &renamings);
            let found: Vec<_> = found.iter().map(|f| (f.category.as_str(), f.after, f.before)).collect();
            assert_eq!(found, *expected, "{category}");
        }
        let circle = [renaming(1, "a", "b"), renaming(2, "b", "a")];
        assert_eq!(former("a", &circle).len(), 3, "it ends");
    }

    fn version(state: &str, figure: Value, note: &str) -> Value {
        json!({ "figure": figure, "state": state, "note": note, "source": "s", "author": "ana" })
    }

    fn entry(before: Option<Value>, after: Value) -> Version {
        Version { at: String::new(), before, after: Some(after) }
    }

    #[test]
    fn what_was_not_approved_is_never_told() {
        let value = |value: f64| json!({ "value": value });
        let suppressed = json!({ "missing": "suppressed" });
        let approved = |n: f64| version("approved", value(n), "as counted");
        let draft = |n: f64| version("submitted", value(n), "a secret note");
        type Expected = &'static [(&'static str, &'static [(&'static str, &'static str, &'static str)])];
        let table: Vec<(&str, Vec<Version>, Expected)> = vec![
            (
                "a draft alone",
                vec![entry(None, draft(7.0)), entry(Some(draft(7.0)), version("returned", value(7.0), ""))],
                &[],
            ),
            (
                "a draft, approved",
                vec![entry(None, draft(7.0)), entry(Some(draft(7.0)), approved(1200.0))],
                &[("published", &[("figure", "", "1,200"), ("note", "", "as counted")])],
            ),
            (
                "a revision whose entry holds the draft as what was before",
                vec![
                    entry(None, approved(5.0)),
                    entry(Some(approved(5.0)), draft(7.0)),
                    entry(Some(draft(7.0)), approved(6.0)),
                ],
                &[
                    ("published", &[("figure", "", "5"), ("note", "", "as counted")]),
                    ("revised", &[("figure", "5", "6")]),
                ],
            ),
            (
                "the first entries are not there",
                vec![entry(Some(approved(5.0)), approved(6.0))],
                &[("revised", &[("figure", "5", "6")])],
            ),
            (
                "a draft that was taken back",
                vec![
                    entry(None, approved(5.0)),
                    entry(Some(approved(5.0)), draft(7.0)),
                    entry(Some(draft(7.0)), approved(5.0)),
                ],
                &[("published", &[("figure", "", "5"), ("note", "", "as counted")])],
            ),
            (
                "suppressed in the end",
                vec![
                    entry(None, approved(3.0)),
                    entry(Some(approved(3.0)), version("approved", suppressed.clone(), "fewer than five")),
                ],
                &[
                    ("published", &[("figure", "", "withheld: the figure is suppressed")]),
                    (
                        "revised",
                        &[
                            ("figure", "withheld: the figure is suppressed", "no figure: suppressed"),
                            ("note", "", "fewer than five"),
                        ],
                    ),
                ],
            ),
            (
                "no state at all",
                vec![entry(None, json!({ "figure": { "value": 9.0 } })), entry(None, json!("approved"))],
                &[],
            ),
        ];
        for (case, versions, expected) in table {
            let told = published(&versions, None);
            let told: Vec<_> = told
                .iter()
                .map(|told| {
                    let change = |c: &FieldChange| (c.field.clone(), c.before.clone(), c.after.clone());
                    (told.action, told.changes.iter().map(change).collect::<Vec<_>>())
                })
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(action, changes)| {
                    let change =
                        |(f, b, a): &(&str, &str, &str)| (f.to_string(), b.to_string(), a.to_string());
                    (*action, changes.iter().map(change).collect::<Vec<_>>())
                })
                .collect();
            assert_eq!(told, expected, "{case}");
        }
        let hidden =
            published(&[entry(None, approved(3.0))], Some(Figure::Missing(MissingReason::Suppressed)));
        assert_eq!(hidden[0].changes[0].after, "withheld: the figure is suppressed");
    }
}
