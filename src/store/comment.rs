//! What people say to each other about a figure.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::code::Code;

use super::audit::{Chain, Change, moment};
use super::cell::CellKey;
use super::page::{PAGE, bound, places, rows};
use super::{Store, StoreError, Tx, new_id, row, within};

/// A comment on a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub id: String,
    /// The comment that it answers.
    pub parent: Option<String>,
    pub key: CellKey,
    pub author: String,
    /// RFC 3339, UTC.
    pub at: String,
    pub text: String,
    /// What was done with the figure: `return`; empty for nothing.
    pub action: String,
}

/// A comment to be added.
#[derive(Clone, Debug)]
pub struct Commenting {
    pub key: CellKey,
    /// The comment that it answers.
    pub parent: Option<String>,
    pub text: String,
    pub actor: String,
    pub at: DateTime<Utc>,
}

/// What became of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentOutcome {
    Added,
    /// There is no such comment on this figure that could be answered. Nothing was written.
    NoParent,
}

#[derive(FromRow)]
struct CommentRow {
    id: String,
    parent: Option<String>,
    measure: String,
    period: String,
    category: String,
    author: String,
    at: String,
    text: String,
    action: String,
}

impl TryFrom<CommentRow> for Comment {
    type Error = StoreError;

    fn try_from(row: CommentRow) -> Result<Comment, StoreError> {
        let key = CellKey {
            measure: row::code(row.measure)?,
            period: row::period(&row.period)?,
            category: row.category,
        };
        let CommentRow { id, parent, author, at, text, action, .. } = row;
        Ok(Comment { id, parent, key, author, at, text, action })
    }
}

impl Store {
    /// The comments on the cells of up to a page of measures, for periods that end in a span of days, both
    /// included; in the order in which they were made.
    pub async fn comments_of(
        &self,
        codes: &[Code],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Comment>, StoreError> {
        static SQL: LazyLock<String> = LazyLock::new(|| {
            format!(
                "SELECT c.id, c.parent_id AS parent, m.code AS measure, c.period, c.category, c.author, c.at, \
                 c.text, c.action FROM comment c JOIN measure m ON m.id = c.measure_id \
                 WHERE m.code IN ({}) AND c.ends_on >= ${} AND c.ends_on <= ${} ORDER BY c.at, c.id",
                places(),
                PAGE + 1,
                PAGE + 2
            )
        });
        let (from, to, mut texts) = (from.to_string(), to.to_string(), bound(codes));
        texts.extend([from.as_str(), to.as_str()]);
        let rows: Vec<CommentRow> = rows!(self, SQL.as_str(), &texts)?;
        rows.into_iter().map(Comment::try_from).collect()
    }

    /// The comments on one cell, in the order in which they were made.
    pub async fn comments_on(&self, key: &CellKey) -> Result<Vec<Comment>, StoreError> {
        let ends_on = key.period.ends_on();
        let mut comments = self.comments_of(std::slice::from_ref(&key.measure), ends_on, ends_on).await?;
        comments.retain(|comment| comment.key == *key);
        Ok(comments)
    }

    /// Adds a comment to a cell, whose measure is there. The cell itself stays as it was.
    pub async fn add_comment(&self, commenting: &Commenting) -> Result<CommentOutcome, StoreError> {
        let Commenting { key, parent, text, actor, at } = commenting;
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        if let Some(parent) = parent
            && !is_on(&mut tx, parent, key).await?
        {
            return Ok(CommentOutcome::NoParent);
        }
        let said = Said { key, author: actor, at: *at, text, action: "", parent: parent.as_deref() };
        let id = put_comment(&mut tx, &said).await?;
        let change = Change {
            actor,
            at: *at,
            action: "comment",
            subject: key.subject(),
            before: None,
            after: Some(json!({ "comment": id })),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(CommentOutcome::Added)
    }
}

/// Whether a comment is one on a cell.
async fn is_on(tx: &mut Tx, id: &str, key: &CellKey) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT count(*) FROM comment c JOIN measure m ON m.id = c.measure_id \
         WHERE c.id = $1 AND m.code = $2 AND c.period = $3 AND c.category = $4";
    let count: i64 = within!(tx, db => sqlx::query_scalar(SQL)
        .bind(id).bind(key.measure.as_str()).bind(key.period.to_string()).bind(&key.category)
        .fetch_one(db).await)?;
    Ok(count > 0)
}

/// A comment to be kept.
pub(super) struct Said<'a> {
    pub key: &'a CellKey,
    pub author: &'a str,
    pub at: DateTime<Utc>,
    pub text: &'a str,
    pub action: &'static str,
    pub parent: Option<&'a str>,
}

/// Keeps a comment and gives its id, which is all that the audit trail says of it: everyone signed in reads
/// that, and a comment is for those who work on the figure.
pub(super) async fn put_comment(tx: &mut Tx, said: &Said<'_>) -> Result<String, StoreError> {
    const SQL: &str = "INSERT INTO comment (id, parent_id, measure_id, period, category, ends_on, author, at, \
         text, action) VALUES ($1, $2, (SELECT id FROM measure WHERE code = $3), $4, $5, $6, $7, $8, $9, $10)";
    let Said { key, author, at, text, action, parent } = said;
    let id = new_id();
    within!(tx, db => sqlx::query(SQL)
        .bind(&id).bind(parent).bind(key.measure.as_str()).bind(key.period.to_string())
        .bind(&key.category).bind(key.period.ends_on().to_string()).bind(author).bind(moment(*at))
        .bind(text).bind(action)
        .execute(db).await.map(drop))?;
    Ok(id)
}
