//! One cell of the grid: as it stands, saved, approved.

use chrono::Utc;

use super::row;
use crate::api::{code_of, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::actual::Figure;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::model::entry::{EntryRow, FigureForm, NOTE_MAX};
use crate::model::error::{AppError, FieldError};
use crate::store::{Cell, CellKey, SaveOutcome, Saving, Store};

pub(super) async fn current(measure: &str, period: &str, person: &Person) -> Result<EntryRow, AppError> {
    let (store, measure, period) = located(measure, period).await?;
    if !person.may_enter(&measure.office) && !person.may_review(&measure.office) {
        return Err(AppError::Forbidden("this office's figures are for its stewards and reviewers".into()));
    }
    row::fresh_row(&store, measure, period, person).await.map_err(auth::internal)
}

pub(super) async fn save(form: FigureForm, person: &Person) -> Result<EntryRow, AppError> {
    let (store, measure, period) = located(&form.measure, &form.period).await?;
    if !person.may_enter(&measure.office) {
        return Err(AppError::Forbidden(format!("only stewards of {} enter its figures", measure.office)));
    }
    let categories = match form.category.is_empty() {
        true => Vec::new(),
        false => store.every_category(&measure.code).await.map_err(auth::internal)?,
    };
    let figure = readable(&form, &measure, &categories)?;
    let saving = Saving {
        key: CellKey { measure: measure.code.clone(), period, category: form.category.clone() },
        figure,
        note: form.note.trim().to_owned(),
        source: String::new(),
        seen: form.seen,
        actor: person.name.clone(),
        at: Utc::now(),
    };
    match store.save_figure(&saving).await.map_err(auth::internal)? {
        SaveOutcome::Saved(_) => {}
        SaveOutcome::Conflict(cell) => return Err(conflict(&cell, &measure)),
    }
    row::fresh_row(&store, measure, period, person).await.map_err(auth::internal)
}

pub(super) async fn approve(
    measure: &str,
    period: &str,
    category: String,
    seen: i64,
    person: &Person,
) -> Result<EntryRow, AppError> {
    let (store, measure, period) = located(measure, period).await?;
    if !person.may_review(&measure.office) {
        return Err(AppError::Forbidden("only reviewers approve figures".into()));
    }
    let key = CellKey { measure: measure.code.clone(), period, category };
    let cell = store.cell(&key).await.map_err(auth::internal)?;
    let author = cell.working.as_ref().map(|waiting| waiting.author.clone()).unwrap_or_default();
    if !person.may_approve(&measure.office, &author) {
        return Err(AppError::Forbidden("nobody approves a figure that they entered themselves".into()));
    }
    let outcome = store.approve_figure(&key, seen, &person.name, Utc::now()).await;
    match outcome.map_err(auth::internal)? {
        SaveOutcome::Saved(_) => {}
        SaveOutcome::Conflict(cell) => return Err(conflict(&cell, &measure)),
    }
    row::fresh_row(&store, measure, period, person).await.map_err(auth::internal)
}

/// The measure and the period of a request, where that measure has such a period.
async fn located(measure: &str, period: &str) -> Result<(Store, Measure, Period), AppError> {
    let code = code_of("measure", measure)?;
    let store = auth::store()?;
    let found = store.measure(&code).await.map_err(auth::internal)?;
    let measure = found.ok_or_else(|| AppError::NotFound(format!("measure “{code}”")))?;
    let invalid = |message: String| AppError::Invalid(vec![FieldError::new("period", message)]);
    let period: Period =
        period.parse().map_err(|e: crate::domain::period::PeriodError| invalid(e.to_string()))?;
    if !measure.takes(period) {
        let wanted = format!("{}, {}", measure.frequency.label(), measure.calendar.label());
        return Err(invalid(format!("{period} is no period of this measure ({wanted})")));
    }
    if period.starts_on() > today() {
        return Err(invalid(format!("{} has not begun", period.label())));
    }
    if !measure.is_asked_for(period) {
        return Err(invalid(format!("this measure was retired before {} began", period.label())));
    }
    Ok((store, measure, period))
}

/// The figure that was typed, or everything that is wrong with the form.
fn readable(form: &FigureForm, measure: &Measure, categories: &[String]) -> Result<Figure, AppError> {
    let mut errors = Vec::new();
    if !form.category.is_empty() && !categories.contains(&form.category) {
        let category: String = form.category.chars().take(40).collect();
        let message = format!("there is no category “{category}” any more; reload the page");
        errors.push(FieldError::new("category", message));
    }
    if form.note.chars().count() > NOTE_MAX {
        errors.push(FieldError::new("note", format!("a note has at most {NOTE_MAX} characters")));
    }
    if form.note.contains('\0') {
        errors.push(FieldError::new("note", "the note has a character that cannot be kept (NUL); remove it"));
    }
    match form.typed().read(measure) {
        Ok(figure) if errors.is_empty() => return Ok(figure),
        Ok(_) => {}
        Err(wrong) => errors.extend(wrong.into_iter().map(|e| FieldError::new(e.field, e.message))),
    }
    Err(AppError::Invalid(errors))
}

fn conflict(cell: &Cell, measure: &Measure) -> AppError {
    let message = match cell.newest() {
        Some(newest) => format!(
            "{} changed this figure to {} meanwhile. What you typed is still here and was not saved.",
            newest.author,
            measure.phrase(newest.figure)
        ),
        None => "This figure was changed meanwhile. What you typed is still here and was not saved.".into(),
    };
    AppError::Conflict(message)
}
