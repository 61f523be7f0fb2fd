//! Milestones files: the steps on the way to each goal.

use std::collections::HashSet;

use super::reference;
use crate::domain::batch::Batch;
use crate::domain::code::Code;
use crate::domain::import::fields::{Fields, NAME, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::import::table::{Row, Sheet, each_row};
use crate::domain::milestone::{Milestone, MilestoneStatus};

pub(super) const SHEET: Sheet = Sheet {
    required: &["goal", "code", "name", "due", "status"],
    optional: &["owner", "note", "illustrative"],
};

/// Reads the milestones into the batch; gives the count of rows.
pub(super) fn read(files: &[(&str, &str)], batch: &mut Batch, problems: &mut Findings) -> usize {
    let mut rows = 0;
    let mut seen = HashSet::new();
    for (file, text) in files {
        rows += each_row(file, text, &SHEET, problems, |row, problems| {
            let Some(milestone) = milestone(&row, batch, problems) else {
                return;
            };
            match seen.insert((milestone.goal.clone(), milestone.code.clone())) {
                true => batch.milestones.push(milestone),
                false => problems.push(row.finding("code", "the goal already has a milestone of this code")),
            }
        });
    }
    rows
}

fn milestone(row: &Row, batch: &Batch, problems: &mut Findings) -> Option<Milestone> {
    let mut fields = Fields::new(row, problems);
    let goal = reference(&mut fields, "goal", "goal", batch.goals.iter().map(|goal| &goal.code));
    let code: Option<Code> = fields.parsed("code");
    let due = fields.day("due");
    let status = fields.word("status", MilestoneStatus::ALL, MilestoneStatus::name);
    let milestone = Milestone {
        name: fields.required("name", NAME),
        owner: fields.text("owner", NAME),
        note: fields.text("note", TEXT),
        illustrative: fields.yes("illustrative"),
        goal: goal?,
        code: code?,
        due: due?,
        status: status?,
    };
    fields.sound.then_some(milestone)
}
