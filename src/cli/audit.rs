//! `yardstick audit`.

use clap::{Args, Subcommand};

use crate::server::config::DatabaseUrl;
use crate::store;

use super::{Failure, complain, say};

/// Looks at the audit trail
#[derive(Args, Debug)]
pub struct Audit {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Walks the whole chain of entries; exit code 1, and the first bad entry, if it is broken
    #[command(after_help = "Example:
  yardstick audit verify --database-url sqlite://yardstick.db")]
    Verify(DatabaseUrl),
}

impl Audit {
    pub async fn run(self) -> Result<(), Failure> {
        let Action::Verify(database) = self.action;
        let store = store::connect(&database.database_url).await?;
        let outcome = store.verify_audit().await?;
        store.close().await;
        match outcome {
            Ok(entries) => {
                say(&format!("The audit trail holds: {entries} entries, none changed or missing.\n"))
            }
            Err(broken) => {
                complain(&format!("the audit trail is broken at entry {}: {}", broken.seq, broken.reason));
                Err(Failure::Said)
            }
        }
    }
}
