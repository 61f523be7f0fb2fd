//! `yardstick forecast`.

use chrono::Utc;
use clap::{Args, Subcommand};

use crate::domain::forecast::NEED;
use crate::domain::forecast::check::{AHEAD, INTERVAL, Pair, Score, Tally};
use crate::server::config::DatabaseUrl;
use crate::store::{self, Store};

use super::demo::{bring_example, temporary_folder};
use super::{Failure, counted, say};

/// Looks at the forecasts behind the likelihood of meeting a target
#[derive(Args, Debug)]
pub struct Forecast {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Forecasts each figure that is known by now from those before it, and prints how often the forecasts were
    /// right
    Check(Check),
}

#[derive(Args, Debug)]
#[command(
    after_help = "Each approved figure is forecast up to four periods ahead, and each year that had begun, from the \
figures before it alone. Printed are the share of figures within the 80% interval (80% is right; less is too \
sure of itself, more too cautious), and the Brier score of the probability of meeting the target: the mean square \
of its error. 0 is perfect; always saying 50% gets 0.25. Beside each stands what the last value with its own spread \
would have got.

Exit code 1 where there is too little to check.

Examples:
  yardstick forecast check --database-url sqlite://yardstick.db
  yardstick forecast check --sample"
)]
struct Check {
    #[command(flatten)]
    database: DatabaseUrl,
    /// Look at the demo's example instead of a database
    #[arg(long, env = "YARDSTICK_SAMPLE")]
    sample: bool,
}

impl Forecast {
    pub async fn run(self) -> Result<(), Failure> {
        let Action::Check(check) = self.action;
        let score = match check.sample {
            true => {
                let folder = temporary_folder()?;
                let store =
                    store::connect(&format!("sqlite://{}", folder.path().join("sample.db").display()))
                        .await?;
                bring_example(&store).await?;
                score(store).await?
            }
            false => score(store::connect(&check.database.database_url).await?).await?,
        };
        match score.checked {
            0 => Err(Failure::Because(format!(
                "nothing can be checked: {}. A check needs {} approved figures of a measure, the last of which it \
                 forecasts from the others",
                set_apart(&score),
                NEED + 1
            ))),
            _ => say(&table(&score)),
        }
    }
}

async fn score(store: Store) -> Result<Score, Failure> {
    let today = Utc::now().date_naive();
    let mut score = Score::default();
    for measure in store.measures(None).await? {
        if let Some(record) = store.measure_record(&measure.code).await? {
            score.add(&record.measure, &record.series(false, today));
        }
    }
    store.close().await;
    Ok(score)
}

/// What was not checked: `3 measures with too few figures, 1 measure not forecast`.
fn set_apart(score: &Score) -> String {
    format!(
        "{} with too few figures (a forecast needs {NEED}), {} not forecast (milestones, or all figures the same)",
        counted(score.too_few, "measure"),
        counted(score.not_forecast, "measure")
    )
}

fn table(score: &Score) -> String {
    let mut text =
        format!("{} checked; set apart: {}.\n\n", counted(score.checked, "measure"), set_apart(score));
    text.push_str(&format!(
        "{:<26}{:<24}{:>10}{:>12}{:>12}{:>10}\n",
        "",
        "",
        "forecasts",
        format!("in {INTERVAL}%"),
        "of a target",
        "Brier"
    ));
    for (ahead, pair) in (1..).zip(&score.steps) {
        rows(&mut text, &format!("{} ahead", counted(ahead, "period")), pair);
    }
    rows(&mut text, &format!("1 to {AHEAD} periods ahead"), &score.all_steps());
    rows(&mut text, "years that had begun", &score.years);
    text
}

fn rows(text: &mut String, what: &str, pair: &Pair) {
    let share = |found: Option<f64>| found.map_or("–".to_owned(), |share| format!("{:.0}%", share * 100.0));
    let number = |found: Option<f64>| found.map_or("–".to_owned(), |number| format!("{number:.3}"));
    let mut row = |what: &str, method: &str, tally: &Tally| {
        text.push_str(&format!(
            "{what:<26}{method:<24}{:>10}{:>12}{:>12}{:>10}\n",
            tally.forecasts,
            share(tally.hit_rate()),
            tally.judged,
            number(tally.brier())
        ));
    };
    row(what, "exponential smoothing", &pair.smoothing);
    row("", "last value", &pair.last_value);
}
