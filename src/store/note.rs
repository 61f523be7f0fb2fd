//! Notes of measures, each pinned to one of their periods.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::note::{Note, NoteKind};
use crate::domain::period::Period;

use super::audit::{Chain, Change, moment};
use super::page::{bound, places, rows};
use super::row::{self, word};
use super::{Store, StoreError, new_id, on, within};

/// A note, and who pinned it when.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteRecord {
    pub id: String,
    pub note: Note,
    pub author: String,
    /// UTC, as RFC 3339.
    pub at: String,
}

#[derive(FromRow)]
struct NoteRow {
    measure: String,
    id: String,
    period: String,
    kind: String,
    text: String,
    rebase: bool,
    author: String,
    at: String,
}

impl TryFrom<NoteRow> for (Code, NoteRecord) {
    type Error = StoreError;

    fn try_from(row: NoteRow) -> Result<(Code, NoteRecord), StoreError> {
        let NoteRow { measure, id, period, kind, text, rebase, author, at } = row;
        let kind = word(NoteKind::named(&kind), "note", &kind)?;
        let note = Note { period: row::period(&period)?, kind, text, rebase };
        Ok((row::code(measure)?, NoteRecord { id, note, author, at }))
    }
}

/// [`NoteRow`]s.
macro_rules! notes {
    ($condition:literal) => {
        concat!(
            "SELECT m.code AS measure, n.id, n.period, n.kind, n.text, n.rebase, n.author, n.at \
             FROM note n JOIN measure m ON m.id = n.measure_id ",
            $condition
        )
    };
}

/// The notes of measures, each measure's in the order of their periods, and then of their coming.
fn by_measure(rows: Vec<NoteRow>) -> Result<BTreeMap<Code, Vec<NoteRecord>>, StoreError> {
    let mut all: BTreeMap<Code, Vec<NoteRecord>> = BTreeMap::new();
    for row in rows {
        let (measure, record) = row.try_into()?;
        all.entry(measure).or_default().push(record);
    }
    for records in all.values_mut() {
        records.sort_by(|a, b| (a.note.period, &a.at, &a.id).cmp(&(b.note.period, &b.at, &b.id)));
    }
    Ok(all)
}

/// Where process limits begin anew, by measure.
fn stretches_by_measure(found: Vec<(String, String)>) -> Result<BTreeMap<Code, Vec<Period>>, StoreError> {
    let mut all: BTreeMap<Code, Vec<Period>> = BTreeMap::new();
    for (code, from) in found {
        all.entry(row::code(code)?).or_default().push(row::period(&from)?);
    }
    Ok(all)
}

impl Store {
    /// A measure's notes, in the order of their periods.
    pub async fn notes(&self, measure: &Code) -> Result<Vec<NoteRecord>, StoreError> {
        const SQL: &str = notes!("WHERE m.code = $1");
        let rows: Vec<NoteRow> =
            on!(self, db => sqlx::query_as(SQL).bind(measure.as_str()).fetch_all(db).await)?;
        Ok(by_measure(rows)?.remove(measure).unwrap_or_default())
    }

    /// The notes of up to a page of measures, in the same order. One statement.
    pub async fn notes_of(&self, codes: &[Code]) -> Result<BTreeMap<Code, Vec<Note>>, StoreError> {
        static SQL: LazyLock<String> =
            LazyLock::new(|| format!("{} WHERE m.code IN ({})", notes!(""), places()));
        let rows: Vec<NoteRow> = rows!(self, SQL.as_str(), &bound(codes))?;
        let notes = |records: Vec<NoteRecord>| records.into_iter().map(|record| record.note).collect();
        Ok(by_measure(rows)?.into_iter().map(|(code, records)| (code, notes(records))).collect())
    }

    /// The periods with which the process limits of measures begin anew, by a new definition or by a note, of those
    /// that have any. One statement.
    pub async fn stretches(&self) -> Result<BTreeMap<Code, Vec<Period>>, StoreError> {
        const SQL: &str = "SELECT m.code, d.from_period FROM definition d JOIN measure m ON m.id = d.measure_id \
             WHERE d.from_period <> '' \
             UNION SELECT m.code, n.period FROM note n JOIN measure m ON m.id = n.measure_id WHERE n.rebase";
        stretches_by_measure(on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?)
    }

    /// The same of up to a page of measures. One statement.
    pub async fn stretches_of(&self, codes: &[Code]) -> Result<BTreeMap<Code, Vec<Period>>, StoreError> {
        static SQL: LazyLock<String> = LazyLock::new(|| {
            let places = places();
            format!(
                "SELECT m.code, d.from_period FROM definition d JOIN measure m ON m.id = d.measure_id \
                 WHERE d.from_period <> '' AND m.code IN ({places}) \
                 UNION SELECT m.code, n.period FROM note n JOIN measure m ON m.id = n.measure_id \
                 WHERE n.rebase AND m.code IN ({places})"
            )
        });
        stretches_by_measure(rows!(self, SQL.as_str(), &bound(codes))?)
    }

    /// Pins a note to a period of a measure. False where there is no such measure.
    pub async fn pin_note(
        &self,
        measure: &Code,
        note: &Note,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const PUT: &str = "INSERT INTO note (id, measure_id, period, kind, text, rebase, author, at) \
             SELECT $1, id, $2, $3, $4, $5, $6, $7 FROM measure WHERE code = $8";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let put = within!(&mut tx, db => sqlx::query(PUT)
            .bind(new_id()).bind(note.period.to_string()).bind(note.kind.name()).bind(&note.text)
            .bind(note.rebase).bind(actor).bind(moment(at)).bind(measure.as_str())
            .execute(db).await.map(|done| done.rows_affected()))?;
        if put == 0 {
            return Ok(false);
        }
        let (subject, after) = (subject(measure, note), Some(json!(note)));
        chain.append(&mut tx, Change { actor, at, action: "pin note", subject, before: None, after }).await?;
        chain.commit(tx).await?;
        Ok(true)
    }

    /// Takes a note of a measure away; what it said stays in the audit trail. False where it is gone already.
    pub async fn withdraw_note(
        &self,
        measure: &Code,
        id: &str,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const ONE: &str = notes!("WHERE n.id = $1 AND m.code = $2");
        const REMOVE: &str = "DELETE FROM note WHERE id = $1";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let row: Option<NoteRow> = within!(&mut tx, db =>
            sqlx::query_as(ONE).bind(id).bind(measure.as_str()).fetch_optional(db).await)?;
        let Some((_, NoteRecord { note, .. })) = row.map(TryInto::try_into).transpose()? else {
            return Ok(false);
        };
        within!(&mut tx, db => sqlx::query(REMOVE).bind(id).execute(db).await.map(drop))?;
        let (subject, before) = (subject(measure, &note), Some(json!(note)));
        chain
            .append(&mut tx, Change { actor, at, action: "withdraw note", subject, before, after: None })
            .await?;
        chain.commit(tx).await?;
        Ok(true)
    }
}

/// What the entries of a note are about.
fn subject(measure: &Code, note: &Note) -> String {
    format!("note:{measure}/{}", note.period)
}
