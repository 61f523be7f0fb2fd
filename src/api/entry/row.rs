//! The rows of the grid: what stands in a cell, and what it is held against.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::api::today;
use crate::domain::access::Person;
use crate::domain::actual::TypedFigure;
use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::pace::Course;
use crate::domain::period::Period;
use crate::domain::series::{Known, Series};
use crate::domain::target::{Baseline, Target};
use crate::model::entry::EntryRow;
use crate::store::{Cell, Store, StoreError};

/// How many quarters a row looks back on.
const LOOK_BACK: i32 = 12;

/// The measures that are asked for a quarter: those with a period that ends when it does, while they
/// are kept.
pub(super) async fn rows(
    store: &Store,
    office: &Code,
    period: Period,
    person: &Person,
) -> Result<Vec<EntryRow>, StoreError> {
    let (from, to) = (period.step(-LOOK_BACK).starts_on(), period.ends_on());
    let mut cells: BTreeMap<Code, Vec<Cell>> = BTreeMap::new();
    for cell in store.cells_of_office(office, from, to).await? {
        cells.entry(cell.key.measure.clone()).or_default().push(cell);
    }
    let mut targets: BTreeMap<Code, Vec<Target>> = BTreeMap::new();
    for target in store.targets_of_office(office, from).await? {
        targets.entry(target.measure.clone()).or_default().push(target);
    }
    let baselines = store.baselines_of_office(office).await?;
    let baseline = |code: &Code| baselines.iter().find(|b| b.measure == *code).cloned();
    let asked = store.measures(Some(office)).await?.into_iter().filter_map(|measure| {
        let own = measure.period_within(period);
        (own.ends_on() == to && measure.is_asked_for(own)).then_some((measure, own))
    });
    Ok(asked
        .map(|(measure, own)| {
            let facts = RowFacts {
                baseline: baseline(&measure.code),
                cells: cells.remove(&measure.code).unwrap_or_default(),
                targets: targets.remove(&measure.code).unwrap_or_default(),
            };
            row(measure, own, facts, person)
        })
        .collect())
}

pub(super) async fn fresh_row(
    store: &Store,
    measure: Measure,
    period: Period,
    person: &Person,
) -> Result<EntryRow, StoreError> {
    let (from, to): (NaiveDate, NaiveDate) = (period.step(-LOOK_BACK).starts_on(), period.ends_on());
    let within = |p: Period| p.ends_on() >= from && p.ends_on() <= to;
    let facts = RowFacts {
        baseline: store.baseline(&measure.code).await?,
        cells: store
            .cells_of_measure(&measure.code)
            .await?
            .into_iter()
            .filter(|c| within(c.key.period))
            .collect(),
        targets: store.targets(&measure.code).await?,
    };
    Ok(row(measure, period, facts, person))
}

/// What is known of one row's measure over the quarters that it looks back on.
struct RowFacts {
    baseline: Option<Baseline>,
    cells: Vec<Cell>,
    /// Later ones too: the last is the one to arrive at.
    targets: Vec<Target>,
}

fn row(measure: Measure, period: Period, facts: RowFacts, person: &Person) -> EntryRow {
    let mut known: BTreeMap<Period, Known> = BTreeMap::new();
    known.entry(period).or_default();
    let course = Course::of(facts.baseline.as_ref(), &facts.targets);
    let shown_span = (period.step(-LOOK_BACK).starts_on(), period.ends_on());
    for target in &facts.targets {
        if target.period.ends_on() >= shown_span.0 && target.period.ends_on() <= shown_span.1 {
            known.entry(target.period).or_default().target = Some(target.value);
        }
    }
    for cell in &facts.cells {
        cell.known(false, known.entry(cell.key.period).or_default());
    }
    let cell = facts.cells.into_iter().find(|cell| cell.key.period == period);
    let newest = cell.as_ref().and_then(Cell::newest).cloned();
    let waiting = cell.as_ref().and_then(|cell| cell.working.as_ref());
    let published = cell.as_ref().and_then(|cell| cell.published.as_ref());
    EntryRow {
        period,
        typed: newest.as_ref().map(|version| TypedFigure::from(version.figure)).unwrap_or_default(),
        note: newest.as_ref().map(|version| version.note.clone()).unwrap_or_default(),
        state: newest.as_ref().map(|version| version.state),
        author: newest.as_ref().map(|version| version.author.clone()).unwrap_or_default(),
        changed_at: newest.as_ref().map(|version| version.changed_at.clone()).unwrap_or_default(),
        revision: cell.as_ref().map_or(0, |cell| cell.revision),
        published: published.filter(|_| waiting.is_some()).map(|version| measure.phrase(version.figure)),
        baseline: course.baseline,
        history: Series::assemble(&measure, &course, &known, today()).points,
        may_approve: waiting.is_some_and(|waiting| person.may_approve(&measure.office, &waiting.author)),
        measure,
    }
}
