//! A small picture for each category, all with one scale.

use plotters::element::PathElement;

use super::backend::units;
use super::elements::{Anchor, Glyph, Label, Root, Shape, put};
use super::geometry::Rect;
use super::ink::{Paint, Role};
use super::layout::{Layout, SMALL, STRONG};
use super::notes;
use super::series;
use super::spec::{ChartSpec, Mark, Part};
use super::words;

/// The height of one small picture's plot; and of its name above, of the marks of notes between them, and of the
/// periods below it.
pub(super) const PANEL: f64 = 84.0;
const NAME: f64 = 22.0;
const NOTES: f64 = 18.0;
const BELOW: f64 = 26.0;
/// Between neighbours.
const GAP: f64 = 20.0;
/// The width that one needs.
const WIDTH: f64 = 190.0;

/// How many stand beside each other in this width.
fn columns(spec: &ChartSpec, width: f64) -> usize {
    let count = spec.split.as_ref().map_or(0, |split| split.parts.len());
    ((width / WIDTH) as usize).clamp(1, 3).min(count.max(1))
}

fn above(spec: &ChartSpec) -> f64 {
    if spec.notes.is_empty() { NAME } else { NAME + NOTES }
}

/// The height that all of them need.
pub(super) fn height(spec: &ChartSpec, width: f64) -> f64 {
    let count = spec.split.as_ref().map_or(0, |split| split.parts.len());
    count.div_ceil(columns(spec, width)).max(1) as f64 * (above(spec) + PANEL + BELOW)
}

pub(super) fn draw(root: &Root, spec: &ChartSpec, layout: &Layout) -> Vec<Mark> {
    let mut marks = Vec::new();
    let Some(split) = spec.split.as_ref().filter(|_| series::has_figures(spec)) else { return marks };
    let columns = columns(spec, layout.width);
    let plot = layout.plot;
    let width = (plot.width() - GAP * (columns - 1) as f64) / columns as f64;
    for (at, part) in split.parts.iter().enumerate() {
        let left = plot.left + (at % columns) as f64 * (width + GAP);
        let top = plot.top + (at / columns) as f64 * (above(spec) + PANEL + BELOW) + above(spec);
        let room = Rect { left, right: left + width, top, bottom: top + PANEL };
        axes(root, spec, layout, room, at % columns == 0);
        let name = STRONG.wrap_at_most(&part.name, width, 1).concat();
        text(root, (left, top - above(spec) + NAME - 8.0), name, Role::Text, Anchor::Start, true);
        figures(root, spec, layout, room, part, &mut marks);
        notes::in_panel(root, spec, room);
    }
    marks
}

fn text(root: &Root, (x, y): (f64, f64), text: String, role: Role, anchor: Anchor, strong: bool) {
    let face = if strong { STRONG } else { SMALL };
    Label { x, y, text, face, role, anchor }.draw(root);
}

/// Where a value of the `i`-th period stands in a room.
fn place(spec: &ChartSpec, layout: &Layout, room: Rect, i: usize, value: f64) -> (f64, f64) {
    let scale = &layout.scale;
    let slot = room.width() / spec.points.len().max(1) as f64;
    let share = (value - scale.low) / (scale.high - scale.low);
    (room.left + (i as f64 + 0.5) * slot, room.bottom - share * room.height())
}

/// Gridlines, their values in the first column, and the first and the last period.
fn axes(root: &Root, spec: &ChartSpec, layout: &Layout, room: Rect, first: bool) {
    for (tick, label) in layout.scale.ticks.iter().zip(&layout.scale.labels) {
        let y = place(spec, layout, room, 0, *tick).1;
        let role = if *tick == 0.0 { Role::Axis } else { Role::Grid };
        let ends = [(units(room.left), units(y)), (units(room.right), units(y))];
        put(root, &PathElement::new(ends, Paint::line(role, 10)));
        if first {
            text(root, (room.left - 8.0, y + 4.0), label.clone(), Role::Muted, Anchor::End, false);
        }
    }
    let ends = spec.points.first().zip(spec.points.last());
    let Some((from, to)) = ends.map(|(from, to)| (from.period.label(), to.period.label())) else { return };
    let y = room.bottom + 16.0;
    if spec.points.len() > 1 && SMALL.width(&from) + SMALL.width(&to) + 8.0 <= room.width() {
        text(root, (room.left, y), from, Role::Muted, Anchor::Start, false);
    }
    text(root, (room.right, y), to, Role::Muted, Anchor::End, false);
}

/// The line through a category's figures, a mark where it ends and where a figure is alone or a draft.
fn figures(root: &Root, spec: &ChartSpec, layout: &Layout, room: Rect, part: &Part, marks: &mut Vec<Mark>) {
    let values = || part.values.iter().take(spec.points.len()).map(|one| one.value);
    for (first, run) in series::runs(values()) {
        let point = |(k, value): (usize, &f64)| place(spec, layout, room, first + k, *value);
        let points: Vec<_> = run.iter().enumerate().map(point).map(|(x, y)| (units(x), units(y))).collect();
        if points.len() > 1 {
            put(root, &PathElement::new(points, Paint::line(Role::Actual, 20)));
        }
    }
    let last = values().collect::<Vec<_>>().iter().rposition(Option::is_some);
    let known = |i: usize| part.values.get(i).is_some_and(|one| one.value.is_some());
    for (i, value) in values().enumerate() {
        let Some(value) = value else { continue };
        let (x, y) = place(spec, layout, room, i, value);
        let draft = part.values[i].draft;
        let alone = !known(i + 1) && (i == 0 || !known(i - 1));
        if draft || alone || last == Some(i) {
            let role = if draft { Role::Draft } else { Role::Actual };
            Glyph { x, y, radius: 3.0, shape: Shape::Square, role, hollow: draft }.draw(root);
        }
        let (period, label) = (spec.points[i].period, words::split::label_of(spec, part, i));
        marks.push(Mark { period, x, y, radius: 3.0, status: None, draft, label });
    }
}
