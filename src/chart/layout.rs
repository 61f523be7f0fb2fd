//! Where everything stands: worked out before anything is drawn. All lengths are CSS pixels.

use super::axes;
use super::bullet;
use super::control;
use super::elements::{Anchor, Label};
use super::font::{CAP, Face};
use super::geometry::Rect;
use super::ink::Role;
use super::key::{self, Entry};
use super::multiples;
use super::notes;
use super::scale::{Room, Scale, named};
use super::series;
use super::spec::{ChartSpec, Form, Frame, Size};
use super::words;

pub(super) const SMALL: Face = Face::regular(12.0);
pub(super) const STRONG: Face = Face::semibold(12.0);

/// Below this width labels stand above the plot, since beside it they would take its room.
const WIDE: f64 = 480.0;
/// The height of a plot below which steps can no longer be told apart.
const LEAST_PLOT: f64 = 110.0;
/// From the lower edge of a plot to the lower edge of its period labels, where they have two rows.
const PERIODS: f64 = 40.0;

/// The plan of one picture.
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) plot: Rect,
    pub(super) scale: Scale,
    /// Title, subtitle, notes.
    pub(super) texts: Vec<Label>,
    pub(super) key: Vec<Entry>,
    /// The word that marks made-up figures.
    pub(super) tag: Option<Label>,
    /// Lines are labelled at their right end, not in the key.
    pub(super) beside: bool,
    /// Quarters or months are named under their points, above the years.
    pub(super) part_row: bool,
    /// The width that one period has.
    pub(super) slot: f64,
    /// How many rows of notes' marks stand above the plot.
    pub(super) note_rows: usize,
}

/// A name at the right end of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SideLabel {
    pub(super) value: f64,
    pub(super) lines: Vec<String>,
    pub(super) role: Role,
}

impl SideLabel {
    pub(super) fn height(&self) -> f64 {
        self.lines.len() as f64 * STRONG.leading()
    }
}

impl Layout {
    pub(super) fn plan(spec: &ChartSpec, size: Size) -> Layout {
        let width = f64::from(size.width);
        let pad = margin(size.frame, width);
        let bullet = spec.form == Form::Bullet;
        let beside = width >= WIDE && series::has_anything(spec) && spec.split.is_none() && !bullet;
        let names = if beside { side_labels(spec, width) } else { Vec::new() };
        let mut column = Column::within(pad, width);
        if size.frame == Frame::Export {
            column.heading(&spec.title, &spec.subtitle);
        }
        let key = key::flow(key::entries(spec, beside, width), pad, width - pad, &mut column.y);
        let tag = column.tag(spec.illustrative);
        let note_y = column.y + SMALL.size;
        let right = width - pad - if bullet { bullet::beside(spec, width) } else { names_width(&names) };
        // The room for value labels is not known before the height is; a typical one will do here.
        let slot = (right - pad - 48.0) / spec.points.len().max(1) as f64;
        let note_rows = notes::rows(spec, slot);
        let top = column.y + head(spec) + note_rows as f64 * notes::ROW;
        let part_row = axes::naming(spec, slot).is_some();
        let periods = match spec.form {
            // Small pictures have theirs inside, and the years of seasons are their lines.
            Form::Multiples if series::has_figures(spec) => 0.0,
            Form::Seasons | Form::Bullet => PERIODS - 14.0,
            _ if part_row || series::partial(spec).is_some() => PERIODS,
            _ => PERIODS - 14.0,
        };
        let notes = wrapped_notes(spec, size.frame, width - 2.0 * pad);
        let below =
            periods + pad + if notes.is_empty() { 0.0 } else { 8.0 } + notes.len() as f64 * SMALL.leading();
        // The height of what has one of its own, and the room of its steps.
        let own = match spec.form {
            Form::Multiples if series::has_figures(spec) => {
                Some((multiples::height(spec, width), multiples::PANEL))
            }
            Form::Bullet if !spec.points.is_empty() => Some((bullet::height(spec), (right - pad) / 2.0)),
            _ => None,
        };
        let least = LEAST_PLOT.max(names.iter().map(SideLabel::height).sum());
        let filling = (f64::from(size.height) - top - below).max(least).floor();
        let (plot_height, step_room) = own.unwrap_or((filling, filling));

        let scale = Scale::of(series::values(spec).into_iter(), &spec.unit, room(spec, step_room));
        let ticks = match bullet {
            true => bullet::names(spec),
            false => scale.labels.iter().map(|label| SMALL.width(label)).fold(0.0, f64::max),
        };
        let left = (pad + ticks + 8.0).ceil();
        let plot = Rect { left, top, right: right.floor(), bottom: top + plot_height };
        column.axis_note(spec, &scale, note_y);
        column.notes(notes, plot.bottom + periods + 8.0);
        let slot = plot.width() / spec.points.len().max(1) as f64;
        let height = (plot.bottom + below).ceil();
        let texts = column.texts;
        Layout { width, height, plot, scale, texts, key, tag, beside, part_row, slot, note_rows }
    }

    /// The radius of a point's mark; `None` where marks would run into each other.
    pub(super) fn radius(&self) -> Option<f64> {
        radius(self.slot)
    }
}

pub(super) fn radius(slot: f64) -> Option<f64> {
    match slot {
        s if s >= 18.0 => Some(4.5),
        s if s >= 11.0 => Some(3.5),
        s if s >= 7.0 => Some(2.5),
        _ => None,
    }
}

fn room(spec: &ChartSpec, plot_height: f64) -> Room {
    let steps = (plot_height / 36.0) as u32;
    let bars = matches!(spec.form, Form::Bars | Form::Stacked | Form::Parts);
    // A bar carries its mark and its figure on its head.
    let headroom = if bars { 28.0 / plot_height } else { 0.0 };
    // What is free above the bars has no gridline, so there can be one more below.
    // A range is nothing below zero.
    let ranges = spec.control.as_ref().is_some_and(|control| control.ranges);
    Room {
        steps: steps.clamp(3, 4) + u32::from(bars),
        from_zero: bars || ranges || spec.form == Form::Bullet || matches!(spec.form, Form::Cumulative(_)),
        headroom,
    }
}

fn counts(spec: &ChartSpec) -> bool {
    !spec.unit.is_percent() && !spec.unit.is_dollars()
}

/// From the key to the upper edge of the plot: the row with the axis note and, over a line, room
/// for the latest figure. Bars of a unit that is written at each tick need no note.
fn head(spec: &ChartSpec) -> f64 {
    match spec.form {
        Form::Bars | Form::Stacked | Form::Parts if !spec.illustrative && !counts(spec) => 14.0,
        Form::Bars | Form::Stacked | Form::Parts | Form::Bullet => 28.0,
        _ => 34.0,
    }
}

/// The names of the lines with their last levels, from the top of the picture to its bottom.
pub(super) fn side_labels(spec: &ChartSpec, width: f64) -> Vec<SideLabel> {
    let room = (width * 0.22).clamp(110.0, 170.0);
    let label =
        |text: &str, value, role| SideLabel { value, lines: STRONG.wrap_at_most(text, room, 3), role };
    let levels = control::levels(spec).into_iter();
    let mut labels: Vec<SideLabel> =
        levels.map(|(_, text, value)| label(&text, value, Role::Muted)).collect();
    let mut add = |name: &str, value: Option<f64>, role: Role| {
        let Some(value) = value else { return };
        labels.push(label(&format!("{name} {}", named(value, &spec.unit)), value, role));
    };
    if matches!(spec.form, Form::Trend | Form::Cumulative(_)) {
        let last = spec.points.last();
        add("Actual", last.and_then(|point| point.value), Role::Actual);
        add("Draft", last.and_then(|point| point.draft), Role::Draft);
    }
    add("Target", spec.points.iter().rev().find_map(|point| point.target), Role::Target);
    add("Target now", key::last_target_now(spec), Role::TargetNow);
    if let Some(baseline) = &spec.baseline {
        add(&baseline.label, Some(baseline.value), Role::Baseline);
    }
    add("What-if", spec.what_if, Role::WhatIf);
    labels.sort_by(|a, b| b.value.total_cmp(&a.value));
    labels
}

/// The room that names beside the plot take, with the gap before them.
fn names_width(names: &[SideLabel]) -> f64 {
    let lines = names.iter().flat_map(|name| &name.lines);
    match lines.map(|line| STRONG.width(line)).fold(0.0, f64::max) {
        0.0 => 4.0,
        widest => widest + 14.0,
    }
}

/// What must be read with the picture once it has left the page.
fn wrapped_notes(spec: &ChartSpec, frame: Frame, room: f64) -> Vec<String> {
    if frame == Frame::Page {
        return Vec::new();
    }
    let said = words::told(spec).join(" ");
    let gaps = words::missing_runs(spec);
    let untold = !gaps.is_empty() && !said.contains(words::NO_FIGURE);
    let mut notes = vec![said];
    notes.extend(spec.footnotes.iter().cloned());
    if untold {
        notes.push(format!("No figure: {}.", gaps.join("; ")));
    }
    notes.iter().flat_map(|note| SMALL.wrap(note, room)).collect()
}

/// Around a picture that leaves the page.
pub(super) fn margin(frame: Frame, width: f64) -> f64 {
    match frame {
        Frame::Page => 0.0,
        Frame::Export if width < WIDE => 12.0,
        Frame::Export => 20.0,
    }
}

/// Texts that stand under each other.
pub(super) struct Column {
    left: f64,
    right: f64,
    /// Where the next line's upper edge is.
    pub(super) y: f64,
    pub(super) texts: Vec<Label>,
}

impl Column {
    /// From the upper edge of a picture on.
    pub(super) fn within(pad: f64, width: f64) -> Column {
        Column { left: pad, right: width - pad, y: pad, texts: Vec::new() }
    }

    pub(super) fn lines(&mut self, lines: Vec<String>, face: Face, role: Role) {
        for text in lines {
            let y = self.y + (face.leading() + face.size * CAP) / 2.0;
            self.texts.push(Label { x: self.left, y, text, face, role, anchor: Anchor::Start });
            self.y += face.leading();
        }
    }

    pub(super) fn heading(&mut self, title: &str, subtitle: &str) {
        let room = self.right - self.left;
        let face = Face::semibold(if room < WIDE { 16.0 } else { 18.0 });
        self.lines(face.wrap(title, room), face, Role::Text);
        self.lines(Face::regular(13.0).wrap(subtitle, room), Face::regular(13.0), Role::Muted);
        if !self.texts.is_empty() {
            self.y += 8.0;
        }
    }

    /// Made-up figures are said to be made up, where the eye begins to read the plot.
    pub(super) fn tag(&mut self, illustrative: bool) -> Option<Label> {
        let (y, text) = (self.y + SMALL.size, "Illustrative");
        illustrative.then(|| Label {
            x: self.right - 6.0 - STRONG.width(text) / 2.0,
            y,
            text: text.into(),
            face: STRONG,
            role: Role::Muted,
            anchor: Anchor::Middle,
        })
    }

    /// What the value axis counts, and where it starts if not at zero.
    fn axis_note(&mut self, spec: &ChartSpec, scale: &Scale, y: f64) {
        let counted = counts(spec);
        let start = match (scale.includes_zero(), scale.labels.first()) {
            (false, Some(first)) => Some(format!("Axis starts at {first}")),
            _ => None,
        };
        let room = self.right - self.left - if spec.illustrative { 96.0 } else { 0.0 };
        let name = SMALL.wrap_at_most(&spec.unit.name, room, 1).pop().unwrap_or_default();
        let text = match (counted && !name.is_empty(), start) {
            (true, None) => name,
            (false, start) => start.unwrap_or_default(),
            (true, Some(start)) => {
                let both = format!("{name} · {}", start.replacen('A', "a", 1));
                if SMALL.width(&both) <= room { both } else { start }
            }
        };
        if !text.is_empty() {
            let (x, face) = (self.left, SMALL);
            self.texts.push(Label { x, y, text, face, role: Role::Muted, anchor: Anchor::Start });
        }
    }

    fn notes(&mut self, notes: Vec<String>, y: f64) {
        self.y = y;
        self.lines(notes, SMALL, Role::Muted);
    }
}
