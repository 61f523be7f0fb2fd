//! A field of several lines that shows its text without script.

use leptos::html::Textarea;
use leptos::prelude::*;

use crate::ui::part::IntoPart;

/// A `<textarea>` with a text in it. Leptos writes the children of one into the page unescaped, and
/// keeps its text as a property, which only script can set; so the text goes in as markup, escaped here.
#[component]
pub fn TextArea(
    /// The field's name, which is sent, and its id.
    name: String,
    id: String,
    text: String,
    rows: u8,
    longest: usize,
    /// The id of what says what is wrong with it, where something is.
    #[prop(into)]
    wrong: Signal<Option<String>>,
    #[prop(optional)] node: NodeRef<Textarea>,
    /// Told what is typed.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let told = move |event| {
        if let Some(on_input) = on_input {
            on_input.run(event_target_value(&event));
        }
    };
    view! {
        <textarea
            node_ref=node
            on:input=told
            name=name
            id=id
            rows=rows.to_string()
            maxlength=longest.to_string()
            aria-invalid=move || wrong.with(Option::is_some).then_some("true")
            aria-describedby=move || wrong.get()
            inner_html=escaped(&text)
        ></textarea>
    }
    .into_part()
}

/// A text as it stands between two tags. The browser leaves out one line end after the first.
fn escaped(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if safe.starts_with('\n') { format!("\n{safe}") } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_field() {
        let hostile = "</textarea><script>alert(1)</script> & so on";
        let nothing: Option<String> = None;
        let owner = Owner::new();
        owner.set();
        let html = view! {
            <TextArea
                name="form[note]".to_owned()
                id="note".to_owned()
                text=hostile.to_owned()
                rows=2
                longest=10
                wrong=nothing
            />
        }
        .to_html();
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;") && html.contains("&amp; so on"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert_eq!(escaped("\nfirst"), "\n\nfirst");
    }
}
