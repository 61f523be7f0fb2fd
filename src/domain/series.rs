//! A measure's series: every period in order, with what was promised and what was reached.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::actual::Figure;
use super::measure::Measure;
use super::pace::Course;
use super::period::Period;
use super::rollup;
use super::standing::{self, Facts};
use super::status::Status;

/// One period of a series. Values are in the measure's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesPoint {
    pub period: Period,
    /// What is published: a figure or the reason why there is none.
    pub figure: Option<Figure>,
    pub value: Option<f64>,
    /// What waits for approval, where it has a value.
    pub draft: Option<f64>,
    /// As it stood for the period.
    pub target: Option<f64>,
    /// The one in force now, where it is another than the one that stood.
    pub target_now: Option<f64>,
    /// The published figure against the period's target.
    pub status: Status,
    pub note: String,
    /// For a year made of quarters: how many have a value, where not all four do.
    pub partial_quarters: Option<u8>,
}

/// What is known about one period, before it is judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    pub figure: Option<Figure>,
    pub draft: Option<Figure>,
    /// As it stood for the period.
    pub target: Option<f64>,
    /// As it is now.
    pub target_now: Option<f64>,
    pub note: String,
}

/// A measure's periods and the years made of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// In order, without gaps.
    pub points: Vec<SeriesPoint>,
    /// Empty for a measure that is annual itself.
    pub years: Vec<SeriesPoint>,
    /// The periods from which something else was counted than before.
    pub breaks: Vec<Period>,
}

/// Which part of a series a chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Only periods that end on or after the first day of this one.
    pub from: Option<Period>,
    /// Only periods that end on or before the last day of this one.
    pub to: Option<Period>,
    /// Year totals instead of the measure's own periods.
    pub years: bool,
    /// A target to try out, in the measure's unit.
    pub what_if: Option<f64>,
    /// With what waits for approval.
    pub drafts: bool,
    /// With the targets in force now, where they are others than those that stood.
    pub targets_now: bool,
}

impl Series {
    /// Puts a series together from what is known about its periods, each judged as of `today`.
    pub fn assemble(
        measure: &Measure,
        course: &Course,
        known: &BTreeMap<Period, Known>,
        today: NaiveDate,
    ) -> Series {
        let points = assemble(measure, course, known, today);
        let years = match measure.is_quarterly() {
            true => years(measure, course.baseline, &points, today),
            false => Vec::new(),
        };
        Series { points, years, breaks: Vec::new() }
    }

    /// Whether any period's target was changed after it had ended.
    pub fn has_other_targets_now(&self) -> bool {
        self.points.iter().any(|point| point.target_now.is_some())
    }

    /// The points that a selection asks for.
    pub fn select(&self, selection: &Selection) -> Vec<SeriesPoint> {
        let source = if selection.years && !self.years.is_empty() { &self.years } else { &self.points };
        source
            .iter()
            .filter(|point| selection.from.is_none_or(|from| point.period.ends_on() >= from.starts_on()))
            .filter(|point| selection.to.is_none_or(|to| point.period.ends_on() <= to.ends_on()))
            .map(|point| SeriesPoint {
                draft: point.draft.filter(|_| selection.drafts),
                target_now: point.target_now.filter(|_| selection.targets_now),
                ..point.clone()
            })
            .collect()
    }
}

/// Every period from the first that is known to the last, without gaps, each judged as of `today`.
/// Periods that are not the measure's own are left out.
fn assemble(
    measure: &Measure,
    course: &Course,
    known: &BTreeMap<Period, Known>,
    today: NaiveDate,
) -> Vec<SeriesPoint> {
    let own = || known.keys().filter(|period| measure.takes(**period));
    let (Some(first), Some(last)) = (own().next(), own().next_back()) else {
        return Vec::new();
    };
    let nothing = Known::default();
    first
        .through(*last)
        .map(|period| {
            let known = known.get(&period).unwrap_or(&nothing);
            let facts =
                Facts { measure, period, figure: known.figure, target: known.target, course: *course };
            SeriesPoint {
                period,
                figure: known.figure,
                value: known.figure.and_then(|figure| figure.value(measure.scale())),
                draft: known.draft.and_then(|figure| figure.value(measure.scale())),
                target: known.target,
                target_now: known.target_now.filter(|_| known.target_now != known.target),
                status: standing::stand(&facts, today).status,
                note: known.note.clone(),
                partial_quarters: None,
            }
        })
        .collect()
}

/// The years of a quarterly series, each made of its quarters. A year without any value or target is
/// left out at either end. Partial years are compared with no target: three quarters against
/// a year's promise say nothing.
fn years(
    measure: &Measure,
    baseline: Option<f64>,
    quarters: &[SeriesPoint],
    today: NaiveDate,
) -> Vec<SeriesPoint> {
    let Some((first, last)) = quarters.first().zip(quarters.last()) else {
        return Vec::new();
    };
    let find = |period| quarters.iter().find(|point: &&SeriesPoint| point.period == period);
    let mut years: Vec<SeriesPoint> = first
        .period
        .whole_year()
        .through(last.period.whole_year())
        .map(|year| {
            let parts = year.quarters().map(find);
            let total =
                rollup::year(parts.map(|p| p.and_then(|p| p.figure)), measure.aggregation, measure.scale());
            let target = rollup::year_target(parts.map(|p| p.and_then(|p| p.target)), measure.aggregation);
            let now = parts.map(|p| p.and_then(|p| p.target_now.or(p.target)));
            let target_now = rollup::year_target(now, measure.aggregation).filter(|now| Some(*now) != target);
            let whole = total.filter(|total| !total.is_partial());
            let figure = whole.map(|total| Figure::Value(total.value));
            let facts = Facts {
                measure,
                period: year,
                figure,
                target,
                course: Course::from_baseline(baseline.map(|value| year_baseline(measure, value))),
            };
            SeriesPoint {
                period: year,
                figure: total.map(|total| Figure::Value(total.value)),
                value: total.map(|total| total.value),
                draft: None,
                target,
                target_now,
                status: standing::stand(&facts, today).status,
                note: String::new(),
                partial_quarters: total.filter(|t| t.is_partial()).map(|t| t.quarters),
            }
        })
        .collect();
    let bare = |point: &SeriesPoint| point.value.is_none() && point.target.is_none();
    while years.last().is_some_and(bare) {
        years.pop();
    }
    let lead = years.iter().take_while(|point| bare(point)).count();
    years.drain(..lead);
    years
}

/// A baseline in a year's terms. A sum's baseline is that of a quarter, and four of it make the year's.
pub fn year_baseline(measure: &Measure, value: f64) -> f64 {
    match measure.aggregation {
        super::measure::Aggregation::Sum if measure.is_quarterly() => value * 4.0,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::MissingReason;
    use crate::domain::measure::{Aggregation, tests_support::measure};

    fn known(entries: &[(&str, Option<f64>, Option<f64>)]) -> BTreeMap<Period, Known> {
        entries
            .iter()
            .map(|(period, value, target)| {
                let figure = value.map(Figure::Value);
                (period.parse().unwrap(), Known { figure, target: *target, ..Known::default() })
            })
            .collect()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_series_has_no_gaps() {
        let known = known(&[
            ("FY2024Q1", Some(1.0), Some(1.0)),
            ("FY2024Q4", Some(2.0), None),
            ("CY2024Q1", Some(9.0), None),
        ]);
        let series = assemble(&measure("m"), &Course::default(), &known, day("2025-06-01"));
        let found: Vec<_> = series.iter().map(|p| (p.period.to_string(), p.value, p.status)).collect();
        assert_eq!(
            found,
            [
                ("FY2024Q1".to_owned(), Some(1.0), Status::Met),
                ("FY2024Q2".to_owned(), None, Status::NoData),
                ("FY2024Q3".to_owned(), None, Status::NoData),
                ("FY2024Q4".to_owned(), Some(2.0), Status::NoTarget),
            ]
        );
    }

    #[test]
    fn a_partial_year_is_marked_and_not_judged() {
        let measure = Measure { aggregation: Aggregation::Sum, ..measure("m") };
        let t = Some(10.0);
        let known = known(&[
            ("FY2023Q1", Some(10.0), t),
            ("FY2023Q2", Some(10.0), t),
            ("FY2023Q3", Some(10.0), t),
            ("FY2023Q4", Some(12.0), t),
            ("FY2024Q1", Some(10.0), t),
            ("FY2024Q2", Some(10.0), t),
            ("FY2024Q3", None, t),
            ("FY2024Q4", None, t),
        ]);
        let quarters = assemble(&measure, &Course::default(), &known, day("2025-06-01"));
        let years = years(&measure, None, &quarters, day("2025-06-01"));
        assert_eq!(years[0].value, Some(42.0));
        assert_eq!(
            (years[0].target, years[0].status, years[0].partial_quarters),
            (Some(40.0), Status::Met, None)
        );
        assert_eq!((years[1].value, years[1].partial_quarters), (Some(20.0), Some(2)));
        assert_eq!(years[1].status, Status::NoData);
    }

    #[test]
    fn a_selection_is_a_span_of_days() {
        let t = Some(1.0);
        let known = known(&[("FY2023Q1", t, t), ("FY2024Q4", t, t)]);
        let series = Series::assemble(&measure("m"), &Course::default(), &known, day("2025-06-01"));
        let names = |selection: Selection| -> Vec<String> {
            series.select(&selection).iter().map(|p| p.period.to_string()).collect()
        };
        let span = |from: &str, to: &str, years| Selection {
            from: from.parse().ok(),
            to: to.parse().ok(),
            years,
            ..Selection::default()
        };
        assert_eq!(names(span("FY2023Q4", "FY2024Q1", false)), ["FY2023Q4", "FY2024Q1"]);
        assert_eq!(names(span("FY2024", "FY2024", false)).len(), 4);
        assert_eq!(names(span("FY2024", "", true)), ["FY2024"]);
        assert_eq!(names(Selection::default()).len(), 8);
    }

    #[test]
    fn the_target_in_force_now_is_shown_on_request_where_it_is_another() {
        let quarters = "FY2024".parse::<Period>().unwrap().quarters();
        let targets = [(10.0, 10.0), (10.0, 12.0), (10.0, 10.0), (10.0, 8.0)];
        let known = quarters.into_iter().zip(targets).map(|(period, (stood, now))| {
            (period, Known { target: Some(stood), target_now: Some(now), ..Known::default() })
        });
        let series = Series::assemble(&measure("m"), &Course::default(), &known.collect(), day("2025-06-01"));
        let now = |years, targets_now| {
            let selection = Selection { years, targets_now, ..Selection::default() };
            series.select(&selection).iter().map(|point| point.target_now).collect::<Vec<_>>()
        };
        assert!(series.has_other_targets_now());
        assert_eq!(now(false, true), [None, Some(12.0), None, Some(8.0)]);
        assert_eq!(now(false, false), [None; 4]);
        assert_eq!(now(true, true), [None], "the year's comes to the same");
    }

    #[test]
    fn a_reason_is_kept_apart_from_a_value() {
        let mut known = known(&[("FY2024Q1", Some(0.0), None)]);
        let reason = Some(Figure::Missing(MissingReason::Suppressed));
        known.insert("FY2024Q2".parse().unwrap(), Known { figure: reason, ..Known::default() });
        let series = assemble(&measure("m"), &Course::default(), &known, day("2025-06-01"));
        assert_eq!((series[0].value, series[1].value), (Some(0.0), None));
        assert_eq!(series[1].figure, reason);
    }
}
