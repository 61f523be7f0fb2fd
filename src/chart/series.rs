//! What of a spec can be drawn: numbers that are numbers, and who stands next to whom.

use std::borrow::Cow;

use super::fan;
use super::spec::{ChartSpec, Form, Point, Split, Stretch};
use crate::domain::number::LARGEST;
use crate::domain::period::Period;
use crate::domain::rollup::Partial;
use crate::domain::status::Edges;

/// The spec without the numbers that have no place on an axis: what is none is missing, to picture and
/// words alike.
pub(super) fn drawable(spec: &ChartSpec) -> Cow<'_, ChartSpec> {
    let stands = |value: &f64| value.is_finite() && value.abs() <= LARGEST;
    let parts = || spec.split.iter().flat_map(|split| &split.parts).flat_map(|part| &part.values);
    if numbers(spec).all(|value| stands(&value)) && parts().filter_map(|one| one.value).all(|v| stands(&v)) {
        return Cow::Borrowed(spec);
    }
    let mut spec = spec.clone();
    for point in &mut spec.points {
        point.edges = point.edges.filter(|edges| edges_of(edges).iter().all(stands));
        for value in [&mut point.value, &mut point.draft, &mut point.target, &mut point.target_now] {
            *value = value.filter(stands);
        }
    }
    spec.baseline = spec.baseline.filter(|baseline| stands(&baseline.value));
    spec.what_if = spec.what_if.filter(stands);
    for stretch in spec.control.iter_mut().flat_map(|control| &mut control.stretches) {
        if !lines(stretch).iter().flatten().all(stands) {
            (stretch.mean, stretch.limits) = (None, None);
        }
    }
    if !fan::values(&spec).all(|value| stands(&value)) {
        spec.fan = None;
    }
    for part in spec.split.iter_mut().flat_map(|split| &mut split.parts) {
        for one in &mut part.values {
            one.value = one.value.filter(stands);
        }
    }
    Cow::Owned(spec)
}

/// Everything that the value axis must hold.
pub(super) fn values(spec: &ChartSpec) -> Vec<f64> {
    match (&spec.split, spec.form) {
        (Some(split), Form::Stacked) => {
            let ends = |i: usize| {
                let (up, down) = stack(split, i);
                [Some(up), Some(down), spec.points[i].value]
            };
            let shown = (0..spec.points.len()).filter(|i| has_figure(spec, *i));
            shown.flat_map(ends).flatten().collect()
        }
        (Some(split), _) => {
            split.parts.iter().flat_map(|part| &part.values).filter_map(|one| one.value).collect()
        }
        (None, _) => numbers(spec).collect(),
    }
}

/// How high the categories of a period reach on top of each other, and how far below zero.
pub(super) fn stack(split: &Split, i: usize) -> (f64, f64) {
    let values = split.parts.iter().filter_map(|part| part.values.get(i)?.value);
    values.fold((0.0, 0.0), |(up, down), v| if v < 0.0 { (up, down + v) } else { (up + v, down) })
}

/// Whether the categories of a period make something else than its total.
pub(super) fn differs(spec: &ChartSpec, i: usize) -> bool {
    let (Some(split), Some(total)) = (&spec.split, spec.points[i].value) else { return false };
    let (up, down) = stack(split, i);
    split.additive && has_figure(spec, i) && spec.unit.rounded(up + down) != spec.unit.rounded(total)
}

/// What stands for periods, and the levels beside them.
fn numbers(spec: &ChartSpec) -> impl Iterator<Item = f64> {
    let points =
        spec.points.iter().flat_map(|point| [point.value, point.draft, point.target, point.target_now]);
    let edges = spec.points.iter().flat_map(|point| &point.edges).flat_map(edges_of).map(Some);
    let levels = [spec.baseline.as_ref().map(|baseline| baseline.value), spec.what_if];
    let stretches = spec.control.iter().flat_map(|control| &control.stretches);
    points.chain(edges).chain(levels).chain(stretches.flat_map(lines)).flatten().chain(fan::values(spec))
}

/// From the best to the worst.
pub(super) fn edges_of(edges: &Edges) -> [f64; 3] {
    [edges.met, edges.on_track, edges.at_risk]
}

/// The mean and the limits of a stretch.
fn lines(stretch: &Stretch) -> [Option<f64>; 3] {
    let limits = stretch.limits;
    [stretch.mean, limits.and_then(|bounds| bounds.lower), limits.map(|bounds| bounds.upper)]
}

/// The targets in force now, period by period, where any is another than the one that stood.
pub(super) fn targets_now(spec: &ChartSpec) -> Option<Vec<Option<f64>>> {
    let other = spec.points.iter().any(|point| point.target_now.is_some());
    other.then(|| spec.points.iter().map(|point| point.target_now.or(point.target)).collect())
}

/// Where something else begins to be counted, in slots from the middle of the first, with the period.
/// Nothing breaks where nothing is shown before it.
pub(super) fn breaks(spec: &ChartSpec) -> Vec<(f64, Period)> {
    let place = |&period: &Period| {
        let day = period.starts_on();
        let holds = |point: &Point| (point.period.starts_on()..=point.period.ends_on()).contains(&day);
        let slot = spec.points.iter().position(holds)?;
        // Within a year that is made of quarters, the break stands before its own quarter.
        let x = slot as f64 - 0.5 + spec.points[slot].period.share_before(period);
        (x > -0.5).then_some((x, period))
    };
    spec.breaks.iter().filter_map(place).collect()
}

/// Whether there is any line to draw.
pub(super) fn has_anything(spec: &ChartSpec) -> bool {
    numbers(spec).next().is_some()
}

/// Whether there is a figure, approved or draft.
pub(super) fn has_figures(spec: &ChartSpec) -> bool {
    (0..spec.points.len()).any(|i| has_figure(spec, i))
}

/// Whether a period has one: of any category, where they are told apart.
pub(super) fn has_figure(spec: &ChartSpec, i: usize) -> bool {
    match &spec.split {
        None => spec.points[i].value.or(spec.points[i].draft).is_some(),
        Some(split) => {
            split.parts.iter().any(|part| part.values.get(i).is_some_and(|one| one.value.is_some()))
        }
    }
}

/// The first total that does not rest on all of its parts.
pub(super) fn partial(spec: &ChartSpec) -> Option<Partial> {
    spec.points.iter().find_map(|point| point.partial)
}

/// Why a period has no figure, in words: that of the total, else of the first category that says.
pub(super) fn missing(spec: &ChartSpec, i: usize) -> Option<&str> {
    let parts = || spec.split.iter().flat_map(|split| &split.parts);
    let of_part = || parts().find_map(|part| part.values.get(i)?.missing.as_deref());
    spec.points[i].missing.as_deref().or_else(of_part)
}

/// The last point that has an approved figure.
pub(super) fn last(spec: &ChartSpec) -> Option<usize> {
    spec.points.iter().rposition(|point| point.value.is_some())
}

/// Stretches of neighbouring numbers, each with its first index.
pub(super) fn runs(numbers: impl Iterator<Item = Option<f64>>) -> Vec<(usize, Vec<f64>)> {
    let mut runs: Vec<(usize, Vec<f64>)> = Vec::new();
    for (i, number) in numbers.enumerate() {
        let Some(number) = number else { continue };
        match runs.last_mut() {
            Some((first, numbers)) if *first + numbers.len() == i => numbers.push(number),
            _ => runs.push((i, vec![number])),
        }
    }
    runs
}

/// The same, each within one year where what is drawn begins anew with the year.
pub(super) fn runs_of(
    spec: &ChartSpec,
    numbers: impl Iterator<Item = Option<f64>>,
) -> Vec<(usize, Vec<f64>)> {
    let runs = runs(numbers);
    let Form::Cumulative(calendar) = spec.form else { return runs };
    let year = |i: usize| spec.points[i].period.year_in(calendar);
    let mut within: Vec<(usize, Vec<f64>)> = Vec::new();
    for (first, numbers) in runs {
        for (k, number) in numbers.into_iter().enumerate() {
            match within.last_mut() {
                Some((from, run)) if k > 0 && year(*from) == year(first + k) => run.push(number),
                _ => within.push((first + k, vec![number])),
            }
        }
    }
    within
}

/// Whether a point is a gap to be marked: no figure of any kind, though one could be expected.
pub(super) fn is_gap(spec: &ChartSpec, i: usize) -> bool {
    let point = &spec.points[i];
    let before_others = match &spec.split {
        None => last(spec).is_some_and(|last| i < last),
        Some(_) => (i..spec.points.len()).any(|i| has_figure(spec, i)),
    };
    !has_figure(spec, i) && !point.is_not_due() && (missing(spec, i).is_some() || before_others)
}
