//! A series to be judged by itself: one period a row, of no measure.

use std::collections::HashMap;

use super::columns::{Sheet, Takes, must};
use super::fields::{Fields, NAME};
use super::findings::Findings;
use super::row::Row;
use super::table::{Source, Table};
use crate::domain::batch::Finding;
use crate::domain::number::NumberRule;
use crate::domain::period::Period;

const SHEET: Sheet = Sheet {
    name: "series",
    columns: &[
        must("period", Takes::Text, "What the period is called; each once, in their order."),
        must("value", Takes::Number, "Empty where there is no figure. Zero is a figure."),
    ],
    key: &["period"],
    ..Sheet::UNKEYED
};

const ANY: NumberRule = NumberRule { whole: false, negative: true };

/// A series that has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeriesReading {
    /// The periods in the order of their rows, `None` being one without a figure.
    pub points: Vec<(String, Option<f64>)>,
    /// What stops it from being judged.
    pub problems: Vec<Finding>,
    /// What was taken as it is and should be known: periods that go back in time.
    pub remarks: Vec<Finding>,
}

/// Reads a file of `period,value`. Periods may have any name; those that are called as elsewhere
/// (`FY2024Q1`) are looked at for their order.
pub fn series(file: &str, text: &str) -> SeriesReading {
    let (mut problems, mut remarks) = (Findings::default(), Findings::default());
    let mut points = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    if let Some(mut table) = Table::open(Source::text(file, text), &SHEET, &mut problems) {
        let mut before = None;
        while let Some(row) = table.next_row(&mut problems) {
            let Some((period, value)) = point(&row, &mut problems) else { continue };
            if let Some(first) = seen.insert(period.clone(), row.line) {
                let message = format!("line {first} already gives “{period}”; a period has one value");
                problems.push(row.finding("period", message));
                continue;
            }
            let known = period.parse::<Period>().ok();
            if known.zip(before).is_some_and(|(now, before)| now < before) {
                let message =
                    format!("“{period}” is earlier than the row before; rows are taken as they come");
                remarks.push(row.finding("period", message));
            }
            before = known.or(before);
            points.push((period, value));
        }
    }
    SeriesReading { points, problems: problems.finish(), remarks: remarks.finish() }
}

fn point(row: &Row, problems: &mut Findings) -> Option<(String, Option<f64>)> {
    let mut fields = Fields::new(row, problems);
    let period = fields.required("period", NAME);
    let value = fields.number_if_any("value", ANY);
    fields.sound.then_some((period, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(Finding::to_string).collect()
    }

    #[test]
    fn a_series_is_read_in_the_order_of_its_rows() {
        let found = series("s.csv", "Value,period\n1.5,FY2024Q1\n,FY2024Q2\n\n-2,week 7\n0,FY2024Q3\n");
        let expected =
            [("FY2024Q1", Some(1.5)), ("FY2024Q2", None), ("week 7", Some(-2.0)), ("FY2024Q3", Some(0.0))];
        assert_eq!(found.points, expected.map(|(period, value)| (period.to_owned(), value)));
        assert_eq!((found.problems, found.remarks), (vec![], vec![]));
        let back = series("s.csv", "period,value\nFY2024Q3,1\nFY2024Q1,2\n");
        assert_eq!(back.points.len(), 2);
        assert!(words(&back.remarks)[0].contains("line 3, column period: “FY2024Q1” is earlier"));
        assert_eq!(series("s.csv", "period,value\n"), SeriesReading::default());
    }

    #[test]
    fn every_bad_row_is_told_by_its_line() {
        let found = series(
            "s.csv",
            "period,value\nFY2024Q1,1\nFY2024Q1,2\nFY2024Q2,many\n,3\nFY2024Q3,\"1,234\"\nFY2024Q4\nFY2024Q5,inf\n",
        );
        let expected = [
            ("line 3, column period", "line 2 already gives “FY2024Q1”"),
            ("line 4, column value", "“many” is not a number"),
            ("line 5, column period", "must not be empty"),
            ("line 6, column value", "write it without, as 1234"),
            ("line 7", "1 cell"),
            ("line 8, column value", "not a number"),
        ];
        let told = words(&found.problems);
        assert_eq!(told.len(), expected.len(), "{told:?}");
        for (told, (place, message)) in told.iter().zip(expected) {
            assert!(told.contains(place) && told.contains(message), "{place} {message}: {told}");
        }
        for (text, message) in [
            ("", "the file is empty"),
            ("month,value\n1,2\n", "unknown column"),
            ("period\n1\n", "is missing"),
            ("period;value\n1;2\n", "semicolons"),
        ] {
            let found = series("s.csv", text);
            assert!(words(&found.problems).join("; ").contains(message), "{text}: {:?}", found.problems);
        }
    }
}
