//! A measure's series: every period in order, with what was promised and what was reached.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::actual::Figure;
use super::measure::{Aggregation, Frequency, Measure};
use super::note::{self, Note};
use super::pace::Course;
use super::period::Period;
use super::picture::Picture;
use super::rollup::{self, Partial};
use super::standing::{self, Facts};
use super::status::{Edges, Status};

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
    /// Why the published figure was changed after its deadline; `None` where it was not.
    pub revised: Option<String>,
    /// For a quarter or a year made of shorter periods, where not all of them have a value.
    pub partial: Option<Partial>,
    /// Of a whole year: from where on its figure has which status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edges: Option<Edges>,
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
    /// Why the figure was changed after its deadline; `None` where it was not.
    pub revised: Option<String>,
}

/// A measure's periods and the quarters and years made of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// In order, without gaps.
    pub points: Vec<SeriesPoint>,
    /// Made of months; empty for a measure that is not monthly.
    pub quarters: Vec<SeriesPoint>,
    /// Empty for a measure that is annual itself.
    pub years: Vec<SeriesPoint>,
    /// The periods from which something else was counted than before.
    pub breaks: Vec<Period>,
    /// What is pinned to its periods, in their order.
    pub notes: Vec<Note>,
}

/// Which part of a series a chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Only periods that end on or after the first day of this one.
    pub from: Option<Period>,
    /// Only periods that end on or before the last day of this one.
    pub to: Option<Period>,
    /// Totals of this length instead of the measure's own periods.
    pub totals: Option<Frequency>,
    /// A target to try out, in the measure's unit.
    pub what_if: Option<f64>,
    /// With what waits for approval.
    pub drafts: bool,
    /// With the targets in force now, where they are others than those that stood.
    pub targets_now: bool,
    pub picture: Picture,
}

impl Selection {
    /// What of a point is asked for; `None` where its period is not in the span.
    pub fn shows(&self, point: &SeriesPoint) -> Option<SeriesPoint> {
        let ends = point.period.ends_on();
        let spanned = self.from.is_none_or(|from| ends >= from.starts_on())
            && self.to.is_none_or(|to| ends <= to.ends_on());
        spanned.then(|| SeriesPoint {
            draft: point.draft.filter(|_| self.drafts),
            target_now: point.target_now.filter(|_| self.targets_now),
            ..point.clone()
        })
    }
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
        let totals = |length: Frequency| match length.months() > measure.frequency.months() {
            true => totals(measure, course.baseline, &points, length, today),
            false => Vec::new(),
        };
        let (quarters, years) = (totals(Frequency::Quarterly), totals(Frequency::Annual));
        Series { points, quarters, years, ..Series::default() }
    }

    /// Whether any period's target was changed after it had ended.
    pub fn has_other_targets_now(&self) -> bool {
        self.points.iter().any(|point| point.target_now.is_some())
    }

    /// The periods with which process limits begin anew, as [`note::begun`] has them.
    pub fn stretches(&self) -> Vec<Period> {
        note::begun(&self.breaks, &self.notes).collect()
    }

    /// Whether any period was promised anything.
    pub fn has_targets(&self) -> bool {
        self.points.iter().any(|point| point.target.is_some())
    }

    /// The totals that a selection asks for, where there are such.
    pub fn totals(&self, selection: &Selection) -> Option<Frequency> {
        selection.totals.filter(|length| match length {
            Frequency::Annual => !self.years.is_empty(),
            Frequency::Quarterly => !self.quarters.is_empty(),
            Frequency::Monthly => false,
        })
    }

    /// The points that a selection asks for.
    pub fn select(&self, selection: &Selection) -> Vec<SeriesPoint> {
        let source = match self.totals(selection) {
            Some(Frequency::Annual) => &self.years,
            Some(_) => &self.quarters,
            None => &self.points,
        };
        source.iter().filter_map(|point| selection.shows(point)).collect()
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
                revised: known.revised.clone(),
                partial: None,
                edges: edges(&facts, today),
            }
        })
        .collect()
}

/// The longer periods of a series, each made of its parts. One without any value or target is left
/// out at either end. Partial ones are compared with no target: three quarters against a year's
/// promise say nothing.
fn totals(
    measure: &Measure,
    baseline: Option<f64>,
    points: &[SeriesPoint],
    length: Frequency,
    today: NaiveDate,
) -> Vec<SeriesPoint> {
    let whole = |point: &SeriesPoint| Period::containing(length, measure.calendar, point.period.starts_on());
    let Some((first, last)) = points.first().map(whole).zip(points.last().map(whole)) else {
        return Vec::new();
    };
    let course = Course::from_baseline(baseline.map(|value| baseline_over(measure, value, length)));
    let mut totals: Vec<SeriesPoint> =
        first.through(last).map(|period| total(measure, course, points, period, today)).collect();
    let bare = |point: &SeriesPoint| point.value.is_none() && point.target.is_none();
    while totals.last().is_some_and(bare) {
        totals.pop();
    }
    let lead = totals.iter().take_while(|point| bare(point)).count();
    totals.drain(..lead);
    totals
}

fn total(
    measure: &Measure,
    course: Course,
    points: &[SeriesPoint],
    period: Period,
    today: NaiveDate,
) -> SeriesPoint {
    let find = |period| points.binary_search_by_key(&period, |point| point.period).ok().map(|at| &points[at]);
    let parts: Vec<Option<&SeriesPoint>> = period.parts(measure.frequency).into_iter().map(find).collect();
    let target_of = |of: &dyn Fn(&SeriesPoint) -> Option<f64>| {
        let targets: Vec<Option<f64>> = parts.iter().map(|part| part.and_then(of)).collect();
        rollup::target(&targets, measure.aggregation)
    };
    let figures: Vec<Option<Figure>> = parts.iter().map(|part| part.and_then(|part| part.figure)).collect();
    let total = rollup::total(&figures, measure.aggregation, measure.scale());
    let target = target_of(&|part| part.target);
    let target_now = target_of(&|part| part.target_now.or(part.target)).filter(|now| Some(*now) != target);
    let whole = total.filter(|total| total.partial.is_none());
    let facts =
        Facts { measure, period, figure: whole.map(|total| Figure::Value(total.value)), target, course };
    SeriesPoint {
        period,
        figure: total.map(|total| Figure::Value(total.value)),
        value: total.map(|total| total.value),
        draft: None,
        target,
        target_now,
        status: standing::stand(&facts, today).status,
        note: String::new(),
        revised: revised(&parts),
        partial: total.and_then(|total| total.partial),
        // Three quarters against a year's promise say nothing.
        edges: edges(&facts, today).filter(|_| total.is_none_or(|total| total.partial.is_none())),
    }
}

fn edges(facts: &Facts, today: NaiveDate) -> Option<Edges> {
    (facts.period.frequency() == Frequency::Annual).then(|| standing::edges(facts, today)).flatten()
}

/// How many revised figures a note names, and how much of each reason it tells.
const NAMED: usize = 3;
const TOLD: usize = 120;

/// Which of some figures were changed after their deadlines, and why, to stand under their picture; `None`
/// where none was. Each goes with its category, which is empty for a total.
pub fn revised_note<'p>(points: impl IntoIterator<Item = (&'p str, &'p SeriesPoint)>) -> Option<String> {
    let why = |(category, point): (&'p str, &'p SeriesPoint)| {
        let of = if category.is_empty() { String::new() } else { format!(", {category}") };
        Some((format!("{}{of}", point.period.label()), point.revised.as_deref()?))
    };
    let revised: Vec<(String, &str)> = points.into_iter().filter_map(why).collect();
    let told = |(which, why): &(String, &str)| match why.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{which} ({}…)", &why[..end]),
        None => format!("{which} ({why})"),
    };
    let mut parts: Vec<String> = revised.iter().take(NAMED).map(told).collect();
    if revised.len() > NAMED {
        parts.push(format!("{} more", revised.len() - NAMED));
    }
    (!parts.is_empty()).then(|| format!("Revised after the deadline: {}.", parts.join("; ")))
}

/// Why parts of a total were changed after their deadlines, each named by its period.
fn revised(parts: &[Option<&SeriesPoint>]) -> Option<String> {
    let one = |part: &SeriesPoint| Some(format!("{}: {}", part.period.label(), part.revised.as_ref()?));
    let told: Vec<String> = parts.iter().flatten().filter_map(|part| one(part)).collect();
    Some(told.join("; ")).filter(|told| !told.is_empty())
}

/// A baseline in the terms of a longer period. A sum's baseline is that of one of the measure's own
/// periods: four quarters of it make the year's.
pub fn baseline_over(measure: &Measure, value: f64, length: Frequency) -> f64 {
    match measure.aggregation {
        Aggregation::Sum => value * f64::from(length.months() / measure.frequency.months()),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::MissingReason;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::period::Calendar;

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
        let years = totals(&measure, None, &quarters, Frequency::Annual, day("2025-06-01"));
        assert_eq!(years[0].value, Some(42.0));
        assert_eq!((years[0].target, years[0].status, years[0].partial), (Some(40.0), Status::Met, None));
        assert_eq!((years[1].value, years[1].partial), (Some(20.0), Some(Partial { parts: 2, of: 4 })));
        assert_eq!(years[1].status, Status::NoData);
    }

    #[test]
    fn what_was_revised_is_told_with_its_reason_and_of_a_year_by_its_quarters() {
        let mut known = known(&[
            ("FY2023Q1", Some(1.0), None),
            ("FY2023Q2", Some(1.0), None),
            ("FY2023Q3", Some(1.0), None),
            ("FY2023Q4", Some(1.0), None),
        ]);
        let series = |known: &BTreeMap<Period, Known>| {
            Series::assemble(&measure("m"), &Course::default(), known, day("2025-06-01"))
        };
        let note = |points: &[SeriesPoint]| revised_note(points.iter().map(|point| ("", point)));
        assert_eq!(note(&series(&known).points), None);
        let long = "é".repeat(200);
        for (quarter, why) in [("FY2023Q2", "counted twice"), ("FY2023Q4", long.as_str())] {
            known.get_mut(&quarter.parse().unwrap()).unwrap().revised = Some(why.to_owned());
        }
        let found = series(&known);
        let cut = "é".repeat(120);
        assert_eq!(
            note(&found.points).unwrap(),
            format!("Revised after the deadline: Q2 FY 2023 (counted twice); Q4 FY 2023 ({cut}…).")
        );
        assert_eq!(found.years[0].revised, Some(format!("Q2 FY 2023: counted twice; Q4 FY 2023: {long}")));
        let of_category = revised_note([("handgun", &found.points[1])]).unwrap();
        assert_eq!(of_category, "Revised after the deadline: Q2 FY 2023, handgun (counted twice).");
        for one in known.values_mut() {
            one.revised = Some("x".into());
        }
        assert!(note(&series(&known).points).unwrap().ends_with("Q3 FY 2023 (x); 1 more."));
    }

    #[test]
    fn months_become_quarters_and_years_by_the_measures_calendar() {
        let t = Some(10.0);
        let months = "FY2024".parse::<Period>().unwrap().parts(Frequency::Monthly);
        let all: BTreeMap<Period, Known> = months
            .iter()
            .enumerate()
            .filter(|(k, _)| *k != 4)
            .map(|(k, month)| {
                let figure = Some(Figure::Value(10.0 + k as f64));
                (*month, Known { figure, target: t, ..Known::default() })
            })
            .collect();
        let series = |calendar| {
            let kept = Measure { frequency: Frequency::Monthly, calendar, ..measure("m") };
            Series::assemble(&kept, &Course::from_baseline(Some(8.0)), &all, day("2025-06-01"))
        };
        let told = |points: &[SeriesPoint]| -> Vec<_> {
            points
                .iter()
                .map(|p| (p.period.to_string(), p.value, p.target, p.partial.map(Partial::words)))
                .collect()
        };
        let fiscal = series(Calendar::Fiscal);
        assert_eq!(fiscal.points.len(), 12);
        let part = |words: &str| Some(words.to_owned());
        let quarter = |text: &str| text.to_owned();
        assert_eq!(
            told(&fiscal.quarters),
            [
                (quarter("FY2024Q1"), Some(33.0), Some(30.0), None),
                (quarter("FY2024Q2"), Some(28.0), None, part("2 of 3 months")),
                (quarter("FY2024Q3"), Some(51.0), Some(30.0), None),
                (quarter("FY2024Q4"), Some(60.0), Some(30.0), None),
            ]
        );
        assert_eq!(fiscal.quarters[0].status, Status::Met);
        assert_eq!(told(&fiscal.years), [(quarter("FY2024"), Some(172.0), None, part("11 of 12 months"))]);
        let calendar = series(Calendar::Calendar);
        let years: Vec<_> =
            told(&calendar.years).into_iter().map(|(year, _, _, part)| (year, part)).collect();
        assert_eq!(
            years,
            [(quarter("CY2023"), part("3 of 12 months")), (quarter("CY2024"), part("8 of 12 months"))]
        );
        let selected = |totals| {
            let selection = Selection { totals, from: "2024-05".parse().ok(), ..Selection::default() };
            fiscal.select(&selection).iter().map(|point| point.period.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(selected(Some(Frequency::Quarterly)), ["FY2024Q3", "FY2024Q4"]);
        assert_eq!(selected(Some(Frequency::Annual)), ["FY2024"]);
        assert_eq!(selected(None).len(), 5);
        let kept = Measure { frequency: Frequency::Monthly, ..measure("m") };
        assert_eq!(baseline_over(&kept, 8.0, Frequency::Quarterly), 24.0);
        assert_eq!(baseline_over(&kept, 8.0, Frequency::Annual), 96.0);
    }

    #[test]
    fn a_selection_is_a_span_of_days() {
        let t = Some(1.0);
        let known = known(&[("FY2023Q1", t, t), ("FY2024Q4", t, t)]);
        let series = Series::assemble(&measure("m"), &Course::default(), &known, day("2025-06-01"));
        let names = |selection: Selection| -> Vec<String> {
            series.select(&selection).iter().map(|p| p.period.to_string()).collect()
        };
        let span = |from: &str, to: &str, years: bool| Selection {
            from: from.parse().ok(),
            to: to.parse().ok(),
            totals: years.then_some(Frequency::Annual),
            ..Selection::default()
        };
        assert_eq!(names(span("FY2023Q4", "FY2024Q1", false)), ["FY2023Q4", "FY2024Q1"]);
        assert_eq!(names(span("FY2024", "FY2024", false)).len(), 4);
        assert_eq!(names(span("FY2024", "", true)), ["FY2024"]);
        assert_eq!(names(Selection::default()).len(), 8);
    }

    #[test]
    fn the_target_in_force_now_is_shown_on_request_where_it_is_another() {
        let quarters = "FY2024".parse::<Period>().unwrap().parts(Frequency::Quarterly);
        let targets = [(10.0, 10.0), (10.0, 12.0), (10.0, 10.0), (10.0, 8.0)];
        let known = quarters.into_iter().zip(targets).map(|(period, (stood, now))| {
            (period, Known { target: Some(stood), target_now: Some(now), ..Known::default() })
        });
        let series = Series::assemble(&measure("m"), &Course::default(), &known.collect(), day("2025-06-01"));
        let now = |years: bool, targets_now| {
            let totals = years.then_some(Frequency::Annual);
            let selection = Selection { totals, targets_now, ..Selection::default() };
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
