//! A whole framework in files: offices, goals, milestones, measures, recommendations, targets, published
//! figures and figures, each told by its header.

mod goals;
mod measures;
mod milestones;
mod promises;
mod recommendations;

use std::collections::{BTreeMap, HashMap};

use super::fields::Fields;
use super::figures::{self, Seen};
use super::findings::Findings;
use super::table::{self, Row, Sheet, each_row};
use crate::domain::batch::{Batch, Reading};
use crate::domain::code::Code;
use crate::domain::goal::Office;
use crate::domain::measure::Measure;

const OFFICES: Sheet = Sheet { required: &["code", "name"], optional: &[] };

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

/// Reads the files of a framework, given as name and text, in any order. Whatever a file refers to
/// (an office, a goal, a measure) must be in the files too. Goals come out parents first.
pub fn framework(files: &[(&str, &str)]) -> Reading {
    let mut problems = Findings::default();
    let mut sorted: [Vec<(&str, &str)>; 8] = Default::default();
    for &(file, text) in files {
        match table::recognise(text, &SHEETS) {
            Some(kind) => sorted[kind].push((file, text)),
            None => problems.about_file(file, unrecognised(text)),
        }
    }
    let [offices, goals, milestones, measures, recommendations, targets, published, figures] = sorted;
    let mut batch = Batch::default();
    let mut rows = 0;
    let mut seen = Codes::default();
    for (file, text) in offices {
        rows += each_row(file, text, &OFFICES, &mut problems, |row, problems| {
            batch.offices.extend(office(&row, &mut seen, problems));
        });
    }
    rows += goals::read(&goals, &mut batch, &mut problems);
    rows += milestones::read(&milestones, &mut batch, &mut problems);
    rows += measures::read(&measures, &mut batch, &mut problems);
    rows += recommendations::read(&recommendations, &mut batch, &mut problems);
    let known: BTreeMap<Code, Measure> =
        batch.measures.iter().map(|measure| (measure.code.clone(), measure.clone())).collect();
    rows += promises::read_targets(&targets, &known, &mut batch, &mut problems);
    rows += promises::read_published(&published, &known, &mut batch, &mut problems);
    let mut seen = Seen::new();
    for (file, text) in figures {
        let (actuals, count) = figures::read(file, text, &known, &mut seen, &mut problems);
        batch.actuals.extend(actuals);
        rows += count;
    }
    Reading { batch, rows, problems: problems.finish(), remarks: Vec::new() }
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
