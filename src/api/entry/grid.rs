//! The grid of an office and a quarter.

use super::{office, row};
use crate::api::dashboard::latest_quarter;
use crate::api::{Paged, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::goal::Office;
use crate::domain::period::{Calendar, Period};
use crate::domain::window::quarter_of;
use crate::model::entry::{CallView, CompletionView, EntryView};
use crate::model::error::{AppError, FieldError};
use crate::model::query::EntryQuery;
use crate::store::{Completion, OfficeCall};

/// How many quarters there are to choose from.
const CHOICES: i32 = 24;

pub(super) async fn grid(raw: &str, person: &Person) -> Result<EntryView, AppError> {
    let query = EntryQuery::parse(raw).map_err(auth::unreadable)?;
    let store = auth::store()?;
    let offices: Vec<Office> = store
        .offices()
        .await
        .map_err(auth::internal)?
        .into_iter()
        .filter(|office| person.may_enter(&office.code) || person.may_review(&office.code))
        .collect();
    let office = match &query.office {
        Some(code) => offices.iter().find(|office| office.code == *code).cloned(),
        None => offices.first().cloned(),
    };
    let Some(office) = office else {
        return Err(AppError::Forbidden("this office's figures are for its stewards and reviewers".into()));
    };
    let last = Period::quarter_containing(Calendar::Fiscal, today());
    let period = match query.period {
        Some(period) if period > last => {
            let message = format!("{} has not begun; choose {} or earlier", period.label(), last.label());
            return Err(auth::unreadable(vec![FieldError::new("period", message)]));
        }
        Some(period) => period,
        None => latest_quarter(&store).await.map_err(auth::internal)?,
    };
    let found = row::rows(&store, &office.code, period, query.page, person).await;
    let Paged { items: rows, total, page, pages } = found.map_err(auth::internal)?;
    let called = store.data_call(quarter_of(period), Some(&office.code), today()).await;
    let called = called.map_err(auth::internal)?.into_iter().next();
    let progress = called.as_ref().map(|called| called.progress.clone()).unwrap_or_default();
    Ok(EntryView {
        person: person.name.clone(),
        columns: row::columns(period),
        may_enter: person.may_enter(&office.code),
        may_coordinate: person.may_coordinate(),
        sentence: progress.sentence(),
        progress,
        call: called.and_then(call_view),
        refused: auth::take_kept(&office::kept_as(&office.code, quarter_of(period))).await,
        periods: (0..CHOICES).map(|back| last.step(-back)).collect(),
        offices,
        office,
        period,
        rows,
        total,
        page,
        pages,
    })
}

/// The call of an office as it stands today; `None` where none was opened.
pub(in crate::api) fn call_view(called: OfficeCall) -> Option<CallView> {
    let completion = called.completion.map(|Completion { by, at, empty }| CompletionView { by, at, empty });
    Some(CallView::on(called.window?, completion, today()))
}
