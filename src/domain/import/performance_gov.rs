//! The agency priority goals as performance.gov publishes them: a file of goals and a file with one
//! row for each indicator and quarter.
//!
//! What the files leave open is decided here, the same way each time, and said in a remark:
//! - A **measure** is a goal and an indicator text (the target's text where there is none). Rows of one
//!   quarter that share it are told apart by [`series`].
//! - Its **direction** follows from the last indicator type that is defined; where none is, from words
//!   such as "reduce" in the text, else it is increase.
//! - A **target** is taken only where the type is defined, quarter by quarter as published.
//! - The **baseline** is the last starting value, of no stated period.
//! - A **blank or unreadable current value** is kept as "not available": never as zero, as the
//!   published progress does.
//! - Each row gives one **actual**, in the order of the file, cumulative as published: a year's figure
//!   is that of its last quarter.

mod goals;
mod measures;
mod rows;
mod series;

use std::collections::BTreeMap;

use super::columns::{Sheet, Takes, may, must};
use super::findings::Findings;
use super::header;
use super::table::{Source, each_row};
use crate::domain::actual::Actual;
use crate::domain::batch::{Batch, Reading};
use crate::domain::code::Code;
use crate::domain::goal::Goal;

const INDICATORS: Sheet = Sheet {
    name: "indicators",
    columns: &[
        must("fiscal_yr", Takes::Text, ""),
        must("fiscal_qtr", Takes::Text, ""),
        must("related_goal_id", Takes::Text, ""),
        must("target", Takes::Text, ""),
        must("indicator_type", Takes::Text, ""),
        must("indicator", Takes::Text, ""),
        must("related_owner", Takes::Text, ""),
        must("value_start", Takes::Text, ""),
        must("value_target", Takes::Text, ""),
        must("value_current", Takes::Text, ""),
        may("related_goal", Takes::Text, ""),
        may("progress_pct", Takes::Text, ""),
        may("progress_pct_range", Takes::Text, ""),
        may("progress_pct_target_status", Takes::Text, ""),
        may("progress_threshold", Takes::Text, ""),
        may("progress_completions", Takes::Text, ""),
    ],
    ..Sheet::UNKEYED
};

/// What the measures' sources begin with.
const PUBLISHER: &str = "performance.gov, agency priority goals";

/// Reads the two published files, given as name and text, in any order. Goals without indicators come
/// too; indicators without their goal are problems.
pub fn performance_gov(files: &[(&str, &str)]) -> Reading {
    let mut log = Log::default();
    let mut sorted: [Vec<(&str, &str)>; 2] = Default::default();
    for &(file, text) in files {
        match header::recognise(file, text, &[&goals::SHEET, &INDICATORS]) {
            Some(kind) => sorted[kind].push((file, text)),
            None => log.problems.about_file(
                file,
                "the first line names the columns of neither file: a goals file begins with goal_id, an \
                 indicators file with fiscal_yr"
                    .into(),
            ),
        }
    }
    let [goal_files, indicator_files] = sorted;
    let mut batch = Batch::default();
    let mut count = goals::read(&goal_files, &mut batch, &mut log);
    let known: BTreeMap<Code, Goal> = batch.goals.iter().map(|g| (g.code.clone(), g.clone())).collect();
    let mut indicators = Vec::new();
    for (file, text) in indicator_files {
        let Log { problems, remarks } = &mut log;
        count += each_row(Source::text(file, text), &INDICATORS, problems, |row, problems| {
            indicators.extend(rows::indicator(row, &known, problems, remarks));
        });
        remarks.about_file(file, measures::ASSUMED.into());
    }
    add_measures(indicators, &known, &mut batch, &mut log.remarks);
    let Log { problems, remarks } = log;
    let (problems, remarks) = (problems.finish(), remarks.finish());
    Reading { batch, rows: count, problems, remarks, ..Reading::default() }
}

/// Both lists of a reading, while it is made.
#[derive(Default)]
struct Log {
    problems: Findings,
    remarks: Findings,
}

fn add_measures(
    indicators: Vec<rows::Indicator>,
    goals: &BTreeMap<Code, Goal>,
    batch: &mut Batch,
    remarks: &mut Findings,
) {
    let order: Vec<(String, u64)> =
        indicators.iter().map(|row| (row.row.file.to_owned(), row.row.line)).collect();
    let mut actuals: BTreeMap<(String, u64), Actual> = BTreeMap::new();
    let mut codes = measures::CodeMaker::default();
    for series in series::series(indicators) {
        let Some(code) = codes.make(&series) else {
            continue;
        };
        let goal = &goals[&series.rows[0].goal];
        batch.measures.push(measures::measure(code.clone(), &series, goal, remarks));
        batch.baselines.extend(measures::baseline(&code, &series, remarks));
        batch.targets.extend(series.rows.iter().filter_map(|row| measures::target(&code, row)));
        for row in &series.rows {
            actuals.insert((row.row.file.to_owned(), row.row.line), measures::actual(&code, row));
        }
    }
    batch.actuals = order.iter().filter_map(|place| actuals.remove(place)).collect();
}

#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;
