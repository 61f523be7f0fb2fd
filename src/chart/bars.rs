//! A bar for each figure, from zero.

use plotters::element::{PathElement, Rectangle};

use super::backend::units;
use super::elements::{Anchor, Glyph, Label, Root, put};
use super::geometry::Rect;
use super::ink::{Dash, Paint, Role};
use super::layout::STRONG;
use super::plot::{Fault, Plot};
use super::scale::{compact, shortest};

const WIDEST: f64 = 56.0;

pub(super) fn draw(plot: &mut Plot) -> Result<(), Fault> {
    let mut figures = Vec::new();
    for i in 0..plot.spec.points.len() {
        bar(plot, i, &mut figures);
    }
    plot.breaks();
    plot.levels()?;
    plot.targets()?;
    for glyph in &figures {
        glyph.1.draw(plot.root);
    }
    plot.gaps();
    labels(plot, &figures);
    plot.break_words();
    Ok(())
}

/// The bar of one period, and the mark on its head.
fn bar(plot: &mut Plot, i: usize, figures: &mut Vec<(String, Glyph)>) {
    let point = &plot.spec.points[i];
    let radius = plot.layout.radius();
    if let Some(value) = point.value {
        let (room, head) = room(plot, i, value);
        match point.partial {
            Some(_) => hatched(plot.root, room, Role::Actual),
            None => rectangle(plot.root, room, Paint::fill(Role::Actual)),
        }
        plot.obstacles.rects.push(room);
        plot.mark(i, head, radius.unwrap_or(2.0), false);
        if let Some(radius) = radius {
            let glyph = Glyph::of(point.status, head, radius);
            plot.obstacles.rects.push(Rect::around(head, radius));
            figures.push((figure(plot, i, value), glyph));
        }
    }
    if let Some(draft) = point.draft {
        let (room, head) = room(plot, i, draft);
        rectangle(plot.root, room, Paint::line(Role::Draft, 15).dashed(Dash::Draft));
        let radius = radius.unwrap_or(2.0);
        plot.mark(i, head, radius, true);
        let glyph = Glyph::draft(head, radius);
        plot.obstacles.rects.push(Rect::around(head, radius));
        let text = if point.value.is_none() { figure(plot, i, draft) } else { String::new() };
        figures.push((text, glyph));
    }
}

/// The rectangle of a bar and the middle of its end.
fn room(plot: &Plot, i: usize, value: f64) -> (Rect, (f64, f64)) {
    let (x, y) = plot.at(i as f64, value);
    let zero = plot.at(i as f64, 0.0).1;
    let half = (plot.layout.slot * 0.31).clamp(0.5, WIDEST / 2.0);
    let rect = Rect { left: x - half, right: x + half, top: y.min(zero), bottom: y.max(zero) };
    (rect, (x, y))
}

/// The figure in the longest form that its slot has room for, or nothing.
fn figure(plot: &Plot, i: usize, value: f64) -> String {
    let unit = &plot.spec.unit;
    let forms = [unit.figure(value), compact(value, unit), shortest(value, unit)];
    let fits = |text: &String| STRONG.width(text) <= plot.layout.slot - 2.0;
    // The latest figure is said even where there is no room for all.
    let last = i + 1 == plot.spec.points.len();
    forms.into_iter().find(fits).or(last.then(|| compact(value, unit))).unwrap_or_default()
}

fn labels(plot: &mut Plot, figures: &[(String, Glyph)]) {
    let edge = if plot.layout.beside { plot.layout.plot.right + 4.0 } else { plot.layout.width };
    for (text, glyph) in figures {
        let below = glyph.y > plot.at(0.0, 0.0).1 + 0.5;
        let half = STRONG.width(text) / 2.0;
        let label = |step: u8| {
            let dy = f64::from(step) * 4.0;
            Label {
                x: glyph.x.min(edge - half),
                y: if below { glyph.y + 11.0 + 9.0 + dy } else { glyph.y - 9.0 - dy },
                text: text.clone(),
                face: STRONG,
                role: Role::Text,
                anchor: Anchor::Middle,
            }
        };
        plot.place(&[0, 1, 2, 3, 4, 5, 6, 7].map(label), false);
    }
}

fn rectangle(root: &Root, room: Rect, paint: Paint) {
    let corners = [(room.left, room.top), (room.right, room.bottom)].map(|(x, y)| (units(x), units(y)));
    put(root, &Rectangle::new(corners, paint));
}

/// A bar that is not all there: an outline with slanting lines in it.
pub(super) fn hatched(root: &Root, room: Rect, role: Role) {
    rectangle(root, room, Paint::fill(Role::Surface).outlined(role, 15));
    // Lines from lower left to upper right, cut at the edges: x + y is constant along each.
    let mut sum = room.left + room.top + 5.0;
    while sum < room.right + room.bottom {
        let from = (sum - room.bottom).max(room.left);
        let to = (sum - room.top).min(room.right);
        let ends = [(from, sum - from), (to, sum - to)].map(|(x, y)| (units(x), units(y)));
        put(root, &PathElement::new(ends, Paint::line(role, 10)));
        sum += 5.0;
    }
}
