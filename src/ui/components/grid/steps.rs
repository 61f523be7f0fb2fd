//! What is done with a cell's figure on its way to the public.

use leptos::prelude::*;

use crate::api::entry::{approve_figure, return_figure, submit_figure};
use crate::model::entry::{EntryRow, NOTE_MAX};
use crate::model::error::AppError;
use crate::ui::part::IntoPart;

use super::cell_state::{CellState, Mark, Typed};
use super::line::Line;
use super::state::Grid;

/// The buttons for the figure as it stands, by who looks at it.
#[component]
pub fn Steps(grid: Grid, cell: CellState, line: Line) -> impl IntoView {
    let code = line.row.measure.code.to_string();
    let code = StoredValue::new(code);
    let is_returning = RwSignal::new(false);
    let submit = move || {
        let can = cell.stored.with(|stored| stored.may_submit) && !cell.is_changed();
        can.then(|| {
            let submit = move |_| leptos::task::spawn_local(step(grid, cell, code.get_value(), Step::Submit));
            view! { <button class="button quiet" type="button" on:click=submit>"Submit"</button> }
        })
    };
    let approve = move || {
        cell.stored.with(|stored| stored.may_approve).then(|| {
            let approve =
                move |_| leptos::task::spawn_local(step(grid, cell, code.get_value(), Step::Approve));
            view! { <button class="button" type="button" on:click=approve>"Approve"</button> }
        })
    };
    let give_back = move || {
        let can = cell.stored.with(|stored| stored.may_return);
        (can && !is_returning.get()).then(|| {
            let begin = move |_| is_returning.set(true);
            view! { <button class="button quiet" type="button" on:click=begin>"Return…"</button> }
        })
    };
    let returning = move || {
        let can = cell.stored.with(|stored| stored.may_return) && is_returning.get();
        can.then(|| view! { <Returning grid cell code=code.get_value() is_returning /> })
    };
    view! {
        <div class="entry-actions">{submit} {approve} {give_back}</div>
        {returning}
    }
    .into_part()
}

/// The comment with which a reviewer returns a figure.
#[component]
fn Returning(grid: Grid, cell: CellState, code: String, is_returning: RwSignal<bool>) -> impl IntoView {
    let comment = RwSignal::new(String::new());
    let code = StoredValue::new(code);
    let send = move |_| {
        let step = step(grid, cell, code.get_value(), Step::Return(comment.get_untracked()));
        leptos::task::spawn_local(step);
    };
    let wrong = move || cell.wrong("comment");
    view! {
        <div class="entry-returning">
            <div class="field">
                <label>
                    <span class="field-label">"What is to be corrected"</span>
                    <textarea
                        rows="2"
                        maxlength=NOTE_MAX.to_string()
                        aria-invalid=move || wrong().map(|_| "true")
                        prop:value=move || comment.get()
                        on:input=move |event| comment.set(event_target_value(&event))
                    ></textarea>
                </label>
                {move || wrong().map(|message| view! { <span class="field-error">{message}</span> })}
            </div>
            <div class="entry-actions">
                <button class="button" type="button" on:click=send>"Return"</button>
                <button class="button quiet" type="button" on:click=move |_| is_returning.set(false)>"Cancel"</button>
            </div>
        </div>
    }
    .into_part()
}

enum Step {
    Submit,
    Approve,
    Return(String),
}

async fn step(grid: Grid, cell: CellState, measure: String, step: Step) {
    let (period, category, seen) = cell
        .stored
        .with_untracked(|stored| (stored.period.to_string(), stored.category.clone(), stored.revision));
    let (answer, done) = match step {
        Step::Submit => {
            (submit_figure(measure, period, category, seen).await, "Submitted. It waits for approval.")
        }
        Step::Approve => {
            (approve_figure(measure, period, category, seen).await, "Approved. The public sees it now.")
        }
        Step::Return(comment) => {
            (return_figure(measure, period, category, seen, comment).await, "Returned with your comment.")
        }
    };
    // The page may be gone.
    if !cell.stored.is_disposed() {
        take(grid, cell, answer, done);
    }
}

/// Takes in the answer to a step.
fn take(grid: Grid, cell: CellState, answer: Result<EntryRow, AppError>, done: &str) {
    match answer {
        Ok(row) => {
            let (period, category) = cell.stored.with_untracked(|now| (now.period, now.category.clone()));
            let fresh =
                row.cells.into_iter().find(|fresh| fresh.period == period && fresh.category == category);
            if let Some(fresh) = fresh {
                let was_changed = untrack(|| cell.is_changed());
                cell.stored.set(fresh);
                if !was_changed {
                    cell.typed.set(cell.stored.with_untracked(Typed::of));
                }
            }
            if !untrack(|| cell.is_in_conflict()) {
                cell.mark.set(Mark::Stored);
            }
            grid.said.set(done.to_owned());
        }
        Err(AppError::Invalid(errors)) => {
            grid.said.set("Not done: see the fields marked.".to_owned());
            cell.mark.set(Mark::Wrong(errors));
        }
        Err(other) => {
            grid.said.set(other.to_string());
            cell.mark.set(Mark::Refused(other.to_string()));
        }
    }
}
