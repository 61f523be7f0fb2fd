//! One published indicator row, its texts and numbers read.

use std::collections::BTreeMap;

use crate::domain::code::Code;
use crate::domain::goal::Goal;
use crate::domain::import::fields::{Fields, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::import::row::Row;
use crate::domain::measure::Direction;
use crate::domain::number::{self, NumberRule};
use crate::domain::period::{Calendar, Period};

/// Published figures may be fractions and changes below zero.
pub(super) const RULE: NumberRule = NumberRule { whole: false, negative: true };

pub(super) struct Indicator<'t> {
    pub row: Row<'t>,
    pub goal: Code,
    pub period: Period,
    /// The indicator's text; that of the target where there is none.
    pub name: String,
    pub target_text: String,
    /// By the indicator's type; `None` where the target is undefined.
    pub direction: Option<Direction>,
    pub start: Option<f64>,
    pub target: Option<f64>,
    pub current: Option<f64>,
}

/// Reads a row. A row without a goal or a quarter is a problem; whatever else is amiss is a remark.
pub(super) fn indicator<'t>(
    row: Row<'t>,
    goals: &BTreeMap<Code, Goal>,
    problems: &mut Findings,
    remarks: &mut Findings,
) -> Option<Indicator<'t>> {
    let mut fields = Fields::new(&row, problems);
    let goal = goal(&mut fields, goals);
    let period = quarter(&mut fields);
    fields.verbatim("indicator", TEXT);
    fields.verbatim("target", TEXT);
    let sound = fields.sound;
    let (goal, period) = (goal?, period?);
    let target_text = normalised(&row, "target", remarks);
    let mut name = normalised(&row, "indicator", remarks);
    if name.is_empty() {
        remarks.push(row.finding("indicator", "blank: the measure is named for its target"));
        name.clone_from(&target_text);
    }
    if name.is_empty() {
        problems.push(row.finding("indicator", "the row has neither an indicator nor a target text"));
        return None;
    }
    let direction = direction(&row, remarks);
    let target = value(&row, "value_target", remarks).filter(|target| {
        if direction.is_none() {
            let message = format!("{target} is not taken for a target: the type says that it is undefined");
            remarks.push(row.finding("value_target", message));
        }
        direction.is_some()
    });
    owner(&row, &goals[&goal], remarks);
    let current = value(&row, "value_current", remarks);
    if row.cell("value_current").trim().is_empty() {
        remarks.push(row.finding("value_current", "blank: kept as “not available”, not as zero"));
    }
    let start = value(&row, "value_start", remarks);
    sound.then_some(Indicator { goal, period, name, target_text, direction, start, target, current, row })
}

fn goal(fields: &mut Fields, goals: &BTreeMap<Code, Goal>) -> Option<Code> {
    let code: Code = fields.parsed("related_goal_id")?;
    if goals.contains_key(&code) {
        return Some(code);
    }
    let message = match goals.is_empty() {
        true => "give the file of goals together with that of indicators".to_owned(),
        false => format!("the file of goals has no goal “{code}”"),
    };
    fields.fault("related_goal_id", message);
    None
}

fn quarter(fields: &mut Fields) -> Option<Period> {
    let year: u16 = fields.parsed("fiscal_yr")?;
    let quarter: u8 = fields.parsed("fiscal_qtr")?;
    let period = Period::quarter_of(Calendar::Fiscal, year, quarter);
    if period.is_none() {
        fields.fault("fiscal_qtr", format!("Q{quarter} of FY {year} is not a quarter"));
    }
    period
}

fn direction(row: &Row, remarks: &mut Findings) -> Option<Direction> {
    let kind = row.cell("indicator_type").trim();
    let direction = match kind {
        "Measurable increase" => Direction::Increase,
        "Measurable decrease" => Direction::Decrease,
        "Maintain at or above threshold" => Direction::AtLeast,
        "Maintain at or below threshold" => Direction::AtMost,
        "Complete milestone" => Direction::Milestone,
        _ => {
            let message = match kind {
                "Target undefined" => "the target is undefined: the quarter has none".to_owned(),
                _ => format!("“{kind}” is no known type, so no target is taken"),
            };
            remarks.push(row.finding("indicator_type", message));
            return None;
        }
    };
    Some(direction)
}

/// A number; `None` for a blank cell, and with a remark for one that is not a number.
fn value(row: &Row, column: &str, remarks: &mut Findings) -> Option<f64> {
    let text = row.cell(column);
    if text.trim().is_empty() {
        return None;
    }
    if text.trim() != text {
        remarks.push(row.finding(column, "there are blanks around the number"));
    }
    match number::parse(text, RULE) {
        Ok(value) => Some(value),
        Err(error) => {
            remarks.push(row.finding(column, format!("kept as no figure: {error}")));
            None
        }
    }
}

fn owner(row: &Row, goal: &Goal, remarks: &mut Findings) {
    let owner = row.cell("related_owner").trim();
    if owner != goal.office.as_str() {
        let message =
            format!("the owner is “{owner}”; the measure stands with {}, which leads the goal", goal.office);
        remarks.push(row.finding("related_owner", message));
    }
}

/// A text as one line: runs of blanks and line breaks, and characters that were lost before
/// publication (U+FFFD), become one space. Says so where anything changed.
pub(super) fn normalised(row: &Row, column: &str, remarks: &mut Findings) -> String {
    let published = row.cell(column);
    let text = published.replace('\u{FFFD}', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    if text != published {
        let message = match (published.contains('\u{FFFD}'), published.contains('\n')) {
            (true, _) => "a character was lost before publication (U+FFFD); it is read as a space",
            (_, true) => "the text has line breaks; they are read as spaces",
            _ => "the text has stray blanks; they are left out",
        };
        remarks.push(row.finding(column, message));
    }
    text
}
