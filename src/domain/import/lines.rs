//! A workbook's sheet row by row, before its cells are read: by what each row is known.

use super::alike;
use super::columns::Sheet;
use super::framework::sheet_named;
use super::grid::{Content, Grid, GridRow};
use super::header::{ColumnNames, Header, header_faults, header_row};

/// A sheet whose first row names its columns, all of them.
pub struct Lines<'g> {
    pub sheet: &'static Sheet,
    grid: &'g Grid,
    names: Vec<String>,
}

impl<'g> Lines<'g> {
    /// `None` for what is none of the sheets, or has not their columns, which is told elsewhere.
    pub fn of(grid: &'g Grid) -> Option<Lines<'g>> {
        let sheet = sheet_named(&grid.sheet)?;
        let first = grid.rows.first().filter(|row| row.line == 1)?;
        let header = Header::new(header_row(first), Some(grid.sheet.clone()), sheet, &ColumnNames::new());
        header_faults(&header, sheet).is_empty().then_some(Lines { sheet, grid, names: header.names })
    }

    /// The rows in which anything stands, below the first.
    pub fn rows(&self) -> impl Iterator<Item = &'g GridRow> + use<'g> {
        self.grid.rows.iter().skip(1).filter(|row| !row.cells.iter().all(Content::is_blank))
    }

    /// What a row is known by; `None` where a cell of it holds no value.
    pub fn key(&self, row: &GridRow) -> Option<String> {
        let sound = |column: &&str| !matches!(self.cell(row, column), Some(Content::Unusable(_)));
        let text = |column: &str| self.cell(row, column).map(Content::text).unwrap_or_default();
        self.sheet.key.iter().all(sound).then(|| alike::key(self.sheet, text))
    }

    pub fn cell<'r>(&self, row: &'r GridRow, column: &str) -> Option<&'r Content> {
        row.cells.get(self.position(column)?)
    }

    pub fn position(&self, column: &str) -> Option<usize> {
        self.names.iter().position(|name| name == column)
    }
}
