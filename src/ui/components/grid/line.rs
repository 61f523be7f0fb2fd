//! A line of the grid: a measure, or one of its categories, with a cell for each quarter in which a figure is
//! asked for.

use std::sync::Arc;

use crate::domain::breakdown;
use crate::domain::measure::{Frequency, Measure};
use crate::domain::period::Period;
use crate::domain::window::quarter_of;
use crate::model::entry::{EntryCell, EntryRow};

use super::cell_state::CellState;

/// A line.
#[derive(Clone)]
pub struct Line {
    /// What the lines of a measure share. Its cells are as they were when the page came.
    pub row: Arc<EntryRow>,
    /// Empty for the total.
    pub category: String,
    /// What it is called: the measure, the category under it, the month.
    pub name: String,
    /// The first of its measure.
    pub is_first: bool,
    /// Which of a quarter's periods: for a monthly measure the month, from 0.
    pub nth: usize,
    /// A cell for each column, where a figure is asked for.
    pub cells: Vec<Option<CellState>>,
}

/// The lines of a page's rows, under their columns, which are quarters.
pub fn lines(rows: Vec<EntryRow>, columns: &[Period]) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in rows {
        let row = Arc::new(row);
        let first = lines.len();
        for (category, nth) in &shape(&row.cells, columns) {
            let nth = *nth;
            let at = lines.len();
            let own = |quarter: Period| {
                let is_own =
                    move |cell: &&EntryCell| cell.category == *category && quarter_of(cell.period) == quarter;
                row.cells.iter().filter(is_own).nth(nth).cloned()
            };
            let cells = columns
                .iter()
                .enumerate()
                .map(|(column, quarter)| own(*quarter).map(|cell| CellState::new((at, column), cell)));
            let cells = cells.collect();
            let name = name(&row.measure, category, nth);
            lines.push(Line {
                row: row.clone(),
                category: category.clone(),
                name,
                is_first: at == first,
                nth,
                cells,
            });
        }
    }
    lines
}

/// The lines that a measure's cells make: for the first period of a quarter the total and its categories,
/// then for the next month.
fn shape(cells: &[EntryCell], columns: &[Period]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for quarter in columns {
        let mut seen: Vec<&str> = Vec::new();
        for cell in cells.iter().filter(|cell| quarter_of(cell.period) == *quarter) {
            let nth = seen.iter().filter(|category| **category == cell.category).count();
            seen.push(&cell.category);
            let line = (cell.category.clone(), nth);
            if !found.contains(&line) {
                found.push(line);
            }
        }
    }
    // The order within a month is that of the cells: the total before its categories.
    found.sort_by_key(|(_, nth)| *nth);
    found
}

fn name(measure: &Measure, category: &str, nth: usize) -> String {
    let month = (measure.frequency == Frequency::Monthly).then(|| format!("month {}", nth + 1));
    let of = match category {
        "" => measure.name.clone(),
        category => {
            let (dimension, category) = breakdown::parts(category);
            format!("{}: {category}", breakdown::words(dimension))
        }
    };
    [Some(of), month].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
