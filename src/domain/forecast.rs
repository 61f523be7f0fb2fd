//! How likely it is that a target is met (31 U.S.C. 1121(b): "the likelihood of meeting the planned level of
//! performance").
//!
//! From approved figures alone, and pure: the same figures give the same answer. The method is exponential
//! smoothing in its state-space form with additive errors (ETS), fitted by the crate `augurs-ets`: the mean of
//! three forms, of the level, with a trend, and with a damped trend (the "Comb" of the M competitions). Where the
//! three disagree, less is known, and their disagreement is part of the spread. Where there are three years or
//! more and the figures repeat from year to year more than chance does, the seasonal pattern is taken out
//! before and put back after, as in the Theta method; the crate knows no seasons yet.
//!
//! Everything else follows from the fitted models' own arithmetic, without a simulation: the variance of a
//! period ahead, and that of the sum of several, which share their errors. Spreads are those of Student's t
//! with the degrees of freedom that are left, since few figures tell little about their own spread.
//!
//! Measured by `yardstick forecast check --sample` on the 18 measures of the demo that have enough figures (20
//! quarters each, made up; 716 forecasts of a quarter one to four ahead, 97 of a year that had begun): 84 % of the
//! quarters and 80 % of the years lay within the 80 % interval (one ahead 84 %, four ahead 81 %), with a Brier
//! score of 0.172 for quarters and 0.219 for years, where the last value with its own spread has 81 % and 87 %,
//! 0.205 and 0.233. The one form with the least corrected AIC, which came before, was too sure of itself: 73 % and
//! 71 %, four ahead 63 %. The mean of three was taken for that, on these figures: they are no independent proof.
//! The published series of performance.gov for FY 2022 have four quarters at most: too few for any forecast, and
//! the command says so.
//!
//! What is said of odd series:
//! - Fewer than [`NEED`] figures: too few, and how many there are.
//! - Figures from before the last change of the definition, or the last note that begins process limits anew, do
//!   not count; where such a place lies ahead of the target, nothing is stated.
//! - Up to [`SHORT_GAP`] missing periods in a row are filled by the straight line between their neighbours, and
//!   count neither as figures nor for the spread; after a longer gap the series begins anew.
//! - Figures that are all the same tell nothing about their spread: no probability is stated.
//! - A percentage stays between 0 and 100, and what cannot be negative at 0 or above.
//! - A milestone is reached by work, not by a trend: none is forecast.
//!
//! # Layout
//! - [`gaps`]: a series without its gaps; [`season`]: its seasonal pattern.
//! - [`smoothing`]: the future by exponential smoothing, or by the last value alone.
//! - [`spread`]: what is known about one future figure.
//! - [`outlook`]: the target that is ahead, and how likely it is met; [`run_rate`]: what it takes.
//! - [`words`]: all that in words.
//! - [`check`]: how well the method did on figures that are known by now.

#[cfg(feature = "ssr")]
pub mod check;
#[cfg(feature = "ssr")]
mod gaps;
#[cfg(feature = "ssr")]
pub mod outlook;
#[cfg(feature = "ssr")]
pub mod run_rate;
#[cfg(feature = "ssr")]
mod season;
#[cfg(feature = "ssr")]
pub mod smoothing;
#[cfg(feature = "ssr")]
pub mod spread;
#[cfg(feature = "ssr")]
mod words;

use serde::{Deserialize, Serialize};

use super::period::Period;

/// How many figures a forecast needs: two years of quarters.
pub const NEED: usize = 8;

/// How many missing periods in a row are filled.
pub const SHORT_GAP: usize = 2;

/// The intervals that are told and drawn, in per cent.
pub const LEVELS: [u8; 3] = [50, 80, 95];

/// What is said about the likelihood of meeting the target that is ahead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Likelihood {
    /// `likely, about 70%`; `None` where no probability can be stated.
    pub verdict: Option<String>,
    /// The verdict as a sentence with what it is about, or why there is none.
    pub sentence: String,
    /// What is expected: each a term and a text.
    pub facts: Vec<(String, String)>,
    /// By which method; empty where nothing was forecast.
    pub method: String,
    /// For the chart; `None` where nothing was forecast.
    pub fan: Option<Fan>,
}

/// In per cent, as shown: up to this a target is unlikely to be met.
pub const UNLIKELY: u8 = 30;

/// In per cent, as shown: from this on a target is likely to be met (the IPCC's 66 %, rounded up to five).
pub const LIKELY: u8 = 70;

/// In per cent, as shown: from this on a target is very likely to be met.
pub const VERY_LIKELY: u8 = 90;

/// How likely the target that is ahead is met, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// What the target is for: `FY 2027`.
    pub period: String,
    /// Rounded to five.
    pub percent: u8,
    /// `likely, about 70%`.
    pub verdict: String,
}

/// The periods ahead as the method sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fan {
    pub method: String,
    pub steps: Vec<FanStep>,
}

/// One period ahead, in the measure's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FanStep {
    pub period: Period,
    pub mean: f64,
    /// From and to, for each of [`LEVELS`].
    pub bands: [(f64, f64); 3],
}
