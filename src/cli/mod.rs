//! The command line: a file a command.
//!
//! What was asked for goes to standard output, everything else to standard error. Exit code 0 when it
//! was done, 1 when it was not, 2 when the command could not be understood, or a series handed to `spc`.

mod audit;
mod demo;
mod draw;
mod export;
mod forecast;
mod import;
mod remind;
mod serve;
mod spc;
mod user;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::api::import::BringError;
use crate::domain::batch::Finding;
use crate::server::StartError;
use crate::store::StoreError;

/// Keeps a programme office's performance measures, and judges progress honestly.
#[derive(Parser, Debug)]
#[command(name = "yardstick", version, about, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  yardstick demo
  yardstick serve --database-url sqlite:///var/lib/yardstick/yardstick.db --addr 0.0.0.0:3000
  yardstick import --format figures fy2026q4.csv --dry-run

Every option is also an environment variable: --database-url is YARDSTICK_DATABASE_URL.";

#[derive(Subcommand, Debug)]
enum Command {
    Serve(serve::Serve),
    Demo(demo::Demo),
    Import(import::Import),
    Export(export::Export),
    User(user::User),
    Remind(remind::Remind),
    Audit(audit::Audit),
    Spc(spc::Spc),
    Draw(draw::Draw),
    Forecast(forecast::Forecast),
}

/// Why a command was not done.
#[derive(Debug)]
enum Failure {
    /// To be said in one line.
    Because(String),
    /// The command line asks for something that does not go together.
    Usage(String),
    /// Everything was said already.
    Said,
    /// Everything was said already about what cannot be understood.
    NotUnderstood,
    /// Whoever read the output wants no more of it, which is their right.
    OutputClosed,
}

impl Cli {
    /// Does what was asked and gives the process's exit code.
    pub async fn run(self) -> ExitCode {
        let outcome = match self.command {
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Import(import) => import.run().await,
            Command::Export(export) => export.run().await,
            Command::User(user) => user.run().await,
            Command::Remind(remind) => remind.run().await,
            Command::Audit(audit) => audit.run().await,
            Command::Spc(spc) => spc.run().await,
            Command::Draw(draw) => draw.run().await,
            Command::Forecast(forecast) => forecast.run().await,
        };
        match outcome {
            Ok(()) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
            Err(Failure::Said) => ExitCode::FAILURE,
            Err(Failure::NotUnderstood) => ExitCode::from(2),
            Err(Failure::Because(why)) => {
                complain(&why);
                ExitCode::FAILURE
            }
            Err(Failure::Usage(why)) => {
                complain(&why);
                ExitCode::from(2)
            }
        }
    }
}

/// Writes to standard output.
fn say(text: &str) -> Result<(), Failure> {
    put_out(text.as_bytes())
}

/// Writes what need not be text to standard output.
fn put_out(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::OutputClosed,
        _ => Failure::Because(format!("the output cannot be written: {error}")),
    })
}

/// Writes a line to standard error; there is nowhere to complain about a failure to complain.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "yardstick: {line}");
}

/// Complains of each finding, with its place.
fn list(findings: &[Finding]) {
    for finding in findings {
        complain(&finding.to_string());
    }
}

/// `1 row`, `2 rows`.
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Because(error.to_string())
    }
}

impl From<BringError> for Failure {
    fn from(error: BringError) -> Failure {
        Failure::Because(error.to_string())
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Failure {
        match error {
            StartError::Mail(why) => Failure::Usage(why),
            other => Failure::Because(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_option_is_also_an_environment_variable() {
        Cli::command().debug_assert();
        let mut commands = vec![Cli::command()];
        let mut seen = 0;
        while let Some(command) = commands.pop() {
            for option in command.get_arguments().filter(|argument| argument.get_long().is_some()) {
                let long = option.get_long().unwrap();
                if ["help", "version"].contains(&long) {
                    continue;
                }
                let variable = format!("YARDSTICK_{}", long.replace('-', "_").to_uppercase());
                assert_eq!(
                    option.get_env().and_then(|name| name.to_str()),
                    Some(variable.as_str()),
                    "{long}"
                );
                seen += 1;
            }
            commands.extend(command.get_subcommands().cloned());
        }
        assert!(seen > 10);
    }
}
