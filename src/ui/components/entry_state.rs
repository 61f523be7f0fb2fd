//! What is stored, typed and said in one row of the entry grid.

use leptos::prelude::*;

use crate::api::entry::{approve_figure, current_row, save_figure};
use crate::model::entry::{EntryRow, FigureForm};
use crate::model::error::{AppError, FieldError};

/// What a row says after something was tried.
#[derive(Clone, PartialEq)]
pub enum Said {
    Nothing,
    Busy,
    Done(&'static str),
    /// Each field that is wrong.
    Wrong(Vec<FieldError>),
    /// What happened; with a conflict, the row as it stands now.
    Failed(String, Option<Box<EntryRow>>),
}

/// The state of a row: what is stored, what is typed, what was said.
#[derive(Clone, Copy)]
pub struct RowState {
    pub row: RwSignal<EntryRow>,
    pub form: RwSignal<FigureForm>,
    pub said: RwSignal<Said>,
}

impl RowState {
    pub fn new(row: EntryRow) -> RowState {
        let form = form_of(&row);
        RowState { row: RwSignal::new(row), form: RwSignal::new(form), said: RwSignal::new(Said::Nothing) }
    }

    /// What is wrong with a field.
    pub fn wrong(self, field: &str) -> Option<String> {
        match self.said.get() {
            Said::Wrong(errors) => {
                errors.into_iter().find(|error| error.field == field).map(|error| error.message)
            }
            _ => None,
        }
    }

    /// Takes in the answer to a change. What was typed goes only when it was saved.
    fn take(self, answer: Result<EntryRow, AppError>, done: &'static str) {
        match answer {
            Ok(row) => {
                self.form.set(form_of(&row));
                self.row.set(row);
                self.said.set(Said::Done(done));
            }
            Err(AppError::Invalid(errors)) => self.said.set(Said::Wrong(errors)),
            Err(other) => self.said.set(Said::Failed(other.to_string(), None)),
        }
    }

    /// Sends what is typed.
    pub async fn save(self) {
        self.said.set(Said::Busy);
        let answer = save_figure(self.form.get_untracked()).await;
        self.settle(answer, "Saved. It waits for approval.").await;
    }

    /// Publishes what waits.
    pub async fn approve(self) {
        self.said.set(Said::Busy);
        let form = self.form.get_untracked();
        let seen = self.row.with_untracked(|row| row.revision);
        let answer = approve_figure(form.measure, form.period, seen).await;
        self.settle(answer, "Approved. The public sees it now.").await;
    }

    /// After a conflict, fetches the cell as it stands: the next attempt is made against that,
    /// with what was typed still there.
    async fn settle(self, answer: Result<EntryRow, AppError>, done: &'static str) {
        let Err(AppError::Conflict(message)) = answer else {
            return self.take(answer, done);
        };
        let form = self.form.get_untracked();
        let now = current_row(form.measure, form.period).await.ok();
        if let Some(row) = &now {
            self.form.update(|form| form.seen = row.revision);
            self.row.set(row.clone());
        }
        self.said.set(Said::Failed(message, now.map(Box::new)));
    }
}

fn form_of(row: &EntryRow) -> FigureForm {
    FigureForm {
        measure: row.measure.code.to_string(),
        period: row.period.to_string(),
        value: row.typed.value.clone(),
        numerator: row.typed.numerator.clone(),
        denominator: row.typed.denominator.clone(),
        missing: row.typed.missing.clone(),
        note: row.note.clone(),
        seen: row.revision,
    }
}
