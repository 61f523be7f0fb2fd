//! Milestones files: the steps on the way to each goal.

use std::collections::HashSet;

use super::{Reader, goals};
use crate::domain::code::Code;
use crate::domain::goal::form;
use crate::domain::import::cells::{Cell, Cells};
use crate::domain::import::columns::{Sheet, Takes, may, must};
use crate::domain::import::fields::Fields;
use crate::domain::import::findings::Findings;
use crate::domain::import::row::Row;
use crate::domain::import::table::{Source, each_row};
use crate::domain::milestone::{Milestone, MilestoneStatus};

pub(super) const SHEET: Sheet = Sheet {
    name: "milestones",
    columns: &[
        must("goal", Takes::CodeOf("goals"), "The code of the goal."),
        must("code", Takes::Text, "The short name of the milestone, distinct among the goal's."),
        must("name", Takes::Text, "What is to be done."),
        must("due", Takes::Day, "The day by which it is to be done, as 2024-09-30."),
        must("status", Takes::Word(MilestoneStatus::NAMES), "What its owner says of it."),
        may("owner", Takes::Text, "The official or office that does it."),
        may("note", Takes::Text, "What is to be known about it."),
        may("illustrative", Takes::YesNo, "yes, if it is made up to show the product."),
    ],
    key: &["goal", "code"],
    ..Sheet::UNKEYED
};

/// Reads the milestones into the batch.
pub(super) fn read(files: &[Source], reader: &mut Reader) {
    let Reader { batch, places, problems, held, rows } = reader;
    let mut seen = HashSet::new();
    for &file in files {
        *rows += each_row(file, &SHEET, problems, |row, problems| {
            let Some(milestone) = milestone(&row, goals(batch, held), problems) else {
                return;
            };
            places.keep(&row, || milestone.subject());
            match seen.insert((milestone.goal.clone(), milestone.code.clone())) {
                true => batch.milestones.push(milestone),
                false => problems.push(row.finding("code", "the goal already has a milestone of this code")),
            }
        });
    }
}

/// The row of a milestone.
pub(super) fn cells(milestone: &Milestone) -> Cells {
    vec![
        ("goal", milestone.goal.as_str().into()),
        ("code", milestone.code.as_str().into()),
        ("name", (&milestone.name).into()),
        ("due", Cell::of(Some(milestone.due))),
        ("status", milestone.status.name().into()),
        ("owner", (&milestone.owner).into()),
        ("note", (&milestone.note).into()),
        ("illustrative", milestone.illustrative.into()),
    ]
}

fn milestone<'a>(
    row: &Row,
    goals: impl Iterator<Item = &'a Code> + Clone,
    problems: &mut Findings,
) -> Option<Milestone> {
    let mut fields = Fields::new(row, problems);
    let goal = fields.reference("goal", "goal", goals);
    let code = fields.parsed("code");
    form::milestone(&mut fields, goal, code)
}
