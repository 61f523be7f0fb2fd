//! The dashboard, or a goal, put together to be taken away.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::api::dashboard::latest_quarter;
use crate::api::lines;
use crate::domain::actual::State;
use crate::domain::change;
use crate::domain::code::Code;
use crate::domain::goal::{Goal, tree};
use crate::domain::period::Period;
use crate::domain::series::{Known, Series};
use crate::domain::standing::Tally;
use crate::domain::status::Judgement;
use crate::domain::target::Baseline;
use crate::model::board::{Board, BoardGoal, BoardMeasure};
use crate::model::query::DashboardQuery;
use crate::store::{BoardFilter, BoardRow, PAGE, Store, StoreError};

/// How many quarters of each measure go along.
const QUARTERS: i32 = 20;

/// Why there is no such file.
#[derive(Debug)]
pub enum BoardError {
    Store(StoreError),
    /// There are more measures than `most`.
    TooMany {
        count: usize,
        most: usize,
    },
}

impl From<StoreError> for BoardError {
    fn from(error: StoreError) -> BoardError {
        BoardError::Store(error)
    }
}

/// What the dashboard shows, on all of its pages: published figures alone, whoever asks. Ten statements, and five
/// more for each fifty measures; none of those where there are more than `most`.
pub async fn dashboard(
    store: &Store,
    query: &DashboardQuery,
    most: usize,
    today: NaiveDate,
) -> Result<Board, BoardError> {
    let asked = asked(store, query).await?;
    let goals = store.goals().await?;
    let rows = rows(store, query, asked, today).await?;
    let title = format!("Performance in {}", asked.label());
    put_together(store, &goals, rows, About { title, narrowed: narrowed(query), asked, most, today }).await
}

/// A goal with the measures of those that serve it, in the period that the query asks for.
pub async fn goal(
    store: &Store,
    code: &Code,
    query: &DashboardQuery,
    most: usize,
    today: NaiveDate,
) -> Result<Option<Board>, BoardError> {
    let goals = store.goals().await?;
    let Some(found) = goals.iter().find(|goal| goal.code == *code) else { return Ok(None) };
    let asked = asked(store, query).await?;
    let below = tree::below(&goals, code);
    let mut rows = rows(store, query, asked, today).await?;
    rows.retain(|(row, _)| row.measure.goal == *code || below.contains(&row.measure.goal));
    let title = format!("{}: performance in {}", found.name, asked.label());
    let about = About { title, narrowed: narrowed(query), asked, most, today };
    put_together(store, &goals, rows, about).await.map(Some)
}

/// What is said of the whole, and how large it may be.
struct About {
    title: String,
    narrowed: String,
    asked: Period,
    most: usize,
    today: NaiveDate,
}

async fn asked(store: &Store, query: &DashboardQuery) -> Result<Period, StoreError> {
    match query.period {
        Some(period) => Ok(period),
        None => latest_quarter(store).await,
    }
}

async fn rows(
    store: &Store,
    query: &DashboardQuery,
    period: Period,
    today: NaiveDate,
) -> Result<Vec<(BoardRow, Judgement)>, StoreError> {
    let filter = BoardFilter {
        office: query.office.clone(),
        goal: query.goal.clone(),
        kind: query.kind,
        text: query.text.clone(),
        period,
        drafts: false,
    };
    let mut judged = lines::judged(store.board(&filter).await?, today);
    judged.retain(|(_, judgement)| query.status.is_none_or(|status| status == judgement.status));
    Ok(judged)
}

async fn put_together(
    store: &Store,
    goals: &[Goal],
    rows: Vec<(BoardRow, Judgement)>,
    about: About,
) -> Result<Board, BoardError> {
    let About { title, narrowed, asked, most, today } = about;
    if rows.len() > most {
        return Err(BoardError::TooMany { count: rows.len(), most });
    }
    let tally: Tally = rows.iter().map(|(_, judgement)| judgement.status).collect();
    let marks = lines::marks(store, &rows, asked).await?;
    let mut measures = Vec::with_capacity(rows.len());
    let mut rest = rows.into_iter().peekable();
    while rest.peek().is_some() {
        let page: Vec<_> = rest.by_ref().take(PAGE).collect();
        measures.extend(with_series(store, page, asked, today).await?);
    }
    let mark = |one: &BoardMeasure| marks.get(&one.measure.code).copied().unwrap_or_default();
    Ok(Board {
        title,
        asked,
        sentence: tally.sentence(),
        told: change::paragraph(measures.iter().map(changed), measures.iter().map(mark)),
        narrowed,
        goals: under_goals(goals, measures),
        retrieved_on: today,
    })
}

/// A measure, how it stood in the period before and how it stands now.
fn changed(one: &BoardMeasure) -> change::Changed<'_> {
    let before = one.series.points.iter().find(|point| point.period == one.period.previous());
    (&one.measure.name, before.map(|point| point.status), one.judgement.status)
}

/// Up to a page of measures with their series. Five statements.
async fn with_series(
    store: &Store,
    rows: Vec<(BoardRow, Judgement)>,
    asked: Period,
    today: NaiveDate,
) -> Result<Vec<BoardMeasure>, StoreError> {
    let codes: Vec<Code> = rows.iter().map(|(row, _)| row.measure.code.clone()).collect();
    let (from, to) = (asked.step(-QUARTERS).starts_on(), asked.ends_on());
    let mut known: BTreeMap<Code, BTreeMap<Period, Known>> = BTreeMap::new();
    for point in store.series(&codes, from, to, false).await? {
        let entry = known.entry(point.measure).or_default().entry(point.period).or_default();
        entry.target = point.target;
        if point.state == State::Approved {
            entry.figure = Some(point.figure);
        }
    }
    for target in store.targets_of(&codes, from).await? {
        if target.category.is_empty() && target.period.ends_on() <= to {
            let entry = known.entry(target.measure).or_default().entry(target.period).or_default();
            entry.target = Some(target.value);
        }
    }
    let baselines = store.baselines_of(&codes).await?.into_iter();
    let mut baselines: BTreeMap<Code, Baseline> =
        baselines.map(|baseline| (baseline.measure.clone(), baseline)).collect();
    let mut breaks = store.breaks_of(&codes).await?;
    let mut notes = store.notes_of(&codes).await?;
    let measure = |(row, judgement): (BoardRow, Judgement)| {
        let code = &row.measure.code;
        let known = known.remove(code).unwrap_or_default();
        let series = Series::assemble(&row.measure, &row.course, &known, today);
        BoardMeasure {
            baseline: baselines.remove(code),
            period: row.period,
            value: row.figure.and_then(|figure| figure.value(row.measure.scale())),
            missing: row.figure.and_then(|figure| figure.missing()),
            target: row.target,
            judgement,
            series: Series {
                breaks: breaks.remove(code).unwrap_or_default(),
                notes: notes.remove(code).unwrap_or_default(),
                ..series
            },
            measure: row.measure,
        }
    };
    Ok(rows.into_iter().map(measure).collect())
}

/// Measures, which come in the order of their goals, under those.
fn under_goals(goals: &[Goal], measures: Vec<BoardMeasure>) -> Vec<BoardGoal> {
    let mut found: Vec<BoardGoal> = Vec::new();
    for measure in measures {
        let code = measure.measure.goal.as_str();
        if found.last().is_none_or(|last| last.code != code) {
            let goal = goals.iter().find(|goal| goal.code.as_str() == code);
            found.push(BoardGoal {
                code: code.to_owned(),
                name: goal.map_or_else(|| code.to_owned(), |goal| goal.name.clone()),
                level: goal.map_or("", |goal| goal.level.label()),
                leader: goal.map_or_else(String::new, |goal| goal.leader.clone()),
                measures: Vec::new(),
            });
        }
        if let Some(goal) = found.last_mut() {
            goal.measures.push(measure);
        }
    }
    found
}

/// What the measures were chosen by, in words; empty where all are there.
fn narrowed(query: &DashboardQuery) -> String {
    let parts = [
        query.office.as_ref().map(|office| format!("office {office}")),
        query.goal.as_ref().map(|goal| format!("goal {goal}")),
        query.status.map(|status| format!("status {}", status.label())),
        query.kind.map(|kind| format!("kind {}", kind.label())),
        Some(&query.text).filter(|text| !text.is_empty()).map(|text| format!("text “{text}”")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("Chosen by {}.", parts.join(", ")) }
}
