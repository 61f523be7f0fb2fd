//! What a picture costs, against plotters' own SVG backend drawing the same line with its default
//! mesh. The last line printed is the ratio of the two.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use plotters::prelude::*;
use yardstick::chart::{self, ChartSpec, Form, Frame, Ink, Point, Reference, Size};
use yardstick::domain::measure::Unit;
use yardstick::domain::period::{Calendar, Period};
use yardstick::domain::status::Status;

const SIZE: (u32, u32) = (640, 340);

fn spec(count: usize) -> ChartSpec {
    let first = Period::quarter_of(Calendar::Fiscal, 2020, 1).expect("a quarter");
    let point = |(i, value): (usize, f64)| Point {
        value: Some(value),
        target: Some(90.0 + (i / 4) as f64),
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
        footnotes: vec!["Source: ATF.".into()],
        illustrative: false,
    }
}

fn values(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(|i| 83.0 + (i * 7 % 13) as f64)
}

fn ours(spec: &ChartSpec) -> usize {
    let size = Size { width: SIZE.0, height: SIZE.1, frame: Frame::Page };
    chart::draw(black_box(spec), size, Ink::Page).svg.len()
}

/// The same line by plotters alone, as its own examples draw it.
fn bare(count: usize) -> usize {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let mut chart = ChartBuilder::on(&root)
            .margin(5)
            .x_label_area_size(30)
            .y_label_area_size(30)
            .build_cartesian_2d(0.0..count as f64, 80.0..100.0)
            .expect("a chart");
        chart.configure_mesh().draw().expect("a mesh");
        let points = values(black_box(count)).enumerate().map(|(i, value)| (i as f64, value));
        chart.draw_series(LineSeries::new(points, RED)).expect("a line");
    }
    svg.len()
}

/// The middle one of many timings of a single call.
fn median(mut call: impl FnMut() -> usize) -> Duration {
    let mut timings: Vec<Duration> = (0..4000)
        .map(|_| {
            let start = Instant::now();
            black_box(call());
            start.elapsed()
        })
        .collect();
    timings.sort();
    timings[timings.len() / 2]
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for count in [20, 200] {
        let spec = spec(count);
        criterion.bench_function(&format!("draw {count} points"), |b| b.iter(|| ours(&spec)));
        criterion.bench_function(&format!("bare plotters {count} points"), |b| b.iter(|| bare(count)));
        let (ours, bare) = (median(|| ours(&spec)), median(|| bare(count)));
        let ratio = ours.as_secs_f64() / bare.as_secs_f64();
        println!("{count} points: {ours:?}, bare plotters {bare:?}, ratio {ratio:.2}");
    }
    criterion.final_summary();
}
