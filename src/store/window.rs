//! Data calls: when an office's figures of a quarter are asked for.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::window::form::{Opening, Reopening};
use crate::domain::window::{self, Deadline, Entry, Window};

use super::audit::{Chain, Change};
use super::cell::CellKey;
use super::row::MeasureRow;
use super::{Store, StoreError, Tx, catalog, on, row, within};

/// What became of a change to data calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    Saved,
    /// Nothing was written; why, for each call that stands against it.
    Refused(Vec<String>),
}

#[derive(FromRow)]
struct WindowRow {
    office: String,
    period: String,
    opens: String,
    due: String,
    closes: String,
    reopened_until: Option<String>,
    reason: String,
}

impl TryFrom<WindowRow> for Window {
    type Error = StoreError;

    fn try_from(row: WindowRow) -> Result<Window, StoreError> {
        Ok(Window {
            office: row::code(row.office)?,
            period: row::period(&row.period)?,
            opens: row::date(row.opens)?,
            due: row::date(row.due)?,
            closes: row::date(row.closes)?,
            reopened_until: row.reopened_until.map(row::date).transpose()?,
            reason: row.reason,
        })
    }
}

/// [`WindowRow`]s.
macro_rules! windows {
    ($condition:literal) => {
        concat!(
            "SELECT o.code AS office, w.period, w.opens, w.due, w.closes, w.reopened_until, w.reason \
             FROM call_window w JOIN office o ON o.id = w.office_id ",
            $condition
        )
    };
}

const WINDOW: &str = windows!("WHERE o.code = $1 AND w.period = $2");

impl Store {
    /// The calls that were opened for a quarter, by office.
    pub async fn windows(&self, period: Period) -> Result<Vec<Window>, StoreError> {
        const SQL: &str = windows!("WHERE w.period = $1 ORDER BY o.code");
        let rows: Vec<WindowRow> =
            on!(self, db => sqlx::query_as(SQL).bind(period.to_string()).fetch_all(db).await)?;
        rows.into_iter().map(Window::try_from).collect()
    }

    /// The calls of any quarter that are due from the one day to the other, by day and office.
    pub async fn windows_due(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Window>, StoreError> {
        const SQL: &str = windows!("WHERE w.due >= $1 AND w.due <= $2");
        let rows: Vec<WindowRow> = on!(self, db => sqlx::query_as(SQL)
            .bind(from.to_string()).bind(to.to_string()).fetch_all(db).await)?;
        let mut windows = rows.into_iter().map(Window::try_from).collect::<Result<Vec<_>, _>>()?;
        windows.sort_by(|one, other| (one.due, &one.office).cmp(&(other.due, &other.office)));
        Ok(windows)
    }

    /// The call of one office for a quarter; `None` where none was opened.
    pub async fn window(&self, office: &Code, period: Period) -> Result<Option<Window>, StoreError> {
        let row: Option<WindowRow> = on!(self, db => sqlx::query_as(WINDOW)
            .bind(office.as_str()).bind(period.to_string()).fetch_optional(db).await)?;
        row.map(Window::try_from).transpose()
    }

    /// Opens the call for some offices, or changes its days where it is open already: for all of them or for
    /// none. A call that has closed stands against it.
    pub async fn open_call(
        &self,
        opening: &Opening,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<CallOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let mut refused = Vec::new();
        for office in &opening.offices {
            let before = window_within(&mut tx, office, opening.period).await?;
            let after = match &before {
                None => Ok(Window::opened(office.clone(), opening.period, opening.dates)),
                Some(before) => before.moved(opening.dates, at.date_naive()),
            };
            match after {
                Err(why) => refused.push(why),
                Ok(after) => {
                    let action = if before.is_some() { "change" } else { "open" };
                    put(&mut tx, &mut chain, Putting { before, after, action, actor, at }).await?;
                }
            }
        }
        if !refused.is_empty() {
            return Ok(CallOutcome::Refused(refused));
        }
        chain.commit(tx).await?;
        Ok(CallOutcome::Saved)
    }

    /// Takes figures again after a call had closed.
    pub async fn reopen_call(
        &self,
        period: Period,
        reopening: &Reopening,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<CallOutcome, StoreError> {
        let Reopening { office, until, reason } = reopening;
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let before = window_within(&mut tx, office, period).await?;
        let Some(window) = &before else {
            return Ok(CallOutcome::Refused(vec![format!("no call was opened for {office}")]));
        };
        let after = match window.reopened(*until, reason, at.date_naive()) {
            Ok(after) => after,
            Err(why) => return Ok(CallOutcome::Refused(vec![why])),
        };
        put(&mut tx, &mut chain, Putting { before, after, action: "reopen", actor, at }).await?;
        chain.commit(tx).await?;
        Ok(CallOutcome::Saved)
    }
}

/// A call to be written, with what its audit entry tells.
struct Putting<'a> {
    before: Option<Window>,
    after: Window,
    action: &'static str,
    actor: &'a str,
    at: DateTime<Utc>,
}

/// Writes a call and its audit entry, where it is another than before.
async fn put(tx: &mut Tx, chain: &mut Chain, putting: Putting<'_>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO call_window (office_id, period, opens, due, closes, reopened_until, reason) \
         VALUES ((SELECT id FROM office WHERE code = $1), $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (office_id, period) DO UPDATE SET opens = excluded.opens, due = excluded.due, \
         closes = excluded.closes, reopened_until = excluded.reopened_until, reason = excluded.reason";
    let Putting { before, after, action, actor, at } = putting;
    if before.as_ref() == Some(&after) {
        return Ok(());
    }
    let day = |day: NaiveDate| day.to_string();
    within!(&mut *tx, db => sqlx::query(SQL)
        .bind(after.office.as_str()).bind(after.period.to_string())
        .bind(day(after.opens)).bind(day(after.due)).bind(day(after.closes))
        .bind(after.reopened_until.map(day)).bind(&after.reason)
        .execute(db).await.map(drop))?;
    let change = Change {
        actor,
        at,
        action,
        subject: after.subject(),
        before: before.map(|before| json!(before)),
        after: Some(json!(after)),
    };
    chain.append(tx, change).await
}

/// As [`Store::window`], in a transaction.
pub(super) async fn window_within(
    tx: &mut Tx,
    office: &Code,
    period: Period,
) -> Result<Option<Window>, StoreError> {
    let row: Option<WindowRow> = within!(tx, db => sqlx::query_as(WINDOW)
        .bind(office.as_str()).bind(period.to_string()).fetch_optional(db).await)?;
    row.map(Window::try_from).transpose()
}

/// What decides whether a figure can be entered: its measure, and the call that asks for it.
pub(super) struct Gate {
    pub measure: Measure,
    pub window: Option<Window>,
    period: Period,
}

impl Gate {
    /// As this transaction sees it: nobody opens or closes a call while a figure is written.
    pub async fn of(tx: &mut Tx, key: &CellKey) -> Result<Gate, StoreError> {
        let row: Option<MeasureRow> = within!(&mut *tx, db =>
            sqlx::query_as(catalog::MEASURE).bind(key.measure.as_str()).fetch_optional(db).await)?;
        let unknown = || StoreError::Unknown { what: "measure", code: key.measure.to_string() };
        let measure = Measure::try_from(row.ok_or_else(unknown)?)?;
        let window = window_within(tx, &measure.office, window::quarter_of(key.period)).await?;
        Ok(Gate { measure, window, period: key.period })
    }

    pub fn entry(&self, today: NaiveDate) -> Entry {
        window::entry(&self.measure, self.period, self.window.as_ref(), today)
    }

    pub fn deadline(&self) -> Option<Deadline> {
        self.window.as_ref().map(|window| window.deadline(&self.measure, self.period))
    }
}
