//! For an address that leads nowhere.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::components::search::SearchForm;
use crate::ui::part::IntoPart;

/// Says so, and offers ways out.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text="Not found" />
        <section class="problem">
            <h1>"There is no such page"</h1>
            <p>"The address may be mistyped, or the page may have moved. Search for a goal or measure, or go to the dashboard."</p>
            <SearchForm class="search" />
            <p class="ways-out"><a href="/">"Go to the dashboard"</a></p>
        </section>
    }
    .into_part()
}
