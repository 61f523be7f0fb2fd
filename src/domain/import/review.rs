//! What an import would do, told to the person who is to decide: by cell, column and value.

use super::cells::Cell;
use super::framework::cells;
use super::grid::Places;
use crate::domain::batch::{Conflict, Finding, ItemChange};
use crate::domain::code::Code;
use crate::domain::definition::NewDefinition;
use crate::domain::measure::Measure;

/// The longest value that is shown, in characters.
const SHOWN: usize = 120;

/// A column whose cell an import changes.
struct Difference {
    column: &'static str,
    before: String,
    after: String,
}

/// The columns in which the two states of a thing differ.
fn differences(change: &ItemChange) -> Vec<Difference> {
    let before = change.before.as_ref().map(cells).unwrap_or_default();
    let after = cells(&change.after);
    // A figure's columns are those of its kind: a value becomes a reason, and each is in one alone.
    let columns = after.iter().chain(&before).map(|(column, _)| *column);
    let mut seen = Vec::new();
    for column in columns {
        if !seen.contains(&column) {
            seen.push(column);
        }
    }
    let text = |cells: &[(&str, Cell)], column: &str| {
        cells.iter().find(|(name, _)| *name == column).map(|(_, cell)| cell.text()).unwrap_or_default()
    };
    let differences = seen.into_iter().map(|column| Difference {
        column,
        before: text(&before, column),
        after: text(&after, column),
    });
    differences.filter(|difference| difference.before != difference.after).collect()
}

/// The changes of an import, a finding for each new thing and for each cell that is changed.
pub fn preview(file: &str, places: &Places, changes: &[ItemChange]) -> Vec<Finding> {
    let told = |change: &ItemChange| {
        let subject = change.after.subject();
        match change.before {
            None => vec![finding(file, places, &subject, "", format!("{subject} is new"))],
            Some(_) => {
                let tell = |d: Difference| {
                    let message = format!("{} becomes {} in {subject}", shown(&d.before), shown(&d.after));
                    finding(file, places, &subject, d.column, message)
                };
                differences(change).into_iter().map(tell).collect()
            }
        }
    };
    changes.iter().flat_map(told).collect()
}

/// The versions of definitions that an import begins.
pub fn new_versions(file: &str, places: &Places, redefined: &[(Code, NewDefinition)]) -> Vec<Finding> {
    let told = |(measure, version): &(Code, NewDefinition)| {
        let subject = Measure::subject_of(measure);
        let message = format!("a new version of the definition of {subject} begins with {}", version.from);
        finding(file, places, &subject, "change_from", message)
    };
    redefined.iter().map(told).collect()
}

/// What stands against a workbook: each cell that somebody else has changed too, with both values and,
/// where `by` knows it, who it was and when.
pub fn objections(conflicts: &[Conflict], by: impl Fn(&str) -> Option<(String, String)>) -> Vec<Finding> {
    let told = |conflict: &Conflict| {
        let Conflict { at, subject, here, there } = conflict;
        let message = match subject.as_str() {
            "" => "changed here, but this row was removed from the database after the export".to_owned(),
            subject => {
                let by =
                    by(subject).map(|(actor, at)| format!(", last changed by {actor} on {}", minute(&at)));
                let (here, there) = (shown(here), shown(there));
                format!("{here} here, {there} in the database, for {subject}{}", by.unwrap_or_default())
            }
        };
        Finding { message, ..at.clone() }
    };
    conflicts.iter().map(told).collect()
}

/// "2026-11-24 at 09:10 UTC", of a moment as the audit trail has it.
fn minute(at: &str) -> String {
    let (day, time) = at.split_once('T').unwrap_or((at, ""));
    format!("{day} at {} UTC", time.get(..5).unwrap_or(time))
}

fn finding(file: &str, places: &Places, subject: &str, column: &str, message: String) -> Finding {
    let at = places.of(subject, column).unwrap_or_default();
    Finding { at, column: column.to_owned(), ..Finding::about_file(file, message) }
}

fn shown(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        _ if value.is_empty() => "nothing".to_owned(),
        Some((end, _)) => format!("“{}…”", &value[..end]),
        None => format!("“{value}”"),
    }
}
