//! Rules between measures.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::relation::Relation;

use super::audit::{Chain, Change, moment};
use super::page::{bound, places, rows};
use super::{Store, StoreError, Tx, new_id, on, within};

/// A rule, and who added it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationRecord {
    pub id: String,
    pub relation: Relation,
    pub author: String,
    /// UTC, as RFC 3339.
    pub at: String,
}

/// What became of a rule to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelationOutcome {
    Added(RelationRecord),
    /// One that says the same is there; nothing was written.
    Exists(RelationRecord),
}

#[derive(FromRow)]
struct RelationRow {
    id: String,
    text: String,
    author: String,
    at: String,
}

impl TryFrom<RelationRow> for RelationRecord {
    type Error = StoreError;

    fn try_from(row: RelationRow) -> Result<RelationRecord, StoreError> {
        let relation = row.text.parse().map_err(|_| StoreError::corrupt("rule", &row.text))?;
        Ok(RelationRecord { id: row.id, relation, author: row.author, at: row.at })
    }
}

impl RelationRecord {
    /// What its entries in the audit trail are about.
    fn subject(&self) -> String {
        format!("relation:{}", self.relation)
    }
}

const ALL: &str = "SELECT id, text, author, at FROM relation ORDER BY position";
const ONE: &str = "SELECT id, text, author, at FROM relation WHERE id = $1";

static OF_MEASURES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT r.id, r.text, r.author, r.at FROM relation r WHERE r.id IN \
         (SELECT rm.relation_id FROM relation_measure rm JOIN measure m ON m.id = rm.measure_id \
         WHERE m.code IN ({})) ORDER BY r.position",
        places()
    )
});

fn records(rows: Vec<RelationRow>) -> Result<Vec<RelationRecord>, StoreError> {
    rows.into_iter().map(RelationRecord::try_from).collect()
}

impl Store {
    /// Every rule, in the order in which they were added.
    pub async fn relations(&self) -> Result<Vec<RelationRecord>, StoreError> {
        records(on!(self, db => sqlx::query_as(ALL).fetch_all(db).await)?)
    }

    /// The rules that name any of up to a page of measures, in the same order. One statement.
    pub async fn relations_of(&self, measures: &[Code]) -> Result<Vec<RelationRecord>, StoreError> {
        records(rows!(self, OF_MEASURES.as_str(), &bound(measures))?)
    }

    /// Adds a rule, unless one that says the same is there. Its measures are there, or this fails.
    pub async fn add_relation(
        &self,
        relation: &Relation,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<RelationOutcome, StoreError> {
        const POSITION: &str = "SELECT COALESCE(max(position), 0) + 1 FROM relation";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let there: Vec<RelationRow> = within!(&mut tx, db => sqlx::query_as(ALL).fetch_all(db).await)?;
        if let Some(same) = records(there)?.into_iter().find(|there| there.relation.says_the_same(relation)) {
            return Ok(RelationOutcome::Exists(same));
        }
        let position: i64 = within!(&mut tx, db => sqlx::query_scalar(POSITION).fetch_one(db).await)?;
        let record = RelationRecord {
            id: new_id(),
            relation: relation.clone(),
            author: actor.to_owned(),
            at: moment(at),
        };
        put(&mut tx, &record, position).await?;
        let after = Some(json!({ "rule": relation.to_string() }));
        let change = Change { actor, at, action: "create", subject: record.subject(), before: None, after };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(RelationOutcome::Added(record))
    }

    /// Takes a rule away. `false` where it is gone already.
    pub async fn remove_relation(
        &self,
        id: &str,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const MEASURES: &str = "DELETE FROM relation_measure WHERE relation_id = $1";
        const RULE: &str = "DELETE FROM relation WHERE id = $1";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let row: Option<RelationRow> =
            within!(&mut tx, db => sqlx::query_as(ONE).bind(id).fetch_optional(db).await)?;
        let Some(record) = row.map(RelationRecord::try_from).transpose()? else { return Ok(false) };
        for sql in [MEASURES, RULE] {
            within!(&mut tx, db => sqlx::query(sql).bind(id).execute(db).await.map(drop))?;
        }
        let before = Some(json!({ "rule": record.relation.to_string() }));
        let change = Change { actor, at, action: "remove", subject: record.subject(), before, after: None };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(true)
    }
}

async fn put(tx: &mut Tx, record: &RelationRecord, position: i64) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO relation (id, text, position, author, at) VALUES ($1, $2, $3, $4, $5)";
    const NAME: &str = "INSERT INTO relation_measure (relation_id, measure_id) \
         SELECT $1, id FROM measure WHERE code = $2 RETURNING measure_id";
    within!(&mut *tx, db => sqlx::query(PUT)
        .bind(&record.id).bind(record.relation.to_string()).bind(position)
        .bind(&record.author).bind(&record.at).execute(db).await.map(drop))?;
    for code in record.relation.measures() {
        let named: Option<String> = within!(&mut *tx, db =>
            sqlx::query_scalar(NAME).bind(&record.id).bind(code.as_str()).fetch_optional(db).await)?;
        if named.is_none() {
            return Err(StoreError::Unknown { what: "measure", code: code.to_string() });
        }
    }
    Ok(())
}
