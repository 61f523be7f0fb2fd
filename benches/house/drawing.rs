//! A chart by us and by plotters alone.

use std::hint::black_box;

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use yardstick::chart::{self, ChartSpec, Form, Frame, Ink, Point, Reference, Size};
use yardstick::domain::measure::Unit;
use yardstick::domain::period::{Calendar, Period};
use yardstick::domain::status::Status;

const SIZE: (u32, u32) = (640, 340);

/// How many points a chart is drawn with.
pub const COUNTS: [usize; 2] = [20, 200];

/// Figures of which some are whole, as most counts are, and most are not, as most shares are.
fn values(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(|i| 83.0 + (i * 7 % 13) as f64 + (i % 4) as f64 / 10.0)
}

fn target(i: usize) -> f64 {
    90.0 + (i / 20) as f64 / 2.0
}

pub fn spec(count: usize) -> ChartSpec {
    let first = Period::quarter_of(Calendar::Fiscal, 2020, 1).expect("a quarter");
    let point = |(i, value): (usize, f64)| Point {
        value: Some(value),
        target: Some(target(i)),
        status: Some(Status::OnTrack),
        ..Point::empty(first.step(i as i32))
    };
    ChartSpec {
        title: "Urgent traces completed within 48 hours".into(),
        subtitle: "Per cent of urgent requests".into(),
        unit: Unit { name: "percent".into(), decimals: 1 },
        higher_is_better: true,
        form: Form::Trend,
        points: values(count).enumerate().map(point).collect(),
        baseline: Some(Reference { label: "Baseline".into(), value: 83.0 }),
        what_if: None,
        breaks: Vec::new(),
        notes: Vec::new(),
        footnotes: vec!["Source: ATF.".into()],
        illustrative: false,
        split: None,
        control: None,
        fan: None,
    }
}

/// Our chart: the figures and their marks, targets and baseline with their names, an axis with few
/// gridlines, and in words what each point says.
pub fn ours(spec: &ChartSpec) -> usize {
    let size = Size { width: SIZE.0, height: SIZE.1, frame: Frame::Page };
    chart::draw(black_box(spec), size, Ink::Page).svg.len()
}

/// The same line by plotters alone, as its own examples draw it: with its default mesh.
pub fn bare(count: usize) -> usize {
    by_plotters(count, |chart| {
        chart.configure_mesh().draw().expect("a mesh");
        chart.draw_series(LineSeries::new(line(count, values), RED)).expect("a line");
    })
}

/// Our picture by plotters alone, without any of its words: as few gridlines, the same lines, and
/// marks where we draw them.
pub fn bare_alike(count: usize) -> usize {
    by_plotters(count, |chart| {
        let mut mesh = chart.configure_mesh();
        mesh.disable_x_mesh().max_light_lines(1).y_labels(5).draw().expect("a mesh");
        let baseline = [(0.0, 83.0), (count as f64, 83.0)];
        let targets = |count| (0..count).map(target);
        chart.draw_series(LineSeries::new(baseline, BLACK)).expect("a line");
        chart.draw_series(LineSeries::new(line(count, targets), BLUE)).expect("a line");
        chart.draw_series(LineSeries::new(line(count, values), RED)).expect("a line");
        // Two hundred marks would run into each other: we leave them out, too.
        if count <= COUNTS[0] {
            let marks = line(count, values).map(|at| Circle::new(at, 4, RED.filled()));
            chart.draw_series(marks).expect("marks");
        }
    })
}

fn line<I: Iterator<Item = f64>>(count: usize, of: impl Fn(usize) -> I) -> impl Iterator<Item = (f64, f64)> {
    of(black_box(count)).enumerate().map(|(i, value)| (i as f64, value))
}

type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

fn by_plotters(count: usize, paint: impl Fn(&mut Chart)) -> usize {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let mut chart = ChartBuilder::on(&root)
            .margin(5)
            .x_label_area_size(30)
            .y_label_area_size(30)
            .build_cartesian_2d(0.0..count as f64, 80.0..100.0)
            .expect("a chart");
        paint(&mut chart);
    }
    svg.len()
}
