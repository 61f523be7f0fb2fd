//! Pictures of a goal: how its measures stood, and its milestones. On the server alone, since the goal's page
//! has no script.

use plotters::drawing::IntoDrawingArea;

use super::backend::Svg;
use super::elements::{Anchor, Glyph, Label, Root, Shape};
use super::font::Face;
use super::geometry::Rect;
use super::heat::Heat;
use super::ink::{Paint, Role};
use super::layout::{Column, SMALL, margin};
use super::milestones::Milestones;
use super::spec::{Drawing, Frame, Ink, Size};
use super::{clamped, key, open};
use crate::domain::status::Status;

/// All that a picture of a goal shows.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalSpec {
    pub title: String,
    pub subtitle: String,
    pub shows: Shows,
    pub footnotes: Vec<String>,
    /// Something of it was made up, and the picture says so.
    pub illustrative: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shows {
    Heat(Heat),
    Milestones(Milestones),
}

impl Shows {
    /// What it says, for those who don't see it.
    pub fn summary(&self) -> String {
        match self {
            Shows::Heat(heat) => heat.summary(),
            Shows::Milestones(milestones) => milestones.summary(),
        }
    }

    fn height(&self, width: f64) -> f64 {
        match self {
            Shows::Heat(heat) => heat.height(width),
            Shows::Milestones(milestones) => milestones.height(width),
        }
    }

    fn draw(&self, root: &Root, room: Rect) {
        match self {
            Shows::Heat(heat) => heat.draw(root, room),
            Shows::Milestones(milestones) => milestones.draw(root, room),
        }
    }
}

/// Draws a picture of a goal, as high as it must be for all that is in it. It has no marks to point at.
pub fn draw_goal(spec: &GoalSpec, size: Size, ink: Ink) -> Drawing {
    let size = clamped(size, 240, 60);
    let width = f64::from(size.width);
    let pad = margin(size.frame, width);
    let mut column = Column::within(pad, width);
    let tag = match size.frame {
        Frame::Page => None,
        Frame::Export => {
            column.heading(&spec.title, &spec.subtitle);
            let tag = column.tag(spec.illustrative);
            column.y += if tag.is_some() { 26.0 } else { 4.0 };
            tag
        }
    };
    let (left, right, top) = (pad, width - pad, column.y);
    let room = Rect { left, right, top, bottom: top + spec.shows.height(right - left) };
    column.y = room.bottom;
    if size.frame == Frame::Export {
        column.y += 10.0;
        let said = spec.shows.summary();
        let notes = std::iter::once(&said)
            .chain(&spec.footnotes)
            .flat_map(|note| SMALL.wrap(note, right - left))
            .collect();
        column.lines(notes, SMALL, Role::Muted);
    }
    let height = (column.y + pad).ceil() as u32;
    let mut summary = spec.shows.summary();
    if spec.illustrative {
        summary.push_str(" Some of it is illustrative.");
    }
    let mut svg = String::with_capacity(8192);
    open(&mut svg, &spec.title, &summary, (size.width, height), size.frame, ink);
    {
        let root = Svg::new(&mut svg, (size.width, height), ink).into_drawing_area();
        if size.frame == Frame::Export {
            // The backend writes to memory: it has no way to fail.
            let _ = root.fill(&Paint::fill(Role::Surface).colour());
        }
        column.texts.iter().for_each(|label| label.draw(&root));
        if let Some(tag) = &tag {
            key::draw_tag(&root, tag);
        }
        spec.shows.draw(&root, room);
    }
    svg.push_str("</svg>");
    let (width, title) = (size.width, spec.title.clone());
    Drawing { svg, width, height, marks: Vec::new(), title, summary }
}

/// Writes a line of text at a place of its baseline.
pub(super) fn write(root: &Root, (x, y): (f64, f64), text: &str, face: Face, role: Role, anchor: Anchor) {
    Label { x, y, text: text.to_owned(), face, role, anchor }.draw(root);
}

/// The shape of a status, with shapes of their own for what cannot be judged: as the page's tables have it.
pub(super) fn shape(root: &Root, status: Status, (x, y): (f64, f64), radius: f64) {
    let hollow = |shape| Glyph { x, y, radius, shape, role: Role::Muted, hollow: true };
    match status {
        Status::NoTarget => hollow(Shape::Square).draw(root),
        Status::NoData => Glyph { radius, ..Glyph::cross((x, y)) }.draw(root),
        Status::NotDue => {
            hollow(Shape::Disc).draw(root);
            // The hands of a clock.
            for (dx, dy) in [(0.0, -0.6), (0.5, 0.0)] {
                let ends = [(x, y), (x + dx * radius, y + dy * radius)];
                line(root, ends, Paint::line(Role::Muted, 12));
            }
        }
        judged => Glyph::of(Some(judged), (x, y), radius).draw(root),
    }
}

pub(super) fn line(root: &Root, ends: [(f64, f64); 2], paint: Paint) {
    use super::backend::units;
    let ends = ends.map(|(x, y)| (units(x), units(y)));
    super::elements::put(root, &plotters::element::PathElement::new(ends, paint));
}
