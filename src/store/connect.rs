//! A database URL into a [`Store`].

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{Store, StoreError};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long to wait for a connection before the database counts as not answering.
const PATIENCE: Duration = Duration::from_secs(8);

/// Opens `sqlite://FILE` (created when missing) or `postgres://…`, and brings its tables up to date.
pub async fn connect(url: &str) -> Result<Store, StoreError> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => sqlite(url).await,
        Some("postgres" | "postgresql") => postgres(url).await,
        _ => Err(StoreError::Unreachable(format!(
            "the database address {} has no scheme that is known; begin it with sqlite:// or postgres://",
            redacted(url)
        ))),
    }
}

async fn sqlite(url: &str) -> Result<Store, StoreError> {
    let file = url.trim_start_matches("sqlite:").trim_start_matches("//").to_owned();
    let unusable = |why: String| {
        StoreError::Unreachable(format!(
            "the database file {file} cannot be used: {why}; check that the folder exists and may be written, or name another file with --database-url sqlite://FILE"
        ))
    };
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|e| unusable(e.to_string()))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged figure outlives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE);
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .acquire_timeout(PATIENCE)
        // A file does not hang up, and asking each time whether it has doubles the cost of a statement.
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(|e| unusable(cause(&e)))?;
    SQLITE.run(&pool).await.map_err(|e| unusable(e.to_string()))?;
    Ok(Store::Sqlite(pool))
}

async fn postgres(url: &str) -> Result<Store, StoreError> {
    let place = redacted(url);
    let unusable = |why: String| {
        StoreError::Unreachable(format!(
            "the database {place} does not answer: {why}; check that PostgreSQL runs there and that name, password and database are right"
        ))
    };
    let options = PgConnectOptions::from_str(url).map_err(|e| unusable(e.to_string()))?;
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .map_err(|e| unusable(cause(&e)))?;
    POSTGRES.run(&pool).await?;
    Ok(Store::Postgres(pool))
}

/// The database's own words, without the layers that wrap them.
fn cause(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::PoolTimedOut => format!("no answer within {} seconds", PATIENCE.as_secs()),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}

/// The URL without its password, for messages and logs.
fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.chars().take(60).collect();
    };
    match rest.rsplit_once('@') {
        Some((who, place)) => {
            let name = who.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{place}")
        }
        None => format!("{scheme}://{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_reaches_a_message() {
        assert_eq!(redacted("postgres://ana:secret@db:5432/y"), "postgres://ana@db:5432/y");
        assert_eq!(redacted("postgres://ana:p@ss@db/y"), "postgres://ana@db/y");
        assert_eq!(redacted("mysql://db/y"), "mysql://db/y");
    }
}
