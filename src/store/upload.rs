//! What the files of an office call columns in their own way.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::code::Code;
use crate::domain::import::ColumnNames;

use super::audit::{Chain, Change};
use super::{Store, StoreError, Tx, on, within};

const COLUMNS: &str = "SELECT c.name, c.column_name FROM upload_column c JOIN office o ON o.id = c.office_id \
     WHERE o.code = $1";

impl Store {
    /// As which columns the files of an office are read where they call them otherwise.
    pub async fn upload_columns(&self, office: &Code) -> Result<ColumnNames, StoreError> {
        let rows: Vec<(String, String)> =
            on!(self, db => sqlx::query_as(COLUMNS).bind(office.as_str()).fetch_all(db).await)?;
        Ok(rows.into_iter().collect())
    }

    /// Keeps as which columns some are to be read from now on; the others stay as they are. What is so already
    /// is not written again.
    pub async fn remember_upload_columns(
        &self,
        office: &Code,
        columns: &ColumnNames,
        actor: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let known: Vec<(String, String)> = within!(&mut tx, db =>
            sqlx::query_as(COLUMNS).bind(office.as_str()).fetch_all(db).await)?;
        let known: ColumnNames = known.into_iter().collect();
        for (name, column) in columns {
            let before = known.get(name);
            if before == Some(column) {
                continue;
            }
            put(&mut tx, office, (name, column)).await?;
            let subject = format!("upload:{office}/{name}");
            let action = if before.is_some() { "change" } else { "create" };
            let [before, after] =
                [before, Some(column)].map(|column| column.map(|column| json!({ "read as": column })));
            chain.append(&mut tx, Change { actor, at, action, subject, before, after }).await?;
        }
        chain.commit(tx).await
    }
}

async fn put(tx: &mut Tx, office: &Code, (name, column): (&str, &str)) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO upload_column (office_id, name, column_name) \
         VALUES ((SELECT id FROM office WHERE code = $1), $2, $3) \
         ON CONFLICT (office_id, name) DO UPDATE SET column_name = excluded.column_name";
    within!(tx, db => sqlx::query(SQL)
        .bind(office.as_str()).bind(name).bind(column).execute(db).await.map(drop))?;
    Ok(())
}
