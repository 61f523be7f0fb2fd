//! A forecast after the last figure: where the next ones are expected, and how far they may be off.

use plotters::element::{PathElement, Polygon};

use super::backend::units;
use super::elements::put;
use super::ink::{Dash, Paint, Role};
use super::plot::{Fault, Plot};
use super::series;
use super::spec::{ChartSpec, Form, Point};
use crate::domain::forecast::{Fan, FanStep, LEVELS};
use crate::domain::status::Status;

/// The bands from the widest to the narrowest, each with its place in [`LEVELS`].
const BANDS: [(usize, Role); 3] = [(2, Role::Fan95), (1, Role::Fan80), (0, Role::Fan50)];

/// The picture with a forecast after its last figure. As it was, where it is no line through single periods, or
/// does not show the figure after which the forecast begins.
pub fn with_fan(spec: ChartSpec, fan: &Fan) -> ChartSpec {
    let last = series::last(&spec).map(|at| spec.points[at].period);
    let follows = last.is_some() && fan.steps.first().map(|step| step.period.previous()) == last;
    if spec.form != Form::Trend || !follows {
        return spec;
    }
    let mut spec = spec;
    for step in &fan.steps {
        if spec.points.last().is_some_and(|point| point.period < step.period) {
            // What is expected is not missing.
            spec.points.push(Point { status: Some(Status::NotDue), ..Point::empty(step.period) });
        }
    }
    spec.footnotes.insert(0, note(fan));
    spec.fan = Some(fan.clone());
    spec
}

/// Under the picture: what is shaded, and by which method.
fn note(fan: &Fan) -> String {
    let [half, most, nearly] = LEVELS;
    format!("Forecast: {}. Shaded: intervals of {half}%, {most}% and {nearly}%.", fan.method)
}

/// In the key, which is in every picture: no forecast without its method.
pub(super) fn key_words(fan: &Fan) -> String {
    let method = fan.method.split(',').next().unwrap_or_default();
    let [half, most, nearly] = LEVELS;
    format!("forecast by {}; {half}%, {most}%, {nearly}%", lower(method))
}

fn lower(words: &str) -> String {
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    first.to_lowercase() + rest
}

/// In the summary: the last period that is forecast.
pub(super) fn sentence(spec: &ChartSpec) -> Option<String> {
    let fan = spec.fan.as_ref()?;
    let step = fan.steps.last()?;
    Some(format!(
        "The forecast for {} is {} ({}).",
        step.period.label(),
        words(spec, step),
        lower(&fan.method)
    ))
}

/// `6,120 traces, with 80% between 5,800 and 6,440`.
fn words(spec: &ChartSpec, step: &FanStep) -> String {
    let (low, high) = step.bands[1];
    let [low, high] = [low, high].map(|value| spec.unit.figure(value));
    format!("{}, with {}% between {low} and {high}", spec.unit.phrase(step.mean), LEVELS[1])
}

/// What is forecast for a period, where something is and no figure is known.
pub(super) fn step<'s>(spec: &'s ChartSpec, point: &Point) -> Option<&'s FanStep> {
    let steps = spec.fan.iter().flat_map(|fan| &fan.steps);
    steps.filter(|_| point.value.is_none()).find(|step| step.period == point.period)
}

/// What a mark of the forecast says.
pub(super) fn label(spec: &ChartSpec, point: &Point) -> Option<String> {
    step(spec, point).map(|step| format!("forecast {}", words(spec, step)))
}

/// Everything of a forecast that stands on the value axis.
pub(super) fn values(spec: &ChartSpec) -> impl Iterator<Item = f64> + '_ {
    let steps = spec.fan.iter().flat_map(|fan| &fan.steps);
    steps.flat_map(|step| {
        let ends = step.bands.iter().flat_map(|(low, high)| [*low, *high]);
        ends.chain([step.mean])
    })
}

/// The bands, which begin at the last figure, and a dashed line through what is expected.
pub(super) fn draw(plot: &mut Plot) -> Result<(), Fault> {
    let (Some(fan), Some(last)) = (&plot.spec.fan, series::last(plot.spec)) else { return Ok(()) };
    let Some(value) = plot.spec.points[last].value else { return Ok(()) };
    let place = |step: &FanStep| {
        let found = plot.spec.points.iter().position(|point| point.period == step.period);
        found.map(|at| at as f64)
    };
    let steps: Vec<(f64, &FanStep)> =
        fan.steps.iter().filter_map(|step| place(step).zip(Some(step))).collect();
    let from = (last as f64, value);
    for (band, role) in BANDS {
        let edge =
            |of: fn((f64, f64)) -> f64| steps.iter().map(move |(at, step)| (*at, of(step.bands[band])));
        let upper: Vec<(f64, f64)> = std::iter::once(from).chain(edge(|(_, high)| high)).collect();
        let lower: Vec<(f64, f64)> = std::iter::once(from).chain(edge(|(low, _)| low)).collect();
        let corner = |(at, value): &(f64, f64)| {
            let (x, y) = plot.at(*at, *value);
            (units(x), units(y))
        };
        let around: Vec<(i32, i32)> = upper.iter().chain(lower.iter().rev()).map(corner).collect();
        put(plot.root, &Polygon::new(around, Paint::fill(role)));
        // An edge, so that the bands are told apart without their colours.
        for side in [upper, lower] {
            let path: Vec<(i32, i32)> = side.iter().map(corner).collect();
            put(plot.root, &PathElement::new(path, edge_line(band)));
        }
    }
    let expected: Vec<(f64, f64)> =
        std::iter::once(from).chain(steps.iter().map(|(at, step)| (*at, step.mean))).collect();
    plot.line(&expected, mean_line())
}

/// A line through what is expected.
pub(super) fn mean_line() -> Paint {
    Paint::line(Role::Actual, 20).dashed(Dash::Draft)
}

fn edge_line(band: usize) -> Paint {
    let dash = [Dash::Solid, Dash::Draft, Dash::Baseline][band];
    Paint::line(Role::Draft, 8).dashed(dash)
}
