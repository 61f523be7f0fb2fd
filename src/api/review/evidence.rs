//! What figures that wait are held against, over all of them at once: nine statements.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::api::entry::between::against;
use crate::api::entry::row::span;
use crate::domain::actual::Figure;
use crate::domain::checks::{self, Begun, CellFacts};
use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::relation::Relation;
use crate::domain::target::Target;
use crate::domain::window::quarter_of;
use crate::store::{Cell, CellKey, CellVersion, Store, StoreError, Submission};

/// Everything that is known of the measures of which a figure waits.
pub(super) struct Evidence {
    measures: BTreeMap<Code, Measure>,
    cells: BTreeMap<Code, Vec<Cell>>,
    targets: BTreeMap<Code, Vec<Target>>,
    breaks: BTreeMap<Code, Vec<Period>>,
    stretches: BTreeMap<Code, Vec<Period>>,
    /// What its rules say against a measure's total in a period.
    broken: BTreeMap<(Code, Period), Vec<String>>,
}

/// A figure that waits, with what it is held against.
pub(super) struct Case<'e> {
    pub measure: &'e Measure,
    /// Of the measure, in the order of their periods.
    pub cells: &'e [Cell],
    pub targets: &'e [Target],
    /// What the public sees in its place, and what waits.
    pub published: Option<&'e CellVersion>,
    pub waiting: &'e CellVersion,
    pub key: CellKey,
    begun: Begun<'e>,
    broken: &'e [String],
}

impl Evidence {
    /// Of some submissions; `None` where there is none.
    pub async fn of(store: &Store, submissions: &[Submission]) -> Result<Evidence, StoreError> {
        let measures = store.measures(None).await?;
        let measures: BTreeMap<Code, Measure> =
            measures.into_iter().map(|measure| (measure.code.clone(), measure)).collect();
        let spans: Vec<(NaiveDate, NaiveDate)> = submissions
            .iter()
            .filter_map(|one| Some(span(measures.get(&one.key.measure)?, quarter_of(one.key.period))))
            .collect();
        let from = spans.iter().map(|(from, _)| *from).min().unwrap_or_default();
        let to = spans.iter().map(|(_, to)| *to).max().unwrap_or_default();
        let cells = store.cells_in_review(from, to).await?;
        let relations: Vec<Relation> =
            store.relations().await?.into_iter().map(|record| record.relation).collect();
        Ok(Evidence {
            targets: store.targets_in_review(from).await?,
            breaks: store.breaks().await?,
            stretches: store.stretches().await?,
            broken: broken(submissions, &relations, &measures, &cells),
            measures,
            cells,
        })
    }

    /// Of one submission; `None` where it is one no longer.
    pub fn case(&self, submission: &Submission) -> Option<Case<'_>> {
        let key = &submission.key;
        let cells = self.cells.get(&key.measure)?;
        let cell = cells.iter().find(|cell| cell.key == *key && cell.revision == submission.revision)?;
        let targets = self.targets.get(&key.measure).map_or(&[][..], Vec::as_slice);
        let broken = self.broken.get(&(key.measure.clone(), key.period)).map_or(&[][..], Vec::as_slice);
        Some(Case {
            measure: self.measures.get(&key.measure)?,
            cells,
            targets,
            published: cell.published.as_ref(),
            waiting: cell.working.as_ref()?,
            key: key.clone(),
            begun: Begun {
                breaks: self.breaks.get(&key.measure).map_or(&[][..], Vec::as_slice),
                stretches: self.stretches.get(&key.measure).map_or(&[][..], Vec::as_slice),
            },
            // The rules are about totals.
            broken: if key.category.is_empty() { broken } else { &[] },
        })
    }
}

impl Case<'_> {
    /// The published values of the same category before, as far back as the grid looks; the latest is the
    /// last.
    pub fn before(&self) -> Vec<(Period, f64)> {
        let (from, _) = span(self.measure, quarter_of(self.key.period));
        let own = self.cells.iter().filter(|cell| cell.key.category == self.key.category);
        let value = |cell: &Cell| {
            let period = cell.key.period;
            let value = cell.published.as_ref()?.figure.value(self.measure.scale())?;
            (period.ends_on() >= from && period < self.key.period).then_some((period, value))
        };
        let mut values: Vec<(Period, f64)> = own.filter_map(value).collect();
        values.sort_by_key(|(period, _)| *period);
        values
    }

    /// The target of the period.
    pub fn target(&self) -> Option<f64> {
        let is_own = |t: &&Target| t.category == self.key.category && t.period == self.key.period;
        self.targets.iter().find(is_own).map(|target| target.value)
    }

    /// What is odd about the figure, as who entered it was told.
    pub fn warnings(&self) -> Vec<String> {
        let before = self.before();
        let asked = (self.key.period, self.waiting.figure);
        let facts = CellFacts::new(self.measure, asked, &before, self.begun, self.target());
        let checks = checks::of_cell(&facts).into_iter().map(|check| check.words);
        checks.chain(self.broken.iter().cloned()).collect()
    }
}

/// The rules that the totals among the submissions break, drafts of other measures included.
fn broken(
    submissions: &[Submission],
    relations: &[Relation],
    measures: &BTreeMap<Code, Measure>,
    cells: &BTreeMap<Code, Vec<Cell>>,
) -> BTreeMap<(Code, Period), Vec<String>> {
    let mut found = BTreeMap::new();
    if relations.is_empty() {
        return found;
    }
    let totals = cells.values().flatten().filter(|cell| cell.key.category.is_empty());
    let figures: BTreeMap<(Code, Period), Figure> = totals
        .filter_map(|cell| Some(((cell.key.measure.clone(), cell.key.period), cell.newest()?.figure)))
        .collect();
    let measures: Vec<Measure> = measures.values().cloned().collect();
    for CellKey { measure, period, .. } in submissions.iter().map(|submission| &submission.key) {
        let own = |relation: &&Relation| relation.measures().any(|code| code == measure);
        let own: Vec<Relation> = relations.iter().filter(own).cloned().collect();
        if !own.is_empty() {
            found.insert((measure.clone(), *period), against(&own, &measures, &figures, *period));
        }
    }
    found
}
