//! CSV files: UTF-8 without a byte order mark, lines ended by CR LF (RFC 4180), numbers exact, and
//! texts that a spreadsheet would run made harmless.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::elements::{COLUMNS, lines};
use crate::domain::actual::{Actual, Figure, State, TypedFigure};
use crate::domain::breakdown::{Breakdown, CategorySeries};
use crate::domain::import::cell::defuse;
use crate::domain::import::{self, Cell};
use crate::domain::measure::Measure;
use crate::domain::note::{self, Note};
use crate::domain::number;
use crate::domain::series::SeriesPoint;
use crate::model::audit::AuditRecord;
use crate::model::board::Board;
use crate::model::elements::ElementRow;

/// The columns of [`measure_data`].
const DATA_COLUMNS: [&str; 21] = [
    "measure",
    "name",
    "period",
    "category",
    "actual",
    "numerator",
    "denominator",
    "target",
    "status",
    "state",
    "missing",
    "note",
    "unit",
    "source",
    "caveat",
    "illustrative",
    "retrieved_on",
    "revised",
    "reason",
    "marking",
    "pinned",
];

/// A figures file: the inverse of [`crate::domain::import::figures`], which takes what is in a file for
/// approved.
pub fn figures(actuals: &[Actual]) -> String {
    let (columns, _, rows) = import::figure_sheet(actuals);
    sheet(columns, rows)
}

/// One sheet of a framework: the inverse of what [`crate::domain::import::framework`] does to each of its
/// files.
pub fn sheet(columns: &import::Sheet, rows: import::Rows) -> String {
    let names: Vec<&str> = columns.columns.iter().map(|column| column.name).collect();
    let mut sheet = Sheet::with_header(&names);
    for row in rows {
        let cells: Vec<String> = row.into_iter().map(harmless).collect();
        sheet.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    sheet.text
}

/// A cell as text: what a spreadsheet would run is made harmless, and a number is none of that.
fn harmless(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => defuse(&text).into_owned(),
        number => number.text(),
    }
}

/// What the download of one measure is made from.
#[derive(Clone, Debug)]
pub struct MeasureData<'a> {
    pub measure: &'a Measure,
    /// In order. Only what is published is written: a draft never is.
    pub points: &'a [SeriesPoint],
    /// Over the same periods, where figures by category are asked for.
    pub breakdown: Option<&'a Breakdown>,
    /// What is pinned to the measure's periods.
    pub notes: &'a [Note],
    /// The day of the download, to be cited with it.
    pub retrieved_on: NaiveDate,
}

impl<'a> MeasureData<'a> {
    /// What is written, in order: each period's total, and after it its categories, as files name them.
    pub(super) fn rows(&self) -> impl Iterator<Item = (String, &'a SeriesPoint)> {
        let categories = |at: usize| {
            self.breakdown.into_iter().flat_map(move |breakdown| {
                let name = move |one: &CategorySeries| format!("{}={}", breakdown.dimension, one.name);
                let of_period = move |one: &'a CategorySeries| Some((name(one), one.points.get(at)?));
                breakdown.categories.iter().filter_map(of_period)
            })
        };
        let totals = self.points.iter().enumerate();
        totals.flat_map(move |(at, total)| [(String::new(), total)].into_iter().chain(categories(at)))
    }
}

/// The data behind a measure's chart, one row a period and category. Each row carries the source, the caveat, the
/// marking, the illustrative mark and what is pinned to its period, so that a row copied elsewhere still has them.
pub fn measure_data(data: &MeasureData) -> String {
    let mut sheet = Sheet::with_header(&DATA_COLUMNS);
    let measure = data.measure;
    let texts = [&measure.name, &measure.unit.name, &measure.source, &measure.caveat, &measure.marking];
    let [name, unit, source, caveat, marking] = texts.map(|text| defuse(text));
    let retrieved_on = data.retrieved_on.to_string();
    for (category, point) in data.rows() {
        let typed = point.figure.map(TypedFigure::from).unwrap_or_default();
        let exact = |value: Option<f64>| value.map(number::exact).unwrap_or_default();
        let published = point.figure.map_or("", |_| State::Approved.name());
        sheet.row(&[
            measure.code.as_str(),
            &name,
            &point.period.to_string(),
            &defuse(&category),
            &exact(point.value),
            &typed.numerator,
            &typed.denominator,
            &exact(point.target),
            point.status.label(),
            published,
            point.figure.and_then(Figure::missing).map_or("", |reason| reason.label()),
            &note(point),
            &unit,
            &source,
            &caveat,
            if measure.illustrative { "yes" } else { "no" },
            &retrieved_on,
            revised(point),
            &defuse(point.revised.as_deref().unwrap_or_default()),
            &marking,
            &defuse(&note::words_within(data.notes, point.period)),
        ]);
    }
    sheet.text
}

/// Whether the published figure was changed after its deadline; empty where there is none.
fn revised(point: &SeriesPoint) -> &'static str {
    match (point.figure, &point.revised) {
        (None, _) => "",
        (Some(_), None) => "no",
        (Some(_), Some(_)) => "yes",
    }
}

/// The point's note; for a total with a gap, first on how many of its parts it rests.
fn note(point: &SeriesPoint) -> Cow<'_, str> {
    match point.partial {
        None => defuse(&point.note),
        Some(partial) => {
            Cow::Owned(format!("{} have a figure. {}", partial.words(), point.note).trim().to_owned())
        }
    }
}

/// The coverage matrix, one row a measure and element, with the authority of each.
pub fn elements(rows: &[ElementRow], retrieved_on: NaiveDate) -> String {
    let mut sheet = Sheet::with_header(&COLUMNS);
    for line in lines(rows, retrieved_on) {
        let line = line.map(|text| defuse(&text).into_owned());
        sheet.row(&line.each_ref().map(String::as_str));
    }
    sheet.text
}

/// The columns of [`board`].
const BOARD_COLUMNS: [&str; 18] = [
    "goal",
    "goal_name",
    "measure",
    "name",
    "office",
    "kind",
    "period",
    "actual",
    "target",
    "unit",
    "status",
    "judgement",
    "missing",
    "source",
    "caveat",
    "marking",
    "illustrative",
    "retrieved_on",
];

/// The dashboard, one row a measure as it stands in its period, with what belongs under each picture of it.
pub fn board(board: &Board) -> String {
    let mut sheet = Sheet::with_header(&BOARD_COLUMNS);
    let exact = |value: Option<f64>| value.map(number::exact).unwrap_or_default();
    let retrieved_on = board.retrieved_on.to_string();
    for (goal, one) in board.goals.iter().flat_map(|goal| goal.measures.iter().map(move |one| (goal, one))) {
        let measure = &one.measure;
        let reason = &one.judgement.reason;
        let texts = [&goal.name, &measure.name, &measure.unit.name, reason];
        let [goal_name, name, unit, reason] = texts.map(|text| defuse(text));
        let texts = [&measure.source, &measure.caveat, &measure.marking].map(|text| defuse(text));
        let [source, caveat, marking] = texts;
        sheet.row(&[
            &goal.code,
            &goal_name,
            measure.code.as_str(),
            &name,
            measure.office.as_str(),
            measure.kind.label(),
            &one.period.to_string(),
            &exact(one.value),
            &exact(one.target),
            &unit,
            one.judgement.status.label(),
            &reason,
            one.missing.map_or("", |reason| reason.label()),
            &source,
            &caveat,
            &marking,
            if measure.illustrative { "yes" } else { "no" },
            &retrieved_on,
        ]);
    }
    sheet.text
}

/// The columns of [`trail`].
const TRAIL_COLUMNS: [&str; 10] =
    ["entry", "at", "person", "action", "subject", "about", "field", "before", "after", "hash"];

/// The first line of a file of the audit trail.
pub fn trail_header() -> String {
    Sheet::with_header(&TRAIL_COLUMNS).text
}

/// Entries of the audit trail, one row a field that changed, and one row for an entry without such. With
/// the hash of each, by which it is found again in the chain.
pub fn trail(records: &[AuditRecord]) -> String {
    let mut sheet = Sheet { text: String::new() };
    for AuditRecord { subject, action, hash, line } in records {
        let entry = line.seq.to_string();
        let [person, subject, about] = [&line.actor, subject, &line.about].map(|text| defuse(text));
        let mut row = |field: &str, before: &str, after: &str| {
            let [field, before, after] = [field, before, after].map(defuse);
            sheet.row(&[&entry, &line.at, &person, action, &subject, &about, &field, &before, &after, hash]);
        };
        for change in &line.changes {
            let (before, after) = change.in_full();
            row(&change.field, before, after);
        }
        if line.changes.is_empty() {
            row("", "", "");
        }
    }
    sheet.text
}

/// A CSV text that grows by rows.
struct Sheet {
    text: String,
}

impl Sheet {
    fn with_header(columns: &[&str]) -> Sheet {
        let mut sheet = Sheet { text: String::new() };
        sheet.row(columns);
        sheet
    }

    fn row(&mut self, cells: &[&str]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            match cell.contains([',', '"', '\n', '\r']) {
                true => {
                    self.text.push('"');
                    self.text.push_str(&cell.replace('"', "\"\""));
                    self.text.push('"');
                }
                false => self.text.push_str(cell),
            }
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::actual::MissingReason;
    use crate::domain::code::Code;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::measure::{Frequency, Unit};
    use crate::domain::note::NoteKind;
    use crate::domain::number::NumberRule;
    use crate::domain::pace::Course;
    use crate::domain::period::{Calendar, Period};
    use crate::domain::rollup::Partial;
    use crate::domain::series::{Known, Series};
    use proptest::prelude::*;

    fn known() -> BTreeMap<Code, Measure> {
        let change = NumberRule { whole: false, negative: true };
        let measures = [
            Measure { rule: change, ..measure("change") },
            Measure { ratio: true, ..measure("share") },
            Measure {
                rule: change,
                frequency: Frequency::Annual,
                calendar: Calendar::Calendar,
                ..measure("annual")
            },
        ];
        measures.into_iter().map(|m| (m.code.clone(), m)).collect()
    }

    /// Texts with what CSV and spreadsheets trip over, most of them short.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[=+@\\-'\t\r\n,\"; a1é—\u{1F600}]{0,8}", "\\PC{0,40}"]
    }

    fn figure(ratio: bool) -> BoxedStrategy<Figure> {
        let missing = (0..MissingReason::ALL.len()).prop_map(|k| Figure::Missing(MissingReason::ALL[k]));
        match ratio {
            true => {
                let parts = (0f64..1e9, 1e-3f64..1e9);
                let ratio =
                    parts.prop_map(|(numerator, denominator)| Figure::Ratio { numerator, denominator });
                prop_oneof![ratio, missing].boxed()
            }
            false => prop_oneof![(-1e15f64..1e15).prop_map(Figure::Value), missing].boxed(),
        }
    }

    fn actuals() -> impl Strategy<Value = Vec<Actual>> {
        let one = (
            0..3usize,
            0..200i32,
            proptest::option::of("[a-z][a-z_]{0,8}=[^\\pC\\pZ]{1,10}"),
            text(),
            text(),
        );
        let one = one.prop_flat_map(|(which, step, category, note, source)| {
            figure(which == 1).prop_map(move |figure| {
                let start: Period = if which == 2 { "CY1950" } else { "FY1950Q1" }.parse().unwrap();
                Actual {
                    measure: ["change", "share", "annual"][which].parse().unwrap(),
                    period: start.step(step),
                    category: category.clone().unwrap_or_default(),
                    figure,
                    state: State::Approved,
                    note: note.clone(),
                    source: source.clone(),
                }
            })
        });
        proptest::collection::vec(one, 0..20).prop_map(|mut all| {
            all.sort_by(|a, b| (&a.measure, a.period, &a.category).cmp(&(&b.measure, b.period, &b.category)));
            all.dedup_by(|a, b| (&a.measure, a.period, &a.category) == (&b.measure, b.period, &b.category));
            all
        })
    }

    proptest! {
        #[test]
        fn export_and_import_of_figures_are_inverse(actuals in actuals()) {
            let text = figures(&actuals);
            let reading = import::figures("f.csv", &text, &known());
            prop_assert_eq!(reading.problems, vec![]);
            prop_assert_eq!(reading.batch.actuals, actuals);
        }
    }

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        let actual = Actual {
            measure: "change".parse().unwrap(),
            period: "FY2024Q1".parse().unwrap(),
            category: String::new(),
            figure: Figure::Value(-5.5),
            state: State::Approved,
            note: "=HYPERLINK(\"http://x\",\"y\")".into(),
            source: "@SUM(A1)".into(),
        };
        let expected = "change,FY2024Q1,,-5.5,,,,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",'@SUM(A1)\r\n";
        assert_eq!(figures(&[actual]).split_once("\r\n").unwrap().1, expected);
    }

    #[test]
    fn a_measures_download_carries_its_source_caveat_and_mark_on_each_row() {
        let measure = Measure {
            ratio: true,
            unit: Unit { name: "percent".into(), decimals: 1 },
            source: "=eTrace".into(),
            caveat: "Not a sample, says ATF.".into(),
            marking: "=Controlled".into(),
            illustrative: true,
            ..measure("share")
        };
        let figure = Figure::Ratio { numerator: 2.0, denominator: 3.0 };
        let known = BTreeMap::from([
            (
                "FY2024Q1".parse().unwrap(),
                Known {
                    figure: Some(figure),
                    target: Some(50.0),
                    note: "a\nb".into(),
                    revised: Some("=counted twice".into()),
                    ..Known::default()
                },
            ),
            (
                "FY2024Q2".parse().unwrap(),
                Known { figure: Some(Figure::Missing(MissingReason::Suppressed)), ..Known::default() },
            ),
            ("FY2024Q3".parse().unwrap(), Known { draft: Some(figure), ..Known::default() }),
        ]);
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let points = Series::assemble(&measure, &Course::default(), &known, today).points;
        let period = points[0].period;
        let notes = [Note { period, kind: NoteKind::Law, text: "=1+1".into(), rebase: false }];
        let text = measure_data(&MeasureData {
            measure: &measure,
            points: &points,
            breakdown: None,
            notes: &notes,
            retrieved_on: today,
        });
        let end = "percent,'=eTrace,\"Not a sample, says ATF.\",yes,2026-11-24";
        let expected = [
            "measure,name,period,category,actual,numerator,denominator,target,status,state,missing,note,unit,source,caveat,illustrative,retrieved_on,revised,reason,marking,pinned\r\n".to_owned(),
            format!("share,Measure share,FY2024Q1,,66.66666666666666,2,3,50,met,approved,,\"a\nb\",{end},yes,'=counted twice,'=Controlled,\"Note 1, law enacted: =1+1\"\r\n"),
            format!("share,Measure share,FY2024Q2,,,,,,no data,approved,suppressed,,{end},no,,'=Controlled,\r\n"),
            format!("share,Measure share,FY2024Q3,,,,,,no data,,,,{end},,,'=Controlled,\r\n"),
        ];
        assert_eq!(text, expected.concat());
    }

    #[test]
    fn categories_follow_their_total() {
        let measure = measure("traces");
        let known = |value: f64| {
            let figure = Some(Figure::Value(value));
            BTreeMap::from([("FY2024Q1".parse().unwrap(), Known { figure, ..Known::default() })])
        };
        let categories = [("=1+1".to_owned(), known(4.0)), ("b, c".to_owned(), BTreeMap::new())];
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let found =
            Breakdown::assemble(&measure, &Course::default(), "type", &known(9.0), &categories, today);
        let data = MeasureData {
            measure: &measure,
            points: &found.total,
            breakdown: Some(&found),
            notes: &[],
            retrieved_on: today,
        };
        let text = measure_data(&data);
        let told: Vec<&str> = text.lines().skip(1).map(|line| line.split(",,,").next().unwrap()).collect();
        assert_eq!(
            told,
            [
                "traces,Measure traces,FY2024Q1,,9",
                "traces,Measure traces,FY2024Q1,type==1+1,4",
                "traces,Measure traces,FY2024Q1,\"type=b, c\"",
            ]
        );
    }

    #[test]
    fn a_year_with_a_gap_says_so() {
        let mut point = SeriesPoint {
            period: "FY2024".parse().unwrap(),
            figure: Some(Figure::Value(3.0)),
            value: Some(3.0),
            draft: None,
            target: None,
            target_now: None,
            status: crate::domain::status::Status::NoTarget,
            note: String::new(),
            revised: None,
            partial: Some(Partial { parts: 3, of: 4 }),
            edges: None,
        };
        assert_eq!(note(&point), "3 of 4 quarters have a figure.");
        point.partial = None;
        assert_eq!(note(&point), "");
    }
}
