//! Domain values as the cells of a row: what the readers read back as the same.

use std::fmt::Display;

use chrono::NaiveDate;

use super::columns::Sheet;
use crate::domain::number;

/// What is written into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Also for nothing at all, as the empty text.
    Text(String),
    Number(f64),
}

/// Some columns of a row with their cells; the rest are empty.
pub type Cells = Vec<(&'static str, Cell)>;

impl Cell {
    /// The text that is read back as this cell.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number::exact(*number),
        }
    }

    /// Nothing, where there is no value.
    pub fn of<T: Display>(value: Option<T>) -> Cell {
        Cell::Text(value.map(|value| value.to_string()).unwrap_or_default())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::Text(text.clone())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Cell {
        Cell::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Cell {
        Cell::from(if yes { "yes" } else { "no" })
    }
}

impl From<Option<NaiveDate>> for Cell {
    fn from(day: Option<NaiveDate>) -> Cell {
        Cell::of(day)
    }
}

/// A row in the order of the sheet's columns.
pub fn row(sheet: &Sheet, cells: Cells) -> Vec<Cell> {
    let mut row = vec![Cell::Text(String::new()); sheet.columns.len()];
    for (name, cell) in cells {
        if let Some(at) = sheet.columns.iter().position(|column| column.name == name) {
            row[at] = cell;
        }
    }
    row
}
