//! The grid of an office and a quarter.

use super::row;
use crate::api::dashboard::latest_quarter;
use crate::api::{Paged, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::goal::Office;
use crate::domain::period::{Calendar, Period};
use crate::model::entry::EntryView;
use crate::model::error::{AppError, FieldError};
use crate::model::query::EntryQuery;

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
    Ok(EntryView {
        may_enter: person.may_enter(&office.code),
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
