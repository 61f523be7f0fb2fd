//! A figure's way to the public: submitted, returned, approved.

use chrono::Utc;

use super::cell::{amiss, conflict, located, may_enter, settled};
use super::row;
use crate::api::review::REVIEW;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::actual::{Figure, State};
use crate::domain::checks::{self, Answers, Asks, Check};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::model::entry::{EntryCell, EntryRow};
use crate::model::error::{AppError, FieldError};
use crate::model::review::{RefusedForm, ReviewTold, Which, form_name};
use crate::store::{CellKey, SaveOutcome, Store};

/// The figure as it was found.
struct Found {
    store: Store,
    measure: Measure,
    period: Period,
    key: CellKey,
}

impl Which {
    async fn found(&self) -> Result<Found, AppError> {
        let (store, measure, period) = located(&self.measure, &self.period).await?;
        let category = self.known_category().ok_or_else(|| AppError::NotFound("figure".into()))?;
        let key = CellKey { measure: measure.code.clone(), period, category };
        Ok(Found { store, measure, period, key })
    }
}

impl Found {
    /// That a person reviews this figure, and did not enter it. What was entered later is not what they saw.
    async fn may_judge(&self, seen: i64, person: &Person) -> Result<(), AppError> {
        if !person.may_review(&self.measure.office) {
            return Err(AppError::Forbidden("only reviewers approve and return figures".into()));
        }
        let cell = self.store.cell(&self.key).await.map_err(auth::internal)?;
        if cell.revision != seen {
            return Err(conflict(&cell, &self.measure, seen));
        }
        let author = cell.working.as_ref().map(|waiting| waiting.author.as_str()).unwrap_or_default();
        match person.may_approve(&self.measure.office, author) {
            true => Ok(()),
            false => Err(AppError::Forbidden(
                "nobody approves or returns a figure that they entered themselves".into(),
            )),
        }
    }

    /// The row as it stands after a step.
    async fn after(self, outcome: SaveOutcome, seen: i64, person: &Person) -> Result<EntryRow, AppError> {
        settled(&self.store, outcome, &self.measure, seen).await?;
        row::fresh_row(&self.store, self.measure, self.period, person).await.map_err(auth::internal)
    }
}

pub(super) async fn submit(which: &Which, person: &Person) -> Result<EntryRow, AppError> {
    let found = which.found().await?;
    may_enter(person, &found.measure)?;
    let row = row::fresh_row(&found.store, found.measure.clone(), found.period, person);
    let open = unexplained(&row.await.map_err(auth::internal)?, found.period, &which.category, which.seen);
    if !open.is_empty() {
        return Err(AppError::Invalid(open));
    }
    let outcome = found.store.submit_figure(&found.key, which.seen, &person.name, Utc::now()).await;
    found.after(outcome.map_err(auth::internal)?, which.seen, person).await
}

/// What is odd about the draft that is stored in a row's cell and that nothing was written about, at the field
/// where it is to be written. Nothing is, where it is not the revision that was seen.
pub(super) fn unexplained(row: &EntryRow, period: Period, category: &str, seen: i64) -> Vec<FieldError> {
    let is_it = |cell: &&EntryCell| cell.period == period && cell.category == category;
    let Some(cell) = row.cells.iter().find(is_it) else { return Vec::new() };
    if cell.revision != seen || !cell.state.is_some_and(State::is_unsubmitted) {
        return Vec::new();
    }
    let Ok(figure) = cell.typed.read(&row.measure) else { return Vec::new() };
    let answers = Answers { note: &cell.note, explanation: &cell.explanation, plan: &cell.plan };
    unanswered(row, cell, figure, &answers)
}

/// What is odd about a figure for a row's cell and not answered, at the field where it is to be.
pub(super) fn unanswered(
    row: &EntryRow,
    cell: &EntryCell,
    figure: Figure,
    answers: &Answers,
) -> Vec<FieldError> {
    let mut checks = row.checks(cell, figure);
    checks.extend(cell.broken.iter().map(|words| checks::of_rule(words)));
    let at = |check: &Check| match check.asks {
        Asks::Note => FieldError::new("note", format!("{} Say why.", check.words)),
        Asks::Plan if answers.explanation.trim().is_empty() => {
            FieldError::new("explanation", format!("{} Say why.", check.words))
        }
        Asks::Plan => FieldError::new("plan", format!("{} Say what is planned.", check.words)),
    };
    checks::unanswered(&checks, answers).into_iter().map(at).collect()
}

pub(super) async fn give_back(which: &Which, comment: &str, person: &Person) -> Result<EntryRow, AppError> {
    let done = returned(which, comment, person).await;
    let refused = done.as_ref().err().map(|error| RefusedForm {
        form: form_name("return", &which.measure, &which.period, &which.category),
        text: comment.to_owned(),
        error: error.clone(),
    });
    let lines = if refused.is_none() { vec!["Returned with your comment.".to_owned()] } else { Vec::new() };
    auth::keep(REVIEW, &ReviewTold { lines, refused }).await;
    done
}

async fn returned(which: &Which, comment: &str, person: &Person) -> Result<EntryRow, AppError> {
    let found = which.found().await?;
    found.may_judge(which.seen, person).await?;
    let comment = comment.trim();
    let mut errors = amiss("comment", comment);
    if comment.is_empty() {
        errors.push(FieldError::new("comment", "say what is to be corrected"));
    }
    if !errors.is_empty() {
        return Err(AppError::Invalid(errors));
    }
    let outcome = found.store.return_figure(&found.key, which.seen, comment, &person.name, Utc::now()).await;
    found.after(outcome.map_err(auth::internal)?, which.seen, person).await
}

pub(super) async fn approve(which: &Which, person: &Person) -> Result<EntryRow, AppError> {
    let found = which.found().await?;
    found.may_judge(which.seen, person).await?;
    let outcome = found.store.approve_figure(&found.key, which.seen, &person.name, Utc::now()).await;
    found.after(outcome.map_err(auth::internal)?, which.seen, person).await
}
