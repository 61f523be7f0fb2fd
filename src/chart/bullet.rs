//! What each of the last years reached: a bar from zero, a tick at the target, and under both the ground of
//! the statuses on the way there (Stephen Few's bullet graph). A row a year, the latest at the foot.

use plotters::element::PathElement;

use super::backend::units;
use super::elements::{Anchor, Glyph, Label, Root, put};
use super::font::Face;
use super::geometry::Rect;
use super::hatch::{hatched, rectangle};
use super::ink::{Dash, Paint, Role};
use super::key::break_line;
use super::layout::{Layout, SMALL, STRONG};
use super::measure::{point, subtitle};
use super::scale::named;
use super::series;
use super::spec::{ChartSpec, Form, Mark, Point};
use super::within::bare;
use super::words;
use crate::domain::measure::{Frequency, Measure};
use crate::domain::series::{Selection, Series, SeriesPoint};
use crate::domain::status::Status;

/// As many years as can be compared at a glance.
const MOST: usize = 5;
/// The height of a row, and of the ground and the bar in it.
const ROW: f64 = 46.0;
const GROUND: f64 = 26.0;
const BAR: f64 = 10.0;

/// The statuses that a ground is drawn for, from the worst on.
pub(super) const GROUNDS: [Status; 4] = [Status::OffTrack, Status::AtRisk, Status::OnTrack, Status::Met];

/// The last years of a selection. Years that are still to come have nothing to be compared.
pub(super) fn of_years(measure: &Measure, series: &Series, selection: &Selection) -> ChartSpec {
    let mut shown = series.select(&Selection { totals: Some(Frequency::Annual), ..*selection });
    if let Some(last) = shown.iter().rposition(|year| year.status != Status::NotDue || year.value.is_some()) {
        shown.truncate(last + 1);
    }
    shown.drain(..shown.len().saturating_sub(MOST));
    let by = subtitle(measure, "year", &shown).replacen("By", "by", 1);
    let year = |year: &SeriesPoint| Point { edges: year.edges, target_now: None, ..point(year.clone()) };
    ChartSpec {
        subtitle: format!("Against the target of each year, {by}"),
        form: Form::Bullet,
        points: shown.iter().map(year).collect(),
        breaks: series.breaks.clone(),
        ..bare(measure, series, &shown)
    }
}

/// The width of the years' names before their rows.
pub(super) fn names(spec: &ChartSpec) -> f64 {
    spec.points.iter().map(|point| STRONG.width(&point.period.label())).fold(0.0, f64::max)
}

/// The width of what is said after the rows.
pub(super) fn beside(spec: &ChartSpec, width: f64) -> f64 {
    let said = spec.points.iter().flat_map(|point| said(spec, point, width));
    said.map(|(text, face, indent)| face.width(&text) + indent).fold(0.0, f64::max) + 14.0
}

pub(super) fn height(spec: &ChartSpec) -> f64 {
    spec.points.len() as f64 * ROW
}

/// The figure of a year and how it stands: each text with its face and the room for a mark before it.
fn said(spec: &ChartSpec, point: &Point, width: f64) -> Vec<(String, Face, f64)> {
    let judged = point.status.filter(|_| point.value.is_some());
    let standing = match (point.value, point.draft, point.partial, judged) {
        (Some(_), _, Some(partial), _) => (partial.words(), 0.0),
        (Some(_), _, None, Some(status)) if status.is_judged() => (status.label().to_owned(), 14.0),
        (Some(_), _, None, Some(status)) => (status.label().to_owned(), 0.0),
        (None, Some(_), ..) => ("draft".to_owned(), 0.0),
        _ => (String::new(), 0.0),
    };
    let figure = match point.value.or(point.draft) {
        Some(value) => (named(value, &spec.unit), STRONG, 0.0),
        None => (point.missing.clone().unwrap_or_else(|| "no figure".to_owned()), SMALL, 0.0),
    };
    let fitted = |(text, face, indent): (String, Face, f64)| {
        (face.wrap_at_most(&text, width * 0.3 - indent, 1).concat(), face, indent)
    };
    let all = [figure, (standing.0, SMALL, standing.1)].map(fitted);
    all.into_iter().filter(|(text, ..)| !text.is_empty()).collect()
}

/// From where to where on the axis the ground of a status lies, from the worst end on; `None` where there is
/// none.
fn span(spec: &ChartSpec, point: &Point, place: usize, (low, high): (f64, f64)) -> Option<(f64, f64)> {
    let edges = point.edges?;
    let (worst, best) = if spec.higher_is_better { (low, high) } else { (high, low) };
    let [met, on_track, at_risk] = series::edges_of(&edges).map(|value| value.clamp(low, high));
    let ends = [worst, at_risk, on_track, met, best];
    let (from, to) = (*ends.get(place)?, *ends.get(place + 1)?);
    (from != to).then_some((from, to))
}

/// Whether any year has a ground for a status.
pub(super) fn has(spec: &ChartSpec, place: usize) -> bool {
    spec.points.iter().any(|point| span(spec, point, place, (f64::MIN, f64::MAX)).is_some())
}

/// The ground of a status: the worse, the more it stands out from the page, in print and without colours as well.
pub(super) fn ground(root: &Root, room: Rect, place: usize) {
    let role = [Role::GroundOff, Role::GroundRisk, Role::GroundOn, Role::Surface];
    rectangle(root, room, Paint::fill(role[place % role.len()]).outlined(Role::Axis, 6));
}

/// The tick of a target, across a room.
pub(super) fn tick(root: &Root, room: Rect, x: f64) {
    line(root, (x, room.top), (x, room.bottom), Paint::line(Role::Surface, 50));
    line(root, (x, room.top), (x, room.bottom), Paint::line(Role::Target, 30));
}

fn line(root: &Root, from: (f64, f64), to: (f64, f64), paint: Paint) {
    let ends = [from, to].map(|(x, y)| (units(x), units(y)));
    put(root, &PathElement::new(ends, paint));
}

fn text(root: &Root, x: f64, y: f64, text: String, face: Face, role: Role, anchor: Anchor) {
    Label { x, y, text, face, role, anchor }.draw(root);
}

/// Where a value stands on the axis.
fn at(layout: &Layout, value: f64) -> f64 {
    let (plot, scale) = (layout.plot, &layout.scale);
    plot.left + (value - scale.low) / (scale.high - scale.low) * plot.width()
}

pub(super) fn draw(root: &Root, spec: &ChartSpec, layout: &Layout) -> Vec<Mark> {
    axis(root, layout);
    for (slot, _) in series::breaks(spec) {
        let y = layout.plot.top + (slot + 0.5) * ROW;
        line(root, (layout.plot.left, y), (layout.plot.right, y), break_line());
    }
    let mut marks = Vec::new();
    for i in 0..spec.points.len() {
        row(root, spec, layout, i, &mut marks);
    }
    marks
}

/// Gridlines and their values, as far as there is room for these.
fn axis(root: &Root, layout: &Layout) {
    let plot = layout.plot;
    let mut free = f64::NEG_INFINITY;
    for (tick, label) in layout.scale.ticks.iter().zip(&layout.scale.labels) {
        let x = at(layout, *tick);
        let role = if *tick == 0.0 { Role::Axis } else { Role::Grid };
        line(root, (x, plot.top), (x, plot.bottom + 4.0), Paint::line(role, 10));
        let half = SMALL.width(label) / 2.0;
        if x - half >= free {
            text(root, x, plot.bottom + 17.0, label.clone(), SMALL, Role::Muted, Anchor::Middle);
            free = x + half + 6.0;
        }
    }
}

fn row(root: &Root, spec: &ChartSpec, layout: &Layout, i: usize, marks: &mut Vec<Mark>) {
    let (point, plot, scale) = (&spec.points[i], layout.plot, &layout.scale);
    let middle = plot.top + (i as f64 + 0.5) * ROW;
    let across = |from: f64, to: f64, height: f64| {
        let (from, to) = (at(layout, from), at(layout, to));
        let (left, right) = (from.min(to), from.max(to));
        Rect { left, right, top: middle - height / 2.0, bottom: middle + height / 2.0 }
    };
    text(root, plot.left - 8.0, middle + 4.0, point.period.label(), STRONG, Role::Text, Anchor::End);
    for place in 0..GROUNDS.len() {
        if let Some((from, to)) = span(spec, point, place, (scale.low, scale.high)) {
            ground(root, across(from, to, GROUND), place);
        }
    }
    match (point.value, point.partial) {
        (Some(value), Some(_)) => hatched(root, across(0.0, value, BAR), Role::Actual),
        (Some(value), None) => rectangle(root, across(0.0, value, BAR), Paint::fill(Role::Actual)),
        (None, _) => {}
    }
    if let Some(draft) = point.draft {
        let hollow = Paint::line(Role::Draft, 15).dashed(Dash::Draft);
        rectangle(root, across(0.0, draft, BAR + 4.0), hollow);
    }
    if let Some(target) = point.target {
        tick(root, across(target, target, GROUND - 6.0), at(layout, target));
    }
    beside_row(root, spec, layout, point, middle);
    for (value, draft) in [(point.value, false), (point.draft, true)] {
        let Some(value) = value.or((!draft && point.draft.is_none()).then_some(0.0)) else { continue };
        let status = point.status.filter(|_| !draft && point.value.is_some());
        let label = words::point_label(spec, i, draft);
        marks.push(Mark {
            period: point.period,
            x: at(layout, value),
            y: middle,
            radius: 4.5,
            status,
            draft,
            label,
        });
    }
}

/// The figure after its row, and under it how it stands.
fn beside_row(root: &Root, spec: &ChartSpec, layout: &Layout, point: &Point, middle: f64) {
    let said = said(spec, point, layout.width);
    let x = layout.plot.right + 12.0;
    let first = if said.len() == 1 { middle + 4.0 } else { middle - 4.0 };
    for (k, (words, face, indent)) in said.into_iter().enumerate() {
        let y = first + k as f64 * 16.0;
        if indent > 0.0 {
            Glyph::of(point.status, (x + 4.5, y - 4.0), 4.5).draw(root);
        }
        let role = if face == STRONG { Role::Text } else { Role::Muted };
        text(root, x + indent, y, words, face, role, Anchor::Start);
    }
}

/// In how many of the years the target was met.
pub(super) fn sentence(spec: &ChartSpec) -> Option<String> {
    let judged = |point: &&Point| point.value.is_some() && point.status.is_some_and(Status::is_judged);
    let years = spec.points.iter().filter(judged).filter(|_| spec.form == Form::Bullet);
    let (met, all) =
        years.fold((0, 0), |(met, all), year| (met + usize::from(year.status == Some(Status::Met)), all + 1));
    match (met, all) {
        (_, 0 | 1) => None,
        (0, all) => Some(format!("The target was met in none of the {all} years that are judged.")),
        (met, all) => Some(format!("The target was met in {met} of the {all} years that are judged.")),
    }
}

/// Where the statuses of a year begin: `; on track from 90.3%, at risk from 80.8%`.
pub(super) fn grounds_words(spec: &ChartSpec, point: &Point) -> String {
    let Some(edges) = point.edges.filter(|edges| edges.met != edges.at_risk) else { return String::new() };
    let side = if spec.higher_is_better { "from" } else { "up to" };
    let [_, on_track, at_risk] = series::edges_of(&edges).map(|value| spec.unit.figure(value));
    format!("; on track {side} {on_track}, at risk {side} {at_risk}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::of_measure;
    use crate::domain::actual::Figure;
    use crate::domain::measure::{Aggregation, Direction, tests_support::measure};
    use crate::domain::pace::Course;
    use crate::domain::period::Period;
    use crate::domain::picture::Picture;
    use crate::domain::series::Known;
    use std::collections::BTreeMap;

    fn spec(measure: &Measure, first: &str, figures: &[f64], target: Option<f64>, today: &str) -> ChartSpec {
        let first: Period = first.parse().unwrap();
        let known = |k: usize| {
            let figure = figures.get(k).copied().map(Figure::Value);
            (first.step(k as i32), Known { figure, target, ..Known::default() })
        };
        let known: BTreeMap<Period, Known> = (0..figures.len() + 4).map(known).collect();
        let series = Series::assemble(measure, &Course::default(), &known, today.parse().unwrap());
        let selection = Selection { picture: Picture::Bullet, ..Selection::default() };
        of_measure(measure, None, &series, &selection)
    }

    #[test]
    fn the_last_five_years_are_rows_and_what_is_to_come_is_none() {
        let quarterly = Measure { aggregation: Aggregation::Sum, ..measure("m") };
        let figures: Vec<f64> = (0..26).map(f64::from).collect();
        let spec = spec(&quarterly, "FY2018Q1", &figures, Some(20.0), "2024-05-01");
        let rows: Vec<_> = spec.points.iter().map(|p| (p.period.to_string(), p.value)).collect();
        let expected = [("FY2020", 38.), ("FY2021", 54.), ("FY2022", 70.), ("FY2023", 86.), ("FY2024", 49.)];
        assert_eq!(rows, expected.map(|(year, value)| (year.to_owned(), Some(value))));
        // The year that is not whole yet is judged by nothing.
        assert!(spec.points[4].partial.is_some() && spec.points[4].edges.is_none());
        let edges = spec.points[3].edges.unwrap();
        assert_eq!((edges.met, edges.on_track, edges.at_risk), (80.0, 76.0, 68.0));
        let said = words::summary(&spec);
        assert!(said.contains("The target was met in 1 of the 4 years that are judged."), "{said}");
        let label = words::point_label(&spec, 3, false);
        assert!(label.ends_with("met; on track from 76, at risk from 68"), "{label}");
    }

    #[test]
    fn grounds_run_from_the_worst_end_to_the_best() {
        let up = spec(&measure("m"), "FY2023Q1", &[1.0; 4], Some(20.0), "2024-05-01");
        let down = ChartSpec { higher_is_better: false, ..up.clone() };
        let axis = (0.0, 100.0);
        for (spec, place, expected) in [
            (&up, 0, Some((0.0, 68.0))),
            (&up, 3, Some((80.0, 100.0))),
            (&down, 0, Some((100.0, 68.0))),
            (&down, 3, Some((80.0, 0.0))),
        ] {
            assert_eq!(span(spec, &spec.points[0], place, axis), expected);
        }
    }

    #[test]
    fn what_has_no_target_or_is_a_milestone_has_none() {
        let none = spec(&measure("m"), "FY2023Q1", &[1.0; 4], None, "2024-05-01");
        assert_eq!(none.form, Form::Trend);
        let step = Measure { direction: Direction::Milestone, ..measure("m") };
        assert_eq!(spec(&step, "FY2023Q1", &[1.0; 4], Some(1.0), "2024-05-01").form, Form::Trend);
    }
}
