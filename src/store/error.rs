//! What can go wrong in the store.

/// Why the store could not do what was asked. The `Display` of the first three is meant for the
/// operator; the others are for the log alone.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or opened; the text names the place and the remedy.
    #[error("{0}")]
    Unreachable(String),
    #[error("{0}")]
    ReadOnly(String),
    /// There is no room left to write; the transaction was undone.
    #[error("{0}")]
    Full(String),
    /// A row holds what no version of this program writes.
    #[error("the database holds an unknown {what}: “{found}”")]
    Corrupt { what: &'static str, found: String },
    #[error("unknown {what}: “{code}”")]
    Unknown { what: &'static str, code: String },
    #[error(transparent)]
    Database(sqlx::Error),
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
                StoreError::Unreachable(format!("the database does not answer: {error}"))
            }
            other if is_read_only(&other) => {
                StoreError::ReadOnly(
                    "the database is read-only, so nothing was saved; let this program's user write to it, or name another with --database-url".into(),
                )
            }
            other if is_full(&other) => StoreError::Full(format!(
                "the database has no room to write ({other}), so nothing was saved; free some space on its disk"
            )),
            other => StoreError::Database(other),
        }
    }
}

/// SQLITE_FULL, what SQLite says of writes that fail (SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE, as over a quota),
/// and PostgreSQL's disk_full.
fn is_full(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|e| e.code());
    code.is_some_and(|code| ["53100", "13", "778", "1034", "1546"].contains(&code.as_ref()))
}

/// SQLITE_READONLY and its extended codes, and PostgreSQL's read_only_sql_transaction.
fn is_read_only(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|e| e.code());
    code.is_some_and(|code| code == "25006" || code.parse::<u32>().is_ok_and(|n| n & 0xff == 8))
}

impl StoreError {
    pub(crate) fn corrupt(what: &'static str, found: impl Into<String>) -> StoreError {
        StoreError::Corrupt { what, found: found.into() }
    }
}
