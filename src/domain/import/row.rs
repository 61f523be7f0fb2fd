//! A row of a file, and where it stands.

use std::sync::Arc;

use csv::StringRecord;

use super::cell;
use super::fields::Texts;
use super::header::Header;
use crate::domain::batch::Finding;

/// One row, and where it stands.
pub struct Row<'t> {
    pub file: &'t str,
    pub line: u64,
    pub(super) header: Arc<Header>,
    pub(super) cells: StringRecord,
    /// The columns whose cells hold no value, which has been said already.
    pub(super) unusable: Vec<usize>,
}

impl Row<'_> {
    /// Whether it is a row of a workbook, which has every column.
    pub fn is_of_workbook(&self) -> bool {
        self.header.sheet.is_some()
    }

    /// Whether the file has a column.
    pub fn has(&self, column: &str) -> bool {
        self.header.position(column).is_some()
    }

    /// Where it stands, to be kept when the row is gone.
    pub fn place(&self) -> Place {
        Place { header: self.header.clone(), line: self.line }
    }

    /// The cell of a column without what [`cell::defuse`] put before it in a text file; empty when the
    /// file does not have the column.
    pub fn cell(&self, column: &str) -> &str {
        let cell = self.header.position(column).and_then(|at| self.cells.get(at)).unwrap_or_default();
        match self.is_of_workbook() {
            false => cell::restore(cell),
            // A spreadsheet tells a text from a formula by itself.
            true => cell,
        }
    }

    /// [`Texts::finding`], for any text.
    pub fn finding(&self, column: &str, message: impl Into<String>) -> Finding {
        self.header.finding(self.file, self.line, column, message.into())
    }
}

/// Where a row stands in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    header: Arc<Header>,
    line: u64,
}

impl Place {
    /// From 1; of a text, where the row begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Something to say about a column, or about the row when `column` is empty.
    pub fn finding(&self, file: &str, column: &str, message: impl Into<String>) -> Finding {
        self.header.finding(file, self.line, column, message.into())
    }
}

impl Texts for Row<'_> {
    fn cell(&self, column: &str) -> &str {
        Row::cell(self, column)
    }

    fn line(&self) -> u64 {
        self.line
    }

    fn finding(&self, column: &str, message: String) -> Finding {
        Row::finding(self, column, message)
    }

    fn is_unusable(&self, column: &str) -> bool {
        self.header.position(column).is_some_and(|at| self.unusable.contains(&at))
    }

    fn is_sound(&self) -> bool {
        self.unusable.is_empty()
    }

    fn shows_percent(&self) -> bool {
        self.is_of_workbook()
    }
}
