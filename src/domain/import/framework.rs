//! A whole framework in files, or in the sheets of a workbook: offices, goals, milestones, measures,
//! recommendations, targets, published figures and figures.

mod breakdowns;
mod goals;
mod measures;
mod milestones;
mod promises;
mod recommendations;
mod sheets;
mod workbook;

use std::collections::HashMap;

use super::cells::Cells;
use super::columns::{Sheet, Takes, must};
use super::fields::Fields;
use super::figures::{self, Seen};
use super::findings::Findings;
use super::grid::Places;
use super::header;
use super::held::Held;
use super::row::Row;
use super::table::{Source, each_row};
use crate::domain::batch::{Batch, Reading};
use crate::domain::code::Code;
use crate::domain::goal::Office;

pub use sheets::{Rows, figure_sheet, measure_row, sheets};
pub(super) use sheets::{cells, sheet_of};
pub use workbook::{ABOUT, SEAL, VERSION, sought, workbook};

const OFFICES: Sheet = Sheet {
    name: "offices",
    columns: &[
        must(
            "code",
            Takes::Code,
            "The short name of the office: letters, digits, hyphens, dots or underscores.",
        ),
        must("name", Takes::Text, "The name in full."),
    ],
    key: &["code"],
    ..Sheet::UNKEYED
};

/// The kinds of file, in the order in which they are read: what is referred to comes first.
const SHEETS: [&Sheet; 9] = [
    &OFFICES,
    &goals::SHEET,
    &milestones::SHEET,
    &measures::SHEET,
    &breakdowns::SHEET,
    &recommendations::SHEET,
    &promises::TARGETS,
    &promises::PUBLISHED,
    &figures::SHEET,
];

/// The sheet of a name.
pub(super) fn sheet_named(name: &str) -> Option<&'static Sheet> {
    SHEETS.into_iter().find(|sheet| sheet.name.eq_ignore_ascii_case(name.trim()))
}

/// Reads the files of a framework, given as name and text, in any order; each is told by its header.
/// Whatever a file refers to (an office, a goal, a measure) must be in the files too. Goals come out
/// parents first.
pub fn framework(files: &[(&str, &str)]) -> Reading {
    framework_onto(files, &Held::default())
}

/// The same for what is added to what the database holds, which the files may refer to.
pub fn framework_onto(files: &[(&str, &str)], held: &Held) -> Reading {
    let mut reader = Reader::new(held);
    let mut sorted: Sorted = Default::default();
    for &(file, text) in files {
        match header::recognise(file, text, &SHEETS) {
            Some(kind) => sorted[kind].push(Source::text(file, text)),
            None => reader.problems.about_file(file, unrecognised(text)),
        }
    }
    reader.read(sorted)
}

/// The files of each kind.
type Sorted<'t> = [Vec<Source<'t>>; SHEETS.len()];

/// Files on their way into a batch.
struct Reader<'h> {
    batch: Batch,
    places: Places,
    problems: Findings,
    held: &'h Held,
    /// Rows met so far.
    rows: usize,
}

impl<'h> Reader<'h> {
    fn new(held: &'h Held) -> Reader<'h> {
        let (batch, places, problems) = Default::default();
        Reader { batch, places, problems, held, rows: 0 }
    }

    fn read(mut self, sorted: Sorted) -> Reading {
        let [offices, goals, milestones, measures, breakdowns, recommendations, targets, published, figures] =
            sorted;
        self.read_offices(&offices);
        goals::read(&goals, &mut self);
        milestones::read(&milestones, &mut self);
        measures::read(&measures, &mut self);
        let mut known = self.held.measures.clone();
        known.extend(self.batch.measures.iter().map(|measure| (measure.code.clone(), measure.clone())));
        breakdowns::read(&breakdowns, &known, &mut self);
        recommendations::read(&recommendations, &known, &mut self);
        promises::read_targets(&targets, &known, &mut self);
        promises::read_published(&published, &known, &mut self);
        let mut seen = Seen::new();
        for file in figures {
            let (actuals, count) =
                figures::read(file, &known, &mut seen, &mut self.places, &mut self.problems);
            self.batch.actuals.extend(actuals);
            self.rows += count;
        }
        let Reader { batch, places, problems, rows, .. } = self;
        Reading { batch, rows, problems: problems.finish(), places, ..Reading::default() }
    }

    fn read_offices(&mut self, files: &[Source]) {
        let mut seen = Codes::default();
        for &file in files {
            self.rows += each_row(file, &OFFICES, &mut self.problems, |row, problems| {
                if let Some(office) = office(&row, &mut seen, problems) {
                    self.places.keep(&row, || office.subject());
                    self.batch.offices.push(office);
                }
            });
        }
    }
}

/// The offices and the goals that a row may refer to.
fn offices<'a>(batch: &'a Batch, held: &'a Held) -> impl Iterator<Item = &'a Code> + Clone {
    batch.offices.iter().map(|office| &office.code).chain(&held.offices)
}

fn goals<'a>(batch: &'a Batch, held: &'a Held) -> impl Iterator<Item = &'a Code> + Clone {
    batch.goals.iter().map(|goal| &goal.code).chain(held.goals.keys())
}

fn office_cells(office: &Office) -> Cells {
    vec![("code", office.code.as_str().into()), ("name", (&office.name).into())]
}

fn unrecognised(text: &str) -> String {
    match text.trim() {
        "" => "the file is empty; the first line names the columns".into(),
        _ => "the first line names the columns of no known file: offices, goals, milestones, measures, \
              recommendations, targets, published figures or figures"
            .into(),
    }
}

fn office(row: &Row, seen: &mut Codes, problems: &mut Findings) -> Option<Office> {
    let mut fields = Fields::new(row, problems);
    let code = seen.fresh(&mut fields, "office");
    let name = fields.required("name", super::fields::NAME);
    let sound = fields.sound;
    Some(Office { code: code?, name }).filter(|_| sound)
}

/// The codes that a kind of file has given so far, with the line of each.
#[derive(Default)]
struct Codes(HashMap<Code, u64>);

impl Codes {
    /// The cell `code`, which no row before may have.
    fn fresh(&mut self, fields: &mut Fields, noun: &str) -> Option<Code> {
        let code: Code = fields.parsed("code")?;
        match self.0.insert(code.clone(), fields.row.line()) {
            None => return Some(code),
            Some(line) => fields.fault("code", format!("line {line} already has the {noun} “{code}”")),
        }
        None
    }
}

#[cfg(test)]
mod tests;
