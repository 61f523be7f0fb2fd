//! `yardstick import`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::{Args, ValueEnum};

use crate::domain::batch::{Batch, Finding, Reading};
use crate::domain::import;
use crate::domain::measure::Measure;
use crate::server::config::DatabaseUrl;
use crate::store::{self, Applied, Store};

use super::{Failure, complain, say};

/// Who the audit trail says brought it.
const ACTOR: &str = "import";

/// Reads files into the database: everything or, when there is any problem, nothing
#[derive(Args, Debug)]
#[command(after_help = "Formats:
  figures          one figure a row: measure,period,category,value,numerator,denominator,missing,note,source
  measures         offices, goals, milestones, measures, recommendations, targets and figures, each file told
                   by its header
  performance-gov  the goals file and the indicators file of performance.gov

Examples:
  yardstick import --format figures fy2026q4.csv --dry-run
  yardstick import --format measures sample/*.csv
  yardstick import --format performance-gov apg_fy2022_goals.csv apg_fy2022_indicators.csv")]
pub struct Import {
    /// What is in the files
    #[arg(long, env = "YARDSTICK_FORMAT", value_enum, default_value_t = Format::Figures)]
    format: Format,
    /// Report what would be done, and write nothing
    #[arg(long, env = "YARDSTICK_DRY_RUN")]
    dry_run: bool,
    /// List every remark instead of counting them
    #[arg(long, env = "YARDSTICK_VERBOSE")]
    verbose: bool,
    #[command(flatten)]
    database: DatabaseUrl,
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Figures,
    Measures,
    PerformanceGov,
}

/// A file's name as given, and its text.
type Text = (String, String);

impl Import {
    pub async fn run(self) -> Result<(), Failure> {
        let texts = self.texts()?;
        let store = store::connect(&self.database.database_url).await?;
        let reading = self.read(&texts, &store).await?;
        self.report(&reading)?;
        let applied = store.apply(&reading.batch, ACTOR, Utc::now(), self.dry_run).await?;
        store.close().await;
        say(&total(&reading, applied, self.dry_run))
    }

    /// Opens every file before the database is touched; all that cannot be read are named at once.
    fn texts(&self) -> Result<Vec<Text>, Failure> {
        let mut texts = Vec::new();
        let mut problems = 0;
        for file in &self.files {
            let name = file.display().to_string();
            match text_of(file) {
                Ok(text) => texts.push((name, text)),
                Err(why) => {
                    problems += 1;
                    complain(&format!("{name}: {why}"));
                }
            }
        }
        if problems > 0 { Err(Failure::Said) } else { Ok(texts) }
    }

    async fn read(&self, texts: &[Text], store: &Store) -> Result<Reading, Failure> {
        let files: Vec<(&str, &str)> =
            texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Ok(match self.format {
            Format::Measures => import::framework(&files),
            Format::PerformanceGov => import::performance_gov(&files),
            Format::Figures => {
                let measures = store.measures(None).await?;
                let known: BTreeMap<_, Measure> =
                    measures.into_iter().map(|measure| (measure.code.clone(), measure)).collect();
                let readings = files.iter().map(|(name, text)| import::figures(name, text, &known));
                readings.fold(Reading::default(), joined)
            }
        })
    }

    /// Says what was found. Problems end the import here.
    fn report(&self, reading: &Reading) -> Result<(), Failure> {
        list(&reading.problems);
        if !reading.problems.is_empty() {
            let count = counted(reading.problems.len(), "problem");
            complain(&format!("{count} in {}; nothing was written", counted(reading.rows, "row")));
            return Err(Failure::Said);
        }
        if self.verbose {
            list(&reading.remarks);
        } else if !reading.remarks.is_empty() {
            let count = counted(reading.remarks.len(), "remark");
            complain(&format!("{count} on values kept as they are; --verbose lists them"));
        }
        Ok(())
    }
}

fn text_of(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    import::decode(&bytes)
}

fn joined(mut all: Reading, one: Reading) -> Reading {
    let Batch { actuals, .. } = one.batch;
    all.batch.actuals.extend(actuals);
    all.rows += one.rows;
    all.problems.extend(one.problems);
    all.remarks.extend(one.remarks);
    all
}

fn list(findings: &[Finding]) {
    for finding in findings {
        complain(&finding.to_string());
    }
}

fn total(reading: &Reading, applied: Applied, dry_run: bool) -> String {
    let Applied { created, changed, unchanged } = applied;
    let rows = counted(reading.rows, "row");
    let end = if dry_run { " (dry run: nothing was written)" } else { "" };
    format!("{rows} read: {created} created, {changed} changed, {unchanged} unchanged{end}\n")
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
