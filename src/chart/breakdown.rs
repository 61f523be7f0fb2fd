//! A measure's figures by category as a picture to be drawn.

use crate::domain::breakdown::{self, Breakdown, CategorySeries};
use crate::domain::measure::Measure;
use crate::domain::picture::Picture;
use crate::domain::series::{Selection, Series, SeriesPoint, revised_note};

use super::measure::{point, subtitle};
use super::notes;
use super::spec::{ChartSpec, Form, Part, PartValue, Point, Split};

/// The chart of a measure by category: bars made of them, or lines on request. What does not add up is
/// never stacked. `series` is that of the total.
pub fn of_breakdown(
    measure: &Measure,
    found: &Breakdown,
    series: &Series,
    lines: bool,
    selection: &Selection,
) -> ChartSpec {
    let shown = found.select(selection);
    let additive = measure.is_additive();
    let by = breakdown::words(&shown.dimension);
    let step = format!("{} and {by}", measure.frequency.noun());
    let totals = shown.total.iter().map(|point| ("", point));
    let of_categories =
        shown.categories.iter().flat_map(|one| one.points.iter().map(|point| (one.name.as_str(), point)));
    let footnotes = notes::under(measure, series, &shown.total, revised_note(totals.chain(of_categories)));
    let (parts, left_out) = drawn(shown.categories, additive);
    ChartSpec {
        title: measure.name.clone(),
        subtitle: subtitle(measure, &step, &shown.total),
        unit: measure.unit.clone(),
        higher_is_better: measure.direction.higher_is_better(),
        form: match selection.picture {
            Picture::Multiples => Form::Multiples,
            _ if additive && !lines => Form::Stacked,
            _ => Form::Lines,
        },
        points: shown.total.into_iter().map(bare).collect(),
        baseline: None,
        what_if: None,
        breaks: series.breaks.clone(),
        notes: series.notes.clone(),
        footnotes,
        illustrative: measure.illustrative,
        split: Some(Split { by, parts, additive, left_out }),
        control: None,
        fan: None,
    }
}

/// The total of a period, without what it is held against.
fn bare(total: SeriesPoint) -> Point {
    Point { draft: None, target: None, target_now: None, ..point(total) }
}

/// As many categories as can be told apart, in their order. Of those that add up, the smallest are
/// drawn as one; of others, the first are drawn. Gives also how many are left out.
fn drawn(categories: Vec<CategorySeries>, additive: bool) -> (Vec<Part>, usize) {
    if categories.len() <= Split::MOST {
        return (categories.into_iter().map(part).collect(), 0);
    }
    if !additive {
        let left_out = categories.len() - Split::MOST;
        return (categories.into_iter().take(Split::MOST).map(part).collect(), left_out);
    }
    let size = |one: &CategorySeries| -> f64 {
        one.points.iter().filter_map(|point| point.draft.or(point.value)).map(f64::abs).sum()
    };
    let sizes: Vec<f64> = categories.iter().map(size).collect();
    // Of like ones, those listed first are the larger.
    let larger = |at: usize| {
        let before = |other: &usize| sizes[*other] > sizes[at] || (sizes[*other] == sizes[at] && *other < at);
        (0..sizes.len()).filter(before).count()
    };
    let (mut parts, mut small) = (Vec::new(), Vec::new());
    for (at, category) in categories.into_iter().enumerate() {
        let to = if larger(at) < Split::MOST - 1 { &mut parts } else { &mut small };
        to.push(part(category));
    }
    let left_out = small.len();
    parts.push(together(small));
    (parts, left_out)
}

fn part(category: CategorySeries) -> Part {
    let value = |point: SeriesPoint| PartValue {
        value: point.draft.or(point.value),
        draft: point.draft.is_some(),
        missing: point.figure.and_then(|figure| figure.missing()).map(|reason| reason.label().to_owned()),
    };
    Part { name: category.name, values: category.points.into_iter().map(value).collect() }
}

/// Several categories as one.
fn together(parts: Vec<Part>) -> Part {
    let name = format!("{} others", parts.len());
    let periods = parts.first().map_or(0, |part| part.values.len());
    let sum = |i: usize| {
        let known = || parts.iter().filter_map(|part| part.values.get(i)).filter(|one| one.value.is_some());
        PartValue {
            value: known().next().is_some().then(|| known().filter_map(|one| one.value).sum()),
            draft: known().any(|one| one.draft),
            missing: None,
        }
    };
    Part { name, values: (0..periods).map(sum).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::Figure;
    use crate::domain::measure::{Aggregation, tests_support::measure};
    use crate::domain::pace::Course;
    use crate::domain::period::Period;
    use crate::domain::series::Known;
    use std::collections::BTreeMap;

    type Quarters = BTreeMap<Period, Known>;

    fn quarters(values: &[f64]) -> Quarters {
        let first: Period = "FY2024Q1".parse().unwrap();
        let known = |(k, value): (usize, &f64)| {
            let figure = Some(Figure::Value(*value));
            (first.step(k as i32), Known { figure, target: Some(1.0), ..Known::default() })
        };
        values.iter().enumerate().map(known).collect()
    }

    fn spec(measure: &Measure, categories: &[(&str, &[f64])], lines: bool) -> ChartSpec {
        let known: Vec<(String, Quarters)> =
            categories.iter().map(|(name, values)| (name.to_string(), quarters(values))).collect();
        let total = quarters(&[30.0, 40.0]);
        let today = "2025-01-01".parse().unwrap();
        let found = Breakdown::assemble(measure, &Course::default(), "firearm_type", &total, &known, today);
        of_breakdown(measure, &found, &Series::default(), lines, &Selection::default())
    }

    #[test]
    fn what_adds_up_is_stacked_and_all_else_is_lines() {
        let count = measure("m");
        let mean = Measure { aggregation: Aggregation::Mean, ..measure("m") };
        let categories = [("handgun", &[10.0, 25.0][..]), ("rifle", &[20.0, 15.0])];
        for (measure, lines, form) in [
            (&count, false, Form::Stacked),
            (&count, true, Form::Lines),
            (&mean, false, Form::Lines),
            (&mean, true, Form::Lines),
        ] {
            let spec = spec(measure, &categories, lines);
            assert_eq!(spec.form, form);
            assert_eq!(spec.subtitle, "By quarter and firearm type, Q1 FY 2024 to Q2 FY 2024, in traces");
            assert_eq!((spec.points[1].value, spec.points[1].target), (Some(40.0), None));
            let split = spec.split.unwrap();
            assert_eq!((split.by.as_str(), split.parts.len(), split.left_out), ("firearm type", 2, 0));
            assert_eq!(split.parts[0].values[1].value, Some(25.0));
        }
    }

    #[test]
    fn of_many_the_smallest_are_drawn_as_one() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let values: Vec<[f64; 2]> = (0..8).map(|k| [f64::from(k * 3 % 8), 1.0]).collect();
        let categories: Vec<(&str, &[f64])> =
            names.iter().copied().zip(values.iter().map(|two| &two[..])).collect();
        let split = spec(&measure("m"), &categories, false).split.unwrap();
        let drawn: Vec<_> = split.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(drawn, ["b", "c", "e", "f", "h", "3 others"], "in their order: {values:?}");
        let sum: f64 = split.parts.iter().filter_map(|part| part.values[0].value).sum();
        assert_eq!((sum, split.left_out), (28.0, 3));
        let mean = Measure { aggregation: Aggregation::Mean, ..measure("m") };
        let split = spec(&mean, &categories, false).split.unwrap();
        let drawn: Vec<_> = split.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!((drawn, split.left_out), (vec!["a", "b", "c", "d", "e", "f"], 2));
    }
}
