//! How the rows of a workbook stood when it was exported: in a sheet of its own, which the spreadsheet
//! does not show, a print of each cell. So an import tells what its author changed from what somebody
//! else has changed in the database since.

use std::collections::HashMap;

use super::alike;
use super::cells::Cell;
use super::columns::Sheet;
use super::grid::{Content, Grid};

/// The sheet's name.
pub const EXPORTED: &str = "as_exported";

/// Between the columns, and between the prints, of a row.
const BETWEEN: char = '.';

/// One row of that sheet: the sheet that it is of; the row's key, empty in the row that names the
/// columns; and the prints in the order of the columns.
pub type ExportedRow = [String; 3];

/// The row that names a sheet's columns. It comes before the rows of their prints.
pub fn exported_columns(sheet: &Sheet) -> ExportedRow {
    let names: Vec<&str> = sheet.names().collect();
    [sheet.name.to_owned(), String::new(), names.join(&BETWEEN.to_string())]
}

/// The prints of one row of a sheet.
pub fn exported_row(sheet: &Sheet, row: &[Cell]) -> ExportedRow {
    let at = |name: &str| sheet.columns.iter().position(|column| column.name == name);
    let text = |name: &str| at(name).and_then(|at| row.get(at)).map(Cell::text).unwrap_or_default();
    let prints: Vec<String> = sheet
        .columns
        .iter()
        .zip(row)
        .map(|(column, cell)| alike::print(column.takes, &cell.text()))
        .collect();
    [sheet.name.to_owned(), alike::key(sheet, text), prints.join(&BETWEEN.to_string())]
}

/// The prints of a workbook, by sheet and row.
#[derive(Debug, Default)]
pub struct Exported(HashMap<String, Prints>);

#[derive(Debug, Default)]
struct Prints {
    columns: Vec<String>,
    rows: HashMap<String, String>,
}

/// One row as it was exported.
#[derive(Clone, Copy, Debug)]
pub struct Was<'a> {
    columns: &'a [String],
    prints: &'a str,
}

impl Exported {
    pub fn read(grid: &Grid) -> Exported {
        let mut all = Exported::default();
        for row in &grid.rows {
            let [sheet, key, prints] =
                [0, 1, 2].map(|at| row.cells.get(at).map(Content::text).unwrap_or_default());
            let of_sheet = all.0.entry(sheet).or_default();
            match key.is_empty() {
                true => of_sheet.columns = prints.split(BETWEEN).map(str::to_owned).collect(),
                false => drop(of_sheet.rows.insert(key, prints)),
            }
        }
        all
    }

    /// A row of a sheet; `None` where it was not exported.
    pub fn row(&self, sheet: &Sheet, key: &str) -> Option<Was<'_>> {
        let of_sheet = self.0.get(sheet.name)?;
        let prints = of_sheet.rows.get(key)?;
        Some(Was { columns: &of_sheet.columns, prints })
    }

    /// How many rows of a sheet were exported.
    pub fn count(&self, sheet: &Sheet) -> usize {
        self.0.get(sheet.name).map_or(0, |of_sheet| of_sheet.rows.len())
    }
}

impl<'a> Was<'a> {
    /// The print of a cell; `None` for a column that the sheet had not.
    pub fn print(self, column: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.prints.split(BETWEEN).nth(at)
    }
}
