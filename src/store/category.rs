//! The categories of a measure's breakdowns.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::domain::breakdown::{self, Breakdown};
use crate::domain::code::Code;

use super::audit::{Chain, Change};
use super::catalog::known;
use super::{EditOutcome, MeasureRecord, Store, StoreError, Tx, on, within};

/// The categories of a measure as they are to be, each `dimension=category`.
#[derive(Clone, Debug)]
pub struct CategoryEdit {
    pub measure: Code,
    pub categories: Vec<String>,
    /// The measure's revision that its author saw.
    pub seen: i64,
    pub actor: String,
    pub at: DateTime<Utc>,
}

const LISTED: &str = "SELECT c.dimension || '=' || c.name FROM category c JOIN measure m ON m.id = c.measure_id \
     WHERE m.code = $1 ORDER BY c.position";
const USED: &str = "SELECT a.category FROM actual a JOIN measure m ON m.id = a.measure_id \
     WHERE m.code = $1 AND a.category <> '' \
     UNION SELECT t.category FROM target t JOIN measure m ON m.id = t.measure_id \
     WHERE m.code = $1 AND t.category <> ''";

impl Store {
    /// The categories that a measure lists, in their order.
    pub async fn categories(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, db => sqlx::query_scalar(LISTED).bind(measure.as_str()).fetch_all(db).await)?)
    }

    /// The categories for which there are figures or targets, listed or not.
    pub async fn used_categories(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        let mut used: Vec<String> =
            on!(self, db => sqlx::query_scalar(USED).bind(measure.as_str()).fetch_all(db).await)?;
        // By their bytes: databases order texts each in its own way.
        used.sort();
        Ok(used)
    }

    /// All of them: those listed, in their order, then those that are used besides.
    pub async fn every_category(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        Ok(breakdown::all(&self.categories(measure).await?, &self.used_categories(measure).await?))
    }

    /// A measure's figures by the categories of one dimension, as of `today`; with what waits for
    /// approval where `drafts` says so. One statement.
    pub async fn breakdown(
        &self,
        record: &MeasureRecord,
        dimension: &str,
        drafts: bool,
        today: NaiveDate,
    ) -> Result<Breakdown, StoreError> {
        let cells = self.cells_of_categories(&record.measure.code).await?;
        let of = |category: &String| {
            let targets = record.category_targets.iter().filter(|v| v.target.category == *category);
            let stood = targets.clone().filter(|version| version.stood).map(|version| &version.target);
            let others = targets.filter(|v| !v.stood && v.in_force).map(|version| &version.target);
            let cells = cells.iter().filter(|cell| cell.key.category == *category);
            known(stood, others, cells, drafts)
        };
        let asked = record.categories.iter().filter(|category| breakdown::parts(category).0 == dimension);
        let categories: Vec<_> =
            asked.map(|category| (breakdown::parts(category).1.to_owned(), of(category))).collect();
        let (measure, course, total) = (&record.measure, record.course(), record.known(drafts));
        Ok(Breakdown::assemble(measure, &course, dimension, &total, &categories, today))
    }

    /// Writes the list. One that leaves out a category which has got figures meanwhile is a conflict.
    pub async fn save_categories(&self, edit: &CategoryEdit) -> Result<EditOutcome, StoreError> {
        const REVISION: &str =
            "UPDATE measure SET revision = revision + 1 WHERE code = $1 AND revision = $2 RETURNING revision";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let code = edit.measure.as_str();
        let revision: Option<i64> = within!(&mut tx, db =>
            sqlx::query_scalar(REVISION).bind(code).bind(edit.seen).fetch_optional(db).await)?;
        let used: Vec<String> =
            within!(&mut tx, db => sqlx::query_scalar(USED).bind(code).fetch_all(db).await)?;
        let Some(revision) = revision.filter(|_| used.iter().all(|used| edit.categories.contains(used)))
        else {
            return Ok(EditOutcome::Conflict);
        };
        let before: Vec<String> =
            within!(&mut tx, db => sqlx::query_scalar(LISTED).bind(code).fetch_all(db).await)?;
        if before == edit.categories {
            return Ok(EditOutcome::Saved(edit.seen));
        }
        put(&mut tx, edit).await?;
        let change = Change {
            actor: &edit.actor,
            at: edit.at,
            action: "change",
            subject: format!("categories:{code}"),
            before: Some(json!(before)),
            after: Some(json!(edit.categories)),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(EditOutcome::Saved(revision))
    }
}

async fn put(tx: &mut Tx, edit: &CategoryEdit) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM category WHERE measure_id = (SELECT id FROM measure WHERE code = $1)";
    const PUT: &str = "INSERT INTO category (measure_id, dimension, name, position) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4)";
    let code = edit.measure.as_str();
    within!(&mut *tx, db => sqlx::query(CLEAR).bind(code).execute(db).await.map(drop))?;
    for (position, category) in edit.categories.iter().enumerate() {
        let (dimension, name) = breakdown::parts(category);
        within!(&mut *tx, db => sqlx::query(PUT)
            .bind(code).bind(dimension).bind(name).bind(position as i64).execute(db).await.map(drop))?;
    }
    Ok(())
}
