//! The coverage matrix as lines: what each of its files writes.

use chrono::NaiveDate;

use crate::model::elements::ElementRow;

/// The columns of [`lines`].
pub const COLUMNS: [&str; 9] =
    ["measure", "name", "goal", "office", "element", "authority", "presence", "note", "retrieved_on"];

/// One line a measure and element, with the authority of each.
pub fn lines(rows: &[ElementRow], retrieved_on: NaiveDate) -> impl Iterator<Item = [String; 9]> {
    rows.iter().flat_map(move |row| {
        row.elements.iter().map(move |one| {
            [
                row.code.clone(),
                row.name.clone(),
                row.goal.clone(),
                row.office.clone(),
                one.element.label().to_owned(),
                one.element.authority().to_owned(),
                one.presence.label().to_owned(),
                one.note.clone(),
                retrieved_on.to_string(),
            ]
        })
    })
}
