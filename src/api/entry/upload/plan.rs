//! A file's figures beside those that stand: which are new, which become others, and what is against them.

use std::collections::BTreeMap;

use chrono::Utc;
use serde::{Deserialize, Serialize};

use super::Looked;
use crate::api::entry::between::Typed;
use crate::api::entry::{row, step};
use crate::api::today;
use crate::domain::batch::Finding;
use crate::domain::checks::Answers;
use crate::domain::code::Code;
use crate::domain::import::upload::{UploadRow, Uploaded};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::window::{not_asked, quarter_of};
use crate::model::entry::{EntryCell, EntryRow};
use crate::store::{Cell, CellKey, CellVersion, PAGE, Saving, Store, StoreError};

/// The most quarters of one file: each is looked at by itself.
const QUARTERS: usize = 40;

/// What a file would do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Figures to be saved, in the order of the file.
    pub planned: Vec<Planned>,
    /// Figures that stand as in the file.
    pub unchanged: Vec<Planned>,
    /// Rows without one.
    pub empty: usize,
    /// In the order of the file, as the warnings are.
    pub problems: Vec<Finding>,
    pub warnings: Vec<Finding>,
}

/// A figure of the file as it is saved, and the cell as it stands.
#[derive(Debug)]
pub(super) struct Planned {
    pub row: UploadRow,
    pub measure: Measure,
    pub cell: Cell,
    pub saving: Saving,
}

/// The cells that somebody was shown, each with its revision.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen(BTreeMap<String, i64>);

impl Seen {
    /// As the form sends it back. Of what cannot be read, nothing was seen.
    pub fn read(json: &str) -> Seen {
        serde_json::from_str(json).unwrap_or_default()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Plan {
    pub fn savings(&self) -> Vec<Saving> {
        self.planned.iter().map(|planned| planned.saving.clone()).collect()
    }

    pub fn seen(&self) -> Seen {
        let of = |planned: &Planned| (planned.cell.key.subject(), planned.cell.revision);
        Seen(self.planned.iter().map(of).collect())
    }

    /// The figures that somebody has changed since they were seen: those that are to be saved and are not as they
    /// were, and those that were to be saved and are as in the file by now.
    pub fn overtaken(&self, seen: &Seen) -> impl Iterator<Item = &Planned> {
        let is_as_seen = |one: &&Planned| seen.0.get(&one.cell.key.subject()) == Some(&one.cell.revision);
        let was_to_be_saved = |one: &&Planned| seen.0.contains_key(&one.cell.key.subject());
        let others = self.planned.iter().filter(move |one| !is_as_seen(one));
        others.chain(self.unchanged.iter().filter(was_to_be_saved))
    }
}

/// Lays a file's figures beside those that stand. One statement a quarter, and those of [`row::with`] for each
/// page of measures in it.
pub(super) async fn plan(
    store: &Store,
    uploaded: Uploaded,
    measures: &BTreeMap<Code, Measure>,
    looked: &Looked<'_>,
) -> Result<Plan, StoreError> {
    let Uploaded { rows, empty, problems, remarks } = uploaded;
    let mut plan = Plan { empty, problems, warnings: remarks, ..Plan::default() };
    let mut quarters: BTreeMap<Period, Vec<UploadRow>> = BTreeMap::new();
    for row in rows {
        quarters.entry(quarter_of(row.period)).or_default().push(row);
    }
    if quarters.len() > QUARTERS {
        let message = format!("the file has figures of more than {QUARTERS} quarters; divide it");
        plan.problems.push(Finding::about_file(&looked.sent.file, message));
        return Ok(plan);
    }
    // How many more there are stays at the end.
    let more = plan.problems.pop_if(|last| last.line == 0);
    let mut changing: BTreeMap<Period, Vec<Planned>> = BTreeMap::new();
    for (quarter, rows) in quarters {
        let beside = beside(store, (quarter, rows), measures, looked).await?;
        let (unchanged, others): (Vec<Planned>, Vec<Planned>) =
            beside.into_iter().partition(Planned::is_unchanged);
        plan.unchanged.extend(unchanged);
        changing.insert(quarter, others);
    }
    let total = |one: &Planned| {
        one.row.category.is_empty().then(|| ((one.row.measure.clone(), one.row.period), one.row.figure))
    };
    let typed: Typed = changing.values().flatten().filter_map(total).collect();
    for (quarter, changing) in changing {
        plan.hold(store, (quarter, changing), &typed, looked).await?;
    }
    plan.planned.sort_by_key(|planned| planned.row.place.line());
    plan.problems.sort_by_key(|finding| finding.line);
    plan.problems.extend(more);
    plan.warnings.sort_by_key(|finding| finding.line);
    Ok(plan)
}

/// The rows of a quarter, each with its cell. One statement.
async fn beside(
    store: &Store,
    (quarter, rows): (Period, Vec<UploadRow>),
    measures: &BTreeMap<Code, Measure>,
    looked: &Looked<'_>,
) -> Result<Vec<Planned>, StoreError> {
    let cells = store.cells_of_office(Some(looked.office), quarter).await?;
    let mut cells: BTreeMap<CellKey, Cell> = cells.into_iter().map(|cell| (cell.key.clone(), cell)).collect();
    let planned = |row: UploadRow| {
        let measure = measures.get(&row.measure)?;
        let key =
            CellKey { measure: row.measure.clone(), period: row.period, category: row.category.clone() };
        let cell = cells.remove(&key).unwrap_or(Cell { key, published: None, working: None, revision: 0 });
        Some(planned(row, measure, cell, &looked.person.name))
    };
    Ok(rows.into_iter().filter_map(planned).collect())
}

/// A row as it is to be saved. What the file has no column for stays; and so does a reason where it gives none.
fn planned(row: UploadRow, measure: &Measure, cell: Cell, actor: &str) -> Planned {
    let newest = cell.newest();
    let text = |given: &Option<String>, of: fn(&CellVersion) -> &String| {
        let stands = || newest.map(|version| of(version).trim().to_owned()).unwrap_or_default();
        given.clone().unwrap_or_else(stands)
    };
    let waiting = cell.working.as_ref().map(|waiting| waiting.reason.clone()).unwrap_or_default();
    let saving = Saving {
        key: cell.key.clone(),
        figure: Some(row.figure),
        note: text(&row.note, |version| &version.note),
        source: String::new(),
        reason: row.reason.clone().filter(|reason| !reason.is_empty()).unwrap_or(waiting),
        explanation: text(&row.explanation, |version| &version.explanation),
        plan: text(&row.plan, |version| &version.plan),
        seen: cell.revision,
        actor: actor.to_owned(),
        at: Utc::now(),
    };
    Planned { row, measure: measure.clone(), cell, saving }
}

impl Planned {
    /// Whether all that it says stands there already. A reason is kept with a revision alone.
    fn is_unchanged(&self) -> bool {
        let same = |one: &str, other: &str| one.trim().replace('\r', "") == other.trim().replace('\r', "");
        let keeps_reason = self.cell.working.as_ref().is_some_and(|waiting| waiting.revised);
        self.cell.newest().is_some_and(|newest| {
            newest.figure == self.row.figure
                && same(&newest.note, &self.saving.note)
                && same(&newest.explanation, &self.saving.explanation)
                && same(&newest.plan, &self.saving.plan)
                && (!keeps_reason || same(&newest.reason, &self.saving.reason))
        })
    }

    fn finding(&self, looked: &Looked, column: &str, message: impl Into<String>) -> Finding {
        self.row.place.finding(&looked.sent.file, column, message)
    }

    /// What stands against it, where `cell` is the one that it is for.
    fn refusal(&self, cell: Option<&EntryCell>) -> Option<(&'static str, String)> {
        if let Some(why) = not_asked(&self.measure, self.row.period, today()) {
            return Some(("period", why.words(&self.measure, self.row.period)));
        }
        let Some(cell) = cell else {
            return Some(("category", format!("this measure has no category “{}”", self.row.category)));
        };
        if let Some(locked) = &cell.locked {
            return Some(("period", locked.clone()));
        }
        let published = self.cell.published.as_ref().map(|published| published.figure);
        let revises = cell.revises && published.is_some_and(|published| published != self.row.figure);
        (revises && self.saving.reason.is_empty()).then(|| {
            let why = "the deadline is over and another figure was published; say why it is to change";
            ("reason", why.to_owned())
        })
    }
}

impl Plan {
    /// Holds the figures of a quarter against what the grid holds them against.
    async fn hold(
        &mut self,
        store: &Store,
        (quarter, changing): (Period, Vec<Planned>),
        typed: &Typed,
        looked: &Looked<'_>,
    ) -> Result<(), StoreError> {
        let measures: BTreeMap<Code, Measure> =
            changing.iter().map(|one| (one.measure.code.clone(), one.measure.clone())).collect();
        let measures: Vec<Measure> = measures.into_values().collect();
        let mut rows: BTreeMap<Code, EntryRow> = BTreeMap::new();
        for page in measures.chunks(PAGE) {
            let page = row::with(store, page.to_vec(), quarter, looked.person, typed).await?;
            rows.extend(page.into_iter().map(|row| (row.measure.code.clone(), row)));
        }
        for planned in changing {
            let row = rows.get(&planned.measure.code);
            let is_own = |cell: &&EntryCell| {
                cell.period == planned.row.period && cell.category == planned.row.category
            };
            let cell = row.and_then(|row| row.cells.iter().find(is_own));
            if let Some((column, why)) = planned.refusal(cell) {
                self.problems.push(planned.finding(looked, column, why));
                continue;
            }
            let Saving { note, explanation, plan, .. } = &planned.saving;
            if let Some((row, cell)) = row.zip(cell) {
                let open =
                    step::unanswered(row, cell, planned.row.figure, &Answers { note, explanation, plan });
                let warnings = open.into_iter().map(|one| planned.finding(looked, &one.field, one.message));
                self.warnings.extend(warnings);
            }
            self.planned.push(planned);
        }
        Ok(())
    }
}
