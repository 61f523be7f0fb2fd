//! A choice that is on or off, in a form that works with and without script.

use leptos::prelude::*;

use crate::ui::part::IntoPart;

/// What waits for approval, for people who are signed in: `drafts=yes`.
pub const DRAFTS: (&str, &str, &str) = ("drafts", "yes", "Show figures waiting for approval");
/// What is expected after the last figure: `forecast=yes`.
pub const FORECAST: (&str, &str, &str) = ("forecast", "yes", "Show the forecast");
/// What is promised now: `targets=now`.
pub const TARGETS_NOW: (&str, &str, &str) =
    ("targets", "now", "Show the targets in force now beside those that stood");

/// A checkbox: its name, its value when it is on, and its words.
#[component]
pub fn Switch(
    of: (&'static str, &'static str, &'static str),
    /// What the address has for the name, as it changes.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with the value, or nothing.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let (name, value, words) = of;
    let on = move || chosen.get() == value;
    let change = move |event| {
        let value = if event_target_checked(&event) { value } else { "" };
        on_change.run(value.to_owned());
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                name=name
                value=value
                checked=untrack(on)
                prop:checked=on
                on:change=change
            />
            {words}
        </label>
    }
    .into_part()
}
