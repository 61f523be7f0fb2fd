//! A batch as sheets, and one thing as cells: what the readers read back as the same.

use std::collections::HashMap;

use super::{
    OFFICES, SHEETS, breakdowns, goals, measures, milestones, office_cells, promises, recommendations,
};
use crate::domain::actual::Actual;
use crate::domain::batch::{Batch, Item};
use crate::domain::breakdown::Categories;
use crate::domain::code::Code;
use crate::domain::goal::{Contributors, Goal};
use crate::domain::import::cells::{Cell, Cells, row};
use crate::domain::import::columns::Sheet;
use crate::domain::import::figures;
use crate::domain::measure::Measure;
use crate::domain::target::Baseline;

/// Rows to be written, one at a time: a framework may have a million figures.
pub type Rows<'b> = Box<dyn Iterator<Item = Vec<Cell>> + 'b>;

/// A batch as the sheets that [`framework`](super::framework()) and [`workbook`](super::workbook()) read back as the same batch, in the order
/// in which they are read.
pub fn sheets(batch: &Batch) -> [(&'static Sheet, usize, Rows<'_>); SHEETS.len()] {
    let baselines: HashMap<&Code, &Baseline> = batch.baselines.iter().map(|b| (&b.measure, b)).collect();
    let contributors: HashMap<&Code, &Contributors> =
        batch.contributors.iter().map(|c| (&c.goal, c)).collect();
    let goal = move |goal: &Goal| {
        let mut cells = goals::cells(goal);
        cells.extend(contributors.get(&goal.code).into_iter().flat_map(|one| goals::contributor_cells(one)));
        row(&goals::SHEET, cells)
    };
    let measure = move |measure: &Measure| {
        let baseline = baselines.get(&measure.code).copied();
        measure_row(measure, baseline).map(|(_, cell)| cell).collect()
    };
    [
        sheet(&OFFICES, &batch.offices, |office| row(&OFFICES, office_cells(office))),
        sheet(&goals::SHEET, &batch.goals, goal),
        sheet(&milestones::SHEET, &batch.milestones, |one| row(&milestones::SHEET, milestones::cells(one))),
        sheet(&measures::SHEET, &batch.measures, measure),
        breakdown_sheet(&batch.categories),
        sheet(&recommendations::SHEET, &batch.recommendations, |one| {
            row(&recommendations::SHEET, recommendations::cells(one))
        }),
        sheet(&promises::TARGETS, &batch.targets, |target| {
            row(&promises::TARGETS, promises::target_cells(target))
        }),
        sheet(&promises::PUBLISHED, &batch.published, |one| {
            row(&promises::PUBLISHED, promises::published_cells(one))
        }),
        figure_sheet(&batch.actuals),
    ]
}

/// A measure and its baseline by the columns of their sheet, all of them and in its order.
pub fn measure_row(
    measure: &Measure,
    baseline: Option<&Baseline>,
) -> impl Iterator<Item = (&'static str, Cell)> {
    let mut cells = measures::cells(measure);
    cells.extend(baseline.into_iter().flat_map(measures::baseline_cells));
    measures::SHEET.names().zip(row(&measures::SHEET, cells))
}

fn breakdown_sheet(all: &[Categories]) -> (&'static Sheet, usize, Rows<'_>) {
    let count = all.iter().map(|one| one.categories.len()).sum();
    let rows = all.iter().flat_map(|one| {
        one.categories
            .iter()
            .map(|category| row(&breakdowns::SHEET, breakdowns::cells(&one.measure, category)))
    });
    (&breakdowns::SHEET, count, Box::new(rows))
}

/// Figures alone, as [`super::figures()`] reads them back.
pub fn figure_sheet(actuals: &[Actual]) -> (&'static Sheet, usize, Rows<'_>) {
    sheet(&figures::SHEET, actuals, |actual| row(&figures::SHEET, figures::cells(actual)))
}

fn sheet<'b, T>(
    sheet: &'static Sheet,
    items: &'b [T],
    row: impl Fn(&T) -> Vec<Cell> + 'b,
) -> (&'static Sheet, usize, Rows<'b>) {
    (sheet, items.len(), Box::new(items.iter().map(row)))
}

/// The sheet in which a thing has its row, or a part of one.
pub fn sheet_of(item: &Item) -> &'static Sheet {
    match item {
        Item::Office(_) => &OFFICES,
        Item::Goal(_) | Item::Contributors(_) => &goals::SHEET,
        Item::Milestone(_) => &milestones::SHEET,
        Item::Measure(_) | Item::Baseline(_) | Item::NoBaseline(_) => &measures::SHEET,
        Item::Categories(_) => &breakdowns::SHEET,
        Item::Recommendation(_) => &recommendations::SHEET,
        Item::Target(_) => &promises::TARGETS,
        Item::Published(_) => &promises::PUBLISHED,
        Item::Actual(_) => &figures::SHEET,
    }
}

/// One thing as cells of its sheet.
pub fn cells(item: &Item) -> Cells {
    match item {
        Item::Office(office) => office_cells(office),
        Item::Goal(goal) => goals::cells(goal),
        Item::Measure(measure) => measures::cells(measure),
        Item::Baseline(baseline) => measures::baseline_cells(baseline),
        Item::Target(target) => promises::target_cells(target),
        Item::Actual(actual) => figures::cells(actual),
        Item::Published(published) => promises::published_cells(published),
        Item::Contributors(contributors) => goals::contributor_cells(contributors),
        Item::Milestone(milestone) => milestones::cells(milestone),
        Item::Recommendation(recommendation) => recommendations::cells(recommendation),
        Item::Categories(one) => breakdowns::cells(&one.measure, &one.categories.join("; ")),
        Item::NoBaseline(measure) => measures::no_baseline_cells(measure),
    }
}
