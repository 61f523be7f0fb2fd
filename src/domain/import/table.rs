//! A file with a header, row by row, each with its place in the file: a CSV, or a sheet of a workbook.

use std::slice;
use std::sync::Arc;

use csv::{Reader, StringRecord};

use super::columns::{Sheet, Takes};
use super::findings::Findings;
use super::grid::{self, Content, Grid, GridRow};
use super::header::{
    COMMA, ColumnNames, Header, header_faults, header_of, header_row, line_ends, open_quote, reader,
};
use super::merge::Overlay;
use super::row::Row;
use crate::domain::batch::Finding;

/// Something with a header and rows, and the name of the file that it is from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    pub file: &'t str,
    form: Form<'t>,
    columns: &'t ColumnNames,
}

/// For files that call all columns as we do.
static AS_THEY_ARE: ColumnNames = ColumnNames::new();

#[derive(Clone, Copy, Debug)]
enum Form<'t> {
    /// With what separates its cells.
    Text(&'t str, u8),
    Grid(&'t Grid, Option<&'t Overlay>),
}

impl<'t> Source<'t> {
    pub fn text(file: &'t str, text: &'t str) -> Source<'t> {
        Source::separated(file, text, COMMA)
    }

    /// A text whose cells are separated by something else.
    pub fn separated(file: &'t str, text: &'t str, delimiter: u8) -> Source<'t> {
        Source { file, form: Form::Text(text, delimiter), columns: &AS_THEY_ARE }
    }

    /// A sheet, and what is read in place of some of it.
    pub fn grid(file: &'t str, grid: &'t Grid, overlay: Option<&'t Overlay>) -> Source<'t> {
        Source { file, form: Form::Grid(grid, overlay), columns: &AS_THEY_ARE }
    }

    /// The same, with columns that are read as others.
    pub fn with_columns(self, columns: &'t ColumnNames) -> Source<'t> {
        Source { columns, ..self }
    }

    /// The names that the file gives to its columns, in lower case.
    pub fn names(&self) -> Vec<String> {
        match self.form {
            Form::Text(text, delimiter) => header_of(&mut reader(text, delimiter)),
            Form::Grid(grid, _) => first_row(grid).map(|(row, _)| header_row(row)).unwrap_or_default(),
        }
    }
}

/// A file whose header has been read and found good.
pub struct Table<'t> {
    file: &'t str,
    header: Arc<Header>,
    rows_left: Rows<'t>,
    /// Rows met so far, sound or not; blank lines aside.
    pub rows: usize,
}

/// What comes after the header.
enum Rows<'t> {
    Text {
        text: &'t str,
        reader: Reader<&'t [u8]>,
        delimiter: u8,
        /// Where the line count stands: the bytes gone through, and the line they lead to.
        counted: (usize, u64),
    },
    Grid {
        rows: slice::Iter<'t, GridRow>,
        overlay: Option<&'t Overlay>,
        takes: Vec<Takes>,
    },
}

/// A sheet's first row, which names its columns, and those below; nothing where that is empty.
fn first_row(grid: &Grid) -> Option<(&GridRow, &[GridRow])> {
    grid.rows.split_first().filter(|(row, _)| row.line == 1)
}

impl<'t> Table<'t> {
    /// Reads the header. `None`, with everything that is wrong with it in `problems`, when the rows
    /// cannot be read under it.
    pub fn open(source: Source<'t>, sheet: &Sheet, problems: &mut Findings) -> Option<Table<'t>> {
        let (names, mut rows_left) = match source.form {
            Form::Text(text, delimiter) => {
                if let Some(line) = open_quote(text, delimiter) {
                    let message = "a quotation mark is left open here; close it, or remove it".to_owned();
                    problems.push(Finding { line, ..Finding::about_file(source.file, message) });
                    return None;
                }
                let mut reader = reader(text, delimiter);
                (header_of(&mut reader), Rows::Text { text, reader, delimiter, counted: (0, 1) })
            }
            Form::Grid(grid, overlay) => {
                let (first, rest) = first_row(grid).unzip();
                let names = first.map(header_row).unwrap_or_default();
                (names, Rows::Grid { rows: rest.unwrap_or(&[]).iter(), overlay, takes: Vec::new() })
            }
        };
        let name = match source.form {
            Form::Text(..) => None,
            Form::Grid(grid, _) => Some(grid.sheet.clone()),
        };
        let header = Header::new(names, name, sheet, source.columns);
        if let Rows::Grid { takes, .. } = &mut rows_left {
            *takes = header.names.iter().map(|name| sheet.takes(name)).collect();
        }
        let faults = header_faults(&header, sheet);
        for (column, message) in &faults {
            // What is missing has no cell.
            let line = u64::from(header.sheet.is_none() || header.position(column).is_some());
            problems.push(header.finding(source.file, line, column, message.clone()));
        }
        let header = Arc::new(header);
        faults.is_empty().then_some(Table { file: source.file, header, rows_left, rows: 0 })
    }

    /// The next row that has as many cells as the header; those that have not go into `problems`.
    pub fn next_row(&mut self, problems: &mut Findings) -> Option<Row<'t>> {
        let (line, cells, unusable) = match &mut self.rows_left {
            Rows::Grid { rows, overlay, takes } => {
                let is_gone = |row: &GridRow| overlay.is_some_and(|overlay| overlay.is_gone(row.line));
                let row = rows.find(|row| !row.cells.iter().all(Content::is_blank) && !is_gone(row))?;
                self.rows += 1;
                let unusable = cell_faults(self.file, &self.header, row, problems);
                let text = |(at, takes): (usize, &Takes)| {
                    let merged = overlay.and_then(|overlay| overlay.text(row.line, at)).cloned();
                    let own = || row.cells.get(at).map(|cell| cell.text_for(*takes)).unwrap_or_default();
                    merged.unwrap_or_else(own)
                };
                (row.line, takes.iter().enumerate().map(text).collect(), unusable)
            }
            Rows::Text { text, reader, delimiter, counted } => loop {
                let mut cells = StringRecord::new();
                // The text is UTF-8 and rows may have any length, so reading has no way to fail.
                if !reader.read_record(&mut cells).unwrap_or(false) {
                    return None;
                }
                if cells.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                self.rows += 1;
                let line = line_of(text, counted, &cells);
                if cells.len() == self.header.names.len() {
                    break (line, cells, Vec::new());
                }
                let message = cell_count_fault(&cells, self.header.names.len(), *delimiter);
                problems.push(self.header.finding(self.file, line, "", message));
            },
        };
        Some(Row { file: self.file, line, header: self.header.clone(), cells, unusable })
    }
}

/// The line on which a record begins. The reader's own count is taken before the line end that
/// precedes the record, so the bytes are counted here.
fn line_of(text: &str, counted: &mut (usize, u64), cells: &StringRecord) -> u64 {
    let start = cells.position().map_or(0, |position| position.byte() as usize);
    let bytes = text.as_bytes();
    let start = start + bytes[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let (from, line) = *counted;
    let line = line + line_ends(&bytes[from..start]);
    *counted = (start, line);
    line
}

/// Lists the cells of a sheet's row that hold no value; gives their columns.
fn cell_faults(file: &str, header: &Header, row: &GridRow, problems: &mut Findings) -> Vec<usize> {
    let mut faulty = Vec::new();
    for (at, content) in row.cells.iter().enumerate().filter(|(at, _)| !header.is_left_out(*at)) {
        let message = match content {
            Content::Unusable(why) => why.clone(),
            content if at >= header.names.len() && !content.is_blank() => {
                "the first row has no name for this column; clear the cell".to_owned()
            }
            Content::Day(day) if !header.takes_day(at) => format!(
                "the spreadsheet has made a day of what was typed ({day}); format the cell as text and write it again"
            ),
            _ => continue,
        };
        let column = header.names.get(at).map_or("", String::as_str);
        let mut finding = header.finding(file, row.line, column, message);
        finding.at = grid::place(header.sheet.as_deref().unwrap_or_default(), at, row.line);
        problems.push(finding);
        faulty.push(at);
    }
    faulty
}

/// Calls `each` for every row of a file that has as many cells as its header; gives the count of all
/// its rows.
pub fn each_row<'t>(
    source: Source<'t>,
    sheet: &Sheet,
    problems: &mut Findings,
    mut each: impl FnMut(Row<'t>, &mut Findings),
) -> usize {
    let Some(mut table) = Table::open(source, sheet, problems) else {
        return 0;
    };
    while let Some(row) = table.next_row(problems) {
        each(row, problems);
    }
    table.rows
}

fn cell_count_fault(cells: &StringRecord, wanted: usize, delimiter: u8) -> String {
    let found = cells.len();
    let quoted = cells.iter().any(|cell| cell.contains('\n'));
    let sign = match delimiter {
        b';' => "semicolon",
        b'\t' => "tab",
        _ => "comma",
    };
    let remedy = match (found < wanted, quoted) {
        (true, true) => "is a quotation mark left open?".to_owned(),
        (true, false) => format!("add the missing {sign}s"),
        (false, _) => format!("put a text that has a {sign} in quotation marks"),
    };
    format!("the row has {found} cells, the header {wanted}; {remedy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::domain::import::columns::tests_support::NOTES;

    fn read(text: &str) -> (Vec<(u64, String)>, Vec<String>) {
        let mut problems = Findings::default();
        let mut rows = Vec::new();
        if let Some(mut table) = Table::open(Source::text("f.csv", text), &NOTES, &mut problems) {
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
}
