//! Rectangles and lines in CSS pixels, and finding room for a text among them.

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn around((x, y): (f64, f64), reach: f64) -> Rect {
        Rect { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
    }

    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn overlaps(self, other: Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(super) fn contains(self, other: Rect) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    pub(super) fn grown(self, by: f64) -> Rect {
        Rect { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Whether a straight line enters it (Liang and Barsky's clipping).
    fn is_crossed_by(self, ((x0, y0), (x1, y1)): Line) -> bool {
        let (dx, dy) = (x1 - x0, y1 - y0);
        let (mut enter, mut leave) = (0.0f64, 1.0f64);
        let edges =
            [(-dx, x0 - self.left), (dx, self.right - x0), (-dy, y0 - self.top), (dy, self.bottom - y0)];
        for (p, q) in edges {
            match () {
                () if p == 0.0 && q < 0.0 => return false,
                () if p == 0.0 => {}
                () if p < 0.0 => enter = enter.max(q / p),
                () => leave = leave.min(q / p),
            }
        }
        enter < leave
    }
}

/// From one point to another.
pub(super) type Line = ((f64, f64), (f64, f64));

/// What a text must not cover.
#[derive(Clone, Debug, Default)]
pub(super) struct Obstacles {
    pub(super) rects: Vec<Rect>,
    pub(super) lines: Vec<Line>,
}

impl Obstacles {
    /// How many of them a rectangle would cover; a text or mark weighs more than a line.
    pub(super) fn covered_by(&self, room: Rect) -> usize {
        let rects = self.rects.iter().filter(|rect| rect.overlaps(room)).count();
        let lines = self.lines.iter().filter(|line| room.is_crossed_by(**line)).count();
        rects * 10 + lines
    }
}

/// Moves the centres of boxes of the given heights apart until none overlap, keeping their order
/// and staying between `top` and `bottom` wherever all of them fit there. Centres come sorted.
pub(super) fn push_apart(boxes: &mut [(f64, f64)], top: f64, bottom: f64) {
    let mut edge = top;
    for (centre, height) in boxes.iter_mut() {
        *centre = centre.max(edge + *height / 2.0);
        edge = *centre + *height / 2.0;
    }
    let mut edge = bottom;
    for (centre, height) in boxes.iter_mut().rev() {
        *centre = centre.min(edge - *height / 2.0);
        edge = *centre - *height / 2.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BOX: Rect = Rect { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };

    #[test]
    fn a_line_crosses_a_box_only_where_it_enters_it() {
        for (line, crosses) in [
            (((0.0, 15.0), (30.0, 15.0)), true),
            (((0.0, 5.0), (30.0, 5.0)), false),
            (((0.0, 0.0), (30.0, 30.0)), true),
            (((0.0, 15.0), (5.0, 15.0)), false),
            (((12.0, 12.0), (13.0, 13.0)), true),
            (((0.0, 25.0), (22.0, 5.0)), true),
            (((0.0, 15.0), (15.0, 0.0)), false),
        ] {
            assert_eq!(BOX.is_crossed_by(line), crosses, "{line:?}");
        }
    }

    #[test]
    fn texts_weigh_more_than_lines() {
        let obstacles = Obstacles { rects: vec![BOX], lines: vec![((0.0, 12.0), (9.0, 12.0))] };
        assert_eq!(obstacles.covered_by(BOX), 10);
        assert_eq!(obstacles.covered_by(Rect { left: 0.0, right: 5.0, ..BOX }), 1);
    }

    proptest! {
        #[test]
        fn what_fits_is_pushed_apart_and_kept_inside(
            centres in proptest::collection::vec(-50f64..250.0, 0..6), height in 5f64..30.0,
        ) {
            let mut centres = centres;
            centres.sort_by(f64::total_cmp);
            let mut boxes: Vec<_> = centres.into_iter().map(|c| (c, height)).collect();
            push_apart(&mut boxes, 0.0, 200.0);
            for pair in boxes.windows(2) {
                prop_assert!(pair[1].0 - pair[0].0 >= height - 1e-9, "{:?}", boxes);
            }
            for (centre, _) in &boxes {
                prop_assert!(*centre >= height / 2.0 - 1e-9 && *centre <= 200.0 - height / 2.0 + 1e-9);
            }
        }
    }
}
