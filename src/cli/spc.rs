//! `yardstick spc`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use crate::domain::import;
use crate::domain::number::{self, NumberRule};
use crate::domain::spc::{self, Better, Question, RuleSet, Spc as Judged};

use super::import::text_of;
use super::{Failure, complain, counted, list, say};

/// Tells signal from noise in a series: prints its process limits, and which points are more than chance,
/// as JSON
#[derive(Args, Debug)]
#[command(
    after_help = "The file has the columns period,value, one period a row, in their order. An empty value \
is a period without a figure: it is no point and breaks nothing.

Rule sets:
  nhs      as in NHSRplotthedots 0.2.2: a point outside the limits, a trend of 7, 2 of 3 near a
           limit, a run of 7 on one side of the mean; outlying moving ranges do not count
  wheeler  as in xmrit: a point outside the limits, 3 of 4 nearer a limit than the mean, a run
           of 8 on one side of the mean

Fewer than 12 points give trial limits, fewer than 6 none. Exit code 2 where a row cannot be read.

Examples:
  yardstick spc --rules nhs --direction increase --target 95 urgent.csv
  yardstick spc --rules wheeler seizures.csv"
)]
pub struct Spc {
    /// By which rules
    #[arg(long, env = "YARDSTICK_RULES", value_parser = rule_set(), default_value = "nhs")]
    rules: RuleSet,
    /// Which way is better: makes improvement and concern of high and low
    #[arg(long, env = "YARDSTICK_DIRECTION", value_parser = better(), default_value = "neutral")]
    direction: Better,
    /// Whether the process as it is now reaches this
    #[arg(long, env = "YARDSTICK_TARGET", value_name = "N", value_parser = target, allow_negative_numbers = true)]
    target: Option<f64>,
    /// Work the limits out from every moving range, as wheeler always does
    #[arg(long, env = "YARDSTICK_NO_SCREENING", value_parser = BoolishValueParser::new())]
    no_screening: bool,
    /// The series: CSV with the columns period,value
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
}

fn rule_set() -> impl TypedValueParser<Value = RuleSet> {
    PossibleValuesParser::new(RuleSet::NAMES).map(|name| RuleSet::named(&name).unwrap_or_default())
}

fn better() -> impl TypedValueParser<Value = Better> {
    PossibleValuesParser::new(Better::NAMES).map(|name| Better::named(&name).unwrap_or_default())
}

fn target(text: &str) -> Result<f64, String> {
    number::parse(text, NumberRule { whole: false, negative: true }).map_err(|error| error.to_string())
}

impl Spc {
    pub async fn run(self) -> Result<(), Failure> {
        let file = self.file.display().to_string();
        let text = text_of(&self.file).map_err(|why| Failure::Because(format!("{file}: {why}")))?;
        let series = import::series(&file, &text);
        list(&series.problems);
        if !series.problems.is_empty() {
            complain(&format!("{}; nothing was judged", counted(series.problems.len(), "problem")));
            return Err(Failure::NotUnderstood);
        }
        list(&series.remarks);
        let (periods, figures): (Vec<String>, Vec<Option<f64>>) = series.points.into_iter().unzip();
        if figures.iter().all(Option::is_none) {
            complain(&format!("{file}: there is no figure in it"));
        }
        let question = Question {
            rules: self.rules,
            unscreened: self.no_screening,
            better: self.direction,
            target: self.target,
            rebase: Vec::new(),
        };
        say(&json(&periods, &spc::judge(&figures, &question)))
    }
}

/// What is printed. Other programs rely on these names.
#[derive(Serialize)]
struct Document<'a> {
    n: usize,
    mean: Option<f64>,
    mr_mean: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    near_lower: Option<f64>,
    near_upper: Option<f64>,
    limits: &'static str,
    points: Vec<Row<'a>>,
    variation: Option<&'static str>,
    assurance: Option<&'static str>,
}

#[derive(Serialize)]
struct Row<'a> {
    period: &'a str,
    value: f64,
    rule: Option<&'static str>,
    kind: &'static str,
}

fn json(periods: &[String], judged: &Judged) -> String {
    let (group, limits) = (judged.last(), judged.limits());
    let points = periods.iter().zip(&judged.points).filter_map(|(period, point)| {
        let spc::Point { value, rule, kind, .. } = (*point)?;
        Some(Row { period, value, rule: rule.map(spc::Rule::name), kind: kind.name() })
    });
    let document = Document {
        n: group.map_or(0, |group| group.points),
        mean: group.and_then(|group| group.mean),
        mr_mean: group.and_then(|group| group.mean_range),
        lower: limits.map(|limits| limits.lower),
        upper: limits.map(|limits| limits.upper),
        near_lower: limits.map(|limits| limits.near_lower),
        near_upper: limits.map(|limits| limits.near_upper),
        limits: judged.standing().name(),
        points: points.collect(),
        variation: judged.variation.map(spc::Kind::name),
        assurance: judged.assurance.map(spc::Assurance::name),
    };
    // Strings and finite numbers: there is nothing in it that JSON could not say.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
