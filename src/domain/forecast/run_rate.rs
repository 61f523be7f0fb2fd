//! What it takes from here to meet the target.

use super::outlook::{Aim, Known, Of};

/// The pace that the target asks for, beside the one so far. In the measure's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RunRate {
    /// What each of the periods left of the year has to bring, or may bring at most.
    Each { each: f64, left: usize, recent: Option<Recent>, estimated: usize },
    /// The year has reached what it was to reach at least, or used up what it was to keep to: for good, unless
    /// some of its figures are estimated.
    Decided { met: bool, so_far: f64, estimated: usize },
    /// By how much the figure has to move a period.
    Step { by: f64, ahead: usize, last: f64, recent: Option<Recent> },
    /// The last figure is as good as the target already.
    There { last: f64 },
}

/// The mean of the last periods: of their figures, or of their steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recent {
    pub mean: f64,
    pub periods: usize,
}

/// How many periods count as recent.
const RECENT: usize = 4;

/// The pace that a target asks for.
pub fn run_rate(known: &Known, aim: &Aim) -> RunRate {
    let up = known.measure.direction.higher_is_better();
    let figures: Vec<f64> =
        known.figures().iter().rev().map_while(|figure| *figure).take(RECENT + 1).collect();
    match aim.of {
        Of::Year { so_far, left, estimated } => {
            // A figure below zero can undo what the year has.
            let lasts = !known.measure.rule.negative;
            let missing = aim.target - so_far;
            let whole = |value: f64| match (known.measure.rule.whole, up) {
                (true, true) => (value - 1e-9).ceil(),
                (true, false) => (value + 1e-9).floor(),
                _ => value,
            };
            match () {
                () if lasts && up && missing <= 0.0 => RunRate::Decided { met: true, so_far, estimated },
                () if lasts && !up && missing < 0.0 => RunRate::Decided { met: false, so_far, estimated },
                () => {
                    let recent = mean(figures.into_iter().take(RECENT).collect());
                    RunRate::Each { each: whole(missing / left as f64), left, recent, estimated }
                }
            }
        }
        Of::Step { ahead } => {
            let last = figures.first().copied().unwrap_or_default();
            let by = aim.target - last;
            match (up && by <= 0.0) || (!up && by >= 0.0) {
                true => RunRate::There { last },
                false => {
                    let steps = figures.windows(2).map(|pair| pair[0] - pair[1]).collect();
                    RunRate::Step { by: by / ahead as f64, ahead, last, recent: mean(steps) }
                }
            }
        }
    }
}

fn mean(values: Vec<f64>) -> Option<Recent> {
    let periods = values.len();
    (periods > 0).then(|| Recent { mean: values.iter().sum::<f64>() / periods as f64, periods })
}
