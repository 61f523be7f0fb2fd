//! JSON files, for programs: the same facts as in the CSV, numbers as numbers.

use serde::Serialize;

use crate::domain::actual::{Figure, State};
use crate::domain::note;
use crate::domain::period::Period;
use crate::domain::rollup::Partial;
use crate::domain::series::SeriesPoint;

use super::csv::MeasureData;

#[derive(Serialize)]
struct Document<'a> {
    measure: &'a str,
    title: &'a str,
    unit: &'a str,
    source: &'a str,
    source_address: &'a str,
    caveat: &'a str,
    marking: &'a str,
    illustrative: bool,
    retrieved_on: String,
    points: Vec<Row<'a>>,
    /// What is pinned to the periods of the points.
    notes: Vec<Pinned<'a>>,
}

#[derive(Serialize)]
struct Pinned<'a> {
    /// As in the chart.
    number: usize,
    period: Period,
    kind: &'static str,
    text: &'a str,
    /// Process limits begin anew with the period, and the text is the reason.
    limits_begin_anew: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    period: Period,
    /// `dimension=category`; none for the total.
    category: Option<String>,
    actual: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    target: Option<f64>,
    status: &'static str,
    state: Option<&'static str>,
    missing: Option<&'static str>,
    /// For a total that does not rest on all of its quarters or months: on how many, and of how many.
    partial: Option<Partial>,
    note: &'a str,
    /// The published figure was changed after its deadline; and why.
    revised: bool,
    reason: Option<&'a str>,
}

/// The data behind a measure's chart. Ends with a line end.
pub fn measure_data(data: &MeasureData) -> String {
    let measure = data.measure;
    let document = Document {
        measure: measure.code.as_str(),
        title: &measure.name,
        unit: &measure.unit.name,
        source: &measure.source,
        source_address: &measure.source_address,
        caveat: &measure.caveat,
        marking: &measure.marking,
        illustrative: measure.illustrative,
        retrieved_on: data.retrieved_on.to_string(),
        points: data.rows().map(|(category, point)| row(category, point)).collect(),
        notes: data.points.iter().flat_map(|point| pinned(data, point.period)).collect(),
    };
    // Strings and finite numbers: there is nothing in it that JSON could not say.
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text + "\n"
}

fn pinned<'a>(data: &MeasureData<'a>, period: Period) -> impl Iterator<Item = Pinned<'a>> + use<'a> {
    note::within(data.notes, period).map(|(number, note)| Pinned {
        number,
        period: note.period,
        kind: note.kind.name(),
        text: &note.text,
        limits_begin_anew: note.rebase,
    })
}

fn row(category: String, point: &SeriesPoint) -> Row<'_> {
    let (numerator, denominator) = match point.figure {
        Some(Figure::Ratio { numerator, denominator }) => (Some(numerator), Some(denominator)),
        _ => (None, None),
    };
    Row {
        period: point.period,
        category: Some(category).filter(|category| !category.is_empty()),
        actual: point.value,
        numerator,
        denominator,
        target: point.target,
        status: point.status.label(),
        state: point.figure.map(|_| State::Approved.name()),
        missing: point.figure.and_then(Figure::missing).map(|reason| reason.label()),
        partial: point.partial,
        note: &point.note,
        revised: point.revised.is_some(),
        reason: point.revised.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::note::{Note, NoteKind};
    use crate::domain::status::Status;

    #[test]
    fn every_fact_is_in_the_file() {
        let measure = measure("traces");
        let point = SeriesPoint {
            period: "FY2026Q1".parse().unwrap(),
            figure: Some(Figure::Ratio { numerator: 83.0, denominator: 100.0 }),
            value: Some(0.83),
            draft: Some(9.0),
            target: None,
            target_now: None,
            status: Status::NoTarget,
            note: "a \"note\"".into(),
            revised: Some("counted twice".into()),
            partial: None,
            edges: None,
        };
        let retrieved_on = "2026-11-24".parse().unwrap();
        let note = |period: &str| Note {
            period: period.parse().unwrap(),
            kind: NoteKind::Operation,
            text: "It began.".into(),
            rebase: true,
        };
        let text = measure_data(&MeasureData {
            measure: &measure,
            points: &[point],
            breakdown: None,
            notes: &[note("FY2025Q4"), note("FY2026Q1")],
            retrieved_on,
        });
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&read["retrieved_on"], &read["illustrative"]), (&"2026-11-24".into(), &false.into()));
        let row = &read["points"][0];
        assert_eq!(
            (&row["period"], &row["actual"], &row["denominator"]),
            (&"FY2026Q1".into(), &0.83.into(), &100.0.into())
        );
        assert_eq!((&row["note"], &row["target"]), (&"a \"note\"".into(), &serde_json::Value::Null));
        assert_eq!((&row["revised"], &row["reason"]), (&true.into(), &"counted twice".into()));
        let notes = serde_json::json!([
            { "number": 2, "period": "FY2026Q1", "kind": "operation", "text": "It began.", "limits_begin_anew": true }
        ]);
        assert_eq!(read["notes"], notes);
        assert!(!text.contains("9.0"), "no draft leaves the house");
    }
}
