//! What the browser alone has: a place where texts outlive the page, and a clipboard. On the server there is
//! neither.

/// The text that is kept at a place of this browser; `None` where there is none.
#[cfg(feature = "hydrate")]
pub fn kept(place: &str) -> Option<String> {
    let storage = leptos::prelude::window().local_storage().ok().flatten()?;
    storage.get_item(place).ok().flatten()
}

#[cfg(not(feature = "hydrate"))]
pub fn kept(_: &str) -> Option<String> {
    None
}

/// Keeps a text at a place, or forgets what is kept there. A browser may keep nothing: its storage is full, or
/// turned off.
#[cfg(feature = "hydrate")]
pub fn keep(place: &str, text: Option<&str>) {
    let Ok(Some(storage)) = leptos::prelude::window().local_storage() else { return };
    let _ = match text {
        Some(text) => storage.set_item(place, text),
        None => storage.remove_item(place),
    };
}

#[cfg(not(feature = "hydrate"))]
pub fn keep(_: &str, _: Option<&str>) {}

/// The text that is pasted.
#[cfg(feature = "hydrate")]
pub fn pasted(event: &leptos::ev::ClipboardEvent) -> String {
    event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default()
}

#[cfg(not(feature = "hydrate"))]
pub fn pasted(_: &leptos::ev::ClipboardEvent) -> String {
    String::new()
}
