//! The first line of a file: which columns it has, and whether they are those of a sheet.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::columns::{Sheet, Takes};
use super::grid::{self, GridRow};
use super::nearest;
use crate::domain::batch::Finding;

/// The columns that a file has.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The sheet's name, in a workbook.
    pub sheet: Option<String>,
    pub names: Vec<String>,
    /// Which of them take days.
    days: Vec<bool>,
}

impl Header {
    pub fn new(names: Vec<String>, in_sheet: Option<String>, sheet: &Sheet) -> Header {
        let takes_days = |name: &String| sheet.column(name).is_some_and(|column| column.takes == Takes::Day);
        let days = names.iter().map(takes_days).collect();
        Header { sheet: in_sheet, names, days }
    }

    /// Whether days are taken in a column, counted from 0.
    pub fn takes_day(&self, at: usize) -> bool {
        self.days.get(at).is_some_and(|&takes| takes)
    }

    pub fn position(&self, column: &str) -> Option<usize> {
        self.names.iter().position(|name| name == column)
    }

    /// Something to say about a place. `line` is 0 for the whole, `column` empty for a row.
    pub fn finding(&self, file: &str, line: u64, column: &str, message: String) -> Finding {
        let at = match &self.sheet {
            None => String::new(),
            Some(sheet) if line == 0 => sheet.clone(),
            Some(sheet) => grid::place(sheet, self.position(column).unwrap_or(0), line),
        };
        Finding { file: file.to_owned(), at, line, column: column.to_owned(), message }
    }
}

/// Which of the sheets a file is: the one of its name, as long as its header is half like it, else the one
/// that the header is most like. `None` when it is not even half like any.
///
/// The name counts first because the header alone would take targets without a column for the figures
/// that were reached.
pub fn recognise(file: &str, text: &str, sheets: &[&Sheet]) -> Option<usize> {
    let stem = file.rsplit(['/', '\\']).next().and_then(|name| name.split('.').next());
    let likeness = |at: &usize| likeness(sheets[*at], text);
    let alike = || (0..sheets.len()).filter(|at| likeness(at) >= 0.5);
    let named = |at: &usize| stem.is_some_and(|stem| sheets[*at].name.eq_ignore_ascii_case(stem));
    alike().find(named).or_else(|| alike().max_by(|a, b| likeness(a).total_cmp(&likeness(b))))
}

/// How well a file's header fits a sheet, 0 to 1: the share of its columns, and of the required ones
/// that it lacks, that are where they should be.
fn likeness(sheet: &Sheet, text: &str) -> f64 {
    let header = header_of(&mut reader(text));
    let shared = header.iter().filter(|name| sheet.column(name).is_some()).count();
    let required = sheet.columns.iter().filter(|column| column.required);
    let lacking = required.filter(|column| !header.iter().any(|name| name == column.name)).count();
    shared as f64 / (header.len() + lacking).max(1) as f64
}

pub fn reader(text: &str) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The names of the columns, trimmed and in lower case; none for an empty file.
pub fn header_of(reader: &mut Reader<&[u8]>) -> Vec<String> {
    let mut record = StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(|name| name.trim().to_lowercase()).collect(),
        _ => Vec::new(),
    }
}

/// The names that a sheet's first row gives to its columns.
pub fn header_row(row: &GridRow) -> Vec<String> {
    let mut names: Vec<String> = row.cells.iter().map(|cell| cell.text().trim().to_lowercase()).collect();
    names.truncate(names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1));
    names
}

/// What is wrong with a header, by column.
pub fn header_faults(header: &Header, sheet: &Sheet) -> Vec<(String, String)> {
    let about_all = |message: &str| vec![(String::new(), message.to_owned())];
    let in_workbook = header.sheet.is_some();
    match header.names.as_slice() {
        [] if in_workbook => return about_all("the sheet is empty; its first row names the columns"),
        [] => return about_all("the file is empty; the first line names the columns"),
        [one] if one.contains(';') => {
            return about_all("the cells are separated by semicolons; save the file with commas");
        }
        [one] if one.contains('\t') => {
            return about_all("the cells are separated by tabs; save the file as CSV, with commas");
        }
        _ => {}
    }
    let mut faults = Vec::new();
    for (at, name) in header.names.iter().enumerate() {
        let shown: String = name.chars().take(40).collect();
        if header.names[..at].contains(name) {
            faults.push((shown, "this column appears twice; remove one".to_owned()));
        } else if sheet.column(name).is_none() {
            let absent = sheet.names().filter(|column| header.position(column).is_none());
            let hint = nearest::hint(name, absent);
            let known = sheet.names().collect::<Vec<_>>().join(", ");
            let message = format!("unknown column{hint}; the columns are {known}");
            faults.push((shown, message));
        }
    }
    // A workbook brings every column: to take an absent one for empty would wipe what it held.
    for column in sheet.columns.iter().filter(|column| column.required || in_workbook) {
        if header.position(column.name).is_none() {
            let name = column.name;
            let line = if in_workbook { "row" } else { "line" };
            let message =
                format!("the column “{name}” is missing; add it to the first {line} and to each row");
            faults.push((name.to_owned(), message));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::import::columns::tests_support::NOTES;

    #[test]
    fn a_header_is_told_by_its_likeness() {
        assert_eq!(likeness(&NOTES, "Period, measure,note\n"), 1.0);
        assert_eq!(likeness(&NOTES, "code,name\n"), 0.0);
        assert!(likeness(&NOTES, "measure,period,notes\n") >= 0.5);
    }

    #[test]
    fn a_file_is_what_its_name_says_unless_its_header_is_another() {
        let wider = Sheet { name: "remarks", columns: &NOTES.columns[..2], ..NOTES };
        let sheets = [&NOTES, &wider];
        for (file, text, wanted) in [
            ("other.csv", "measure,period,note\n", Some(0)),
            ("a/Remarks.csv", "measure,period,note\n", Some(1)),
            ("notes.2026.csv", "measure,period\n", Some(0)),
            ("notes.csv", "code,name\n", None),
        ] {
            assert_eq!(recognise(file, text, &sheets), wanted, "{file}");
        }
    }
}
