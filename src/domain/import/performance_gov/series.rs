//! Rows of several quarters that are one measure.

use std::collections::{HashMap, HashSet};

use super::rows::Indicator;
use crate::domain::number;

/// The rows of one measure, at most one a quarter, in the order of the quarters.
pub(super) struct Series<'t> {
    pub rows: Vec<Indicator<'t>>,
    /// What tells it from its namesakes: by what, and its own value of that.
    pub apart: Vec<(&'static str, String)>,
}

/// A way to tell namesakes apart: in words, and each row's value.
type Mark = (&'static str, fn(&Indicator) -> String);

/// Tried in this order, as long as two rows of one quarter are not told apart.
const MARKS: [Mark; 2] = [
    ("the target’s text", |row| row.target_text.clone()),
    ("the target value", |row| row.target.map_or("none".to_owned(), number::exact)),
];

/// Sorts the rows into measures, in the order in which these first appear.
pub(super) fn series(rows: Vec<Indicator>) -> Vec<Series> {
    let mut all: Vec<Series> = partition(rows, |row| format!("{} {}", row.goal, row.name))
        .into_iter()
        .flat_map(|(_, rows)| split(Series { rows, apart: Vec::new() }, &MARKS))
        .collect();
    all.sort_by_key(|series| series.rows.iter().map(|row| row.row.line).min());
    for series in &mut all {
        series.rows.sort_by_key(|row| row.period);
    }
    all
}

/// Splits until no two rows share a quarter: by the marks, and by order of appearance in the end.
fn split<'t>(series: Series<'t>, marks: &[Mark]) -> Vec<Series<'t>> {
    let mut quarters = HashSet::new();
    if series.rows.iter().all(|row| quarters.insert(row.period)) {
        return vec![series];
    }
    let apart = series.apart;
    let named = |by: &'static str, parts: Vec<(String, Vec<Indicator<'t>>)>| -> Vec<Series<'t>> {
        let alone = parts.len() == 1;
        let part = |(value, rows)| {
            let own = (!alone).then_some((by, value));
            Series { rows, apart: apart.iter().cloned().chain(own).collect() }
        };
        parts.into_iter().map(part).collect()
    };
    match marks {
        [] => named("the order of appearance", by_appearance(series.rows)),
        [(by, mark), rest @ ..] => {
            named(by, partition(series.rows, mark)).into_iter().flat_map(|part| split(part, rest)).collect()
        }
    }
}

/// The first rows of each quarter, the second ones, and so on.
fn by_appearance(rows: Vec<Indicator>) -> Vec<(String, Vec<Indicator>)> {
    let mut before = Vec::new();
    let numbered: Vec<(String, Indicator)> = rows
        .into_iter()
        .map(|row| {
            let nth = 1 + before.iter().filter(|&&p| p == row.period).count();
            before.push(row.period);
            (format!("row {nth}"), row)
        })
        .collect();
    gather(numbered)
}

fn partition<'t>(
    rows: Vec<Indicator<'t>>,
    key: impl Fn(&Indicator) -> String,
) -> Vec<(String, Vec<Indicator<'t>>)> {
    gather(rows.into_iter().map(|row| (key(&row), row)).collect())
}

/// Brings what has the same key together, in order of appearance.
fn gather(rows: Vec<(String, Indicator)>) -> Vec<(String, Vec<Indicator>)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut parts: Vec<(String, Vec<Indicator>)> = Vec::new();
    for (key, row) in rows {
        let place = *places.entry(key.clone()).or_insert(parts.len());
        match parts.get_mut(place) {
            Some((_, part)) => part.push(row),
            None => parts.push((key, vec![row])),
        }
    }
    parts
}
