//! The rules between a measure and others: listed, added, removed.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::setup::{AddRelation, RemoveRelation, add_relation, remove_relation};
use crate::model::error::AppError;
use crate::model::setup::{About, Refused, RelationLine, RelationsView};
use crate::ui::part::IntoPart;

use super::setup_state::{SetupState, message_at};

/// What is shown, typed and said of rules.
#[derive(Clone, Copy)]
struct RelationsState {
    page: SetupState,
    view: RwSignal<RelationsView>,
    typed: RwSignal<String>,
    wrong: RwSignal<String>,
    /// The words, and whether something is amiss.
    said: RwSignal<(String, bool)>,
    /// Where a new rule is typed.
    field: NodeRef<Input>,
}

impl RelationsState {
    fn new(view: RelationsView, page: SetupState, refused: Option<Refused>) -> RelationsState {
        let refused = refused.filter(|refused| refused.about == About::Relations);
        let wrong = refused.as_ref().and_then(|refused| message_at(&refused.errors, "rule"));
        let typed = refused.and_then(|mut refused| refused.fields.remove("rule"));
        RelationsState {
            page,
            view: RwSignal::new(view),
            typed: RwSignal::new(typed.unwrap_or_default()),
            wrong: RwSignal::new(wrong.unwrap_or_default()),
            said: RwSignal::new(Default::default()),
            field: NodeRef::new(),
        }
    }

    fn say(self, words: impl Into<String>, amiss: bool) {
        self.said.set((words.into(), amiss));
    }

    async fn add(self) {
        self.say("Adding…", false);
        let sent = self.typed.get_untracked();
        let answer = add_relation(self.page.code.get_value(), sent.clone()).await;
        let added = answer.is_ok();
        self.take(answer, "Added.");
        // What was typed meanwhile stays.
        if added && self.typed.get_untracked() == sent {
            self.typed.set(String::new());
        }
    }

    async fn remove(self, id: String, text: String) {
        self.say("Removing…", false);
        let answer = remove_relation(self.page.code.get_value(), id).await;
        let removed = answer.is_ok();
        self.take(answer, &format!("Removed: {text}."));
        // The button that had the focus is gone with its rule.
        if let Some(field) = self.field.get_untracked().filter(|_| removed) {
            let _ = field.focus();
        }
    }

    fn take(self, answer: Result<RelationsView, AppError>, done: &str) {
        self.wrong.set(String::new());
        match answer {
            Ok(view) => {
                self.view.set(view);
                self.say(done, false);
            }
            Err(AppError::Invalid(errors)) => {
                self.wrong.set(message_at(&errors, "rule").unwrap_or_default());
                self.say("Not added: see the field marked.", true);
            }
            Err(other) => self.say(other.to_string(), true),
        }
    }
}

#[component]
pub fn SetupRelations(view: RelationsView, page: SetupState, refused: Option<Refused>) -> impl IntoView {
    let state = RelationsState::new(view, page, refused);
    let rules = move || {
        state.view.with(|view| {
            let lines = view.rules.iter().cloned();
            let lines = lines.map(|line| view! { <Line line state /> }).collect_view();
            (!view.rules.is_empty()).then(|| view! { <ul class="rules">{lines}</ul> }.into_part())
        })
    };
    view! {
        <section class="setup-section" aria-labelledby="rules">
            <h2 id="rules">"Rules between measures"</h2>
            <p>"What this measure’s figures must come to beside those of others, in every period for which all of them have one. Whoever enters a figure that breaks a rule is told."</p>
            {rules}
            <New state />
            <p class="entry-message" class:form-error=move || state.said.get().1 role="status">
                {move || state.said.get().0}
            </p>
        </section>
    }
    .into_part()
}

#[component]
fn Line(line: RelationLine, state: RelationsState) -> impl IntoView {
    let RelationLine { id, text, in_names, added } = line;
    let label = format!("Remove the rule {text}");
    let removed = (id.clone(), text.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (id, text) = removed.clone();
        leptos::task::spawn_local(state.remove(id, text));
    };
    view! {
        <li>
            <div>
                <code>{text}</code>
                <span class="meta">{in_names} ". " {added}</span>
            </div>
            <form method="post" action=RemoveRelation::url() on:submit=submit>
                <input type="hidden" name="measure" value=state.page.code.get_value() />
                <input type="hidden" name="id" value=id />
                <button class="button quiet" type="submit" aria-label=label>"Remove"</button>
            </form>
        </li>
    }
    .into_part()
}

#[component]
fn New(state: RelationsState) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(state.add());
    };
    view! {
        <form method="post" action=AddRelation::url() on:submit=submit>
            <input type="hidden" name="measure" value=state.page.code.get_value() />
            <div class="setup-field">
                <div class="field">
                    <label class="field-label" for="new-rule">"New rule"</label>
                    <input
                        node_ref=state.field
                        id="new-rule"
                        type="text"
                        name="rule"
                        autocomplete="off"
                        maxlength="4000"
                        value=state.typed.get_untracked()
                        prop:value=move || state.typed.get()
                        aria-invalid=move || state.wrong.with(|wrong| (!wrong.is_empty()).then_some("true"))
                        aria-describedby="new-rule-guide new-rule-wrong"
                        on:input=move |event| state.typed.set(event_target_value(&event))
                    />
                    <span class="field-error" id="new-rule-wrong">{move || state.wrong.get()}</span>
                </div>
                <div class="guide" id="new-rule-guide">
                    <p>
                        "Measures by their codes, added with “+” and compared with “=” or “<=” (at most). They have the calendar and the frequency in common."
                    </p>
                    <p class="example">"traces-urgent + traces-routine = traces-completed"</p>
                </div>
            </div>
            <div class="setup-actions"><button class="button" type="submit">"Add the rule"</button></div>
        </form>
    }
    .into_part()
}
