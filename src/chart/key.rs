//! The key: what the shapes and, on narrow pictures, the lines mean. It names only what is there.

use super::elements::{Anchor, Glyph, Label, Root, looks, put};
use super::geometry::Rect;
use super::ink::{Dash, Paint, Role};
use super::layout::{SMALL, STRONG, radius};
use super::scale::named;
use super::series;
use super::spec::{Bounds, ChartSpec, Control, Form, Split};
use super::stacked::total_line;
use super::{bullet, control, fan, hatch, lines, parts};
use crate::domain::spc::Kind;
use crate::domain::status::Status;
use plotters::element::PathElement;

use super::backend::units;

/// The room of a mark and of a piece of line before their words.
const MARK: f64 = 18.0;
const LINE: f64 = 30.0;
const GAP: f64 = 14.0;
const ROW: f64 = 18.0;

/// What stands before an entry's words.
#[derive(Clone, Debug, PartialEq)]
enum Sample {
    Mark(Option<Status>),
    Draft,
    /// A figure that chance explains, or one that it does not.
    Signal(Kind),
    Gap,
    Line(Paint),
    Partial,
    /// What is expected.
    Forecast,
    /// The bars of the category in a place.
    Bar(usize),
    /// The bar of a rate's numerator (0) or denominator (1).
    Ratio(usize),
    /// Its line and marks.
    Marked(usize),
    /// The tick of a bullet's target, and the ground of a status.
    Tick,
    Ground(usize),
}

/// One entry; `x` and `y` are the middle of its left edge, in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    sample: Sample,
    text: String,
    x: f64,
    y: f64,
}

impl Entry {
    fn line(&self, root: &Root, paint: Paint) {
        let y = units(self.y);
        let ends = [(units(self.x), y), (units(self.x + LINE - 6.0), y)];
        put(root, &PathElement::new(ends, paint));
    }

    fn new(sample: Sample, text: impl Into<String>) -> Entry {
        Entry { sample, text: text.into(), x: 0.0, y: 0.0 }
    }

    fn sample_width(&self) -> f64 {
        if matches!(self.sample, Sample::Line(_) | Sample::Marked(_)) { LINE } else { MARK }
    }

    fn width(&self) -> f64 {
        self.sample_width() + SMALL.width(&self.text)
    }

    pub(super) fn draw(&self, root: &Root) {
        let centre = (self.x + MARK / 2.0 - 3.0, self.y);
        match &self.sample {
            Sample::Mark(status) => Glyph::of(*status, centre, 4.5).draw(root),
            Sample::Signal(kind) => control::glyph(*kind, centre, 4.5).draw(root),
            Sample::Draft => Glyph::draft(centre, 4.5).draw(root),
            Sample::Gap => Glyph::cross(centre).draw(root),
            Sample::Partial => hatch::hatched(root, Rect::around(centre, 5.5), Role::Actual),
            Sample::Forecast => {
                hatch::rectangle(
                    root,
                    Rect::around(centre, 5.5),
                    Paint::fill(Role::Fan80).outlined(Role::Draft, 8),
                );
            }
            Sample::Bar(place) => hatch::part(root, Rect::around(centre, 6.5), *place, false),
            Sample::Ratio(place) => parts::bar(root, Rect::around(centre, 6.5), *place),
            Sample::Tick => bullet::tick(root, Rect::around(centre, 7.0), centre.0),
            Sample::Ground(place) => bullet::ground(root, Rect::around(centre, 6.5), *place),
            Sample::Line(paint) => self.line(root, *paint),
            Sample::Marked(place) => {
                self.line(root, lines::line(*place));
                lines::glyph(*place, (self.x + (LINE - 6.0) / 2.0, self.y), 4.5).draw(root);
            }
        }
        Label {
            x: self.x + self.sample_width(),
            y: self.y + 4.0,
            text: self.text.clone(),
            face: SMALL,
            role: Role::Text,
            anchor: Anchor::Start,
        }
        .draw(root);
    }
}

/// The entries that a picture needs. With labels beside the plot, lines need none.
pub(super) fn entries(spec: &ChartSpec, beside: bool, width: f64) -> Vec<Entry> {
    let mut entries = Vec::new();
    match &spec.split {
        Some(split) => categories(spec, split, &mut entries),
        None if spec.form == Form::Bullet => bullets(spec, &mut entries),
        None if !beside => levels(spec, &mut entries),
        None => {}
    }
    // The width of a slot is not known yet; close enough to tell whether marks will be drawn.
    let slot = (width - 60.0) / spec.points.len().max(1) as f64;
    if let Some(control) = &spec.control {
        signals(spec, control, &mut entries);
    } else if radius(slot).is_some()
        && spec.split.is_none()
        && !matches!(spec.form, Form::Cumulative(_) | Form::Bullet)
    {
        statuses(spec, &mut entries);
    }
    if let Some(fan) = &spec.fan {
        entries.push(Entry::new(Sample::Forecast, fan::key_words(fan)));
    }
    let any = |found: &dyn Fn(usize) -> bool| (0..spec.points.len()).any(found);
    if spec.split.is_none() && any(&|i| spec.points[i].draft.is_some()) {
        entries.push(Entry::new(Sample::Draft, "draft"));
    }
    if let Some(partial) = series::partial(spec).filter(|_| matches!(spec.form, Form::Bars | Form::Bullet)) {
        entries.push(Entry::new(Sample::Partial, format!("part of a {}", partial.whole())));
    }
    let crossed = !matches!(spec.form, Form::Multiples | Form::Bullet);
    if crossed && any(&|i| series::is_gap(spec, i)) && series::has_figures(spec) {
        entries.push(Entry::new(Sample::Gap, "no figure"));
    }
    entries
}

/// The categories; and what else is drawn with them.
fn categories(spec: &ChartSpec, split: &Split, entries: &mut Vec<Entry>) {
    let stacked = spec.form == Form::Stacked;
    // Small pictures carry their names.
    let named = spec.form != Form::Multiples;
    for (place, part) in split.parts.iter().enumerate().filter(|_| named) {
        let sample = match spec.form {
            Form::Stacked => Sample::Bar(place),
            Form::Parts => Sample::Ratio(place),
            _ => Sample::Marked(place),
        };
        entries.push(Entry::new(sample, part.name.clone()));
    }
    if stacked && (0..spec.points.len()).any(|i| series::differs(spec, i)) {
        entries.push(Entry::new(Sample::Line(total_line()), "total, where it is another"));
    }
    if split.parts.iter().flat_map(|part| &part.values).any(|one| one.draft && one.value.is_some()) {
        entries.push(Entry::new(Sample::Draft, "draft"));
    }
}

/// The bar, the tick, and the grounds that there are.
fn bullets(spec: &ChartSpec, entries: &mut Vec<Entry>) {
    if spec.points.iter().any(|point| point.value.is_some()) {
        entries.push(Entry::new(Sample::Bar(0), "actual"));
    }
    if spec.points.iter().any(|point| point.target.is_some()) {
        entries.push(Entry::new(Sample::Tick, "target"));
    }
    for (place, status) in bullet::GROUNDS.iter().enumerate().filter(|(place, _)| bullet::has(spec, *place)) {
        entries.push(Entry::new(Sample::Ground(place), status.label()));
    }
}

fn levels(spec: &ChartSpec, entries: &mut Vec<Entry>) {
    for (name, text, _) in control::levels(spec) {
        entries.push(Entry::new(Sample::Line(control::line_of(name)), text));
    }
    let mut add = |name: &str, value: Option<f64>, paint: Paint| {
        if let Some(value) = value {
            let text = format!("{name} {}", named(value, &spec.unit));
            entries.push(Entry::new(Sample::Line(paint), text));
        }
    };
    add("Target", spec.points.iter().rev().find_map(|point| point.target), target_line());
    add("Target now", last_target_now(spec), target_now_line());
    if let Some(baseline) = &spec.baseline {
        add(&baseline.label, Some(baseline.value), baseline_line());
    }
    add("What-if", spec.what_if, what_if_line());
    if matches!(spec.form, Form::Trend | Form::Cumulative(_))
        && series::last(spec).is_some()
        && !entries.is_empty()
    {
        entries.insert(0, Entry::new(Sample::Line(actual_line()), "Actual"));
    }
}

/// Where the targets in force now are shown, the last of them.
pub(super) fn last_target_now(spec: &ChartSpec) -> Option<f64> {
    series::targets_now(spec)?.into_iter().rev().find_map(|target| target)
}

/// Where points begin to be near a limit, and what the marks mean.
fn signals(spec: &ChartSpec, control: &Control, entries: &mut Vec<Entry>) {
    let has_near = |bounds: Bounds| bounds.near.is_some();
    if control.stretches.iter().filter_map(|stretch| stretch.limits).any(has_near) {
        entries.push(Entry::new(Sample::Line(control::near_line()), "near a limit"));
    }
    let found =
        |i: usize| control.signals.get(i).copied().flatten().map_or(Kind::CommonCause, |one| one.kind);
    let kinds: Vec<Kind> =
        (0..spec.points.len()).filter(|i| spec.points[*i].value.is_some()).map(found).collect();
    let limited = control.stretches.iter().any(|stretch| stretch.limits.is_some());
    for kind in Kind::ALL.iter().filter(|kind| limited && kinds.contains(kind)) {
        let word = if control.ranges && *kind == Kind::High { "beyond the limit" } else { kind.label() };
        entries.push(Entry::new(Sample::Signal(*kind), word));
    }
}

fn statuses(spec: &ChartSpec, entries: &mut Vec<Entry>) {
    let has = |shape| {
        let mut drawn = spec.points.iter().filter(|point| point.value.is_some());
        drawn.any(|point| looks(point.status).0 == shape)
    };
    let judged = [Status::Met, Status::OnTrack, Status::AtRisk, Status::OffTrack];
    let before = entries.len();
    for status in judged {
        if has(looks(Some(status)).0) {
            entries.push(Entry::new(Sample::Mark(Some(status)), status.label()));
        }
    }
    if entries.len() > before && has(looks(None).0) {
        entries.push(Entry::new(Sample::Mark(None), "not judged"));
    }
}

/// Places entries in rows between `left` and `right`, and moves `y` below them.
pub(super) fn flow(entries: Vec<Entry>, left: f64, right: f64, y: &mut f64) -> Vec<Entry> {
    let mut placed: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut x = left;
    for mut entry in entries {
        entry.text = SMALL.wrap_at_most(&entry.text, right - left - entry.sample_width(), 1).concat();
        if x > left && x + entry.width() > right {
            x = left;
            *y += ROW;
        }
        (entry.x, entry.y) = (x, *y + ROW / 2.0);
        x += entry.width() + GAP;
        placed.push(entry);
    }
    if !placed.is_empty() {
        *y += ROW + 6.0;
    }
    placed
}

pub(super) fn actual_line() -> Paint {
    Paint::line(Role::Actual, 20)
}

pub(super) fn target_line() -> Paint {
    Paint::line(Role::Target, 15).dashed(Dash::Target)
}

pub(super) fn target_now_line() -> Paint {
    Paint::line(Role::TargetNow, 15).dashed(Dash::TargetNow)
}

/// Where something else begins to be counted.
pub(super) fn break_line() -> Paint {
    Paint::line(Role::Axis, 10).dashed(Dash::Draft)
}

pub(super) fn baseline_line() -> Paint {
    Paint::line(Role::Baseline, 15).dashed(Dash::Baseline)
}

pub(super) fn what_if_line() -> Paint {
    Paint::line(Role::WhatIf, 15).dashed(Dash::WhatIf)
}

/// The word that marks made-up figures, in a frame of its own.
pub(super) fn draw_tag(root: &Root, tag: &Label) {
    let frame = tag.rect().grown(5.0);
    let corners = [(frame.left, frame.top + 2.0), (frame.right, frame.bottom - 1.0)];
    let [from, to] = corners.map(|(x, y)| (units(x), units(y)));
    put(root, &plotters::element::Rectangle::new([from, to], Paint::line(Role::Axis, 10)));
    debug_assert_eq!(tag.face, STRONG);
    tag.draw(root);
}
