//! Rows into domain values. A word that no vocabulary knows is a [`StoreError::Corrupt`].

use chrono::NaiveDate;
use sqlx::FromRow;

use crate::domain::actual::{Actual, Figure, MissingReason, State};
use crate::domain::code::Code;
use crate::domain::goal::{Goal, GoalLevel, Office};
use crate::domain::measure::{Aggregation, Direction, Frequency, Kind, Measure, Unit};
use crate::domain::number::NumberRule;
use crate::domain::period::{Calendar, Period};
use crate::domain::published::Published;
use crate::domain::status::{Bands, Method};
use crate::domain::target::{Baseline, Target};

use super::StoreError;

pub(super) fn code(text: String) -> Result<Code, StoreError> {
    Code::try_from(text.clone()).map_err(|_| StoreError::corrupt("code", text))
}

pub(super) fn period(text: &str) -> Result<Period, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt("period", text))
}

pub(super) fn date(text: String) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt("date", text))
}

pub(super) fn word<T>(found: Option<T>, what: &'static str, text: &str) -> Result<T, StoreError> {
    found.ok_or_else(|| StoreError::corrupt(what, text))
}

#[derive(FromRow)]
pub(super) struct OfficeRow {
    code: String,
    name: String,
}

impl TryFrom<OfficeRow> for Office {
    type Error = StoreError;

    fn try_from(row: OfficeRow) -> Result<Office, StoreError> {
        Ok(Office { code: code(row.code)?, name: row.name })
    }
}

#[derive(FromRow)]
pub(super) struct GoalRow {
    code: String,
    parent: Option<String>,
    level: String,
    name: String,
    statement: String,
    office: String,
    leader: String,
    from_period: Option<String>,
    to_period: Option<String>,
    source: String,
    strategies: String,
    programs: String,
    illustrative: bool,
}

impl TryFrom<GoalRow> for Goal {
    type Error = StoreError;

    fn try_from(row: GoalRow) -> Result<Goal, StoreError> {
        Ok(Goal {
            code: code(row.code)?,
            parent: row.parent.map(code).transpose()?,
            level: word(GoalLevel::named(&row.level), "goal level", &row.level)?,
            name: row.name,
            statement: row.statement,
            office: code(row.office)?,
            leader: row.leader,
            from: row.from_period.as_deref().map(period).transpose()?,
            to: row.to_period.as_deref().map(period).transpose()?,
            source: row.source,
            strategies: row.strategies,
            programs: row.programs,
            illustrative: row.illustrative,
        })
    }
}

#[derive(FromRow)]
pub(super) struct MeasureRow {
    code: String,
    goal: String,
    office: String,
    name: String,
    definition: String,
    formula: String,
    kind: String,
    direction: String,
    calendar: String,
    frequency: String,
    aggregation: String,
    unit: String,
    decimals: i64,
    ratio: bool,
    whole: bool,
    negative: bool,
    reporting_lag_days: i64,
    responsible: String,
    source: String,
    source_address: String,
    caveat: String,
    limitations: String,
    illustrative: bool,
    on_track: f64,
    at_risk: f64,
    verification: String,
    accuracy: String,
    compensation: String,
    baseline_absent: String,
    marking: String,
    method: String,
    retired_on: Option<String>,
}

impl TryFrom<MeasureRow> for Measure {
    type Error = StoreError;

    fn try_from(row: MeasureRow) -> Result<Measure, StoreError> {
        Ok(Measure {
            code: code(row.code)?,
            goal: code(row.goal)?,
            office: code(row.office)?,
            name: row.name,
            definition: row.definition,
            formula: row.formula,
            kind: word(Kind::named(&row.kind), "kind", &row.kind)?,
            direction: word(Direction::named(&row.direction), "direction", &row.direction)?,
            calendar: word(Calendar::named(&row.calendar), "calendar", &row.calendar)?,
            frequency: word(Frequency::named(&row.frequency), "frequency", &row.frequency)?,
            aggregation: word(Aggregation::named(&row.aggregation), "aggregation", &row.aggregation)?,
            unit: Unit { name: row.unit, decimals: row.decimals.clamp(0, 6) as u8 },
            ratio: row.ratio,
            rule: NumberRule { whole: row.whole, negative: row.negative },
            reporting_lag_days: row.reporting_lag_days.clamp(0, i64::from(u16::MAX)) as u16,
            responsible: row.responsible,
            source: row.source,
            source_address: row.source_address,
            caveat: row.caveat,
            limitations: row.limitations,
            illustrative: row.illustrative,
            bands: Bands { on_track: row.on_track, at_risk: row.at_risk },
            verification: row.verification,
            accuracy: row.accuracy,
            compensation: row.compensation,
            baseline_absent: row.baseline_absent,
            marking: row.marking,
            method: word(Method::named(&row.method), "method", &row.method)?,
            retired_on: row.retired_on.map(date).transpose()?,
        })
    }
}

#[derive(FromRow)]
pub(super) struct BaselineRow {
    measure: String,
    period: Option<String>,
    value: f64,
    source: String,
}

impl TryFrom<BaselineRow> for Baseline {
    type Error = StoreError;

    fn try_from(row: BaselineRow) -> Result<Baseline, StoreError> {
        Ok(Baseline {
            measure: code(row.measure)?,
            period: row.period.as_deref().map(period).transpose()?,
            value: row.value,
            source: row.source,
        })
    }
}

#[derive(FromRow)]
pub(super) struct TargetRow {
    measure: String,
    period: String,
    category: String,
    value: f64,
    set_on: String,
    source: String,
    reason: String,
}

impl TryFrom<TargetRow> for Target {
    type Error = StoreError;

    fn try_from(row: TargetRow) -> Result<Target, StoreError> {
        Ok(Target {
            measure: code(row.measure)?,
            period: period(&row.period)?,
            category: row.category,
            value: row.value,
            set_on: Some(row.set_on).filter(|day| !day.is_empty()).map(date).transpose()?,
            source: row.source,
            reason: row.reason,
        })
    }
}

/// The four columns in which a figure is held. Exactly one of value, numerator with denominator,
/// and missing is filled.
#[derive(FromRow)]
pub(super) struct FigureColumns {
    pub value: Option<f64>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub missing: Option<String>,
}

impl FigureColumns {
    /// The figure, or `None` where all four are empty (an outer join that found no row).
    pub fn figure(&self) -> Result<Option<Figure>, StoreError> {
        match (self.value, self.numerator, self.denominator, self.missing.as_deref()) {
            (Some(value), None, None, None) => Ok(Some(Figure::Value(value))),
            (None, Some(numerator), Some(denominator), None) => {
                Ok(Some(Figure::Ratio { numerator, denominator }))
            }
            (None, None, None, Some(reason)) => {
                word(MissingReason::named(reason), "reason", reason).map(|r| Some(Figure::Missing(r)))
            }
            (None, None, None, None) => Ok(None),
            _ => Err(StoreError::corrupt("figure", "more than one of value, ratio and reason")),
        }
    }

    pub fn required(&self) -> Result<Figure, StoreError> {
        self.figure()?.ok_or_else(|| StoreError::corrupt("figure", "empty"))
    }
}

impl From<Figure> for FigureColumns {
    fn from(figure: Figure) -> FigureColumns {
        let mut columns = FigureColumns { value: None, numerator: None, denominator: None, missing: None };
        match figure {
            Figure::Value(value) => columns.value = Some(value),
            Figure::Ratio { numerator, denominator } => {
                columns.numerator = Some(numerator);
                columns.denominator = Some(denominator);
            }
            Figure::Missing(reason) => columns.missing = Some(reason.name().to_owned()),
        }
        columns
    }
}

#[derive(FromRow)]
pub(super) struct ActualRow {
    measure: String,
    period: String,
    category: String,
    #[sqlx(flatten)]
    figure: FigureColumns,
    state: String,
    note: String,
    source: String,
}

impl TryFrom<ActualRow> for Actual {
    type Error = StoreError;

    fn try_from(row: ActualRow) -> Result<Actual, StoreError> {
        Ok(Actual {
            figure: row.figure.required()?,
            measure: code(row.measure)?,
            period: period(&row.period)?,
            category: row.category,
            state: state(&row.state)?,
            note: row.note,
            source: row.source,
        })
    }
}

pub(super) fn state(text: &str) -> Result<State, StoreError> {
    word(State::named(text), "state", text)
}

#[derive(FromRow)]
pub(super) struct PublishedRow {
    about: String,
    name: String,
    period: String,
    value: f64,
    unit: String,
    scope: String,
    source: String,
    source_address: String,
    note: String,
}

impl TryFrom<PublishedRow> for Published {
    type Error = StoreError;

    fn try_from(row: PublishedRow) -> Result<Published, StoreError> {
        Ok(Published {
            about: code(row.about)?,
            name: row.name,
            period: row.period,
            value: row.value,
            unit: row.unit,
            scope: row.scope,
            source: row.source,
            source_address: row.source_address,
            note: row.note,
        })
    }
}
