//! The grid of an office and a quarter.

use super::asked::{Asked, asked};
use super::{office, row};
use crate::api::review::REVIEW;
use crate::api::{Paged, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::window::quarter_of;
use crate::model::entry::{CallView, CompletionView, EntryView};
use crate::model::error::AppError;
use crate::model::query::EntryQuery;
use crate::store::{Completion, OfficeCall};

pub(super) async fn grid(raw: &str, person: &Person) -> Result<EntryView, AppError> {
    let query = EntryQuery::parse(raw).map_err(auth::unreadable)?;
    let store = auth::store()?;
    let Asked { offices, office, periods, period } = asked(&store, &query, Asked::SEEN, person).await?;
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
        told: auth::take_kept(REVIEW).await,
        periods,
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
