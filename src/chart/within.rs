//! A measure's figures within its years as pictures: what they add up to since each year began, and each
//! year beside those before it.

use crate::domain::actual::Figure;
use crate::domain::measure::{Measure, Unit};
use crate::domain::period::Period;
use crate::domain::series::{Selection, Series, SeriesPoint};

use super::measure::{point, subtitle};
use super::notes;
use super::spec::{ChartSpec, Form, Part, PartValue, Point, Split};

/// What the figures add up to since the year began, against what the targets add up to. After a period
/// without a figure nothing can be said for the rest of its year.
pub(super) fn cumulative(measure: &Measure, series: &Series, selection: &Selection) -> ChartSpec {
    let mut points = Vec::new();
    let mut year = None;
    let (mut sum, mut goal) = (None, None);
    for one in &series.points {
        let own = one.period.year_in(measure.calendar);
        if year.replace(own) != Some(own) {
            // A series that begins within a year has no sum before its first whole one.
            let begins = own.starts_on() == one.period.starts_on();
            (sum, goal) = (begins.then_some(0.0), begins.then_some(0.0));
        }
        sum = sum.zip(one.value).map(|(sum, value)| sum + value);
        goal = goal.zip(one.target).map(|(goal, target)| goal + target);
        if selection.shows(one).is_none() {
            continue;
        }
        let shown = point(one.clone());
        let unknown = shown.missing.clone().or(one.value.map(|_| "not all before it is known".to_owned()));
        points.push(Point {
            value: sum,
            target: goal,
            draft: None,
            target_now: None,
            missing: unknown.filter(|_| sum.is_none()),
            // A sum is not judged as the figures are.
            status: shown.status.filter(|_| sum.is_none()),
            ..shown
        });
    }
    let shown = series.select(selection);
    let by = subtitle(measure, measure.frequency.noun(), &shown).replacen("By", "by", 1);
    ChartSpec {
        subtitle: format!("Cumulative within the year, {by}"),
        form: Form::Cumulative(measure.calendar),
        points,
        breaks: series.breaks.clone(),
        notes: series.notes.clone(),
        ..bare(measure, series, &shown)
    }
}

/// Each of the last years that are shown, part by part: a line a year.
pub(super) fn year_over_year(measure: &Measure, series: &Series, selection: &Selection) -> ChartSpec {
    let shown = series.select(selection);
    let year = |one: &SeriesPoint| one.period.year_in(measure.calendar);
    let mut years: Vec<Period> = shown.iter().filter(|one| one.value.is_some()).map(year).collect();
    years.dedup();
    let left_out = years.len().saturating_sub(Split::MOST);
    years.drain(..left_out);
    let of_year = |of: &Period| {
        let value = |period: Period| {
            let found = shown.iter().find(|one| one.period == period);
            PartValue {
                value: found.and_then(|one| one.value),
                draft: false,
                missing: found
                    .and_then(|one| one.figure)
                    .and_then(|figure| figure.missing())
                    .map(|reason| reason.label().to_owned()),
            }
        };
        Part { name: of.label(), values: of.parts(measure.frequency).into_iter().map(value).collect() }
    };
    let parts = years.iter().map(of_year).collect();
    let slots = years.last().map(|last| last.parts(measure.frequency)).unwrap_or_default();
    let (noun, unit) = (measure.frequency.noun(), &measure.unit.name);
    ChartSpec {
        subtitle: format!("Year over year by {noun}, in {unit}"),
        form: Form::Seasons,
        points: slots.into_iter().map(Point::empty).collect(),
        split: Some(Split { by: "year".to_owned(), parts, additive: false, left_out }),
        ..bare(measure, series, &shown)
    }
}

/// Of what a rate is made: its denominator, and in it its numerator.
pub(super) fn parts(measure: &Measure, series: &Series, selection: &Selection) -> ChartSpec {
    let shown = series.select(selection);
    // Numerator and denominator, or why there are none.
    let of = |one: &SeriesPoint| match one.figure {
        Some(Figure::Ratio { numerator, denominator }) => ([Some(numerator), Some(denominator)], None),
        Some(Figure::Value(_)) => ([None; 2], Some("given as a rate alone".to_owned())),
        Some(Figure::Missing(reason)) => ([None; 2], Some(reason.label().to_owned())),
        None => ([None; 2], None),
    };
    let values = |place: usize| {
        let value = |one: &SeriesPoint| {
            let (values, missing) = of(one);
            PartValue { value: values[place], draft: false, missing }
        };
        shown.iter().map(value).collect()
    };
    let parts = vec![
        Part { name: "numerator".to_owned(), values: values(0) },
        Part { name: "denominator".to_owned(), values: values(1) },
    ];
    let whole =
        parts.iter().flat_map(|part| &part.values).filter_map(|one| one.value).all(|v| v.fract() == 0.0);
    let by = subtitle(measure, measure.frequency.noun(), &shown).replacen("By", "by", 1);
    ChartSpec {
        subtitle: format!("Numerator and denominator {by}"),
        form: Form::Parts,
        points: shown.iter().map(|one| Point { value: None, ..unjudged(one) }).collect(),
        unit: Unit { name: String::new(), decimals: if whole { 0 } else { 2 } },
        breaks: series.breaks.clone(),
        notes: series.notes.clone(),
        split: Some(Split { by: measure.unit.name.clone(), parts, additive: false, left_out: 0 }),
        ..bare(measure, series, &shown)
    }
}

/// A period without what it is held against.
fn unjudged(one: &SeriesPoint) -> Point {
    let known = point(one.clone());
    let status = known.status.filter(|_| known.value.is_none());
    Point { draft: None, target: None, target_now: None, status, ..known }
}

/// What all of them have in common.
pub(super) fn bare(measure: &Measure, series: &Series, shown: &[SeriesPoint]) -> ChartSpec {
    let revised = crate::domain::series::revised_note(shown.iter().map(|point| ("", point)));
    ChartSpec {
        title: measure.name.clone(),
        subtitle: String::new(),
        unit: measure.unit.clone(),
        higher_is_better: measure.direction.higher_is_better(),
        form: Form::Trend,
        points: Vec::new(),
        baseline: None,
        what_if: None,
        breaks: Vec::new(),
        notes: Vec::new(),
        footnotes: notes::under(measure, series, shown, revised),
        illustrative: measure.illustrative,
        split: None,
        control: None,
        fan: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::of_measure;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::pace::Course;
    use crate::domain::picture::Picture;
    use crate::domain::series::Known;
    use std::collections::BTreeMap;

    fn drawn(measure: &Measure, first: &str, figures: &[Option<Figure>], picture: Picture) -> ChartSpec {
        let first: Period = first.parse().unwrap();
        let known = |(k, figure): (usize, &Option<Figure>)| {
            (first.step(k as i32), Known { figure: *figure, target: Some(5.0), ..Known::default() })
        };
        let known: BTreeMap<Period, Known> = figures.iter().enumerate().map(known).collect();
        let series = Series::assemble(measure, &Course::default(), &known, "2029-01-01".parse().unwrap());
        of_measure(measure, None, &series, &Selection { picture, ..Selection::default() })
    }

    fn values(values: &[f64]) -> Vec<Option<Figure>> {
        values.iter().map(|value| Some(Figure::Value(*value))).collect()
    }

    #[test]
    fn sums_begin_anew_each_year_and_end_at_a_gap() {
        let mut figures = values(&[1., 2., 3., 4., 5., 6., 7., 8.]);
        figures[5] = None;
        let spec = drawn(&measure("m"), "FY2024Q1", &figures, Picture::Cumulative);
        let sums: Vec<_> = spec.points.iter().map(|point| point.value).collect();
        assert_eq!(sums, [Some(1.), Some(3.), Some(6.), Some(10.), Some(5.), None, None, None]);
        let goals: Vec<_> = spec.points.iter().filter_map(|point| point.target).collect();
        assert_eq!(goals, [5., 10., 15., 20., 5., 10., 15., 20.]);
        assert_eq!(spec.points[6].missing.as_deref(), Some("not all before it is known"));
        // The first year is not known from its beginning.
        let late = drawn(&measure("m"), "FY2024Q3", &values(&[1., 2., 3., 4.]), Picture::Cumulative);
        let sums: Vec<_> = late.points.iter().map(|point| point.value).collect();
        assert_eq!(sums, [None, None, Some(3.), Some(7.)]);
    }

    #[test]
    fn the_last_years_stand_beside_each_other() {
        let figures: Vec<f64> = (0..30).map(f64::from).collect();
        let spec = drawn(&measure("m"), "FY2019Q1", &values(&figures), Picture::YearOverYear);
        assert_eq!(spec.points.len(), 4);
        let split = spec.split.unwrap();
        assert_eq!((split.parts.len(), split.left_out), (6, 2));
        assert_eq!(split.parts[0].name, "FY 2021");
        let last: Vec<_> = split.parts[5].values.iter().map(|one| one.value).collect();
        assert_eq!(last, [Some(28.), Some(29.), None, None]);
    }

    #[test]
    fn a_rate_is_told_by_its_parts() {
        let rate = Measure { ratio: true, ..measure("m") };
        let ratio = Some(Figure::Ratio { numerator: 83.0, denominator: 100.0 });
        let spec = drawn(&rate, "FY2024Q1", &[ratio, Some(Figure::Value(0.5))], Picture::Parts);
        let split = spec.split.unwrap();
        let of = |part: usize, i: usize| split.parts[part].values[i].value;
        assert_eq!((of(0, 0), of(1, 0), of(0, 1)), (Some(83.0), Some(100.0), None));
        // A measure without them is shown as it is.
        assert_eq!(drawn(&measure("m"), "FY2024Q1", &[ratio], Picture::Parts).form, Form::Trend);
    }
}
