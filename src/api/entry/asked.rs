//! Which office's figures of which quarter are asked for, and by whom they may be.

use crate::api::dashboard::latest_quarter;
use crate::api::today;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::goal::Office;
use crate::domain::period::{Calendar, Period};
use crate::model::error::{AppError, FieldError};
use crate::model::query::EntryQuery;
use crate::store::Store;

/// How many quarters there are to choose from.
const CHOICES: i32 = 24;

/// An office and a quarter, and those to choose from.
pub(super) struct Asked {
    pub offices: Vec<Office>,
    pub office: Office,
    /// Latest first.
    pub periods: Vec<Period>,
    pub period: Period,
}

/// Who may ask, and what the others are told.
pub(super) type Rule = (fn(&Person, &Code) -> bool, &'static str);

impl Asked {
    /// Whoever enters or reviews an office's figures.
    pub const SEEN: Rule = (Person::works_on, "this office's figures are for its stewards and reviewers");
    /// Whoever enters them.
    pub const ENTERED: Rule = (Person::may_enter, "only stewards of an office enter its figures");
}

/// What is asked for; the person's first office and the latest quarter with figures, where nothing is said.
pub(super) async fn asked(
    store: &Store,
    query: &EntryQuery,
    (may, refusal): Rule,
    person: &Person,
) -> Result<Asked, AppError> {
    let mut offices = store.offices().await.map_err(auth::internal)?;
    offices.retain(|office| may(person, &office.code));
    let office = match &query.office {
        Some(code) => offices.iter().find(|office| office.code == *code).cloned(),
        None => offices.first().cloned(),
    };
    let Some(office) = office else {
        return Err(AppError::Forbidden(refusal.into()));
    };
    let last = Period::quarter_containing(Calendar::Fiscal, today());
    let period = match query.period {
        Some(period) if period > last => {
            let message = format!("{} has not begun; choose {} or earlier", period.label(), last.label());
            return Err(auth::unreadable(vec![FieldError::new("period", message)]));
        }
        Some(period) => period,
        None => latest_quarter(store).await.map_err(auth::internal)?,
    };
    let periods = (0..CHOICES).map(|back| last.step(-back)).collect();
    Ok(Asked { offices, office, periods, period })
}
