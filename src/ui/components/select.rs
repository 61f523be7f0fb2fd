//! A labelled choice in a form that works with and without script.

use leptos::prelude::*;

use crate::ui::part::IntoPart;

/// What can be chosen: the value in the address and the words for it.
pub type Choice = (String, String);

/// A labelled `<select>`, its first choice being none.
#[component]
pub fn Select(
    #[prop(into)] label: String,
    name: &'static str,
    /// The words for no choice.
    #[prop(into)]
    none: String,
    choices: Vec<Choice>,
    /// What is chosen, as the address changes.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with the new value, where a page acts at once.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let offered: Vec<String> = choices.iter().map(|(value, _)| value.clone()).collect();
    // What is not offered cannot be chosen: an unknown value in an address shows as none.
    let chosen = move || Some(chosen.get()).filter(|value| offered.contains(value)).unwrap_or_default();
    let now = untrack(&chosen);
    let options = choices
        .into_iter()
        .map(|(value, words)| {
            let selected = value == now;
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <select
                name=name
                prop:value=chosen
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run(event_target_value(&event));
                    }
                }
            >
                <option value="">{none}</option>
                {options}
            </select>
        </label>
    }
    .into_part()
}
