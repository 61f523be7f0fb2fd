//! `yardstick export`.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::{Args, ValueEnum};

use crate::domain::batch::Batch;
use crate::domain::import;
use crate::export::csv;
use crate::server::config::DatabaseUrl;
use crate::store;
use crate::workbook::{self, About, WriteError};

use super::{Failure, complain, counted, put_out};

/// Writes what is in the database to a file
#[derive(Args, Debug)]
#[command(after_help = "Formats, each of which import reads:
  figures   every approved figure
  measures  offices, goals, milestones, measures, breakdowns, recommendations, targets, published figures
            and figures, a CSV each in a folder
  workbook  the same as the sheets of one Excel workbook, to be edited and imported again

Examples:
  yardstick export --format figures figures.csv
  yardstick export --format figures - | grep traces-completed
  yardstick export --format measures framework
  yardstick export --format workbook framework.xlsx")]
pub struct Export {
    /// What to write
    #[arg(long, env = "YARDSTICK_FORMAT", value_enum, default_value_t = Format::Figures)]
    format: Format,
    #[command(flatten)]
    database: DatabaseUrl,
    /// Where to; - for standard output, a folder for measures
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Figures,
    Measures,
    Workbook,
}

impl Export {
    pub async fn run(self) -> Result<(), Failure> {
        let store = store::connect(&self.database.database_url).await?;
        if self.format == Format::Figures {
            let actuals = store.published_actuals().await?;
            store.close().await;
            return self.hand_over(csv::figures(&actuals).as_bytes(), &counted(actuals.len(), "figure"));
        }
        if self.format == Format::Workbook {
            workbook::has_room(store.figure_count().await?).map_err(unwritten)?;
        }
        let (batch, mark) = store.framework().await?;
        store.close().await;
        match self.format {
            Format::Measures => self.write_folder(&batch),
            _ => {
                let about = About { mark: &mark, retrieved_at: Utc::now() };
                let bytes = workbook::write(&batch, &about).map_err(unwritten)?;
                self.hand_over(&bytes, "the framework")
            }
        }
    }

    fn hand_over(&self, bytes: &[u8], what: &str) -> Result<(), Failure> {
        if self.file == Path::new("-") {
            return put_out(bytes);
        }
        write_whole(&self.file, bytes).map_err(|error| unwritable(&self.file, &error))?;
        complain(&format!("{what} written to {}", self.file.display()));
        Ok(())
    }

    /// A file for each sheet, in a folder that is made where it is missing.
    fn write_folder(&self, batch: &Batch) -> Result<(), Failure> {
        if self.file == Path::new("-") {
            return Err(Failure::Usage("the measures are several files; name a folder for them".into()));
        }
        std::fs::create_dir_all(&self.file).map_err(|error| unwritable(&self.file, &error))?;
        for (sheet, count, rows) in import::sheets(batch) {
            let file = self.file.join(sheet.name).with_extension("csv");
            write_whole(&file, csv::sheet(sheet, rows).as_bytes())
                .map_err(|error| unwritable(&file, &error))?;
            complain(&format!("{} written to {}", counted(count, "row"), file.display()));
        }
        Ok(())
    }
}

fn unwritten(error: WriteError) -> Failure {
    Failure::Because(format!("no workbook was written: {error}"))
}

pub(super) fn unwritable(file: &Path, error: &std::io::Error) -> Failure {
    Failure::Because(format!("{} cannot be written: {error}", file.display()))
}

/// Writes a file so that it is there as a whole or as it was before, for whoever may read the files that its
/// writer makes.
pub(super) fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    // A temporary file would else be for its writer alone. The umask is taken off from this.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut partial = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    partial.write_all(bytes)?;
    partial.as_file().sync_all()?;
    partial.persist(file)?;
    Ok(())
}
