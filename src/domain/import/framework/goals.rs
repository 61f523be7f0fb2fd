//! Goals files: a tree.

use std::collections::BTreeMap;

use super::Codes;
use crate::domain::batch::{Batch, Finding};
use crate::domain::code::Code;
use crate::domain::goal::form::{self, Identity};
use crate::domain::goal::{Contributors, Goal, Office};
use crate::domain::import::fields::Fields;
use crate::domain::import::findings::Findings;
use crate::domain::import::nearest;
use crate::domain::import::table::{Row, Sheet, each_row};

pub(super) const SHEET: Sheet = Sheet {
    required: &["code", "parent", "level", "name", "statement", "office"],
    optional: &["leader", "from", "to", "source", "strategies", "programs", "contributors", "illustrative"],
};

/// A goal that has been read, and where its parent is named.
struct Placed {
    goal: Goal,
    parent_at: Finding,
}

/// Reads the goals into the batch, parents first; gives the count of rows.
pub(super) fn read(files: &[(&str, &str)], batch: &mut Batch, problems: &mut Findings) -> usize {
    let mut placed = Vec::new();
    let mut seen = Codes::default();
    let mut rows = 0;
    for (file, text) in files {
        rows += each_row(file, text, &SHEET, problems, |row, problems| {
            let Some(goal) = goal(&row, &mut seen, batch, problems) else {
                return;
            };
            batch.contributors.extend(contributors(&row, &goal, &batch.offices, problems));
            placed.push(Placed { goal, parent_at: row.finding("parent", String::new()) });
        });
    }
    batch.goals = parents_first(placed, &seen, problems);
    rows
}

fn goal(row: &Row, seen: &mut Codes, batch: &Batch, problems: &mut Findings) -> Option<Goal> {
    let mut fields = Fields::new(row, problems);
    let code = seen.fresh(&mut fields, "goal");
    let office = fields.reference("office", "office", batch.offices.iter().map(|o| &o.code));
    let parent = fields.parsed_if_any("parent");
    form::goal(&mut fields, Identity { code, parent, office })
}

/// The offices that contribute; `None` where the row names none.
fn contributors(row: &Row, goal: &Goal, offices: &[Office], problems: &mut Findings) -> Option<Contributors> {
    let mut fields = Fields::new(row, problems);
    let codes = fields.references("contributors", "office", offices.iter().map(|office| &office.code));
    if codes.contains(&goal.office) {
        fields.fault("contributors", format!("{} leads the goal; name the others only", goal.office));
    }
    let sound = fields.sound && !codes.is_empty();
    sound.then(|| Contributors::new(goal.code.clone(), codes))
}

/// The goals in an order in which they can be written. Those under an unknown parent, or that lead
/// back to themselves, go into `problems`.
fn parents_first(goals: Vec<Placed>, seen: &Codes, problems: &mut Findings) -> Vec<Goal> {
    let parents: BTreeMap<Code, Option<Code>> =
        goals.iter().map(|p| (p.goal.code.clone(), p.goal.parent.clone())).collect();
    let mut ordered: Vec<(usize, Goal)> = Vec::new();
    for Placed { goal, parent_at } in goals {
        let fault = match &goal.parent {
            // A parent whose own row is faulty has been reported there.
            Some(parent) if !seen.0.contains_key(parent) => {
                let hint = nearest::hint(parent.as_str(), seen.0.keys().map(Code::as_str));
                Some(format!("there is no goal “{parent}”{hint}"))
            }
            _ => None,
        };
        let depth = depth(&goal.code, &parents);
        let fault = fault.or_else(|| depth.is_none().then(|| "the goal is its own ancestor".to_owned()));
        match (fault, depth) {
            (None, Some(depth)) => ordered.push((depth, goal)),
            (fault, _) => problems.push(Finding { message: fault.unwrap_or_default(), ..parent_at }),
        }
    }
    // Stable: among goals of one depth the order of the file remains.
    ordered.sort_by_key(|(depth, _)| *depth);
    ordered.into_iter().map(|(_, goal)| goal).collect()
}

/// How many goals stand above; `None` when the way up goes in a circle.
fn depth(code: &Code, parents: &BTreeMap<Code, Option<Code>>) -> Option<usize> {
    let up = |at: &&Code| parents.get(*at).and_then(Option::as_ref);
    let above = std::iter::successors(up(&code), up).take(parents.len() + 1).count();
    (above <= parents.len()).then_some(above)
}
