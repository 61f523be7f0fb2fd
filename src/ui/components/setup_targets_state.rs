//! What is shown, typed and said where a measure's targets are set.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::api::setup::{approve_targets, fill_targets, propose_targets};
use crate::model::error::AppError;
use crate::model::setup::{About, FillForm, Refused, TargetForm, TargetsView};

use super::setup_state::SetupState;

/// Texts are held by the name of their field, a period being one.
#[derive(Clone, Copy)]
pub struct TargetsState {
    pub page: SetupState,
    pub view: RwSignal<TargetsView>,
    pub typed: RwSignal<BTreeMap<String, String>>,
    pub wrong: RwSignal<BTreeMap<String, String>>,
    pub said: RwSignal<(String, bool)>,
}

impl TargetsState {
    pub fn new(view: &TargetsView, page: SetupState, refused: Option<Refused>) -> TargetsState {
        let refused = refused.filter(|refused| refused.about == About::Targets);
        let (errors, sent) = refused.map(|refused| (refused.errors, refused.fields)).unwrap_or_default();
        let mut texts = first_texts(view);
        texts.extend(sent);
        TargetsState {
            page,
            typed: RwSignal::new(texts),
            wrong: RwSignal::new(errors.into_iter().map(|error| (error.field, error.message)).collect()),
            said: RwSignal::new((view.fill_fault.clone(), true)),
            view: RwSignal::new(view.clone()),
        }
    }

    pub fn text(self, name: &str) -> String {
        self.typed.with(|typed| typed.get(name).cloned().unwrap_or_default())
    }

    pub fn set(self, name: &str, text: String) {
        self.typed.update(|typed| {
            typed.insert(name.to_owned(), text);
        });
    }

    pub fn wrong(self, name: &str) -> String {
        self.wrong.with(|wrong| wrong.get(name).cloned().unwrap_or_default())
    }

    fn say(self, words: impl Into<String>, amiss: bool) {
        self.said.set((words.into(), amiss));
    }

    /// Takes in the answer to a change. What was typed goes only when it was saved.
    fn take(self, answer: Result<TargetsView, AppError>, done: &str) {
        match answer {
            Ok(view) => {
                self.wrong.set(BTreeMap::new());
                self.typed.set(first_texts(&view));
                self.page.gaps.set(view.gaps.clone());
                self.view.set(view);
                self.say(done, false);
            }
            Err(error) => self.refuse(error),
        }
    }

    fn refuse(self, error: AppError) {
        match error {
            AppError::Invalid(errors) => {
                let words: Vec<String> = errors.iter().map(|e| e.message.clone()).collect();
                self.wrong.set(errors.into_iter().map(|error| (error.field, error.message)).collect());
                self.say(format!("Not done: {}.", words.join("; ")), true);
            }
            other => self.say(other.to_string(), true),
        }
    }

    pub async fn propose(self) {
        self.say("Saving…", false);
        let form = TargetForm { measure: self.page.code.get_value(), fields: self.typed.get_untracked() };
        self.take(propose_targets(form).await, "Proposed. They hold once somebody else has approved them.");
    }

    pub async fn approve(self) {
        self.say("Approving…", false);
        let (category, seen) = self.view.with_untracked(|view| (view.category.clone(), view.seen.clone()));
        self.take(
            approve_targets(self.page.code.get_value(), category, seen).await,
            "Approved. They hold now.",
        );
    }

    pub async fn fill(self, form: FillForm) {
        match fill_targets(self.page.code.get_value(), form).await {
            Ok(parts) => {
                self.wrong.set(BTreeMap::new());
                parts.into_iter().for_each(|(period, value)| self.set(&period, value));
                self.say("Filled in above; look at it, then propose it. Nothing is saved yet.", false);
            }
            Err(error) => self.refuse(error),
        }
    }
}

/// What the form holds before anything is typed: today, the category, and the preview that the address
/// asks for.
fn first_texts(view: &TargetsView) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> =
        view.rows.iter().map(|row| (row.period.clone(), row.filled.clone())).collect();
    texts.insert("set_on".into(), view.today.clone());
    texts.insert("category".into(), view.category.clone());
    texts.insert("reason".into(), String::new());
    texts.insert("source".into(), String::new());
    texts
}
