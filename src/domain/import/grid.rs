//! Sheets of a workbook, as whoever opened it hands them over.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::columns::Takes;
use super::header::Header;
use super::row::Row;
use crate::domain::number;

/// One sheet: what stands in its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    pub sheet: String,
    /// Rows in which anything stands, in order.
    pub rows: Vec<GridRow>,
    /// What is wrong with the sheet itself: merged cells, too many rows.
    pub faults: Vec<GridFault>,
}

/// One row, up to the last cell in which anything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridRow {
    /// From 1, as the spreadsheet shows it.
    pub line: u64,
    pub cells: Vec<Content>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text or a number; nothing, where it is empty.
    Text(String),
    /// What the spreadsheet holds for a day, whatever was typed.
    Day(NaiveDate),
    /// A number that the spreadsheet shows in percent: 0.83, shown as 83 %.
    Percent(f64),
    /// What cannot be taken for a value, and why.
    Unusable(String),
}

/// Something wrong with a sheet, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridFault {
    /// As `figures!A2:C2`; the sheet's name, where it is about the sheet.
    pub at: String,
    pub message: String,
}

impl Content {
    /// The text to be read in a column that takes something; empty where there is none to be read.
    pub fn text_for(&self, takes: Takes) -> String {
        match self {
            Content::Percent(number) if takes == Takes::Share => number::exact(*number),
            content => content.text(),
        }
    }

    /// The text that a person sees; empty where there is none to be read.
    pub fn text(&self) -> String {
        match self {
            Content::Text(text) => text.clone(),
            Content::Percent(number) => format!("{}%", hundredfold(&number::exact(*number))),
            Content::Day(day) => day.to_string(),
            Content::Unusable(_) => String::new(),
        }
    }

    pub fn is_blank(&self) -> bool {
        matches!(self, Content::Text(text) if text.trim().is_empty())
    }
}

/// A decimal number times a hundred, to the digit: by the binary number, 0.29 would become 28.999….
fn hundredfold(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = format!("{fraction:0<2}");
    let (moved, rest) = fraction.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{rest}")
}

/// A cell as spreadsheets name it, its column counted from 0: `figures!D12`.
pub fn place(sheet: &str, column: usize, line: u64) -> String {
    format!("{sheet}!{}{line}", letters(column))
}

/// The letters of a column, counted from 0.
pub fn letters(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

/// Where in a workbook each subject of the audit trail is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places(HashMap<String, (Arc<Header>, u64)>);

impl Places {
    /// Keeps where a row stands. The rows of text files have no cells to point at.
    pub(super) fn keep(&mut self, row: &Row, subject: impl FnOnce() -> String) {
        if row.is_of_workbook() {
            self.0.insert(subject(), (row.header.clone(), row.line));
        }
    }

    /// The cell of a column, or the first of the row, where `column` is none of its columns.
    pub fn of(&self, subject: &str, column: &str) -> Option<String> {
        let (header, line) = self.0.get(subject)?;
        Some(place(header.sheet.as_deref()?, header.position(column).unwrap_or(0), *line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_that_spreadsheets_give_them() {
        for (column, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(column), expected);
        }
        assert_eq!(place("figures", 3, 12), "figures!D12");
    }

    #[test]
    fn what_is_shown_in_percent_is_read_to_the_digit() {
        for (number, shown) in [
            (0.83, "83%"),
            (0.29, "29%"),
            (0.005, "0.5%"),
            (0.1234, "12.34%"),
            (1.0, "100%"),
            (83.0, "8300%"),
            (-0.07, "-7%"),
            (0.0, "0%"),
        ] {
            assert_eq!(Content::Percent(number).text(), shown);
            assert_eq!(Content::Percent(number).text_for(Takes::Number), shown);
        }
        assert_eq!(Content::Percent(0.05).text_for(Takes::Share), "0.05");
    }
}
