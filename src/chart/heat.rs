//! How the measures of a goal stood, quarter by quarter: a cell for each, darker as it gets worse, with the shape
//! of its status and, where there is room, its word.

use super::bullet::{GROUNDS, ground};
use super::elements::{Anchor, Root};
use super::geometry::Rect;
use super::goal::{shape, write};
use super::hatch::rectangle;
use super::ink::{Paint, Role};
use super::layout::{SMALL, STRONG};
use crate::domain::standing::Tally;
use crate::domain::status::Status;

/// Measures down, quarters across.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heat {
    /// In order, each as `Q1` and `FY 2025`.
    pub quarters: Vec<(String, String)>,
    /// The name of each measure, and how it stood in each quarter; `None` where nothing is known.
    pub rows: Vec<(String, Vec<Option<Status>>)>,
}

/// The height of years and quarters over the cells, and of a row of the key under them.
const HEAD: f64 = 38.0;
const KEY: f64 = 20.0;

impl Heat {
    /// The width of the measures' names.
    fn names(&self, width: f64) -> f64 {
        let widest = self.rows.iter().map(|(name, _)| SMALL.width(name)).fold(0.0, f64::max);
        (widest + 10.0).min(width * 0.36)
    }

    fn slot(&self, width: f64) -> f64 {
        (width - self.names(width)) / self.quarters.len().max(1) as f64
    }

    /// The statuses that there are.
    fn found(&self) -> impl Iterator<Item = Status> {
        let has = |status: &Status| self.rows.iter().any(|(_, cells)| cells.contains(&Some(*status)));
        Status::ALL.iter().copied().filter(has)
    }

    /// Whether every word has room in its cell.
    fn worded(&self, width: f64) -> bool {
        let slot = self.slot(width);
        self.found().all(|status| SMALL.width(status.label()) + 6.0 <= slot)
    }

    fn lines(&self, name: &str, width: f64) -> Vec<String> {
        SMALL.wrap_at_most(name, self.names(width) - 10.0, 3)
    }

    fn row_height(&self, name: &str, width: f64) -> f64 {
        let cell = if self.worded(width) { 40.0 } else { 28.0 };
        (self.lines(name, width).len() as f64 * SMALL.leading() + 8.0).max(cell)
    }

    pub(super) fn height(&self, width: f64) -> f64 {
        if self.rows.is_empty() {
            return 60.0;
        }
        let rows: f64 = self.rows.iter().map(|(name, _)| self.row_height(name, width)).sum();
        let key = if self.worded(width) { 0.0 } else { 10.0 + KEY * self.key(width).len() as f64 };
        HEAD + rows + key
    }

    /// The key's entries in rows: each with how far from the left it stands.
    fn key(&self, width: f64) -> Vec<Vec<(f64, Status)>> {
        let mut rows: Vec<Vec<(f64, Status)>> = Vec::new();
        let mut x = width;
        for status in self.found() {
            let room = SMALL.width(status.label()) + 32.0;
            if x + room > width {
                rows.push(Vec::new());
                x = 0.0;
            }
            if let Some(row) = rows.last_mut() {
                row.push((x, status));
            }
            x += room;
        }
        rows
    }

    pub(super) fn draw(&self, root: &Root, room: Rect) {
        let width = room.width();
        if self.rows.is_empty() {
            let at = (room.left + width / 2.0, room.top + 34.0);
            return write(root, at, "No measures yet", SMALL, Role::Muted, Anchor::Middle);
        }
        let (left, slot) = (room.left + self.names(width), self.slot(width));
        self.heads(root, left, room.top, slot);
        let mut top = room.top + HEAD;
        for (name, cells) in &self.rows {
            let height = self.row_height(name, width);
            let lines = self.lines(name, width);
            let first = top + (height - lines.len() as f64 * SMALL.leading()) / 2.0 + 12.0;
            for (k, line) in lines.iter().enumerate() {
                let y = first + k as f64 * SMALL.leading();
                write(root, (room.left, y), line, SMALL, Role::Text, Anchor::Start);
            }
            for (k, status) in cells.iter().take(self.quarters.len()).enumerate() {
                let x = left + k as f64 * slot;
                let cell =
                    Rect { left: x + 1.0, right: x + slot - 1.0, top: top + 1.0, bottom: top + height - 1.0 };
                self.cell(root, cell, *status, self.worded(width));
            }
            top += height;
        }
        if !self.worded(width) {
            for (k, row) in self.key(width).into_iter().enumerate() {
                let y = top + 10.0 + k as f64 * KEY + KEY / 2.0;
                for (x, status) in row {
                    shape(root, status, (room.left + x + 6.0, y), 4.5);
                    let at = (room.left + x + 18.0, y + 4.0);
                    write(root, at, status.label(), SMALL, Role::Text, Anchor::Start);
                }
            }
        }
    }

    fn cell(&self, root: &Root, room: Rect, status: Option<Status>, worded: bool) {
        let (x, y) = ((room.left + room.right) / 2.0, (room.top + room.bottom) / 2.0);
        match status.and_then(|status| GROUNDS.iter().position(|one| *one == status)) {
            Some(place) => ground(root, room, place),
            None => rectangle(root, room, Paint::line(Role::Grid, 10)),
        }
        match status {
            None => write(root, (x, y + 4.0), "–", SMALL, Role::Muted, Anchor::Middle),
            Some(status) if worded => {
                shape(root, status, (x, y - 8.0), 5.0);
                write(root, (x, y + 13.0), status.label(), SMALL, Role::Text, Anchor::Middle);
            }
            Some(status) => shape(root, status, (x, y), 5.0),
        }
    }

    /// Each quarter over its column, and each year, in the longest form that fits, over its quarters.
    fn heads(&self, root: &Root, left: f64, top: f64, slot: f64) {
        let mut first = 0;
        for (k, (quarter, year)) in self.quarters.iter().enumerate() {
            let x = left + (k as f64 + 0.5) * slot;
            write(root, (x, top + 30.0), quarter, SMALL, Role::Muted, Anchor::Middle);
            if self.quarters.get(k + 1).is_some_and(|(_, next)| next == year) {
                continue;
            }
            let room = (k + 1 - first) as f64 * slot - 4.0;
            let short =
                format!("’{}", year.chars().skip(year.chars().count().saturating_sub(2)).collect::<String>());
            let middle = left + (first + k + 1) as f64 / 2.0 * slot;
            if let Some(text) = [year.as_str(), &short].into_iter().find(|text| STRONG.width(text) <= room) {
                write(root, (middle, top + 12.0), text, STRONG, Role::Muted, Anchor::Middle);
            }
            first = k + 1;
        }
    }

    /// How the measures stand in the latest quarter, and how many stand better and worse than a year before.
    pub fn summary(&self) -> String {
        let last = self.quarters.len().saturating_sub(1);
        let of = |at: usize| self.rows.iter().filter_map(move |(_, cells)| cells.get(at).copied().flatten());
        let (Some((quarter, year)), Some(_)) = (self.quarters.last(), of(last).next()) else {
            return "Nothing is known of how the measures stood.".to_owned();
        };
        let tally: Tally = of(last).collect();
        let mut said = format!("In {quarter} {year}: {}", tally.sentence());
        if let Some(before) = last.checked_sub(4) {
            let both = |(_, cells): &(String, Vec<Option<Status>>)| {
                let severity = |at: usize| cells.get(at).copied().flatten()?.severity();
                Some(severity(last)?.cmp(&severity(before)?))
            };
            let changes: Vec<_> = self.rows.iter().filter_map(both).collect();
            let count = |way| changes.iter().filter(|one| **one == way).count();
            let (better, worse) = (count(std::cmp::Ordering::Less), count(std::cmp::Ordering::Greater));
            if !changes.is_empty() {
                said.push_str(&match (better, worse) {
                    (0, 0) => " Compared with a year before, none stands better or worse.".to_owned(),
                    _ => format!(" Compared with a year before, {better} better, {worse} worse."),
                });
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_the_latest_quarter_and_compares_it_with_a_year_before() {
        use Status::*;
        let quarters = [1, 2, 3, 4, 1].map(|q| (format!("Q{q}"), "FY 2026".to_owned())).to_vec();
        let row = |first, last| ("m".to_owned(), vec![first, None, None, None, last]);
        for (rows, expected) in [
            (vec![], "Nothing is known of how the measures stood."),
            (vec![row(Some(Met), None)], "Nothing is known of how the measures stood."),
            (
                vec![row(Some(Met), Some(OffTrack)), row(Some(AtRisk), Some(Met)), row(None, Some(NoData))],
                "In Q1 FY 2026: 1 of 3 measures is met or on track, 1 off track; 1 cannot be judged (1 no data). \
                 Compared with a year before, 1 better, 1 worse.",
            ),
            (
                vec![row(Some(Met), Some(Met))],
                "In Q1 FY 2026: The one measure has met its target or is on track. \
                 Compared with a year before, none stands better or worse.",
            ),
        ] {
            assert_eq!(Heat { quarters: quarters.clone(), rows }.summary(), expected);
        }
    }
}
