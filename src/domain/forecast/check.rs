//! How well the forecasts did: each figure that is known by now is forecast from those before it alone, and
//! held against what came ("rolling origin"). Beside exponential smoothing stands the last value with its own
//! spread, which any method has to be better than.

use super::outlook::{Aim, Known, Of};
use super::smoothing::{Path, Untold};
use crate::domain::measure::{Direction, Measure};
use crate::domain::period::Period;
use crate::domain::series::{Series, SeriesPoint};

/// How far ahead single periods are checked.
pub const AHEAD: usize = 4;

/// The interval whose hits are counted, in per cent.
pub const INTERVAL: u8 = 80;

/// How the forecasts of one kind did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub forecasts: usize,
    /// Of those, how many figures lay within the interval.
    pub inside: usize,
    /// Of those, how many had a target.
    pub judged: usize,
    /// The sum of the squares of how far the probability was from what came, 0 or 1.
    squares: f64,
}

impl Tally {
    /// The share of figures within the interval.
    pub fn hit_rate(&self) -> Option<f64> {
        (self.forecasts > 0).then(|| self.inside as f64 / self.forecasts as f64)
    }

    /// The mean square of how far off the probabilities were: 0 is perfect, 0.25 is what "50 %" always gets.
    pub fn brier(&self) -> Option<f64> {
        (self.judged > 0).then(|| self.squares / self.judged as f64)
    }

    /// The tallies of several kinds as one.
    pub fn with(self, other: &Tally) -> Tally {
        Tally {
            forecasts: self.forecasts + other.forecasts,
            inside: self.inside + other.inside,
            judged: self.judged + other.judged,
            squares: self.squares + other.squares,
        }
    }
}

/// Exponential smoothing and the last value, on the same figures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pair {
    pub smoothing: Tally,
    pub last_value: Tally,
}

/// How the forecasts of many series did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// By how many periods ahead: the first is one ahead.
    pub steps: [Pair; AHEAD],
    /// Totals of years that had begun.
    pub years: Pair,
    /// Series with a forecast that could be checked.
    pub checked: usize,
    /// Series with too few figures.
    pub too_few: usize,
    /// Series that are not forecast: all figures the same, or steps of a milestone.
    pub not_forecast: usize,
}

impl Score {
    /// Single periods, however far ahead.
    pub fn all_steps(&self) -> Pair {
        let sum = |of: fn(&Pair) -> &Tally| {
            self.steps.iter().map(of).fold(Tally::default(), |sum, tally| sum.with(tally))
        };
        Pair { smoothing: sum(|pair| &pair.smoothing), last_value: sum(|pair| &pair.last_value) }
    }

    /// Checks one more series.
    pub fn add(&mut self, measure: &Measure, series: &Series) {
        let Some(whole) = Known::all(measure, series) else {
            self.too_few += 1;
            return;
        };
        if measure.direction == Direction::Milestone {
            self.not_forecast += 1;
            return;
        }
        let (mut any, mut constant) = (false, false);
        for last in 0..whole.last {
            if series.points[last].value.is_none() {
                continue;
            }
            match self.check_after(&Known { last, ..whole }) {
                Ok(checked) => any |= checked,
                Err(Untold::Constant { .. }) => constant = true,
                Err(Untold::TooFew { .. }) => {}
            }
        }
        match () {
            () if any => self.checked += 1,
            () if constant => self.not_forecast += 1,
            () => self.too_few += 1,
        }
    }

    /// Forecasts what comes after the last known figure. Whether there was a figure to check one by.
    fn check_after(&mut self, known: &Known) -> Result<bool, Untold> {
        let longest = AHEAD.max(known.measure.frequency.per_year() as usize);
        let (smooth, last_value) = (known.smooth(longest)?, known.last_value(longest)?);
        let mut any = false;
        for ahead in 1..=AHEAD {
            let Some(point) = known.points.get(known.last + ahead) else { break };
            if changed(known, point.period) {
                break;
            }
            let Some(value) = point.value else { continue };
            any = true;
            let of = Of::Step { ahead };
            let outcome = Outcome { period: point.period, of, value, target: point.target };
            outcome.count(known, &mut self.steps[ahead - 1], &smooth, &last_value);
        }
        if let Some(outcome) = year(known) {
            any = true;
            outcome.count(known, &mut self.years, &smooth, &last_value);
        }
        Ok(any)
    }
}

/// Whether a period counts something else than the last known one.
fn changed(known: &Known, period: Period) -> bool {
    known.begins_anew(period).is_some()
}

/// What came.
struct Outcome {
    period: Period,
    of: Of,
    value: f64,
    target: Option<f64>,
}

impl Outcome {
    fn count(&self, known: &Known, pair: &mut Pair, smooth: &Path, last_value: &Path) {
        for (tally, path) in [(&mut pair.smoothing, smooth), (&mut pair.last_value, last_value)] {
            let target = self.target.unwrap_or(self.value);
            let aim = Aim { period: self.period, target, of: self.of };
            let Some(prospect) = known.prospect(&aim, path) else { continue };
            let (low, high) = prospect.spread.interval(INTERVAL);
            let [low, high] = [low, high].map(|bound| prospect.bounds.hold(bound));
            // A whole number is told whole.
            let room = if known.measure.rule.whole { 0.5 } else { 0.0 };
            tally.forecasts += 1;
            tally.inside += usize::from(self.value >= low - room && self.value <= high + room);
            if self.target.is_some() {
                let up = known.measure.direction.higher_is_better();
                let met = if up { self.value >= target } else { self.value <= target };
                tally.judged += 1;
                tally.squares += (prospect.chance - f64::from(u8::from(met))).powi(2);
            }
        }
    }
}

/// The year that goes on, where all of it is known by now.
fn year(known: &Known) -> Option<Outcome> {
    let aim = known.aim()?;
    let Of::Year { estimated: 0, .. } = aim.of else { return None };
    let within = |point: &&SeriesPoint| {
        point.period.starts_on() >= aim.period.starts_on() && point.period.ends_on() <= aim.period.ends_on()
    };
    let values: Option<Vec<f64>> = known.points.iter().filter(within).map(|point| point.value).collect();
    let last = known.points.iter().rfind(within)?.period;
    let value = values?.iter().sum();
    (!changed(known, last)).then_some(Outcome {
        period: aim.period,
        of: aim.of,
        value,
        target: Some(aim.target),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forecast::outlook::tests::{series, wave};
    use crate::domain::measure::tests_support::measure;

    #[test]
    fn every_figure_with_enough_before_it_is_checked() {
        let mut score = Score::default();
        let figures = wave(20);
        score.add(&measure("m"), &series(&figures, &[Some(100.0); 20]));
        let counts: Vec<usize> = score.steps.iter().map(|pair| pair.smoothing.forecasts).collect();
        // From the eighth figure on: twelve are one ahead, eleven two ahead.
        assert_eq!(counts, [12, 11, 10, 9]);
        let all = score.all_steps();
        assert_eq!((all.smoothing.forecasts, all.last_value.forecasts), (42, 42));
        assert_eq!(all.smoothing.judged, 42);
        // Origins 8 to 19 of 20: each within a year that is whole by now.
        assert_eq!(score.years.smoothing.forecasts, 12);
        assert!((0.5..=1.0).contains(&all.smoothing.hit_rate().unwrap()), "{all:?}");
        assert!((0.0..=1.0).contains(&all.smoothing.brier().unwrap()));
        assert_eq!((score.checked, score.too_few, score.not_forecast), (1, 0, 0));
    }

    #[test]
    fn what_cannot_be_checked_is_counted_apart() {
        let mut score = Score::default();
        score.add(&measure("m"), &series(&wave(8), &[]));
        score.add(&measure("m"), &series(&[], &[]));
        score.add(&measure("m"), &series(&[Some(3.0); 12], &[]));
        let done = Measure { direction: Direction::Milestone, ..measure("m") };
        score.add(&done, &series(&wave(12), &[]));
        assert_eq!((score.checked, score.too_few, score.not_forecast), (0, 2, 2));
        assert_eq!(score.all_steps().smoothing.hit_rate(), None);
        assert_eq!(score.all_steps().smoothing.brier(), None);
    }

    #[test]
    fn a_figure_that_counts_something_else_is_no_outcome() {
        let mut score = Score::default();
        let mut one = series(&wave(12), &[]);
        one.breaks = vec![one.points[9].period];
        score.add(&measure("m"), &one);
        let counts: Vec<usize> = score.steps.iter().map(|pair| pair.smoothing.forecasts).collect();
        // From the eighth figure to the ninth alone.
        assert_eq!(counts, [1, 0, 0, 0]);
    }
}
