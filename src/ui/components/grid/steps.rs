//! What is done with a cell's figure on its way to the public.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::entry::{ReturnFigure, approve_figure, return_figure, submit_figure};
use crate::model::entry::EntryRow;
use crate::model::error::AppError;
use crate::model::review::{Which, form_name};
use crate::ui::components::text_form::{Saying, Send, TextForm, Texts};
use crate::ui::part::{IntoPart, Part};

use super::cell_state::{CellState, Mark, Typed};
use super::line::Line;
use super::state::Grid;

/// The buttons for the figure as it stands, by who looks at it; and the form with which a reviewer returns it.
#[component]
pub fn Steps(grid: Grid, cell: CellState, line: Line, texts: Texts) -> impl IntoView {
    let code = StoredValue::new(line.row.measure.code.to_string());
    let is_busy = RwSignal::new(false);
    let begin = move |step: Step| {
        if !is_busy.get_untracked() {
            is_busy.set(true);
            leptos::task::spawn_local(take_step(grid, cell, code.get_value(), step, is_busy));
        }
    };
    let submit = move || {
        let can = cell.stored.with(|stored| stored.may_submit) && !cell.is_changed();
        can.then(|| {
            let submit = move |_| begin(Step::Submit);
            view! { <button class="button quiet" type="button" on:click=submit>"Submit"</button> }
        })
    };
    let approve = move || {
        cell.stored.with(|stored| stored.may_approve).then(|| {
            let approve = move |_| begin(Step::Approve);
            view! { <button class="button" type="button" on:click=approve>"Approve"</button> }
        })
    };
    // Of the figure as it stands: what is written stays while it is saved beside.
    let returns = Memo::new(move |_| cell.stored.with(|stored| stored.may_return.then_some(stored.revision)));
    let give_back = move || returns.get().map(|_| returning(grid, cell, code.get_value(), texts));
    view! {
        <div class="entry-actions">{submit} {approve}</div>
        {give_back}
    }
    .into_part()
}

/// A cell's figure as it stands.
fn which(cell: CellState, measure: String) -> Which {
    cell.stored.with_untracked(|stored| Which {
        measure,
        period: stored.period.to_string(),
        category: stored.category.clone(),
        seen: stored.revision,
    })
}

/// The form in which a reviewer writes why a figure is returned.
fn returning(grid: Grid, cell: CellState, code: String, texts: Texts) -> Part {
    let Which { measure, period, category, seen } = which(cell, code.clone());
    let saying = Saying {
        name: form_name("return", &measure, &period, &category),
        id: format!("return-{}-{}", cell.at.0, cell.at.1),
        opens: "Return…".into(),
        key: None,
        label: "What is to be corrected".into(),
        sends: "Return",
        action: ReturnFigure::url(),
        hidden: vec![
            ("measure", measure),
            ("period", period),
            ("category", category),
            ("seen", seen.to_string()),
        ],
        field: "comment",
    };
    let send: Send = Arc::new(move |comment| Box::pin(give_back(grid, cell, code.clone(), comment)));
    view! { <TextForm texts saying send /> }.into_part()
}

async fn give_back(grid: Grid, cell: CellState, code: String, comment: String) -> Result<(), AppError> {
    let Which { measure, period, category, seen } = which(cell, code);
    let answer = return_figure(measure, period, category, seen, comment).await;
    // The page may be gone.
    if cell.stored.is_disposed() {
        return Ok(());
    }
    match answer {
        Ok(row) => {
            take_row(grid, cell, row, "Returned with your comment.");
            settle_one(grid);
            Ok(())
        }
        Err(error) => {
            grid.said.set("Not returned: see beside the figure.".into());
            Err(error)
        }
    }
}

/// One figure fewer waits for review.
fn settle_one(grid: Grid) {
    if let Some(waiting) = grid.waiting {
        waiting.lower(1);
    }
}

#[derive(Clone, Copy)]
enum Step {
    Submit,
    Approve,
}

async fn take_step(grid: Grid, cell: CellState, code: String, step: Step, is_busy: RwSignal<bool>) {
    let Which { measure, period, category, seen } = which(cell, code);
    let answer = match step {
        Step::Submit => submit_figure(measure, period, category, seen).await,
        Step::Approve => approve_figure(measure, period, category, seen).await,
    };
    // Another figure may be looked at.
    is_busy.try_set(false);
    // The page may be gone.
    if cell.stored.is_disposed() {
        return;
    }
    match (answer, step) {
        (Ok(row), Step::Submit) => take_row(grid, cell, row, "Submitted. It waits for approval."),
        (Ok(row), Step::Approve) => {
            take_row(grid, cell, row, "Approved. The public sees it now.");
            settle_one(grid);
        }
        (Err(error), _) => refuse(grid, cell, error),
    }
}

/// Takes in the row as it stands after a step.
fn take_row(grid: Grid, cell: CellState, row: EntryRow, done: &str) {
    let (period, category) = cell.stored.with_untracked(|now| (now.period, now.category.clone()));
    let fresh = row.cells.into_iter().find(|fresh| fresh.period == period && fresh.category == category);
    if let Some(fresh) = fresh {
        let was_changed = untrack(|| cell.is_changed());
        cell.stored.set(fresh);
        if !was_changed {
            cell.typed.set(cell.stored.with_untracked(Typed::of));
            cell.leave();
        }
    }
    if !untrack(|| cell.is_in_conflict()) {
        cell.mark.set(Mark::Stored);
    }
    grid.said.set(done.to_owned());
}

fn refuse(grid: Grid, cell: CellState, error: AppError) {
    let (said, mark) = match error {
        AppError::Invalid(errors) => ("Not done: see the fields marked.".to_owned(), Mark::Wrong(errors)),
        other => (other.to_string(), Mark::Refused(other.to_string())),
    };
    grid.said.set(said);
    if !untrack(|| cell.is_in_conflict()) {
        cell.mark.set(mark);
    }
}
