//! The cells of a row, or the fields of a form, as domain values. What cannot be read is listed at its
//! column, and reading goes on, so that a row or a form tells all of its problems at once.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;

use super::findings::Findings;
use super::nearest;
use crate::domain::batch::Finding;
use crate::domain::code::Code;
use crate::domain::measure::Unit;
use crate::domain::number::{self, NumberRule};

/// The longest name, title or address, in characters.
pub const NAME: usize = 300;
/// The longest definition, note or statement, in characters.
pub const TEXT: usize = 4000;

/// Texts with names: a row of a file, or a form.
pub trait Texts {
    /// The text of that name; empty when there is none.
    fn cell(&self, column: &str) -> &str;

    /// The line on which it stands; 0 for what is in no file.
    fn line(&self) -> u64;

    /// Something to say about a column, or about the whole when `column` is empty.
    fn finding(&self, column: &str, message: String) -> Finding;

    /// Whether it has been said already that a column's cell holds no value.
    fn is_unusable(&self, _column: &str) -> bool {
        false
    }

    /// Whether what is typed as 83 % comes as “83%”: a spreadsheet does that by itself.
    fn shows_percent(&self) -> bool {
        false
    }

    /// The text of a number that is counted in a unit: 83 % of a unit that is percent is 83.
    fn figure(&self, column: &str, unit: &Unit) -> &str {
        let text = self.cell(column).trim_end();
        let bare = text.strip_suffix('%').filter(|_| self.shows_percent() && unit.is_percent());
        bare.unwrap_or(text)
    }

    /// Nothing has been said so far.
    fn is_sound(&self) -> bool {
        true
    }
}

/// A form: its fields by name.
impl Texts for BTreeMap<String, String> {
    fn cell(&self, column: &str) -> &str {
        self.get(column).map_or("", String::as_str)
    }

    fn line(&self) -> u64 {
        0
    }

    fn finding(&self, column: &str, message: String) -> Finding {
        Finding { column: column.to_owned(), message, ..Finding::default() }
    }
}

/// Reads the cells of one row, or the fields of one form.
pub struct Fields<'r> {
    pub row: &'r dyn Texts,
    problems: &'r mut Findings,
    /// No problem so far.
    pub sound: bool,
}

impl<'r> Fields<'r> {
    pub fn new(row: &'r dyn Texts, problems: &'r mut Findings) -> Self {
        Fields { row, problems, sound: row.is_sound() }
    }

    /// Lists a problem at a column, unless it has been said already that its cell holds no value.
    pub fn fault(&mut self, column: &str, message: impl Into<String>) {
        if !self.row.is_unusable(column) {
            self.problems.push(self.row.finding(column, message.into()));
        }
        self.sound = false;
    }

    pub fn is_empty(&self, column: &str) -> bool {
        self.row.cell(column).trim().is_empty()
    }

    /// A value by its own rules of reading, which also word the problem.
    pub fn parsed<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<T> {
        match self.row.cell(column).parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let error: T::Err = error;
                self.fault(column, error.to_string());
                None
            }
        }
    }

    /// As [`Fields::parsed`], but an empty cell is no value and no problem.
    pub fn parsed_if_any<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<T> {
        if self.is_empty(column) { None } else { self.parsed(column) }
    }

    /// A text as it stands, even with blanks around it.
    pub fn verbatim(&mut self, column: &str, longest: usize) -> String {
        let text = self.row.cell(column);
        let length = text.chars().count();
        if length > longest {
            self.fault(column, format!("the text has {length} characters; the longest has {longest}"));
            return String::new();
        }
        if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.fault(column, "the text holds a control character that cannot be shown; remove it");
        }
        text.to_owned()
    }

    /// A text without the blanks around it.
    pub fn text(&mut self, column: &str, longest: usize) -> String {
        self.verbatim(column, longest).trim().to_owned()
    }

    /// A text that must be there.
    pub fn required(&mut self, column: &str, longest: usize) -> String {
        if self.is_empty(column) {
            self.fault(column, "this must not be empty");
        }
        self.text(column, longest)
    }

    /// An address that a page may link to: never one that runs a script.
    pub fn address(&mut self, column: &str) -> String {
        let address = self.text(column, NAME);
        if !address.is_empty() && !address.starts_with("https://") && !address.starts_with("http://") {
            self.fault(column, "the address must begin with https:// or http://");
        }
        address
    }

    /// One word of a closed list, by the name that files use.
    pub fn word<T: Copy>(&mut self, column: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        let text = self.row.cell(column).trim();
        let found = all.iter().copied().find(|&word| name(word) == text);
        if found.is_none() {
            let names: Vec<_> = all.iter().map(|&word| name(word)).collect();
            let shown: String = text.chars().take(40).collect();
            self.fault(column, format!("“{shown}” is none of: {}", names.join(", ")));
        }
        found
    }

    /// As [`Fields::word`], but an empty cell is no word and no problem.
    pub fn word_if_any<T: Copy>(
        &mut self,
        column: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        if self.is_empty(column) { None } else { self.word(column, all, name) }
    }

    /// A day as `2024-09-30`.
    pub fn day(&mut self, column: &str) -> Option<NaiveDate> {
        if self.is_empty(column) {
            self.fault(column, "write a day as 2024-09-30");
        }
        self.day_if_any(column)
    }

    /// A day as `2024-09-30`; an empty cell is no day and no problem.
    pub fn day_if_any(&mut self, column: &str) -> Option<NaiveDate> {
        if self.is_empty(column) {
            return None;
        }
        let day = self.row.cell(column).trim().parse().ok();
        if day.is_none() {
            self.fault(column, "write a day as 2024-09-30");
        }
        day
    }

    /// `yes` or `no`; empty is no.
    pub fn yes(&mut self, column: &str) -> bool {
        match self.row.cell(column).trim() {
            "yes" => true,
            "no" | "" => false,
            _ => {
                self.fault(column, "write yes or no");
                false
            }
        }
    }

    pub fn number(&mut self, column: &str, rule: NumberRule) -> Option<f64> {
        number::parse(self.row.cell(column), rule).map_err(|e| self.fault(column, e.to_string())).ok()
    }

    /// A number that is counted in a unit.
    pub fn figure(&mut self, column: &str, rule: NumberRule, unit: &Unit) -> Option<f64> {
        let text = self.row.figure(column, unit);
        number::parse(text, rule).map_err(|e| self.fault(column, e.to_string())).ok()
    }

    /// As [`Fields::number`], but an empty cell is no value and no problem.
    pub fn number_if_any(&mut self, column: &str, rule: NumberRule) -> Option<f64> {
        if self.is_empty(column) { None } else { self.number(column, rule) }
    }

    /// Empty for the total, else `dimension=category`, as `firearm_type=handgun`.
    pub fn category(&mut self, column: &str) -> String {
        let category = self.text(column, 120);
        let sound = match category.split_once('=') {
            None => category.is_empty(),
            Some((dimension, name)) => {
                dimension.parse::<Code>().is_ok() && !name.trim().is_empty() && !name.contains(['\n', '\r'])
            }
        };
        if !sound {
            let message =
                "write dimension=category, as firearm_type=handgun, or leave it empty for the total";
            self.fault(column, message);
        }
        category
    }

    /// A number that is no larger than `most`.
    pub fn at_most(&mut self, column: &str, rule: NumberRule, most: f64) -> Option<f64> {
        let value = self.number(column, rule)?;
        if value > most {
            self.fault(column, format!("the most is {most}"));
            return None;
        }
        Some(value)
    }

    /// The code of something that is there.
    pub fn reference<'a>(
        &mut self,
        column: &str,
        noun: &str,
        there: impl Iterator<Item = &'a Code> + Clone,
    ) -> Option<Code> {
        let code: Code = self.parsed(column)?;
        self.known(column, code, noun, there)
    }

    /// Codes of things that are there, each once, separated by semicolons.
    pub fn references<'a>(
        &mut self,
        column: &str,
        noun: &str,
        there: impl Iterator<Item = &'a Code> + Clone,
    ) -> Vec<Code> {
        let mut codes = Vec::new();
        for part in self.row.cell(column).split(';').filter(|part| !part.trim().is_empty()) {
            match part.parse::<Code>() {
                Ok(code) => codes.extend(self.known(column, code, noun, there.clone())),
                Err(error) => self.fault(column, error.to_string()),
            }
        }
        codes.sort();
        codes.dedup();
        codes
    }

    fn known<'a>(
        &mut self,
        column: &str,
        code: Code,
        noun: &str,
        there: impl Iterator<Item = &'a Code> + Clone,
    ) -> Option<Code> {
        if there.clone().any(|known| *known == code) {
            return Some(code);
        }
        let hint = nearest::hint(code.as_str(), there.map(Code::as_str));
        self.fault(column, format!("there is no {noun} “{code}”{hint}"));
        None
    }
}
