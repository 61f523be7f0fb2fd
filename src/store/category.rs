//! The categories of a measure's breakdowns.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::code::Code;

use super::audit::{Chain, Change};
use super::{EditOutcome, Store, StoreError, Tx, on, within};

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
     WHERE m.code = $1 AND t.category <> '' ORDER BY 1";

impl Store {
    /// The categories that a measure lists, in their order.
    pub async fn categories(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, db => sqlx::query_scalar(LISTED).bind(measure.as_str()).fetch_all(db).await)?)
    }

    /// The categories for which there are figures or targets, listed or not.
    pub async fn used_categories(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, db => sqlx::query_scalar(USED).bind(measure.as_str()).fetch_all(db).await)?)
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
        let (dimension, name) = category.split_once('=').unwrap_or((category, ""));
        within!(&mut *tx, db => sqlx::query(PUT)
            .bind(code).bind(dimension).bind(name).bind(position as i64).execute(db).await.map(drop))?;
    }
    Ok(())
}
