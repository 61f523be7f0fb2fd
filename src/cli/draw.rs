//! `yardstick draw`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::model::error::AppError;
use crate::server::asked::{Asked, Format};
use crate::server::config::DatabaseUrl;
use crate::store;

use super::export::{unwritable, write_whole};
use super::{Failure, complain};

/// Draws a measure's chart into a file, as its page offers it
#[derive(Args, Debug)]
#[command(
    after_help = "The picture holds its title, its source, its caveats and its markings. Approved figures alone are drawn.

Examples:
  yardstick draw traces-completed --out traces.pdf
  yardstick draw traces-completed --kind breakdown --by firearm_type --out traces.svg
  yardstick draw traces-completed --from FY2024Q1 --to FY2026Q4 --scale 2 --out traces.png"
)]
pub struct Draw {
    /// The measure, by its code
    #[arg(value_name = "MEASURE")]
    measure: String,
    /// Which chart, as in the page's address: trend, quarters, years, breakdown …
    #[arg(long, env = "YARDSTICK_KIND", default_value = "trend")]
    kind: String,
    /// Where to; how it ends says what it becomes: .svg, .png or .pdf
    #[arg(long, env = "YARDSTICK_OUT", value_name = "FILE")]
    out: PathBuf,
    /// The first period, such as FY2024Q1
    #[arg(long, env = "YARDSTICK_FROM", value_name = "PERIOD")]
    from: Option<String>,
    /// The last period
    #[arg(long, env = "YARDSTICK_TO", value_name = "PERIOD")]
    to: Option<String>,
    /// The dimension of a breakdown; without it the measure's first
    #[arg(long, env = "YARDSTICK_BY", value_name = "DIMENSION")]
    by: Option<String>,
    /// How a breakdown is drawn: bars or lines
    #[arg(long, env = "YARDSTICK_SHAPE")]
    shape: Option<String>,
    /// How often a PNG is enlarged: 1 to 4
    #[arg(long, env = "YARDSTICK_SCALE")]
    scale: Option<String>,
    /// light or dark
    #[arg(long, env = "YARDSTICK_THEME")]
    theme: Option<String>,
    #[command(flatten)]
    database: DatabaseUrl,
}

impl Draw {
    pub async fn run(self) -> Result<(), Failure> {
        let format = format_of(&self.out)?;
        let store = store::connect(&self.database.database_url).await?;
        let asked = Asked::read(&store, &self.measure, &self.address()).await;
        store.close().await;
        let asked = asked.map_err(refused)?;
        let bytes = asked
            .picture(format)
            .map_err(|error| Failure::Because(format!("the chart was not drawn: {error}")))?;
        write_whole(&self.out, &bytes).map_err(|error| unwritable(&self.out, &error))?;
        complain(&format!("the chart of {} drawn to {}", self.measure, self.out.display()));
        Ok(())
    }

    /// What is asked for, as the page's address says it: what can be asked for is decided there.
    fn address(&self) -> String {
        let options = [
            ("kind", Some(&self.kind)),
            ("from", self.from.as_ref()),
            ("to", self.to.as_ref()),
            ("by", self.by.as_ref()),
            ("shape", self.shape.as_ref()),
            ("scale", self.scale.as_ref()),
            ("theme", self.theme.as_ref()),
        ];
        let given = options.into_iter().filter_map(|(key, value)| Some((key, value?)));
        given
            .map(|(key, value)| format!("{key}={}", urlencoding::encode(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

/// What a file becomes, by how its name ends.
fn format_of(file: &Path) -> Result<Format, Failure> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let found = Format::ALL.into_iter().find(|format| format.name() == ending);
    found.ok_or_else(|| Failure::Usage(format!("{}: a chart is drawn to .svg, .png or .pdf", file.display())))
}

fn refused(error: AppError) -> Failure {
    match error {
        AppError::Invalid(_) => Failure::Usage(error.to_string()),
        other => Failure::Because(other.to_string()),
    }
}
