//! What happens when another page comes without the document being loaded anew: as after a loading,
//! reading begins at the page's heading, and its title is read out.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The document's title, and how often a page has set it. Setting it is the last that a page does when
/// it comes, whether it had to be waited for or not.
pub type Titled = ArcRwSignal<(usize, String)>;

/// Moves the focus and says the title, but not of the first page, which the browser announces, and
/// not when the search alone changes.
#[component]
pub fn Arrival(titled: Titled) -> impl IntoView {
    let path = use_location().pathname;
    let said = RwSignal::new(String::new());
    Effect::new(move |seen: Option<(String, usize)>| {
        let ((times, title), path) = (titled.get(), path.get());
        match seen {
            Some(seen) if seen.0 != path && (seen.1 == times || !focus_heading()) => return seen,
            Some(seen) if seen.0 != path => said.set(title),
            _ => {}
        }
        (path, times)
    });
    view! { <p class="visually-hidden" aria-live="polite">{said}</p> }
}

/// Says whether there was a heading.
#[cfg(feature = "hydrate")]
fn focus_heading() -> bool {
    use leptos::wasm_bindgen::JsCast;
    let heading = document().query_selector("#main h1").ok().flatten();
    let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return false;
    };
    heading.set_tab_index(-1);
    // Where the page stands is the router's and, on the way back, the browser's to say.
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    heading.focus_with_options(&options).is_ok()
}

#[cfg(not(feature = "hydrate"))]
fn focus_heading() -> bool {
    false
}
