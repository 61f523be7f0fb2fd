//! Patterns of lines in a bar, which tell it apart without its colour.

use std::iter::Once;

use plotters::element::{Drawable, PointCollection, Rectangle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::backend::{LIFT, units};
use super::elements::{Root, put};
use super::geometry::Rect;
use super::ink::{Dash, PARTS, Paint, Role};

/// Which way the lines go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// From lower left to upper right.
    Rising,
    Level,
    Falling,
    Upright,
}

/// The distance between two lines, in CSS pixels.
const GAP: f64 = 5.0;

/// The width, in CSS pixels, below which a bar has no seam.
const THIN: f64 = 4.0;

/// What a category's bars look like, by its place: solid, lined in four ways, hollow.
const WAYS: [Option<Way>; PARTS.len()] =
    [None, Some(Way::Rising), Some(Way::Level), Some(Way::Falling), Some(Way::Upright), None];

pub(super) fn rectangle(root: &Root, room: Rect, paint: Paint) {
    let corners = [(room.left, room.top), (room.right, room.bottom)].map(|(x, y)| (units(x), units(y)));
    put(root, &Rectangle::new(corners, paint));
}

/// A bar that is not all there: an outline with slanting lines in it.
pub(super) fn hatched(root: &Root, room: Rect, role: Role) {
    rectangle(root, room, Paint::fill(Role::Surface).outlined(role, 15));
    put(root, &Strokes { path: lines(room, Way::Rising), paint: Paint::line(role, 10) });
}

/// A bar of the category in a place; one that is not approved yet is hollow and dashed.
pub(super) fn part(root: &Root, room: Rect, place: usize, draft: bool) {
    let (role, way) = (PARTS[place % PARTS.len()], WAYS[place % PARTS.len()]);
    let hollow = Paint::fill(Role::Surface).outlined(role, 15);
    let (body, ink) = match way {
        _ if draft => (hollow.dashed(Dash::Draft), role),
        None if place + 1 == PARTS.len() => (hollow, role),
        // A seam would take the most of it.
        _ if room.width() < THIN => (Paint::fill(role), Role::Surface),
        // A seam of the ground keeps neighbours apart.
        _ => (Paint::fill(role).outlined(Role::Surface, 10), Role::Surface),
    };
    rectangle(root, room, body);
    if let Some(way) = way {
        put(root, &Strokes { path: lines(room, way), paint: Paint::line(ink, 12) });
    }
}

/// Several lines as one path. It is handed to the backend as it is: plotters would take
/// [`LIFT`] for a point outside of the picture.
struct Strokes {
    path: Vec<BackendCoord>,
    paint: Paint,
}

impl PointCollection<'_, BackendCoord> for &Strokes {
    type Point = BackendCoord;
    type IntoIter = Once<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once((0, 0))
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Strokes {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        match self.path.is_empty() {
            true => Ok(()),
            false => backend.draw_path(self.path.iter().copied(), &self.paint),
        }
    }
}

/// The lines of a pattern, cut at the edges of the room.
fn lines(room: Rect, way: Way) -> Vec<BackendCoord> {
    let Rect { left, right, top, bottom } = room;
    // Along each line of a way this is constant; the first and the last of them touch the corners.
    let (first, last) = match way {
        Way::Rising => (left + top, right + bottom),
        Way::Falling => (left - bottom, right - top),
        Way::Level => (top, bottom),
        Way::Upright => (left, right),
    };
    let line = |at: f64| match way {
        Way::Rising => {
            let (from, to) = ((at - bottom).max(left), (at - top).min(right));
            [(from, at - from), (to, at - to)]
        }
        Way::Falling => {
            let (from, to) = ((at + top).max(left), (at + bottom).min(right));
            [(from, from - at), (to, to - at)]
        }
        Way::Level => [(left, at), (right, at)],
        Way::Upright => [(at, top), (at, bottom)],
    };
    let count = ((last - first) / GAP).ceil().clamp(1.0, 2000.0) as u32;
    let ends = (1..count).map(|k| line(first + f64::from(k) * GAP));
    ends.flat_map(|[from, to]| [from, to].map(|(x, y)| (units(x), units(y))).into_iter().chain([LIFT]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_pattern_crosses_the_room_from_edge_to_edge() {
        for room in [
            Rect { left: 10.0, right: 40.0, top: 20.0, bottom: 100.0 },
            Rect { left: 0.0, right: 6.0, top: 0.0, bottom: 2.0 },
            Rect { left: 3.0, right: 3.0, top: 3.0, bottom: 3.0 },
        ] {
            let edges = [room.left, room.right, room.top, room.bottom].map(units);
            for way in [Way::Rising, Way::Level, Way::Falling, Way::Upright] {
                let found = lines(room, way);
                assert_eq!(found.len() % 3, 0);
                for line in found.chunks(3) {
                    assert_eq!(line[2], LIFT);
                    for (x, y) in &line[..2] {
                        let inside = edges[0] - 1 <= *x
                            && *x <= edges[1] + 1
                            && edges[2] - 1 <= *y
                            && *y <= edges[3] + 1;
                        let on = |at: i32, edges: &[i32]| edges.iter().any(|edge| (at - edge).abs() <= 1);
                        assert!(
                            inside && (on(*x, &edges[..2]) || on(*y, &edges[2..])),
                            "{way:?} {room:?}: {line:?}"
                        );
                    }
                }
            }
        }
        let tall = Rect { left: 10.0, right: 40.0, top: 20.0, bottom: 100.0 };
        assert_eq!(lines(tall, Way::Level).len(), 15 * 3);
        assert_eq!(lines(tall, Way::Upright).len(), 5 * 3);
    }
}
