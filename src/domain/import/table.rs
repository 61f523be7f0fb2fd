//! A CSV with a header, row by row, with the line numbers of the file.

use std::rc::Rc;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::cell;
use super::fields::Texts;
use super::findings::Findings;
use super::nearest;
use crate::domain::batch::Finding;

/// The columns of one kind of file. They may stand in any order.
#[derive(Debug)]
pub struct Sheet {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

impl Sheet {
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    /// How well a file's header fits, 0 to 1: the share of its columns, and of the required ones that
    /// it lacks, that are where they should be.
    pub fn likeness(&self, text: &str) -> f64 {
        let header = header_of(&mut reader(text));
        let shared = header.iter().filter(|name| self.columns().any(|c| c == *name)).count();
        let lacking = self.required.iter().filter(|c| !header.iter().any(|name| name == *c)).count();
        shared as f64 / (header.len() + lacking).max(1) as f64
    }
}

/// A file whose header has been read and found good.
pub struct Table<'t> {
    file: &'t str,
    text: &'t str,
    reader: Reader<&'t [u8]>,
    header: Rc<[String]>,
    /// Where the line count stands: the bytes gone through, and the line they lead to.
    counted: (usize, u64),
    /// Rows met so far, sound or not; blank lines aside.
    pub rows: usize,
}

/// One row, and where it stands.
pub struct Row<'t> {
    pub file: &'t str,
    pub line: u64,
    header: Rc<[String]>,
    cells: StringRecord,
}

impl<'t> Table<'t> {
    /// Reads the header. `None`, with everything that is wrong with it in `problems`, when the rows
    /// cannot be read under it.
    pub fn open(file: &'t str, text: &'t str, sheet: &Sheet, problems: &mut Findings) -> Option<Table<'t>> {
        let mut reader = reader(text);
        let header = header_of(&mut reader);
        let faults = header_faults(&header, sheet);
        for (column, message) in &faults {
            let column = column.clone();
            problems.push(Finding { file: file.to_owned(), line: 1, column, message: message.clone() });
        }
        faults.is_empty().then_some(Table {
            file,
            text,
            reader,
            header: header.into(),
            counted: (0, 1),
            rows: 0,
        })
    }

    /// The next row that has as many cells as the header; those that have not go into `problems`.
    pub fn next_row(&mut self, problems: &mut Findings) -> Option<Row<'t>> {
        let mut cells = StringRecord::new();
        // The text is UTF-8 and rows may have any length, so reading has no way to fail.
        while self.reader.read_record(&mut cells).unwrap_or(false) {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            self.rows += 1;
            let line = self.line_of(&cells);
            if cells.len() == self.header.len() {
                return Some(Row { file: self.file, line, header: self.header.clone(), cells });
            }
            let message = cell_count_fault(&cells, self.header.len());
            problems.push(Finding { file: self.file.to_owned(), line, column: String::new(), message });
        }
        None
    }

    /// The line on which a record begins. The reader's own count is taken before the line end that
    /// precedes the record, so the bytes are counted here.
    fn line_of(&mut self, cells: &StringRecord) -> u64 {
        let start = cells.position().map_or(0, |position| position.byte() as usize);
        let bytes = self.text.as_bytes();
        let start = start + bytes[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let (from, line) = self.counted;
        let line = line + line_ends(&bytes[from..start]);
        self.counted = (start, line);
        line
    }
}

impl Row<'_> {
    /// The cell of a column without what [`cell::defuse`] put before it; empty when the file does not
    /// have the column.
    pub fn cell(&self, column: &str) -> &str {
        let at = self.header.iter().position(|name| name == column);
        cell::restore(at.and_then(|at| self.cells.get(at)).unwrap_or_default())
    }

    /// [`Texts::finding`], for any text.
    pub fn finding(&self, column: &str, message: impl Into<String>) -> Finding {
        Finding {
            file: self.file.to_owned(),
            line: self.line,
            column: column.to_owned(),
            message: message.into(),
        }
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
}

/// Line ends among the bytes: LF, CR LF, or CR alone, as spreadsheets on a Mac once wrote.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = |at: usize| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(|&at| ends(at)).count() as u64
}

/// Which of the sheets a file is, by its header; `None` when it is not even half like any.
pub fn recognise(text: &str, sheets: &[&Sheet]) -> Option<usize> {
    let likeness = |at: &usize| sheets[*at].likeness(text);
    (0..sheets.len()).max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|at| likeness(at) >= 0.5)
}

/// Calls `each` for every row of a file that has as many cells as its header; gives the count of all
/// its rows.
pub fn each_row<'t>(
    file: &'t str,
    text: &'t str,
    sheet: &Sheet,
    problems: &mut Findings,
    mut each: impl FnMut(Row<'t>, &mut Findings),
) -> usize {
    let Some(mut table) = Table::open(file, text, sheet, problems) else {
        return 0;
    };
    while let Some(row) = table.next_row(problems) {
        each(row, problems);
    }
    table.rows
}

fn reader(text: &str) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The names of the columns, trimmed and in lower case; none for an empty file.
fn header_of(reader: &mut Reader<&[u8]>) -> Vec<String> {
    let mut record = StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(|name| name.trim().to_lowercase()).collect(),
        _ => Vec::new(),
    }
}

/// What is wrong with a header, by column.
fn header_faults(header: &[String], sheet: &Sheet) -> Vec<(String, String)> {
    let about_all = |message: &str| vec![(String::new(), message.to_owned())];
    match header {
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
    for (at, name) in header.iter().enumerate() {
        let shown: String = name.chars().take(40).collect();
        if header[..at].contains(name) {
            faults.push((shown, "this column appears twice; remove one".to_owned()));
        } else if !sheet.columns().any(|c| c == name) {
            let absent = sheet.columns().filter(|c| !header.iter().any(|name| name == c));
            let hint = nearest::hint(name, absent);
            let known = sheet.columns().collect::<Vec<_>>().join(", ");
            let message = format!("unknown column{hint}; the columns are {known}");
            faults.push((shown, message));
        }
    }
    for required in sheet.required.iter().filter(|r| !header.iter().any(|name| name == *r)) {
        faults.push((
            (*required).to_owned(),
            format!("the column “{required}” is missing; add it to the first line and to each row"),
        ));
    }
    faults
}

fn cell_count_fault(cells: &StringRecord, wanted: usize) -> String {
    let found = cells.len();
    let quoted = cells.iter().any(|cell| cell.contains('\n'));
    let remedy = match (found < wanted, quoted) {
        (true, true) => "is a quotation mark left open?",
        (true, false) => "add the missing commas",
        (false, _) => "put a text that has a comma in quotation marks",
    };
    format!("the row has {found} cells, the header {wanted}; {remedy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: Sheet = Sheet { required: &["measure", "period"], optional: &["note"] };

    fn read(text: &str) -> (Vec<(u64, String)>, Vec<String>) {
        let mut problems = Findings::default();
        let mut rows = Vec::new();
        if let Some(mut table) = Table::open("f.csv", text, &SHEET, &mut problems) {
            while let Some(row) = table.next_row(&mut problems) {
                rows.push((row.line, row.cell("measure").to_owned()));
            }
        }
        (rows, problems.finish().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn lines_are_those_of_the_file() {
        for end in ["\n", "\r\n", "\r"] {
            let lines = [
                "measure,period,note",
                "a,p,",
                "b,p,\"two",
                "lines\"",
                "",
                ",,",
                "c,p,",
                "d,p",
                "e,p,x,y",
                "f,p,z",
            ];
            let (rows, problems) = read(&lines.join(end));
            let expected = [(2, "a"), (3, "b"), (7, "c"), (10, "f")].map(|(l, m)| (l, m.to_owned()));
            assert_eq!(rows, expected, "{end:?}");
            assert_eq!(problems.len(), 2);
            assert!(problems[0].starts_with("f.csv, line 8: the row has 2 cells"), "{problems:?}");
            assert!(problems[1].starts_with("f.csv, line 9: the row has 4 cells"), "{problems:?}");
        }
    }

    #[test]
    fn a_bad_header_names_every_fault() {
        for (text, expected) in [
            ("", vec!["empty"]),
            ("measure;period\n", vec!["semicolons"]),
            ("measure\tperiod\n", vec!["tabs"]),
            ("measure,note\n", vec!["the column “period” is missing"]),
            (
                "measure,perod,note,note\n",
                vec!["did you mean “period”?", "appears twice", "“period” is missing"],
            ),
            ("measure,period,x\n", vec!["column x: unknown column"]),
        ] {
            let (rows, problems) = read(text);
            assert!(rows.is_empty());
            assert_eq!(problems.len(), expected.len(), "{problems:?}");
            for (problem, words) in problems.iter().zip(expected) {
                assert!(problem.contains(words), "{problem} has no {words}");
            }
        }
    }

    #[test]
    fn an_open_quotation_mark_is_suspected() {
        let (_, problems) = read("measure,period,note\na,\"p,n\nb,p,n\nc,p,n\n");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("line 2") && problems[0].contains("left open"), "{problems:?}");
    }

    #[test]
    fn a_header_is_told_by_its_likeness() {
        assert_eq!(SHEET.likeness("Period, measure,note\n"), 1.0);
        assert_eq!(SHEET.likeness("code,name\n"), 0.0);
        assert!(SHEET.likeness("measure,period,notes\n") >= 0.5);
    }
}
