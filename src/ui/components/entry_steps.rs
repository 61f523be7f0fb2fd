//! The buttons of one figure of the entry grid: saved, submitted, approved, returned.

use leptos::prelude::*;

use crate::model::entry::NOTE_MAX;
use crate::ui::part::IntoPart;

use super::entry_state::CellState;

/// What can be done with the figure as it stands, by who looks at it. `of`: which cell of its row.
#[component]
pub fn Steps(state: CellState, of: String, may_enter: bool) -> impl IntoView {
    let is_returning = RwSignal::new(false);
    let save = may_enter.then(|| {
        view! { <button class="button" type="submit" disabled=move || state.locked().is_some()>"Save"</button> }
    });
    let submit = move || {
        let can = state.with(|_, cell| cell.may_submit);
        can.then(|| {
            let submit = move |_| leptos::task::spawn_local(state.submit());
            view! { <button class="button quiet" type="button" on:click=submit>"Submit"</button> }
        })
    };
    let approve = move || {
        let can = state.with(|_, cell| cell.may_approve);
        can.then(|| {
            let approve = move |_| leptos::task::spawn_local(state.approve());
            view! { <button class="button" type="button" on:click=approve>"Approve"</button> }
        })
    };
    let give_back = move || {
        let can = state.with(|_, cell| cell.may_return) && !is_returning.get();
        can.then(|| {
            let begin = move |_| is_returning.set(true);
            view! { <button class="button quiet" type="button" on:click=begin>"Return…"</button> }
        })
    };
    let returning = move || {
        let can = state.with(|_, cell| cell.may_return) && is_returning.get();
        can.then(|| view! { <Returning state of=of.clone() is_returning /> })
    };
    view! {
        <div class="entry-actions">{save} {submit} {approve} {give_back}</div>
        {returning}
    }
    .into_part()
}

/// The comment with which a reviewer returns a figure.
#[component]
fn Returning(state: CellState, of: String, is_returning: RwSignal<bool>) -> impl IntoView {
    let comment = RwSignal::new(String::new());
    let wrong = move || state.wrong("comment");
    let of = (!of.is_empty()).then(|| view! { <span class="visually-hidden">{format!(", {of}")}</span> });
    let send = move |_| {
        leptos::task::spawn_local(async move {
            if state.give_back(comment.get_untracked()).await {
                is_returning.set(false);
            }
        });
    };
    view! {
        <div class="entry-returning">
            <div class="field">
                <label>
                    <span class="field-label">"What is to be corrected" {of}</span>
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
