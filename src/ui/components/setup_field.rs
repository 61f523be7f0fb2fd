//! One field of a measure's form, with what to write there, why it is asked, and what is wrong with it.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::model::setup::InputView;
use crate::ui::part::{IntoPart, Part};

use super::setup_state::FieldState;

/// Any field: what kind it is, is data.
#[component]
pub fn SetupField(field: FieldState) -> impl IntoView {
    let view = field.view.clone();
    let (guide, wrong_id) = (format!("{}-guide", view.id), format!("{}-wrong", view.id));
    let described = format!("{guide} {wrong_id}");
    let wrong = field.wrong;
    let example = (!view.example.is_empty()).then(|| view! { <p class="example">{view.example.clone()}</p> });
    let authority =
        (!view.authority.is_empty()).then(|| view! { <p class="authority">{view.authority.clone()}</p> });
    view! {
        <div class=format!("setup-field of-{}", view.name)>
            <div class="field">
                <label class="field-label" for=view.id.clone()>{view.label.clone()}</label>
                {input(field, described)}
                <span class="field-error" id=wrong_id>{move || wrong.get()}</span>
            </div>
            <div class="guide" id=guide>
                <p>{view.guidance}</p>
                {example}
                {authority}
            </div>
        </div>
    }
    .into_part()
}

fn input(field: FieldState, described: String) -> Part {
    let FieldState { view, typed, wrong, .. } = field;
    let name = format!("form[fields][{}]", view.name);
    let invalid = move || wrong.with(|wrong| (!wrong.is_empty()).then_some("true"));
    let now = typed.get_untracked();
    match view.input {
        InputView::Choice(choices) => {
            let none = (!choices.iter().any(|(value, _)| *value == now))
                .then(|| view! { <option value="" selected=true>"Choose…"</option> });
            let options = choices
                .into_iter()
                .map(|(value, words)| {
                    let selected = value == now;
                    view! { <option value=value selected=selected>{words}</option> }
                })
                .collect_view();
            view! {
                <select
                    id=view.id
                    name=name
                    prop:value=move || typed.get()
                    aria-invalid=invalid
                    aria-describedby=described
                    on:input=move |event| typed.set(event_target_value(&event))
                >
                    {none}
                    {options}
                </select>
            }
            .into_part()
        }
        // The children of a textarea are written as they are; see `escaped`.
        InputView::Long => view! {
            <textarea
                id=view.id
                name=name
                rows="2"
                maxlength="4000"
                prop:value=move || typed.get()
                aria-invalid=invalid
                aria-describedby=described
                on:input=move |event| typed.set(event_target_value(&event))
            >
                {escaped(&now).into_owned()}
            </textarea>
        }
        .into_part(),
        InputView::Line | InputView::Day => {
            let kind = if view.input == InputView::Day { "date" } else { "text" };
            view! {
                <input
                    id=view.id
                    type=kind
                    name=name
                    maxlength="4000"
                    autocomplete="off"
                    value=now
                    prop:value=move || typed.get()
                    aria-invalid=invalid
                    aria-describedby=described
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            }
            .into_part()
        }
    }
}

/// A text to stand in a `<textarea>` of the server's page, into which leptos writes children unescaped. In
/// the browser the text is set as a property.
fn escaped(text: &str) -> Cow<'_, str> {
    if cfg!(feature = "hydrate") || !text.contains(['&', '<']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::setup::FieldView;

    #[test]
    fn what_was_typed_stays_text() {
        let owner = Owner::new();
        owner.set();
        let hostile = "</textarea><script>alert('1')</script>&lt;\"";
        for kind in
            [InputView::Long, InputView::Line, InputView::Choice(vec![(hostile.into(), hostile.into())])]
        {
            let view = FieldView {
                name: "definition".into(),
                id: "definition".into(),
                label: "Definition".into(),
                value: hostile.into(),
                guidance: "What is counted.".into(),
                authority: "GAO-03-143".into(),
                example: hostile.into(),
                input: kind.clone(),
            };
            let field = FieldState {
                kept: RwSignal::new(hostile.into()),
                typed: RwSignal::new(hostile.into()),
                wrong: RwSignal::new(hostile.into()),
                view,
            };
            let html = view! { <SetupField field /> }.to_html();
            assert!(!html.contains("<script"), "{kind:?}: {html}");
            assert!(html.contains("&lt;script>") || html.contains("&lt;script&gt;"), "{kind:?}: {html}");
            for part in
                ["for=\"definition\"", "id=\"definition\"", "name=\"form[fields][definition]\"", "GAO-03-143"]
            {
                assert!(html.contains(part), "{part}: {html}");
            }
        }
    }
}
