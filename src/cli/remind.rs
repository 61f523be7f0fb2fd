//! `yardstick remind`.

use chrono::{NaiveDate, Utc};
use clap::Args;
use clap::builder::BoolishValueParser;
use tokio::sync::watch;

use crate::mail::round::{self, Round};
use crate::server::config::{DEFAULT_ADDR, DatabaseUrl, LogFormat, MailOptions, public_url};
use crate::server::telemetry;
use crate::store::{self, Store};

use super::{Failure, complain, counted, say};

/// Sends the reminders of a day, each once, as `serve` does once an hour
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  yardstick remind --dry-run --on 2026-07-30
  yardstick remind --smtp-url smtp://mail.agency.gov --mail-from yardstick@agency.gov \\
    --public-url https://measures.agency.gov")]
pub struct Remind {
    #[command(flatten)]
    database: DatabaseUrl,
    #[command(flatten)]
    mail: MailOptions,
    /// The address by which people reach the server, for the links in the letters
    #[arg(long, env = "YARDSTICK_PUBLIC_URL", value_parser = public_url)]
    public_url: Option<String>,
    /// Print the letters instead of sending them
    #[arg(long, env = "YARDSTICK_DRY_RUN", value_parser = BoolishValueParser::new())]
    dry_run: bool,
    /// As if it were this day, such as 2026-07-30
    #[arg(long, env = "YARDSTICK_ON")]
    on: Option<NaiveDate>,
}

impl Remind {
    pub async fn run(self) -> Result<(), Failure> {
        telemetry::start(LogFormat::Text);
        let outgoing = self.mail.outgoing(self.public_url.as_deref()).map_err(Failure::Usage)?;
        if outgoing.mailer.is_none() && !self.dry_run {
            return Err(Failure::Usage(
                "reminders need --smtp-url, --mail-from and --public-url; look at them with --dry-run".into(),
            ));
        }
        let store = store::connect(&self.database.database_url).await?;
        let now = Utc::now();
        let today = self.on.unwrap_or(now.date_naive());
        let outcome = match outgoing.mailer.filter(|_| !self.dry_run) {
            Some(mailer) => {
                // Nobody stops it: the process may be ended between two letters.
                let (_running, stop) = watch::channel(false);
                round::send(&store, &mailer, (today, now), &stop).await.map_err(Failure::from).and_then(told)
            }
            None => self.print(&store, today).await,
        };
        store.close().await;
        outcome
    }

    async fn print(&self, store: &Store, today: NaiveDate) -> Result<(), Failure> {
        let site = self.public_url.clone().unwrap_or_else(|| format!("http://{DEFAULT_ADDR}"));
        let due = round::due(store, today, &site).await?;
        for (to, letter) in &due.letters {
            let email = to.email.as_deref().unwrap_or_default();
            say(&format!("To: {} <{email}>\nSubject: {}\n\n{}\n", letter.to, letter.title, letter.text))?;
        }
        for one in &due.unreached {
            let why = if one.email.is_none() { "has no e-mail address" } else { "wants no letters" };
            complain(&format!("no letter to {}, who {why}", one.person.name));
        }
        say(&format!("{} would go out on {today}\n", counted(due.letters.len(), "letter")))
    }
}

fn told(Round { sent, failures, left }: Round) -> Result<(), Failure> {
    say(&format!("{} sent\n", counted(sent, "letter")))?;
    if failures.is_empty() {
        return Ok(());
    }
    let left = if left > 0 {
        format!("; {} are left for the next time", counted(left, "letter"))
    } else {
        String::new()
    };
    Err(Failure::Because(format!(
        "{} failed, as logged under {}{left}",
        counted(failures.len(), "letter"),
        failures.join(", ")
    )))
}
