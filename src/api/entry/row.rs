//! The rows of the grid: what stands in a measure's cells, and what they are held against.

use std::collections::BTreeMap;

use chrono::NaiveDate;

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
use crate::model::entry::EntryRow;
use crate::store::{Cell, Comment, Store, StoreError};

/// How many quarters a row looks back on; and for annual figures, of which eight are to be seen.
const LOOK_BACK: i32 = 12;
const LOOK_BACK_ANNUAL: i32 = 32;

/// A page of the measures that are asked for a quarter: those with periods that end in it, while they are
/// kept. Nine statements.
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
    let codes: Vec<Code> = items.iter().map(|measure| measure.code.clone()).collect();
    let mut cells = cells(store, &items, quarter).await?;
    let from = items.iter().map(|measure| span(measure, quarter).0).min();
    let mut targets: BTreeMap<Code, Vec<Target>> = BTreeMap::new();
    for target in store.targets_of(&codes, from.unwrap_or(quarter.starts_on())).await? {
        targets.entry(target.measure.clone()).or_default().push(target);
    }
    let baselines = store.baselines_of(&codes).await?;
    let baseline = |code: &Code| baselines.iter().find(|b| b.measure == *code).cloned();
    let mut categories = store.categories_of(&codes).await?;
    let comments = store.comments_of(&codes, quarter.starts_on(), quarter.ends_on()).await?;
    let window = store.window(office, quarter_of(quarter)).await?;
    let coordinators = store.coordinators().await?;
    let row = |measure: Measure| {
        let code = &measure.code;
        let facts = RowFacts {
            baseline: baseline(code),
            cells: cells.remove(code).unwrap_or_default(),
            targets: targets.remove(code).unwrap_or_default(),
            categories: categories.remove(code).unwrap_or_default(),
            comments: comments.iter().filter(|comment| comment.key.measure == *code).cloned().collect(),
            window: window.clone(),
        };
        row(measure, quarter, facts, &Asking { person, coordinators: &coordinators, today: today() })
    };
    Ok(Paged { items: items.into_iter().map(row).collect(), total, page, pages })
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

/// The row of one measure in the quarter in which one of its periods ends.
pub(super) async fn fresh_row(
    store: &Store,
    measure: Measure,
    period: Period,
    person: &Person,
) -> Result<EntryRow, StoreError> {
    let quarter = Period::quarter_containing(measure.calendar, period.ends_on());
    let (from, to) = span(&measure, quarter);
    let mut cells = store.cells_of_measure(&measure.code).await?;
    cells.extend(store.cells_of_categories(&measure.code).await?);
    cells.retain(|cell| (from..=to).contains(&cell.key.period.ends_on()));
    let code = std::slice::from_ref(&measure.code);
    let facts = RowFacts {
        baseline: store.baseline(&measure.code).await?,
        cells,
        targets: store.targets(&measure.code).await?,
        categories: store.every_category(&measure.code).await?,
        comments: store.comments_of(code, quarter.starts_on(), quarter.ends_on()).await?,
        window: store.window(&measure.office, quarter_of(quarter)).await?,
    };
    let coordinators = store.coordinators().await?;
    Ok(row(measure, quarter, facts, &Asking { person, coordinators: &coordinators, today: today() }))
}

/// The days on whose figures a measure's row looks back, to the quarter's last.
fn span(measure: &Measure, quarter: Period) -> (NaiveDate, NaiveDate) {
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
    /// On the quarter's cells.
    pub comments: Vec<Comment>,
    pub window: Option<Window>,
}

fn row(measure: Measure, quarter: Period, facts: RowFacts, asking: &Asking) -> EntryRow {
    let periods = measure.asked_in(quarter, asking.today);
    let (from, to) = span(&measure, quarter);
    let totals: Vec<Target> = facts.targets.iter().filter(|t| t.category.is_empty()).cloned().collect();
    let course = Course::of(facts.baseline.as_ref(), &totals);
    let mut known: BTreeMap<Period, Known> = BTreeMap::new();
    for period in &periods {
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
        cells: cells.map(|(period, category)| cell(&measure, period, category, &facts, asking)).collect(),
        baseline: course.baseline,
        history: Series::assemble(&measure, &course, &known, asking.today).points,
        measure,
    }
}
