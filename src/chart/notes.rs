//! Notes pinned to periods: small numbered marks above the plot, each with a thin line down through its period.
//! Their texts stand under the picture, with the same numbers.

use std::f64::consts::FRAC_1_SQRT_2;

use plotters::element::PathElement;

use super::backend::units;
use super::elements::{Anchor, Label, Root, put};
use super::font::{CAP, Face};
use super::geometry::Rect;
use super::ink::{Dash, Paint, Role};
use super::plot::Plot;
use super::spec::{ChartSpec, Form};
use crate::domain::measure::Measure;
use crate::domain::note::{Note, within};
use crate::domain::period::Period;
use crate::domain::series::{Series, SeriesPoint};

/// The height of a row of marks; and of a mark in it.
pub(super) const ROW: f64 = 18.0;
const HEIGHT: f64 = 15.0;
/// From the lower edge of the lowest mark to the plot.
const ABOVE: f64 = 2.0;
/// Between neighbours in a row.
const GAP: f64 = 3.0;
/// The most rows; what has no room in them shares the mark before it.
const ROWS: usize = 2;
/// The most notes that a summary names one by one.
const NAMED: usize = 3;

const FACE: Face = Face::semibold(10.0);

/// A mark: of one note, or of several that stand too close together.
#[derive(Debug, PartialEq)]
struct Pin {
    /// From 1, in order.
    numbers: Vec<usize>,
    /// Where lines lead down, from the left edge of the plot, in CSS pixels.
    lines: Vec<f64>,
    left: f64,
    row: usize,
}

impl Pin {
    /// `3`, `3, 5`, `3–5`.
    fn text(&self) -> String {
        match self.numbers.as_slice() {
            [first, .., last] if self.numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]) => {
                format!("{first}–{last}")
            }
            numbers => numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
        }
    }

    fn width(&self) -> f64 {
        (FACE.width(&self.text()) + 8.0).max(HEIGHT)
    }
}

/// Whether periods have places of their own: not where years are laid over each other or are rows.
fn has_places(spec: &ChartSpec) -> bool {
    !matches!(spec.form, Form::Seasons | Form::Bullet | Form::Sparkline)
}

/// The notes of the periods that are shown: each with its number and where it stands, in slots.
fn shown(spec: &ChartSpec) -> Vec<(f64, usize, &Note)> {
    if !has_places(spec) {
        return Vec::new();
    }
    let slots = spec.points.iter().enumerate().filter(|_| !spec.notes.is_empty());
    let mut shown: Vec<_> = slots.flat_map(|(slot, _)| in_slot(spec, slot)).collect();
    shown.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
    shown
}

/// The notes of one of the periods, alike.
fn in_slot(spec: &ChartSpec, slot: usize) -> impl Iterator<Item = (f64, usize, &Note)> {
    within(&spec.notes, spec.points[slot].period).map(move |(number, note)| {
        // Limits begin anew between two periods.
        let between = note.rebase && spec.control.is_some() && slot > 0;
        (slot as f64 - if between { 0.5 } else { 0.0 }, number, note)
    })
}

/// Where process limits begin anew in the picture because a note says so, in slots.
pub(super) fn anew(spec: &ChartSpec) -> Vec<f64> {
    let rebased = shown(spec).into_iter().filter(|(_, _, note)| note.rebase && spec.control.is_some());
    rebased.map(|(slot, ..)| slot).filter(|slot| *slot > 0.0).collect()
}

/// Lays the marks out in rows: what is pinned to one place shares a mark, and so does what has no room.
fn pins(spec: &ChartSpec, slot: f64, rows: usize) -> Vec<Pin> {
    let mut pins: Vec<Pin> = Vec::new();
    for (at, number, _) in shown(spec) {
        let x = (at + 0.5) * slot;
        match pins.last_mut() {
            Some(pin) if pin.lines[0] == x => pin.numbers.push(number),
            _ => pins.push(Pin { numbers: vec![number], lines: vec![x], left: 0.0, row: 0 }),
        }
    }
    let mut ends = [f64::NEG_INFINITY; ROWS];
    let mut laid: Vec<Pin> = Vec::with_capacity(pins.len());
    for mut pin in pins {
        pin.left = pin.lines[0] - pin.width() / 2.0;
        let free = (0..rows.min(ROWS)).find(|row| ends[*row] + GAP <= pin.left);
        match (free, laid.last_mut()) {
            (None, Some(before)) => {
                before.numbers.extend(pin.numbers);
                before.lines.extend(pin.lines);
                ends[before.row] = before.left + before.width();
            }
            (free, _) => {
                pin.row = free.unwrap_or_default();
                ends[pin.row] = pin.left + pin.width();
                laid.push(pin);
            }
        }
    }
    laid
}

/// How many rows of marks the notes need above the plot. Small pictures have theirs each.
pub(super) fn rows(spec: &ChartSpec, slot: f64) -> usize {
    match spec.form {
        Form::Multiples => 0,
        _ => pins(spec, slot, ROWS).iter().map(|pin| pin.row + 1).max().unwrap_or_default(),
    }
}

/// Draws the marks and their lines, and keeps texts off them.
pub(super) fn draw(plot: &mut Plot) {
    let (room, layout, root) = (plot.layout.plot, plot.layout, plot.root);
    for pin in pins(plot.spec, layout.slot, layout.note_rows) {
        let lower = room.top - ABOVE - pin.row as f64 * ROW;
        let mark = place(&pin, room, lower);
        let lines = put_lines(root, &pin, room, mark);
        plot.obstacles.lines.extend(lines);
        plot.obstacles.rects.push(mark);
        put_mark(root, &pin, mark);
    }
}

/// The same in a small picture, whose marks stand right above it.
pub(super) fn in_panel(root: &Root, spec: &ChartSpec, room: Rect) {
    let slot = room.width() / spec.points.len().max(1) as f64;
    for pin in pins(spec, slot, 1) {
        let mark = place(&pin, room, room.top - 2.0);
        put_lines(root, &pin, room, mark);
        put_mark(root, &pin, mark);
    }
}

/// Where a mark stands whose lower edge is known: never beyond the right edge of its room.
fn place(pin: &Pin, room: Rect, lower: f64) -> Rect {
    let width = pin.width();
    let left = (room.left + pin.left).min(room.right + HEIGHT / 2.0 - width);
    Rect { left, right: left + width, top: lower - HEIGHT, bottom: lower }
}

/// A line down from the mark for each period, and one across where the mark does not reach over all of them.
fn put_lines(root: &Root, pin: &Pin, room: Rect, mark: Rect) -> Vec<super::geometry::Line> {
    let paint = Paint::line(Role::Axis, 10).dashed(Dash::TargetNow);
    let down = |x: &f64| ((room.left + x, mark.bottom), (room.left + x, room.bottom));
    let mut lines: Vec<_> = pin.lines.iter().map(down).collect();
    let ends = pin.lines.first().zip(pin.lines.last()).filter(|_| lines.len() > 1);
    lines.extend(
        ends.map(|(first, last)| ((room.left + first, mark.bottom), (room.left + last, mark.bottom))),
    );
    for (from, to) in &lines {
        let ends = [from, to].map(|(x, y)| (units(*x), units(*y)));
        put(root, &PathElement::new(ends, paint));
    }
    lines
}

/// How far the corners of a mark's rounded end are from its middle: across and down, as shares of half the height.
const ROUND: [(f64, f64); 9] = [
    (0.0, -1.0),
    (0.3827, -0.9239),
    (FRAC_1_SQRT_2, -FRAC_1_SQRT_2),
    (0.9239, -0.3827),
    (1.0, 0.0),
    (0.9239, 0.3827),
    (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (0.3827, 0.9239),
    (0.0, 1.0),
];

/// A rounded outline with the numbers in it.
fn put_mark(root: &Root, pin: &Pin, mark: Rect) {
    let half = HEIGHT / 2.0;
    let middle = mark.top + half;
    let right = ROUND.iter().map(|(dx, dy)| (mark.right - half + dx * half, middle + dy * half));
    let left = ROUND.iter().rev().map(|(dx, dy)| (mark.left + half - dx * half, middle + dy * half));
    let mut around: Vec<(i32, i32)> = right.chain(left).map(|(x, y)| (units(x), units(y))).collect();
    around.extend(around.first().copied());
    put(root, &PathElement::new(around, Paint::fill(Role::Surface).outlined(Role::Muted, 10)));
    let (x, y) = ((mark.left + mark.right) / 2.0, middle + FACE.size * CAP / 2.0);
    Label { x, y, text: pin.text(), face: FACE, role: Role::Text, anchor: Anchor::Middle }.draw(root);
}

/// What stands under a picture: the notes of its periods, then what belongs under each picture of the measure.
pub(super) fn under(
    measure: &Measure,
    series: &Series,
    points: &[SeriesPoint],
    last: Option<String>,
) -> Vec<String> {
    let of_point = |point: &SeriesPoint| -> Vec<String> {
        within(&series.notes, point.period).map(|(number, note)| note.alone(number)).collect()
    };
    points.iter().flat_map(of_point).chain(measure.footnotes()).chain(last).collect()
}

/// In the summary: `Notes: 1, law enacted (Q3 FY 2022); 2 (Q1 FY 2024).`
pub(super) fn sentence(spec: &ChartSpec) -> Option<String> {
    let shown = shown(spec);
    let (first, last) = shown.first().zip(shown.last())?;
    if shown.len() > NAMED {
        let [from, to] = [first, last].map(|(_, _, note)| note.period.label());
        return Some(format!("{} notes are pinned to periods from {from} to {to}.", shown.len()));
    }
    let name = |(_, number, note): &(f64, usize, &Note)| {
        let kind = note.kind_words().map(|kind| format!(", {kind}")).unwrap_or_default();
        format!("{number}{kind} ({})", note.period.label())
    };
    let names: Vec<String> = shown.iter().map(name).collect();
    let noun = if names.len() == 1 { "Note" } else { "Notes:" };
    Some(format!("{noun} {}.", names.join("; ")))
}

/// In a control chart's summary: why its limits begin anew, where notes say so.
pub(super) fn reasons(spec: &ChartSpec) -> Vec<String> {
    let rebased = shown(spec).into_iter().filter(|(slot, _, note)| note.rebase && *slot > 0.0);
    let reason = |(_, _, note): (f64, usize, &Note)| {
        let text = note.text.trim_end_matches('.');
        format!("From {} on the limits begin anew: {text}.", note.period.label())
    };
    rebased.map(reason).collect()
}

/// What a mark's words say of the notes of its period: `; note 1`.
pub(super) fn of_point(spec: &ChartSpec, i: usize) -> String {
    if !has_places(spec) || spec.notes.is_empty() {
        return String::new();
    }
    in_slot(spec, i).map(|(_, number, _)| format!("; note {number}")).collect()
}

/// The head of a period's row in a table: `Q3 FY 2022 (note 1)`.
pub(super) fn head(spec: &ChartSpec, period: Period) -> String {
    let numbers: Vec<String> =
        within(&spec.notes, period).map(|(number, _)| format!("note {number}")).collect();
    match numbers.is_empty() {
        true => period.label(),
        false => format!("{} ({})", period.label(), numbers.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::gallery::{exhibits, noted};
    use crate::domain::note::NoteKind;

    /// Twenty quarters from Q1 FY 2020 on, with notes at some of them.
    fn spec(at: &[usize]) -> ChartSpec {
        let found = exhibits().into_iter().find(|one| one.kind == "trend" && one.case == "twenty figures");
        noted(found.unwrap().spec, at, None)
    }

    fn told(pins: &[Pin]) -> Vec<(String, usize)> {
        pins.iter().map(|pin| (pin.text(), pin.row)).collect()
    }

    #[test]
    fn neighbours_stack_and_then_share() {
        let check = |at: &[usize], slot: f64, expected: &[(&str, usize)]| {
            let expected: Vec<_> = expected.iter().map(|(text, row)| (text.to_string(), *row)).collect();
            assert_eq!(told(&pins(&spec(at), slot, ROWS)), expected, "{at:?} in slots of {slot}");
        };
        check(&[], 30.0, &[]);
        check(&[2, 3, 8], 30.0, &[("1", 0), ("2", 0), ("3", 0)]);
        check(&[2, 2, 8], 30.0, &[("1–2", 0), ("3", 0)]);
        check(&[2, 3, 4], 12.0, &[("1", 0), ("2", 1), ("3", 0)]);
        check(&[2, 3, 4, 5], 5.0, &[("1", 0), ("2–4", 1)]);
        check(&[2, 3, 4, 19], 5.0, &[("1", 0), ("2–3", 1), ("4", 0)]);
    }

    #[test]
    fn no_mark_covers_another_or_leaves_its_picture() {
        for count in 1..20 {
            let at: Vec<usize> = (0..count).collect();
            for slot in [2.0, 5.0, 9.0, 14.0, 31.0] {
                let spec = spec(&at);
                let room = Rect { left: 40.0, right: 40.0 + slot * 20.0, top: 50.0, bottom: 200.0 };
                let pins = pins(&spec, slot, ROWS);
                let numbers: Vec<usize> = pins.iter().flat_map(|pin| pin.numbers.clone()).collect();
                let mut sorted = numbers.clone();
                sorted.sort();
                assert_eq!(sorted, (1..=count).collect::<Vec<_>>(), "each once: {numbers:?}");
                for (k, pin) in pins.iter().enumerate() {
                    for other in pins.iter().skip(k + 1).filter(|other| other.row == pin.row) {
                        assert!(pin.left + pin.width() < other.left, "{pin:?} {other:?}");
                    }
                    assert!(place(pin, room, 48.0).right <= room.right + HEIGHT / 2.0 + 1e-9);
                }
            }
        }
    }

    #[test]
    fn few_notes_are_named_and_many_are_counted() {
        assert_eq!(sentence(&spec(&[])), None);
        assert_eq!(sentence(&spec(&[2])).unwrap(), "Note 1, law enacted (Q3 FY 2020).");
        assert_eq!(
            sentence(&spec(&[2, 4])).unwrap(),
            "Notes: 1, law enacted (Q3 FY 2020); 2, operation began (Q1 FY 2021)."
        );
        assert_eq!(
            sentence(&spec(&[2, 4, 5, 7])).unwrap(),
            "4 notes are pinned to periods from Q3 FY 2020 to Q4 FY 2021."
        );
        let mut plain = spec(&[2]);
        plain.notes[0].kind = NoteKind::Other;
        assert_eq!(sentence(&plain).unwrap(), "Note 1 (Q3 FY 2020).");
        assert_eq!(of_point(&plain, 2), "; note 1");
        assert_eq!(of_point(&plain, 3), "");
        assert_eq!(head(&plain, plain.points[2].period), "Q3 FY 2020 (note 1)");
        plain.form = Form::Seasons;
        assert_eq!(sentence(&plain), None, "years that lie over each other have no place for it");
    }
}
