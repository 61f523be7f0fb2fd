//! What of a spec can be drawn: numbers that are numbers, and who stands next to whom.

use super::spec::{ChartSpec, Point, Reference};
use super::words;
use crate::domain::number::LARGEST;

/// A number that has a place on an axis.
fn drawable(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite() && v.abs() <= LARGEST)
}

pub(super) fn value(point: &Point) -> Option<f64> {
    drawable(point.value)
}

pub(super) fn draft(point: &Point) -> Option<f64> {
    drawable(point.draft)
}

pub(super) fn target(point: &Point) -> Option<f64> {
    drawable(point.target)
}

pub(super) fn what_if(spec: &ChartSpec) -> Option<f64> {
    drawable(spec.what_if)
}

pub(super) fn baseline(spec: &ChartSpec) -> Option<(&Reference, f64)> {
    spec.baseline.as_ref().and_then(|reference| Some((reference, drawable(Some(reference.value))?)))
}

/// Everything that the value axis must hold.
pub(super) fn values(spec: &ChartSpec) -> impl Iterator<Item = f64> {
    let points = spec.points.iter().flat_map(|point| [value(point), draft(point), target(point)]);
    let levels = [baseline(spec).map(|(_, value)| value), what_if(spec)];
    points.chain(levels).flatten()
}

/// Whether there is any line to draw.
pub(super) fn has_anything(spec: &ChartSpec) -> bool {
    values(spec).next().is_some()
}

/// Whether there is a figure, approved or draft.
pub(super) fn has_figures(spec: &ChartSpec) -> bool {
    spec.points.iter().any(|point| value(point).or(draft(point)).is_some())
}

pub(super) fn has_quarters(spec: &ChartSpec) -> bool {
    spec.points.iter().any(|point| point.period.is_quarter())
}

/// Whether any year rests on fewer than four quarters.
pub(super) fn has_partial(spec: &ChartSpec) -> bool {
    spec.points.iter().any(|point| words::partial(point).is_some())
}

/// The last point that has an approved figure.
pub(super) fn last(spec: &ChartSpec) -> Option<usize> {
    spec.points.iter().rposition(|point| value(point).is_some())
}

/// Stretches of neighbouring points for which `pick` finds a number, each with its first index.
pub(super) fn runs(points: &[Point], pick: impl Fn(&Point) -> Option<f64>) -> Vec<(usize, Vec<f64>)> {
    let mut runs: Vec<(usize, Vec<f64>)> = Vec::new();
    for (i, point) in points.iter().enumerate() {
        let Some(number) = pick(point) else { continue };
        match runs.last_mut() {
            Some((first, numbers)) if *first + numbers.len() == i => numbers.push(number),
            _ => runs.push((i, vec![number])),
        }
    }
    runs
}

/// Whether a point is a gap to be marked: no figure of any kind, though one could be expected.
pub(super) fn is_gap(spec: &ChartSpec, i: usize) -> bool {
    let point = &spec.points[i];
    let none = value(point).is_none() && draft(point).is_none() && !point.is_not_due();
    none && (point.missing.is_some() || last(spec).is_some_and(|last| i < last))
}
