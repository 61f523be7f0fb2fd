//! The only SQL. One [`Store`] over SQLite or PostgreSQL.
//!
//! Every statement is written once, with `$1` placeholders and portable SQL; [`on!`] expands one
//! body per database, so that only the pool differs in a branch. Time comes from the caller, never
//! from SQL. Every write and its audit entry are one [`Tx`].
//!
//! # Layout
//! - [`connect`]: a URL into a [`Store`]; migrations.
//! - [`audit`]: the chain of entries, and the data's version; [`trail`]: the entries, read.
//! - [`catalog`]: offices, goals, measures with their baselines, targets and citations.
//! - [`cell`]: actuals: the cells of the grid, as they stand.
//! - [`figure`]: actuals: a figure saved; [`workflow`]: submitted, returned, approved.
//! - [`window`]: data calls opened and reopened; [`data_call`]: how far offices have come with one.
//! - [`comment`]: what is said about a figure.
//! - [`queue`]: what waits for the reviewers.
//! - [`board`]: the dashboard's reads, a fixed number of statements.
//! - [`definition`]: a measure set up and changed by a person.
//! - [`note`]: what is pinned to its periods.
//! - [`stated`]: all that the check of measures' elements needs.
//! - [`search`]: goals and measures by the words of their texts.
//! - [`category`]: the categories of its breakdowns.
//! - [`goal`]: a goal set up and changed by a person; milestones and recommendations.
//! - [`target`]: the versions of targets, proposed and approved.
//! - [`relation`]: rules between measures.
//! - [`upload`]: what the files of an office call columns in their own way.
//! - [`framework`]: all of it at once, as an export takes it.
//! - [`apply`]: a whole [`crate::domain::batch::Batch`] in one transaction.
//! - [`review`]: what an import changes, and what stands against it.
//! - [`page`]: statements over a page of measures.
//! - [`person`], [`session`]: who may sign in and who has.
//! - [`account`]: what people set for themselves; [`reminder`]: letters to them, each once.
//! - [`row`]: rows into domain values.

mod account;
mod apply;
mod audit;
mod board;
mod catalog;
mod category;
mod cell;
mod comment;
mod connect;
mod data_call;
mod definition;
mod error;
mod figure;
mod framework;
mod goal;
mod held;
mod note;
mod page;
mod person;
mod queue;
mod relation;
mod reminder;
mod review;
mod row;
mod search;
mod session;
mod stated;
mod target;
mod trail;
mod upload;
mod window;
mod workflow;

pub use account::{Account, TokenOf};
pub use audit::{AuditEntry, BrokenChain, Change};
pub use board::{BoardFilter, BoardRow, SeriesPoint};
pub use catalog::MeasureRecord;
pub use category::CategoryEdit;
pub use cell::{Cell, CellKey, CellVersion};
pub use comment::{Comment, CommentOutcome, Commenting};
pub use connect::connect;
pub use data_call::{Completing, Completion, OfficeCall};
pub use definition::{EditOutcome, MeasureEdit, MeasureSetup};
pub use error::StoreError;
pub use figure::{SaveOutcome, Saving};
pub use goal::{GoalEdit, GoalSetup, RecommendationRecord, RiskEdit};
pub use note::NoteRecord;
pub use page::PAGE;
pub use person::PersonRecord;
pub use queue::Submission;
pub use relation::{RelationOutcome, RelationRecord};
pub use reminder::{Recipient, SentReminder};
pub use review::{Applied, Outcome, Terms};
pub use session::SessionRecord;
pub use stated::Stated;
pub use trail::{AuditFilter, FIGURE_ENTRIES};
pub use window::CallOutcome;
pub use workflow::Submitted;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

/// A pool of connections to the one or the other database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Store {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A transaction; rolled back when dropped without [`Tx::commit`].
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one body against whichever database there is: `on!(store, db => query.fetch_all(db).await)`.
macro_rules! on {
    ($store:expr, $db:ident => $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite($db) => $body,
            $crate::store::Store::Postgres($db) => $body,
        }
    };
}
pub(crate) use on;

/// The same within a transaction.
macro_rules! within {
    ($tx:expr, $db:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $db = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $db = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use within;

impl Store {
    /// Begins a write. On SQLite it takes the write lock at once, so that two writers wait for each
    /// other instead of failing half-way.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Store::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Store::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// The database's name for people and logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Store::Sqlite(_) => "SQLite",
            Store::Postgres(_) => "PostgreSQL",
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        on!(self, db => sqlx::query("SELECT 1").execute(db).await.map(drop))?;
        Ok(())
    }

    /// Closes the pool, waiting for what is under way. On SQLite this folds the write-ahead log
    /// back into the one file.
    pub async fn close(&self) {
        on!(self, db => db.close().await);
    }
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// A new id: UUIDv7, which sorts by time.
fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
