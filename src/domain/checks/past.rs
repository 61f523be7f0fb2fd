//! A figure beside those before.

use super::{CellFacts, Check, Kind, note, telling_apart};
use crate::domain::actual::Figure;
use crate::domain::measure::{Measure, Unit};
use crate::domain::number;
use crate::domain::period::Period;
use crate::domain::spc::Standing;

/// A change is a jump when it is more than this many times the usual one ...
const TIMES: f64 = 3.0;
/// ... and at least this share of the figure before. The usual change is the median of the changes there
/// were: a jump in the past does not make the next one usual. The share keeps quiet about series that hardly
/// ever move.
const SHARE: f64 = 0.25;
/// How many changes there must have been to call one usual.
const CHANGES: usize = 4;
/// How many figures before a 0, or before one that comes again, make it odd.
const FIGURES: usize = 4;
/// Below this, counts are the same again by chance.
const SMALL: f64 = 20.0;
/// Binary fractions are a hair more or less than what was typed.
const HAIR: f64 = 1e-9;

pub(super) fn zero(facts: &CellFacts, value: f64) -> Option<Check> {
    // Where figures may be below 0, 0 is one among others.
    if value != 0.0 || facts.measure.rule.negative {
        return None;
    }
    let others = facts.history.iter().rev().take_while(|(_, value)| *value != 0.0).count();
    (others >= FIGURES).then(|| {
        let words = format!(
            "{} after {others} figures in a row that were not 0. If there was nothing to count, say so in a note; if the figure is not known, choose a reason instead.",
            facts.measure.unit.phrase(0.0)
        );
        note(Kind::Zero, words)
    })
}

pub(super) fn repeat(facts: &CellFacts, value: f64) -> Option<Check> {
    let (period, last) = facts.history.last()?;
    let came_before = facts.history.windows(2).any(|pair| pair[0].1 == pair[1].1);
    if *last != value || came_before || facts.history.len() < FIGURES || is_likely_again(facts, value) {
        return None;
    }
    let words = format!(
        "{} is exactly the figure of {}. If it was counted anew, say so in a note.",
        facts.measure.unit.phrase(value),
        period.label()
    );
    Some(note(Kind::Repeat, words))
}

/// Whether a figure comes again by chance: a small count, a share of few, none, or all.
fn is_likely_again(facts: &CellFacts, value: f64) -> bool {
    let Measure { rule, unit, .. } = facts.measure;
    let of_few = matches!(facts.figure, Figure::Ratio { denominator, .. } if denominator.abs() < SMALL);
    let few = rule.whole && !facts.measure.ratio && value.abs() < SMALL;
    few || of_few || value == 0.0 || (unit.is_percent() && value == 100.0)
}

pub(super) fn outside(facts: &CellFacts, value: f64) -> Option<Check> {
    let limits = facts.limits?;
    let hair = HAIR * value.abs().max(limits.upper.abs()).max(limits.lower.abs());
    let (side, limit) = match () {
        () if value > limits.upper + hair => ("above", limits.upper),
        () if value < limits.lower - hair => ("below", limits.lower),
        () => return None,
    };
    let unit = telling_apart(&facts.measure.unit, value, limit);
    let expected = match limits.lower < 0.0 && !facts.measure.rule.negative {
        // A count below 0 is nothing to be expected.
        true => format!("up to {}", unit.phrase(limits.upper)),
        false => format!("{} to {}", unit.figure(limits.lower), unit.phrase(limits.upper)),
    };
    let trial = match limits.standing {
        Standing::Trial => ", which are few",
        Standing::Full | Standing::None => "",
    };
    let words = format!(
        "{} is {side} the process limits: going by the {} figures before{trial}, {expected} would be chance. Check it; if it is right, say in a note what changed.",
        unit.phrase(value),
        limits.points
    );
    Some(note(Kind::OutsideLimits, words))
}

pub(super) fn jump(facts: &CellFacts, value: f64) -> Option<Check> {
    let (period, last) = *facts.history.last()?;
    let changes = facts.history.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs()).collect();
    let usual = usual(changes)?;
    // What comes every year at this time is no jump.
    let is_of_the_season = of_the_season(facts).is_some_and(|(ago, usual)| !is_jump(value, ago, usual));
    (is_jump(value, last, usual) && !is_of_the_season).then(|| {
        let noun = facts.measure.frequency.noun();
        let since = format!("one {noun} to the next");
        note(Kind::Jump, words(facts, value, (last, period), (usual, &since)))
    })
}

pub(super) fn year_jump(facts: &CellFacts, value: f64) -> Option<Check> {
    let (ago, usual) = of_the_season(facts)?;
    is_jump(value, ago, usual).then(|| {
        let period = facts.period.step(-facts.measure.frequency.per_year());
        note(Kind::YearJump, words(facts, value, (ago, period), (usual, "one year to the next")))
    })
}

/// The figure of a year ago, and the usual change from one year to the next.
fn of_the_season(facts: &CellFacts) -> Option<(f64, f64)> {
    let ago = facts.year_ago?;
    let change = |(period, value): &(Period, f64)| {
        year_before(facts.measure, facts.history, *period).map(|before| (value - before).abs())
    };
    Some((ago, usual(facts.history.iter().filter_map(change).collect())?))
}

/// The value of the same part of the year before. An annual measure's is the period before itself.
pub(super) fn year_before(measure: &Measure, history: &[(Period, f64)], period: Period) -> Option<f64> {
    let steps = measure.frequency.per_year();
    let year_ago = Some(period.step(-steps)).filter(|_| steps > 1)?;
    history.iter().find(|(at, _)| *at == year_ago).map(|(_, value)| *value)
}

fn is_jump(value: f64, before: f64, usual: f64) -> bool {
    let change = (value - before).abs();
    let hair = HAIR * value.abs().max(before.abs());
    change > TIMES * usual + hair && change >= SHARE * before.abs() - hair
}

/// The median change; `None` where there were too few.
fn usual(mut changes: Vec<f64>) -> Option<f64> {
    changes.sort_unstable_by(f64::total_cmp);
    let middle = changes.len() / 2;
    (changes.len() >= CHANGES).then(|| match changes.len() % 2 {
        0 => (changes[middle - 1] + changes[middle]) / 2.0,
        _ => changes[middle],
    })
}

/// `95 traces is 60 more than in Q1 FY 2026 (35 traces). The usual change from one quarter to the next is
/// 4 traces.`
fn words(
    facts: &CellFacts,
    value: f64,
    (before, period): (f64, Period),
    (usual, since): (f64, &str),
) -> String {
    let unit = telling_apart(&facts.measure.unit, value, before);
    let more = if value > before { "more" } else { "less" };
    format!(
        "{} is {} {more} than in {} ({}). The usual change from {since} is {}. Check it; if it is right, say in a note why.",
        unit.phrase(value),
        difference(&unit, (value - before).abs()),
        period.label(),
        unit.phrase(before),
        difference(&unit, usual)
    )
}

/// How far two values are apart: two shares, by points.
fn difference(unit: &Unit, value: f64) -> String {
    match unit.is_percent() {
        true => format!("{} points", number::format(value, unit.decimals)),
        false => unit.figure(value),
    }
}
