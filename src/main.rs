//! Parses the command line and hands over.

use std::process::ExitCode;

use clap::Parser;
use yardstick::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(cli.run()),
        Err(error) => {
            eprintln!("yardstick: the system gives no threads to work with: {error}");
            ExitCode::FAILURE
        }
    }
}
