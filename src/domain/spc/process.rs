//! The mean of a group of figures, and the limits that its moving ranges give.

use super::rules::Side;
use super::{Assurance, Better, Question, RuleSet, Standing};

/// How many mean moving ranges a limit is from the mean.
const REACH: f64 = 2.66;
/// Moving ranges of this many times their mean are screened out.
const SCREEN: f64 = 3.267;
/// How many times its mean a moving range may be, in the chart of moving ranges.
const RANGE: f64 = 3.268;
/// The fewest points that give limits, and that give more than trial limits.
const FEWEST: usize = 6;
const ENOUGH: usize = 12;
/// Binary fractions add up to a hair more or less. A value this near to a line, as a share of the whole
/// spread, lies on it.
const HAIR: f64 = 1e-9;

/// A part of a series that counts one thing throughout.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The index of its first figure, known or not.
    pub first: usize,
    /// How many figures are known.
    pub points: usize,
    /// `None` where none is.
    pub mean: Option<f64>,
    /// The mean moving range that gives the limits: of those that were not screened out. `None` for fewer
    /// than two points.
    pub mean_range: Option<f64>,
    /// `None` for fewer than 6 points.
    pub limits: Option<Limits>,
}

/// Within which the figures of a process are expected while nothing changes. There is no floor at 0 and no
/// cap at 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub mean: f64,
    pub lower: f64,
    pub upper: f64,
    /// Beyond these, points count as near a limit: two thirds of the way from the mean under `nhs`, half of
    /// it under `wheeler`.
    pub near_lower: f64,
    pub near_upper: f64,
    /// The upper limit of moving ranges.
    pub range: f64,
    pub standing: Standing,
    /// How many points they rest on.
    pub points: usize,
}

/// The figures of a group above the lowest of them. Counted from there, figures that are all alike are
/// exactly alike, and what is added to all of them changes nothing.
pub(super) struct Process {
    floor: f64,
    pub values: Vec<f64>,
    mean: f64,
    mean_range: f64,
    /// From the mean to a limit, and to the line beyond which a point is near it.
    reach: f64,
    near: f64,
    hair: f64,
}

impl Process {
    pub fn of(values: &[f64], question: &Question) -> Process {
        let floor = values.iter().copied().reduce(f64::min).unwrap_or_default();
        let values: Vec<f64> = values.iter().map(|value| value - floor).collect();
        let spread = values.iter().copied().fold(0.0, f64::max);
        let ranges: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let screened = question.rules == RuleSet::Nhs && !question.unscreened;
        let mean_range = if screened { screened_mean(&ranges) } else { mean(&ranges) }.unwrap_or_default();
        let reach = REACH * mean_range;
        let near = match question.rules {
            RuleSet::Nhs => reach * 2.0 / 3.0,
            RuleSet::Wheeler => reach / 2.0,
        };
        let mean = mean(&values).unwrap_or_default();
        Process { floor, values, mean, mean_range, reach, near, hair: HAIR * spread }
    }

    pub fn has_limits(&self) -> bool {
        self.values.len() >= FEWEST
    }

    /// On which side of the mean a value lies, further from it than a distance.
    fn beyond(&self, value: f64, distance: f64) -> Option<Side> {
        match value - self.mean {
            above if above > distance + self.hair => Some(Side::Above),
            below if -below > distance + self.hair => Some(Side::Below),
            _ => None,
        }
    }

    /// On which side of the mean a value lies.
    pub fn side(&self, value: f64) -> Option<Side> {
        self.beyond(value, 0.0)
    }

    /// Beyond which limit a value lies, where there are limits.
    pub fn outside(&self, value: f64) -> Option<Side> {
        self.beyond(value, self.reach).filter(|_| self.has_limits())
    }

    /// Near or beyond which limit a value lies, where there are limits.
    pub fn near(&self, value: f64) -> Option<Side> {
        self.beyond(value, self.near).filter(|_| self.has_limits())
    }

    /// What the limits say of a target.
    pub fn assure(&self, target: f64, better: Better) -> Option<Assurance> {
        if !self.has_limits() || better == Better::Neutral {
            return None;
        }
        // A target that even the worse limit reaches is met by every figure within the limits.
        let reached = if better == Better::Decrease { Side::Above } else { Side::Below };
        Some(match self.outside(target - self.floor) {
            None => Assurance::Inconsistent,
            Some(side) if side == reached => Assurance::ConsistentPass,
            Some(_) => Assurance::ConsistentFail,
        })
    }

    /// The group as it is told, `first` being the index of its first figure.
    pub fn group(&self, first: usize) -> Group {
        let points = self.values.len();
        let mean = self.floor + self.mean;
        let limits = self.has_limits().then_some(Limits {
            mean,
            lower: mean - self.reach,
            upper: mean + self.reach,
            near_lower: mean - self.near,
            near_upper: mean + self.near,
            range: RANGE * self.mean_range,
            standing: if points < ENOUGH { Standing::Trial } else { Standing::Full },
            points,
        });
        Group {
            first,
            points,
            mean: (points > 0).then_some(mean),
            mean_range: (points > 1).then_some(self.mean_range),
            limits,
        }
    }
}

/// The mean, the same in whatever order the values come; `None` without any.
fn mean(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The mean of those ranges that are below the screen, which is set once. Where all are 0 none is below it,
/// and their mean is 0.
fn screened_mean(ranges: &[f64]) -> Option<f64> {
    let all = mean(ranges)?;
    let kept: Vec<f64> = ranges.iter().copied().filter(|range| *range < SCREEN * all).collect();
    Some(mean(&kept).unwrap_or(all))
}
