//! One measure's figures for a quarter: a cell for each of its periods, with those of its categories
//! under it, and the chart that moves while typing.

use leptos::prelude::*;

use crate::chart;
use crate::domain::breakdown::{self, SumCheck};
use crate::domain::series::{Selection, Series};
use crate::domain::target::Baseline;
use crate::ui::chart::ChartFigure;
use crate::ui::part::{IntoPart, Part};

use super::entry_cell::EntryCellForm;
use super::entry_state::{CellState, RowState};

/// One row of the grid. The chart stands beside the row that is worked on, `active` being its place
/// among the rows.
#[component]
pub fn EntryRowForm(state: RowState, at: usize, active: RwSignal<usize>, may_enter: bool) -> impl IntoView {
    let row = state.row.get_untracked();
    let several = {
        let categories: Vec<String> = row.cells.iter().map(|cell| cell.category.clone()).collect();
        breakdown::dimensions(&categories).iter().filter(|dimension| !dimension.is_empty()).count() > 1
    };
    let measure = row.measure;
    let heading_id = format!("row-{}", measure.code);
    let labelled_by = heading_id.clone();
    let is_active = move || active.get() == at;
    let cells = state.cells.with_value(|cells| -> Vec<Part> {
        cells.iter().map(|cell| cell_of(state, *cell, several, may_enter)).collect()
    });
    view! {
        <article
            class="entry-row"
            class:active=is_active
            aria-labelledby=labelled_by
            on:focusin=move |_| active.set(at)
            on:pointerdown=move |_| active.set(at)
        >
            <div class="entry-cell">
                <h2 id=heading_id>
                    <a href=format!("/measures/{}", measure.code)>{measure.name}</a>
                </h2>
                {cells}
            </div>
            <Show when=is_active>
                <Preview state />
            </Show>
        </article>
    }
    .into_part()
}

/// A cell; after a total, whether its categories make it.
fn cell_of(state: RowState, cell: CellState, several: bool, may_enter: bool) -> Part {
    let (is_total, period) = untrack(|| cell.with(|_, now| (now.category.is_empty(), now.period)));
    let checks = is_total.then(|| {
        let lines = move || {
            let line = |check: SumCheck| {
                let offer = check.offer.filter(|_| may_enter).map(|offer| {
                    let figure = cell.with(|measure, _| measure.unit.figure(offer));
                    view! {
                        " "
                        <button class="button quiet" type="button" on:click=move |_| cell.offer(offer)>
                            {format!("Use the sum: {figure}")}
                        </button>
                    }
                });
                view! { <p class="entry-check" class:amiss=check.amiss>{check.words} {offer}</p> }.into_part()
            };
            state.checks(period).into_iter().map(line).collect::<Vec<Part>>()
        };
        view! { <div class="entry-checks">{lines}</div> }.into_part()
    });
    view! { <EntryCellForm state=cell several may_enter /> {checks} }.into_part()
}

/// The measure's chart with what is typed in it, drawn apart.
#[component]
fn Preview(state: RowState) -> impl IntoView {
    let spec = Memo::new(move |_| {
        let totals = state.totals();
        state.row.with(|row| {
            let mut points = row.history.clone();
            for (period, typed) in totals {
                if let Some(point) = points.iter_mut().find(|point| point.period == period) {
                    point.draft = typed.filter(|value| Some(*value) != point.value);
                }
            }
            let baseline = row.baseline.map(|value| Baseline {
                measure: row.measure.code.clone(),
                period: None,
                value,
                source: String::new(),
            });
            let series = Series { points, ..Series::default() };
            let selection = Selection { drafts: true, ..Selection::default() };
            chart::of_measure(&row.measure, baseline.as_ref(), &series, &selection)
        })
    });
    let illustrative = state.row.with_untracked(|row| row.measure.illustrative);
    view! { <div class="entry-preview"><ChartFigure spec illustrative=illustrative /></div> }.into_part()
}
