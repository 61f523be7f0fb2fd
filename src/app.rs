//! Everything between the document and its pages.

#[cfg(not(feature = "hydrate"))]
pub mod document;
pub mod pages;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;

use crate::ui::arrival::{Arrival, Titled};
use crate::ui::components::frame::{ReviewCount, SiteFooter, SiteHeader};

/// What the server renders.
#[cfg(not(feature = "hydrate"))]
#[component]
pub fn App() -> impl IntoView {
    framed(pages::Pages)
}

/// Takes over the server's page in the browser.
#[cfg(feature = "hydrate")]
pub fn take_over<View: IntoView + 'static>(pages: fn() -> View) {
    console_error_panic_hook::set_once();
    // Before the router sets its own, which would look for the page in this bundle.
    let _ = leptos::server_fn::redirect::set_redirect_hook(|address: &str| {
        let _ = window().location().assign(address);
    });
    leptos::mount::hydrate_body(move || framed(pages));
}

/// The frame, around one of the pages.
fn framed<View: IntoView + 'static>(pages: fn() -> View) -> impl IntoView {
    provide_meta_context();
    provide_context(ReviewCount(RwSignal::new(None)));
    let titled = Titled::default();
    let told = titled.clone();
    let formatter = move |text: String| {
        let title = if text.is_empty() { "Yardstick".to_owned() } else { format!("{text} · Yardstick") };
        told.update(|(times, last)| {
            *times += 1;
            last.clone_from(&title);
        });
        title
    };
    view! {
        <Title formatter />
        <Router>
            <Arrival titled />
            <SiteHeader />
            <main id="main" tabindex="-1">{pages()}</main>
            <SiteFooter />
        </Router>
    }
}
