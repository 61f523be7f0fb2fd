//! The grid as a whole: where the work is, what was done and can be undone, and what became of what was sent.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::actual::State;
use crate::model::entry::{EntryCell, EntryView, FigureForm, FigureOutcome};
use crate::model::error::FieldError;
use crate::ui::components::frame::ReviewCount;

use super::cell_state::{CellState, Mark, Typed};
use super::keys::{self, Way};
use super::lay::{self, Place};
use super::line::{Line, lines};
use super::outbox::Outbox;

/// The state of the grid.
#[derive(Clone, Copy)]
pub struct Grid {
    lines: StoredValue<Arc<Vec<Line>>>,
    columns: usize,
    pub may_enter: bool,
    /// Script has come: what is typed from now on is taken in.
    pub is_awake: RwSignal<bool>,
    /// The line and the column that are worked on.
    pub active: RwSignal<(usize, usize)>,
    pub outbox: Outbox,
    steps: StoredValue<Steps>,
    /// What was just done, in words, to be read out.
    pub said: RwSignal<String>,
    /// What was typed on another page and is not stored, with what stands against it.
    pub elsewhere: RwSignal<Vec<(FigureForm, String)>>,
    /// How many wait for review, in the frame around the page.
    pub waiting: Option<ReviewCount>,
}

/// A cell's place, its text before, and its text after.
type Change = ((usize, usize), String, String);

/// What was done, and what was undone; each step may change many cells.
#[derive(Default)]
struct Steps {
    done: Vec<Vec<Change>>,
    undone: Vec<Vec<Change>>,
}

impl Grid {
    pub fn new(view: &EntryView) -> Grid {
        let lines = lines(view.rows.clone(), &view.columns);
        let columns = view.columns.len();
        let last = columns.saturating_sub(1);
        let first = lines.iter().position(|line| line.cells[last].is_some()).unwrap_or(0);
        Grid {
            lines: StoredValue::new(Arc::new(lines)),
            columns,
            may_enter: view.may_enter,
            is_awake: RwSignal::new(false),
            active: RwSignal::new((first, last)),
            outbox: Outbox::new(view.person.clone()),
            steps: StoredValue::new(Steps::default()),
            said: RwSignal::new(String::new()),
            elsewhere: RwSignal::new(Vec::new()),
            waiting: use_context(),
        }
    }

    pub fn lines(self) -> Arc<Vec<Line>> {
        self.lines.get_value()
    }

    pub fn cell(self, (line, column): (usize, usize)) -> Option<CellState> {
        self.lines.with_value(|lines| lines.get(line)?.cells.get(column).copied().flatten())
    }

    /// Whether the cursor stops at a place: for those who enter at what can be entered.
    fn is_stop(self, line: usize, column: usize) -> bool {
        self.cell((line, column)).is_some_and(|cell| !self.may_enter || untrack(|| cell.is_open()))
    }

    /// In the browser: takes up what an earlier page left unsent, sends it, and goes on trying.
    pub fn wake(self) {
        self.outbox.recover();
        for form in self.outbox.waiting.get_untracked() {
            let Some((_, cell)) = self.find(&form) else { continue };
            cell.take_up(&form);
            cell.mark.set(Mark::Waiting);
        }
        self.is_awake.set(true);
        self.send();
        self.outbox.retry(move || self.send());
    }

    fn find(self, form: &FigureForm) -> Option<(Line, CellState)> {
        let lines = self.lines();
        let mut own = lines.iter().filter(|line| line.row.measure.code.as_str() == form.measure);
        own.find_map(|line| {
            let is_it = |cell: &&CellState| {
                cell.stored.with_untracked(|stored| {
                    stored.period.to_string() == form.period && stored.category == form.category
                })
            };
            let cell = line.cells.iter().flatten().find(is_it)?;
            Some((line.clone(), *cell))
        })
    }

    /// Puts the cursor into a cell, with its text marked.
    pub fn focus(self, at: (usize, usize)) {
        if let Some(input) = self.cell(at).and_then(|cell| cell.input.get_untracked()) {
            // A field that is shown takes the focus.
            let _ = input.focus();
            input.select();
        }
    }

    /// Goes from a cell; `false` at the end of the grid.
    pub fn go(self, from: CellState, way: Way) -> bool {
        let size = (self.lines.with_value(|lines| lines.len()), self.columns);
        let next = keys::next(way, from.at, size, |line, column| self.is_stop(line, column));
        if let Some(at) = next {
            self.focus(at);
        }
        next.is_some()
    }

    /// Keeps and sends what was typed in a cell, if it is another than what is stored. After a conflict only
    /// somebody who says so puts theirs in place of the other's.
    pub fn commit(self, cell: CellState, deliberate: bool) {
        if !self.may_enter || !untrack(|| cell.is_open()) {
            return;
        }
        if deliberate && untrack(|| cell.is_in_conflict()) {
            cell.mark.set(Mark::Stored);
        }
        let (text, before) = (cell.typed.with_untracked(|typed| typed.text.clone()), cell.before.get_value());
        cell.leave();
        if text != before.text {
            self.record(vec![(cell.at, before.text, text)]);
        }
        self.keep(cell);
        self.send();
    }

    fn record(self, step: Vec<Change>) {
        self.steps.update_value(|steps| {
            steps.done.push(step);
            steps.undone.clear();
        });
    }

    /// Puts what was typed into the outbox, where it can be stored. In a conflict it waits for somebody's choice.
    fn keep(self, cell: CellState) {
        let measure = &self.lines()[cell.at.0].row.measure;
        if !untrack(|| cell.is_changed()) {
            self.outbox.withdraw(&cell.form(measure));
            return cell.mark.set(Mark::Stored);
        }
        if untrack(|| cell.is_in_conflict()) {
            return;
        }
        let is_waiting = |stored: &EntryCell| !matches!(stored.state, None | Some(State::Approved));
        match untrack(|| cell.figure(measure)) {
            Err(errors) => cell
                .mark
                .set(Mark::Wrong(errors.into_iter().map(|e| FieldError::new(e.field, e.message)).collect())),
            Ok(None) if !cell.stored.with_untracked(is_waiting) => {
                let message = "enter a figure, or the letter of the reason why there is none";
                cell.mark.set(Mark::Wrong(vec![FieldError::new("value", message)]));
            }
            Ok(_) => {
                cell.mark.set(Mark::Waiting);
                self.outbox.put(cell.form(measure));
            }
        }
    }

    fn send(self) {
        let sending = move |form: &FigureForm| {
            if let Some((_, cell)) = self.find(form) {
                cell.mark.set(Mark::Sending);
            }
        };
        self.outbox.send(sending, move |form, outcome| self.settle(form, outcome));
    }

    /// What became of a figure that was sent.
    fn settle(self, form: &FigureForm, outcome: FigureOutcome) {
        let Some((line, cell)) = self.find(form) else {
            let against = match outcome {
                FigureOutcome::Saved(_) | FigureOutcome::NotReached => return,
                FigureOutcome::Wrong(errors) => {
                    errors.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join("; ")
                }
                FigureOutcome::Conflict(words, _) | FigureOutcome::Refused(words) => words,
            };
            return self.elsewhere.update(|elsewhere| elsewhere.push((form.clone(), against)));
        };
        match outcome {
            FigureOutcome::Saved(fresh) => {
                self.outbox.seen(form, fresh.revision);
                let as_sent = cell.settle(*fresh, form, &line.row.measure);
                match (as_sent, cell.is_left()) {
                    (true, _) => cell.mark.set(Mark::Saved),
                    // Changed again while it was sent, and left: it goes as well.
                    (false, true) => self.keep(cell),
                    (false, false) => cell.mark.set(Mark::Stored),
                }
            }
            FigureOutcome::Wrong(errors) => cell.mark.set(Mark::Wrong(errors)),
            FigureOutcome::Refused(words) => cell.mark.set(Mark::Refused(words)),
            FigureOutcome::Conflict(words, now) => {
                cell.stored.set(*now);
                // Another tab has sent the same.
                if !untrack(|| cell.is_changed()) {
                    return cell.mark.set(Mark::Saved);
                }
                let how = "Enter puts yours in its place, Escape takes theirs.";
                cell.mark.set(Mark::Conflict(format!("{words} {how}")));
            }
            FigureOutcome::NotReached => cell.mark.set(Mark::Waiting),
        }
    }

    /// Takes back what is typed in a cell and not stored.
    pub fn revert(self, cell: CellState) {
        cell.typed.set(cell.stored.with_untracked(Typed::of));
        cell.leave();
        self.keep(cell);
    }

    /// Undoes the last step, or does it again.
    pub fn undo(self, again: bool) {
        let step = self.steps.try_update_value(|steps| {
            let (from, to) = match again {
                false => (&mut steps.done, &mut steps.undone),
                true => (&mut steps.undone, &mut steps.done),
            };
            let step = from.pop()?;
            to.push(step.clone());
            Some(step)
        });
        let Some(step) = step.flatten() else { return };
        for (at, before, after) in &step {
            let Some(cell) = self.cell(*at) else { continue };
            let text = if again { after } else { before };
            cell.typed.update(|typed| typed.text.clone_from(text));
            cell.leave();
            self.keep(cell);
        }
        if let Some((at, ..)) = step.first() {
            self.focus(*at);
        }
        self.said.set(if again { "Done again.".into() } else { "Undone.".into() });
        self.send();
    }

    /// Lays a block over the grid from a cell on.
    pub fn paste(self, cell: CellState, text: &str) {
        let place = |line, column| match self.cell((line, column)) {
            None => Place::None,
            Some(cell) if untrack(|| cell.is_open()) => Place::Open,
            Some(_) => Place::Locked,
        };
        match lay::over(text, cell.at, place) {
            Err(words) => self.said.set(words),
            Ok(laid) => {
                self.said.set(laid.sentence());
                self.fill(laid.cells.into_iter().map(|(line, column, text)| ((line, column), text)));
            }
        }
    }

    /// Types texts into many cells, as one step.
    pub fn fill(self, texts: impl Iterator<Item = ((usize, usize), String)>) {
        let mut step = Vec::new();
        for (at, text) in texts {
            let Some(cell) = self.cell(at) else { continue };
            let before = cell.typed.with_untracked(|typed| typed.text.clone());
            cell.typed.update(|typed| typed.text.clone_from(&text));
            cell.leave();
            step.push((at, before, text));
            self.keep(cell);
        }
        self.record(step);
        self.send();
    }

    /// How many of the last column's figures stand so.
    pub fn count(self, stands: fn(&EntryCell) -> bool) -> usize {
        let lines = self.lines();
        let last = lines.iter().filter_map(|line| line.cells.last().copied().flatten());
        last.filter(|cell| cell.stored.with(stands)).count()
    }

    /// Whether something that was typed is not stored.
    pub fn is_unsaved(self) -> bool {
        let lines = self.lines();
        lines.iter().flat_map(|line| line.cells.iter().flatten()).any(|cell| cell.is_changed())
    }
}
