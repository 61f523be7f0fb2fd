//! Measures as lines of a table: on the dashboard and on a goal's page.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::chart::{self, Form, Frame, Ink, Size};
use crate::domain::actual::{Figure, State};
use crate::domain::attention::{self, Marks};
use crate::domain::code::Code;
use crate::domain::elements;
use crate::domain::goal::Goal;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::series::{Known, Series, SeriesPoint};
use crate::domain::spc::{self, Published, RuleSet};
use crate::domain::standing::{self, Facts};
use crate::domain::status::Judgement;
use crate::model::dashboard::MeasureLine;
use crate::store::{BoardRow, SeriesPoint as StoredPoint, Store, StoreError};

/// How many quarters a sparkline shows.
const SPARK_QUARTERS: i32 = 12;

/// A measure with how it stands.
pub(super) type Judged = (BoardRow, Judgement);

/// How a board row stands as of `today`.
fn judge(row: &BoardRow, today: NaiveDate) -> Judgement {
    let facts = Facts {
        measure: &row.measure,
        period: row.period,
        figure: row.figure,
        target: row.target,
        course: row.course,
    };
    standing::stand(&facts, today)
}

/// Each row with how it stands as of `today`.
pub(super) fn judged(rows: Vec<BoardRow>, today: NaiveDate) -> Vec<Judged> {
    let with_judgement = |row: BoardRow| {
        let judgement = judge(&row, today);
        (row, judgement)
    };
    rows.into_iter().map(with_judgement).collect()
}

/// How many elements each measure lacks. Three statements.
async fn gaps(store: &Store, codes: &[Code], goals: &[Goal]) -> Result<BTreeMap<Code, usize>, StoreError> {
    let stated = store.stated(Some(codes)).await?;
    let gaps = stated.into_iter().filter_map(|stated| {
        let goal = goals.iter().find(|goal| goal.code == stated.measure.goal)?;
        let gaps = elements::gaps(&elements::assess(&stated.subject(goal)));
        Some((stated.measure.code, gaps))
    });
    Ok(gaps.collect())
}

/// Before every figure there is.
pub(super) fn beginning() -> NaiveDate {
    NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default()
}

/// What is known of each measure, period by period.
pub(super) fn known(points: Vec<StoredPoint>) -> BTreeMap<Code, BTreeMap<Period, Known>> {
    let mut known: BTreeMap<Code, BTreeMap<Period, Known>> = BTreeMap::new();
    for point in points {
        let StoredPoint { measure, period, figure, state, target } = point;
        let entry = known.entry(measure).or_default().entry(period).or_default();
        entry.target = target;
        match state {
            State::Approved => entry.figure = Some(figure),
            State::Draft | State::Submitted | State::Returned => entry.draft = Some(figure),
        }
    }
    known
}

/// What process limits say of each measure as of a period. Three statements, whatever the count of measures.
pub(super) async fn marks(
    store: &Store,
    rows: &[Judged],
    asked: Period,
) -> Result<BTreeMap<Code, Marks>, StoreError> {
    let stretches = store.stretches().await?;
    let targets = store.latest_targets(asked.ends_on()).await?;
    let measures: BTreeMap<&Code, &Measure> =
        rows.iter().map(|(row, _)| (&row.measure.code, &row.measure)).collect();
    let mut marks: BTreeMap<Code, Marks> = BTreeMap::new();
    let judge = |code: &Code, figures: Vec<(Period, Figure)>| {
        let Some(measure) = measures.get(code) else { return };
        let stretches = stretches.get(code).map_or(&[][..], Vec::as_slice);
        let published = Published { figures, until: asked, target: targets.get(code).copied() };
        let spc = spc::of_published(measure, published, stretches, RuleSet::default());
        marks.insert(code.clone(), Marks::of(&spc));
    };
    store.every_figure(judge).await?;
    Ok(marks)
}

/// Puts what wants attention first, and gives what there is to say of all.
pub(super) async fn by_attention(
    store: &Store,
    rows: Vec<Judged>,
    asked: Period,
) -> Result<(Vec<Judged>, String), StoreError> {
    let mut marks = marks(store, &rows, asked).await?;
    let marked = rows.into_iter().map(|row| (marks.remove(&row.0.measure.code).unwrap_or_default(), row));
    let mut marked: Vec<(Marks, Judged)> = marked.collect();
    let sentence = attention::sentence(marked.iter().map(|(marks, _)| *marks));
    marked.sort_by_key(|(marks, (_, judgement))| marks.attention(judgement.status));
    Ok((marked.into_iter().map(|(_, row)| row).collect(), sentence))
}

/// Lines for up to a page of measures, each with its judgement. Five statements.
pub(super) async fn lines(
    store: &Store,
    goals: &[Goal],
    rows: Vec<Judged>,
    asked: Period,
    drafts: bool,
    today: NaiveDate,
) -> Result<Vec<MeasureLine>, StoreError> {
    let codes: Vec<Code> = rows.iter().map(|(row, _)| row.measure.code.clone()).collect();
    let known = known(store.series(&codes, beginning(), asked.ends_on(), drafts).await?);
    let stretches = store.stretches_of(&codes).await?;
    let gaps = gaps(store, &codes, goals).await?;
    let (nothing, from) = (BTreeMap::new(), asked.step(-SPARK_QUARTERS).starts_on());
    let line = |(row, judgement): (BoardRow, Judgement)| {
        let known = known.get(&row.measure.code).unwrap_or(&nothing);
        let mut points = Series::assemble(&row.measure, &row.course, known, today).points;
        let stretches = stretches.get(&row.measure.code).map_or(&[][..], Vec::as_slice);
        let marks = Marks::of(&spc::of_series(&row.measure, &points, stretches, RuleSet::default()));
        let before =
            points.iter().find(|point| point.period == row.period.previous()).map(|point| point.status);
        points.retain(|point| point.period.ends_on() >= from);
        let gaps = gaps.get(&row.measure.code).copied().unwrap_or_default();
        MeasureLine { marks, before, ..line(row, judgement, points, gaps) }
    };
    Ok(rows.into_iter().map(line).collect())
}

fn line(row: BoardRow, judgement: Judgement, points: Vec<SeriesPoint>, gaps: usize) -> MeasureLine {
    let measure = &row.measure;
    let value = row.figure.and_then(|figure| figure.value(measure.scale()));
    let freshness = match (value, points.iter().rev().find(|point| point.value.is_some())) {
        (None, Some(last)) => format!("latest figure: {}", last.period.label()),
        _ => String::new(),
    };
    let past = points.iter().map(|point| (point.period, point.status)).collect();
    let (sparkline, trend) = sparkline(measure, points);
    MeasureLine {
        code: measure.code.to_string(),
        name: measure.name.clone(),
        office: measure.office.to_string(),
        kind: measure.kind.label().to_owned(),
        period: row.period.label(),
        actual: value.map(|value| measure.unit.figure(value)),
        draft: row.state.is_some_and(|state| state != State::Approved),
        target: row.target.map(|target| target_words(measure, target)),
        status: judgement.status,
        reason: judgement.reason,
        freshness,
        illustrative: measure.illustrative,
        gaps,
        sparkline,
        trend,
        past,
        marks: Marks::default(),
        goal: String::new(),
        before: None,
    }
}

/// "at least 95.0%".
pub(super) fn target_words(measure: &Measure, target: f64) -> String {
    format!("{} {}", measure.direction.comparison(), measure.unit.figure(target))
}

/// The small picture and what it shows, in words.
fn sparkline(measure: &Measure, points: Vec<SeriesPoint>) -> (String, String) {
    let spec = chart::sparkline(measure, points);
    let size = Size { width: 132, height: 32, frame: Frame::Page };
    debug_assert_eq!(spec.form, Form::Sparkline);
    let drawing = chart::draw(&spec, size, Ink::Page);
    (drawing.svg, drawing.summary)
}
