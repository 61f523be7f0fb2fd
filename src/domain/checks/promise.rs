//! A figure beside its target, and beside its own parts.

use super::{Asks, CellFacts, Check, Kind, note, telling_apart};
use crate::domain::actual::Figure;
use crate::domain::number;

/// Binary fractions are a hair more or less than what was typed.
const HAIR: f64 = 1e-9;

pub(super) fn missed(facts: &CellFacts, value: f64) -> Option<Check> {
    let (target, direction) = (facts.target?, facts.measure.direction);
    let short = if direction.higher_is_better() { target - value } else { value - target };
    (short > HAIR * target.abs().max(value.abs())).then(|| {
        let unit = telling_apart(&facts.measure.unit, value, target);
        let words = format!(
            "{} misses the target of {} {}. Explain why, and say what is planned to reach it (31 U.S.C. 1116).",
            unit.phrase(value),
            direction.comparison(),
            unit.phrase(target)
        );
        Check { kind: Kind::MissedTarget, words, asks: Asks::Plan }
    })
}

/// A rate of 120 per 100 can be right; 120 of 100 cannot.
pub(super) fn part_more_than_whole(facts: &CellFacts) -> Option<Check> {
    let Figure::Ratio { numerator, denominator } = facts.figure else { return None };
    (facts.measure.unit.is_percent() && numerator > denominator).then(|| {
        let words = format!(
            "The numerator, {}, is more than the denominator, {}: a part cannot be more than its whole. If it is right all the same, say in a note how.",
            plain(numerator),
            plain(denominator)
        );
        note(Kind::PartMoreThanWhole, words)
    })
}

/// A numerator or denominator, which has no unit of its own.
fn plain(value: f64) -> String {
    number::format(value, if value.fract() == 0.0 { 0 } else { 2 })
}
