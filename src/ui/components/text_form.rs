//! A form of one text that opens where it is wanted. It is sent by script, and without script as it is. What was
//! typed stays until it is sent.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use leptos::html::Textarea;
use leptos::prelude::*;

use crate::model::entry::NOTE_MAX;
use crate::model::error::AppError;
use crate::model::review::RefusedForm;
use crate::ui::browser;
use crate::ui::part::IntoPart;

use super::text_area::TextArea;

/// What was typed in such forms and is not sent yet, and what is wrong with it; each by the form's name. It
/// belongs to the page, so that a form that goes and comes again has its text.
#[derive(Clone, Copy)]
pub struct Texts {
    typed: StoredValue<BTreeMap<String, String>>,
    wrong: RwSignal<BTreeMap<String, String>>,
}

impl Texts {
    /// With the text of the form that was refused, where one was.
    pub fn new(refused: Option<RefusedForm>) -> Texts {
        let typed = refused.iter().map(|refused| (refused.form.clone(), refused.text.clone())).collect();
        let wrong = refused.iter().map(|refused| (refused.form.clone(), words(&refused.error))).collect();
        Texts { typed: StoredValue::new(typed), wrong: RwSignal::new(wrong) }
    }

    fn text(self, form: &str) -> String {
        self.typed.with_value(|typed| typed.get(form).cloned().unwrap_or_default())
    }

    fn set(self, form: &str, text: String) {
        self.typed.update_value(|typed| drop(typed.insert(form.to_owned(), text)));
    }

    fn wrong(self, form: &str) -> Option<String> {
        self.wrong.with(|wrong| wrong.get(form).cloned())
    }

    /// Takes in what became of a text that was sent.
    fn settle(self, form: &str, done: &Result<(), AppError>) {
        match done {
            Ok(()) => {
                self.typed.update_value(|typed| drop(typed.remove(form)));
                self.wrong.update(|wrong| drop(wrong.remove(form)));
            }
            Err(error) => self.wrong.update(|wrong| drop(wrong.insert(form.to_owned(), words(error)))),
        }
    }
}

/// What is wrong, in words beside the one field that there is.
fn words(error: &AppError) -> String {
    match error {
        AppError::Invalid(errors) => {
            errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// Sends a text and says what became of it.
pub type Send =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<(), AppError>>>> + std::marker::Send + Sync>;

/// What such a form says and sends.
#[derive(Clone)]
pub struct Saying {
    /// By which its text is kept.
    pub name: String,
    /// Of its field; what is around it has ids made of it.
    pub id: String,
    /// What opens it, with the key that does so where there is one.
    pub opens: String,
    pub key: Option<&'static str>,
    pub label: String,
    /// On the button that sends it.
    pub sends: &'static str,
    /// Where it is sent without script, and what goes with it.
    pub action: &'static str,
    pub hidden: Vec<(&'static str, String)>,
    pub field: &'static str,
}

/// The id of what is opened and closed around a field.
pub fn details_id(id: &str) -> String {
    format!("{id}-form")
}

/// Opens a form and goes to its field.
pub fn open(id: &str) -> bool {
    browser::set_open(&details_id(id), true);
    browser::focus(id)
}

#[component]
pub fn TextForm(texts: Texts, saying: Saying, send: Send) -> impl IntoView {
    let Saying { name, id, opens, key, label, sends, action, hidden, field } = saying;
    let node = NodeRef::<Textarea>::new();
    let is_busy = RwSignal::new(false);
    let text = texts.text(&name);
    let name = StoredValue::new(name);
    let (details, error_id, opener) = (details_id(&id), format!("{id}-error"), format!("{id}-opens"));
    let wrong = Memo::new(move |_| name.with_value(|name| texts.wrong(name)));
    let is_open = !text.is_empty() || wrong.with_untracked(Option::is_some);
    let described = {
        let error_id = error_id.clone();
        Signal::derive(move || wrong.get().map(|_| error_id.clone()))
    };
    let begin = Callback::new({
        let ids = (id.clone(), opener.clone());
        move |()| {
            if !is_busy.get_untracked() {
                is_busy.set(true);
                let text = node.get_untracked().map(|area| area.value()).unwrap_or_default();
                let sent = sent(send.clone(), text, (texts, name.get_value()), (node, is_busy), ids.clone());
                leptos::task::spawn_local(sent);
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        begin.run(());
    };
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            begin.run(());
        }
    };
    let keep = move |text| name.with_value(|name| texts.set(name, text));
    let hidden = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let error = move || {
        wrong.get().map(|words| view! { <span class="field-error" id=error_id.clone()>{words}</span> })
    };
    let key = key.map(|key| view! { " " <kbd aria-hidden="true">{key}</kbd> });
    view! {
        <details class="text-form" id=details open=is_open>
            <summary id=opener>{opens} {key}</summary>
            <form method="post" action=action on:submit=submit on:keydown=pressed>
                {hidden}
                <label class="field-label" for=id.clone()>{label}</label>
                <TextArea name=field.to_owned() id text rows=2 longest=NOTE_MAX wrong=described node on_input=keep />
                {error}
                <button class="button" type="submit">{sends}</button>
            </form>
        </details>
    }
    .into_part()
}

/// Sends a text, and empties and closes its form where it was taken.
async fn sent(
    send: Send,
    text: String,
    (texts, name): (Texts, String),
    (node, is_busy): (NodeRef<Textarea>, RwSignal<bool>),
    (id, opener): (String, String),
) {
    let done = send(text).await;
    // The page may be gone, and on the page the form.
    if texts.wrong.is_disposed() {
        return;
    }
    texts.settle(&name, &done);
    if is_busy.is_disposed() {
        return;
    }
    is_busy.set(false);
    match (done, node.get_untracked()) {
        (Ok(()), Some(area)) => {
            area.set_value("");
            let had_focus = browser::has_focus_within(&details_id(&id));
            browser::set_open(&details_id(&id), false);
            if had_focus {
                browser::focus(&opener);
            }
        }
        _ => {
            browser::focus(&id);
        }
    }
}
