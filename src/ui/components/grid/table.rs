//! The table of the grid: a line a measure or category, a column a quarter.

use leptos::prelude::*;

use crate::domain::measure::Frequency;
use crate::domain::period::Period;
use crate::model::entry::EntryCell;
use crate::ui::part::{IntoPart, Part};

use super::cell::GridCell;
use super::line::Line;
use super::state::Grid;

/// The table. Without script it can be read.
#[component]
pub fn GridTable(grid: Grid, columns: Vec<Period>, caption: String) -> impl IntoView {
    let last = columns.len().saturating_sub(1);
    let heads = columns
        .iter()
        .enumerate()
        .map(|(at, quarter)| {
            view! { <th scope="col" class="cell" class:now=at == last>{quarter.label()}</th> }
        })
        .collect_view();
    let lines: Vec<Part> = grid
        .lines()
        .iter()
        .map(|line| view! { <GridLine grid line=line.clone() columns=columns.clone() /> }.into_part())
        .collect();
    view! {
        <table class="grid">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">"Measure"</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_part()
}

#[component]
fn GridLine(grid: Grid, line: Line, columns: Vec<Period>) -> impl IntoView {
    let last = columns.len().saturating_sub(1);
    let cells: Vec<Part> = (0..columns.len())
        .map(|at| match line.cells[at] {
            None => view! { <td class="cell none" class:now=at == last></td> }.into_part(),
            Some(cell) => {
                let label = cell.stored.with_untracked(|stored| label(&line, stored));
                view! { <GridCell grid cell line=line.clone() label now=at == last /> }.into_part()
            }
        })
        .collect();
    let now = line.cells.get(last).copied().flatten();
    let about = now.map(|cell| cell.stored.with_untracked(|stored| about(&line, stored)));
    let about = about.filter(|about| !about.is_empty());
    let measure = &line.row.measure;
    let name = match line.category.is_empty() {
        true => view! { <a href=format!("/measures/{}", measure.code) tabindex="-1">{line.name.clone()}</a> }
            .into_part(),
        false => line.name.clone().into_part(),
    };
    view! {
        <tr class:category=!line.category.is_empty() class:first=line.is_first>
            <th scope="row">{name} {about.map(|about| view! { <span class="cell-about">{about}</span> })}</th>
            {cells}
        </tr>
    }
    .into_part()
}

/// What a cell is called where it stands alone.
pub fn label(line: &Line, cell: &EntryCell) -> String {
    let measure = &line.row.measure;
    let how = if measure.ratio { ", numerator/denominator" } else { "" };
    match cell.category.is_empty() {
        true => format!("{}, {}{how}", measure.name, cell.period.label()),
        false => format!("{}, {}, {}{how}", measure.name, line.name, cell.period.label()),
    }
}

/// What is said under a line's name: unit, period where it is another than the quarter, target.
fn about(line: &Line, cell: &EntryCell) -> String {
    let measure = &line.row.measure;
    let is_total = line.category.is_empty();
    let unit = is_total
        .then(|| if measure.ratio { "numerator/denominator".into() } else { measure.unit.name.clone() });
    let period = (is_total && measure.frequency != Frequency::Quarterly).then(|| cell.period.label());
    let target = cell.target.map(|target| format!("target {}", measure.unit.figure(target)));
    [unit, period, target].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
