//! A measure's chart and data as files: the picture on the screen, with its source and caveats in it.
//! Approved figures alone, whoever asks.

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{NaiveDate, Utc};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::auth::{failed, internal};
use crate::chart::{self, Frame, Ink, Size};
use crate::domain::breakdown::{self, Breakdown};
use crate::domain::code::Code;
use crate::domain::date::in_words;
use crate::domain::series::{Selection, Series, SeriesPoint};
use crate::export::csv::{self, MeasureData};
use crate::export::json;
use crate::export::png::{self, SCALES};
use crate::model::error::{AppError, FieldError};
use crate::model::query::{MeasureQuery, Shape, pairs};
use crate::store::{MeasureRecord, Store};

/// An exported chart, in CSS pixels: as wide as a page of a report.
const SIZE: Size = Size { width: 800, height: 450, frame: Frame::Export };

/// Drawing a PNG takes a core; more at once would only make all of them wait longer.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// Chart and data of `/measures/{code}`.
pub fn routes(store: Store) -> Router {
    Router::new()
        .route("/measures/{code}/chart.svg", get(svg))
        .route("/measures/{code}/chart.png", get(png))
        .route("/measures/{code}/data.csv", get(csv))
        .route("/measures/{code}/data.json", get(json))
        .with_state(store)
}

async fn svg(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    let asked = Asked::read(store, code, query).await?;
    Ok(asked.file("svg", "image/svg+xml", asked.drawn().into()))
}

async fn png(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    let asked = Asked::read(store, code, query).await?;
    let (svg, scale) = (asked.drawn(), asked.look.scale);
    let _permit = DRAWING.acquire().await.map_err(failed)?;
    let drawn = spawn_blocking(move || png::png(&svg, scale)).await.map_err(failed)?;
    Ok(asked.file("png", "image/png", drawn.map_err(failed)?))
}

async fn csv(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    let asked = Asked::read(store, code, query).await?;
    let text = csv::measure_data(&asked.data());
    Ok(asked.file("csv", "text/csv; charset=utf-8", text.into()))
}

async fn json(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    let asked = Asked::read(store, code, query).await?;
    let text = json::measure_data(&asked.data());
    Ok(asked.file("json", "application/json", text.into()))
}

/// What a download is made from.
struct Asked {
    record: MeasureRecord,
    series: Series,
    /// Those of the series that the selection asks for.
    points: Vec<SeriesPoint>,
    selection: Selection,
    /// As far as the selection asks for it, where figures by category are asked for.
    breakdown: Option<Breakdown>,
    lines: bool,
    look: Look,
    today: NaiveDate,
}

/// What only a picture has.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    scale: u8,
    ink: Ink,
}

impl Asked {
    async fn read(
        State(store): State<Store>,
        Path(code): Path<String>,
        RawQuery(raw): RawQuery,
    ) -> Result<Asked, Refusal> {
        let raw = raw.unwrap_or_default();
        let (query, look) = both(MeasureQuery::parse(&raw, &["scale", "theme"]), Look::parse(&raw))?;
        // The page's address may ask for drafts; a file that leaves the house never has them.
        let selection = Selection { drafts: false, ..query.selection() };
        let none = || AppError::NotFound(format!("measure “{}”", code.chars().take(60).collect::<String>()));
        let known: Code = code.parse().map_err(|_| none())?;
        let record = store.measure_record(&known).await.map_err(internal)?.ok_or_else(none)?;
        query.suits(&record.measure).map_err(|fault| AppError::Invalid(vec![fault]))?;
        let today = Utc::now().date_naive();
        let series = record.series(false, today);
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
        let lines = query.shape == Some(Shape::Lines);
        Ok(Asked { record, series, points, selection, breakdown, lines, look, today })
    }

    fn data(&self) -> MeasureData<'_> {
        MeasureData {
            measure: &self.record.measure,
            points: &self.points,
            breakdown: self.breakdown.as_ref(),
            retrieved_on: self.today,
        }
    }

    fn drawn(&self) -> String {
        let (measure, baseline) = (&self.record.measure, self.record.baseline.as_ref());
        let mut spec = match &self.breakdown {
            Some(found) => {
                chart::of_breakdown(measure, found, &self.series.breaks, self.lines, &self.selection)
            }
            None => chart::of_measure(measure, baseline, &self.series, &self.selection),
        };
        spec.footnotes.push(format!("Retrieved {} from Yardstick.", in_words(self.today)));
        chart::draw(&spec, SIZE, self.look.ink).svg
    }

    fn file(&self, kind: &str, content_type: &'static str, body: Vec<u8>) -> Response {
        let code = &self.record.measure.code;
        let span = self.points.first().zip(self.points.last());
        let span = span.map(|(first, last)| format!("-{}-{}", first.period, last.period)).unwrap_or_default();
        let disposition = format!("attachment; filename=\"{code}{span}.{kind}\"");
        let headers: [(HeaderName, String); 2] =
            [(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
        (headers, body).into_response()
    }
}

impl Look {
    fn parse(raw: &str) -> Result<Look, Vec<FieldError>> {
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
fn both<A, B>(
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

/// Why there is no file, as plain text: whoever downloads has no page to show it on.
pub(super) struct Refusal(AppError);

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Refusal {
        Refusal(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            // An address that cannot be understood, not a form.
            AppError::Invalid(_) => StatusCode::BAD_REQUEST,
            other => StatusCode::from_u16(other.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        };
        (status, format!("{}\n", self.0)).into_response()
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
