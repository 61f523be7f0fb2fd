//! Shows what waits for approval, to people who are signed in.

use leptos::prelude::*;

use crate::ui::part::IntoPart;

/// A checkbox that is part of a form: `drafts=yes` when it is on.
#[component]
pub fn DraftsSwitch(
    /// What the address has for `drafts`, as it changes.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with `yes`, or nothing.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let on = move || chosen.get() == "yes";
    let change = move |event| {
        let value = if event_target_checked(&event) { "yes" } else { "" };
        on_change.run(value.to_owned());
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                name="drafts"
                value="yes"
                checked=untrack(on)
                prop:checked=on
                on:change=change
            />
            "Show figures waiting for approval"
        </label>
    }
    .into_part()
}
