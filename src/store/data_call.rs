//! How far offices have come with a data call, and their word that it is complete.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::goal::Office;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::progress::{Asked, Progress};
use crate::domain::window::{Window, subject};

use super::audit::{Chain, Change, moment};
use super::cell::Cell;
use super::{Store, StoreError, Tx, on, row, within};

/// An office's word that it has given all the figures of a quarter that it will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// How many figures are meant to be empty.
    pub empty: usize,
}

/// An office and how far it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeCall {
    pub office: Office,
    pub window: Option<Window>,
    pub completion: Option<Completion>,
    pub progress: Progress,
}

/// A completion to be written.
#[derive(Clone, Debug)]
pub struct Completing {
    pub office: Code,
    pub period: Period,
    /// How many figures are meant to be empty.
    pub empty: usize,
    /// The number of the last change when that was looked at.
    pub version: i64,
    pub actor: String,
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
struct CompletionRow {
    office: String,
    completed_by: String,
    at: String,
    empty: i64,
}

impl From<CompletionRow> for Completion {
    fn from(row: CompletionRow) -> Completion {
        Completion { by: row.completed_by, at: row.at, empty: usize::try_from(row.empty).unwrap_or_default() }
    }
}

macro_rules! completions {
    ($condition:literal) => {
        concat!(
            "SELECT o.code AS office, c.completed_by, c.at, c.empty FROM call_completion c \
             JOIN office o ON o.id = c.office_id WHERE c.period = $1",
            $condition
        )
    };
}

impl Store {
    /// One office, or all of them by code, with how far each has come with the figures of a quarter as of
    /// `today`. Eight statements.
    pub async fn data_call(
        &self,
        period: Period,
        office: Option<&Code>,
        today: NaiveDate,
    ) -> Result<Vec<OfficeCall>, StoreError> {
        let mut offices = self.offices().await?;
        offices.retain(|one| office.is_none_or(|office| one.code == *office));
        let windows = self.windows(period).await?;
        let mut completions = self.completions(period).await?;
        let measures = self.measures(office).await?;
        let categories = self.categories_of_office(office).await?;
        let mut cells: BTreeMap<Code, Vec<Cell>> = BTreeMap::new();
        for cell in self.cells_of_office(office, period).await? {
            cells.entry(cell.key.measure.clone()).or_default().push(cell);
        }
        let entered = self.offices_that_entered().await?;
        let of = |office: Office| {
            let window = windows.iter().find(|window| window.office == office.code).cloned();
            let own = measures.iter().filter(|measure| measure.office == office.code);
            let asked = own.flat_map(|measure| {
                let (categories, cells) = (categories.get(&measure.code), cells.get(&measure.code));
                asked(measure, (period, today), categories, cells, window.as_ref())
            });
            let completion = completions.remove(&office.code);
            let meant = completion.as_ref().map(|completion| completion.empty);
            let progress = Progress {
                never_updated: !entered.contains(&office.code),
                ..Progress::of(asked, window.as_ref(), today).completed(meant)
            };
            OfficeCall { office, window, completion, progress }
        };
        Ok(offices.into_iter().map(of).collect())
    }

    async fn completions(&self, period: Period) -> Result<BTreeMap<Code, Completion>, StoreError> {
        const SQL: &str = completions!("");
        let rows: Vec<CompletionRow> =
            on!(self, db => sqlx::query_as(SQL).bind(period.to_string()).fetch_all(db).await)?;
        rows.into_iter().map(|row| Ok((row::code(row.office.clone())?, row.into()))).collect()
    }

    /// The offices of which somebody has entered a figure of theirs.
    async fn offices_that_entered(&self) -> Result<BTreeSet<Code>, StoreError> {
        const SQL: &str = "SELECT o.code FROM office o WHERE EXISTS (SELECT 1 FROM measure m \
             JOIN actual a ON a.measure_id = m.id JOIN person p ON p.name = a.author \
             WHERE m.office_id = o.id AND p.office_id = o.id)";
        let codes: Vec<String> = on!(self, db => sqlx::query_scalar(SQL).fetch_all(db).await)?;
        codes.into_iter().map(row::code).collect()
    }

    /// Keeps an office's word that a quarter is complete. Says whether it did: not where somebody has changed
    /// anything since.
    pub async fn complete_call(&self, completing: &Completing) -> Result<bool, StoreError> {
        const SQL: &str = "INSERT INTO call_completion (office_id, period, completed_by, at, empty) \
             VALUES ((SELECT id FROM office WHERE code = $1), $2, $3, $4, $5) \
             ON CONFLICT (office_id, period) DO UPDATE SET completed_by = excluded.completed_by, \
             at = excluded.at, empty = excluded.empty";
        let Completing { office, period, empty, version, actor, at } = completing;
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        if chain.seq() != *version {
            return Ok(false);
        }
        within!(&mut tx, db => sqlx::query(SQL)
            .bind(office.as_str()).bind(period.to_string()).bind(actor).bind(moment(*at)).bind(*empty as i64)
            .execute(db).await.map(drop))?;
        let change = Change {
            actor,
            at: *at,
            action: "complete",
            subject: subject(office, *period),
            before: None,
            after: Some(json!({ "meant to be empty": empty })),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(true)
    }
}

/// The figures that are asked of a measure in a quarter: of each period the total, and each of its categories.
fn asked<'a>(
    measure: &'a Measure,
    (quarter, today): (Period, NaiveDate),
    categories: Option<&'a Vec<String>>,
    cells: Option<&'a Vec<Cell>>,
    window: Option<&'a Window>,
) -> impl Iterator<Item = Asked> + 'a {
    measure.asked_in(quarter, today).into_iter().flat_map(move |period| {
        let deadline = window.map(|window| window.deadline(measure, period));
        let categories = [""].into_iter().chain(categories.into_iter().flatten().map(String::as_str));
        let of = |category: &str| {
            let mut own = cells.into_iter().flatten();
            let cell = own.find(|cell| cell.key.period == period && cell.key.category == category);
            let newest = cell.and_then(Cell::newest);
            Asked {
                state: newest.map(|version| version.state),
                missing: newest.is_some_and(|version| version.figure.missing().is_some()),
                deadline,
            }
        };
        categories.map(of).collect::<Vec<_>>()
    })
}

/// Takes back an office's word that a quarter is complete, where it was given: something was saved.
pub(super) async fn withdraw(
    tx: &mut Tx,
    chain: &mut Chain,
    (office, period): (&Code, Period),
    (actor, at): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    const OLD: &str = completions!(" AND o.code = $2");
    const SQL: &str = "DELETE FROM call_completion \
         WHERE office_id = (SELECT id FROM office WHERE code = $2) AND period = $1";
    let old: Option<CompletionRow> = within!(&mut *tx, db => sqlx::query_as(OLD)
        .bind(period.to_string()).bind(office.as_str()).fetch_optional(db).await)?;
    let Some(old) = old.map(Completion::from) else {
        return Ok(());
    };
    within!(&mut *tx, db => sqlx::query(SQL)
        .bind(period.to_string()).bind(office.as_str()).execute(db).await.map(drop))?;
    let change = Change {
        actor,
        at,
        action: "withdraw completion",
        subject: subject(office, period),
        before: Some(json!({ "meant to be empty": old.empty })),
        after: None,
    };
    chain.append(tx, change).await
}
