//! `yardstick serve`.

use clap::Args;

use crate::server::application::asked_to_stop;
use crate::server::config::DatabaseUrl;
use crate::server::{Application, Config, telemetry};
use crate::store;

use super::{Failure, say};

/// Brings the database up to date, then serves until it is told to stop
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  yardstick serve
  yardstick serve --database-url sqlite:///var/lib/yardstick/yardstick.db --addr 0.0.0.0:3000
  YARDSTICK_DATABASE_URL=postgres://yardstick:secret@db/yardstick yardstick serve --public-url https://measures.example.gov")]
pub struct Serve {
    #[command(flatten)]
    database: DatabaseUrl,
    #[command(flatten)]
    config: Config,
}

impl Serve {
    pub async fn run(self) -> Result<(), Failure> {
        telemetry::start(self.config.log);
        let store = store::connect(&self.database.database_url).await?;
        let application = Application::build(store.clone(), &self.config).await?;
        let address = application.address();
        tracing::info!(%address, database = store.kind(), "serving");
        say(&format!("Yardstick at http://{address}\n"))?;
        serve_until_asked(application).await
    }
}

/// Serves until the process is asked to end.
pub async fn serve_until_asked(application: Application) -> Result<(), Failure> {
    let ended = application.run(asked_to_stop()).await;
    ended.map_err(|error| Failure::Because(format!("the server ended: {error}")))
}
