//! What keys do in a cell of the grid: as in a spreadsheet.

/// Where to go from a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
    Left,
    Right,
    /// The same column's first and last cell.
    First,
    Last,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Go(Way),
    /// Puts back what stood there before it was typed over.
    Revert,
    Undo,
    Redo,
    /// Goes to the note of the cell.
    Note,
}

/// A key with what is held down beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Press<'k> {
    pub key: &'k str,
    pub shift: bool,
    /// Ctrl, or ⌘.
    pub control: bool,
    pub alt: bool,
}

/// Where the caret is in the cell's text: with everything marked, at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    pub at_start: bool,
    pub at_end: bool,
}

/// What a key does in a cell; `None` leaves it to the field. Left and right leave a cell at the ends of its
/// text alone, so that a figure can be mended in the middle.
pub fn act(press: Press, caret: Caret) -> Option<Act> {
    let Press { key, shift, control, alt } = press;
    if alt {
        return None;
    }
    Some(match (key, control, shift) {
        ("z" | "Z", true, false) => Act::Undo,
        ("z" | "Z", true, true) | ("y" | "Y", true, false) => Act::Redo,
        ("Home", true, false) => Act::Go(Way::First),
        ("End", true, false) => Act::Go(Way::Last),
        (_, true, _) => return None,
        ("Enter" | "Tab", _, false) | ("ArrowDown", _, false) => Act::Go(Way::Down),
        ("Enter" | "Tab", _, true) | ("ArrowUp", _, false) => Act::Go(Way::Up),
        ("ArrowLeft", _, false) if caret.at_start => Act::Go(Way::Left),
        ("ArrowRight", _, false) if caret.at_end => Act::Go(Way::Right),
        ("Escape", _, false) => Act::Revert,
        ("F2", ..) => Act::Note,
        _ => return None,
    })
}

/// The cell that a way leads to, among those that can be entered: `is_open` says which of the places
/// `(line, column)` are. `None` at the end of the grid.
pub fn next(
    way: Way,
    (line, column): (usize, usize),
    (lines, columns): (usize, usize),
    is_open: impl Fn(usize, usize) -> bool,
) -> Option<(usize, usize)> {
    let mut below = (line + 1..lines).map(|line| (line, column));
    let mut above = (0..line).rev().map(|line| (line, column));
    let is_open = |&(line, column): &(usize, usize)| is_open(line, column);
    match way {
        Way::Down => below.find(is_open),
        Way::Up => above.find(is_open),
        Way::Left => (0..column).rev().map(|column| (line, column)).find(is_open),
        Way::Right => (column + 1..columns).map(|column| (line, column)).find(is_open),
        Way::First => (0..lines).map(|line| (line, column)).find(is_open),
        Way::Last => (0..lines).rev().map(|line| (line, column)).find(is_open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_what_a_spreadsheet_taught() {
        let whole = Caret { at_start: true, at_end: true };
        let inside = Caret { at_start: false, at_end: false };
        let plain = |key| Press { key, ..Press::default() };
        let shift = |key| Press { key, shift: true, ..Press::default() };
        let control = |key| Press { key, control: true, ..Press::default() };
        for (press, caret, wanted) in [
            (plain("Enter"), inside, Some(Act::Go(Way::Down))),
            (shift("Enter"), inside, Some(Act::Go(Way::Up))),
            (plain("Tab"), inside, Some(Act::Go(Way::Down))),
            (shift("Tab"), inside, Some(Act::Go(Way::Up))),
            (plain("ArrowDown"), inside, Some(Act::Go(Way::Down))),
            (shift("ArrowDown"), inside, None),
            (plain("ArrowLeft"), whole, Some(Act::Go(Way::Left))),
            (plain("ArrowLeft"), inside, None),
            (plain("ArrowRight"), whole, Some(Act::Go(Way::Right))),
            (plain("Escape"), inside, Some(Act::Revert)),
            (control("z"), inside, Some(Act::Undo)),
            (control("y"), inside, Some(Act::Redo)),
            (Press { shift: true, ..control("Z") }, inside, Some(Act::Redo)),
            (control("c"), inside, None),
            (control("ArrowLeft"), whole, None),
            (Press { alt: true, ..plain("ArrowLeft") }, whole, None),
            (control("Home"), inside, Some(Act::Go(Way::First))),
            (plain("F2"), inside, Some(Act::Note)),
            (plain("5"), inside, None),
        ] {
            assert_eq!(act(press, caret), wanted, "{press:?}");
        }
    }

    #[test]
    fn ways_pass_over_what_cannot_be_entered() {
        // `#` is locked.
        let grid = ["..#.", "#.#.", "..#."];
        let is_open = |line: usize, column: usize| grid[line].as_bytes()[column] == b'.';
        let size = (3, 4);
        for (way, from, wanted) in [
            (Way::Down, (0, 0), Some((2, 0))),
            (Way::Up, (2, 0), Some((0, 0))),
            (Way::Up, (0, 1), None),
            (Way::Right, (0, 1), Some((0, 3))),
            (Way::Left, (1, 1), None),
            (Way::Down, (0, 2), None),
            (Way::First, (2, 1), Some((0, 1))),
            (Way::Last, (0, 3), Some((2, 3))),
        ] {
            assert_eq!(next(way, from, size, is_open), wanted, "{way:?} from {from:?}");
        }
    }
}
