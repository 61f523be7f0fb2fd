//! Several figures saved at once, each with its own outcome.

use std::collections::BTreeMap;

use super::cell::{settled, to_save};
use super::row;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::window::quarter_of;
use crate::model::entry::{EntryCell, FigureForm, FigureOutcome};
use crate::model::error::{AppError, FieldError};
use crate::store::{CellKey, PAGE, SaveOutcome, Saving, Store};

/// The most figures of one request.
const MOST: usize = 200;

/// A form that can be saved, with its place among all.
struct Ready {
    at: usize,
    measure: Measure,
    saving: Saving,
}

pub(super) async fn save(
    author: &str,
    forms: Vec<FigureForm>,
    person: &Person,
) -> Result<Vec<FigureOutcome>, AppError> {
    if !author.is_empty() && author != person.name {
        return Err(AppError::Conflict(format!(
            "{author} typed these figures, and {} is signed in in this browser now.",
            person.name
        )));
    }
    if forms.len() > MOST {
        let message = format!("the most is {MOST} figures at once; these are {}", forms.len());
        return Err(AppError::Invalid(vec![FieldError::new("forms", message)]));
    }
    let store = auth::store()?;
    let mut outcomes: Vec<Option<FigureOutcome>> = vec![None; forms.len()];
    let mut ready: Vec<Ready> = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        match to_save(form, person).await {
            Ok((_, measure, saving)) => ready.push(Ready { at, measure, saving }),
            Err(error) => outcomes[at] = Some(refused(error)?),
        }
    }
    let savings: Vec<Saving> = ready.iter().map(|ready| ready.saving.clone()).collect();
    let saved = store.save_figures(&savings).await.map_err(auth::internal)?;
    let fresh = fresh(&store, &ready, person).await?;
    for (ready, outcome) in ready.iter().zip(saved) {
        outcomes[ready.at] = Some(told(&store, ready, outcome, &fresh).await?);
    }
    Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or(FigureOutcome::NotReached)).collect())
}

/// What became of a figure, in words for who typed it.
async fn told(
    store: &Store,
    ready: &Ready,
    outcome: SaveOutcome,
    fresh: &BTreeMap<CellKey, EntryCell>,
) -> Result<FigureOutcome, AppError> {
    let cell = fresh.get(&ready.saving.key).cloned().map(Box::new);
    match (settled(store, outcome, &ready.measure, ready.saving.seen).await, cell) {
        (Ok(_), Some(cell)) => Ok(FigureOutcome::Saved(cell)),
        (Err(AppError::Conflict(words)), Some(cell)) => Ok(FigureOutcome::Conflict(words, cell)),
        (Err(error), _) => refused(error),
        (Ok(_), None) => {
            Ok(FigureOutcome::Refused("The figure was saved; reload the page to see it.".into()))
        }
    }
}

/// What is the matter with one figure; what is with the server is the matter with all.
fn refused(error: AppError) -> Result<FigureOutcome, AppError> {
    match error {
        AppError::Invalid(errors) if errors.iter().all(|error| error.field == "period") => {
            let words: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            Ok(FigureOutcome::Refused(words.join(" ")))
        }
        AppError::Invalid(errors) => Ok(FigureOutcome::Wrong(errors)),
        AppError::NotFound(_) | AppError::Forbidden(_) | AppError::Conflict(_) => {
            Ok(FigureOutcome::Refused(error.to_string()))
        }
        AppError::Unauthenticated | AppError::Unavailable(_) | AppError::Internal { .. } => Err(error),
    }
}

/// The cells as they stand now.
async fn fresh(
    store: &Store,
    ready: &[Ready],
    person: &Person,
) -> Result<BTreeMap<CellKey, EntryCell>, AppError> {
    let mut quarters: BTreeMap<Period, BTreeMap<Code, Measure>> = BTreeMap::new();
    for Ready { measure, saving, .. } in ready {
        let measures = quarters.entry(quarter_of(saving.key.period)).or_default();
        measures.insert(measure.code.clone(), measure.clone());
    }
    let mut found = BTreeMap::new();
    for (quarter, measures) in quarters {
        let measures: Vec<Measure> = measures.into_values().collect();
        for page in measures.chunks(PAGE) {
            let rows = row::of(store, page.to_vec(), quarter, person).await.map_err(auth::internal)?;
            for row in rows {
                let measure = row.measure.code.clone();
                found.extend(row.cells.into_iter().filter(|cell| quarter_of(cell.period) == quarter).map(
                    |cell| {
                        let (period, category) = (cell.period, cell.category.clone());
                        (CellKey { measure: measure.clone(), period, category }, cell)
                    },
                ));
            }
        }
    }
    Ok(found)
}
