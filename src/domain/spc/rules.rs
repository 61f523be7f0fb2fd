//! The rules by which points of a group are told from chance.

use super::process::Process;
use super::{Rule, RuleSet};

/// Which way a point stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// Why a point is more than chance, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signal {
    pub rule: Rule,
    pub side: Side,
}

/// What one rule says of each point.
type Found = Vec<Option<Side>>;

/// The signal of each point of a group; the first rule that holds for a point labels it.
pub(super) fn signals(process: &Process, rules: RuleSet) -> Vec<Option<Signal>> {
    let values = &process.values;
    let sides: Found = values.iter().map(|value| process.side(*value)).collect();
    let outside: Found = values.iter().map(|value| process.outside(*value)).collect();
    let near: Found = values.iter().map(|value| process.near(*value)).collect();
    let by_rule: Vec<(Rule, Found)> = match rules {
        RuleSet::Nhs => vec![
            (Rule::Trend, trends(values)),
            (Rule::NearLimits, two_of_three(&sides, &near, &outside)),
            (Rule::Shift, runs(&sides, 7)),
        ],
        RuleSet::Wheeler => {
            vec![(Rule::NearLimits, three_of_four(&sides, &near)), (Rule::Shift, runs(&sides, 8))]
        }
    };
    let by_rule: Vec<(Rule, Found)> = std::iter::once((Rule::Outside, outside)).chain(by_rule).collect();
    let first = |at: usize| {
        by_rule.iter().find_map(|(rule, found)| found[at].map(|side| Signal { rule: *rule, side }))
    };
    (0..values.len()).map(first).collect()
}

/// Looks at each stretch of `length` neighbours, of which `holds` is given the first index, and marks all
/// of its points. Of two stretches that share a point, the later decides its side.
fn stretches(points: usize, length: usize, holds: impl Fn(usize) -> Option<Side>) -> Found {
    let mut found = vec![None; points];
    for first in 0..(points + 1).saturating_sub(length) {
        if let Some(side) = holds(first) {
            found[first..first + length].fill(Some(side));
        }
    }
    found
}

/// The side that is the same all along; `None` as soon as two differ or one has none.
fn common(mut sides: impl Iterator<Item = Option<Side>>) -> Option<Side> {
    let first = sides.next()??;
    sides.all(|side| side == Some(first)).then_some(first)
}

/// 7 points, each strictly above the last, or each strictly below it.
fn trends(values: &[f64]) -> Found {
    const LENGTH: usize = 7;
    let step = |pair: &[f64]| match () {
        () if pair[1] > pair[0] => Some(Side::Above),
        () if pair[1] < pair[0] => Some(Side::Below),
        () => None,
    };
    stretches(values.len(), LENGTH, |first| common(values[first..first + LENGTH].windows(2).map(step)))
}

/// Of 3 points on one side of the mean, at least 2 near its limit and not beyond: these are marked.
fn two_of_three(sides: &Found, near: &Found, outside: &Found) -> Found {
    const LENGTH: usize = 3;
    let is_near = |at: usize| near[at].is_some() && outside[at].is_none();
    let found = stretches(sides.len(), LENGTH, |first| {
        let several = (first..first + LENGTH).filter(|at| is_near(*at)).count() >= 2;
        common(sides[first..first + LENGTH].iter().copied()).filter(|_| several)
    });
    found.into_iter().enumerate().map(|(at, side)| side.filter(|_| is_near(at))).collect()
}

/// Of 4 points at least 3 nearer to one and the same limit than to the mean: all 4 are marked. A fourth that lies on
/// the other side of the mean stands out that way.
fn three_of_four(sides: &Found, near: &Found) -> Found {
    const LENGTH: usize = 4;
    let found = stretches(near.len(), LENGTH, |first| {
        let of = |side: Side| near[first..first + LENGTH].iter().filter(|near| **near == Some(side)).count();
        [Side::Above, Side::Below].into_iter().find(|side| of(*side) >= 3)
    });
    found.into_iter().zip(sides).map(|(found, own)| found.map(|found| own.unwrap_or(found))).collect()
}

/// A run of points strictly on one side of the mean.
fn runs(sides: &Found, length: usize) -> Found {
    stretches(sides.len(), length, |first| common(sides[first..first + length].iter().copied()))
}
