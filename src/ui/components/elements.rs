//! The elements of a measure: marks, and the card on a measure's page.

use leptos::prelude::*;

use crate::domain::code::Code;
use crate::domain::elements::{Assessment, Presence};
use crate::ui::part::IntoPart;

/// The name of a presence in style sheets, which is its name in files as well.
fn shape(presence: Presence) -> &'static str {
    match presence {
        Presence::Present => {
            r#"<path d="m3 8.5 3.5 3.5L13 4.5" fill="none" stroke="currentColor" stroke-width="2.4"/>"#
        }
        Presence::Partial => {
            r#"<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>"#
        }
        Presence::Missing => {
            r#"<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>"#
        }
    }
}

/// A shape for how far an element is there; the words stand beside it or in its label.
#[component]
pub fn PresenceMark(presence: Presence, #[prop(optional)] label: Option<String>) -> impl IntoView {
    let hidden = label.is_none().then_some("true");
    view! {
        <svg
            class=format!("presence {}", presence.name())
            viewBox="0 0 16 16"
            role=label.is_some().then_some("img")
            aria-label=label
            aria-hidden=hidden
            inner_html=shape(presence)
        ></svg>
    }
    .into_part()
}

/// What a measure lacks, and what it states. A gap leads to the field that fills it, for those who may.
#[component]
pub fn ElementsCard(
    sentence: String,
    elements: Vec<Assessment>,
    /// The measure whose fields are to be filled; `None` for those who may not.
    edit: Option<Code>,
) -> impl IntoView {
    let (whole, gaps): (Vec<_>, Vec<_>) = elements.into_iter().partition(|one| !one.is_gap());
    let count = whole.len();
    let items = |list: Vec<Assessment>| {
        let edit = edit.clone();
        list.into_iter()
            .map(move |one| view! { <ElementItem one edit=edit.clone() /> }.into_part())
            .collect_view()
    };
    let gaps = (!gaps.is_empty()).then(|| view! { <ul class="elements">{items(gaps)}</ul> });
    view! {
        <section class="elements-card" id="elements">
            <h2>"Elements of a performance measure"</h2>
            <p>{sentence}</p>
            {gaps}
            <details>
                <summary>{format!("{count} present")}</summary>
                <ul class="elements">{items(whole)}</ul>
            </details>
            <p class="small"><a href="/elements" rel="external">"All measures by elements"</a></p>
        </section>
    }
    .into_part()
}

#[component]
fn ElementItem(one: Assessment, edit: Option<Code>) -> impl IntoView {
    let label = one.element.label();
    let name = match edit {
        Some(code) if one.is_gap() => {
            let field = one.element.name();
            view! { <a href=format!("/measures/{code}/edit#{field}") rel="external">{label}</a> }.into_part()
        }
        _ => view! { <b>{label}</b> }.into_part(),
    };
    let note = match (one.presence, one.note.as_str()) {
        (Presence::Present, "") => String::new(),
        (Presence::Present, note) => format!(": {note}"),
        (presence, "") => format!(": {}", presence.label()),
        (presence, note) => format!(": {} ({note})", presence.label()),
    };
    view! { <li><PresenceMark presence=one.presence />" "{name}{note}</li> }.into_part()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::elements::Element;

    #[test]
    fn a_gap_leads_to_the_field_that_fills_it() {
        let one = |element, presence| Assessment { element, presence, note: "<b>".into() };
        let elements = vec![one(Element::Accuracy, Presence::Missing), one(Element::Kind, Presence::Present)];
        let card = |edit: Option<&str>| {
            let (elements, edit) = (elements.clone(), edit.map(|code| code.parse().unwrap()));
            view! { <ElementsCard sentence="One lacks.".into() elements edit /> }.to_html()
        };
        let html = card(Some("m"));
        assert!(html.contains(r#"href="/measures/m/edit#accuracy""#) && html.contains("1 present"), "{html}");
        assert!(html.contains("missing (&lt;b&gt;)"), "{html}");
        assert!(!card(None).contains("/edit"));
    }
}
