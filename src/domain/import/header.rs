//! The first line of a file: which columns it has, and whether they are those of a sheet.

use std::collections::BTreeMap;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::columns::{Sheet, Takes};
use super::grid::{self, GridRow};
use super::nearest;
use crate::domain::batch::Finding;

/// What a file calls columns in its own way, in lower case, each with the column as which it is read; empty for
/// one that is left out.
pub type ColumnNames = BTreeMap<String, String>;

/// What separates the cells of a text file, where nothing else is known.
pub const COMMA: u8 = b',';

/// The columns that a file has.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The sheet's name, in a workbook.
    pub sheet: Option<String>,
    /// As the sheet calls them; of those that are left out, as the file does.
    pub names: Vec<String>,
    /// As the file calls them.
    own: Vec<String>,
    left_out: Vec<bool>,
    /// Which of them take days.
    days: Vec<bool>,
}

impl Header {
    pub fn new(own: Vec<String>, in_sheet: Option<String>, sheet: &Sheet, columns: &ColumnNames) -> Header {
        let read_as = |name: &String| columns.get(name).filter(|_| sheet.column(name).is_none());
        let left_out = own.iter().map(|name| read_as(name).is_some_and(String::is_empty)).collect();
        let named = |name: &String| read_as(name).filter(|column| !column.is_empty()).unwrap_or(name).clone();
        let names: Vec<String> = own.iter().map(named).collect();
        let takes_days = |name: &String| sheet.column(name).is_some_and(|column| column.takes == Takes::Day);
        let days = names.iter().map(takes_days).collect();
        Header { sheet: in_sheet, names, own, left_out, days }
    }

    /// Whether a column, counted from 0, is not to be read.
    pub fn is_left_out(&self, at: usize) -> bool {
        self.left_out.get(at).is_some_and(|&is| is)
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
        let own = self.position(column).and_then(|at| self.own.get(at));
        let column = own.map_or(column, String::as_str).to_owned();
        Finding { file: file.to_owned(), at, line, column, message }
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
    let header = header_of(&mut reader(text, COMMA));
    let shared = header.iter().filter(|name| sheet.column(name).is_some()).count();
    let required = sheet.columns.iter().filter(|column| column.required);
    let lacking = required.filter(|column| !header.iter().any(|name| name == column.name)).count();
    shared as f64 / (header.len() + lacking).max(1) as f64
}

pub fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// What separates the cells of a text: comma, semicolon or tab, by which more of its header's columns are those
/// of a sheet.
pub fn delimiter(text: &str, sheet: &Sheet) -> u8 {
    let likeness = |delimiter: &u8| {
        let names = header_of(&mut reader(text, *delimiter));
        (names.iter().filter(|name| sheet.column(name).is_some()).count(), names.len())
    };
    // Of equals, the last is taken.
    [b'\t', b';', COMMA].into_iter().max_by_key(likeness).unwrap_or(COMMA)
}

/// The line on which a quotation mark is opened that nobody closes: all that follows it would be one text.
pub fn open_quote(text: &str, delimiter: u8) -> Option<u64> {
    let (mut opened, mut is_start) = (None, true);
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (opened, byte) {
            // Two of them are one that is meant.
            (Some(_), b'"') => {
                if bytes.next_if(|(_, next)| *next == b'"').is_none() {
                    opened = None;
                }
            }
            (Some(_), _) => {}
            (None, b'"') if is_start => (opened, is_start) = (Some(at), false),
            (None, byte) => is_start = byte == delimiter || matches!(byte, b'\r' | b'\n'),
        }
    }
    opened.map(|at| line_ends(&text.as_bytes()[..at]) + 1)
}

/// Line ends among the bytes: LF, CR LF, or CR alone, as spreadsheets on a Mac once wrote.
pub fn line_ends(bytes: &[u8]) -> u64 {
    let ends = |at: usize| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(|&at| ends(at)).count() as u64
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
    for (at, name) in header.names.iter().enumerate().filter(|(at, _)| !header.is_left_out(*at)) {
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
    let wants_all = in_workbook && !sheet.partial;
    for column in sheet.columns.iter().filter(|column| column.required || wants_all) {
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
    fn cells_are_separated_by_what_makes_known_columns() {
        for (text, expected) in [
            ("measure,period,note\n", b','),
            ("measure;period;a,b,c,d\n", b';'),
            ("measure\tperiod\n", b'\t'),
            ("x;y\n", b';'),
            ("measure\n", b','),
            ("", b','),
        ] {
            assert_eq!(delimiter(text, &NOTES), expected, "{text:?}");
        }
    }

    #[test]
    fn a_quotation_mark_that_nobody_closes_is_found() {
        for (text, expected) in [
            ("a,b\n\"c\",d\n", None),
            ("a,\"b \"\"c\"\"\n d\"\ne\n", None),
            ("a,b\nc,\"d\ne,f\n", Some(2)),
            ("\"a", Some(1)),
            ("a\r\nb,\"\"\"\r\n", Some(2)),
            // One within a text opens nothing.
            ("a,5\" pipe\n", None),
            ("a;\"b;c\n", Some(1)),
        ] {
            let delimiter = if text.contains(';') { b';' } else { b',' };
            assert_eq!(open_quote(text, delimiter), expected, "{text:?}");
        }
    }

    #[test]
    fn columns_are_read_as_others_and_named_by_their_own_names() {
        let own = ["measure", "when", "x"].map(str::to_owned).to_vec();
        let columns = [("when", "period"), ("x", ""), ("measure", "note")];
        let columns = columns.map(|(name, column)| (name.to_owned(), column.to_owned())).into();
        let header = Header::new(own, None, &NOTES, &columns);
        assert_eq!(header_faults(&header, &NOTES), []);
        assert_eq!((header.position("measure"), header.position("period")), (Some(0), Some(1)));
        assert!(header.is_left_out(2) && !header.is_left_out(1));
        assert_eq!(header.finding("f", 2, "period", "x".into()).to_string(), "f, line 2, column when: x");
    }

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
