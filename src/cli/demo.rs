//! `yardstick demo`.

use chrono::{Days, Utc};
use clap::Args;
use rand::seq::IndexedRandom;

use crate::auth::password;
use crate::domain::access::{Person, Role};
use crate::domain::batch::Reading;
use crate::domain::goal::Office;
use crate::domain::import;
use crate::domain::note::{Note, NoteKind};
use crate::domain::period::{Calendar, Period};
use crate::domain::window::Dates;
use crate::domain::window::form::Opening;
use crate::server::{Application, Config, gallery, telemetry};
use crate::store::{self, Store};

use super::serve::serve_until_asked;
use super::{Failure, say};

/// Who the audit trail says brought the example.
const ACTOR: &str = "demo";

/// Signs without those that are easily taken for others.
const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Serves a worked example on a temporary database, which is gone afterwards
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  yardstick demo
  yardstick demo --addr 127.0.0.1:4000
  YARDSTICK_DEMO_PASSWORD='one for all of them' yardstick demo")]
pub struct Demo {
    #[command(flatten)]
    config: Config,
    /// The password of every account, instead of one drawn for each
    #[arg(long, env = "YARDSTICK_DEMO_PASSWORD", hide_env_values = true)]
    demo_password: Option<String>,
}

impl Demo {
    pub async fn run(self) -> Result<(), Failure> {
        telemetry::start(self.config.log);
        if let Some(password) = &self.demo_password {
            password::check_new(password).map_err(Failure::Usage)?;
        }
        // Removed when this function ends, in whatever way.
        let folder = temporary_folder()?;
        let url = format!("sqlite://{}", folder.path().join("demo.db").display());
        let store = store::connect(&url).await?;
        let application = Application::build(store.clone(), &self.config).await?.with(gallery::routes());
        let offices = fill(&store).await?;
        let accounts = self.open_accounts(&store, &offices).await?;
        let address = application.address();
        say(&format!("Yardstick demo at http://{address}\n\n{}\n", table(&accounts)))?;
        say("The figures entered here are gone when the demo ends (Ctrl-C).\n")?;
        serve_until_asked(application).await
    }

    /// An account for each role, and a steward for each office.
    async fn open_accounts(
        &self,
        store: &Store,
        offices: &[Office],
    ) -> Result<Vec<(Person, String)>, Failure> {
        let mut accounts = Vec::new();
        for person in people(offices) {
            let password = self.demo_password.clone().unwrap_or_else(one_time_password);
            let hash = password::hash(password.clone()).await;
            let hash = hash.ok_or_else(|| Failure::Because("a password could not be hashed".into()))?;
            store.put_person(&person, &hash, ACTOR, Utc::now()).await?;
            accounts.push((person, password));
        }
        Ok(accounts)
    }
}

/// A folder for a database that is gone afterwards.
pub(super) fn temporary_folder() -> Result<tempfile::TempDir, Failure> {
    tempfile::Builder::new().prefix("yardstick-demo-").tempdir().map_err(|error| {
        Failure::Because(format!(
            "no temporary folder can be made: {error}; set TMPDIR to one that is writable"
        ))
    })
}

/// Writes the example, calls for the figures of the last quarter, and gives its offices.
async fn fill(store: &Store) -> Result<Vec<Office>, Failure> {
    let offices = bring_example(store).await?;
    pin_notes(store).await?;
    open_call(store, &offices).await?;
    Ok(offices)
}

/// Writes the example and gives its offices.
pub(super) async fn bring_example(store: &Store) -> Result<Vec<Office>, Failure> {
    let Reading { batch, problems, .. } = import::framework(&import::EXAMPLE);
    if let Some(problem) = problems.first() {
        return Err(Failure::Because(format!("the example inside this program is broken: {problem}")));
    }
    store.apply(&batch, ACTOR, Utc::now(), false).await?;
    Ok(batch.offices)
}

/// What is pinned to periods of the example: the measure, the period, what it tells of, the text, and whether process
/// limits begin anew.
const NOTES: [(&str, &str, NoteKind, &str, bool); 4] = [
    (
        "traces-completed",
        "FY2022Q3",
        NoteKind::Law,
        "Bipartisan Safer Communities Act enacted on 25 June 2022 (Public Law 117-159)",
        false,
    ),
    (
        "traces-completed",
        "FY2022Q4",
        NoteKind::Operation,
        "Illustrative: a second shift begins to work on trace requests from Mexico",
        false,
    ),
    (
        "traces-completed",
        "FY2025Q2",
        NoteKind::Other,
        "Illustrative: eTrace was offline for nine days",
        false,
    ),
    (
        "trace-turnaround",
        "FY2024Q1",
        NoteKind::Operation,
        "Illustrative: routine requests are sorted by machine from here on, so earlier figures say nothing of the process",
        true,
    ),
];

async fn pin_notes(store: &Store) -> Result<(), Failure> {
    let broken = || Failure::Because("a note of the example inside this program is broken".into());
    for (measure, period, kind, text, rebase) in NOTES {
        let note =
            Note { period: period.parse().map_err(|_| broken())?, kind, text: text.to_owned(), rebase };
        let measure = measure.parse().map_err(|_| broken())?;
        if !store.pin_note(&measure, &note, ACTOR, Utc::now()).await? {
            return Err(broken());
        }
    }
    Ok(())
}

/// Days that whoever tries the demo has at the least before the call is due, and then before it closes.
const LEFT: Days = Days::new(12);
const GRACE: Days = Days::new(15);

/// Calls on every office for the figures of the quarter that ended last: due as usual, or later where that day is
/// near or over.
async fn open_call(store: &Store, offices: &[Office]) -> Result<(), Failure> {
    let today = Utc::now().date_naive();
    let period = Period::quarter_containing(Calendar::Fiscal, today).previous();
    let usual = Dates::usual(period);
    let due = usual.due.max(today + LEFT);
    let dates = Dates { due, closes: due + GRACE, ..usual };
    let offices = offices.iter().map(|office| office.code.clone()).collect();
    store.open_call(&Opening { offices, period, dates }, ACTOR, Utc::now()).await?;
    Ok(())
}

fn people(offices: &[Office]) -> Vec<Person> {
    let steward = |office: &Office| {
        let short = office.code.as_str().split('-').next().unwrap_or_default();
        let name = format!("{}-steward", short.to_lowercase());
        Person { name, role: Role::Steward, office: Some(office.code.clone()) }
    };
    let others = [Role::Reviewer, Role::Admin, Role::Viewer];
    let others = others.map(|role| Person { name: role.name().to_owned(), role, office: None });
    offices.iter().map(steward).chain(others).collect()
}

/// Sixteen signs out of 31 in groups of four: 79 bits.
fn one_time_password() -> String {
    let mut random = rand::rng();
    let mut group = || -> String {
        (0..4).filter_map(|_| SIGNS.choose(&mut random)).map(|sign| char::from(*sign)).collect()
    };
    [group(), group(), group(), group()].join("-")
}

fn table(accounts: &[(Person, String)]) -> String {
    let mut lines = format!("{:<16}{:<24}  {}\n", "Sign in as", "password", "who may");
    for (person, password) in accounts {
        let office = person.office.as_ref().map_or("", |code| code.as_str());
        let may = match person.role {
            Role::Steward => format!("enter the figures of {office}"),
            Role::Reviewer => "approve or return the figures of every office".to_owned(),
            Role::Admin => "do everything, but not approve an own figure".to_owned(),
            Role::Viewer => "see what waits for approval".to_owned(),
        };
        lines.push_str(&format!("{:<16}{password:<24}  {may}\n", person.name));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_passwords_are_long_enough_and_differ() {
        let password = one_time_password();
        assert_eq!(password.len(), 19, "{password}");
        assert!(password::check_new(&password).is_ok());
        assert_ne!(password, one_time_password());
    }

    #[test]
    fn every_account_has_a_name_of_its_own() {
        let offices = import::framework(&import::EXAMPLE).batch.offices;
        let names: Vec<String> = people(&offices).into_iter().map(|person| person.name).collect();
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
        for name in ["atf-steward", "hsi-steward", "cbp-steward", "reviewer", "admin", "viewer"] {
            assert!(names.iter().any(|known| known == name), "{name} of {names:?}");
        }
    }
}
