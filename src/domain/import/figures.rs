//! Figures files: one actual a row.

use std::collections::{BTreeMap, HashMap};

use super::cells::{Cell, Cells};
use super::columns::{Sheet, Takes, may, must};
use super::fields::{Fields, TEXT, Texts};
use super::findings::Findings;
use super::grid::Places;
use super::nearest;
use super::row::Row;
use super::table::{Source, Table};
use crate::domain::actual::{Actual, Figure, MissingReason, State, TypedFigure};
use crate::domain::batch::{Batch, Reading};
use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::period::Period;

pub(super) const SHEET: Sheet = Sheet {
    name: "figures",
    columns: &[
        must("measure", Takes::CodeOf("measures"), "The code of the measure."),
        must("period", Takes::Period, "The period that was measured, as FY2024Q1, CY2024 or 2024-03."),
        may(
            "category",
            Takes::Text,
            "Empty for the total, else dimension=category, as firearm_type=handgun.",
        ),
        must(
            "value",
            Takes::Number,
            "In the measure's unit: 83 for 83 %. Empty for a ratio, and where there is none.",
        ),
        may("numerator", Takes::Number, "For a ratio."),
        may("denominator", Takes::Number, "For a ratio; never 0."),
        may("missing", Takes::Word(MissingReason::NAMES), "Why there is no figure. Zero is a figure."),
        may("note", Takes::Text, "What is to be known about this figure."),
        may(
            "source",
            Takes::Text,
            "Where this figure comes from, where it differs from the measure's source.",
        ),
    ],
    key: &["measure", "period", "category"],
    together: &["value", "numerator", "denominator", "missing"],
    ..Sheet::UNKEYED
};

/// Which figure a row gives, and the line of the row that gave it first.
pub(super) type Seen = HashMap<(Code, Period, String), u64>;

/// Reads a figures file. `known` are the measures that its figures may be of. The figures come in
/// approved: whoever may import answers for them.
pub fn figures(file: &str, text: &str, known: &BTreeMap<Code, Measure>) -> Reading {
    let mut problems = Findings::default();
    let (mut seen, mut places) = (Seen::new(), Places::default());
    let source = Source::text(file, text);
    let (actuals, rows) = read(source, known, &mut seen, &mut places, &mut problems);
    let batch = Batch { actuals, ..Batch::default() };
    Reading { batch, rows, problems: problems.finish(), ..Reading::default() }
}

/// The file's actuals and how many rows it has.
pub(super) fn read(
    file: Source,
    known: &BTreeMap<Code, Measure>,
    seen: &mut Seen,
    places: &mut Places,
    problems: &mut Findings,
) -> (Vec<Actual>, usize) {
    let Some(mut table) = Table::open(file, &SHEET, problems) else {
        return (Vec::new(), 0);
    };
    let mut actuals = Vec::new();
    while let Some(row) = table.next_row(problems) {
        let Some(actual) = actual(&row, known, problems) else {
            continue;
        };
        let key = (actual.measure.clone(), actual.period, actual.category.clone());
        if is_first(key, &row, seen, problems) {
            places.keep(&row, || actual.subject());
            actuals.push(actual);
        }
    }
    (actuals, table.rows)
}

/// Whether no row before gives the same figure; says so where one does.
pub(super) fn is_first(
    key: (Code, Period, String),
    row: &Row,
    seen: &mut Seen,
    problems: &mut Findings,
) -> bool {
    if let Some(first) = seen.get(&key) {
        let message = format!("line {first} already gives this measure, period and category");
        problems.push(row.finding("", message));
        return false;
    }
    seen.insert(key, row.line);
    true
}

fn actual(row: &Row, known: &BTreeMap<Code, Measure>, problems: &mut Findings) -> Option<Actual> {
    let mut fields = Fields::new(row, problems);
    let measure = known_measure(&mut fields, "measure", known);
    let period = measure_period(&mut fields, measure);
    let category = fields.category("category");
    let note = fields.verbatim("note", TEXT);
    let source = fields.verbatim("source", TEXT);
    let figure = figure(&mut fields, &typed(row, measure), measure);
    let sound = fields.sound;
    let actual = Actual {
        measure: measure?.code.clone(),
        period: period?,
        category,
        figure: figure?,
        state: State::Approved,
        note,
        source,
    };
    sound.then_some(actual)
}

/// The figure of a row as it is typed; a spreadsheet's 83 % is 83 where the measure's unit is percent.
pub(super) fn typed(row: &Row, measure: Option<&Measure>) -> TypedFigure {
    let cell = |column: &str| row.cell(column).to_owned();
    TypedFigure {
        value: measure.map_or(row.cell("value"), |measure| row.figure("value", &measure.unit)).to_owned(),
        numerator: cell("numerator"),
        denominator: cell("denominator"),
        missing: cell("missing"),
    }
}

/// The same, read under the measure's rules: without it, a figure has none.
pub(super) fn figure(fields: &mut Fields, typed: &TypedFigure, measure: Option<&Measure>) -> Option<Figure> {
    let read = typed.read(measure?).map_err(|errors| {
        for error in errors {
            fields.fault(error.field, error.message);
        }
    });
    read.ok()
}

/// The row of a figure.
pub(super) fn cells(actual: &Actual) -> Cells {
    let mut cells: Cells = vec![
        ("measure", actual.measure.as_str().into()),
        ("period", Cell::of(Some(actual.period))),
        ("category", (&actual.category).into()),
        ("note", (&actual.note).into()),
        ("source", (&actual.source).into()),
    ];
    cells.extend(figure_cells(actual.figure));
    cells
}

/// The cells of a figure itself, those of its kind alone.
pub(super) fn figure_cells(figure: Figure) -> Cells {
    match figure {
        Figure::Value(value) => vec![("value", value.into())],
        Figure::Missing(reason) => vec![("missing", reason.name().into())],
        Figure::Ratio { numerator, denominator } => {
            vec![("numerator", numerator.into()), ("denominator", denominator.into())]
        }
    }
}

/// The measure that a cell names.
pub(super) fn known_measure<'k>(
    fields: &mut Fields,
    column: &str,
    known: &'k BTreeMap<Code, Measure>,
) -> Option<&'k Measure> {
    let code: Code = fields.parsed(column)?;
    let measure = known.get(&code);
    if measure.is_none() {
        let hint = nearest::hint(code.as_str(), known.keys().map(Code::as_str));
        fields.fault(column, format!("there is no measure “{code}”{hint}"));
    }
    measure
}

/// The cell `period`, as one in which the measure has figures.
pub(super) fn measure_period(fields: &mut Fields, measure: Option<&Measure>) -> Option<Period> {
    let period: Period = fields.parsed("period")?;
    let Some(measure) = measure.filter(|m| !m.takes(period)) else {
        return Some(period);
    };
    let own = measure.period_within(period);
    let by = own.calendar().map_or(String::new(), |calendar| format!(", by the {} year", calendar.name()));
    let (frequency, code) = (measure.frequency.label(), &measure.code);
    let message = format!("{period} is no period of “{code}”: its figures are {frequency}{by}, as {own}");
    fields.fault("period", message);
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::measure::{Frequency, Unit};
    use crate::domain::period::Calendar;

    fn known() -> BTreeMap<Code, Measure> {
        let annual = Measure {
            frequency: Frequency::Annual,
            calendar: Calendar::Calendar,
            ..measure("states-direct")
        };
        let unit = Unit { name: "percent".into(), decimals: 1 };
        let share = Measure { ratio: true, unit, ..measure("urgent-share") };
        [measure("traces-completed"), annual, share].map(|m| (m.code.clone(), m)).into()
    }

    fn problems(text: &str) -> Vec<String> {
        let reading = figures("f.csv", text, &known());
        reading.problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn figures_are_read_in_any_order_of_columns() {
        let text = "value,period,measure,missing,numerator,denominator,category\n\
            12,FY2024Q1,traces-completed,,,,\n\
            0,FY2024Q1,traces-completed,,,,firearm_type=handgun\n\
            ,FY2024Q2,traces-completed,suppressed,,,\n\
            ,FY2024Q1,urgent-share,,83,100,\n\
            32,CY2024,states-direct,,,,\n";
        let reading = figures("f.csv", text, &known());
        assert_eq!((reading.problems, reading.rows), (vec![], 5));
        let found: Vec<Figure> = reading.batch.actuals.iter().map(|a| a.figure).collect();
        let expected = [
            Figure::Value(12.0),
            Figure::Value(0.0),
            Figure::Missing(MissingReason::Suppressed),
            Figure::Ratio { numerator: 83.0, denominator: 100.0 },
            Figure::Value(32.0),
        ];
        assert_eq!(found, expected);
        assert!(reading.batch.actuals.iter().all(|a| a.state == State::Approved));
        assert_eq!(reading.batch.actuals[1].category, "firearm_type=handgun");
    }

    #[test]
    fn bad_rows_are_named_at_their_cells() {
        for (row, expected) in [
            (
                "traces-complete,FY2024Q1,,1",
                "column measure: there is no measure “traces-complete”, did you mean “traces-completed”?",
            ),
            ("a b,FY2024Q1,,1", "column measure: “a b” is not a code"),
            ("traces-completed,2024,,1", "column period: “2024” is not a period"),
            (
                "traces-completed,FY2024,,1",
                "column period: FY2024 is no period of “traces-completed”: its figures are quarterly, by the fiscal year, as FY2024Q4",
            ),
            ("traces-completed,CY2024Q1,,1", "column period: CY2024Q1 is no period"),
            (
                "states-direct,CY2024Q1,,1",
                "column period: CY2024Q1 is no period of “states-direct”: its figures are annual, by the calendar year, as CY2023",
            ),
            ("traces-completed,FY2024Q1,handgun,1", "column category: write dimension=category"),
            ("traces-completed,FY2024Q1,=handgun,1", "column category: write dimension=category"),
            ("traces-completed,FY2024Q1,type=,1", "column category: write dimension=category"),
            (
                "traces-completed,FY2024Q1,,\"1,234\"",
                "column value: “1,234” has a comma; write it without, as 1234",
            ),
            ("traces-completed,FY2024Q1,,12%", "column value: “12%” has a % sign"),
            ("traces-completed,FY2024Q1,,1e400", "column value: “1e400” is too large"),
            ("traces-completed,FY2024Q1,,NaN", "column value: “NaN” is not a number"),
            ("traces-completed,FY2024Q1,,-5", "column value: “-5” is below zero"),
            ("traces-completed,FY2024Q1,,", "column value: enter a number"),
            ("urgent-share,FY2024Q1,,83", "column value: this measure takes a numerator"),
        ] {
            let found = problems(&format!("measure,period,category,value\n{row}\n"));
            let start = format!("f.csv, line 2, {expected}");
            assert!(found.iter().any(|p| p.starts_with(&start)), "{row}: {found:?}");
        }
    }

    #[test]
    fn a_denominator_of_zero_a_long_note_and_a_second_row_are_refused() {
        let header = "measure,period,value,numerator,denominator,note\n";
        let found = problems(&format!("{header}urgent-share,FY2024Q1,,1,0,\n"));
        assert!(found[0].contains("column denominator") && found[0].contains("not applicable"), "{found:?}");
        let note = "x".repeat(1_000_000);
        let found = problems(&format!("{header}traces-completed,FY2024Q1,1,,,{note}\n"));
        assert!(found[0].contains("column note: the text has 1000000 characters"), "{}", found[0].len());
        let found = problems(&format!("{header}traces-completed,FY2024Q1,1,,,\u{7}\n"));
        assert!(found[0].contains("control character"), "{found:?}");
        let row = "traces-completed,FY2024Q1,1,,,\n";
        let found = problems(&format!("{header}{row}{row}"));
        assert_eq!(found, ["f.csv, line 3: line 2 already gives this measure, period and category"]);
    }

    #[test]
    fn all_problems_come_at_once() {
        let found = problems("measure,period,category,value\nnone,x,y,z\ntraces-completed,x,y,z\n");
        assert_eq!(found.len(), 6, "{found:?}");
    }
}
