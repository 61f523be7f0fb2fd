//! The audit trail: what the databases refuse, and what people are shown of it.

use yardstick::store::{self, Store};

use crate::postgres;
use crate::world::{saving, seed, sqlite};

contract! {
    an_entry_cannot_be_altered
    the_head_moves_on_to_the_last_entry_alone
}

/// Does something to the tables that the store itself never does.
pub async fn at_the_database(store: &Store, sql: &'static str) -> Result<(), sqlx::Error> {
    match store {
        Store::Sqlite(pool) => sqlx::query(sql).execute(pool).await.map(drop),
        Store::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop),
    }
}

/// Takes away what keeps entries as they are, as only the owner of the tables can.
pub async fn unguard(store: &Store) {
    let triggers: &[&'static str] = match store {
        Store::Sqlite(_) => &["DROP TRIGGER audit_unchanged", "DROP TRIGGER audit_kept"],
        Store::Postgres(_) => &["DROP TRIGGER audit_unchanged ON audit"],
    };
    for sql in triggers {
        at_the_database(store, sql).await.unwrap();
    }
}

/// Each of these fails with these words, and changes nothing.
async fn refused(store: &Store, words: &str, statements: &[&'static str]) {
    let version = store.version().await.unwrap();
    for sql in statements {
        let error = at_the_database(store, sql).await.expect_err(sql).to_string();
        assert!(error.contains(words), "{sql}: {error}");
        assert_eq!(store.verify_audit().await.unwrap(), Ok(version), "{sql}");
    }
}

async fn an_entry_cannot_be_altered(store: &Store) {
    let statements = [
        "UPDATE audit SET actor = 'nobody' WHERE seq = 3",
        "UPDATE audit SET hash = hash",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit",
        "INSERT INTO audit (seq, at, actor, action, subject, hash) VALUES (3, '', '', '', '', '') \
         ON CONFLICT (seq) DO UPDATE SET actor = excluded.actor",
    ];
    refused(store, "audit entries cannot be altered", &statements).await;
    let own: &[&'static str] = match store {
        Store::Sqlite(_) => &[
            "INSERT OR REPLACE INTO audit (seq, at, actor, action, subject, hash) VALUES (3, '', '', '', '', '')",
            "UPDATE OR REPLACE audit SET seq = 3 WHERE seq = 4",
        ],
        Store::Postgres(_) => &["TRUNCATE audit"],
    };
    refused(store, "audit entries cannot be altered", own).await;
    store.save_figure(&saving("traces", "FY2026Q3", 1.0, 0)).await.unwrap();
    assert!(store.verify_audit().await.unwrap().is_ok(), "the trail goes on");
}

async fn the_head_moves_on_to_the_last_entry_alone(store: &Store) {
    let statements = [
        "UPDATE audit_head SET seq = seq - 1",
        "UPDATE audit_head SET seq = seq + 1",
        "UPDATE audit_head SET hash = ''",
        "UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit WHERE seq = (SELECT max(seq) - 1 FROM audit))",
    ];
    refused(store, "only moves on to its last entry", &statements).await;
    let statements = [
        "DELETE FROM audit_head",
        "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '') ON CONFLICT (id) DO UPDATE SET seq = 0",
    ];
    refused(store, "neither removed nor added", &statements).await;
    let own: &[&'static str] = match store {
        Store::Sqlite(_) => &["INSERT OR REPLACE INTO audit_head (id, seq, hash) VALUES (1, 0, '')"],
        Store::Postgres(_) => &["TRUNCATE audit_head"],
    };
    refused(store, "neither removed nor added", own).await;
    at_the_database(store, "UPDATE audit_head SET seq = seq").await.unwrap();
}
