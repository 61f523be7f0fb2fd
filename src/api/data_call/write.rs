//! Calls opened and reopened.

use chrono::Utc;

use crate::api::today;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::batch::Finding;
use crate::domain::period::Period;
use crate::domain::window::form::{self, Form};
use crate::domain::window::named;
use crate::model::data_call::CallForm;
use crate::model::error::{AppError, FieldError};
use crate::store::CallOutcome;

/// The names of the two forms.
pub(super) const OPENING: &str = "opening";
pub(super) const REOPENING: &str = "reopening";

/// Under which name a form that was refused is kept for the page of its quarter.
pub(super) fn kept_as(form: &str, period: Period) -> String {
    format!("call:{form}/{period}")
}

/// Opens calls and gives their quarter; what is refused is kept for its page.
pub(super) async fn open(period: &str, form: &Form, person: &Person) -> Result<Period, AppError> {
    let period = located(period, person)?;
    keeping(OPENING, period, form, write_opening(period, form, person).await).await
}

async fn write_opening(period: Period, form: &Form, person: &Person) -> Result<(), AppError> {
    let store = auth::store()?;
    let offices = store.offices().await.map_err(auth::internal)?;
    let opening = form::opening(form, period, &offices).map_err(told)?;
    let outcome = store.open_call(&opening, &person.name, Utc::now()).await;
    settled("office", outcome.map_err(auth::internal)?)
}

/// Reopens a call and gives its quarter; what is refused is kept for its page.
pub(super) async fn reopen(period: &str, form: &Form, person: &Person) -> Result<Period, AppError> {
    let period = located(period, person)?;
    keeping(REOPENING, period, form, write_reopening(period, form, person).await).await
}

async fn write_reopening(period: Period, form: &Form, person: &Person) -> Result<(), AppError> {
    let store = auth::store()?;
    let windows = store.windows(period).await.map_err(auth::internal)?;
    let reopening = form::reopening(form, &windows, today()).map_err(told)?;
    let outcome = store.reopen_call(period, &reopening, &person.name, Utc::now()).await;
    settled("until", outcome.map_err(auth::internal)?)
}

/// The quarter of a request of somebody who may coordinate.
fn located(period: &str, person: &Person) -> Result<Period, AppError> {
    if !person.may_coordinate() {
        return Err(AppError::Forbidden("only administrators open and reopen data calls".into()));
    }
    named(period).map_err(|message| AppError::Invalid(vec![FieldError::new("period", message)]))
}

async fn keeping(
    name: &str,
    period: Period,
    form: &Form,
    done: Result<(), AppError>,
) -> Result<Period, AppError> {
    if let Err(error) = &done {
        let kept = CallForm { texts: form.clone(), error: Some(error.clone()) };
        auth::keep(&kept_as(name, period), &kept).await;
    }
    done.map(|()| period)
}

fn told(found: Vec<Finding>) -> AppError {
    let told = found.into_iter().map(|finding| FieldError::new(finding.column, finding.message));
    AppError::Invalid(told.collect())
}

/// What stood against a change is told at the field that could be another.
fn settled(field: &str, outcome: CallOutcome) -> Result<(), AppError> {
    match outcome {
        CallOutcome::Saved => Ok(()),
        CallOutcome::Refused(why) => {
            Err(AppError::Invalid(why.into_iter().map(|why| FieldError::new(field, why)).collect()))
        }
    }
}
