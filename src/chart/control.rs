//! A line through the figures, with the limits of what chance explains.

use super::elements::{Glyph, Shape};
use super::geometry::Rect;
use super::ink::{Dash, Paint, Role};
use super::plot::{Fault, Plot};
use super::scale::named;
use super::series;
use super::spec::{ChartSpec, Control};
use super::trend::last_value;
use crate::domain::spc::Kind;

/// The reach of a mark that is too small to be drawn but can still be pointed at.
const UNSEEN: f64 = 2.0;

const MEAN: &str = "Mean";

pub(super) fn draw(plot: &mut Plot) -> Result<(), Fault> {
    let spec = plot.spec;
    let Some(control) = &spec.control else { return Ok(()) };
    plot.breaks();
    limits(plot, control)?;
    plot.targets()?;
    let figures: Vec<Option<f64>> = spec.points.iter().map(|point| point.value).collect();
    plot.through(&figures, Paint::line(Role::Chance, 15))?;
    marks(plot, control);
    plot.gaps();
    plot.break_words();
    last_value(plot);
    Ok(())
}

/// Mean and limits of each stretch, as far as it reaches.
fn limits(plot: &mut Plot, control: &Control) -> Result<(), Fault> {
    for stretch in &control.stretches {
        let ends = (stretch.first as f64 - 0.5, stretch.end as f64 - 0.5);
        let mut level = |value: Option<f64>, paint: Paint| match value {
            Some(value) => plot.line(&[(ends.0, value), (ends.1, value)], paint),
            None => Ok(()),
        };
        for near in stretch.limits.and_then(|bounds| bounds.near).into_iter().flatten() {
            level(Some(near), near_line())?;
        }
        level(stretch.mean, mean_line())?;
        level(stretch.limits.and_then(|bounds| bounds.lower), limit_line())?;
        level(stretch.limits.map(|bounds| bounds.upper), limit_line())?;
    }
    Ok(())
}

fn marks(plot: &mut Plot, control: &Control) {
    let points = &plot.spec.points;
    let has_value = |i: usize| points.get(i).is_some_and(|point| point.value.is_some());
    let last = series::last(plot.spec);
    for (i, point) in points.iter().enumerate() {
        let Some(value) = point.value else { continue };
        let at = plot.at(i as f64, value);
        let signal = control.signals.get(i).copied().flatten();
        // What stands out is drawn however little room there is.
        let alone = !has_value(i + 1) && (i == 0 || !has_value(i - 1));
        let shown = signal.is_some() || alone || last == Some(i);
        let drawn = plot.layout.radius().or(shown.then_some(3.0));
        if let Some(radius) = drawn {
            glyph(signal.map_or(Kind::CommonCause, |signal| signal.kind), at, radius).draw(plot.root);
            plot.obstacles.rects.push(Rect::around(at, if last == Some(i) { radius } else { radius + 4.0 }));
        }
        plot.mark(i, at, drawn.unwrap_or(UNSEEN), false);
    }
}

/// The mark of a figure, by what it says.
pub(super) fn glyph(kind: Kind, (x, y): (f64, f64), radius: f64) -> Glyph {
    let (shape, role, radius) = match kind {
        Kind::CommonCause => (Shape::Disc, Role::Chance, radius * 0.8),
        Kind::Improvement => (Shape::Square, Role::Improvement, radius * 1.1),
        Kind::Concern => (Shape::Diamond, Role::Concern, radius * 1.1),
        Kind::High | Kind::Low => (Shape::Triangle, Role::Notable, radius * 1.1),
    };
    Glyph { x, y, radius, shape, role, hollow: false }
}

/// The mean and the limits of the last stretch that is shown: name, name with its value, value.
pub(super) fn levels(spec: &ChartSpec) -> Vec<(&'static str, String, f64)> {
    let Some(control) = &spec.control else { return Vec::new() };
    let Some(stretch) = control.stretches.last() else { return Vec::new() };
    let unit = control.unit(&spec.unit);
    let level = |name: &'static str, value: f64| (name, format!("{name} {}", named(value, &unit)), value);
    let bounds = stretch.limits;
    let lower = bounds.and_then(|bounds| bounds.lower);
    let upper = bounds.map(|bounds| bounds.upper);
    // Where nothing ever varied, all three are one line.
    if let (Some(upper), true) = (upper, stretch.mean == upper) {
        return vec![level("Mean and limits", upper)];
    }
    let mean = stretch.mean;
    let named = [("Upper limit", upper), (MEAN, mean), ("Lower limit", lower)];
    named.into_iter().filter_map(|(name, value)| Some(level(name, value?))).collect()
}

/// The line of one of these levels.
pub(super) fn line_of(name: &str) -> Paint {
    if name.starts_with(MEAN) { mean_line() } else { limit_line() }
}

fn mean_line() -> Paint {
    Paint::line(Role::Muted, 12)
}

fn limit_line() -> Paint {
    Paint::line(Role::Muted, 12).dashed(Dash::WhatIf)
}

/// Where points begin to be near a limit.
pub(super) fn near_line() -> Paint {
    Paint::line(Role::Axis, 8).dashed(Dash::Baseline)
}
