//! What is done for an office and a quarter as a whole.

use chrono::Utc;

use super::cell::refusal;
use super::{row, step};
use crate::api::{code_of, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::actual::State;
use crate::domain::code::Code;
use crate::domain::period::Period;
use crate::domain::window::named;
use crate::model::entry::{CallView, CompletionView, SubmittedView};
use crate::model::error::{AppError, FieldError};
use crate::store::{CellKey, Completing, OfficeCall, PAGE, Store, StoreError, Submitted};

/// How often something is looked at anew because somebody else wrote meanwhile.
const ATTEMPTS: usize = 3;

/// Under which name what was refused is kept for the page of an office and a quarter.
pub(super) fn kept_as(office: &Code, period: Period) -> String {
    format!("entry:{office}/{period}")
}

pub(super) async fn submit(office: &str, period: &str, person: &Person) -> Result<SubmittedView, AppError> {
    let (store, office, period) = located(office, period, person)?;
    keeping(&office, period, submit_drafts(&store, &office, period, person).await).await
}

async fn submit_drafts(
    store: &Store,
    office: &Code,
    period: Period,
    person: &Person,
) -> Result<SubmittedView, AppError> {
    let explained = explained(store, office, period, person).await.map_err(auth::internal)?;
    let done = store.submit_office((office, period), &explained, &person.name, Utc::now()).await;
    let done = done.map_err(auth::internal)?;
    if let (0, Some(entry)) = (done.figures, done.closed) {
        let message = refusal(store, entry, period).await?;
        return Err(AppError::Invalid(vec![FieldError::new("period", message)]));
    }
    Ok(SubmittedView { sentence: sentence(done) })
}

/// The drafts about which nothing is odd that nobody has explained, with the revision that was looked at.
async fn explained(
    store: &Store,
    office: &Code,
    quarter: Period,
    person: &Person,
) -> Result<Vec<(CellKey, i64)>, StoreError> {
    let mut measures = store.measures(Some(office)).await?;
    measures.retain(|measure| !measure.asked_in(quarter, today()).is_empty());
    let mut explained = Vec::new();
    for page in measures.chunks(PAGE) {
        for row in row::of(store, page.to_vec(), quarter, person).await? {
            let drafts = row.cells.iter().filter(|cell| cell.state == Some(State::Draft));
            let fine = drafts.filter(|cell| {
                step::unexplained(&row, cell.period, &cell.category, cell.revision).is_empty()
            });
            explained.extend(fine.map(|cell| {
                let measure = row.measure.code.clone();
                let key = CellKey { measure, period: cell.period, category: cell.category.clone() };
                (key, cell.revision)
            }));
        }
    }
    Ok(explained)
}

/// "3 figures were submitted. 1 stays a draft: it is locked."
fn sentence(done: Submitted) -> String {
    let Submitted { figures, locked, held, unreasoned, .. } = done;
    let mut said = match (figures, locked + held + unreasoned) {
        (0, 0) => "There is no draft to submit.".to_owned(),
        (0, _) => "No figure was submitted.".to_owned(),
        (1, _) => "1 figure was submitted.".to_owned(),
        (many, _) => format!("{many} figures were submitted."),
    };
    for (count, one, many) in [
        (locked, "it is locked", "they are locked"),
        (held, "its warning wants a note", "their warnings want a note"),
        (
            unreasoned,
            "it changes what was published and wants a reason",
            "they change what was published and want a reason",
        ),
    ] {
        match count {
            0 => {}
            1 => said.push_str(&format!(" 1 stays a draft: {one}.")),
            _ => said.push_str(&format!(" {count} stay drafts: {many}.")),
        }
    }
    said
}

pub(super) async fn complete(
    office: &str,
    period: &str,
    empty: usize,
    person: &Person,
) -> Result<CallView, AppError> {
    let (store, office, period) = located(office, period, person)?;
    keeping(&office, period, say_complete(&store, (&office, period), empty, person).await).await
}

async fn say_complete(
    store: &Store,
    (office, period): (&Code, Period),
    empty: usize,
    person: &Person,
) -> Result<CallView, AppError> {
    for _ in 0..ATTEMPTS {
        // Before anything is looked at: what changes meanwhile is seen by its number.
        let version = store.version().await.map_err(auth::internal)?;
        let found = store.data_call(period, Some(office), today()).await.map_err(auth::internal)?;
        let found = found.into_iter().next();
        let found = found.ok_or_else(|| AppError::NotFound(format!("office “{office}”")))?;
        is_complete(&found, empty)?;
        let completing = Completing {
            office: office.clone(),
            period,
            empty,
            version,
            actor: person.name.clone(),
            at: Utc::now(),
        };
        if store.complete_call(&completing).await.map_err(auth::internal)? {
            let at = completing.at.to_rfc3339();
            let completion = CompletionView { by: person.name.clone(), at, empty };
            let window = found.window.ok_or_else(not_called)?;
            return Ok(CallView::on(window, Some(completion), today()));
        }
    }
    Err(AppError::Conflict("Others are changing figures at the moment. Try again.".into()))
}

/// Why an office cannot say yet that it is complete.
fn is_complete(found: &OfficeCall, empty: usize) -> Result<(), AppError> {
    let progress = &found.progress;
    if found.window.is_none() {
        return Err(not_called());
    }
    let left = match progress.unsubmitted() {
        0 => None,
        1 => Some("1 figure is a draft or was returned; submit it first".to_owned()),
        many => Some(format!("{many} figures are drafts or were returned; submit them first")),
    };
    match left {
        Some(left) => Err(AppError::Invalid(vec![FieldError::new("figures", left)])),
        None if progress.empty != empty => Err(AppError::Conflict(format!(
            "The count of empty figures is {} now, not {empty}. Look at them again.",
            progress.empty
        ))),
        None => Ok(()),
    }
}

fn not_called() -> AppError {
    AppError::Invalid(vec![FieldError::new("period", "no data call was opened for this quarter")])
}

/// Keeps for the page why something was not done.
async fn keeping<T>(office: &Code, period: Period, done: Result<T, AppError>) -> Result<T, AppError> {
    if let Err(error) = &done {
        auth::keep(&kept_as(office, period), error).await;
    }
    done
}

fn located(office: &str, period: &str, person: &Person) -> Result<(Store, Code, Period), AppError> {
    let office = code_of("office", office)?;
    if !person.may_enter(&office) {
        return Err(AppError::Forbidden(format!("only stewards of {office} submit its figures")));
    }
    let wrong = |message| AppError::Invalid(vec![FieldError::new("period", message)]);
    Ok((auth::store()?, office, named(period).map_err(wrong)?))
}
