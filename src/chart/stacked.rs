//! A bar for each period, from zero, made of its categories.

use plotters::element::PathElement;

use super::backend::units;
use super::bars::{between, figure, labels};
use super::elements::put;
use super::geometry::Rect;
use super::hatch;
use super::ink::{Paint, Role};
use super::plot::{Fault, Plot};
use super::series;

pub(super) fn draw(plot: &mut Plot) -> Result<(), Fault> {
    let mut heads: Vec<(String, (f64, f64))> = Vec::new();
    for i in 0..plot.spec.points.len() {
        column(plot, i, &mut heads);
    }
    plot.breaks();
    plot.gaps();
    labels(plot, heads.iter().map(|(text, at)| (text.as_str(), *at)));
    plot.break_words();
    Ok(())
}

/// The categories of one period on top of each other, those below zero under it; and the total, where
/// they do not make it.
fn column(plot: &mut Plot, i: usize, heads: &mut Vec<(String, (f64, f64))>) {
    let (spec, root) = (plot.spec, plot.root);
    if !series::has_figure(spec, i) {
        return;
    }
    let (mut up, mut down) = (0.0, 0.0);
    for (place, part) in spec.split.iter().flat_map(|split| &split.parts).enumerate() {
        let Some((value, draft)) = part.values.get(i).and_then(|one| Some((one.value?, one.draft))) else {
            continue;
        };
        let end = if value < 0.0 { &mut down } else { &mut up };
        let room = between(plot, i, *end, *end + value);
        *end += value;
        hatch::part(root, room, place, draft);
        plot.obstacles.rects.push(room);
    }
    let total = spec.points[i].value;
    let most = total.map_or(up, |total| if up > 0.0 || total > 0.0 { up.max(total) } else { down });
    let head = plot.at(i as f64, most);
    if let Some(total) = total.filter(|_| series::differs(spec, i)) {
        tick(plot, between(plot, i, total, total));
    }
    if let Some(total) = total.filter(|_| plot.layout.radius().is_some()) {
        heads.push((figure(plot, i, total), head));
    }
    plot.mark(i, plot.at(i as f64, if up > 0.0 { up } else { down }), 2.0, false);
}

/// A short line a little wider than the bar.
fn tick(plot: &mut Plot, at: Rect) {
    let ends = [(at.left - 3.0, at.top), (at.right + 3.0, at.top)];
    put(plot.root, &PathElement::new(ends.map(|(x, y)| (units(x), units(y))), total_line()));
    plot.obstacles.lines.push((ends[0], ends[1]));
}

/// The total, where the categories do not make it.
pub(super) fn total_line() -> Paint {
    Paint::line(Role::Text, 20)
}
