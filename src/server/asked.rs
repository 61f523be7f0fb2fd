//! What is asked for of one measure, to be taken away: by an address, or by the command line. Approved figures
//! alone, whoever asks.

use chrono::{NaiveDate, Utc};

use crate::auth::internal;
use crate::chart::{self, ChartSpec, Drawing, Form, Frame, Ink, Size};
use crate::domain::breakdown::{self, Breakdown};
use crate::domain::code::Code;
use crate::domain::date::in_words;
use crate::domain::forecast::outlook;
use crate::domain::picture::Picture;
use crate::domain::series::{Selection, Series, SeriesPoint};
use crate::export::csv::MeasureData;
use crate::export::fonts;
use crate::export::pdf::{self, PdfError};
use crate::export::png::{self, PngError, SCALES};
use crate::model::error::{AppError, FieldError};
use crate::model::query::{MeasureQuery, Shape, pairs};
use crate::store::{MeasureRecord, Store};

/// An exported chart, in CSS pixels: as wide as a page of a report.
pub(super) const SIZE: Size = Size { width: 800, height: 450, frame: Frame::Export };

/// A chart on a page of another site, for a wide room and for a narrow one.
const PAGE_SIZES: [Size; 2] = [
    Size { width: 720, height: 324, frame: Frame::Page },
    Size { width: 340, height: 260, frame: Frame::Page },
];

/// As what a chart leaves the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
    Pdf,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Svg, Format::Png, Format::Pdf];

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Format::Svg => "image/svg+xml",
            Format::Png => "image/png",
            Format::Pdf => "application/pdf",
        }
    }

    /// As a file's name ends.
    pub fn name(self) -> &'static str {
        match self {
            Format::Svg => "svg",
            Format::Png => "png",
            Format::Pdf => "pdf",
        }
    }
}

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error(transparent)]
    Png(#[from] PngError),
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

/// What a download is made from.
pub struct Asked {
    record: MeasureRecord,
    series: Series,
    /// Those of the series that the selection asks for.
    points: Vec<SeriesPoint>,
    selection: Selection,
    /// As far as the selection asks for it, where figures by category are asked for.
    breakdown: Option<Breakdown>,
    lines: bool,
    /// What is expected after the last figure is drawn as well.
    forecast: bool,
    look: Look,
    today: NaiveDate,
}

/// What only a picture has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    scale: u8,
    pub(super) ink: Ink,
}

impl Asked {
    /// Reads the part of an address after `?`, and then what it asks for of the measure.
    pub async fn read(store: &Store, code: &str, raw: &str) -> Result<Asked, AppError> {
        let (query, look) = both(MeasureQuery::parse(raw, &["scale", "theme"]), Look::parse(raw))?;
        // The page's address may ask for drafts; a file that leaves the house never has them.
        let selection = Selection { drafts: false, ..query.selection() };
        let none = || AppError::NotFound(format!("measure “{}”", code.chars().take(60).collect::<String>()));
        let known: Code = code.parse().map_err(|_| none())?;
        let record = store.measure_record(&known).await.map_err(internal)?.ok_or_else(none)?;
        let today = Utc::now().date_naive();
        let series = record.series(false, today);
        query.suits(&record.measure, &series).map_err(|fault| AppError::Invalid(vec![fault]))?;
        let dimensions = breakdown::dimensions(&record.categories);
        let dimension = query.dimension(&dimensions).map_err(|fault| AppError::Invalid(vec![fault]))?;
        let found = match dimension {
            Some(by) => Some(store.breakdown(&record, by, false, today).await.map_err(internal)?),
            None => None,
        };
        let breakdown = found.map(|found| found.select(&selection));
        let points = match &breakdown {
            Some(breakdown) => breakdown.total.clone(),
            None => series.select(&selection),
        };
        let (lines, forecast) = (query.shape == Some(Shape::Lines), query.forecast);
        Ok(Asked { record, series, points, selection, breakdown, lines, forecast, look, today })
    }

    pub fn data(&self) -> MeasureData<'_> {
        MeasureData {
            measure: &self.record.measure,
            points: &self.points,
            breakdown: self.breakdown.as_ref(),
            notes: &self.series.notes,
            retrieved_on: self.today,
        }
    }

    /// What there is about the measure besides what was asked for.
    pub fn record(&self) -> &MeasureRecord {
        &self.record
    }

    /// The chart that is asked for, as the page has it.
    pub fn spec(&self) -> ChartSpec {
        let (measure, baseline) = (&self.record.measure, self.record.baseline.as_ref());
        let mut spec = match &self.breakdown {
            Some(found) => chart::of_breakdown(measure, found, &self.series, self.lines, &self.selection),
            None => {
                let spec = chart::of_measure(measure, baseline, &self.series, &self.selection);
                let fan = self.forecast.then(|| outlook::likelihood(measure, &self.series).fan).flatten();
                match &fan {
                    Some(fan) => chart::with_fan(spec, fan),
                    None => spec,
                }
            }
        };
        spec.footnotes.push(format!("Retrieved {} from Yardstick.", in_words(self.today)));
        spec
    }

    /// The chart as the page draws it before it knows its room: wide, and narrow.
    pub fn for_a_page(&self) -> [Drawing; 2] {
        let spec = self.spec();
        PAGE_SIZES.map(|size| chart::draw(&spec, size, Ink::Page))
    }

    /// The picture to stand beside the figures as they are listed, period by period: years laid over each other are
    /// no list.
    pub fn beside_figures(&self) -> ChartSpec {
        let spec = self.spec();
        if spec.form != Form::Seasons {
            return spec;
        }
        let selection = Selection { picture: Picture::Figures, ..self.selection };
        chart::of_measure(&self.record.measure, self.record.baseline.as_ref(), &self.series, &selection)
    }

    /// The chart as a file. A PNG or a PDF takes tens of milliseconds of a core.
    pub fn picture(&self, format: Format) -> Result<Vec<u8>, PictureError> {
        let draw = |note| {
            let mut spec = self.spec();
            spec.footnotes.extend(note);
            chart::draw(&spec, SIZE, self.look.ink)
        };
        self.look.file(draw, format, self.today)
    }

    /// `traces-FY2026Q1-FY2026Q4.csv`.
    pub fn file_name(&self, kind: &str) -> String {
        let code = &self.record.measure.code;
        let span = self.points.first().zip(self.points.last());
        let span = span.map(|(first, last)| format!("-{}-{}", first.period, last.period)).unwrap_or_default();
        format!("{code}{span}.{kind}")
    }
}

impl Look {
    /// A drawing as a file that is as of `today`. `draw` is given what has to be said under it besides.
    pub(super) fn file(
        self,
        mut draw: impl FnMut(Option<String>) -> Drawing,
        format: Format,
        today: NaiveDate,
    ) -> Result<Vec<u8>, PictureError> {
        Ok(match format {
            // Whoever shows it chooses the typefaces.
            Format::Svg => draw(None).svg.into_bytes(),
            Format::Png => png::png(&fonts::noted(draw).svg, self.scale)?,
            Format::Pdf => pdf::chart(&fonts::noted(draw), today)?,
        })
    }

    pub(super) fn parse(raw: &str) -> Result<Look, Vec<FieldError>> {
        let mut look = Look { scale: 1, ink: Ink::Light };
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            match (key.as_str(), value.as_str()) {
                ("scale", number) => match number.parse() {
                    Ok(scale) if SCALES.contains(&scale) => look.scale = scale,
                    _ => errors.push(FieldError::new("scale", "choose one of 1, 2, 3, 4")),
                },
                ("theme", "light") => look.ink = Ink::Light,
                ("theme", "dark") => look.ink = Ink::Dark,
                ("theme", _) => errors.push(FieldError::new("theme", "choose one of light, dark")),
                _ => {}
            }
        }
        if errors.is_empty() { Ok(look) } else { Err(errors) }
    }
}

/// Both, or everything that is wrong with either.
pub(super) fn both<A, B>(
    first: Result<A, Vec<FieldError>>,
    second: Result<B, Vec<FieldError>>,
) -> Result<(A, B), AppError> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (first, second) => {
            let errors = [first.err(), second.err()].into_iter().flatten().flatten();
            Err(AppError::Invalid(errors.collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_and_theme_are_read_or_named() {
        let look = |scale, ink| Some(Look { scale, ink });
        for (raw, expected) in [
            ("", look(1, Ink::Light)),
            ("kind=years&scale=4&theme=dark", look(4, Ink::Dark)),
            ("scale=&theme=", look(1, Ink::Light)),
            ("scale=5", None),
            ("scale=0", None),
            ("scale=two", None),
            ("theme=pink", None),
        ] {
            assert_eq!(Look::parse(raw).ok(), expected, "{raw}");
        }
        let everything = both(MeasureQuery::parse("from=x", &[]), Look::parse("scale=9&theme=pink"));
        assert!(matches!(everything, Err(AppError::Invalid(errors)) if errors.len() == 3));
    }
}
