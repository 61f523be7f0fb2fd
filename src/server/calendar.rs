//! The days of data calls as a calendar: for people signed in to take along, and for calendar programs, which
//! cannot sign in and show the token of their person instead.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{Extensions, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{NaiveDate, TimeDelta, Utc};

use crate::auth::{self, internal};
use crate::domain::access::Person;
use crate::domain::goal::Office;
use crate::domain::window::Window;
use crate::export::calendar;
use crate::model::error::AppError;
use crate::model::query::pairs;
use crate::store::{Store, StoreError, TokenOf};

use super::downloads::Refusal;

/// For how long a day that is over stays in a calendar, and how far one can be ahead.
const BEFORE: TimeDelta = TimeDelta::days(400);
const AHEAD: TimeDelta = TimeDelta::days(1100);

#[derive(Clone)]
struct Calendar {
    store: Store,
    site: Option<Arc<str>>,
}

/// `/call/calendar.ics`.
pub fn routes(store: Store, site: Option<Arc<str>>) -> Router {
    Router::new().route("/call/calendar.ics", get(file)).with_state(Calendar { store, site })
}

async fn file(
    State(Calendar { store, site }): State<Calendar>,
    RawQuery(raw): RawQuery,
    extensions: Extensions,
) -> Result<Response, Refusal> {
    let raw = raw.unwrap_or_default();
    let token = pairs(&raw).find(|(name, _)| name == "token");
    let person = match token {
        Some((_, token)) => {
            let found = store.person_by_token(TokenOf::Calendar, &token).await.map_err(internal)?;
            found.ok_or_else(|| {
                AppError::NotFound("calendar of this address; the account page has the one that holds".into())
            })?
        }
        None => auth::person_of(&extensions).ok_or(AppError::Unauthenticated)?,
    };
    let now = Utc::now();
    let calls = calls(&store, &person, now.date_naive()).await.map_err(internal)?;
    let text = calendar::calls(&calls, site.as_deref(), now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"figures-due.ics\""),
        (header::CACHE_CONTROL, "private, no-cache"),
    ];
    Ok((headers, text).into_response())
}

/// The calls of the offices for which a person enters or reviews figures.
async fn calls(
    store: &Store,
    person: &Person,
    today: NaiveDate,
) -> Result<Vec<(Office, Window)>, StoreError> {
    let offices = store.offices().await?;
    let windows = store.windows_due(today - BEFORE, today + AHEAD).await?;
    let with_office = |window: Window| {
        let office = offices.iter().find(|office| office.code == window.office)?;
        let concerns = person.works_on(&office.code);
        concerns.then(|| (office.clone(), window))
    };
    Ok(windows.into_iter().filter_map(with_office).collect())
}
