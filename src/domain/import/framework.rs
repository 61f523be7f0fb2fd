//! A whole framework in files, or in the sheets of a workbook: offices, goals, milestones, measures,
//! recommendations, targets, published figures and figures.

mod goals;
mod measures;
mod milestones;
mod promises;
mod recommendations;

use std::collections::{BTreeMap, HashMap};

use super::cells::{Cell, Cells, row};
use super::columns::{Sheet, Takes, must};
use super::fields::Fields;
use super::figures::{self, Seen};
use super::findings::Findings;
use super::grid::{Grid, Places};
use super::header;
use super::nearest;
use super::table::{Row, Source, each_row};
use crate::domain::actual::Actual;
use crate::domain::batch::{Batch, Finding, Item, Mark, Reading};
use crate::domain::code::Code;
use crate::domain::goal::{Contributors, Goal, Office};
use crate::domain::measure::Measure;
use crate::domain::target::Baseline;

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
};

/// The kinds of file, in the order in which they are read: what is referred to comes first.
const SHEETS: [&Sheet; 8] = [
    &OFFICES,
    &goals::SHEET,
    &milestones::SHEET,
    &measures::SHEET,
    &recommendations::SHEET,
    &promises::TARGETS,
    &promises::PUBLISHED,
    &figures::SHEET,
];

/// The sheet of a workbook that tells about it, and how the state that it was exported from is called
/// there.
pub const ABOUT: &str = "about";
pub const VERSION: &str = "version";
pub const SEAL: &str = "seal";

/// Reads the files of a framework, given as name and text, in any order; each is told by its header.
/// Whatever a file refers to (an office, a goal, a measure) must be in the files too. Goals come out
/// parents first.
pub fn framework(files: &[(&str, &str)]) -> Reading {
    let mut problems = Findings::default();
    let mut sorted: Sorted = Default::default();
    for &(file, text) in files {
        match header::recognise(text, &SHEETS) {
            Some(kind) => sorted[kind].push(Source::text(file, text)),
            None => problems.about_file(file, unrecognised(text)),
        }
    }
    read(sorted, problems)
}

/// Reads a workbook: the same sheets, each told by its name, and all of them there.
pub fn workbook(file: &str, grids: &[Grid]) -> Reading {
    let mut problems = Findings::default();
    let mut sorted: Sorted = Default::default();
    let mut mark = Mark::default();
    let about =
        |sheet: &str, message: String| Finding { at: sheet.into(), ..Finding::about_file(file, message) };
    for grid in grids {
        for fault in &grid.faults {
            problems.push(about(&fault.at, fault.message.clone()));
        }
        let name = grid.sheet.trim().to_lowercase();
        match SHEETS.iter().position(|sheet| sheet.name == name) {
            Some(kind) => sorted[kind].push(Source::grid(file, grid)),
            None if name == ABOUT => mark = read_mark(grid),
            None => {
                let hint = nearest::hint(&name, SHEETS.iter().map(|sheet| sheet.name));
                let names = SHEETS.map(|sheet| sheet.name).join(", ");
                problems.push(about(
                    &grid.sheet,
                    format!("unknown sheet{hint}; remove it, the sheets are {names}"),
                ));
            }
        }
    }
    for (sheet, sources) in SHEETS.iter().zip(&sorted) {
        if sources.is_empty() {
            problems
                .push(about(sheet.name, "the sheet is missing; it may be empty below its first row".into()));
        }
    }
    Reading { mark, ..read(sorted, problems) }
}

/// The state that the sheet `about` names; where it names none, that of an empty database.
fn read_mark(grid: &Grid) -> Mark {
    let beside = |label: &str| {
        let row =
            grid.rows.iter().find(|row| row.cells.first().is_some_and(|cell| cell.text().trim() == label));
        row.and_then(|row| row.cells.get(1)).map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    };
    match beside(VERSION).parse() {
        Ok(version) => Mark { version, seal: beside(SEAL) },
        Err(_) => Mark::default(),
    }
}

/// The files of each kind.
type Sorted<'t> = [Vec<Source<'t>>; 8];

fn read(sorted: Sorted, mut problems: Findings) -> Reading {
    let [offices, goals, milestones, measures, recommendations, targets, published, figures] = sorted;
    let (mut batch, mut places) = (Batch::default(), Places::default());
    let mut rows = 0;
    let mut seen = Codes::default();
    for file in offices {
        rows += each_row(file, &OFFICES, &mut problems, |row, problems| {
            if let Some(office) = office(&row, &mut seen, problems) {
                places.keep(&row, || office.subject());
                batch.offices.push(office);
            }
        });
    }
    rows += goals::read(&goals, &mut batch, &mut places, &mut problems);
    rows += milestones::read(&milestones, &mut batch, &mut places, &mut problems);
    rows += measures::read(&measures, &mut batch, &mut places, &mut problems);
    rows += recommendations::read(&recommendations, &mut batch, &mut places, &mut problems);
    let known: BTreeMap<Code, Measure> =
        batch.measures.iter().map(|measure| (measure.code.clone(), measure.clone())).collect();
    rows += promises::read_targets(&targets, &known, &mut batch, &mut places, &mut problems);
    rows += promises::read_published(&published, &known, &mut batch, &mut places, &mut problems);
    let mut seen = Seen::new();
    for file in figures {
        let (actuals, count) = figures::read(file, &known, &mut seen, &mut places, &mut problems);
        batch.actuals.extend(actuals);
        rows += count;
    }
    Reading { batch, rows, problems: problems.finish(), places, ..Reading::default() }
}

/// Rows to be written, one at a time: a framework may have a million figures.
pub type Rows<'b> = Box<dyn Iterator<Item = Vec<Cell>> + 'b>;

/// A batch as the sheets that [`framework`] and [`workbook`] read back as the same batch, in the order
/// in which they are read.
pub fn sheets(batch: &Batch) -> [(&'static Sheet, usize, Rows<'_>); 8] {
    let baselines: HashMap<&Code, &Baseline> = batch.baselines.iter().map(|b| (&b.measure, b)).collect();
    let contributors: HashMap<&Code, &Contributors> =
        batch.contributors.iter().map(|c| (&c.goal, c)).collect();
    let goal = move |goal: &Goal| {
        let mut cells = goals::cells(goal);
        cells.extend(contributors.get(&goal.code).into_iter().flat_map(|one| goals::contributor_cells(one)));
        row(&goals::SHEET, cells)
    };
    let measure = move |measure: &Measure| {
        let baseline = baselines.get(&measure.code).copied();
        measure_row(measure, baseline).map(|(_, cell)| cell).collect()
    };
    [
        sheet(&OFFICES, &batch.offices, |office| row(&OFFICES, office_cells(office))),
        sheet(&goals::SHEET, &batch.goals, goal),
        sheet(&milestones::SHEET, &batch.milestones, |one| row(&milestones::SHEET, milestones::cells(one))),
        sheet(&measures::SHEET, &batch.measures, measure),
        sheet(&recommendations::SHEET, &batch.recommendations, |one| {
            row(&recommendations::SHEET, recommendations::cells(one))
        }),
        sheet(&promises::TARGETS, &batch.targets, |target| {
            row(&promises::TARGETS, promises::target_cells(target))
        }),
        sheet(&promises::PUBLISHED, &batch.published, |one| {
            row(&promises::PUBLISHED, promises::published_cells(one))
        }),
        figure_sheet(&batch.actuals),
    ]
}

/// A measure and its baseline by the columns of their sheet, all of them and in its order.
pub fn measure_row(
    measure: &Measure,
    baseline: Option<&Baseline>,
) -> impl Iterator<Item = (&'static str, Cell)> {
    let mut cells = measures::cells(measure);
    cells.extend(baseline.into_iter().flat_map(measures::baseline_cells));
    measures::SHEET.names().zip(row(&measures::SHEET, cells))
}

/// Figures alone, as [`super::figures()`] reads them back.
pub fn figure_sheet(actuals: &[Actual]) -> (&'static Sheet, usize, Rows<'_>) {
    sheet(&figures::SHEET, actuals, |actual| row(&figures::SHEET, figures::cells(actual)))
}

fn sheet<'b, T>(
    sheet: &'static Sheet,
    items: &'b [T],
    row: impl Fn(&T) -> Vec<Cell> + 'b,
) -> (&'static Sheet, usize, Rows<'b>) {
    (sheet, items.len(), Box::new(items.iter().map(row)))
}

/// One thing as cells of its sheet.
pub(super) fn cells(item: &Item) -> Cells {
    match item {
        Item::Office(office) => office_cells(office),
        Item::Goal(goal) => goals::cells(goal),
        Item::Measure(measure) => measures::cells(measure),
        Item::Baseline(baseline) => measures::baseline_cells(baseline),
        Item::Target(target) => promises::target_cells(target),
        Item::Actual(actual) => figures::cells(actual),
        Item::Published(published) => promises::published_cells(published),
        Item::Contributors(contributors) => goals::contributor_cells(contributors),
        Item::Milestone(milestone) => milestones::cells(milestone),
        Item::Recommendation(recommendation) => recommendations::cells(recommendation),
    }
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
