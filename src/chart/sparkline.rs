//! A line without words, to stand in a row of a table.

use super::elements::{Glyph, Root};
use super::geometry::Rect;
use super::ink::{Paint, Role};
use super::layout::Layout;
use super::plot::{Fault, Plot};
use super::scale::Scale;
use super::series;
use super::spec::{ChartSpec, Mark, Size};

const RADIUS: f64 = 3.5;

/// The room of a sparkline: all of it, less what the last mark needs.
pub(super) fn layout(spec: &ChartSpec, size: Size) -> Layout {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let reach = RADIUS + 1.5;
    let plot = Rect { left: 1.0, top: reach, right: width - 1.0, bottom: height - reach };
    let slot = plot.width() / spec.points.len().max(1) as f64;
    let (texts, key, tag) = (Vec::new(), Vec::new(), None);
    Layout {
        width,
        height,
        plot,
        scale: scale(spec),
        texts,
        key,
        tag,
        beside: false,
        part_row: false,
        slot,
        note_rows: 0,
    }
}

/// A sparkline has no axis to be misread, so it uses all of its height.
fn scale(spec: &ChartSpec) -> Scale {
    let points = spec.points.iter().flat_map(|p| [p.value, p.draft, p.target]);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in points.flatten() {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        (low, high) = (0.0, 1.0);
    }
    if low == high {
        let around = if low == 0.0 { 1.0 } else { low.abs() };
        (low, high) = (low - around, high + around);
    }
    Scale { low, high, ticks: Vec::new(), labels: Vec::new() }
}

pub(super) fn draw(root: &Root, spec: &ChartSpec, layout: &Layout) -> Result<Vec<Mark>, Fault> {
    let mut plot = Plot::new(root, spec, layout)?;
    plot.targets()?;
    for (first, values) in series::runs(spec.points.iter().map(|point| point.value)) {
        let points: Vec<_> = values.iter().enumerate().map(|(k, v)| ((first + k) as f64, *v)).collect();
        plot.line(&points, Paint::line(Role::Actual, 15))?;
    }
    if let Some(i) = series::last(spec) {
        let at = plot.at(i as f64, spec.points[i].value.unwrap_or_default());
        let (x, y) = (at.0.min(layout.width - RADIUS - 1.5).max(RADIUS + 1.5), at.1);
        Glyph::of(spec.points[i].status, (x, y), RADIUS).draw(root);
        plot.mark(i, (x, y), RADIUS, false);
    }
    Ok(plot.marks)
}
