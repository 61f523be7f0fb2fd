//! What is stored, typed and said where a measure is set up. Sections are saved one after another: each
//! change is made against the revision that the one before left.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::api::setup::{save_section, setup};
use crate::model::error::{AppError, FieldError};
use crate::model::setup::{About, FieldView, Gaps, Refused, SectionForm, SectionView, SetupView};

/// What the sections of the page share.
#[derive(Clone, Copy)]
pub struct SetupState {
    pub code: StoredValue<String>,
    pub gaps: RwSignal<Gaps>,
    /// The measure's revision as far as this page knows.
    pub seen: RwSignal<i64>,
    queue: StoredValue<Vec<SectionState>>,
    busy: StoredValue<bool>,
}

/// One field: what is stored, what is typed, and what is wrong with it.
#[derive(Clone)]
pub struct FieldState {
    pub view: FieldView,
    pub kept: RwSignal<String>,
    pub typed: RwSignal<String>,
    pub wrong: RwSignal<String>,
}

/// The fields of a section, and what was said after something was tried.
#[derive(Clone, Copy)]
pub struct SectionState {
    pub page: SetupState,
    pub fields: StoredValue<Vec<FieldState>>,
    /// The words, and whether something is amiss.
    pub said: RwSignal<(String, bool)>,
}

impl SetupState {
    pub fn new(view: &SetupView) -> SetupState {
        SetupState {
            code: StoredValue::new(view.code.clone()),
            gaps: RwSignal::new(view.gaps.clone()),
            seen: RwSignal::new(view.revision),
            queue: StoredValue::new(Vec::new()),
            busy: StoredValue::new(false),
        }
    }

    /// A measure that is to be is saved as a whole, when its form is sent.
    pub fn is_new(self) -> bool {
        self.code.with_value(String::is_empty)
    }
}

impl SectionState {
    pub fn new(page: SetupState, section: SectionView, refused: Option<&Refused>) -> SectionState {
        let refused = refused.filter(|refused| refused.about == About::Fields);
        let field = |view: FieldView| {
            let wrong =
                refused.and_then(|refused| message_at(&refused.errors, &view.name)).unwrap_or_default();
            let typed = refused.and_then(|refused| refused.fields.get(&view.name)).unwrap_or(&view.value);
            FieldState {
                kept: RwSignal::new(view.value.clone()),
                typed: RwSignal::new(typed.clone()),
                wrong: RwSignal::new(wrong),
                view,
            }
        };
        let fields = section.fields.into_iter().map(field).collect();
        SectionState { page, fields: StoredValue::new(fields), said: RwSignal::new(Default::default()) }
    }

    /// Saves what was changed, after whatever is being saved now.
    pub fn save(self) {
        let SetupState { queue, busy, .. } = self.page;
        queue.update_value(|queue| queue.push(self));
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        leptos::task::spawn_local(async move {
            while let Some(next) =
                queue.try_update_value(|queue| (!queue.is_empty()).then(|| queue.remove(0))).flatten()
            {
                next.send().await;
            }
            busy.set_value(false);
        });
    }

    /// What is typed, where it is another than what is stored.
    fn changed(self) -> BTreeMap<String, String> {
        let all = self.page.is_new();
        self.fields.with_value(|fields| {
            let changed = fields
                .iter()
                .filter(|field| all || field.typed.get_untracked() != field.kept.get_untracked());
            changed.map(|field| (field.view.name.clone(), field.typed.get_untracked())).collect()
        })
    }

    async fn send(self) {
        let fields = self.changed();
        if fields.is_empty() {
            self.settle(&fields, &fields);
            return self.say("Saved.", false);
        }
        self.say("Saving…", false);
        let form = SectionForm {
            measure: self.page.code.get_value(),
            seen: self.page.seen.get_untracked(),
            fields: fields.clone(),
        };
        match save_section(form).await {
            Ok(saved) => {
                self.page.seen.set(saved.revision);
                self.page.gaps.set(saved.gaps);
                self.settle(&fields, &saved.fields);
                self.say("Saved.", false);
            }
            Err(AppError::Invalid(errors)) => self.mark(errors),
            Err(AppError::Conflict(message)) => self.compare(&message).await,
            Err(other) => self.say(&other.to_string(), true),
        }
    }

    /// Takes in what stands now. What was typed meanwhile stays.
    fn settle(self, sent: &BTreeMap<String, String>, stored: &BTreeMap<String, String>) {
        self.each(|field| {
            field.wrong.set(String::new());
            let (Some(sent), Some(stored)) = (sent.get(&field.view.name), stored.get(&field.view.name))
            else {
                return;
            };
            field.kept.set(stored.clone());
            if field.typed.get_untracked() == *sent {
                field.typed.set(stored.clone());
            }
        });
    }

    /// Says at each field what is wrong with it, and of the others what they are.
    fn mark(self, errors: Vec<FieldError>) {
        self.each(|field| field.wrong.set(message_at(&errors, &field.view.name).unwrap_or_default()));
        let elsewhere = self.fields.with_value(|fields| {
            let here = |error: &&FieldError| !fields.iter().any(|field| field.view.name == error.field);
            errors
                .iter()
                .filter(here)
                .map(|error| format!(" {}: {}.", error.field, error.message))
                .collect::<String>()
        });
        self.say(&format!("Not saved: see the fields marked.{elsewhere}"), true);
    }

    /// After somebody else's change: says at each field what stands there now. The next attempt is made
    /// against that, with what was typed still there.
    async fn compare(self, message: &str) {
        let Ok(now) = setup(self.page.code.get_value(), String::new()).await else {
            return self.say(message, true);
        };
        self.page.seen.set(now.revision);
        self.page.gaps.set(now.gaps);
        let stored: Vec<FieldView> = now.sections.into_iter().flat_map(|section| section.fields).collect();
        self.each(|field| {
            let Some(stored) = stored.iter().find(|stored| stored.id == field.view.id) else { return };
            let (kept, typed) = (field.kept.get_untracked(), field.typed.get_untracked());
            field.kept.set(stored.value.clone());
            match typed == kept {
                true => field.typed.set(stored.value.clone()),
                false if stored.value != kept => {
                    field.wrong.set(format!("there stands now: “{}”", stored.value))
                }
                false => {}
            }
        });
        self.say(&format!("{message} Save again to put yours in its place."), true);
    }

    fn each(self, act: impl Fn(&FieldState)) {
        self.fields.with_value(|fields| fields.iter().for_each(act));
    }

    fn say(self, words: &str, amiss: bool) {
        self.said.set((words.to_owned(), amiss));
    }
}

/// What is said of a field.
pub fn message_at(errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
}
