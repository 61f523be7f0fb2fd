//! A series of rows as a measure with baseline, targets and actuals.

use std::collections::HashSet;

use super::PUBLISHER;
use super::rows::{Indicator, RULE};
use super::series::Series;
use crate::domain::actual::{Actual, Figure, MissingReason, State};
use crate::domain::code::Code;
use crate::domain::goal::Goal;
use crate::domain::import::fields::NAME;
use crate::domain::import::findings::Findings;
use crate::domain::measure::{Aggregation, Direction, Frequency, Kind, Measure, Unit};
use crate::domain::period::Calendar;
use crate::domain::status::{Bands, Method};
use crate::domain::target::{Baseline, Target};

/// Days after a quarter's end until its figure is due. The files name none; a quarter is allowed.
const LAG_DAYS: u16 = 90;

/// What is assumed of every measure, said once for each file.
pub(super) const ASSUMED: &str = "the file gives no kind, due date or way of adding up quarters: each measure is \
    taken for an output that is due 90 days after a quarter’s end, a year’s figure for that of its last quarter";

/// Makes codes: the goal's, and what fits of the name's words; a number where another measure has that.
#[derive(Default)]
pub(super) struct CodeMaker(HashSet<Code>);

impl CodeMaker {
    /// `None` only when goal and name leave nothing for a code.
    pub fn make(&mut self, series: &Series) -> Option<Code> {
        let first = &series.rows[0];
        // Four characters are left for the number.
        let room = Code::MAX_LENGTH.saturating_sub(first.goal.as_str().len() + 5);
        let stem = match Code::slug(&first.name, room) {
            Some(slug) => format!("{}-{slug}", first.goal),
            None => format!("{}-measure", first.goal),
        };
        let numbered = (2..1000).map(|n| format!("{stem}-{n}"));
        let free = std::iter::once(stem.clone()).chain(numbered).filter_map(|text| text.parse().ok());
        let code = free.into_iter().find(|code| !self.0.contains(code))?;
        self.0.insert(code.clone());
        Some(code)
    }
}

pub(super) fn measure(code: Code, series: &Series, goal: &Goal, remarks: &mut Findings) -> Measure {
    let (first, last) = (&series.rows[0], &series.rows[series.rows.len() - 1]);
    let direction = direction(series, remarks);
    Measure {
        code,
        goal: goal.code.clone(),
        office: goal.office.clone(),
        name: name(series, remarks),
        definition: String::new(),
        formula: String::new(),
        kind: Kind::Output,
        direction,
        calendar: Calendar::Fiscal,
        frequency: Frequency::Quarterly,
        aggregation: Aggregation::Last,
        unit: Unit { name: unit(&first.name, direction), decimals: decimals(series) },
        ratio: false,
        rule: RULE,
        reporting_lag_days: LAG_DAYS,
        responsible: String::new(),
        source: format!("{PUBLISHER}, {}", last.period.label()),
        source_address: address(goal),
        caveat: String::new(),
        limitations: String::new(),
        verification: String::new(),
        accuracy: String::new(),
        compensation: String::new(),
        baseline_absent: String::new(),
        marking: String::new(),
        illustrative: false,
        bands: Bands::default(),
        method: Method::default(),
        retired_on: None,
    }
}

/// The page of the goal, which its source ends with.
fn address(goal: &Goal) -> String {
    goal.source.rsplit(' ').next().filter(|word| word.starts_with("https://")).unwrap_or_default().to_owned()
}

/// The indicator's text, with what tells the measure from its namesakes.
fn name(series: &Series, remarks: &mut Findings) -> String {
    let first = &series.rows[0];
    let mut name = first.name.clone();
    for (by, value) in &series.apart {
        let message = format!("rows of one quarter share this indicator; told apart by {by}");
        remarks.push(first.row.finding("indicator", message));
        name.push_str(&match *by {
            "the target value" => format!(" (target {value})"),
            _ => format!(" ({value})"),
        });
    }
    match name.char_indices().nth(NAME) {
        None => name,
        Some((end, _)) => {
            let message = format!("the name is cut after {NAME} characters");
            remarks.push(first.row.finding("indicator", message));
            name[..end].to_owned()
        }
    }
}

fn direction(series: &Series, remarks: &mut Findings) -> Direction {
    let mut found = None;
    for row in &series.rows {
        if let (Some(before), Some(now)) = (found, row.direction)
            && before != now
        {
            remarks.push(row.row.finding("indicator_type", "the type has changed; the last one is taken"));
        }
        found = row.direction.or(found);
    }
    found.unwrap_or_else(|| {
        let first = &series.rows[0];
        let text = first.name.to_lowercase();
        let falls = ["reduce", "reduction", "decrease", "decline", "fewer"];
        let direction = match falls.iter().any(|word| text.contains(word)) {
            true => Direction::Decrease,
            false => Direction::Increase,
        };
        let message =
            format!("no type gives the direction; by the indicator’s words it is {}", direction.label());
        remarks.push(first.row.finding("indicator_type", message));
        direction
    })
}

/// `percent` where the text says so of the figure itself, the counted noun after "Number of" where it
/// is a plain plural, else `units`.
fn unit(name: &str, direction: Direction) -> String {
    if direction == Direction::Milestone {
        return "milestones".into();
    }
    let text = name.to_lowercase();
    let begins = ["percent", "%"].iter().any(|word| text.starts_with(word));
    let ends = text.ends_with('%') || text.contains("(%");
    // A rate may also be a number per thousand, or a change in percentage points.
    let word_rate = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "rate");
    let rate = word_rate && !text.contains(" per ") && !text.starts_with("absolute");
    if begins || ends || rate {
        return "percent".into();
    }
    let noun = name.strip_prefix("Number of ").and_then(|rest| rest.split(' ').next());
    let plural = |noun: &&str| noun.ends_with('s') && noun.bytes().all(|b| b.is_ascii_lowercase());
    noun.filter(plural).unwrap_or("units").to_owned()
}

/// The most decimals that any of the published values has, 4 at most.
fn decimals(series: &Series) -> u8 {
    let cells = series.rows.iter().flat_map(|row| [row.start, row.target, row.current]).flatten();
    let places =
        cells.map(|value| crate::domain::number::exact(value).split_once('.').map_or(0, |(_, f)| f.len()));
    places.max().unwrap_or(0).min(4) as u8
}

/// The last starting value that is given. The files name no period for it.
pub(super) fn baseline(code: &Code, series: &Series, remarks: &mut Findings) -> Option<Baseline> {
    let mut found: Option<(f64, &Indicator)> = None;
    for row in &series.rows {
        let Some(start) = row.start else {
            continue;
        };
        if found.is_some_and(|(before, _)| before != start) {
            remarks.push(
                row.row.finding("value_start", "the starting value has changed; the last one is taken"),
            );
        }
        found = Some((start, row));
    }
    found.map(|(value, row)| Baseline {
        measure: code.clone(),
        period: None,
        value,
        source: format!("{PUBLISHER}, {}", row.period.label()),
    })
}

pub(super) fn target(code: &Code, row: &Indicator) -> Option<Target> {
    row.target.map(|value| Target {
        measure: code.clone(),
        period: row.period,
        category: String::new(),
        value,
        set_on: None,
        source: match row.target_text.trim() {
            "" => format!("{PUBLISHER}, {}", row.period.label()),
            text => format!("{PUBLISHER}, {}: {text}", row.period.label()),
        },
        reason: String::new(),
    })
}

pub(super) fn actual(code: &Code, row: &Indicator) -> Actual {
    let unreadable = row.row.cell("value_current").trim();
    Actual {
        measure: code.clone(),
        period: row.period,
        category: String::new(),
        figure: row.current.map_or(Figure::Missing(MissingReason::NotAvailable), Figure::Value),
        state: State::Approved,
        note: match row.current.is_none() && !unreadable.is_empty() {
            true => format!("Published as “{}”.", unreadable.chars().take(200).collect::<String>()),
            false => String::new(),
        },
        source: format!("{PUBLISHER}, {}", row.period.label()),
    }
}
