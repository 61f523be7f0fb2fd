//! Warnings about a figure that is about to be entered: what is odd about it beside the figures before, and
//! a target that it misses. A warning asks for words, and never refuses a figure: whoever reports may know
//! why.
//!
//! # Layout
//! - this file: what is known of a cell, what is found, and what is still to be answered.
//! - [`past`]: the figure beside those before.
//! - [`promise`]: the figure beside its target and its own parts.

mod past;
mod promise;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::actual::Figure;
use super::measure::{Measure, Unit, vocabulary};
use super::period::Period;
use super::spc::{self, Limits, Question};

vocabulary! {
    /// What is odd about a figure.
    Kind {
        PartMoreThanWhole = "part_more_than_whole", "the part is more than the whole";
        Zero = "zero", "zero after other figures";
        Repeat = "repeat", "the same figure again";
        OutsideLimits = "outside_limits", "outside the process limits";
        Jump = "jump", "a jump since the last figure";
        YearJump = "year_jump", "a jump since the year before";
        MissedTarget = "missed_target", "the target is missed";
        BrokenRule = "broken_rule", "a rule between measures is broken";
    }
}

vocabulary! {
    /// What a warning asks for.
    Asks {
        Note = "note", "a note";
        /// Why a target was missed, and what is planned to reach it (31 U.S.C. 1116).
        Plan = "plan", "an explanation and a plan";
    }
}

/// A warning about a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub kind: Kind,
    /// Whole sentences, in the measure's unit.
    pub words: String,
    pub asks: Asks,
}

/// A figure about to be entered, and all that it is held against. Values are in the measure's unit.
#[derive(Clone, Debug)]
pub struct CellFacts<'a> {
    pub measure: &'a Measure,
    pub period: Period,
    pub figure: Figure,
    /// The values of earlier periods that count the same thing, in order; those without one are left out.
    pub history: &'a [(Period, f64)],
    /// Of the same part of the year before; `None` where that is not known, and for annual measures.
    pub year_ago: Option<f64>,
    /// The target of the period.
    pub target: Option<f64>,
    /// What the figures since the limits last began leave to chance.
    pub limits: Option<Limits>,
}

/// With which periods something begins anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Begun<'a> {
    /// From each on something else was counted: no figure before is compared with one after.
    pub breaks: &'a [Period],
    /// The process limits, with these and with notes that say so: all of
    /// [`Series::stretches`](super::series::Series::stretches).
    pub stretches: &'a [Period],
}

/// What somebody wrote beside a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers<'a> {
    pub note: &'a str,
    /// Why the target was missed.
    pub explanation: &'a str,
    /// What is planned to reach it.
    pub plan: &'a str,
}

impl<'a> CellFacts<'a> {
    /// Puts together what is known. `known` are the values of the measure's total, or of one category, by
    /// period and in order. What is known of the period itself and of later ones is left aside.
    pub fn new(
        measure: &'a Measure,
        (period, figure): (Period, Figure),
        known: &'a [(Period, f64)],
        begun: Begun,
        target: Option<f64>,
    ) -> CellFacts<'a> {
        let before = &known[..known.partition_point(|(at, _)| *at < period)];
        let since = |periods: &[Period]| {
            let from = periods.iter().filter(|from| **from <= period).max();
            &before[before.partition_point(|(at, _)| from.is_some_and(|from| at < from))..]
        };
        let history = since(begun.breaks);
        let values: Vec<Option<f64>> = since(begun.stretches).iter().map(|(_, value)| Some(*value)).collect();
        CellFacts {
            measure,
            period,
            figure,
            history,
            year_ago: past::year_before(measure, history, period),
            target,
            limits: spc::judge(&values, &Question::default()).limits().copied(),
        }
    }

    fn value(&self) -> Option<f64> {
        self.figure.value(self.measure.scale())
    }
}

/// Everything that is to be said of a figure. Nothing is, of a reason why there is none.
pub fn of_cell(facts: &CellFacts) -> Vec<Check> {
    let Some(value) = facts.value() else { return Vec::new() };
    let zero = past::zero(facts, value);
    // That a figure falls to 0 is said already.
    let is_zero = zero.is_some();
    let found = [
        promise::part_more_than_whole(facts),
        zero,
        past::repeat(facts, value),
        past::outside(facts, value),
        past::jump(facts, value).filter(|_| !is_zero),
        past::year_jump(facts, value).filter(|_| !is_zero),
        promise::missed(facts, value),
    ];
    found.into_iter().flatten().collect()
}

/// A rule between measures that the figure breaks, in the words of [`super::relation::broken`].
pub fn of_rule(words: &str) -> Check {
    note(Kind::BrokenRule, words.to_owned())
}

/// The warnings that nothing has been written about. A missed target wants an explanation and a plan; for
/// any other a note will do, and so will the explanation.
pub fn unanswered<'c>(checks: &'c [Check], answers: &Answers) -> Vec<&'c Check> {
    let said = |text: &str| !text.trim().is_empty();
    let is_answered = |check: &Check| match check.asks {
        Asks::Note => said(answers.note) || said(answers.explanation),
        Asks::Plan => said(answers.explanation) && said(answers.plan),
    };
    checks.iter().filter(|check| !is_answered(check)).collect()
}

fn note(kind: Kind, words: String) -> Check {
    Check { kind, words, asks: Asks::Note }
}

/// The unit with as many decimals as it takes to tell two values apart: “95.0% misses 95.0%” tells nobody
/// anything.
fn telling_apart(unit: &Unit, a: f64, b: f64) -> Unit {
    let finer = |more: u8| Unit { decimals: unit.decimals.saturating_add(more), ..unit.clone() };
    let differ = |unit: &Unit| unit.figure(a) != unit.figure(b);
    (0..=6).map(finer).find(differ).unwrap_or_else(|| unit.clone())
}
