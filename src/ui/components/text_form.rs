//! A form of one text that opens where it is wanted. It is sent by script, and without script as it is. What was
//! typed stays until it is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::Arc;

use leptos::html::Textarea;
use leptos::prelude::*;

use crate::model::entry::NOTE_MAX;
use crate::model::error::AppError;
use crate::model::review::{RefusedForm, Which, form_name};
use crate::ui::browser;
use crate::ui::part::IntoPart;

use super::text_area::TextArea;

/// What was typed in such forms and is not sent yet, and what is wrong with it; each by the form's name. It
/// belongs to the page, so that a form that goes and comes again has its text.
#[derive(Clone, Copy)]
pub struct Texts {
    typed: StoredValue<BTreeMap<String, String>>,
    wrong: RwSignal<BTreeMap<String, String>>,
    /// Which of them are being sent.
    sending: StoredValue<BTreeSet<String>>,
}

impl Texts {
    /// With the text of the form that was refused, where one was.
    pub fn new(refused: Option<RefusedForm>) -> Texts {
        let typed = refused.iter().map(|refused| (refused.form.clone(), refused.text.clone())).collect();
        let wrong = refused.iter().map(|refused| (refused.form.clone(), words(&refused.error))).collect();
        Texts {
            typed: StoredValue::new(typed),
            wrong: RwSignal::new(wrong),
            sending: StoredValue::new(BTreeSet::new()),
        }
    }

    /// What is typed in a form and not sent.
    pub fn text(self, form: &str) -> String {
        self.typed.with_value(|typed| typed.get(form).cloned().unwrap_or_default())
    }

    /// Whether something is typed about a figure and not sent, but why it is returned.
    pub fn holds(self, which: &Which) -> bool {
        let about = form_name("", &which.measure, &which.period, &which.category);
        let is_held = |(form, text): (&String, &String)| {
            form.ends_with(&about) && !form.starts_with("return:") && !text.is_empty()
        };
        self.typed.with_value(|typed| typed.iter().any(is_held))
    }

    fn set(self, form: &str, text: String) {
        self.typed.update_value(|typed| drop(typed.insert(form.to_owned(), text)));
    }

    fn wrong(self, form: &str) -> Option<String> {
        self.wrong.with(|wrong| wrong.get(form).cloned())
    }

    /// Begins to send a form; `false` where it is being sent.
    fn begin(self, form: &str) -> bool {
        self.sending.try_update_value(|sending| sending.insert(form.to_owned())).unwrap_or(false)
    }

    /// Takes in what became of a text that was sent. What was typed meanwhile stays; `false` where something was,
    /// or the text was not taken.
    fn settle(self, form: &str, sent: &str, done: &Result<(), AppError>) -> bool {
        self.sending.update_value(|sending| {
            sending.remove(form);
        });
        if let Err(error) = done {
            self.wrong.update(|wrong| drop(wrong.insert(form.to_owned(), words(error))));
            return false;
        }
        self.wrong.update(|wrong| drop(wrong.remove(form)));
        let is_as_sent = self.text(form) == sent;
        if is_as_sent {
            self.typed.update_value(|typed| drop(typed.remove(form)));
        }
        is_as_sent
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

fn opener_id(id: &str) -> String {
    format!("{id}-opens")
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
    let text = texts.text(&name);
    let name = StoredValue::new(name);
    let (details, error_id, opener) = (details_id(&id), format!("{id}-error"), opener_id(&id));
    let wrong = Memo::new(move |_| name.with_value(|name| texts.wrong(name)));
    let is_open = !text.is_empty() || wrong.with_untracked(Option::is_some);
    let described = {
        let error_id = error_id.clone();
        Signal::derive(move || wrong.get().map(|_| error_id.clone()))
    };
    let keep = move |text| name.with_value(|name| texts.set(name, text));
    let begin = Callback::new({
        let id = id.clone();
        move |()| {
            if name.with_value(|name| texts.begin(name)) {
                let text = node.get_untracked().map(|area| area.value()).unwrap_or_default();
                keep(text.clone());
                leptos::task::spawn_local(sent(send.clone(), texts, name.get_value(), text, id.clone()));
            }
        }
    });
    // What was typed before the script came.
    Effect::new(move |_| {
        let text = node.get().map(|area| area.value()).unwrap_or_default();
        if !text.is_empty() {
            keep(text);
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

/// Sends a text, and empties and closes its form where it was taken. The focus goes along, unless it is
/// elsewhere by now.
async fn sent(send: Send, texts: Texts, name: String, text: String, id: String) {
    let from = browser::focused();
    let done = send(text.clone()).await;
    // The page may be gone.
    if texts.wrong.is_disposed() {
        return;
    }
    if texts.settle(&name, &text, &done) {
        // The form may be gone, or there once more.
        let Some(area) = browser::text_area(&id) else { return };
        let had_focus = browser::has_focus_within(&details_id(&id));
        area.set_value("");
        browser::set_open(&details_id(&id), false);
        if had_focus {
            browser::focus(&opener_id(&id));
        }
    } else if done.is_err() && browser::is_still_at(&from) {
        browser::focus(&id);
    }
}
