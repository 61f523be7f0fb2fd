//! A workbook and the database, put together cell by cell: what its author changed, and what somebody else
//! has changed since it was exported.

use std::collections::{HashMap, HashSet};

use super::alike::{normal, print};
use super::columns::{Column, Sheet};
use super::exported::{Exported, Was};
use super::grid::{Content, Grid, GridRow, place};
use super::held::{Held, HeldRow};
use super::lines::Lines;
use crate::domain::batch::{Conflict, Finding};

/// How many conflicts are listed; the rest are counted.
const LISTED: usize = 500;

/// What becomes of a workbook's sheets.
#[derive(Debug, Default)]
pub struct Merged {
    sheets: HashMap<&'static str, Overlay>,
    pub conflicts: Vec<Conflict>,
    pub conflicting: usize,
    /// Cells in which the database's newer value stays.
    pub kept: usize,
    /// Rows that were exported and are not in the workbook any more.
    pub left_out: usize,
}

/// What is read in place of what stands in a sheet.
#[derive(Debug, Default, PartialEq)]
pub struct Overlay {
    /// By line and column.
    cells: HashMap<(u64, usize), String>,
    /// Rows that somebody has removed from the database.
    gone: HashSet<u64>,
}

impl Overlay {
    pub fn text(&self, line: u64, column: usize) -> Option<&String> {
        self.cells.get(&(line, column))
    }

    pub fn is_gone(&self, line: u64) -> bool {
        self.gone.contains(&line)
    }
}

impl Merged {
    pub fn overlay(&self, sheet: &Sheet) -> Option<&Overlay> {
        self.sheets.get(sheet.name)
    }
}

/// What a workbook is merged with.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    pub held: &'a Held,
    /// How the rows stood when the workbook was exported; `None` where it does not say so, or was exported
    /// from another database. Then each cell counts as changed by both.
    pub exported: Option<&'a Exported>,
    /// Where both changed a cell, the workbook's is taken.
    pub overwrite: bool,
}

/// Merges all sheets of a workbook, which came in a file of that name.
pub fn merge(file: &str, grids: &[Grid], sides: Sides) -> Merged {
    let mut merged = Merged::default();
    for lines in grids.iter().filter_map(Lines::of) {
        let mut found = 0;
        let mut overlay = Overlay::default();
        for row in lines.rows() {
            let Some(key) = lines.key(row) else { continue };
            let was = sides.exported.and_then(|exported| exported.row(lines.sheet, &key));
            found += usize::from(was.is_some());
            let row = Line { file, lines: &lines, row, was };
            match sides.held.row(lines.sheet, &key) {
                Some(held) => row.settle(&held, sides.overwrite, &mut overlay, &mut merged),
                None => row.settle_removed(sides.overwrite, &mut overlay, &mut merged),
            }
        }
        let exported = sides.exported.map_or(0, |exported| exported.count(lines.sheet));
        merged.left_out += exported.saturating_sub(found);
        merged.sheets.insert(lines.sheet.name, overlay);
    }
    merged
}

/// Who changed a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Changed {
    /// Nobody, or both to the same.
    Neither,
    Here,
    There,
    Both,
}

/// One row on its way.
struct Line<'a> {
    file: &'a str,
    lines: &'a Lines<'a>,
    row: &'a GridRow,
    was: Option<Was<'a>>,
}

impl Line<'_> {
    /// Settles a row that the database has too.
    fn settle(&self, held: &HeldRow, overwrite: bool, overlay: &mut Overlay, merged: &mut Merged) {
        let sheet = self.lines.sheet;
        let columns = || sheet.columns.iter().filter(|column| self.is_merged(column));
        let changed = |column: &Column| self.changed(column, &held.text(column.name));
        let together: Vec<Changed> =
            columns().filter(|column| sheet.together.contains(&column.name)).map(changed).collect();
        // Cells that belong together are taken from one side, or from neither.
        let is_torn = together.contains(&Changed::Here) && together.contains(&Changed::There)
            || together.contains(&Changed::Both);
        for column in columns() {
            let changed = match changed(column) {
                Changed::Here | Changed::There if is_torn && sheet.together.contains(&column.name) => {
                    Changed::Both
                }
                changed => changed,
            };
            let (here, there) = (self.text(column), held.text(column.name));
            match changed {
                // Written otherwise, it says the same.
                Changed::Neither if here == there => {}
                Changed::Here => {}
                Changed::Both if overwrite => {}
                Changed::Neither | Changed::There => {
                    merged.kept += usize::from(changed == Changed::There);
                    if let Some(at) = self.lines.position(column.name) {
                        overlay.cells.insert((self.row.line, at), there);
                    }
                }
                Changed::Both => {
                    let subject = held.subject(column.name).to_owned();
                    merged.conflict(Conflict { at: self.finding(column.name), subject, here, there });
                }
            }
        }
    }

    /// Settles a row that the database has not. What was not exported either is new.
    fn settle_removed(&self, overwrite: bool, overlay: &mut Overlay, merged: &mut Merged) {
        let Some(was) = self.was else { return };
        let touched = |column: &&Column| {
            let is_same = |was: &str| was == print(column.takes, &self.text(column));
            self.is_merged(column) && was.print(column.name).is_some_and(|was| !is_same(was))
        };
        match self.lines.sheet.columns.iter().find(touched) {
            None => drop(overlay.gone.insert(self.row.line)),
            Some(_) if overwrite => {}
            Some(column) => merged.conflict(Conflict {
                at: self.finding(column.name),
                subject: String::new(),
                here: self.text(column),
                there: String::new(),
            }),
        }
    }

    /// Whether a column is settled: not what the row is known by, nor what holds no value.
    fn is_merged(&self, column: &Column) -> bool {
        let sheet = self.lines.sheet;
        let unusable = matches!(self.lines.cell(self.row, column.name), Some(Content::Unusable(_)));
        !unusable && !sheet.key.contains(&column.name) && !sheet.asked.contains(&column.name)
    }

    fn text(&self, column: &Column) -> String {
        self.lines.cell(self.row, column.name).map(Content::text).unwrap_or_default()
    }

    fn changed(&self, column: &Column, there: &str) -> Changed {
        let (takes, here) = (column.takes, self.text(column));
        if normal(takes, &here) == normal(takes, there) {
            return Changed::Neither;
        }
        match self.was.and_then(|was| was.print(column.name)) {
            Some(was) if was == print(takes, &here) => Changed::There,
            Some(was) if was == print(takes, there) => Changed::Here,
            _ => Changed::Both,
        }
    }

    fn finding(&self, column: &'static str) -> Finding {
        let Line { file, lines, row, .. } = self;
        let at = place(lines.sheet.name, lines.position(column).unwrap_or(0), row.line);
        Finding { at, line: row.line, column: column.to_owned(), ..Finding::about_file(file, String::new()) }
    }
}

impl Merged {
    fn conflict(&mut self, conflict: Conflict) {
        self.conflicting += 1;
        if self.conflicts.len() < LISTED {
            self.conflicts.push(conflict);
        }
    }
}
