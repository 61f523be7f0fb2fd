//! One section of a measure's form. Without script its button saves it; with script, leaving a field does.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::setup::SaveSection;
use crate::model::setup::{Refused, SectionView};
use crate::ui::part::IntoPart;

use super::setup_field::SetupField;
use super::setup_state::{SectionState, SetupState};

#[component]
pub fn SetupSection(section: SectionView, page: SetupState, refused: Option<Refused>) -> impl IntoView {
    let heading = format!("section-{}", section.id);
    let labelled = heading.clone();
    let title = section.title.clone();
    let notes =
        section.notes.iter().map(|note| view! { <p class="soft small">{note.clone()}</p> }).collect_view();
    let state = SectionState::new(page, section, refused.as_ref());
    let fields = state.fields.with_value(|fields| {
        fields.iter().cloned().map(|field| view! { <SetupField field /> }).collect_view()
    });
    let new = page.is_new();
    let changed = move |_| {
        if !new {
            state.save();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        state.save();
    };
    view! {
        <section class="setup-section" aria-labelledby=labelled>
            <h2 id=heading>{title}</h2>
            <form method="post" action=SaveSection::url() on:submit=submit on:change=changed>
                <input type="hidden" name="form[measure]" value=page.code.get_value() />
                <input type="hidden" name="form[seen]" value=move || page.seen.get().to_string() />
                {fields}
                {notes}
                <div class="setup-actions">
                    <button class="button" type="submit">{if new { "Begin the measure" } else { "Save" }}</button>
                    <p class="entry-message" class:form-error=move || state.said.get().1 role="status">
                        {move || state.said.get().0}
                    </p>
                </div>
            </form>
        </section>
    }
    .into_part()
}
