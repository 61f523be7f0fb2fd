//! Goals files: a tree.

use std::collections::BTreeMap;

use super::{Codes, Reader, offices};
use crate::domain::batch::{Finding, Item};
use crate::domain::code::Code;
use crate::domain::goal::form::{self, Identity};
use crate::domain::goal::{Contributors, Goal, GoalLevel};
use crate::domain::import::cells::{Cell, Cells};
use crate::domain::import::columns::{Sheet, Takes, may, must};
use crate::domain::import::fields::Fields;
use crate::domain::import::findings::Findings;
use crate::domain::import::held::Held;
use crate::domain::import::nearest;
use crate::domain::import::row::Row;
use crate::domain::import::table::{Source, each_row};

pub(super) const SHEET: Sheet = Sheet {
    name: "goals",
    columns: &[
        must(
            "code",
            Takes::Code,
            "The short name of the goal: letters, digits, hyphens, dots or underscores.",
        ),
        must(
            "parent",
            Takes::CodeOf("goals"),
            "The code of the goal that this one serves; empty at the top.",
        ),
        must("level", Takes::Word(GoalLevel::NAMES), "Where the goal stands in the tree."),
        must("name", Takes::Text, "In a few words."),
        must("statement", Takes::Text, "What is to be achieved, in full."),
        must("office", Takes::CodeOf("offices"), "The office that leads."),
        may(
            "leader",
            Takes::Text,
            "The official responsible (31 U.S.C. 1115(b)(5)(E)); empty if none is named.",
        ),
        may("from", Takes::Period, "The first period of the time frame, as FY2024 or FY2024Q1."),
        may("to", Takes::Period, "The last period of the time frame."),
        may("source", Takes::Text, "Where the statement was published; empty if nowhere."),
        may("strategies", Takes::Text, "How the goal is to be reached (31 U.S.C. 1115(b)(5))."),
        may("programs", Takes::Text, "The programs that contribute, within and outside the agency."),
        may("contributors", Takes::Text, "The other offices that contribute, by code, with ; between them."),
        may("illustrative", Takes::YesNo, "yes, if the texts are made up to show the product."),
    ],
    key: &["code"],
    ..Sheet::UNKEYED
};

/// A goal that has been read, and where its parent is named.
struct Placed {
    goal: Goal,
    parent_at: Finding,
}

/// Reads the goals into the batch, parents first.
pub(super) fn read(files: &[Source], reader: &mut Reader) {
    let Reader { batch, places, problems, held, rows } = reader;
    let mut placed = Vec::new();
    let mut seen = Codes::default();
    for &file in files {
        *rows += each_row(file, &SHEET, problems, |row, problems| {
            let Some(goal) = goal(&row, &mut seen, offices(batch, held), problems) else {
                return;
            };
            places.keep(&row, || goal.subject());
            if let Some(contributors) = contributors(&row, &goal, offices(batch, held), problems)
                && (!contributors.offices.is_empty() || is_cleared(&row, &goal, held))
            {
                places.keep(&row, || contributors.subject());
                batch.contributors.push(contributors);
            }
            placed.push(Placed { goal, parent_at: row.finding("parent", String::new()) });
        });
    }
    batch.goals = parents_first(placed, &seen, held, problems);
}

/// Whether nobody is to contribute any more where somebody does. In a text file an empty cell says
/// nothing: the column may be absent altogether.
fn is_cleared(row: &Row, goal: &Goal, held: &Held) -> bool {
    let items = held.items(&SHEET, goal.code.as_str()).unwrap_or_default();
    let contribute = |item: &Item| matches!(item, Item::Contributors(one) if !one.offices.is_empty());
    row.is_of_workbook() && items.iter().any(contribute)
}

fn goal<'a>(
    row: &Row,
    seen: &mut Codes,
    offices: impl Iterator<Item = &'a Code> + Clone,
    problems: &mut Findings,
) -> Option<Goal> {
    let mut fields = Fields::new(row, problems);
    let code = seen.fresh(&mut fields, "goal");
    let office = fields.reference("office", "office", offices);
    let parent = fields.parsed_if_any("parent");
    form::goal(&mut fields, Identity { code, parent, office })
}

/// The offices that contribute.
fn contributors<'a>(
    row: &Row,
    goal: &Goal,
    offices: impl Iterator<Item = &'a Code> + Clone,
    problems: &mut Findings,
) -> Option<Contributors> {
    let mut fields = Fields::new(row, problems);
    let codes = fields.references("contributors", "office", offices);
    if codes.contains(&goal.office) {
        fields.fault("contributors", format!("{} leads the goal; name the others only", goal.office));
    }
    fields.sound.then(|| Contributors::new(goal.code.clone(), codes))
}

/// The row of a goal.
pub(super) fn cells(goal: &Goal) -> Cells {
    vec![
        ("code", goal.code.as_str().into()),
        ("parent", Cell::of(goal.parent.as_ref())),
        ("level", goal.level.name().into()),
        ("name", (&goal.name).into()),
        ("statement", (&goal.statement).into()),
        ("office", goal.office.as_str().into()),
        ("leader", (&goal.leader).into()),
        ("from", Cell::of(goal.from)),
        ("to", Cell::of(goal.to)),
        ("source", (&goal.source).into()),
        ("strategies", (&goal.strategies).into()),
        ("programs", (&goal.programs).into()),
        ("illustrative", goal.illustrative.into()),
    ]
}

/// What the row of a goal has besides, of the offices that contribute.
pub(super) fn contributor_cells(contributors: &Contributors) -> Cells {
    vec![("code", contributors.goal.as_str().into()), ("contributors", joined(&contributors.offices))]
}

/// Codes in one cell, as they are read back.
pub(super) fn joined(codes: &[Code]) -> Cell {
    Cell::Text(codes.iter().map(Code::as_str).collect::<Vec<_>>().join("; "))
}

/// The goals in an order in which they can be written. Those under an unknown parent, or that lead
/// back to themselves, go into `problems`.
fn parents_first(goals: Vec<Placed>, seen: &Codes, held: &Held, problems: &mut Findings) -> Vec<Goal> {
    let mut parents = held.goals.clone();
    parents.extend(goals.iter().map(|p| (p.goal.code.clone(), p.goal.parent.clone())));
    let mut ordered: Vec<(usize, Goal)> = Vec::new();
    for Placed { goal, parent_at } in goals {
        let fault = match &goal.parent {
            // A parent whose own row is faulty has been reported there.
            Some(parent) if !seen.0.contains_key(parent) && !held.goals.contains_key(parent) => {
                let there = seen.0.keys().chain(held.goals.keys());
                let hint = nearest::hint(parent.as_str(), there.map(Code::as_str));
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
