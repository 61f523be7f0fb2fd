//! What the database holds of what an import brings: what a workbook is merged with, and what a change is
//! checked against.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::alike;
use super::cells::Cell;
use super::columns::Sheet;
use super::framework::{cells, sheet_of};
use super::grid::Grid;
use super::lines::Lines;
use crate::domain::batch::{Item, Mark};
use crate::domain::breakdown::Categories;
use crate::domain::code::Code;
use crate::domain::definition::Definition;
use crate::domain::measure::Measure;

/// A row: the sheet's name, and what the row is known by.
type RowKey = (&'static str, String);

/// The rows that a workbook has, and the state that it says it is from. There may be a million figures in
/// the database: those of these rows alone are looked at.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    pub mark: Mark,
    rows: HashSet<RowKey>,
}

impl Sought {
    pub(super) fn of(grids: &[Grid], mark: Mark) -> Sought {
        let keys = |lines: Lines| {
            let key = |row| Some((lines.sheet.name, lines.key(row)?));
            lines.rows().filter_map(key).collect::<Vec<_>>()
        };
        Sought { mark, rows: grids.iter().filter_map(Lines::of).flat_map(keys).collect() }
    }
}

/// What the database holds.
#[derive(Debug, Default)]
pub struct Held {
    /// The number of the last change when it was looked at.
    pub version: i64,
    /// Whether the workbook was exported from this database.
    pub is_origin: bool,
    /// The versions of each measure's definition, where there have been several.
    pub definitions: BTreeMap<Code, Vec<Definition>>,
    /// The measures that have figures or targets.
    pub counted: BTreeSet<Code>,
    /// The goals, each with the one that it serves.
    pub(super) goals: BTreeMap<Code, Option<Code>>,
    pub(super) offices: Vec<Code>,
    pub(super) measures: BTreeMap<Code, Measure>,
    pub(super) categories: BTreeMap<Code, Vec<String>>,
    sought: HashSet<RowKey>,
    rows: HashMap<RowKey, Vec<Item>>,
}

/// One row as the database has it: each cell with the column's name, and what the audit trail calls the
/// thing that it belongs to.
pub struct HeldRow(Vec<(&'static str, Cell, String)>);

impl Held {
    /// Nothing yet, of the rows that are sought.
    pub fn new(sought: Sought) -> Held {
        Held { sought: sought.rows, ..Held::default() }
    }

    /// Takes one thing that the database holds. Of what there may be very many, only what is sought is
    /// kept.
    pub fn take(&mut self, item: impl Into<Item>) {
        let item = item.into();
        match &item {
            Item::Office(office) => self.offices.push(office.code.clone()),
            Item::Goal(goal) => drop(self.goals.insert(goal.code.clone(), goal.parent.clone())),
            Item::Measure(measure) => drop(self.measures.insert(measure.code.clone(), (**measure).clone())),
            Item::Categories(Categories { measure, categories }) => {
                self.categories.insert(measure.clone(), categories.clone());
                for category in categories {
                    let one = Categories { measure: measure.clone(), categories: vec![category.clone()] };
                    self.keep(one.into());
                }
                return;
            }
            Item::Target(_) | Item::Actual(_) | Item::Published(_) if !self.sought.contains(&key(&item)) => {
                return;
            }
            _ => {}
        }
        self.keep(item);
    }

    fn keep(&mut self, item: Item) {
        self.rows.entry(key(&item)).or_default().push(item);
    }

    /// A row of a sheet.
    pub(super) fn row(&self, sheet: &Sheet, key: &str) -> Option<HeldRow> {
        let items = self.items(sheet, key)?;
        let cells = items.iter().flat_map(|item| {
            let subject = item.subject();
            cells(item).into_iter().map(move |(column, cell)| (column, cell, subject.clone()))
        });
        Some(HeldRow(cells.collect()))
    }

    /// The things that make up a row.
    pub(super) fn items(&self, sheet: &Sheet, key: &str) -> Option<&[Item]> {
        self.rows.get(&(sheet.name, key.to_owned())).map(Vec::as_slice)
    }
}

impl HeldRow {
    /// The text of a cell; empty where the row has none there.
    pub fn text(&self, column: &str) -> String {
        self.cell(column).map(|(_, cell, _)| cell.text()).unwrap_or_default()
    }

    /// What the audit trail calls the thing that a column belongs to.
    pub fn subject(&self, column: &str) -> &str {
        self.cell(column).or(self.0.first()).map_or("", |(_, _, subject)| subject)
    }

    fn cell(&self, column: &str) -> Option<&(&'static str, Cell, String)> {
        self.0.iter().find(|(name, _, _)| *name == column)
    }
}

fn key(item: &Item) -> RowKey {
    let (sheet, cells) = (sheet_of(item), cells(item));
    let text = |column: &str| {
        cells.iter().find(|(name, _)| *name == column).map(|(_, cell)| cell.text()).unwrap_or_default()
    };
    (sheet.name, alike::key(sheet, text))
}
