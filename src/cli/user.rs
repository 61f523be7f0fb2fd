//! `yardstick user`.

use std::io::{self, BufRead, IsTerminal};

use chrono::Utc;
use clap::{Args, Subcommand, ValueEnum};

use crate::auth::password;
use crate::domain::access::{Person, Role};
use crate::domain::code::Code;
use crate::domain::email::EmailAddress;
use crate::server::config::DatabaseUrl;
use crate::store;

use super::{Failure, complain, say};

/// Who the audit trail says did it.
const ACTOR: &str = "command line";

/// The longest name, in characters.
const NAME_MAX: usize = 100;

/// Keeps the people who may sign in
#[derive(Args, Debug)]
pub struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    Add(Add),
}

/// Adds a person, or gives one new role, office and password. The password is read from standard
/// input; sessions that the person has open end.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  yardstick user add ana --role steward --office ATF < password.txt
  yardstick user add ben --role reviewer --email ben@agency.gov < password.txt")]
struct Add {
    name: String,
    #[arg(long, env = "YARDSTICK_ROLE", value_enum)]
    role: RoleName,
    /// The office of a steward, by its code; limits a reviewer to one office
    #[arg(long, env = "YARDSTICK_OFFICE")]
    office: Option<Code>,
    /// Where reminders go; left out, the address that the person has stays
    #[arg(long, env = "YARDSTICK_EMAIL")]
    email: Option<EmailAddress>,
    #[command(flatten)]
    database: DatabaseUrl,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    /// Reads, and sees what waits for approval
    Viewer,
    /// Enters the figures of one office
    Steward,
    /// Approves figures
    Reviewer,
    /// Enters and approves figures of every office
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Viewer => Role::Viewer,
            RoleName::Steward => Role::Steward,
            RoleName::Reviewer => Role::Reviewer,
            RoleName::Admin => Role::Admin,
        }
    }
}

impl User {
    pub async fn run(self) -> Result<(), Failure> {
        let Action::Add(add) = self.action;
        add.run().await
    }
}

impl Add {
    async fn run(self) -> Result<(), Failure> {
        let person = self.person().map_err(Failure::Usage)?;
        let password = typed_password()?;
        password::check_new(&password).map_err(Failure::Because)?;
        let store = store::connect(&self.database.database_url).await?;
        let hash = password::hash(password).await;
        let hash = hash.ok_or_else(|| Failure::Because("the password could not be hashed".into()))?;
        store.put_person(&person, &hash, ACTOR, Utc::now()).await?;
        if let Some(email) = &self.email {
            store.set_account(&person.name, Some(email), true, ACTOR, Utc::now()).await?;
        }
        store.close().await;
        let office = person.office.map(|code| format!(" of {code}")).unwrap_or_default();
        say(&format!("{} may sign in as {}{office}\n", person.name, person.role.label()))
    }

    fn person(&self) -> Result<Person, String> {
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
            return Err(format!("a name has 1 to {NAME_MAX} characters, none of them a control character"));
        }
        let role = Role::from(self.role);
        match (role, &self.office) {
            (Role::Steward, None) => Err("a steward needs an office: add --office CODE".into()),
            (Role::Viewer | Role::Admin, Some(_)) => {
                Err(format!("a {} belongs to no office: leave --office out", role.label()))
            }
            (_, office) => Ok(Person { name: name.to_owned(), role, office: office.clone() }),
        }
    }
}

/// The first line of standard input.
fn typed_password() -> Result<String, Failure> {
    if io::stdin().is_terminal() {
        complain("type the password (it is shown) and press Enter:");
    }
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::Because(format!("the password cannot be read: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
