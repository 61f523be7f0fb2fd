//! The template that an office fills in: a row for each figure of a quarter that is asked for.

use std::collections::BTreeMap;

use super::asked::{Asked, asked};
use crate::api::today;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::goal::Office;
use crate::domain::import::Cell as FileCell;
use crate::domain::import::upload::{Standing, template_row};
use crate::domain::period::Period;
use crate::domain::window::quarter_of;
use crate::model::error::AppError;
use crate::model::query::EntryQuery;
use crate::store::{Cell, CellKey, Store};

/// A template with what stands in it.
pub struct Template {
    pub office: Office,
    pub period: Period,
    pub rows: Vec<Vec<FileCell>>,
}

/// The template that the part of an address after `?` asks for. For those who enter or review the office's
/// figures.
///
/// # Errors
/// The address cannot be read, or the person is neither.
pub async fn template(store: &Store, raw: &str, person: &Person) -> Result<Template, AppError> {
    let query = EntryQuery::parse(raw).map_err(AppError::Invalid)?;
    let Asked { office, period, .. } = asked(store, &query, Asked::SEEN, person).await?;
    let quarter = quarter_of(period);
    let measures = store.measures(Some(&office.code)).await.map_err(auth::internal)?;
    let cells = store.cells_of_office(Some(&office.code), quarter).await.map_err(auth::internal)?;
    let cells: BTreeMap<CellKey, Cell> = cells.into_iter().map(|cell| (cell.key.clone(), cell)).collect();
    let categories = store.categories_of_office(Some(&office.code)).await.map_err(auth::internal)?;
    let mut rows = Vec::new();
    for measure in &measures {
        let own = categories.get(&measure.code).into_iter().flatten().map(String::as_str);
        let own: Vec<&str> = [""].into_iter().chain(own).collect();
        for period in measure.asked_in(quarter, today()) {
            for category in &own {
                let key = CellKey { measure: measure.code.clone(), period, category: (*category).to_owned() };
                rows.push(template_row(measure, (period, category), standing(cells.get(&key))));
            }
        }
    }
    Ok(Template { office, period, rows })
}

fn standing(cell: Option<&Cell>) -> Standing<'_> {
    let newest = cell.and_then(Cell::newest);
    let waiting = cell.and_then(|cell| cell.working.as_ref());
    newest.map_or(Standing::default(), |newest| Standing {
        figure: Some(newest.figure),
        note: &newest.note,
        explanation: &newest.explanation,
        plan: &newest.plan,
        reason: waiting.map_or("", |waiting| &waiting.reason),
    })
}
