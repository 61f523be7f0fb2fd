//! The rows of the grid: what stands in a measure's cells, and what they are held against.

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
use crate::model::entry::{EntryCell, EntryRow};
use crate::store::{Cell, Store, StoreError};

/// How many quarters a row looks back on.
const LOOK_BACK: i32 = 12;

/// The measures that are asked for a quarter: those with periods that end in it, while they are kept.
pub(super) async fn rows(
    store: &Store,
    office: &Code,
    quarter: Period,
    person: &Person,
) -> Result<Vec<EntryRow>, StoreError> {
    let (from, to) = span(quarter);
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
    let mut categories = store.categories_of_office(office).await?;
    let rows = store.measures(Some(office)).await?.into_iter().filter_map(|measure| {
        let code = &measure.code;
        let facts = RowFacts {
            baseline: baseline(code),
            cells: cells.remove(code).unwrap_or_default(),
            targets: targets.remove(code).unwrap_or_default(),
            categories: categories.remove(code).unwrap_or_default(),
        };
        let periods = asked(&measure, quarter);
        (!periods.is_empty()).then(|| row(measure, quarter, &periods, facts, person))
    });
    Ok(rows.collect())
}

/// The row of one measure in the quarter in which one of its periods ends.
pub(super) async fn fresh_row(
    store: &Store,
    measure: Measure,
    period: Period,
    person: &Person,
) -> Result<EntryRow, StoreError> {
    let quarter = Period::quarter_containing(measure.calendar, period.ends_on());
    let (from, to) = span(quarter);
    let mut cells = store.cells_of_measure(&measure.code).await?;
    cells.extend(store.cells_of_categories(&measure.code).await?);
    cells.retain(|cell| (from..=to).contains(&cell.key.period.ends_on()));
    let facts = RowFacts {
        baseline: store.baseline(&measure.code).await?,
        cells,
        targets: store.targets(&measure.code).await?,
        categories: store.every_category(&measure.code).await?,
    };
    let periods = asked(&measure, quarter);
    Ok(row(measure, quarter, &periods, facts, person))
}

/// The days on whose figures a quarter's rows look back, to its own last.
fn span(quarter: Period) -> (NaiveDate, NaiveDate) {
    (quarter.step(-LOOK_BACK).starts_on(), quarter.ends_on())
}

/// The measure's own periods that are asked for in a quarter: those that have begun.
fn asked(measure: &Measure, quarter: Period) -> Vec<Period> {
    let mut periods = measure.periods_ending_in(quarter);
    periods.retain(|period| period.starts_on() <= today() && measure.is_asked_for(*period));
    periods
}

/// What is known of one row's measure over the quarters that it looks back on: of its total and of its
/// categories.
struct RowFacts {
    baseline: Option<Baseline>,
    cells: Vec<Cell>,
    /// Later ones too: the last is the one to arrive at.
    targets: Vec<Target>,
    categories: Vec<String>,
}

fn row(measure: Measure, quarter: Period, periods: &[Period], facts: RowFacts, person: &Person) -> EntryRow {
    let (from, to) = span(quarter);
    let totals: Vec<Target> = facts.targets.iter().filter(|t| t.category.is_empty()).cloned().collect();
    let course = Course::of(facts.baseline.as_ref(), &totals);
    let mut known: BTreeMap<Period, Known> = BTreeMap::new();
    for period in periods {
        known.entry(*period).or_default();
    }
    for target in totals.iter().filter(|target| (from..=to).contains(&target.period.ends_on())) {
        known.entry(target.period).or_default().target = Some(target.value);
    }
    for cell in facts.cells.iter().filter(|cell| cell.key.category.is_empty()) {
        cell.known(false, known.entry(cell.key.period).or_default());
    }
    let categories = || [""].into_iter().chain(facts.categories.iter().map(String::as_str));
    let cells = periods.iter().flat_map(|period| categories().map(|category| (*period, category)));
    EntryRow {
        cells: cells.map(|(period, category)| cell(&measure, period, category, &facts, person)).collect(),
        baseline: course.baseline,
        history: Series::assemble(&measure, &course, &known, today()).points,
        measure,
    }
}

fn cell(measure: &Measure, period: Period, category: &str, facts: &RowFacts, person: &Person) -> EntryCell {
    let own = || facts.cells.iter().filter(|cell| cell.key.category == category);
    let cell = own().find(|cell| cell.key.period == period);
    let value = |cell: &Cell| {
        let value = cell.published.as_ref()?.figure.value(measure.scale())?;
        Some((cell.key.period, value))
    };
    let before = own().filter(|cell| cell.key.period < period).filter_map(value);
    let target = facts.targets.iter().find(|t| t.category == category && t.period == period);
    let newest = cell.and_then(Cell::newest);
    let waiting = cell.and_then(|cell| cell.working.as_ref());
    let published = cell.and_then(|cell| cell.published.as_ref());
    EntryCell {
        period,
        category: category.to_owned(),
        typed: newest.map(|version| TypedFigure::from(version.figure)).unwrap_or_default(),
        note: newest.map(|version| version.note.clone()).unwrap_or_default(),
        state: newest.map(|version| version.state),
        author: newest.map(|version| version.author.clone()).unwrap_or_default(),
        changed_at: newest.map(|version| version.changed_at.clone()).unwrap_or_default(),
        revision: cell.map_or(0, |cell| cell.revision),
        published: published.filter(|_| waiting.is_some()).map(|version| measure.phrase(version.figure)),
        before: before.max_by_key(|(period, _)| *period),
        target: target.map(|target| target.value),
        may_approve: waiting.is_some_and(|waiting| person.may_approve(&measure.office, &waiting.author)),
    }
}
