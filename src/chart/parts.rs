//! Of what a rate is made: a hollow bar for each denominator, and in it a solid one for its numerator.

use super::bars::between;
use super::elements::Root;
use super::geometry::Rect;
use super::hatch::rectangle;
use super::ink::{Paint, Role};
use super::plot::{Fault, Plot};
use super::series;

pub(super) fn draw(plot: &mut Plot) -> Result<(), Fault> {
    let Some(split) = &plot.spec.split else { return Ok(()) };
    for i in 0..plot.spec.points.len() {
        if !series::has_figure(plot.spec, i) {
            continue;
        }
        let value = |place: usize| split.parts.get(place)?.values.get(i)?.value;
        let mut head = (0.0, 0.0);
        for place in [1, 0] {
            let Some(value) = value(place) else { continue };
            let room = between(plot, i, 0.0, value);
            bar(plot.root, room, place);
            plot.obstacles.rects.push(room);
            head = plot.at(i as f64, value);
        }
        plot.mark(i, head, 2.0, false);
    }
    plot.breaks();
    plot.gaps();
    plot.break_words();
    Ok(())
}

/// The bar of the numerator (0) or the denominator (1).
pub(super) fn bar(root: &Root, room: Rect, place: usize) {
    match place {
        0 => {
            let inset = room.width() * 0.2;
            let narrow = Rect { left: room.left + inset, right: room.right - inset, ..room };
            rectangle(root, narrow, Paint::fill(Role::Actual));
        }
        _ => rectangle(root, room, Paint::fill(Role::Surface).outlined(Role::Axis, 15)),
    }
}
