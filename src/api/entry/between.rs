//! The rules between measures, held against what was entered.

use std::collections::BTreeMap;

use crate::domain::actual::Figure;
use crate::domain::code::Code;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::relation::{self, Figures, Relation};
use crate::store::{Cell, Store, StoreError};

/// Figures of totals that are about to be entered.
pub(super) type Typed = BTreeMap<(Code, Period), Figure>;

/// What the rules say against figures, by measure and period.
pub(super) type Broken = BTreeMap<Code, BTreeMap<Period, Vec<String>>>;

/// The rules that the figures of some measures break in some quarters, drafts included, and those that are typed
/// in place of what is stored. One statement where there are no rules, two more where they name further measures.
pub(super) async fn broken(
    store: &Store,
    measures: &[Measure],
    cells: &BTreeMap<Code, Vec<Cell>>,
    columns: &[Period],
    typed: &Typed,
) -> Result<Broken, StoreError> {
    let codes: Vec<Code> = measures.iter().map(|measure| measure.code.clone()).collect();
    let relations: Vec<Relation> =
        store.relations_of(&codes).await?.into_iter().map(|record| record.relation).collect();
    let mut found = Broken::new();
    let Some((first, last)) = columns.first().zip(columns.last()).filter(|_| !relations.is_empty()) else {
        return Ok(found);
    };
    let named = |code: &Code| relations.iter().any(|relation| relation.measures().any(|one| one == code));
    let mut all: Vec<Measure> = measures.to_vec();
    let mut figures = Typed::new();
    let mut note = |cell: &Cell| {
        if let Some(newest) = cell.newest().filter(|_| cell.key.category.is_empty()) {
            figures.insert((cell.key.measure.clone(), cell.key.period), newest.figure);
        }
    };
    cells.values().flatten().for_each(&mut note);
    let others: Vec<Measure> = store.measures(None).await?;
    let others: Vec<Measure> =
        others.into_iter().filter(|other| named(&other.code) && !codes.contains(&other.code)).collect();
    for page in others.chunks(crate::store::PAGE) {
        let codes: Vec<Code> = page.iter().map(|measure| measure.code.clone()).collect();
        store.cells_of(&codes, first.starts_on(), last.ends_on()).await?.iter().for_each(&mut note);
    }
    all.extend(others);
    figures.extend(typed.iter().map(|(cell, figure)| (cell.clone(), *figure)));
    for measure in measures {
        let own: Vec<Relation> = relations
            .iter()
            .filter(|relation| relation.measures().any(|code| *code == measure.code))
            .cloned()
            .collect();
        for period in columns.iter().flat_map(|column| measure.periods_ending_in(*column)) {
            let words = against(&own, &all, &figures, period);
            if !words.is_empty() {
                found.entry(measure.code.clone()).or_default().insert(period, words);
            }
        }
    }
    Ok(found)
}

/// What some rules say against the figures of a period.
pub(in crate::api) fn against(
    rules: &[Relation],
    measures: &[Measure],
    figures: &BTreeMap<(Code, Period), Figure>,
    period: Period,
) -> Vec<String> {
    let mut known = Figures::default();
    let named = |code: &Code| rules.iter().any(|rule| rule.measures().any(|one| one == code));
    for one in measures.iter().filter(|one| named(&one.code)) {
        known.put(one, figures.get(&(one.code.clone(), period)).copied());
    }
    relation::broken(rules, &known)
}
