//! The rows of the grid: what stands in measures' cells, in a quarter and those before it, and what it is held
//! against.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::between::{Typed, broken};
use super::shown::{Asking, cell};
use crate::api::{Paged, today};
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::measure::{Frequency, Measure};
use crate::domain::pace::Course;
use crate::domain::period::Period;
use crate::domain::series::{Known, Series};
use crate::domain::target::{Baseline, Target};
use crate::domain::window::{Window, quarter_of};
use crate::model::entry::{self, EntryRow};
use crate::store::{Cell, Comment, Store, StoreError};

/// How many quarters a row shows: the one that is entered, and the last four.
const COLUMNS: i32 = 5;

/// How many quarters a row looks back on; and for annual figures, of which eight are to be seen.
const LOOK_BACK: i32 = 20;
const LOOK_BACK_ANNUAL: i32 = 32;

/// The quarters that a grid shows, the one that is entered being the last.
pub(super) fn columns(quarter: Period) -> Vec<Period> {
    let last = quarter_of(quarter);
    (0..COLUMNS).rev().map(|back| last.step(-back)).collect()
}

/// A page of an office's measures that are asked for a quarter: those with periods that end in it, while they
/// are kept.
pub(super) async fn rows(
    store: &Store,
    office: &Code,
    quarter: Period,
    page: usize,
    person: &Person,
) -> Result<Paged<EntryRow>, StoreError> {
    let mut measures = store.measures(Some(office)).await?;
    measures.retain(|measure| !measure.asked_in(quarter, today()).is_empty());
    let Paged { items, total, page, pages } = Paged::of(measures, page);
    Ok(Paged { items: of(store, items, quarter, person).await?, total, page, pages })
}

/// The row of one measure in the quarter in which one of its periods ends.
pub(super) async fn fresh_row(
    store: &Store,
    measure: Measure,
    period: Period,
    person: &Person,
) -> Result<EntryRow, StoreError> {
    let code = measure.code.clone();
    let mut rows = of(store, vec![measure], quarter_of(period), person).await?;
    rows.pop().ok_or(StoreError::Unknown { what: "measure", code: code.to_string() })
}

/// The rows of up to a page of measures. As many statements, however many they are: nine, and one for each
/// quarter and office.
pub(super) async fn of(
    store: &Store,
    measures: Vec<Measure>,
    quarter: Period,
    person: &Person,
) -> Result<Vec<EntryRow>, StoreError> {
    with(store, measures, quarter, person, &Typed::new()).await
}

/// The same, with the rules between measures held against figures that are typed and not stored.
pub(super) async fn with(
    store: &Store,
    measures: Vec<Measure>,
    quarter: Period,
    person: &Person,
    typed: &Typed,
) -> Result<Vec<EntryRow>, StoreError> {
    let codes: Vec<Code> = measures.iter().map(|measure| measure.code.clone()).collect();
    let columns = columns(quarter);
    let mut cells = cells(store, &measures, quarter).await?;
    let broken = broken(store, &measures, &cells, &columns, typed).await?;
    let from = measures.iter().map(|measure| span(measure, quarter).0).min();
    let mut targets: BTreeMap<Code, Vec<Target>> = BTreeMap::new();
    for target in store.targets_of(&codes, from.unwrap_or(quarter.starts_on())).await? {
        targets.entry(target.measure.clone()).or_default().push(target);
    }
    let baselines = store.baselines_of(&codes).await?;
    let baseline = |code: &Code| baselines.iter().find(|b| b.measure == *code).cloned();
    let mut categories = store.categories_of(&codes).await?;
    let mut breaks = store.breaks_of(&codes).await?;
    let mut stretches = store.stretches_of(&codes).await?;
    let comments = store.comments_of(&codes, columns[0].starts_on(), quarter.ends_on()).await?;
    let windows = windows(store, &measures, &columns).await?;
    let coordinators = store.coordinators().await?;
    let asking = Asking { person, coordinators: &coordinators, columns: &columns, today: today() };
    let row = |measure: Measure| {
        let code = &measure.code;
        let facts = RowFacts {
            baseline: baseline(code),
            cells: cells.remove(code).unwrap_or_default(),
            targets: targets.remove(code).unwrap_or_default(),
            categories: categories.remove(code).unwrap_or_default(),
            breaks: breaks.remove(code).unwrap_or_default(),
            stretches: stretches.remove(code).unwrap_or_default(),
            comments: comments.iter().filter(|comment| comment.key.measure == *code).cloned().collect(),
            windows: windows.iter().filter(|window| window.office == measure.office).cloned().collect(),
            broken: broken.get(code).cloned().unwrap_or_default(),
        };
        row(measure, quarter, facts, &asking)
    };
    Ok(measures.into_iter().map(row).collect())
}

/// The cells of a page of measures that their rows look back on. Two statements.
async fn cells(
    store: &Store,
    measures: &[Measure],
    quarter: Period,
) -> Result<BTreeMap<Code, Vec<Cell>>, StoreError> {
    let mut cells: BTreeMap<Code, Vec<Cell>> = BTreeMap::new();
    let (annual, others): (Vec<&Measure>, Vec<&Measure>) =
        measures.iter().partition(|measure| measure.frequency == Frequency::Annual);
    for (measures, back) in [(annual, LOOK_BACK_ANNUAL), (others, LOOK_BACK)] {
        let codes: Vec<Code> = measures.iter().map(|measure| measure.code.clone()).collect();
        let from = quarter.step(-back).starts_on();
        for cell in store.cells_of(&codes, from, quarter.ends_on()).await? {
            cells.entry(cell.key.measure.clone()).or_default().push(cell);
        }
    }
    Ok(cells)
}

/// The calls of the measures' offices for some quarters.
async fn windows(store: &Store, measures: &[Measure], columns: &[Period]) -> Result<Vec<Window>, StoreError> {
    let mut windows = Vec::new();
    for quarter in columns {
        let all = store.windows(*quarter).await?;
        windows.extend(all.into_iter().filter(|w| measures.iter().any(|measure| measure.office == w.office)));
    }
    Ok(windows)
}

/// The days on whose figures a measure's row looks back, to the quarter's last.
pub(in crate::api) fn span(measure: &Measure, quarter: Period) -> (NaiveDate, NaiveDate) {
    let back = if measure.frequency == Frequency::Annual { LOOK_BACK_ANNUAL } else { LOOK_BACK };
    (quarter.step(-back).starts_on(), quarter.ends_on())
}

/// What is known of one row's measure over the quarters that it looks back on: of its total and of its
/// categories.
pub(super) struct RowFacts {
    baseline: Option<Baseline>,
    pub cells: Vec<Cell>,
    /// Later ones too: the last is the one to arrive at.
    pub targets: Vec<Target>,
    categories: Vec<String>,
    breaks: Vec<Period>,
    stretches: Vec<Period>,
    /// On the cells that are shown.
    pub comments: Vec<Comment>,
    windows: Vec<Window>,
    /// The rules between measures that its figures break, by period.
    pub broken: BTreeMap<Period, Vec<String>>,
}

impl RowFacts {
    /// The call that asks for a period.
    pub fn window(&self, period: Period) -> Option<&Window> {
        self.windows.iter().find(|window| window.period == quarter_of(period))
    }
}

fn row(measure: Measure, quarter: Period, facts: RowFacts, asking: &Asking) -> EntryRow {
    let own: Vec<Period> =
        asking.columns.iter().flat_map(|column| measure.asked_in(*column, asking.today)).collect();
    let (from, to) = span(&measure, quarter);
    let totals: Vec<Target> = facts.targets.iter().filter(|t| t.category.is_empty()).cloned().collect();
    let course = Course::of(facts.baseline.as_ref(), &totals);
    let mut known: BTreeMap<Period, Known> = BTreeMap::new();
    for period in measure.asked_in(quarter, asking.today) {
        known.entry(period).or_default();
    }
    for target in totals.iter().filter(|target| (from..=to).contains(&target.period.ends_on())) {
        known.entry(target.period).or_default().target = Some(target.value);
    }
    for cell in facts.cells.iter().filter(|cell| cell.key.category.is_empty()) {
        cell.known(false, known.entry(cell.key.period).or_default());
    }
    let categories = || [""].into_iter().chain(facts.categories.iter().map(String::as_str));
    let cells = own.iter().flat_map(|period| categories().map(|category| (*period, category)));
    EntryRow {
        cells: cells.map(|(period, category)| cell(&measure, period, category, &facts, asking)).collect(),
        baseline: course.baseline,
        history: Series::assemble(&measure, &course, &known, asking.today).points,
        known: categories().map(|category| published(&measure, category, &facts.cells)).collect(),
        breaks: facts.breaks,
        stretches: facts.stretches,
        measure,
    }
}

/// The published values of a category, or of the total, by period.
fn published(measure: &Measure, category: &str, cells: &[Cell]) -> entry::Known {
    let own = cells.iter().filter(|cell| cell.key.category == category);
    let value = |cell: &Cell| {
        let value = cell.published.as_ref()?.figure.value(measure.scale())?;
        Some((cell.key.period, value))
    };
    let mut values: Vec<(Period, f64)> = own.filter_map(value).collect();
    values.sort_by_key(|(period, _)| *period);
    entry::Known { category: category.to_owned(), values }
}
