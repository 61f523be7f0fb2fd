//! `yardstick import`.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};

use crate::api::import::{Brought, How, bring};
use crate::domain::batch::{Batch, Finding, Reading};
use crate::domain::import::{self, Grid, Held, Sought};
use crate::domain::measure::Measure;
use crate::server::config::DatabaseUrl;
use crate::store::{self, Applied, Outcome, Store, Terms};
use crate::workbook;

use super::{Failure, complain, counted, list, say};

/// Who the audit trail says brought it.
const ACTOR: &str = "import";

/// Reads files into the database: everything or, when there is any problem, nothing
#[derive(Args, Debug)]
#[command(after_help = "Formats:
  figures          one figure a row: measure,period,category,value,numerator,denominator,missing,note,source
  measures         offices, goals, milestones, measures, breakdowns, recommendations, targets, published
                   figures and figures, each file told by its header
  workbook         the same as the sheets of one Excel workbook, as export writes it
  performance-gov  the goals file and the indicators file of performance.gov

Examples:
  yardstick import --format figures fy2026q4.csv --dry-run
  yardstick import --format measures sample/*.csv
  yardstick import --format workbook framework.xlsx --dry-run
  yardstick import --format performance-gov apg_fy2022_goals.csv apg_fy2022_indicators.csv")]
pub struct Import {
    /// What is in the files
    #[arg(long, env = "YARDSTICK_FORMAT", value_enum, default_value_t = Format::Figures)]
    format: Format,
    /// Report what would be done, and write nothing
    #[arg(long, env = "YARDSTICK_DRY_RUN", value_parser = BoolishValueParser::new())]
    dry_run: bool,
    /// Take what the workbook says also where somebody else has changed it since its export
    #[arg(long, env = "YARDSTICK_OVERWRITE", value_parser = BoolishValueParser::new())]
    overwrite: bool,
    /// List every remark instead of counting them
    #[arg(long, env = "YARDSTICK_VERBOSE", value_parser = BoolishValueParser::new())]
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
    Workbook,
    PerformanceGov,
}

/// A file's name as given, and what is in it.
type Opened<T> = (String, T);

impl Import {
    pub async fn run(self) -> Result<(), Failure> {
        if self.format == Format::Workbook && self.files.len() > 1 {
            return Err(Failure::Usage(
                "one workbook at a time: each is checked against the state it is from".into(),
            ));
        }
        match self.format {
            Format::Workbook => self.bring_workbook().await,
            Format::Measures => self.bring_framework().await,
            Format::Figures | Format::PerformanceGov => self.bring_batch().await,
        }
    }

    async fn bring_workbook(&self) -> Result<(), Failure> {
        // Every file is opened before the database is touched.
        let Some((file, grids)) = self.opened(grids_of)?.pop() else { return Ok(()) };
        let overwrite = self.overwrite;
        let sought = import::sought(&grids);
        self.bring(sought, move |held| import::workbook(&file, &grids, held, overwrite)).await
    }

    async fn bring_framework(&self) -> Result<(), Failure> {
        let texts = self.opened(text_of)?;
        let read = move |held: &Held| import::framework_onto(&borrowed(&texts), held);
        self.bring(Sought::default(), read).await
    }

    /// What is read onto what the database holds.
    async fn bring(
        &self,
        sought: Sought,
        read: impl Fn(&Held) -> Reading + Send + Sync + 'static,
    ) -> Result<(), Failure> {
        let store = store::connect(&self.database.database_url).await?;
        let how = How { actor: ACTOR, at: Utc::now(), dry_run: self.dry_run };
        let brought = bring(&store, sought, read, &how).await;
        store.close().await;
        let Brought { reading, objections, outcome } = brought?;
        self.object(&reading, &objections)?;
        self.tell(&reading, &outcome.unwrap_or_default())
    }

    /// What is read by itself.
    async fn bring_batch(&self) -> Result<(), Failure> {
        let texts = self.opened(text_of)?;
        let store = store::connect(&self.database.database_url).await?;
        let reading = match self.format {
            Format::Figures => figures(&texts, &store).await?,
            _ => import::performance_gov(&borrowed(&texts)),
        };
        self.report(&reading)?;
        let terms = Terms { actor: ACTOR, at: Utc::now(), dry_run: self.dry_run, version: None };
        let outcome = store.apply_on_terms(&reading.batch, &terms).await?;
        store.close().await;
        self.tell(&reading, &outcome.unwrap_or_default())
    }

    /// What is in each file; all that cannot be read are named at once.
    fn opened<T>(&self, open: fn(&Path) -> Result<T, String>) -> Result<Vec<Opened<T>>, Failure> {
        let mut opened = Vec::new();
        let mut problems = 0;
        for file in &self.files {
            let name = file.display().to_string();
            match open(file) {
                Ok(content) => opened.push((name, content)),
                Err(why) => {
                    problems += 1;
                    complain(&format!("{name}: {why}"));
                }
            }
        }
        if problems > 0 { Err(Failure::Said) } else { Ok(opened) }
    }

    /// Says what stands against an import, which ends here then.
    fn object(&self, reading: &Reading, objections: &[Finding]) -> Result<(), Failure> {
        list(objections);
        let unlisted = reading.conflicting - objections.len();
        if unlisted > 0 {
            complain(&format!("and {}", counted(unlisted, "more conflict")));
        }
        self.report(reading)?;
        if reading.conflicting == 0 {
            return Ok(());
        }
        complain(&format!(
            "{} with what was changed after the export; nothing was written. Write into the cells what is to \
             stand, or take the workbook's with --overwrite",
            counted(reading.conflicting, "conflict")
        ));
        Err(Failure::Said)
    }

    /// Says what was found. Problems end the import here.
    fn report(&self, reading: &Reading) -> Result<(), Failure> {
        list(&reading.problems);
        if !reading.problems.is_empty() {
            let count = counted(reading.problems.len(), "problem");
            complain(&format!("{count} in {}; nothing was written", counted(reading.rows, "row")));
            return Err(Failure::Said);
        }
        if self.verbose || self.format == Format::Workbook {
            list(&reading.remarks);
        } else if !reading.remarks.is_empty() {
            let count = counted(reading.remarks.len(), "remark");
            complain(&format!("{count} on values kept as they are; --verbose lists them"));
        }
        Ok(())
    }

    /// Says what was done, of a dry run change by change.
    fn tell(&self, reading: &Reading, outcome: &Outcome) -> Result<(), Failure> {
        // What is in text files is told by its name: which of them it is in does not matter.
        let file = match self.format {
            Format::Workbook => self.files.first().map(|file| file.display().to_string()).unwrap_or_default(),
            _ => "dry run".to_owned(),
        };
        if self.dry_run {
            list(&import::preview(&file, &reading.places, &outcome.changes));
            list(&import::new_versions(&file, &reading.places, &reading.batch.redefined));
            let Applied { created, changed, .. } = outcome.applied;
            let more = created + changed - outcome.changes.len();
            if more > 0 {
                complain(&format!("and {} more", counted(more, "change")));
            }
        }
        say(&total(reading, outcome.applied, self.dry_run))
    }
}

fn borrowed(texts: &[Opened<String>]) -> Vec<(&str, &str)> {
    texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

async fn figures(texts: &[Opened<String>], store: &Store) -> Result<Reading, Failure> {
    let measures = store.measures(None).await?;
    let known: BTreeMap<_, Measure> =
        measures.into_iter().map(|measure| (measure.code.clone(), measure)).collect();
    let readings = texts.iter().map(|(name, text)| import::figures(name, text, &known));
    Ok(readings.fold(Reading::default(), joined))
}

/// The text of a file, or why there is none.
pub(super) fn text_of(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    import::decode(&bytes)
}

fn grids_of(file: &Path) -> Result<Vec<Grid>, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    // One byte more than is taken: whoever looks at it sees that there is too much.
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    opened.take(workbook::LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    workbook::read(&bytes)
}

fn joined(mut all: Reading, one: Reading) -> Reading {
    let Batch { actuals, .. } = one.batch;
    all.batch.actuals.extend(actuals);
    all.rows += one.rows;
    all.problems.extend(one.problems);
    all.remarks.extend(one.remarks);
    all
}

fn total(reading: &Reading, applied: Applied, dry_run: bool) -> String {
    let Applied { created, changed, unchanged } = applied;
    let rows = counted(reading.rows, "row");
    let end = if dry_run { " (dry run: nothing was written)" } else { "" };
    format!("{rows} read: {created} created, {changed} changed, {unchanged} unchanged{end}\n")
}
