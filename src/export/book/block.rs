//! A measure somewhere on a sheet: its words, its figures, and beside them their chart.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::native::{self, Columns};
use crate::chart::{ChartSpec, Form, Point, Stretch, words};
use crate::domain::actual::{Figure, TypedFigure};
use crate::domain::breakdown::Breakdown;
use crate::domain::measure::{Measure, Unit};
use crate::domain::note;
use crate::domain::period::Period;
use crate::domain::series::SeriesPoint;
use crate::workbook::{as_text, write_text};

/// How many rows a chart stands beside.
const CHART_ROWS: u32 = 19;

/// The longest text of a cell, in characters: Excel takes 32,767.
const LONGEST: usize = 32_000;

/// A column of the figures. Those after the fourth are there where something is in them, so that the chart stands close
/// by.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    Period,
    Actual,
    Target,
    Status,
    /// Of a control chart: the mean, and where chance ends.
    Mean,
    Lower,
    Upper,
    /// Of a cumulative chart: what the year has by then, and what was promised by then.
    SoFar,
    GoalSoFar,
    Missing,
    Numerator,
    Denominator,
    Note,
    Revised,
    Pinned,
}

impl Column {
    const ALL: [Column; 15] = [
        Column::Period,
        Column::Actual,
        Column::Target,
        Column::Status,
        Column::Mean,
        Column::Lower,
        Column::Upper,
        Column::SoFar,
        Column::GoalSoFar,
        Column::Missing,
        Column::Numerator,
        Column::Denominator,
        Column::Note,
        Column::Revised,
        Column::Pinned,
    ];

    /// What stands above it, and how wide it is, in characters.
    fn head(self) -> (&'static str, f64) {
        match self {
            Column::Period => ("period", 14.0),
            Column::Actual => ("actual", 12.0),
            Column::Target => ("target", 12.0),
            Column::Status => ("status", 12.0),
            Column::Mean => ("mean", 12.0),
            Column::Lower => ("lower limit", 12.0),
            Column::Upper => ("upper limit", 12.0),
            Column::SoFar => ("year so far", 12.0),
            Column::GoalSoFar => ("target so far", 12.0),
            Column::Missing => ("missing", 14.0),
            Column::Numerator => ("numerator", 12.0),
            Column::Denominator => ("denominator", 12.0),
            Column::Note => ("note", 30.0),
            Column::Revised => ("revised because", 24.0),
            Column::Pinned => ("note on the period", 40.0),
        }
    }

    /// The colour of its line in the chart, where it is one besides the figures.
    fn line(self) -> Option<Color> {
        match self {
            Column::Target | Column::GoalSoFar => Some(native::TARGET),
            Column::SoFar => Some(native::SO_FAR),
            Column::Mean | Column::Lower | Column::Upper => Some(native::LIMIT),
            _ => None,
        }
    }

    /// What it says of a period.
    fn says(self, spec: &ChartSpec, point: &SeriesPoint) -> Says {
        let stretch = || stretch_of(spec, point.period);
        let limits = || stretch().and_then(|stretch| stretch.limits);
        let typed = || point.figure.map(TypedFigure::from).unwrap_or_default();
        match self {
            Column::Period => Says::Text(point.period.label()),
            Column::Actual => Says::Figure(point.value),
            Column::Target => Says::Figure(point.target),
            Column::SoFar => Says::Figure(so_far(spec, point.period).and_then(|point| point.value)),
            Column::GoalSoFar => Says::Figure(so_far(spec, point.period).and_then(|point| point.target)),
            Column::Status => Says::Text(point.status.label().to_owned()),
            Column::Mean => Says::Figure(stretch().and_then(|stretch| stretch.mean)),
            Column::Lower => Says::Figure(limits().and_then(|limits| limits.lower)),
            Column::Upper => Says::Figure(limits().map(|limits| limits.upper)),
            Column::Missing => {
                let reason = point.figure.and_then(Figure::missing);
                Says::Text(reason.map_or_else(String::new, |reason| reason.label().to_owned()))
            }
            Column::Numerator => Says::Count(typed().numerator.parse().ok()),
            Column::Denominator => Says::Count(typed().denominator.parse().ok()),
            Column::Note => {
                let partial = point.partial.map(|partial| format!("{} have a figure. ", partial.words()));
                Says::Text(partial.unwrap_or_default() + &point.note)
            }
            Column::Revised => Says::Text(point.revised.clone().unwrap_or_default()),
            Column::Pinned => Says::Text(note::words_within(&spec.notes, point.period)),
        }
    }

    fn is_needed(self, spec: &ChartSpec, points: &[SeriesPoint]) -> bool {
        let says_something = |point: &SeriesPoint| match self.says(spec, point) {
            Says::Text(text) => !text.is_empty(),
            Says::Figure(value) | Says::Count(value) => value.is_some(),
        };
        matches!(self, Column::Period | Column::Actual | Column::Target | Column::Status)
            || points.iter().any(says_something)
    }
}

/// The limits of a period in a control chart of the figures; those of moving ranges are about something else.
fn stretch_of(spec: &ChartSpec, period: Period) -> Option<&Stretch> {
    let control = spec.control.as_ref().filter(|control| !control.ranges)?;
    let at = spec.points.iter().position(|point| point.period == period)?;
    control.stretches.iter().find(|stretch| (stretch.first..stretch.end).contains(&at))
}

/// What the year has by a period in a cumulative chart.
fn so_far(spec: &ChartSpec, period: Period) -> Option<&Point> {
    let points = matches!(spec.form, Form::Cumulative(_)).then_some(&spec.points)?;
    points.iter().find(|point| point.period == period)
}

/// What stands in a cell.
enum Says {
    Text(String),
    /// In the measure's unit.
    Figure(Option<f64>),
    /// In none.
    Count(Option<f64>),
}

/// How cells look.
pub struct Looks {
    pub title: Format,
    pub head: Format,
    pub text: Format,
    /// A text beside a number, which stands at the right.
    pub beside: Format,
    pub soft: Format,
    pub wrapped: Format,
}

impl Looks {
    pub fn new() -> Looks {
        Looks {
            title: as_text().set_bold().set_font_size(14),
            head: as_text().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            text: as_text(),
            beside: as_text().set_indent(1),
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
        let needed = |column: &Column| column.is_needed(self.spec, self.points);
        let columns: Vec<Column> = Column::ALL.into_iter().filter(needed).collect();
        for (at, column) in (0..).zip(&columns) {
            let (name, width) = column.head();
            sheet.set_column_width(at, width)?;
            put(sheet, (head, at), name, &looks.head)?;
            for (line, point) in (head + 1..).zip(self.points) {
                self.write_cell(sheet, (line, at), column.says(self.spec, point), looks)?;
            }
        }
        let last = head + self.points.len() as u32;
        if last > head {
            let range = Columns { sheet: name, head, first: head + 1, last };
            let has_some = |column: &Column| {
                let says = |point| matches!(column.says(self.spec, point), Says::Figure(Some(_)));
                self.points.iter().any(says)
            };
            let lines = (0..).zip(&columns).filter(|(_, column)| has_some(column));
            let lines: Vec<_> = lines.filter_map(|(at, column)| Some((at, column.line()?))).collect();
            let chart = native::of_totals(self.measure, self.spec, range, &lines);
            sheet.insert_chart_with_offset(head, columns.len() as u16, &chart, 16, 0)?;
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

    fn write_cell(
        &self,
        sheet: &mut Worksheet,
        place: (u32, u16),
        says: Says,
        looks: &Looks,
    ) -> Result<(), XlsxError> {
        let (at, counted) = (place.1, Unit { name: String::new(), decimals: 0 });
        match says {
            Says::Text(text) => put(sheet, place, &text, if at == 0 { &looks.text } else { &looks.beside }),
            Says::Figure(value) => looks.number(sheet, place, value, &self.measure.unit),
            Says::Count(value) => looks.number(sheet, place, value, &counted),
        }
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
        let (period, width) = Column::Period.head();
        sheet.set_column_width(0, width)?;
        put(sheet, (head, 0), period, &looks.head)?;
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
