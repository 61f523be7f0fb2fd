//! A line through the figures.

use super::elements::{Anchor, Glyph, Label};
use super::fan;
use super::geometry::Rect;
use super::ink::{Dash, Paint, Role};
use super::key::actual_line;
use super::layout::STRONG;
use super::plot::{Fault, Plot};
use super::scale::compact;
use super::series;
use super::spec::Form;

/// The reach of a mark that is too small to be drawn but can still be pointed at.
const UNSEEN: f64 = 2.0;

pub(super) fn draw(plot: &mut Plot) -> Result<(), Fault> {
    plot.breaks();
    fan::draw(plot)?;
    plot.levels()?;
    plot.targets()?;
    // The line breaks where a figure is missing.
    let figures: Vec<Option<f64>> = plot.spec.points.iter().map(|point| point.value).collect();
    plot.through(&figures, actual_line())?;
    drafts(plot)?;
    marks(plot);
    plot.gaps();
    plot.break_words();
    last_value(plot);
    Ok(())
}

/// A dashed line leads from the figure before to each draft.
fn drafts(plot: &mut Plot) -> Result<(), Fault> {
    let mut before: Option<(f64, f64)> = None;
    for (i, point) in plot.spec.points.iter().enumerate() {
        if let (Some(draft), Some(before)) = (point.draft, before) {
            let paint = Paint::line(Role::Draft, 15).dashed(Dash::Draft);
            plot.line(&[before, (i as f64, draft)], paint)?;
        }
        if let Some(value) = point.value.or(point.draft) {
            before = Some((i as f64, value));
        }
    }
    Ok(())
}

fn marks(plot: &mut Plot) {
    let points = &plot.spec.points;
    let has_value = |i: usize| points.get(i).is_some_and(|point| point.value.is_some());
    let last = series::last(plot.spec);
    for (i, point) in points.iter().enumerate() {
        let radius = plot.layout.radius();
        if let Some(value) = point.value {
            let at = plot.at(i as f64, value);
            // A figure without neighbours has no line, so its mark is all there is to see.
            let alone = !has_value(i + 1) && (i == 0 || !has_value(i - 1));
            let drawn = radius.or((alone || last == Some(i)).then_some(3.0));
            if let Some(radius) = drawn {
                let glyph = Glyph::of(point.status, at, radius);
                let hollow = point.partial.is_some();
                Glyph { hollow, ..glyph }.draw(plot.root);
                // A figure must not stand so near another point that it seems to be that one's.
                let reach = if last == Some(i) { radius } else { radius + 4.0 };
                plot.obstacles.rects.push(Rect::around(at, reach));
            }
            plot.mark(i, at, drawn.unwrap_or(UNSEEN), false);
        }
        if let Some(draft) = point.draft {
            let at = plot.at(i as f64, draft);
            let radius = radius.unwrap_or(3.0);
            Glyph::draft(at, radius).draw(plot.root);
            plot.obstacles.rects.push(Rect::around(at, radius));
            plot.mark(i, at, radius, true);
        }
    }
}

/// The latest figure beside its mark, where no name at the right edge says it already.
pub(super) fn last_value(plot: &mut Plot) {
    let Some(i) = series::last(plot.spec) else { return };
    let Some(value) = plot.spec.points[i].value else { return };
    let at_edge = i + 1 == plot.spec.points.len();
    let named = plot.layout.beside && matches!(plot.spec.form, Form::Trend | Form::Cumulative(_));
    if named && at_edge {
        return;
    }
    let figure = compact(value, &plot.spec.unit);
    let text = if named { format!("Actual {figure}") } else { figure };
    let (x, y) = plot.at(i as f64, value);
    let label = |dx: f64, dy: f64, anchor| Label {
        x: x + dx,
        y: y + dy,
        text: text.clone(),
        face: STRONG,
        role: if plot.spec.control.is_some() { Role::Text } else { Role::Actual },
        anchor,
    };
    // All of them touch the mark: a figure that stands away from its point is read for another's.
    let choices = [
        label(0.0, -9.0, Anchor::Middle),
        label(10.0, 4.5, Anchor::Start),
        label(0.0, 19.0, Anchor::Middle),
        label(5.0, -9.0, Anchor::End),
        label(5.0, 19.0, Anchor::End),
        label(-5.0, -9.0, Anchor::Start),
        label(-5.0, 19.0, Anchor::Start),
        label(-10.0, 4.5, Anchor::End),
    ];
    plot.place(&choices, false);
}
