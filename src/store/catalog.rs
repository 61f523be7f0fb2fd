//! Offices, goals, and measures with their baselines, targets and citations.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::domain::code::Code;
use crate::domain::definition::{self, Definition};
use crate::domain::goal::{Goal, Office};
use crate::domain::measure::Measure;
use crate::domain::note::Note;
use crate::domain::pace::Course;
use crate::domain::period::Period;
use crate::domain::published::Published;
use crate::domain::series::{Known, Series};
use crate::domain::target::{self, Baseline, Target, TargetVersion};

use super::page::{PAGE, bound, places, rows};
use super::row::{BaselineRow, GoalRow, MeasureRow, OfficeRow, PublishedRow, TargetRow};
use super::{Cell, Store, StoreError, Tx, on, within};

/// The columns of [`MeasureRow`], from `measure m JOIN goal g JOIN office o`.
macro_rules! measure_columns {
    () => {
        "m.code, g.code AS goal, o.code AS office, m.name, m.definition, m.formula, m.kind, m.direction, \
         m.calendar, m.frequency, m.aggregation, m.unit, m.decimals, m.ratio, m.whole, m.negative, \
         m.reporting_lag_days, m.responsible, m.source, m.source_address, m.caveat, m.limitations, \
         m.illustrative, m.on_track, m.at_risk, m.verification, m.accuracy, m.compensation, m.baseline_absent, \
         m.marking, m.method, m.retired_on"
    };
}

macro_rules! measures {
    () => {
        "measure m JOIN goal g ON g.id = m.goal_id JOIN office o ON o.id = m.office_id"
    };
}

/// [`BaselineRow`]s.
macro_rules! baselines {
    ($condition:literal) => {
        concat!(
            "SELECT m.code AS measure, b.period, b.value, b.source \
             FROM baseline b JOIN measure m ON m.id = b.measure_id ",
            $condition
        )
    };
}

/// The columns of [`TargetRow`], from `target t JOIN measure m`.
macro_rules! target_columns {
    () => {
        "m.code AS measure, t.period, t.category, t.value, t.set_on, t.source, t.reason"
    };
}

/// [`TargetRow`]s.
macro_rules! targets {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            $crate::store::catalog::target_columns!(),
            " FROM target t JOIN measure m ON m.id = t.measure_id ",
            $condition
        )
    };
}

/// [`PublishedRow`]s.
macro_rules! published {
    ($condition:literal) => {
        concat!(
            "SELECT m.code AS about, p.name, p.period, p.value, p.unit, p.scope, p.source, p.source_address, p.note \
             FROM published p JOIN measure m ON m.id = p.measure_id ",
            $condition
        )
    };
}
pub(super) use {baselines, measure_columns, measures, published, target_columns, targets};

macro_rules! goals {
    ($condition:literal) => {
        concat!(
            "SELECT g.code, p.code AS parent, g.level, g.name, g.statement, o.code AS office, g.leader, \
             g.from_period, g.to_period, g.source, g.strategies, g.programs, g.illustrative \
             FROM goal g JOIN office o ON o.id = g.office_id LEFT JOIN goal p ON p.id = g.parent_id ",
            $condition
        )
    };
}

const GOALS: &str = goals!("ORDER BY g.code");

/// One goal, measure, baseline by code: [`GoalRow`], [`MeasureRow`], [`BaselineRow`].
pub(super) const GOAL: &str = goals!("WHERE g.code = $1");
pub(super) const MEASURE: &str =
    concat!("SELECT ", measure_columns!(), " FROM ", measures!(), " WHERE m.code = $1");
pub(super) const BASELINE: &str = baselines!("WHERE m.code = $1");

/// The measures of an office, or all of them: [`MeasureRow`]s.
pub(super) const MEASURES: &str = concat!(
    "SELECT ",
    measure_columns!(),
    " FROM ",
    measures!(),
    " WHERE ($1 = '' OR o.code = $1) ORDER BY g.code, m.code"
);

/// A measure with everything that its page shows.
#[derive(Clone, Debug)]
pub struct MeasureRecord {
    pub measure: Measure,
    pub goal: Goal,
    pub office: Office,
    pub baseline: Option<Baseline>,
    /// As they stood, in the order of their periods, totals only.
    pub targets: Vec<Target>,
    /// Every version of them, by period and day; proposed ones too.
    pub target_versions: Vec<TargetVersion>,
    /// The same of the categories.
    pub category_targets: Vec<TargetVersion>,
    /// Each `dimension=category`, in their order; those that are used without being listed too.
    pub categories: Vec<String>,
    /// Of the definition, in their order; empty where there has been one only.
    pub versions: Vec<Definition>,
    /// What is pinned to its periods, in their order.
    pub notes: Vec<Note>,
    /// In the order of their periods, totals only.
    pub cells: Vec<Cell>,
    pub published: Vec<Published>,
}

impl MeasureRecord {
    /// Where the measure started and where it is to arrive.
    pub fn course(&self) -> Course {
        Course::of(self.baseline.as_ref(), &self.targets)
    }

    /// What is known of the total as of `today`; with what waits for approval where `drafts` says so.
    pub(super) fn known(&self, drafts: bool, today: NaiveDate) -> BTreeMap<Period, Known> {
        known(&self.targets, target::replaced(&self.target_versions, today), &self.cells, drafts)
    }

    /// The measure's series as of `today`; with what waits for approval where `drafts` says so.
    pub fn series(&self, drafts: bool, today: NaiveDate) -> Series {
        let series = Series::assemble(&self.measure, &self.course(), &self.known(drafts, today), today);
        Series { breaks: definition::breaks(&self.versions), notes: self.notes.clone(), ..series }
    }
}

/// What targets and cells tell of their periods.
pub(super) fn known<'a>(
    targets: impl IntoIterator<Item = &'a Target>,
    targets_now: impl IntoIterator<Item = &'a Target>,
    cells: impl IntoIterator<Item = &'a Cell>,
    drafts: bool,
) -> BTreeMap<Period, Known> {
    let mut known: BTreeMap<Period, Known> = BTreeMap::new();
    for target in targets {
        known.entry(target.period).or_default().target = Some(target.value);
    }
    for target in targets_now {
        known.entry(target.period).or_default().target_now = Some(target.value);
    }
    for cell in cells {
        cell.known(drafts, known.entry(cell.key.period).or_default());
    }
    known.retain(|_, known| *known != Known::default());
    known
}

impl Store {
    /// All offices, by code.
    pub async fn offices(&self) -> Result<Vec<Office>, StoreError> {
        const SQL: &str = "SELECT code, name FROM office ORDER BY code";
        let rows: Vec<OfficeRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Office::try_from).collect()
    }

    /// All goals, by code.
    pub async fn goals(&self) -> Result<Vec<Goal>, StoreError> {
        let rows: Vec<GoalRow> = on!(self, db => sqlx::query_as(GOALS).fetch_all(db).await)?;
        rows.into_iter().map(Goal::try_from).collect()
    }

    /// One goal; `None` when there is none of that code.
    pub async fn goal(&self, code: &Code) -> Result<Option<Goal>, StoreError> {
        let row: Option<GoalRow> =
            on!(self, db => sqlx::query_as(GOAL).bind(code.as_str()).fetch_optional(db).await)?;
        row.map(Goal::try_from).transpose()
    }

    /// The measures of an office, or all of them, by goal and code.
    pub async fn measures(&self, office: Option<&Code>) -> Result<Vec<Measure>, StoreError> {
        let office = office.map_or("", Code::as_str);
        let rows: Vec<MeasureRow> =
            on!(self, db => sqlx::query_as(MEASURES).bind(office).fetch_all(db).await)?;
        rows.into_iter().map(Measure::try_from).collect()
    }

    /// One measure; `None` when there is none of that code.
    pub async fn measure(&self, code: &Code) -> Result<Option<Measure>, StoreError> {
        let row: Option<MeasureRow> =
            on!(self, db => sqlx::query_as(MEASURE).bind(code.as_str()).fetch_optional(db).await)?;
        row.map(Measure::try_from).transpose()
    }

    /// A measure with all that its page shows: eleven statements, however long its series.
    pub async fn measure_record(&self, code: &Code) -> Result<Option<MeasureRecord>, StoreError> {
        let Some(measure) = self.measure(code).await? else {
            return Ok(None);
        };
        let unknown = |what, code: &Code| StoreError::Unknown { what, code: code.to_string() };
        let goal = self.goals().await?.into_iter().find(|goal| goal.code == measure.goal);
        let promised = self.target_versions(code).await?.into_iter();
        let (of_total, of_categories): (Vec<_>, Vec<_>) =
            promised.partition(|version| version.target.category.is_empty());
        let stood = of_total.iter().filter(|version| version.stood);
        let office = self.offices().await?.into_iter().find(|office| office.code == measure.office);
        Ok(Some(MeasureRecord {
            goal: goal.ok_or_else(|| unknown("goal", &measure.goal))?,
            office: office.ok_or_else(|| unknown("office", &measure.office))?,
            baseline: self.baseline(code).await?,
            targets: stood.map(|version| version.target.clone()).collect(),
            target_versions: of_total,
            category_targets: of_categories,
            categories: self.every_category(code).await?,
            versions: self.definitions(code).await?,
            notes: self.notes(code).await?.into_iter().map(|record| record.note).collect(),
            cells: self.cells_of_measure(code).await?,
            published: self.published(code).await?,
            measure,
        }))
    }

    pub async fn baseline(&self, code: &Code) -> Result<Option<Baseline>, StoreError> {
        let row: Option<BaselineRow> =
            on!(self, db => sqlx::query_as(BASELINE).bind(code.as_str()).fetch_optional(db).await)?;
        row.map(Baseline::try_from).transpose()
    }

    /// The baselines of up to a page of measures.
    pub async fn baselines_of(&self, codes: &[Code]) -> Result<Vec<Baseline>, StoreError> {
        static SQL: LazyLock<String> =
            LazyLock::new(|| format!("{} WHERE m.code IN ({}) ORDER BY m.code", baselines!(""), places()));
        let rows: Vec<BaselineRow> = rows!(self, SQL.as_str(), &bound(codes))?;
        rows.into_iter().map(Baseline::try_from).collect()
    }

    /// The targets of a measure, totals and categories, as they stood in each period, in the order of the
    /// periods.
    pub async fn targets(&self, code: &Code) -> Result<Vec<Target>, StoreError> {
        const SQL: &str = targets!("WHERE m.code = $1 AND t.stood ORDER BY t.ends_on, t.period, t.category");
        let rows: Vec<TargetRow> =
            on!(self, db => sqlx::query_as(SQL).bind(code.as_str()).fetch_all(db).await)?;
        rows.into_iter().map(Target::try_from).collect()
    }

    /// The targets of up to a page of measures, totals and categories, as they stood, for periods that end
    /// on a day or later.
    pub async fn targets_of(&self, codes: &[Code], from: NaiveDate) -> Result<Vec<Target>, StoreError> {
        static SQL: LazyLock<String> = LazyLock::new(|| {
            let day = PAGE + 1;
            format!(
                "{} WHERE m.code IN ({}) AND t.stood AND t.ends_on >= ${day} ORDER BY t.ends_on",
                targets!(""),
                places()
            )
        });
        let (from, mut texts) = (from.to_string(), bound(codes));
        texts.push(&from);
        let rows: Vec<TargetRow> = rows!(self, SQL.as_str(), &texts)?;
        rows.into_iter().map(Target::try_from).collect()
    }

    /// Published figures to cite beside a measure.
    pub async fn published(&self, code: &Code) -> Result<Vec<Published>, StoreError> {
        const SQL: &str = published!("WHERE m.code = $1 ORDER BY p.name, p.period, p.source");
        let rows: Vec<PublishedRow> =
            on!(self, db => sqlx::query_as(SQL).bind(code.as_str()).fetch_all(db).await)?;
        rows.into_iter().map(Published::try_from).collect()
    }
}

/// As [`Store::goals`], in a transaction.
pub(super) async fn goals_within(tx: &mut Tx) -> Result<Vec<Goal>, StoreError> {
    let rows: Vec<GoalRow> = within!(tx, db => sqlx::query_as(GOALS).fetch_all(db).await)?;
    rows.into_iter().map(Goal::try_from).collect()
}
