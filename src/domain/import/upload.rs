//! An office's own figures in a file: the template that it is sent, and what comes back. They become drafts, and
//! what a file says nothing about stays as it is.

use std::collections::BTreeMap;

use super::cells::{Cell, Cells, row};
use super::columns::{Sheet, Takes, may, must};
use super::fields::{Fields, TEXT};
use super::figures::{Seen, figure, figure_cells, is_first, known_measure, measure_period, typed};
use super::findings::Findings;
use super::grid::Grid;
use super::header::{ColumnNames, delimiter};
use super::nearest;
use super::row::{Place, Row};
use super::table::{Source, Table};
use crate::domain::actual::{Figure, MissingReason};
use crate::domain::batch::Finding;
use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::period::Period;

pub const SHEET: Sheet = Sheet {
    name: "figures",
    columns: &[
        must("measure", Takes::Code, "The code of the measure."),
        may("name", Takes::Text, "The measure's name, to know it by. It is not read."),
        must("period", Takes::Period, "The period that was measured, as FY2024Q1, CY2024 or 2024-03."),
        may(
            "category",
            Takes::Text,
            "Empty for the total, else dimension=category, as firearm_type=handgun.",
        ),
        may("unit", Takes::Text, "The measure's unit, to know it by. It is not read."),
        must(
            "value",
            Takes::Number,
            "In the measure's unit: 83 for 83 %. Empty for a rate, and where there is none.",
        ),
        may("numerator", Takes::Number, "For a rate."),
        may("denominator", Takes::Number, "For a rate; never 0."),
        may("missing", Takes::Word(MissingReason::NAMES), "Why there is no figure. Zero is a figure."),
        may("note", Takes::Text, "What is to be known about this figure."),
        may("explanation", Takes::Text, "Why the target was missed."),
        may("plan", Takes::Text, "What is planned to reach the target."),
        may(
            "reason",
            Takes::Text,
            "Why a published figure is to be another after its deadline. Empty where it is not.",
        ),
    ],
    key: &["measure", "period", "category"],
    together: &["value", "numerator", "denominator", "missing"],
    partial: true,
    ..Sheet::UNKEYED
};

/// The most figures of one file.
pub const MOST: usize = 5000;

/// The longest name of a column that is asked about, in characters; and of how many columns at most.
const NAME: usize = 120;
const COLUMNS: usize = 100;

/// A figure as it stands, for the template's row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing<'a> {
    pub figure: Option<Figure>,
    pub note: &'a str,
    pub explanation: &'a str,
    pub plan: &'a str,
    /// Of what waits; a new revision has a reason of its own.
    pub reason: &'a str,
}

/// The template's row of one figure.
pub fn template_row(
    measure: &Measure,
    (period, category): (Period, &str),
    standing: Standing<'_>,
) -> Vec<Cell> {
    let mut cells: Cells = vec![
        ("measure", measure.code.as_str().into()),
        ("name", (&measure.name).into()),
        ("period", Cell::of(Some(period))),
        ("category", category.into()),
        ("unit", (&measure.unit.name).into()),
        ("note", standing.note.into()),
        ("explanation", standing.explanation.into()),
        ("plan", standing.plan.into()),
        ("reason", standing.reason.into()),
    ];
    cells.extend(standing.figure.into_iter().flat_map(figure_cells));
    row(&SHEET, cells)
}

/// A file that was opened: the text of a CSV, or the sheet of a workbook that has the figures.
#[derive(Debug)]
pub enum Opened {
    Text(String),
    Grid(Grid),
}

/// What is in a file.
#[derive(Debug, Default)]
pub struct Uploaded {
    pub rows: Vec<UploadRow>,
    /// Rows without a figure or a reason why there is none.
    pub empty: usize,
    /// What stands against the file.
    pub problems: Vec<Finding>,
    /// What should be known besides.
    pub remarks: Vec<Finding>,
}

/// A figure of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadRow {
    pub place: Place,
    pub measure: Code,
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
    pub figure: Figure,
    /// `None` where the file has no such column; and so below.
    pub note: Option<String>,
    pub explanation: Option<String>,
    pub plan: Option<String>,
    pub reason: Option<String>,
}

/// Whose figures a file may have.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    pub office: &'a Code,
    /// Those of other offices too, to be told apart from those that nobody has.
    pub measures: &'a BTreeMap<Code, Measure>,
}

impl Opened {
    /// The sheet of a workbook that has the figures.
    ///
    /// # Errors
    /// One sentence for a person: there is none.
    pub fn of_workbook(grids: Vec<Grid>) -> Result<Opened, String> {
        let names: Vec<String> = grids.iter().map(|grid| format!("“{}”", grid.sheet)).collect();
        let hint = nearest::hint(SHEET.name, grids.iter().map(|grid| grid.sheet.as_str()));
        let is_it = |grid: &Grid| grid.sheet.trim().eq_ignore_ascii_case(SHEET.name);
        grids.into_iter().find(is_it).map(Opened::Grid).ok_or_else(|| {
            let names = names.join(", ");
            format!(
                "it has no sheet “{}”{hint}; its sheets are {names}: name the one with the figures so",
                SHEET.name
            )
        })
    }

    fn source<'t>(&'t self, file: &'t str, columns: &'t ColumnNames) -> Source<'t> {
        match self {
            Opened::Text(text) => Source::separated(file, text, delimiter(text, &SHEET)),
            Opened::Grid(grid) => Source::grid(file, grid, None),
        }
        .with_columns(columns)
    }

    fn names(&self) -> Vec<String> {
        self.source("", &ColumnNames::new()).names()
    }

    /// The columns of which it is to be asked what they are; none, where that could not make the file whole.
    pub fn unknown_columns(&self) -> Vec<String> {
        let names = self.names();
        let is_askable = |name: &&String| {
            let is_short = name.chars().count() <= NAME && !name.contains(char::is_control);
            !name.is_empty() && is_short && SHEET.column(name).is_none()
        };
        let mut unknown: Vec<String> = names.iter().filter(is_askable).cloned().collect();
        unknown.sort();
        unknown.dedup();
        let lacking = SHEET.columns.iter().filter(|column| column.required && !has(&names, column.name));
        let is_hopeless = lacking.count() > unknown.len() || names.len() > COLUMNS;
        if is_hopeless { Vec::new() } else { unknown }
    }

    /// The columns that the file does not have, which others may be read as.
    pub fn free_columns(&self) -> Vec<&'static str> {
        let names = self.names();
        SHEET.names().filter(|column| !has(&names, column)).collect()
    }

    /// Reads the figures. A row without one is left alone.
    pub fn read(&self, file: &str, columns: &ColumnNames, own: Own<'_>) -> Uploaded {
        let (mut problems, mut remarks) = (Findings::default(), Findings::default());
        if let Opened::Grid(grid) = self {
            for fault in &grid.faults {
                let about = Finding::about_file(file, fault.message.clone());
                problems.push(Finding { at: fault.at.clone(), ..about });
            }
        }
        let mut uploaded = Uploaded::default();
        let mut seen = Seen::new();
        let table = Table::open(self.source(file, columns), &SHEET, &mut problems);
        let Some(mut table) = table else {
            return Uploaded { problems: problems.finish(), ..uploaded };
        };
        while let Some(row) = table.next_row(&mut problems) {
            if is_empty(&row) {
                uploaded.empty += 1;
                remarks_on_empty(&row, &mut remarks);
                continue;
            }
            if uploaded.rows.len() == MOST {
                let message = format!("the file has more than {MOST} figures; bring the rest in another");
                problems.push(row.finding("", message));
                // It is to be divided first: what else is wrong with its rows would hide that.
                uploaded.rows.clear();
                break;
            }
            let Some(read) = upload_row(&row, own, &mut problems) else { continue };
            let key = (read.measure.clone(), read.period, read.category.clone());
            if is_first(key, &row, &mut seen, &mut problems) {
                uploaded.rows.push(read);
            }
        }
        Uploaded { problems: problems.finish(), remarks: remarks.finish(), ..uploaded }
    }
}

/// Whether one of the names is that of a column.
fn has(names: &[String], column: &str) -> bool {
    names.iter().any(|name| name == column)
}

/// The column that a file's own name probably means: by the whole of it, else by one of its words.
pub fn probable<'c>(name: &str, columns: &[&'c str]) -> Option<&'c str> {
    let words = name.split(|c: char| !c.is_alphanumeric()).rev().filter(|word| word.len() > 2);
    [name].into_iter().chain(words).find_map(|word| nearest::nearest(word, columns.iter().copied()))
}

/// Neither a figure nor a reason why there is none; nor what might have been meant for one.
fn is_empty(row: &Row) -> bool {
    typed(row, None).is_blank() && SHEET.together.iter().all(|column| !is_unusable(row, column))
}

fn is_unusable(row: &Row, column: &str) -> bool {
    super::fields::Texts::is_unusable(row, column)
}

/// What is written beside no figure is not kept.
fn remarks_on_empty(row: &Row, remarks: &mut Findings) {
    for column in ["note", "explanation", "plan", "reason"] {
        if !row.cell(column).trim().is_empty() {
            let message = "this stands beside no figure, so the row is left alone: enter a number, or why there is none";
            remarks.push(row.finding(column, message));
        }
    }
}

fn upload_row(row: &Row, own: Own<'_>, problems: &mut Findings) -> Option<UploadRow> {
    let mut fields = Fields::new(row, problems);
    let measure = known_measure(&mut fields, "measure", own.measures);
    let measure = measure.filter(|measure| is_own(measure, own.office, &mut fields));
    let period = measure_period(&mut fields, measure);
    let category = fields.category("category");
    let mut text = |column| {
        let text = fields.verbatim(column, TEXT);
        row.has(column).then(|| text.trim().to_owned())
    };
    let [note, explanation, plan, reason] = ["note", "explanation", "plan", "reason"].map(&mut text);
    let figure = figure(&mut fields, &typed(row, measure), measure);
    let sound = fields.sound;
    let read = UploadRow {
        place: row.place(),
        measure: measure?.code.clone(),
        period: period?,
        category,
        figure: figure?,
        note,
        explanation,
        plan,
        reason,
    };
    sound.then_some(read)
}

fn is_own(measure: &Measure, office: &Code, fields: &mut Fields) -> bool {
    let is = measure.office == *office;
    if !is {
        let message = format!(
            "“{}” is a measure of {}; these are the figures of {office}",
            measure.code, measure.office
        );
        fields.fault("measure", message);
    }
    is
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::import::grid::{Content, GridRow};
    use crate::domain::measure::tests_support::measure;

    fn known() -> BTreeMap<Code, Measure> {
        let other = Measure { office: "HSI".parse().unwrap(), ..measure("convictions") };
        let share = Measure { ratio: true, ..measure("share") };
        [measure("traces"), share, other].map(|m| (m.code.clone(), m)).into()
    }

    fn read_as(text: &str, columns: &[(&str, &str)]) -> Uploaded {
        let columns = columns.iter().map(|(name, column)| (name.to_string(), column.to_string())).collect();
        let known = known();
        let office = known.values().find(|one| one.code.as_str() == "traces").unwrap().office.clone();
        let own = Own { office: &office, measures: &known };
        Opened::Text(text.to_owned()).read("f.csv", &columns, own)
    }

    fn problems(text: &str) -> Vec<String> {
        read_as(text, &[]).problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn figures_are_read_whatever_separates_them() {
        for text in [
            "measure,period,value\ntraces,FY2024Q1,12\n",
            "measure;period;value\r\ntraces;FY2024Q1;12\r\n",
            "value\tmeasure\tperiod\n12\ttraces\tFY2024Q1\n",
        ] {
            let read = read_as(text, &[]);
            assert_eq!(read.problems, [], "{text}");
            let row = &read.rows[0];
            assert_eq!((row.figure, row.measure.as_str()), (Figure::Value(12.0), "traces"));
            // There is no such column, which says nothing.
            assert_eq!((&row.note, &row.reason), (&None, &None));
        }
    }

    #[test]
    fn a_row_without_a_figure_is_left_alone() {
        let header = "measure,period,value,missing,note\n";
        let read =
            read_as(&format!("{header}nowhere,x,,,\ntraces,FY2024Q1, ,,why\ntraces,FY2024Q2,0,,\n"), &[]);
        assert_eq!((read.problems, read.empty, read.rows.len()), (vec![], 2, 1));
        assert_eq!(read.remarks.len(), 1);
        assert!(read.remarks[0].to_string().starts_with("f.csv, line 3, column note: this stands beside no"));
        assert_eq!((read.rows[0].figure, read.rows[0].note.as_deref()), (Figure::Value(0.0), Some("")));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_place() {
        let header = "measure,period,category,value,note\n";
        for (row, expected) in [
            ("convictions,FY2024Q1,,1,", "line 2, column measure: “convictions” is a measure of HSI; these"),
            (
                "trace,FY2024Q1,,1,",
                "line 2, column measure: there is no measure “trace”, did you mean “traces”",
            ),
            ("traces,FY2024,,1,", "line 2, column period: FY2024 is no period of “traces”"),
            ("traces,FY2024Q1,rifle,1,", "line 2, column category: write dimension=category"),
            ("traces,FY2024Q1,,1.5,", "line 2, column value: “1.5” is not whole"),
            ("share,FY2024Q1,,83,", "line 2, column value: this measure takes a numerator"),
            ("traces,FY2024Q1,,1,\"open\n", "line 2: a quotation mark is left open here"),
            ("traces,FY2024Q1,,1", "line 2: the row has 4 cells, the header 5; add the missing commas"),
            (
                "traces,FY2024Q1,,1,\ntraces,FY2024Q1,,2,",
                "line 3: line 2 already gives this measure, period and category",
            ),
        ] {
            let found = problems(&format!("{header}{row}\n"));
            let expected = format!("f.csv, {expected}");
            assert!(found.iter().any(|problem| problem.starts_with(&expected)), "{row}: {found:?}");
        }
        let many = "traces,FY2024Q1,,1,\n".repeat(MOST + 2);
        assert!(problems(&format!("{header}{many}")).iter().any(|one| one.contains("already gives")));
        let many: String = (1..=MOST + 2).map(|k| format!("traces,FY2024Q1,a=b{k},1,\n")).collect();
        let found = problems(&format!("{header}{many}"));
        assert_eq!(
            found,
            ["f.csv, line 5002: the file has more than 5000 figures; bring the rest in another"]
        );
    }

    #[test]
    fn columns_are_asked_about_and_read_as_what_they_are() {
        let text = "Indicator,Quarter,Reported value,remarks\ntraces,FY2024Q1,x,y\n";
        let opened = Opened::Text(text.to_owned());
        assert_eq!(opened.unknown_columns(), ["indicator", "quarter", "remarks", "reported value"]);
        assert_eq!(opened.free_columns().len(), SHEET.columns.len());
        let columns =
            [("indicator", "measure"), ("quarter", "period"), ("reported value", "value"), ("remarks", "")];
        let read = read_as(text, &columns);
        let found: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("f.csv, line 2, column reported value: “x” is not a number"),
            "{found:?}"
        );
        let read = read_as(&text.replace('x', "5"), &columns);
        assert_eq!((read.problems, read.rows.len(), &read.rows[0].note), (vec![], 1, &None));
        // Two as the same, and one that nothing is said about.
        let read = read_as(text, &[("indicator", "measure"), ("quarter", "measure"), ("remarks", "")]);
        let found: Vec<String> = read.problems.iter().map(|problem| problem.message.clone()).collect();
        assert_eq!(found.len(), 4, "{found:?}");
        // However they are answered, the file would not be whole.
        let opened = Opened::Text("name,city\n".to_owned());
        assert_eq!(opened.unknown_columns(), [""; 0]);
    }

    #[test]
    fn the_probable_column_is_found_by_a_word() {
        for (name, expected) in [
            ("valeu", Some("value")),
            ("reported value", Some("value")),
            ("measure code", Some("measure")),
            ("notes (internal)", Some("note")),
            ("city", None),
        ] {
            assert_eq!(probable(name, &SHEET.names().collect::<Vec<_>>()), expected, "{name}");
        }
    }

    #[test]
    fn the_template_reads_back_as_what_stands() {
        let known = known();
        let (traces, period) = (&known[&"traces".parse::<Code>().unwrap()], "FY2024Q1".parse().unwrap());
        let standing = Standing { figure: Some(Figure::Value(0.0)), note: "=1+1", ..Standing::default() };
        let grid_row = |line, cells: Vec<String>| GridRow {
            line,
            cells: cells.into_iter().map(Content::Text).collect(),
        };
        let row = template_row(traces, (period, ""), standing).iter().map(Cell::text).collect();
        let names = SHEET.names().map(str::to_owned).collect();
        let grid = Grid {
            sheet: "Figures".into(),
            rows: vec![grid_row(1, names), grid_row(2, row)],
            faults: Vec::new(),
        };
        let opened = Opened::of_workbook(vec![Grid::default(), grid]).unwrap();
        let own = Own { office: &traces.office, measures: &known };
        let read = opened.read("f.xlsx", &ColumnNames::new(), own);
        assert_eq!((&read.problems, &read.rows[0].note), (&vec![], &Some("=1+1".to_owned())));
        let wrong =
            Opened::of_workbook(vec![Grid { sheet: "figure".into(), ..Grid::default() }]).unwrap_err();
        assert!(
            wrong.contains("no sheet “figures”, did you mean “figure”?; its sheets are “figure”"),
            "{wrong}"
        );
    }
}
