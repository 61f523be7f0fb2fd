//! The categories of a measure's breakdowns.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::breakdown::Categories;
use crate::domain::code::Code;

use super::audit::{Chain, Change};
use super::row;
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

    /// The same of each measure that lists any, by its code.
    pub(super) async fn all_categories(&self) -> Result<Vec<Categories>, StoreError> {
        const SQL: &str = "SELECT m.code, c.dimension || '=' || c.name FROM category c \
             JOIN measure m ON m.id = c.measure_id ORDER BY c.position";
        let rows: Vec<(String, String)> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        let mut all: BTreeMap<Code, Vec<String>> = BTreeMap::new();
        for (measure, category) in rows {
            all.entry(row::code(measure)?).or_default().push(category);
        }
        Ok(all.into_iter().map(|(measure, categories)| Categories { measure, categories }).collect())
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
        let before = listed(&mut tx, &edit.measure).await?;
        if before == edit.categories {
            return Ok(EditOutcome::Saved(edit.seen));
        }
        put(&mut tx, &edit.measure, &edit.categories).await?;
        let change = Change {
            actor: &edit.actor,
            at: edit.at,
            action: "change",
            subject: Categories::subject_of(&edit.measure),
            before: Some(json!(before)),
            after: Some(json!(edit.categories)),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(EditOutcome::Saved(revision))
    }
}

/// As [`Store::categories`], in a transaction.
pub(super) async fn listed(tx: &mut Tx, measure: &Code) -> Result<Vec<String>, StoreError> {
    Ok(within!(tx, db => sqlx::query_scalar(LISTED).bind(measure.as_str()).fetch_all(db).await)?)
}

/// Moves a measure's revision on, so that whoever looked at it before is told.
pub(super) async fn touch(tx: &mut Tx, measure: &Code) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE measure SET revision = revision + 1 WHERE code = $1";
    within!(tx, db => sqlx::query(SQL).bind(measure.as_str()).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes the list, in place of what was listed.
pub(super) async fn put(tx: &mut Tx, measure: &Code, categories: &[String]) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM category WHERE measure_id = (SELECT id FROM measure WHERE code = $1)";
    const PUT: &str = "INSERT INTO category (measure_id, dimension, name, position) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4)";
    let code = measure.as_str();
    within!(&mut *tx, db => sqlx::query(CLEAR).bind(code).execute(db).await.map(drop))?;
    for (position, category) in categories.iter().enumerate() {
        let (dimension, name) = category.split_once('=').unwrap_or((category, ""));
        within!(&mut *tx, db => sqlx::query(PUT)
            .bind(code).bind(dimension).bind(name).bind(position as i64).execute(db).await.map(drop))?;
    }
    Ok(())
}
