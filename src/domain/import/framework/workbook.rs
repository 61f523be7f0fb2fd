//! A workbook: the same sheets, each told by its name, and all of them there.

use super::{Reader, SHEETS, Sorted, sheet_named};
use crate::domain::batch::{Finding, Mark, Reading};
use crate::domain::import::exported::{EXPORTED, Exported};
use crate::domain::import::grid::{Content, Grid};
use crate::domain::import::held::{Held, Sought};
use crate::domain::import::merge::{Merged, Sides, merge};
use crate::domain::import::nearest;
use crate::domain::import::table::Source;

/// The sheet of a workbook that tells about it, and how the state that it was exported from is called
/// there.
pub const ABOUT: &str = "about";
pub const VERSION: &str = "version";
pub const SEAL: &str = "seal";

/// What must be known of the database to read a workbook.
pub fn sought(grids: &[Grid]) -> Sought {
    let mark = grids.iter().find(|grid| is_named(grid, ABOUT)).map(read_mark);
    Sought::of(grids, mark.unwrap_or_default())
}

/// Reads a workbook onto what the database holds. A cell that was not touched since the export keeps the
/// database's value; what was changed on both sides is a conflict, unless the workbook's is to be taken
/// (`overwrite`).
pub fn workbook(file: &str, grids: &[Grid], held: &Held, overwrite: bool) -> Reading {
    let exported = grids.iter().find(|grid| is_named(grid, EXPORTED)).map(Exported::read);
    let exported = exported.as_ref().filter(|_| held.is_origin);
    let merged = merge(file, grids, Sides { held, exported, overwrite });
    let mut reader = Reader::new(held);
    let sorted = sort(file, grids, &merged, &mut reader);
    let reading = reader.read(sorted);
    let remarks = remarks(file, &merged);
    let Merged { conflicts, conflicting, .. } = merged;
    Reading { conflicts, conflicting, remarks, ..reading }
}

fn is_named(grid: &Grid, name: &str) -> bool {
    grid.sheet.trim().eq_ignore_ascii_case(name)
}

/// The sheets by their kind; what is wrong with them goes into the problems.
fn sort<'t>(file: &'t str, grids: &'t [Grid], merged: &'t Merged, reader: &mut Reader) -> Sorted<'t> {
    let mut sorted: Sorted = Default::default();
    let about =
        |sheet: &str, message: String| Finding { at: sheet.into(), ..Finding::about_file(file, message) };
    for grid in grids {
        for fault in &grid.faults {
            reader.problems.push(about(&fault.at, fault.message.clone()));
        }
        let kind =
            sheet_named(&grid.sheet).and_then(|sheet| SHEETS.iter().position(|one| one.name == sheet.name));
        match kind {
            Some(kind) => sorted[kind].push(Source::grid(file, grid, merged.overlay(SHEETS[kind]))),
            None if is_named(grid, ABOUT) || is_named(grid, EXPORTED) => {}
            None => {
                let name = grid.sheet.trim().to_lowercase();
                let hint = nearest::hint(&name, SHEETS.iter().map(|sheet| sheet.name));
                let names = SHEETS.map(|sheet| sheet.name).join(", ");
                let message = format!("unknown sheet{hint}; remove it, the sheets are {names}");
                reader.problems.push(about(&grid.sheet, message));
            }
        }
    }
    for (sheet, sources) in SHEETS.iter().zip(&sorted) {
        if sources.is_empty() {
            let message = "the sheet is missing; it may be empty below its first row".into();
            reader.problems.push(about(sheet.name, message));
        }
    }
    sorted
}

/// The state that the sheet `about` names; where it names none, that of an empty database.
fn read_mark(grid: &Grid) -> Mark {
    let beside = |label: &str| {
        let row =
            grid.rows.iter().find(|row| row.cells.first().is_some_and(|cell| cell.text().trim() == label));
        row.and_then(|row| row.cells.get(1)).map(Content::text).unwrap_or_default().trim().to_owned()
    };
    match beside(VERSION).parse() {
        Ok(version) => Mark { version, seal: beside(SEAL) },
        Err(_) => Mark::default(),
    }
}

/// What should be known of an import besides what it changes.
fn remarks(file: &str, merged: &Merged) -> Vec<Finding> {
    let of = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(Finding::about_file(file, one.to_owned())),
        _ => Some(Finding::about_file(file, format!("{count} {many}"))),
    };
    [
        of(
            merged.kept,
            "1 cell that was not touched here has a newer value in the database, which stays",
            "cells that were not touched here have newer values in the database, which stay",
        ),
        of(
            merged.left_out,
            "1 row of the export is not here any more; it stays in the database, for an import deletes nothing",
            "rows of the export are not here any more; they stay in the database, for an import deletes nothing",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
