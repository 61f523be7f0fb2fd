//! A measure somewhere on a sheet: its words, its figures, and beside them their chart.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::native::{self, Columns};
use crate::chart::{ChartSpec, words};
use crate::domain::actual::{Figure, TypedFigure};
use crate::domain::breakdown::Breakdown;
use crate::domain::measure::{Measure, Unit};
use crate::domain::series::SeriesPoint;
use crate::workbook::{as_text, write_text};

/// How many rows a chart stands beside.
const CHART_ROWS: u32 = 19;

/// The longest text of a cell, in characters: Excel takes 32,767.
const LONGEST: usize = 32_000;

/// The columns of the figures, each with its width in characters.
const COLUMNS: [(&str, f64); 9] = [
    ("period", 14.0),
    ("actual", 12.0),
    ("target", 12.0),
    ("status", 11.0),
    ("missing", 14.0),
    ("numerator", 12.0),
    ("denominator", 12.0),
    ("note", 30.0),
    ("revised because", 24.0),
];

/// How cells look.
pub struct Looks {
    pub title: Format,
    pub head: Format,
    pub text: Format,
    pub soft: Format,
    pub wrapped: Format,
}

impl Looks {
    pub fn new() -> Looks {
        Looks {
            title: as_text().set_bold().set_font_size(14),
            head: as_text().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            text: as_text(),
            soft: as_text().set_font_color(Color::RGB(0x565C65)),
            wrapped: as_text().set_text_wrap().set_align(FormatAlign::Top),
        }
    }

    /// A figure as a number, with its unit's decimals; nothing where there is none.
    pub fn number(
        &self,
        sheet: &mut Worksheet,
        (line, at): (u32, u16),
        value: Option<f64>,
        unit: &Unit,
    ) -> Result<(), XlsxError> {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            let format = Format::new().set_num_format(native::number_format(unit));
            sheet.write_number_with_format(line, at, value, &format)?;
        }
        Ok(())
    }
}

/// A text as it stands; what is longer than a cell may be is cut and says so.
pub fn put(sheet: &mut Worksheet, place: (u32, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    match text.chars().count() > LONGEST {
        true => {
            let cut: String = text.chars().take(LONGEST).chain(" …".chars()).collect();
            write_text(sheet, place, &cut, format)
        }
        false => write_text(sheet, place, text, format),
    }
}

/// What of a measure is put onto a sheet.
pub struct Block<'a> {
    pub measure: &'a Measure,
    pub points: &'a [SeriesPoint],
    /// The picture that the page has of the points.
    pub spec: &'a ChartSpec,
}

impl Block<'_> {
    /// Writes it from a line on, and gives the line below it.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        line: u32,
        looks: &Looks,
    ) -> Result<u32, XlsxError> {
        let head = self.write_words(sheet, line, looks)?;
        for (at, (column, width)) in (0..).zip(COLUMNS) {
            sheet.set_column_width(at, width)?;
            put(sheet, (head, at), column, &looks.head)?;
        }
        for (line, point) in (head + 1..).zip(self.points) {
            self.write_point(sheet, line, point, looks)?;
        }
        let last = head + self.points.len() as u32;
        if last > head {
            let columns = Columns { sheet: name, head, first: head + 1, last };
            let chart = native::of_totals(self.measure, self.spec, columns);
            sheet.insert_chart(head, COLUMNS.len() as u16, &chart)?;
        }
        Ok(last.max(head + CHART_ROWS) + 3)
    }

    /// Name, sentences, and what belongs under each picture. Gives the line below, where the table begins.
    fn write_words(&self, sheet: &mut Worksheet, line: u32, looks: &Looks) -> Result<u32, XlsxError> {
        put(sheet, (line, 0), &self.measure.name, &looks.title)?;
        put(sheet, (line + 1, 0), &self.spec.subtitle, &looks.soft)?;
        put(sheet, (line + 2, 0), &words::summary(self.spec), &looks.text)?;
        let mut line = line + 3;
        for note in self.spec.footnotes.iter().filter(|note| !note.is_empty()) {
            put(sheet, (line, 0), note, &looks.soft)?;
            line += 1;
        }
        Ok(line + 1)
    }

    fn write_point(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        point: &SeriesPoint,
        looks: &Looks,
    ) -> Result<(), XlsxError> {
        let unit = &self.measure.unit;
        put(sheet, (line, 0), &point.period.label(), &looks.text)?;
        looks.number(sheet, (line, 1), point.value, unit)?;
        looks.number(sheet, (line, 2), point.target, unit)?;
        put(sheet, (line, 3), point.status.label(), &looks.text)?;
        let missing = point.figure.and_then(Figure::missing).map_or("", |reason| reason.label());
        put(sheet, (line, 4), missing, &looks.text)?;
        let typed = point.figure.map(TypedFigure::from).unwrap_or_default();
        let plain = Unit { name: String::new(), decimals: 0 };
        for (at, text) in [(5, typed.numerator), (6, typed.denominator)] {
            looks.number(sheet, (line, at), text.parse().ok(), &plain)?;
        }
        let partial = point.partial.map(|partial| format!("{} have a figure. ", partial.words()));
        put(sheet, (line, 7), &(partial.unwrap_or_default() + &point.note), &looks.text)?;
        put(sheet, (line, 8), point.revised.as_deref().unwrap_or_default(), &looks.text)
    }

    /// The figures by category on a sheet of their own: periods down, categories across, and their chart.
    pub fn write_categories(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        breakdown: &Breakdown,
        looks: &Looks,
    ) -> Result<(), XlsxError> {
        let head = self.write_words(sheet, 0, looks)?;
        let unit = &self.measure.unit;
        sheet.set_column_width(0, COLUMNS[0].1)?;
        put(sheet, (head, 0), COLUMNS[0].0, &looks.head)?;
        put(sheet, (head, 1), "total", &looks.head)?;
        for (at, category) in (2..).zip(&breakdown.categories) {
            sheet.set_column_width(at, 14)?;
            put(sheet, (head, at), &category.name, &looks.head)?;
            for (line, point) in (head + 1..).zip(&category.points) {
                looks.number(sheet, (line, at), point.value, unit)?;
            }
        }
        for (line, point) in (head + 1..).zip(self.points) {
            put(sheet, (line, 0), &point.period.label(), &looks.text)?;
            looks.number(sheet, (line, 1), point.value, unit)?;
        }
        let last = head + self.points.len() as u32;
        let count = breakdown.categories.len() as u16;
        if last > head && count > 0 {
            let columns = Columns { sheet: name, head, first: head + 1, last };
            let chart = native::of_categories(self.measure, self.spec, columns, count);
            sheet.insert_chart(last + 2, 0, &chart)?;
        }
        Ok(())
    }
}
