//! A line for each category.

use super::elements::{Anchor, Glyph, Label, Shape};
use super::geometry::Rect;
use super::ink::{Dash, PARTS, Paint};
use super::layout::STRONG;
use super::plot::{Fault, Plot};
use super::series;
use super::spec::Form;

/// The marks of categories, in their order.
const SHAPES: [Shape; PARTS.len()] =
    [Shape::Disc, Shape::Square, Shape::Triangle, Shape::Diamond, Shape::Ring, Shape::Cross];

/// The reach of a mark that is too small to be drawn but can still be pointed at.
const UNSEEN: f64 = 2.0;

pub(super) fn draw(plot: &mut Plot) -> Result<(), Fault> {
    plot.breaks();
    let parts = plot.spec.split.iter().flat_map(|split| &split.parts).enumerate();
    for (place, part) in parts.clone() {
        for (first, values) in series::runs(part.values.iter().map(|one| one.value)) {
            let points: Vec<_> =
                values.iter().enumerate().map(|(k, value)| ((first + k) as f64, *value)).collect();
            if points.len() > 1 {
                plot.line(&points, line(place))?;
            }
        }
    }
    for (place, part) in parts {
        let known = |i: usize| part.values.get(i).is_some_and(|one| one.value.is_some());
        for (i, one) in part.values.iter().enumerate().take(plot.spec.points.len()) {
            let Some(value) = one.value else { continue };
            let at = plot.at(i as f64, value);
            // A figure without neighbours has no line, so its mark is all there is to see.
            let alone = !known(i + 1) && (i == 0 || !known(i - 1));
            let drawn = plot.layout.radius().or((alone || one.draft).then_some(3.0));
            if let Some(radius) = drawn {
                Glyph { hollow: one.draft, ..glyph(place, at, radius) }.draw(plot.root);
                plot.obstacles.rects.push(Rect::around(at, radius));
            }
            plot.mark_part(i, place, at, drawn.unwrap_or(UNSEEN));
        }
    }
    plot.gaps();
    plot.break_words();
    if plot.spec.form == Form::Seasons {
        names(plot);
    }
    Ok(())
}

/// The name of each line at its last figure, where there is room; the key has all of them.
fn names(plot: &mut Plot) {
    let parts = plot.spec.split.iter().flat_map(|split| split.parts.iter().enumerate());
    for (place, part) in parts {
        let last = part.values.iter().rposition(|one| one.value.is_some());
        let Some((i, value)) = last.and_then(|i| Some((i, part.values[i].value?))) else { continue };
        let (x, y) = plot.at(i as f64, value);
        let label = |(dx, dy, anchor): (f64, f64, Anchor)| Label {
            x: x + dx,
            y: y + dy,
            text: part.name.clone(),
            face: STRONG,
            role: PARTS[place % PARTS.len()],
            anchor,
        };
        let places = [
            (9.0, 4.5, Anchor::Start),
            (0.0, -9.0, Anchor::Middle),
            (0.0, 19.0, Anchor::Middle),
            (7.0, -7.0, Anchor::Start),
            (7.0, 16.0, Anchor::Start),
        ];
        plot.place(&places.map(label), true);
    }
}

pub(super) fn line(place: usize) -> Paint {
    Paint::line(PARTS[place % PARTS.len()], 20).dashed(Dash::ALL[place % Dash::ALL.len()])
}

pub(super) fn glyph(place: usize, (x, y): (f64, f64), radius: f64) -> Glyph {
    let (shape, role) = (SHAPES[place % SHAPES.len()], PARTS[place % PARTS.len()]);
    Glyph { x, y, radius, shape, role, hollow: false }
}
