//! The target that is ahead, and how likely it is met.

use super::gaps::stretch;
use super::smoothing::{Path, Untold, last_value, smooth};
use super::spread::{Bounds, Spread};
use super::{Ahead, Likelihood, words};
use crate::domain::measure::{Aggregation, Direction, Frequency, Measure};
use crate::domain::note::{self, Note};
use crate::domain::period::Period;
use crate::domain::rollup;
use crate::domain::series::{Series, SeriesPoint};

/// A series as it was known when its last figure was: what comes after has targets alone.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub measure: &'a Measure,
    /// In order, without gaps, at least up to the last target.
    pub points: &'a [SeriesPoint],
    /// The periods from which something else was counted than before.
    pub breaks: &'a [Period],
    /// Some of which say that the process is another one from their period on.
    pub notes: &'a [Note],
    /// Where the last figure stands.
    pub last: usize,
}

/// The planned level of performance that a forecast is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// One of the measure's own periods, or the year that they add up to.
    pub period: Period,
    pub target: f64,
    pub of: Of,
}

/// What of the periods ahead the target is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Of {
    /// The one so many steps ahead.
    Step { ahead: usize },
    /// The sum of what the year has so far and of the periods that are left of it.
    Year { so_far: f64, left: usize, estimated: usize },
}

impl Of {
    /// How far ahead it looks.
    pub fn horizon(self) -> usize {
        match self {
            Of::Step { ahead } => ahead,
            Of::Year { left, .. } => left,
        }
    }
}

/// What is known about the figure that the target is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prospect {
    pub spread: Spread,
    pub bounds: Bounds,
    /// The probability of meeting the target.
    pub chance: f64,
}

impl<'a> Known<'a> {
    /// A series up to its last figure; `None` where it has none.
    pub fn all(measure: &'a Measure, series: &'a Series) -> Option<Known<'a>> {
        let last = series.points.iter().rposition(|point| point.value.is_some())?;
        let Series { points, breaks, notes, .. } = series;
        Some(Known { measure, points, breaks, notes, last })
    }

    /// The periods with which the series begins anew, as process limits do: figures before say nothing of those after.
    fn begun(&self) -> impl Iterator<Item = Period> {
        note::begun(self.breaks, self.notes)
    }

    /// Where the series begins anew after its last figure, up to a period.
    pub fn begins_anew(&self, until: Period) -> Option<Period> {
        let last = self.points[self.last].period;
        let after =
            |from: &Period| from.starts_on() > last.starts_on() && from.starts_on() <= until.ends_on();
        self.begun().filter(after).min()
    }

    /// Where the figures begin that count what the last one counts.
    pub fn first(&self) -> usize {
        let last = self.points[self.last].period;
        let changed = self.begun().filter(|period| *period <= last).max();
        let begins = |from: Period| self.points.iter().position(|point| point.period >= from);
        changed.and_then(begins).unwrap_or_default()
    }

    /// The figures that count, from [`Known::first`].
    pub fn figures(&self) -> Vec<Option<f64>> {
        self.points[self.first()..=self.last].iter().map(|point| point.value).collect()
    }

    fn per_year(&self) -> usize {
        self.measure.frequency.per_year() as usize
    }

    /// The periods ahead by exponential smoothing.
    pub fn smooth(&self, ahead: usize) -> Result<Path, Untold> {
        smooth(&self.figures(), self.per_year(), ahead)
    }

    /// The periods ahead by the last value.
    pub fn last_value(&self, ahead: usize) -> Result<Path, Untold> {
        last_value(&self.figures(), ahead)
    }

    /// The next target: of the year, where the measure adds up and each period of the year has one; else that
    /// of the last period with one in the year that goes on, or of the first one after it, up to two years
    /// ahead.
    pub fn aim(&self) -> Option<Aim> {
        let next = self.points[self.last].period.next();
        let year = Period::containing(Frequency::Annual, self.measure.calendar, next.starts_on());
        self.year(year).or_else(|| self.step(year))
    }

    fn step(&self, year: Period) -> Option<Aim> {
        let ahead = self.points.get(self.last + 1..)?.iter().take(2 * self.per_year());
        let with_target: Vec<(usize, &SeriesPoint)> = (1..)
            .zip(ahead)
            .filter(|(_, point)| point.target.is_some() && self.measure.is_asked_for(point.period))
            .collect();
        let within = with_target.iter().rev().find(|(_, point)| point.period.ends_on() <= year.ends_on());
        let (ahead, point) = within.or(with_target.first())?;
        Some(Aim { period: point.period, target: point.target?, of: Of::Step { ahead: *ahead } })
    }

    fn year(&self, year: Period) -> Option<Aim> {
        let measure = self.measure;
        if measure.aggregation != Aggregation::Sum || measure.frequency == Frequency::Annual {
            return None;
        }
        let parts = year.parts(measure.frequency);
        let first = self.points.iter().position(|point| Some(&point.period) == parts.first())?;
        let points = self.points.get(first..first + parts.len())?;
        let targets: Vec<Option<f64>> = points.iter().map(|point| point.target).collect();
        let target = rollup::target(&targets, Aggregation::Sum)?;
        if !parts.iter().all(|part| measure.is_asked_for(*part)) {
            return None;
        }
        // What was not reported is estimated as the forecast fills it.
        let filled = stretch(&self.figures());
        let start = self.first() + filled.from;
        let of_part = |at: usize| filled.values.get(at.checked_sub(start)?).copied();
        let so_far = (first..=self.last).map(of_part).sum::<Option<f64>>()?;
        let estimated = self.points[first.min(self.last + 1)..=self.last]
            .iter()
            .filter(|point| point.value.is_none())
            .count();
        let left = first + parts.len() - 1 - self.last;
        Some(Aim { period: year, target, of: Of::Year { so_far, left, estimated } })
    }

    /// Between which a single figure lies.
    pub fn bounds(&self, target: Option<f64>) -> Bounds {
        let of_whole = self.measure.unit.is_percent()
            && self.figures().into_iter().flatten().all(|value| value <= 100.0);
        let high = of_whole && target.is_none_or(|target| target <= 100.0);
        Bounds { low: (!self.measure.rule.negative).then_some(0.0), high: high.then_some(100.0) }
    }

    /// The figure that a target is for, along a path.
    pub fn prospect(&self, aim: &Aim, path: &Path) -> Option<Prospect> {
        let single = self.bounds(Some(aim.target));
        let (spread, bounds) = match aim.of {
            Of::Step { ahead } => (path.step(ahead)?, single),
            Of::Year { so_far, left, estimated } => {
                let ahead = path.sum(left)?.plus(so_far);
                let error = ahead.error.hypot(path.error() * (estimated as f64).sqrt());
                let low = single.low.filter(|_| estimated == 0).map(|low| so_far + low * left as f64);
                (Spread { error, ..ahead }, Bounds { low, high: None })
            }
        };
        let chance = chance(self.measure, &spread, &bounds, aim.target);
        Some(Prospect { spread, bounds, chance })
    }
}

/// The probability that a figure meets a target.
pub fn chance(measure: &Measure, spread: &Spread, bounds: &Bounds, target: f64) -> f64 {
    // A whole number is met from half a unit before it on.
    let room = if measure.rule.whole && target.fract() == 0.0 { 0.5 } else { 1e-9 * target.abs() };
    match measure.direction.higher_is_better() {
        true if bounds.low.is_some_and(|low| low >= target) => 1.0,
        true if bounds.high.is_some_and(|high| high < target) => 0.0,
        true => spread.at_least(target - room),
        false if bounds.high.is_some_and(|high| high <= target) => 1.0,
        false if bounds.low.is_some_and(|low| low > target) => 0.0,
        false => 1.0 - spread.at_least(target + room),
    }
}

/// The probability of which [`likelihood`] tells, as it tells it; `None` where it states none.
pub fn ahead(measure: &Measure, series: &Series) -> Option<Ahead> {
    let known = Known::all(measure, series).filter(|_| measure.direction != Direction::Milestone)?;
    let aim = known.aim().filter(|aim| known.begins_anew(aim.period).is_none())?;
    let path = known.smooth(horizon(&known, Some(&aim))).ok()?;
    let chance = known.prospect(&aim, &path)?.chance;
    Some(Ahead {
        period: aim.period.label(),
        percent: words::percent(chance),
        verdict: words::verdict(chance),
    })
}

/// How far ahead is looked: to the target, and a year at least.
fn horizon(known: &Known, aim: Option<&Aim>) -> usize {
    let usual = known.per_year().clamp(1, 4);
    aim.map_or(usual, |aim| aim.of.horizon().max(usual))
}

/// How likely it is that a measure meets the target that is ahead, from its approved figures alone; what waits
/// for approval does not count.
pub fn likelihood(measure: &Measure, series: &Series) -> Likelihood {
    match Known::all(measure, series) {
        None => words::too_few(measure, 0),
        Some(_) if measure.direction == Direction::Milestone => words::milestone(),
        Some(known) => {
            let aim = known.aim();
            let horizon = horizon(&known, aim.as_ref());
            words::told(&known, aim.as_ref(), known.smooth(horizon), horizon)
        }
    }
}

#[cfg(test)]
pub mod tests;
