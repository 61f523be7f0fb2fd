//! What is stored, typed and said in one row of the entry grid, cell by cell.

use leptos::html::Input;
use leptos::prelude::*;

use crate::api::entry::{approve_figure, current_row, return_figure, save_figure, submit_figure};
use crate::domain::actual::Figure;
use crate::domain::breakdown::{self, SumCheck};
use crate::domain::measure::Measure;
use crate::domain::number;
use crate::domain::period::Period;
use crate::model::entry::{EntryCell, EntryRow, FigureForm};
use crate::model::error::{AppError, FieldError};

/// What a cell says after something was tried.
#[derive(Clone, PartialEq)]
pub enum Said {
    Nothing,
    Busy,
    Done(&'static str),
    /// Each field that is wrong.
    Wrong(Vec<FieldError>),
    /// What happened; and whether the cell now shows what somebody else made of it.
    Failed(String, bool),
}

/// The state of a measure's row: what is stored of it, and each of its cells.
#[derive(Clone, Copy)]
pub struct RowState {
    pub row: RwSignal<EntryRow>,
    pub cells: StoredValue<Vec<CellState>>,
}

/// The state of a cell: what is stored, what is typed, what was said.
#[derive(Clone, Copy)]
pub struct CellState {
    row: RwSignal<EntryRow>,
    /// Its place among the row's cells.
    pub at: usize,
    pub form: RwSignal<FigureForm>,
    pub said: RwSignal<Said>,
    /// The field of its figure, where it is one.
    pub figure: NodeRef<Input>,
}

impl RowState {
    pub fn new(row: EntryRow) -> RowState {
        let forms: Vec<FigureForm> =
            row.cells.iter().map(|cell| form_of(row.measure.code.as_str(), cell)).collect();
        let row = RwSignal::new(row);
        let cell = |(at, form)| CellState {
            row,
            at,
            form: RwSignal::new(form),
            said: RwSignal::new(Said::Nothing),
            figure: NodeRef::new(),
        };
        let cells = forms.into_iter().enumerate().map(cell).collect();
        RowState { row, cells: StoredValue::new(cells) }
    }

    /// Whether something is typed that was not saved.
    pub fn is_unsaved(self) -> bool {
        let unsaved = |cell: &CellState| {
            cell.with(|measure, now| cell.form.with(|form| *form != form_of(measure.code.as_str(), now)))
        };
        self.cells.with_value(|cells| cells.iter().any(unsaved))
    }

    /// How many of its figures stand so.
    pub fn count(self, stands: fn(&EntryCell) -> bool) -> usize {
        self.row.with(|row| row.cells.iter().filter(|cell| stands(cell)).count())
    }

    /// What is typed for each of the totals, in their order; `None` where it cannot be read.
    pub fn totals(self) -> Vec<(Period, Option<f64>)> {
        let value = |cell: &CellState| {
            cell.with(|measure, now| {
                let figure = read(measure, &cell.form.get()).ok().flatten();
                now.category.is_empty().then_some((now.period, figure.and_then(|f| f.value(measure.scale()))))
            })
        };
        self.cells.with_value(|cells| cells.iter().filter_map(value).collect())
    }

    /// Whether what is typed for the categories of a period makes what is typed for its total. Nothing is
    /// said while something cannot be read.
    pub fn checks(self, period: Period) -> Vec<SumCheck> {
        let typed = |cell: &CellState| {
            cell.with(|measure, now| {
                let typed = || read(measure, &cell.form.get()).map(|figure| (now.category.clone(), figure));
                (now.period == period).then(typed)
            })
        };
        let figures: Result<Vec<_>, ()> =
            self.cells.with_value(|cells| cells.iter().filter_map(typed).collect());
        match figures.as_deref() {
            Ok([(_, total), categories @ ..]) => {
                self.row.with(|row| breakdown::check(&row.measure, *total, categories))
            }
            _ => Vec::new(),
        }
    }
}

impl CellState {
    /// Looks at the measure and the cell as they are stored.
    pub fn with<T>(self, look: impl Fn(&Measure, &EntryCell) -> T) -> T {
        self.row.with(|row| look(&row.measure, &row.cells[self.at]))
    }

    /// Why no figure can be entered; `None` where one can.
    pub fn locked(self) -> Option<String> {
        self.with(|_, cell| cell.locked.clone())
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

    /// Types a value, to be looked at and saved.
    pub fn offer(self, value: f64) {
        self.form.update(|form| {
            form.value = number::exact(value);
            form.missing = String::new();
        });
        if let Some(figure) = self.figure.get_untracked() {
            // A field that is shown takes the focus.
            let _ = figure.focus();
        }
    }

    /// Takes in the answer to a change. What was typed goes only when it was saved; what is typed in the
    /// row's other cells stays.
    fn take(self, answer: Result<EntryRow, AppError>, done: &'static str) {
        match answer {
            Ok(row) => {
                self.store(row);
                let form = self.with(|measure, cell| form_of(measure.code.as_str(), cell));
                self.form.set(form);
                self.said.set(Said::Done(done));
            }
            Err(AppError::Invalid(errors)) => self.said.set(Said::Wrong(errors)),
            Err(other) => self.said.set(Said::Failed(other.to_string(), false)),
        }
    }

    /// Keeps what a fresh row says of this cell, and of the periods before. Says whether it has the cell.
    fn store(self, fresh: EntryRow) -> bool {
        let EntryRow { cells, history, .. } = fresh;
        let mut found = false;
        self.row.update(|row| {
            let now = &mut row.cells[self.at];
            let same = |cell: &EntryCell| (cell.period, &cell.category) == (now.period, &now.category);
            if let Some(cell) = cells.into_iter().find(same) {
                *now = cell;
                found = true;
            }
            row.history = history;
        });
        found
    }

    /// Sends what is typed.
    pub async fn save(self) {
        self.said.set(Said::Busy);
        let answer = save_figure(self.form.get_untracked()).await;
        self.settle(answer, "Saved as a draft. Submit it for approval.").await;
    }

    /// Hands what was saved to the reviewers.
    pub async fn submit(self) {
        let (form, seen) = self.step();
        let answer = submit_figure(form.measure, form.period, form.category, seen).await;
        self.settle(answer, "Submitted. It waits for approval.").await;
    }

    /// Hands a figure back to who entered it. Says whether that was done.
    pub async fn give_back(self, comment: String) -> bool {
        let (form, seen) = self.step();
        let answer = return_figure(form.measure, form.period, form.category, seen, comment).await;
        let done = answer.is_ok();
        self.settle(answer, "Returned with your comment.").await;
        done
    }

    /// Publishes what was submitted.
    pub async fn approve(self) {
        let (form, seen) = self.step();
        let answer = approve_figure(form.measure, form.period, form.category, seen).await;
        self.settle(answer, "Approved. The public sees it now.").await;
    }

    /// Which figure a step is about, and the revision that is shown.
    fn step(self) -> (FigureForm, i64) {
        self.said.set(Said::Busy);
        (self.form.get_untracked(), untrack(|| self.with(|_, cell| cell.revision)))
    }

    /// After a conflict, fetches the cell as it stands: the next attempt is made against that,
    /// with what was typed still there.
    async fn settle(self, answer: Result<EntryRow, AppError>, done: &'static str) {
        let Err(AppError::Conflict(message)) = answer else {
            return self.take(answer, done);
        };
        let form = self.form.get_untracked();
        let now = current_row(form.measure, form.period).await;
        let shown = now.is_ok_and(|row| self.store(row));
        if shown {
            let seen = untrack(|| self.with(|_, cell| cell.revision));
            self.form.update(|form| form.seen = seen);
        }
        self.said.set(Said::Failed(message, shown));
    }
}

/// The figure that is typed; `None` where nothing is.
fn read(measure: &Measure, form: &FigureForm) -> Result<Option<Figure>, ()> {
    let typed = form.typed();
    match typed.is_blank() {
        true => Ok(None),
        false => typed.read(measure).map(Some).map_err(drop),
    }
}

fn form_of(measure: &str, cell: &EntryCell) -> FigureForm {
    FigureForm {
        measure: measure.to_owned(),
        period: cell.period.to_string(),
        category: cell.category.clone(),
        value: cell.typed.value.clone(),
        numerator: cell.typed.numerator.clone(),
        denominator: cell.typed.denominator.clone(),
        missing: cell.typed.missing.clone(),
        note: cell.note.clone(),
        reason: cell.reason.clone(),
        explanation: cell.explanation.clone(),
        plan: cell.plan.clone(),
        seen: cell.revision,
    }
}
