//! The goals file: agencies and their priority goals.

use super::rows::normalised;
use super::{Log, PUBLISHER};
use crate::domain::batch::Batch;
use crate::domain::code::Code;
use crate::domain::goal::{Goal, GoalLevel, Office};
use crate::domain::import::columns::{Sheet, Takes, may, must};
use crate::domain::import::fields::{Fields, NAME, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::import::row::Row;
use crate::domain::import::table::{Source, each_row};
use crate::domain::period::{Calendar, Period};

pub(super) const SHEET: Sheet = Sheet {
    name: "goals",
    columns: &[
        must("goal_id", Takes::Text, ""),
        must("goal_name", Takes::Text, ""),
        must("goal_description", Takes::Text, ""),
        must("organization_abbreviation", Takes::Text, ""),
        must("organization_name", Takes::Text, ""),
        may("goal_type", Takes::Text, ""),
        may("goal_status", Takes::Text, ""),
        may("date_start_fy", Takes::Text, ""),
        may("date_end_fy", Takes::Text, ""),
        may("agency_code", Takes::Text, ""),
        may("is_joint", Takes::Text, ""),
        may("joint_agency", Takes::Text, ""),
        may("url_pgov_agency_12", Takes::Text, ""),
    ],
    ..Sheet::UNKEYED
};

/// Reads agencies and goals into the batch; gives the count of rows.
pub(super) fn read(files: &[(&str, &str)], batch: &mut Batch, log: &mut Log) -> usize {
    let mut count = 0;
    let Log { problems, remarks } = log;
    for (file, text) in files {
        count += each_row(Source::text(file, text), &SHEET, problems, |row, problems| {
            let Some((office, goal)) = goal(&row, problems, remarks) else {
                return;
            };
            if batch.goals.iter().any(|g| g.code == goal.code) {
                problems.push(row.finding("goal_id", format!("the goal “{}” is there already", goal.code)));
                return;
            }
            if !batch.offices.iter().any(|o| o.code == office.code) {
                batch.offices.push(office);
            }
            batch.goals.push(goal);
        });
    }
    count
}

fn goal(row: &Row, problems: &mut Findings, remarks: &mut Findings) -> Option<(Office, Goal)> {
    let mut fields = Fields::new(row, problems);
    let code: Option<Code> = fields.parsed("goal_id");
    let agency: Option<Code> = fields.parsed("organization_abbreviation");
    fields.required("goal_name", NAME);
    fields.verbatim("goal_description", TEXT);
    let agency_name = fields.required("organization_name", NAME);
    let from = fiscal_year(&mut fields, "date_start_fy");
    let to = fiscal_year(&mut fields, "date_end_fy");
    let sound = fields.sound;
    let agency = agency?;
    let goal = Goal {
        code: code?,
        parent: None,
        level: GoalLevel::Priority,
        name: normalised(row, "goal_name", remarks),
        statement: normalised(row, "goal_description", remarks),
        office: agency.clone(),
        leader: String::new(),
        from,
        to,
        source: match row.cell("url_pgov_agency_12").trim() {
            "" => PUBLISHER.to_owned(),
            address => format!("{PUBLISHER}, {address}"),
        },
        strategies: String::new(),
        programs: String::new(),
        illustrative: false,
    };
    sound.then_some((Office { code: agency, name: agency_name }, goal))
}

/// A cell with the number of a fiscal year; empty is no year.
fn fiscal_year(fields: &mut Fields, column: &str) -> Option<Period> {
    let year: u16 = fields.parsed_if_any(column)?;
    let period = Period::year_of(Calendar::Fiscal, year);
    if period.is_none() {
        fields.fault(column, format!("{year} is not a fiscal year"));
    }
    period
}
