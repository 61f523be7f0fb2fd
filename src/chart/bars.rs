//! A bar for each figure, from zero.

use super::elements::{Anchor, Glyph, Label};
use super::geometry::Rect;
use super::hatch::{hatched, rectangle};
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
    for (_, glyph) in &figures {
        glyph.draw(plot.root);
    }
    plot.gaps();
    let heads = figures.iter().map(|(text, glyph)| (text.as_str(), (glyph.x, glyph.y)));
    labels(plot, heads);
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
    (between(plot, i, 0.0, value), plot.at(i as f64, value))
}

/// The piece of a bar between two values.
pub(super) fn between(plot: &Plot, i: usize, from: f64, to: f64) -> Rect {
    let (x, y) = plot.at(i as f64, to);
    let foot = plot.at(i as f64, from).1;
    let half = (plot.layout.slot * 0.31).clamp(0.5, WIDEST / 2.0);
    Rect { left: x - half, right: x + half, top: y.min(foot), bottom: y.max(foot) }
}

/// The figure in the longest form that its slot has room for, or nothing.
pub(super) fn figure(plot: &Plot, i: usize, value: f64) -> String {
    let unit = &plot.spec.unit;
    let forms = [unit.figure(value), compact(value, unit), shortest(value, unit)];
    let fits = |text: &String| STRONG.width(text) <= plot.layout.slot - 2.0;
    // The latest figure is said even where there is no room for all.
    let last = i + 1 == plot.spec.points.len();
    forms.into_iter().find(fits).or(last.then(|| compact(value, unit))).unwrap_or_default()
}

/// Texts over the ends of bars, or under those of bars below zero.
pub(super) fn labels<'t>(plot: &mut Plot, heads: impl Iterator<Item = (&'t str, (f64, f64))>) {
    let edge = if plot.layout.beside { plot.layout.plot.right + 4.0 } else { plot.layout.width };
    for (text, (x, y)) in heads {
        let below = y > plot.at(0.0, 0.0).1 + 0.5;
        let half = STRONG.width(text) / 2.0;
        let label = |step: u8| {
            let dy = f64::from(step) * 4.0;
            Label {
                x: x.min(edge - half),
                y: if below { y + 11.0 + 9.0 + dy } else { y - 9.0 - dy },
                text: text.to_owned(),
                face: STRONG,
                role: Role::Text,
                anchor: Anchor::Middle,
            }
        };
        plot.place(&[0, 1, 2, 3, 4, 5, 6, 7].map(label), false);
    }
}
