//! The items of the queue under their goal leaders, and the keys that work in it.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::ui::browser;
use crate::ui::part::{IntoPart, Part};

use super::item::Item;
use super::keys::{KEYS, Press};
use super::state::{END_ID, GroupState, KEYS_ID, QueueState};
use super::steps::ApprovePlain;

/// The queue. `again` is the address at which what still waits is found.
#[component]
pub fn List(queue: QueueState, groups: Vec<GroupState>, again: String) -> impl IntoView {
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        if queue.pressed(press(&event, &event.key())) {
            event.prevent_default();
        }
    };
    let groups: Vec<Part> =
        groups.into_iter().map(|group| view! { <Group queue group /> }.into_part()).collect();
    let end = move || {
        queue.end().map(|words| {
            let (rest, look) = match queue.is_all_done() {
                true => ("Nothing waits for you any more. ", "Look again"),
                false => ("", "See what still waits"),
            };
            view! {
                <p class="review-end" id=END_ID tabindex="-1">
                    {words} " " {rest} <a href=again.clone() rel="external">{look}</a>
                </p>
            }
        })
    };
    view! {
        <div class="review" on:keydown=pressed>
            <p class="visually-hidden" role="status">{queue.said}</p>
            <Keys />
            {groups}
            {end}
        </div>
    }
    .into_part()
}

/// Where a key was pressed.
fn press<'k>(event: &leptos::ev::KeyboardEvent, key: &'k str) -> Press<'k> {
    let at = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
    let is = |known: fn(&leptos::web_sys::Element) -> bool| at.as_ref().is_some_and(known);
    Press {
        key,
        repeated: event.repeat(),
        modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
        in_field: is(browser::is_field),
        on_item: is(|at| at.tag_name() == "ARTICLE"),
        in_item: is(|at| at.closest("article").is_ok_and(|item| item.is_some())),
    }
}

#[component]
fn Keys() -> impl IntoView {
    let keys: Vec<Part> = KEYS
        .into_iter()
        .map(|(key, _, words)| view! { <dt><kbd>{key}</kbd></dt> <dd>{words}</dd> }.into_part())
        .collect();
    view! {
        <details class="review-keys" id=KEYS_ID>
            <summary>"Keys " <kbd aria-hidden="true">"?"</kbd></summary>
            <p class="meta">"They work while a figure has the focus, and not while you type."</p>
            <dl>{keys}</dl>
        </details>
    }
    .into_part()
}

#[component]
fn Group(queue: QueueState, group: GroupState) -> impl IntoView {
    let GroupState { leader, sentence, items } = group;
    let name = match leader.is_empty() {
        true => "No goal leader named".to_owned(),
        false => leader,
    };
    let each: Vec<Part> = items.iter().map(|item| view! { <Item queue item=*item /> }.into_part()).collect();
    view! {
        <section class="review-group">
            <h2>{name}</h2>
            <p class="review-sentence">{sentence}</p>
            <ApprovePlain queue items />
            {each}
        </section>
    }
    .into_part()
}
