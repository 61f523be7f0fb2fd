//! What is written beside a figure: note, reason, explanation and plan. Each is saved when it is left.

use leptos::prelude::*;

use crate::domain::actual::MissingReason;
use crate::domain::checks::Asks;
use crate::model::entry::NOTE_MAX;
use crate::ui::part::IntoPart;

use super::cell::NOTE_ID;
use super::cell_state::{CellState, Typed};
use super::line::Line;
use super::state::Grid;

/// The texts that can be written beside a cell's figure: those that are asked for, and the note.
#[component]
pub fn Words(grid: Grid, cell: CellState, line: Line) -> impl IntoView {
    let row = line.row.clone();
    let asks_plan = Memo::new(move |_| {
        let written = cell.typed.with(|typed| !typed.explanation.is_empty() || !typed.plan.is_empty());
        written || cell.checks(&row).iter().any(|check| check.asks == Asks::Plan)
    });
    let asks_reason = Memo::new(move |_| {
        let (revises, is_draft) = cell
            .stored
            .with(|stored| (stored.revises, stored.state.is_some_and(|state| state.is_unsubmitted())));
        let written = cell.typed.with(|typed| !typed.reason.is_empty());
        // A draft of before the deadline wants a reason once it is submitted.
        cell.wrong("reason").is_some() || (revises && (is_draft || written || cell.is_changed()))
    });
    let reason = move || {
        asks_reason.get().then(|| view! {
            <Text grid cell name="reason" label="Why the published figure changes" get=|typed| &typed.reason set=|typed, text| typed.reason = text />
        })
    };
    let plan = move || {
        asks_plan.get().then(|| view! {
            <Text grid cell name="explanation" label="Why the target was missed" get=|typed| &typed.explanation set=|typed, text| typed.explanation = text />
            <Text grid cell name="plan" label="What is planned to reach it" get=|typed| &typed.plan set=|typed, text| typed.plan = text />
        })
    };
    view! {
        {reason}
        {plan}
        <Text grid cell name="note" label="Note (F2)" get=|typed| &typed.note set=|typed, text| typed.note = text />
        <Reason grid cell />
    }
    .into_part()
}

/// A text. It is set as a property, by script: leptos writes the children of a `<textarea>` into the page
/// unescaped.
#[component]
fn Text(
    grid: Grid,
    cell: CellState,
    name: &'static str,
    label: &'static str,
    get: fn(&Typed) -> &String,
    set: fn(&mut Typed, String),
) -> impl IntoView {
    let id = match name {
        "note" => NOTE_ID.to_owned(),
        name => format!("cell-{name}"),
    };
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let wrong = move || cell.wrong(name);
    let back = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            grid.focus(cell.at);
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <textarea
                id=id
                rows="2"
                maxlength=NOTE_MAX.to_string()
                readonly=move || !grid.is_awake.get()
                aria-invalid=move || wrong().map(|_| "true")
                aria-describedby=move || wrong().map(|_| described.clone())
                prop:value=move || cell.typed.with(|typed| get(typed).clone())
                on:input=move |event| cell.typed.update(|typed| set(typed, event_target_value(&event)))
                on:keydown=back
                on:blur=move |_| grid.commit(cell, false)
            ></textarea>
            {move || wrong().map(|words| view! { <span class="field-error" id=error_id.clone()>{words}</span> })}
        </div>
    }
    .into_part()
}

/// The reasons why there may be no figure, with their letters, for those who do not type them.
#[component]
fn Reason(grid: Grid, cell: CellState) -> impl IntoView {
    let choose = move |reason: MissingReason| {
        grid.fill([(cell.at, reason.key().to_string())].into_iter());
        grid.focus(cell.at);
    };
    let buttons = MissingReason::ALL
        .iter()
        .map(|reason| {
            let words = format!("{} ({})", reason.label(), reason.key());
            view! { <button class="button quiet" type="button" on:click=move |_| choose(*reason)>{words}</button> }
        })
        .collect_view();
    view! {
        <div class="cell-reasons" role="group" aria-label="No figure, because it is">
            <span class="field-label">"No figure, because it is"</span>
            {buttons}
        </div>
    }
    .into_part()
}
