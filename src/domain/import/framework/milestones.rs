//! Milestones files: the steps on the way to each goal.

use std::collections::HashSet;

use crate::domain::batch::Batch;
use crate::domain::goal::form;
use crate::domain::import::fields::Fields;
use crate::domain::import::findings::Findings;
use crate::domain::import::table::{Row, Sheet, each_row};
use crate::domain::milestone::Milestone;

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
    let goal = fields.reference("goal", "goal", batch.goals.iter().map(|goal| &goal.code));
    let code = fields.parsed("code");
    form::milestone(&mut fields, goal, code)
}
