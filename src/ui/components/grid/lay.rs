//! A block from a spreadsheet, laid over the grid.

use crate::domain::block::{self, MOST};

/// What stands at a place of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A cell that can be entered.
    Open,
    Locked,
    /// No figure is asked for there.
    None,
}

/// What a block comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    /// The texts that are taken, by line and column.
    pub cells: Vec<(usize, usize, String)>,
    /// How many texts fell on locked cells, and beside the grid or where nothing is asked for.
    pub locked: usize,
    pub beside: usize,
}

impl Laid {
    /// "12 figures pasted. 3 were left out: their cells are locked."
    pub fn sentence(&self) -> String {
        let mut said = match self.cells.len() {
            1 => "1 figure pasted.".to_owned(),
            count => format!("{count} figures pasted."),
        };
        for (count, one, many) in [
            (self.locked, "its cell is locked", "their cells are locked"),
            (self.beside, "no figure is asked for where it fell", "no figure is asked for where they fell"),
        ] {
            match count {
                0 => {}
                1 => said.push_str(&format!(" 1 was left out: {one}.")),
                _ => said.push_str(&format!(" {count} were left out: {many}.")),
            }
        }
        said
    }
}

/// Lays a block over the grid, its first cell at `(line, column)`. A cell that is empty in the block leaves
/// what stands there. `Err` says in words why nothing is taken.
pub fn over(
    text: &str,
    (line, column): (usize, usize),
    place: impl Fn(usize, usize) -> Place,
) -> Result<Laid, String> {
    let rows = block::read(text)
        .map_err(|count| format!("This block has {count} cells; the most is {MOST}. Nothing was pasted."))?;
    let mut laid = Laid::default();
    for (down, row) in rows.into_iter().enumerate() {
        for (right, text) in row.into_iter().enumerate() {
            let text = text.trim().to_owned();
            if text.is_empty() {
                continue;
            }
            let at = (line + down, column + right);
            match place(at.0, at.1) {
                Place::Open => laid.cells.push((at.0, at.1, text)),
                Place::Locked => laid.locked += 1,
                Place::None => laid.beside += 1,
            }
        }
    }
    Ok(laid)
}

/// Whether a pasted text is more than one cell can take: one text goes into its field as any text does.
pub fn is_block(text: &str) -> bool {
    text.trim_end_matches(['\r', '\n']).contains(['\t', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_laid_over_what_can_be_entered() {
        let place = |line, column| match (line, column) {
            (1, 0) => Place::Locked,
            (0..3, 0..2) => Place::Open,
            _ => Place::None,
        };
        for (text, at, cells, said) in [
            (
                "1\t2\n3\t4\n",
                (0, 0),
                vec![(0, 0, "1"), (0, 1, "2"), (1, 1, "4")],
                "3 figures pasted. 1 was left out: its cell is locked.",
            ),
            ("1\t\n\t4\n", (1, 1), vec![(1, 1, "1")], "1 figure pasted. 1 was left out: no figure"),
            (
                "1\n2\n3\n4\n5\n",
                (0, 1),
                vec![(0, 1, "1"), (1, 1, "2"), (2, 1, "3")],
                "2 were left out: no figure is asked for where they fell",
            ),
        ] {
            let laid = over(text, at, place).unwrap();
            let wanted: Vec<_> = cells.into_iter().map(|(l, c, text)| (l, c, text.to_owned())).collect();
            assert_eq!(laid.cells, wanted, "{text:?}");
            assert!(laid.sentence().contains(said), "{}", laid.sentence());
        }
        assert!(over(&"1\n".repeat(MOST + 1), (0, 0), place).unwrap_err().contains("20001 cells"));
    }

    #[test]
    fn one_text_is_no_block() {
        for (text, wanted) in [("12", false), ("12\r\n", false), ("1\t2", true), ("1\n2", true)] {
            assert_eq!(is_block(text), wanted, "{text:?}");
        }
    }
}
