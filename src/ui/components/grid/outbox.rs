//! What was typed and is not stored yet. It is kept in the browser before it is sent, so that neither a lost
//! connection nor a closed tab loses it, and sent again until the server has answered for each figure. Each figure
//! has a place of its own there: several tabs keep theirs side by side.

use std::time::Duration;

use leptos::prelude::*;

use crate::api::entry::save_figures;
use crate::model::entry::{FigureForm, FigureOutcome};
use crate::model::error::{AppError, FieldError};
use crate::model::json;
use crate::ui::browser;

/// Figures sent at once.
const AT_ONCE: usize = 50;

/// How long until what could not be sent is tried again.
const RETRY: Duration = Duration::from_secs(5);

/// How the server can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Fine,
    /// Not at all, or it cannot store anything; with what is known of why.
    Down(String),
    SignedOut,
}

/// The figures of a person that wait to be stored.
#[derive(Clone, Copy)]
pub struct Outbox {
    /// Whose they are: another person at this browser does not send them.
    person: StoredValue<String>,
    pub waiting: RwSignal<Vec<FigureForm>>,
    /// What the server cannot read: kept, and not sent again before it is changed or the page is loaded anew.
    unreadable: StoredValue<Vec<FigureForm>>,
    /// How many are sent at once.
    at_once: StoredValue<usize>,
    /// Whether the browser keeps them, as far as is known.
    pub keeps: RwSignal<bool>,
    pub link: RwSignal<Link>,
    busy: StoredValue<bool>,
}

impl Outbox {
    pub fn new(person: String) -> Outbox {
        Outbox {
            person: StoredValue::new(person),
            waiting: RwSignal::new(Vec::new()),
            unreadable: StoredValue::new(Vec::new()),
            at_once: StoredValue::new(AT_ONCE),
            keeps: RwSignal::new(true),
            link: RwSignal::new(Link::Fine),
            busy: StoredValue::new(false),
        }
    }

    /// Where the browser keeps a person's figures. No name holds a line's end.
    fn places(self) -> String {
        self.person.with_value(|person| format!("yardstick.unsent\n{person}\n"))
    }

    fn place(self, form: &FigureForm) -> String {
        format!("{}{}/{}/{}", self.places(), form.measure, form.period, form.category)
    }

    /// Finds what an earlier page left unsent.
    pub fn recover(self) {
        let kept = browser::kept(&self.places());
        self.waiting.set(kept.iter().filter_map(|kept| json::read(kept).ok()).collect());
    }

    /// Keeps a figure until it is stored; a newer one of the same cell takes its place.
    pub fn put(self, form: FigureForm) {
        self.keep(&form);
        self.unreadable.update_value(|all| all.retain(|other| !other.is_same_cell(&form)));
        self.waiting.update(|waiting| {
            waiting.retain(|other| !other.is_same_cell(&form));
            waiting.push(form);
        });
    }

    /// Forgets a cell's figure: what is typed is what is stored.
    pub fn withdraw(self, form: &FigureForm) {
        let is_it = |other: &FigureForm| other.is_same_cell(form);
        let mut gone: Vec<FigureForm> = Vec::new();
        if self.waiting.with_untracked(|waiting| waiting.iter().any(is_it)) {
            self.waiting.update(|waiting| gone.extend(waiting.extract_if(.., |other| is_it(other))));
        }
        self.unreadable.update_value(|all| gone.extend(all.extract_if(.., |other| is_it(other))));
        gone.iter().for_each(|form| self.forget(form));
    }

    /// What was typed in a cell while it was stored is to be held against what is stored now.
    pub fn seen(self, form: &FigureForm, revision: i64) {
        self.waiting.update(|waiting| {
            for other in waiting.iter_mut().filter(|other| other.is_same_cell(form)) {
                other.seen = revision;
                self.keep(other);
            }
        });
    }

    fn keep(self, form: &FigureForm) {
        let is_kept = browser::keep(&self.place(form), &json::write(form));
        if self.keeps.get_untracked() != is_kept {
            self.keeps.set(is_kept);
        }
    }

    /// What another tab keeps of the same cell stays.
    fn forget(self, form: &FigureForm) {
        browser::forget(&self.place(form), &json::write(form));
    }

    /// Sends what waits, unless it is being sent. `before` is told what goes, `settle` what became of it.
    pub fn send(
        self,
        before: impl Fn(&FigureForm) + 'static,
        settle: impl Fn(&FigureForm, FigureOutcome) + 'static,
    ) {
        // The page may be gone.
        if self.busy.try_get_value().unwrap_or(true) {
            return;
        }
        self.busy.set_value(true);
        leptos::task::spawn_local(async move {
            while let Some(batch) = self.next() {
                batch.iter().for_each(&before);
                let answer = save_figures(self.person.get_value(), batch.clone()).await;
                // The page may be gone; what waits is kept for the next.
                if self.link.is_disposed() {
                    return;
                }
                match answer {
                    Ok(outcomes) => self.settled(batch, outcomes, &settle),
                    Err(AppError::Invalid(errors)) => self.unread(&errors, &batch, &settle),
                    Err(error) => {
                        self.failed(&error, &batch, &settle);
                        break;
                    }
                }
            }
            self.at_once.try_set_value(AT_ONCE);
            self.busy.try_set_value(false);
        });
    }

    fn next(self) -> Option<Vec<FigureForm>> {
        let at_once = self.at_once.try_get_value()?;
        let batch = self
            .waiting
            .try_with_untracked(|waiting| waiting.iter().take(at_once).cloned().collect::<Vec<_>>())?;
        Some(batch).filter(|batch| !batch.is_empty())
    }

    /// A figure that was changed while it was sent goes on waiting.
    fn settled(
        self,
        batch: Vec<FigureForm>,
        outcomes: Vec<FigureOutcome>,
        settle: &impl Fn(&FigureForm, FigureOutcome),
    ) {
        self.link.set(Link::Fine);
        self.waiting.update(|waiting| waiting.retain(|form| !batch.contains(form)));
        batch.iter().for_each(|form| self.forget(form));
        for (form, outcome) in batch.iter().zip(outcomes) {
            settle(form, outcome);
        }
    }

    /// What the server cannot read would never be stored. Of several it is found by sending each by itself; then it
    /// is told at its cell, and does not hold up the others.
    fn unread(
        self,
        errors: &[FieldError],
        batch: &[FigureForm],
        settle: &impl Fn(&FigureForm, FigureOutcome),
    ) {
        let [form] = batch else { return self.at_once.set_value(1) };
        self.link.set(Link::Fine);
        self.waiting.update(|waiting| waiting.retain(|other| other != form));
        self.unreadable.update_value(|all| all.push(form.clone()));
        let words: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        settle(form, FigureOutcome::Refused(format!("Not saved: {}.", words.join("; "))));
    }

    /// What did not arrive may be stored later.
    fn failed(self, error: &AppError, batch: &[FigureForm], settle: &impl Fn(&FigureForm, FigureOutcome)) {
        match error {
            AppError::Unauthenticated => self.link.set(Link::SignedOut),
            other => self.link.set(Link::Down(other.to_string())),
        }
        for form in batch {
            settle(form, FigureOutcome::NotReached);
        }
    }

    /// When to try again, as long as the page is there.
    pub fn retry(self, act: impl Fn() + Clone + 'static) {
        let again = act.clone();
        let online = window_event_listener(leptos::ev::online, move |_| again());
        let again = move || {
            if self.link.try_get_untracked().is_some_and(|link| link != Link::Fine) {
                act();
            }
        };
        let timer = set_interval_with_handle(again, RETRY);
        on_cleanup(move || {
            online.remove();
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    }
}
