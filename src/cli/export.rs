//! `yardstick export`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::export::csv;
use crate::server::config::DatabaseUrl;
use crate::store;

use super::{Failure, complain, say};

/// Writes what is in the database to a file
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  yardstick export --format figures figures.csv
  yardstick export --format figures - | grep traces-completed")]
pub struct Export {
    /// What to write: figures is the format that import reads
    #[arg(long, env = "YARDSTICK_FORMAT", value_enum, default_value_t = Format::Figures)]
    format: Format,
    #[command(flatten)]
    database: DatabaseUrl,
    /// Where to; - for standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Every approved figure
    Figures,
}

impl Export {
    pub async fn run(self) -> Result<(), Failure> {
        let store = store::connect(&self.database.database_url).await?;
        let Format::Figures = self.format;
        let actuals = store.published_actuals().await?;
        store.close().await;
        let text = csv::figures(&actuals);
        if self.file == Path::new("-") {
            return say(&text);
        }
        write_whole(&self.file, &text).map_err(|error| {
            Failure::Because(format!("{} cannot be written: {error}", self.file.display()))
        })?;
        complain(&format!("{} figures written to {}", actuals.len(), self.file.display()));
        Ok(())
    }
}

/// Writes a file so that it is there as a whole or as it was before.
fn write_whole(file: &Path, text: &str) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut partial = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    partial.write_all(text.as_bytes())?;
    partial.as_file().sync_all()?;
    partial.persist(file)?;
    Ok(())
}
