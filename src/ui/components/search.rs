//! The field by which goals and measures are found: a plain form.

use leptos::prelude::*;

use crate::model::query::TEXT_MAX;
use crate::ui::part::IntoPart;

/// Said above the field, or in it where there is no room above.
const LABEL: &str = "Find a goal or measure";

#[component]
pub fn SearchForm(
    class: &'static str,
    /// What stands in the field.
    #[prop(optional)]
    typed: String,
) -> impl IntoView {
    view! {
        <form class=class method="get" action="/search" role="search">
            <label class="field">
                <span class="field-label">{LABEL}</span>
                <input type="search" name="q" placeholder=LABEL value=typed maxlength=TEXT_MAX.to_string() />
            </label>
            <button class="button" type="submit">"Search"</button>
        </form>
    }
    .into_part()
}
