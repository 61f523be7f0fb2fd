//! One cell of the grid: what is stored, what is typed, and how far what was typed has come.

use leptos::html::Input;
use leptos::prelude::*;

use crate::domain::actual::{Figure, FigureError, State};
use crate::domain::cell_text;
use crate::domain::checks::{self, Answers, Check};
use crate::domain::measure::Measure;
use crate::domain::window::Entry;
use crate::model::entry::{EntryCell, EntryRow, FigureForm};
use crate::model::error::FieldError;

/// What a person typed for a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The cell's text: see [`cell_text`].
    pub text: String,
    pub note: String,
    /// Why a published figure is revised.
    pub reason: String,
    /// Why the target was missed, and what is planned.
    pub explanation: String,
    pub plan: String,
}

impl Typed {
    /// What is stored, as it would be typed.
    pub fn of(cell: &EntryCell) -> Typed {
        Typed {
            text: cell_text::of(&cell.typed),
            note: cell.note.clone(),
            reason: cell.reason.clone(),
            explanation: cell.explanation.clone(),
            plan: cell.plan.clone(),
        }
    }
}

/// How far what is typed has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is what is stored.
    Stored,
    /// It was just stored.
    Saved,
    /// It waits in this browser to be sent.
    Waiting,
    Sending,
    /// It cannot be stored as it is.
    Wrong(Vec<FieldError>),
    /// The server did not take it, and why.
    Refused(String),
    /// Somebody else changed the cell meanwhile; what they made of it is stored now.
    Conflict(String),
}

/// The state of a cell.
#[derive(Clone, Copy)]
pub struct CellState {
    /// Its line and its column.
    pub at: (usize, usize),
    pub stored: RwSignal<EntryCell>,
    pub typed: RwSignal<Typed>,
    pub mark: RwSignal<Mark>,
    /// What was typed when a field of it was last left: what differs from it is being typed.
    pub before: StoredValue<Typed>,
    pub input: NodeRef<Input>,
}

impl CellState {
    pub fn new(at: (usize, usize), cell: EntryCell) -> CellState {
        let typed = Typed::of(&cell);
        CellState {
            at,
            before: StoredValue::new(typed.clone()),
            typed: RwSignal::new(typed),
            stored: RwSignal::new(cell),
            mark: RwSignal::new(Mark::Stored),
            input: NodeRef::new(),
        }
    }

    /// Whether a figure can be typed here.
    pub fn is_open(self) -> bool {
        self.stored.with(|cell| cell.entry.is_open())
    }

    /// Whether somebody else changed it, and nobody has chosen yet between what they made of it and what is typed.
    pub fn is_in_conflict(self) -> bool {
        self.mark.with(|mark| matches!(mark, Mark::Conflict(_)))
    }

    /// Whether what is typed is another than what is stored.
    pub fn is_changed(self) -> bool {
        self.stored.with(|cell| self.typed.with(|typed| *typed != Typed::of(cell)))
    }

    /// The figure that is typed; `None` where nothing is.
    pub fn figure(self, measure: &Measure) -> Result<Option<Figure>, Vec<FigureError>> {
        self.typed.with(|typed| {
            let parts = cell_text::parts(&typed.text, measure);
            match parts.is_blank() {
                true => Ok(None),
                false => parts.read(measure).map(Some),
            }
        })
    }

    /// What is to be sent.
    pub fn form(self, measure: &Measure) -> FigureForm {
        let typed = self.typed.get_untracked();
        let parts = cell_text::parts(&typed.text, measure);
        self.stored.with_untracked(|cell| FigureForm {
            measure: measure.code.to_string(),
            period: cell.period.to_string(),
            category: cell.category.clone(),
            value: parts.value,
            numerator: parts.numerator,
            denominator: parts.denominator,
            missing: parts.missing,
            note: typed.note,
            reason: typed.reason,
            explanation: typed.explanation,
            plan: typed.plan,
            seen: cell.revision,
        })
    }

    /// Types what a form says, which was kept in the browser.
    pub fn take_up(self, form: &FigureForm) {
        self.typed.set(Typed {
            text: cell_text::of(&form.typed()),
            note: form.note.clone(),
            reason: form.reason.clone(),
            explanation: form.explanation.clone(),
            plan: form.plan.clone(),
        });
    }

    /// Takes in what is stored now. What was typed since `sent` stays; `false` where something was.
    pub fn settle(self, fresh: EntryCell, sent: &FigureForm, measure: &Measure) -> bool {
        let as_sent = self.form(measure) == *sent;
        self.stored.set(fresh);
        if as_sent {
            self.typed.set(self.stored.with_untracked(Typed::of));
            self.leave();
        }
        as_sent
    }

    /// What is typed now is what was typed when its field was left.
    pub fn leave(self) {
        self.before.set_value(self.typed.get_untracked());
    }

    /// Whether every field of it was left.
    pub fn is_left(self) -> bool {
        self.before.with_value(|before| self.typed.with_untracked(|typed| typed == before))
    }

    /// What is odd about the figure that is typed, and which rules the stored one breaks.
    pub fn checks(self, row: &EntryRow) -> Vec<Check> {
        let Ok(Some(figure)) = self.figure(&row.measure) else { return Vec::new() };
        self.stored.with(|cell| {
            let mut checks = row.checks(cell, figure);
            checks.extend(cell.broken.iter().map(|words| checks::of_rule(words)));
            checks
        })
    }

    /// Of these, what nothing was written about.
    pub fn unanswered(self, row: &EntryRow) -> Vec<Check> {
        let checks = self.checks(row);
        self.typed.with(|typed| {
            let answers = Answers { note: &typed.note, explanation: &typed.explanation, plan: &typed.plan };
            checks::unanswered(&checks, &answers).into_iter().cloned().collect()
        })
    }

    /// What stands under the cell's field, in a word or two; empty where all is as it should be.
    pub fn word(self) -> &'static str {
        match self.mark.get() {
            Mark::Saved => "saved",
            Mark::Waiting => "not saved yet",
            Mark::Sending => "saving…",
            Mark::Wrong(_) => "see below",
            Mark::Refused(_) => "not saved",
            Mark::Conflict(_) => "changed meanwhile",
            Mark::Stored => self.stored.with(|cell| match cell.state {
                Some(State::Draft) => "draft",
                Some(State::Submitted) => "submitted",
                Some(State::Returned) => "returned",
                Some(State::Approved) | None => match cell.entry {
                    Entry::Open { late: true, .. } if cell.state.is_none() => "late",
                    _ => "",
                },
            }),
        }
    }

    /// What is wrong with a field; `None` where nothing is. `text` is the cell itself.
    pub fn wrong(self, field: &str) -> Option<String> {
        let of_text = ["value", "numerator", "denominator", "missing", "category", "period", "measure"];
        match self.mark.get() {
            Mark::Wrong(errors) => {
                let about = |error: &&FieldError| match field {
                    "text" => of_text.contains(&error.field.as_str()),
                    field => error.field == field,
                };
                let found: Vec<String> =
                    errors.iter().filter(about).map(|error| error.message.clone()).collect();
                (!found.is_empty()).then(|| found.join("; "))
            }
            Mark::Refused(words) | Mark::Conflict(words) if field == "text" => Some(words),
            _ => None,
        }
    }
}
