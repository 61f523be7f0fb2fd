//! Small words that must not be missed.

use leptos::prelude::*;

/// The figures were made up to show the product.
#[component]
pub fn IllustrativeTag() -> impl IntoView {
    view! { <span class="tag illustrative">"Illustrative"</span> }
}

/// The figure waits for approval.
#[component]
pub fn DraftTag() -> impl IntoView {
    view! { <span class="tag draft">"Not approved"</span> }
}
