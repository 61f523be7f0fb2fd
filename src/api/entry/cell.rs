//! One cell of the grid, saved.

use chrono::Utc;

use super::row;
use crate::api::{code_of, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::actual::Figure;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::window::{Entry, not_asked};
use crate::domain::workflow;
use crate::model::entry::{EntryRow, FigureForm, NOTE_MAX};
use crate::model::error::{AppError, FieldError};
use crate::store::{Cell, CellKey, SaveOutcome, Saving, Store};

pub(super) async fn save(form: FigureForm, person: &Person) -> Result<EntryRow, AppError> {
    let (store, measure, saving) = to_save(&form, person).await?;
    let period = saving.key.period;
    let outcome = store.save_figure(&saving).await.map_err(auth::internal)?;
    settled(&store, outcome, &measure, form.seen).await?;
    row::fresh_row(&store, measure, period, person).await.map_err(auth::internal)
}

/// What is to be saved for a form, or everything that is wrong with it.
pub(super) async fn to_save(
    form: &FigureForm,
    person: &Person,
) -> Result<(Store, Measure, Saving), AppError> {
    let (store, measure, period) = located(&form.measure, &form.period).await?;
    may_enter(person, &measure)?;
    let categories = match form.category.is_empty() {
        true => Vec::new(),
        false => store.every_category(&measure.code).await.map_err(auth::internal)?,
    };
    let figure = readable(form, &measure, &categories)?;
    let text = |text: &str| text.trim().to_owned();
    let saving = Saving {
        key: CellKey { measure: measure.code.clone(), period, category: form.category.clone() },
        figure,
        note: text(&form.note),
        source: String::new(),
        reason: text(&form.reason),
        explanation: text(&form.explanation),
        plan: text(&form.plan),
        seen: form.seen,
        actor: person.name.clone(),
        at: Utc::now(),
    };
    Ok((store, measure, saving))
}

/// That a person enters the figures of a measure's office.
pub(super) fn may_enter(person: &Person, measure: &Measure) -> Result<(), AppError> {
    match person.may_enter(&measure.office) {
        true => Ok(()),
        false => Err(AppError::Forbidden(format!("only stewards of {} enter its figures", measure.office))),
    }
}

/// The measure and the period of a request, where that measure is asked for such a period.
pub(in crate::api) async fn located(
    measure: &str,
    period: &str,
) -> Result<(Store, Measure, Period), AppError> {
    let code = code_of("measure", measure)?;
    let store = auth::store()?;
    let found = store.measure(&code).await.map_err(auth::internal)?;
    let measure = found.ok_or_else(|| AppError::NotFound(format!("measure “{code}”")))?;
    let invalid = |message: String| AppError::Invalid(vec![FieldError::new("period", message)]);
    let period: Period =
        period.parse().map_err(|e: crate::domain::period::PeriodError| invalid(e.to_string()))?;
    match not_asked(&measure, period, today()) {
        Some(why) => Err(invalid(why.words(&measure, period))),
        None => Ok((store, measure, period)),
    }
}

/// The figure that was typed, `None` where nothing was; or everything that is wrong with the form.
fn readable(form: &FigureForm, measure: &Measure, categories: &[String]) -> Result<Option<Figure>, AppError> {
    let mut errors = Vec::new();
    if !form.category.is_empty() && !categories.contains(&form.category) {
        let category: String = form.category.chars().take(40).collect();
        let message = format!("there is no category “{category}” any more; reload the page");
        errors.push(FieldError::new("category", message));
    }
    let texts = [
        ("note", &form.note),
        ("reason", &form.reason),
        ("explanation", &form.explanation),
        ("plan", &form.plan),
    ];
    errors.extend(texts.into_iter().flat_map(|(field, text)| amiss(field, text)));
    let typed = form.typed();
    let read = if typed.is_blank() { Ok(None) } else { typed.read(measure).map(Some) };
    match read {
        Ok(figure) if errors.is_empty() => return Ok(figure),
        Ok(_) => {}
        Err(wrong) => errors.extend(wrong.into_iter().map(|e| FieldError::new(e.field, e.message))),
    }
    Err(AppError::Invalid(errors))
}

/// What is wrong with a text that is to be kept.
pub(in crate::api) fn amiss(field: &str, text: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if text.chars().count() > NOTE_MAX {
        errors.push(FieldError::new(field, format!("a {field} has at most {NOTE_MAX} characters")));
    }
    if text.contains('\0') {
        let message = format!("the {field} has a character that cannot be kept (NUL); remove it");
        errors.push(FieldError::new(field, message));
    }
    errors
}

/// That a change was made; or why not, in words for who made it and saw the revision `seen`.
pub(super) async fn settled(
    store: &Store,
    outcome: SaveOutcome,
    measure: &Measure,
    seen: i64,
) -> Result<Cell, AppError> {
    let at = |field: &str, message: String| AppError::Invalid(vec![FieldError::new(field, message)]);
    match outcome {
        SaveOutcome::Saved(cell) => Ok(cell),
        SaveOutcome::Conflict(cell) => Err(conflict(&cell, measure, seen)),
        SaveOutcome::Closed((period, entry)) => Err(at("period", refusal(store, entry, period).await?)),
        SaveOutcome::Published => {
            let message = "this figure is published; enter another, or the reason why there is none";
            Err(at("value", message.to_owned()))
        }
        SaveOutcome::ReasonMissing => {
            let message = "the deadline is over and another figure was published; say why it is to change";
            Err(at("reason", message.to_owned()))
        }
    }
}

/// Why no figure is taken for a period, and whom to ask.
pub(super) async fn refusal(store: &Store, entry: Entry, period: Period) -> Result<String, AppError> {
    let names = store.coordinators().await.map_err(auth::internal)?;
    Ok(entry.refusal(period, &names).unwrap_or_default())
}

pub(super) fn conflict(cell: &Cell, measure: &Measure, seen: i64) -> AppError {
    let message = match cell.newest() {
        Some(newest) if cell.revision == seen => {
            let standing = workflow::words(Some(newest.state), &newest.author);
            format!("This cannot be done while the figure stands so: {standing}. Nothing was changed.")
        }
        Some(newest) => format!(
            "{} changed this figure to {} meanwhile. What you typed is still here and was not saved.",
            newest.author,
            measure.phrase(newest.figure)
        ),
        None => "This figure was changed meanwhile. What you typed is still here and was not saved.".into(),
    };
    AppError::Conflict(message)
}
