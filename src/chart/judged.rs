//! A measure's series, judged for signal or noise, as a picture to be drawn.

use crate::domain::measure::{Measure, Unit};
use crate::domain::series::{Selection, Series, SeriesPoint};
use crate::domain::spc::{self, Group, Kind, Limits, Rule, RuleSet, Spc, Standing};

use super::measure::{point, subtitle};
use super::notes;
use super::spec::{Bounds, ChartSpec, Control, Form, Point, Signal, Stretch};

/// The control chart. Limits rest on every published figure, whichever of them are shown: what is left out
/// of the picture changes nothing of what is said of the rest.
pub(super) fn of_figures(
    measure: &Measure,
    series: &Series,
    selection: &Selection,
    rules: RuleSet,
) -> ChartSpec {
    let (spc, shown) = judged(measure, series, selection, rules);
    let signal = |found: &Option<spc::Point>| {
        found.and_then(|found| Some(Signal { rule: found.rule?, kind: found.kind }))
    };
    let control = Control {
        rules,
        ranges: false,
        stretches: stretches(
            &spc,
            &shown,
            |group| group.mean,
            |limits| Bounds {
                lower: Some(limits.lower),
                upper: limits.upper,
                near: Some([limits.near_lower, limits.near_upper]),
            },
        ),
        signals: spc.points[shown.clone()].iter().map(signal).collect(),
        assurance: spc.assurance,
    };
    let points = series.points[shown].to_vec();
    spec(measure, series, points, "Control chart", control)
}

/// How far each figure is from the one before it, with the limit of that.
pub(super) fn of_ranges(
    measure: &Measure,
    series: &Series,
    selection: &Selection,
    rules: RuleSet,
) -> ChartSpec {
    let (spc, shown) = judged(measure, series, selection, rules);
    let limit = |i: usize| spc.groups.iter().rev().find(|group| group.first <= i)?.limits.map(|l| l.range);
    let range = |i: usize| spc.points[i].and_then(|point| point.moving_range);
    // A hair above the limit is the limit: binary fractions add up to a hair more or less.
    let outside = |i: usize| Some(range(i)? > limit(i)? * (1.0 + 1e-9));
    let signal = |i: usize| {
        outside(i).filter(|beyond| *beyond).map(|_| Signal { rule: Rule::Outside, kind: Kind::High })
    };
    let control = Control {
        rules,
        ranges: true,
        stretches: stretches(
            &spc,
            &shown,
            |group| group.mean_range,
            |limits| Bounds { lower: None, upper: limits.range, near: None },
        ),
        signals: shown.clone().map(signal).collect(),
        assurance: None,
    };
    let points = series.points[shown.clone()].to_vec();
    let mut spec = spec(measure, series, points, "Moving ranges", control);
    for (point, i) in spec.points.iter_mut().zip(shown) {
        if point.value.is_some() && range(i).is_none() {
            point.missing = Some("no figure before it".to_owned());
        }
        (point.value, point.target) = (range(i), None);
    }
    if spec.unit.is_percent() {
        spec.unit = Unit { name: "percentage points".to_owned(), ..spec.unit };
    }
    spec
}

/// What is said of the whole series, and which of its points are shown.
fn judged(
    measure: &Measure,
    series: &Series,
    selection: &Selection,
    rules: RuleSet,
) -> (Spc, std::ops::Range<usize>) {
    let spc = spc::of_series(measure, &series.points, &series.stretches(), rules);
    let is_shown = |point: &SeriesPoint| selection.shows(point).is_some();
    let first = series.points.iter().position(is_shown).unwrap_or(series.points.len());
    let end = series.points.iter().rposition(is_shown).map_or(first, |last| last + 1);
    (spc, first..end)
}

/// The groups of a series as far as they are shown.
fn stretches(
    spc: &Spc,
    shown: &std::ops::Range<usize>,
    mean: impl Fn(&Group) -> Option<f64>,
    bounds: impl Fn(&Limits) -> Bounds,
) -> Vec<Stretch> {
    let ends = spc.groups.iter().skip(1).map(|group| group.first).chain([spc.points.len()]);
    let stretch = |(group, end): (&Group, usize)| {
        let (first, end) = (group.first.max(shown.start), end.min(shown.end));
        (first < end).then(|| Stretch {
            first: first - shown.start,
            end: end - shown.start,
            figures: group.points,
            mean: mean(group),
            limits: group.limits.as_ref().map(&bounds),
            standing: group.limits.map_or(Standing::None, |limits| limits.standing),
        })
    };
    spc.groups.iter().zip(ends).filter_map(stretch).collect()
}

fn spec(
    measure: &Measure,
    series: &Series,
    points: Vec<SeriesPoint>,
    what: &str,
    control: Control,
) -> ChartSpec {
    let by = subtitle(measure, measure.frequency.noun(), &points).replacen("By", "by", 1);
    let rules = format!(
        "Process limits (XmR) by the rules “{}”, from approved figures alone.",
        control.rules.label()
    );
    let footnotes = notes::under(measure, series, &points, Some(rules));
    ChartSpec {
        title: measure.name.clone(),
        subtitle: format!("{what} {by}"),
        unit: measure.unit.clone(),
        higher_is_better: measure.direction.higher_is_better(),
        form: Form::Control,
        points: points.into_iter().map(|one| Point { draft: None, target_now: None, ..point(one) }).collect(),
        baseline: None,
        what_if: None,
        breaks: series.breaks.clone(),
        notes: series.notes.clone(),
        footnotes,
        illustrative: measure.illustrative,
        split: None,
        control: Some(control),
        fan: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::Figure;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::pace::Course;
    use crate::domain::period::Period;
    use crate::domain::picture::Picture;
    use crate::domain::series::Known;
    use std::collections::BTreeMap;

    fn series(measure: &Measure, values: &[f64]) -> Series {
        let first: Period = "FY2022Q1".parse().unwrap();
        let known = |(k, value): (usize, &f64)| {
            let figure = Some(Figure::Value(*value));
            (first.step(k as i32), Known { figure, target: Some(5.0), ..Known::default() })
        };
        let known: BTreeMap<Period, Known> = values.iter().enumerate().map(known).collect();
        Series::assemble(measure, &Course::default(), &known, "2027-01-01".parse().unwrap())
    }

    fn drawn(series: &Series, picture: Picture, from: Option<&str>) -> ChartSpec {
        let from = from.map(|from| from.parse().unwrap());
        let selection = Selection { from, picture, ..Selection::default() };
        crate::chart::of_measure(&measure("m"), None, series, &selection)
    }

    #[test]
    fn what_is_not_shown_changes_no_limit() {
        let series = series(&measure("m"), &[1., 2., 1., 2., 10., 1., 2., 1., 2., 1., 2., 1., 2.]);
        let whole = drawn(&series, Picture::Control(RuleSet::Nhs), None);
        let part = drawn(&series, Picture::Control(RuleSet::Nhs), Some("FY2023Q1"));
        let (whole, part) = (whole.control.unwrap(), part.control.unwrap());
        assert_eq!(whole.stretches[0].limits, part.stretches[0].limits);
        assert_eq!((part.stretches[0].first, part.stretches[0].end, part.stretches[0].figures), (0, 9, 13));
        assert_eq!(whole.signals[4..], part.signals[..]);
        assert_eq!(part.signals[0], Some(Signal { rule: Rule::Outside, kind: Kind::Improvement }));
        let unscreened = drawn(&series, Picture::Control(RuleSet::Wheeler), None).control.unwrap();
        assert_ne!(unscreened.stretches[0].limits, whole.stretches[0].limits);
    }

    #[test]
    fn limits_begin_anew_with_a_definition() {
        let mut series = series(&measure("m"), &[1., 2., 1., 2., 1., 2., 1., 9., 8., 9., 8., 9.]);
        series.breaks = vec!["FY2023Q4".parse().unwrap()];
        let control = drawn(&series, Picture::Control(RuleSet::Nhs), None).control.unwrap();
        let spans: Vec<_> = control.stretches.iter().map(|s| (s.first, s.end, s.standing)).collect();
        assert_eq!(spans, [(0, 7, Standing::Trial), (7, 12, Standing::None)]);
        assert!(control.signals.iter().all(Option::is_none));
    }

    #[test]
    fn a_range_is_the_way_from_the_figure_before() {
        let series = series(&measure("m"), &[1., 2., 1., 2., 10., 1., 2., 1., 2., 1., 2., 1., 2.]);
        let spec = drawn(&series, Picture::MovingRange(RuleSet::Nhs), None);
        let ranges: Vec<_> = spec.points.iter().take(6).map(|point| point.value).collect();
        assert_eq!(ranges, [None, Some(1.), Some(1.), Some(1.), Some(8.), Some(9.)]);
        assert_eq!(spec.points[0].missing.as_deref(), Some("no figure before it"));
        let control = spec.control.unwrap();
        assert_eq!(control.stretches[0].limits.map(|bounds| bounds.upper), Some(3.268));
        let beyond: Vec<usize> = (0..13).filter(|i| control.signals[*i].is_some()).collect();
        assert_eq!(beyond, [4, 5]);
    }
}
