//! Parses the command line and hands over.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use yardstick::cli::Cli;

/// A page is allocated by one thread and freed by another: with glibc's allocator they spend more time in wait for
/// its locks than on anything else.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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
