//! What the browser alone has: a place where texts outlive the page, a clipboard, and a focus. On the server
//! there is none of them.

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlTextAreaElement};

#[cfg(feature = "hydrate")]
fn storage() -> Option<leptos::web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// The texts that are kept at the places of this browser whose names begin so.
#[cfg(feature = "hydrate")]
pub fn kept(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let places = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    let own = places.filter(|place| place.starts_with(prefix));
    own.filter_map(|place| storage.get_item(&place).ok().flatten()).collect()
}

#[cfg(not(feature = "hydrate"))]
pub fn kept(_: &str) -> Vec<String> {
    Vec::new()
}

/// Keeps a text at a place; `false` where the browser does not: its storage is full, or turned off.
#[cfg(feature = "hydrate")]
pub fn keep(place: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(place, text).is_ok())
}

#[cfg(not(feature = "hydrate"))]
pub fn keep(_: &str, _: &str) -> bool {
    false
}

/// Forgets a text that is kept at a place, unless another is by now.
#[cfg(feature = "hydrate")]
pub fn forget(place: &str, text: &str) {
    let Some(storage) = storage() else { return };
    if storage.get_item(place).ok().flatten().is_some_and(|kept| kept == text) {
        // What cannot be forgotten is found again later.
        let _ = storage.remove_item(place);
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn forget(_: &str, _: &str) {}

/// The text that is pasted.
#[cfg(feature = "hydrate")]
pub fn pasted(event: &leptos::ev::ClipboardEvent) -> String {
    event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default()
}

#[cfg(not(feature = "hydrate"))]
pub fn pasted(_: &leptos::ev::ClipboardEvent) -> String {
    String::new()
}

/// Puts the focus on what has an id; `false` where there is no such thing.
pub fn focus(id: &str) -> bool {
    let element = leptos::prelude::document().get_element_by_id(id);
    let element = element.and_then(|element| element.dyn_into::<leptos::web_sys::HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// What has the focus.
pub fn focused() -> Option<Element> {
    leptos::prelude::document().active_element()
}

/// Whether the focus is still where it was, or nowhere: what is moved then is not taken from anybody.
pub fn is_still_at(place: &Option<Element>) -> bool {
    let now = focused();
    now == *place || now.is_none_or(|now| now.tag_name() == "BODY")
}

/// Whether the focus is in a field.
pub fn in_field() -> bool {
    focused().is_some_and(|at| is_field(&at))
}

/// Whether something is a field, in which keys are text.
pub fn is_field(element: &Element) -> bool {
    ["INPUT", "SELECT", "TEXTAREA"].contains(&element.tag_name().as_str())
}

/// The field of several lines with an id.
pub fn text_area(id: &str) -> Option<HtmlTextAreaElement> {
    leptos::prelude::document().get_element_by_id(id)?.dyn_into().ok()
}

/// Opens or closes the `<details>` with an id.
pub fn set_open(id: &str, open: bool) {
    let Some(details) = leptos::prelude::document().get_element_by_id(id) else { return };
    let _ = match open {
        true => details.set_attribute("open", ""),
        false => details.remove_attribute("open"),
    };
}

/// Whether the `<details>` with an id is open.
pub fn is_open(id: &str) -> bool {
    leptos::prelude::document().get_element_by_id(id).is_some_and(|details| details.has_attribute("open"))
}

/// Whether the focus is somewhere within what has an id.
pub fn has_focus_within(id: &str) -> bool {
    let document = leptos::prelude::document();
    let around = document.get_element_by_id(id).zip(document.active_element());
    around.is_some_and(|(around, active)| around.contains(Some(&active)))
}
