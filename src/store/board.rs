//! The dashboard's reads: a fixed number of statements, whatever the count of measures.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use sqlx::FromRow;

use crate::domain::actual::{Figure, State};
use crate::domain::code::Code;
use crate::domain::measure::{Frequency, Kind, Measure};
use crate::domain::pace::{Course, Pace};
use crate::domain::period::{Calendar, Period};

use super::catalog::measures;
use super::page::{PAGE, bound, places};
use super::row::{self, FigureColumns, MeasureRow};
use super::{Store, StoreError, on};

/// Which measures, and in which period each is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardFilter {
    pub office: Option<Code>,
    pub goal: Option<Code>,
    pub kind: Option<Kind>,
    /// Part of a measure's name or code; empty for all.
    pub text: String,
    /// The period asked for; each measure is looked at in its own period within it.
    pub period: Period,
    /// Let what waits for approval stand in for what is published.
    pub drafts: bool,
}

/// A measure, and the facts from which its standing follows.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardRow {
    /// Without its long texts: definition, formula, limitations are empty.
    pub measure: Measure,
    pub period: Period,
    pub figure: Option<Figure>,
    pub state: Option<State>,
    pub target: Option<f64>,
    pub course: Course,
}

/// One point of a sparkline.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesPoint {
    pub measure: Code,
    pub period: Period,
    pub figure: Figure,
    pub state: State,
    pub target: Option<f64>,
}

#[derive(FromRow)]
struct BoardDbRow {
    #[sqlx(flatten)]
    measure: MeasureRow,
    asked: String,
    #[sqlx(flatten)]
    figure: FigureColumns,
    state: Option<String>,
    target: Option<f64>,
    baseline: Option<f64>,
    baseline_period: Option<String>,
    final_target: Option<f64>,
    final_period: Option<String>,
}

#[derive(FromRow)]
struct SeriesDbRow {
    measure: String,
    period: String,
    #[sqlx(flatten)]
    figure: FigureColumns,
    state: String,
    target: Option<f64>,
}

#[derive(FromRow)]
struct EveryDbRow {
    measure: String,
    period: String,
    #[sqlx(flatten)]
    figure: FigureColumns,
}

struct EveryFigure {
    measure: Code,
    period: Period,
    figure: Figure,
}

const BOARD: &str = "WITH asked AS (SELECT m.*, CASE m.frequency WHEN 'monthly' THEN $10 ELSE \
         CASE m.calendar WHEN 'fiscal' THEN \
         CASE m.frequency WHEN 'quarterly' THEN $1 ELSE $2 END ELSE \
         CASE m.frequency WHEN 'quarterly' THEN $3 ELSE $4 END END END AS asked FROM measure m) \
     SELECT m.code, g.code AS goal, o.code AS office, m.name, '' AS definition, '' AS formula, m.kind, \
         m.direction, m.calendar, m.frequency, m.aggregation, m.unit, m.decimals, m.ratio, m.whole, m.negative, \
         m.reporting_lag_days, m.responsible, m.source, m.source_address, m.caveat, '' AS limitations, \
         m.illustrative, m.on_track, m.at_risk, '' AS verification, '' AS accuracy, '' AS compensation, \
         m.baseline_absent, m.marking, m.method, m.retired_on, m.asked, a.value, a.numerator, a.denominator, a.missing, \
         a.state, t.value AS target, b.value AS baseline, b.period AS baseline_period, \
         f.value AS final_target, f.period AS final_period \
     FROM asked m JOIN goal g ON g.id = m.goal_id JOIN office o ON o.id = m.office_id \
     LEFT JOIN actual a ON a.measure_id = m.id AND a.period = m.asked AND a.category = '' \
         AND a.stage = CASE WHEN $5 AND EXISTS (SELECT 1 FROM actual w WHERE w.measure_id = m.id \
             AND w.period = m.asked AND w.category = '' AND w.stage = 'working') \
             THEN 'working' ELSE 'published' END \
     LEFT JOIN target t ON t.measure_id = m.id AND t.period = m.asked AND t.category = '' AND t.stood \
     LEFT JOIN baseline b ON b.measure_id = m.id \
     LEFT JOIN target f ON f.measure_id = m.id AND f.category = '' AND f.stood AND f.period = \
         (SELECT l.period FROM target l WHERE l.measure_id = m.id AND l.category = '' AND l.stood \
          ORDER BY l.ends_on DESC, l.period DESC LIMIT 1) \
     WHERE ($6 = '' OR o.code = $6) AND ($7 = '' OR g.code = $7) AND ($8 = '' OR m.kind = $8) \
         AND ($9 = '' OR lower(m.name) LIKE $9 ESCAPE '!' OR lower(m.code) LIKE $9 ESCAPE '!') \
     ORDER BY g.code, m.code";

static SERIES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT m.code AS measure, a.period, a.value, a.numerator, a.denominator, a.missing, a.state, \
         t.value AS target FROM {} JOIN actual a ON a.measure_id = m.id \
         LEFT JOIN target t ON t.measure_id = m.id AND t.period = a.period AND t.category = '' AND t.stood \
         WHERE m.code IN ({}) AND a.category = '' AND a.ends_on >= ${} AND a.ends_on <= ${} \
         AND (a.stage = 'published' OR ${}) ORDER BY m.code, a.ends_on, a.stage",
        measures!(),
        places(),
        PAGE + 1,
        PAGE + 2,
        PAGE + 3
    )
});

/// What is published of every measure, measure by measure. The stage is compared so that SQLite takes the figures
/// in the order of the primary key, and not by their ends, after which it would have to sort them all.
const EVERY: &str = "SELECT m.code AS measure, a.period, a.value, a.numerator, a.denominator, a.missing \
     FROM actual a JOIN measure m ON m.id = a.measure_id \
     WHERE a.category = '' AND a.stage || '' = 'published' ORDER BY a.measure_id";

/// The target that stood for the period of each measure's latest value up to a day. Stage and end are compared as in
/// [`EVERY`]: by their index all figures would be gone through for each measure.
const LATEST_TARGETS: &str = "SELECT l.code, l.period, t.value FROM (SELECT m.id, m.code, \
         (SELECT a.period FROM actual a WHERE a.measure_id = m.id AND a.category = '' \
             AND a.stage || '' = 'published' AND (a.value IS NOT NULL OR a.denominator <> 0) \
             AND a.ends_on || '' <= $1 ORDER BY a.period DESC LIMIT 1) AS period FROM measure m) l \
     JOIN target t ON t.measure_id = l.id AND t.period = l.period AND t.category = '' AND t.stood";

impl Store {
    /// The measures that pass the filter and were not retired before the period began, by goal and code, each with its facts in its own period.
    /// One statement.
    pub async fn board(&self, filter: &BoardFilter) -> Result<Vec<BoardRow>, StoreError> {
        let within = |calendar, frequency| filter.period.latest_within(calendar, frequency).to_string();
        let text = anywhere(&filter.text);
        let rows: Vec<BoardDbRow> = on!(self, db => sqlx::query_as(BOARD)
            .bind(within(Calendar::Fiscal, Frequency::Quarterly))
            .bind(within(Calendar::Fiscal, Frequency::Annual))
            .bind(within(Calendar::Calendar, Frequency::Quarterly))
            .bind(within(Calendar::Calendar, Frequency::Annual))
            .bind(filter.drafts)
            .bind(filter.office.as_ref().map_or("", Code::as_str))
            .bind(filter.goal.as_ref().map_or("", Code::as_str))
            .bind(filter.kind.map_or("", Kind::name))
            .bind(text)
            // A month is the same in both calendars.
            .bind(within(Calendar::Calendar, Frequency::Monthly))
            .fetch_all(db).await)?;
        let rows = rows.into_iter().map(BoardRow::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(rows.into_iter().filter(|row| row.measure.is_asked_for(row.period)).collect())
    }

    /// The figures of up to [`PAGE`] measures for periods that end in a span of days, both
    /// included, by measure and period. With `drafts`, what waits comes after what is published for
    /// the same period. One statement.
    pub async fn series(
        &self,
        codes: &[Code],
        from: NaiveDate,
        to: NaiveDate,
        drafts: bool,
    ) -> Result<Vec<SeriesPoint>, StoreError> {
        let sql: &'static str = SERIES.as_str();
        let rows: Vec<SeriesDbRow> = on!(self, db => {
            let mut query = sqlx::query_as(sql);
            for code in bound(codes) {
                query = query.bind(code);
            }
            query.bind(from.to_string()).bind(to.to_string()).bind(drafts).fetch_all(db).await
        })?;
        rows.into_iter().map(SeriesPoint::try_from).collect()
    }

    /// What is published of every measure, handed over measure by measure, in no order: there may be a million
    /// figures. One statement.
    pub async fn every_figure(
        &self,
        mut each: impl FnMut(&Code, Vec<(Period, Figure)>),
    ) -> Result<(), StoreError> {
        let mut of_one: Option<(Code, Vec<(Period, Figure)>)> = None;
        let gather = |EveryFigure { measure, period, figure }: EveryFigure| match &mut of_one {
            Some((code, figures)) if *code == measure => figures.push((period, figure)),
            of_one => {
                if let Some((code, figures)) = of_one.replace((measure, vec![(period, figure)])) {
                    each(&code, figures);
                }
            }
        };
        self.each::<EveryDbRow, _>(EVERY, None, gather).await?;
        if let Some((code, figures)) = of_one {
            each(&code, figures);
        }
        Ok(())
    }

    /// The target of the period of each measure's latest value, among those that end on a day or before. One
    /// statement.
    pub async fn latest_targets(&self, to: NaiveDate) -> Result<BTreeMap<Code, (Period, f64)>, StoreError> {
        let rows: Vec<(String, String, f64)> =
            on!(self, db => sqlx::query_as(LATEST_TARGETS).bind(to.to_string()).fetch_all(db).await)?;
        let target = |(code, period, value): (String, String, f64)| {
            Ok((row::code(code)?, (row::period(&period)?, value)))
        };
        rows.into_iter().map(target).collect()
    }

    /// The last day of the latest period that has a published value; `None` in an empty store.
    pub async fn latest_figure(&self, until: NaiveDate) -> Result<Option<NaiveDate>, StoreError> {
        const SQL: &str = "SELECT max(ends_on) FROM actual WHERE stage = 'published' AND ends_on <= $1";
        let found: Option<String> =
            on!(self, db => sqlx::query_scalar(SQL).bind(until.to_string()).fetch_one(db).await)?;
        found.map(|day| day.parse().map_err(|_| StoreError::corrupt("date", day))).transpose()
    }
}

/// What LIKE finds a text by, wherever it stands; `!` takes a character's special meaning away. Empty
/// for an empty text.
fn anywhere(text: &str) -> String {
    let escaped = |c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]);
    match text.trim() {
        "" => String::new(),
        text => format!("%{}%", text.to_lowercase().chars().flat_map(escaped).collect::<String>()),
    }
}

impl TryFrom<BoardDbRow> for BoardRow {
    type Error = StoreError;

    fn try_from(row: BoardDbRow) -> Result<BoardRow, StoreError> {
        let begun = row.baseline_period.as_deref().map(row::period).transpose()?.zip(row.baseline);
        let last = row.final_period.as_deref().map(row::period).transpose()?.zip(row.final_target);
        let days = |(period, value): (Period, f64)| (period.ends_on(), value);
        let pace = begun.zip(last).and_then(|(from, to)| Pace::between(days(from), days(to)));
        Ok(BoardRow {
            figure: row.figure.figure()?,
            state: row.state.as_deref().map(row::state).transpose()?,
            period: row::period(&row.asked)?,
            measure: row.measure.try_into()?,
            target: row.target,
            course: Course { baseline: row.baseline, pace },
        })
    }
}

impl TryFrom<SeriesDbRow> for SeriesPoint {
    type Error = StoreError;

    fn try_from(row: SeriesDbRow) -> Result<SeriesPoint, StoreError> {
        Ok(SeriesPoint {
            figure: row.figure.required()?,
            state: row::state(&row.state)?,
            period: row::period(&row.period)?,
            measure: row::code(row.measure)?,
            target: row.target,
        })
    }
}

impl TryFrom<EveryDbRow> for EveryFigure {
    type Error = StoreError;

    fn try_from(row: EveryDbRow) -> Result<EveryFigure, StoreError> {
        Ok(EveryFigure {
            measure: row::code(row.measure)?,
            period: row::period(&row.period)?,
            figure: row.figure.required()?,
        })
    }
}
