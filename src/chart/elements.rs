//! The parts that pictures are made of, as plotters elements.

use std::iter::Once;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Drawable, PointCollection};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::backend::{Svg, TextStyle, UNITS, units};
use super::font::{CAP, DESCENT, Face};
use super::geometry::Rect;
use super::ink::{Paint, Role};
use crate::domain::status::Status;

/// The whole picture, addressed in units.
pub(super) type Root<'a> = DrawingArea<Svg<'a>, Shift>;

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    /// CSS pixels; `y` is the baseline.
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) text: String,
    pub(super) face: Face,
    pub(super) role: Role,
    pub(super) anchor: Anchor,
}

/// Which part of a text stands at its `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Label {
    /// The room it takes, in CSS pixels.
    pub(super) fn rect(&self) -> Rect {
        let width = self.face.width(&self.text);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Rect {
            left,
            right: left + width,
            top: self.y - self.face.size * CAP,
            bottom: self.y + self.face.size * DESCENT,
        }
    }

    pub(super) fn draw(&self, root: &Root) {
        put(root, self);
    }

    /// Draws it with a seam of ground around the letters, so that it can be read over a line.
    pub(super) fn draw_over(&self, root: &Root) {
        put(root, &Over(self));
    }

    fn write<DB: DrawingBackend>(
        &self,
        at: Option<BackendCoord>,
        backend: &mut DB,
        seam: bool,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let anchor = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = TextStyle { face: self.face, role: self.role, anchor, seam };
        match at {
            Some(at) => backend.draw_text(&self.text, &style, at),
            None => Ok(()),
        }
    }
}

/// A label with a seam.
struct Over<'a>(&'a Label);

impl PointCollection<'_, BackendCoord> for &Over<'_> {
    type Point = BackendCoord;
    type IntoIter = Once<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        self.0.point_iter()
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Over<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut at: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        self.0.write(at.next(), backend, true)
    }
}

/// Draws an element that is addressed in units.
pub(super) fn put<'b, 'r, E>(root: &Root<'b>, element: &'r E)
where
    E: Drawable<Svg<'b>>,
    &'r E: PointCollection<'r, BackendCoord>,
{
    // The backend writes to memory: it has no way to fail.
    let _ = root.draw(element);
}

impl PointCollection<'_, BackendCoord> for &Label {
    type Point = BackendCoord;
    type IntoIter = Once<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once((units(self.x), units(self.y)))
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Label {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut at: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        self.write(at.next(), backend, false)
    }
}

/// The shape that tells a status apart without its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Disc,
    Ring,
    Triangle,
    Diamond,
    Square,
    /// No figure.
    Cross,
}

/// A mark, placed in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) radius: f64,
    pub(super) shape: Shape,
    pub(super) role: Role,
    /// Drawn as an outline: the figure is a draft, or a part of a year.
    pub(super) hollow: bool,
}

/// The shape and colour of a status.
pub(super) fn looks(status: Option<Status>) -> (Shape, Role) {
    match status {
        Some(Status::Met) => (Shape::Disc, Role::Met),
        Some(Status::OnTrack) => (Shape::Ring, Role::OnTrack),
        Some(Status::AtRisk) => (Shape::Triangle, Role::AtRisk),
        Some(Status::OffTrack) => (Shape::Diamond, Role::OffTrack),
        Some(Status::NoTarget | Status::NoData | Status::NotDue) | None => (Shape::Square, Role::Actual),
    }
}

impl Glyph {
    /// The mark of a status.
    pub(super) fn of(status: Option<Status>, (x, y): (f64, f64), radius: f64) -> Glyph {
        let (shape, role) = looks(status);
        Glyph { x, y, radius, shape, role, hollow: false }
    }

    pub(super) fn cross((x, y): (f64, f64)) -> Glyph {
        Glyph { x, y, radius: 3.5, shape: Shape::Cross, role: Role::Muted, hollow: false }
    }

    pub(super) fn draft((x, y): (f64, f64), radius: f64) -> Glyph {
        Glyph { x, y, radius, shape: Shape::Square, role: Role::Draft, hollow: true }
    }

    pub(super) fn draw(&self, root: &Root) {
        put(root, self);
    }

    fn paint(&self) -> Paint {
        match self.hollow || self.shape == Shape::Ring {
            // The ground inside the outline hides the line beneath.
            true => Paint::fill(Role::Surface).outlined(self.role, 18),
            false => Paint::fill(self.role).outlined(Role::Surface, 10),
        }
    }

    /// Corners relative to the centre, as shares of the radius. Chosen so that all shapes look
    /// equally large.
    fn corners(&self) -> &'static [(f64, f64)] {
        match self.shape {
            Shape::Triangle => &[(0.0, -1.2), (1.15, 0.85), (-1.15, 0.85)],
            Shape::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
            _ => &[(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
        }
    }
}

impl PointCollection<'_, BackendCoord> for &Glyph {
    type Point = BackendCoord;
    type IntoIter = Once<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once((units(self.x), units(self.y)))
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Glyph {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut at: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let Some((x, y)) = at.next() else { return Ok(()) };
        let r = units(self.radius);
        match self.shape {
            Shape::Disc | Shape::Ring => backend.draw_circle((x, y), r as u32, &self.paint(), true),
            Shape::Cross => {
                let paint = Paint::line(self.role, 15);
                backend.draw_line((x - r, y - r), (x + r, y + r), &paint)?;
                backend.draw_line((x - r, y + r), (x + r, y - r), &paint)
            }
            _ => {
                let scale = self.radius * UNITS;
                let corner = |(dx, dy): &(f64, f64)| {
                    (x + (dx * scale).round() as i32, y + (dy * scale).round() as i32)
                };
                backend.fill_polygon(self.corners().iter().map(corner), &self.paint())
            }
        }
    }
}
