//! Gridlines, and the labels of values and periods.

use plotters::element::PathElement;

use super::backend::units;
use super::elements::{Anchor, Label, Root, put};
use super::font::CAP;
use super::ink::{Paint, Role};
use super::layout::{Layout, SMALL};
use super::spec::{ChartSpec, Form, Point};
use crate::domain::period::{Calendar, Period};

/// Periods of one year that follow each other: first index, last index, the year.
type Group = (usize, usize, Period);

pub(super) fn draw(root: &Root, spec: &ChartSpec, layout: &Layout) {
    values(root, layout);
    let mut labels = Vec::new();
    let parts = part_labels(spec, layout, &mut labels);
    let row = layout.plot.bottom + if parts { 33.0 } else { 17.0 };
    if spec.form == Form::Seasons {
        // Their years are the lines.
        labels.iter().for_each(|label| label.draw(root));
        return;
    }
    let groups = groups(&spec.points);
    year_labels(&groups, layout, row, &mut labels);
    if parts {
        separators(root, &groups, layout, 36.0);
    } else if spec.points.iter().any(|point| point.period.month().is_some()) {
        // Without their names, months are told by their years.
        separators(root, &groups, layout, 20.0);
    } else {
        partial_labels(spec, layout, row + 15.0, &mut labels);
    }
    for label in labels {
        label.draw(root);
    }
}

fn line(root: &Root, from: (f64, f64), to: (f64, f64), paint: Paint) {
    let ends = [from, to].map(|(x, y)| (units(x), units(y)));
    put(root, &PathElement::new(ends, paint));
}

fn values(root: &Root, layout: &Layout) {
    let (plot, scale) = (layout.plot, &layout.scale);
    for (tick, text) in scale.ticks.iter().zip(&scale.labels) {
        let y = plot.bottom - (tick - scale.low) / (scale.high - scale.low) * plot.height();
        let role = if *tick == 0.0 { Role::Axis } else { Role::Grid };
        line(root, (plot.left, y), (plot.right, y), Paint::line(role, 10));
        Label {
            x: plot.left - 8.0,
            y: y + SMALL.size * CAP / 2.0,
            text: text.clone(),
            face: SMALL,
            role: Role::Muted,
            anchor: Anchor::End,
        }
        .draw(root);
    }
}

fn groups(points: &[Point]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (i, point) in points.iter().enumerate() {
        let year = point.period.whole_year();
        match groups.last_mut() {
            Some((_, last, of)) if *of == year => *last = i,
            _ => groups.push((i, i, year)),
        }
    }
    groups
}

/// The name of each period within its year under it. Returns whether there is room for them.
fn part_labels(spec: &ChartSpec, layout: &Layout, labels: &mut Vec<Label>) -> bool {
    let Some(form) = naming(spec, layout.slot).filter(|_| layout.part_row) else {
        return false;
    };
    for (i, point) in spec.points.iter().enumerate() {
        let text = part_name(point.period, form).to_owned();
        labels.push(period_label(layout, i as f64, layout.plot.bottom + 17.0, text));
    }
    true
}

/// The longest form of the periods' names within their years that has room under all of them, in slots
/// of this width.
pub(super) fn naming(spec: &ChartSpec, slot: f64) -> Option<usize> {
    let fits = |name: &str| !name.is_empty() && SMALL.width(name) + 3.0 <= slot;
    let named = |form: &usize| spec.points.iter().all(|point| fits(part_name(point.period, *form)));
    (0..2).find(named).filter(|_| !spec.points.is_empty())
}

/// `Q1`, `Mar` or `M`; empty for a whole year.
fn part_name(period: Period, form: usize) -> &'static str {
    match (period.quarter(), period.month(), form) {
        (Some(quarter), ..) => ["", "Q1", "Q2", "Q3", "Q4"][usize::from(quarter)],
        (None, Some(month), 0) => month,
        (None, Some(month), _) => &month[..1],
        (None, None, _) => "",
    }
}

fn period_label(layout: &Layout, centre: f64, y: f64, text: String) -> Label {
    let x = layout.plot.left + (centre + 0.5) * layout.slot;
    Label { x, y, text, face: SMALL, role: Role::Muted, anchor: Anchor::Middle }
}

/// A year's name in the longest form that fits: `FY 2024`, `FY24`, `’24`.
fn year_name(year: Period, form: usize) -> String {
    let short = year.year() % 100;
    match (year.calendar(), form) {
        (_, 0) => year.label(),
        (Some(Calendar::Fiscal), 1) => format!("FY{short:02}"),
        _ => format!("’{short:02}"),
    }
}

/// Names of years, centred under their periods: as long as fits, and as many as fit.
fn year_labels(groups: &[Group], layout: &Layout, y: f64, labels: &mut Vec<Label>) {
    let choices = [1, 2, 5, 10, 20, 50].into_iter().flat_map(|stride| (0..3).map(move |form| (form, stride)));
    // From the latest to the earliest: each must end before the one after it begins.
    let fitting = |(form, stride)| {
        let mut kept: Vec<Label> = Vec::new();
        for label in year_choice(groups, layout, y, form, stride) {
            if kept.last().is_some_and(|later| label.rect().right + 9.0 > later.rect().left) {
                return None;
            }
            kept.push(label);
        }
        Some(kept)
    };
    let found = choices.into_iter().find_map(fitting);
    labels.extend(found.unwrap_or_else(|| year_choice(groups, layout, y, 2, groups.len().max(1)).collect()));
}

/// Every `stride`th year, counted from the latest, which is the one that readers look for.
fn year_choice(
    groups: &[Group],
    layout: &Layout,
    y: f64,
    form: usize,
    stride: usize,
) -> impl Iterator<Item = Label> {
    let count = groups.len().div_ceil(stride);
    groups.iter().rev().step_by(stride).enumerate().map(move |(k, group)| {
        // The first of the shortest names still says which kind of year they all are.
        let form = if form == 2 && k + 1 == count { 1 } else { form };
        label_of(layout, *group, form, y)
    })
}

fn label_of(layout: &Layout, (from, to, year): Group, form: usize, y: f64) -> Label {
    let mut label = period_label(layout, (from + to) as f64 / 2.0, y, year_name(year, form));
    let half = label.face.width(&label.text) / 2.0;
    label.x = label.x.min(layout.width - half).max(half);
    label
}

/// Under a total that does not rest on all of its parts, on how many: in the longest form that fits.
fn partial_labels(spec: &ChartSpec, layout: &Layout, y: f64, labels: &mut Vec<Label>) {
    for (i, point) in spec.points.iter().enumerate() {
        let Some(partial) = point.partial else { continue };
        let short = if partial.noun() == "quarters" { " qtrs" } else { "" };
        let (parts, of) = (partial.parts, partial.of);
        let forms = [partial.words(), format!("{parts} of {of}{short}"), format!("{parts} of {of}")];
        let label = |text| {
            let mut label = period_label(layout, i as f64, y, text);
            let half = label.face.width(&label.text) / 2.0;
            label.x = label.x.min(layout.width - half).max(half);
            label
        };
        let free = |found: &Label| labels.iter().all(|other| !other.rect().grown(2.0).overlaps(found.rect()));
        let found = forms.into_iter().map(label).find(free);
        labels.extend(found);
    }
}

/// Lines between years, from the axis down.
fn separators(root: &Root, groups: &[Group], layout: &Layout, length: f64) {
    for (from, ..) in groups.iter().skip(1) {
        let x = layout.plot.left + *from as f64 * layout.slot;
        line(
            root,
            (x, layout.plot.bottom + 4.0),
            (x, layout.plot.bottom + length),
            Paint::line(Role::Grid, 10),
        );
    }
}
