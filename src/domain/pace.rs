//! Where a measure started and where it is to arrive: what a judgement needs besides the period itself.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::date::wire;
use super::period::Period;
use super::target::{Baseline, Target};

/// The straight line from a baseline to the final target.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// The day on which the baseline's period ended, and its value.
    #[serde(deserialize_with = "wire::day_and_value")]
    pub from: (NaiveDate, f64),
    /// The day on which the final target's period ends, and its value.
    #[serde(deserialize_with = "wire::day_and_value")]
    pub to: (NaiveDate, f64),
}

impl Pace {
    /// `None` where the two do not lie one after the other.
    pub fn between(from: (NaiveDate, f64), to: (NaiveDate, f64)) -> Option<Pace> {
        (from.0 < to.0).then_some(Pace { from, to })
    }

    /// The line's value when `period` ends: the baseline's before it begins, the target's after it ends.
    pub fn at(&self, period: Period) -> f64 {
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days() as f64;
        let share = days(self.from.0, period.ends_on()) / days(self.from.0, self.to.0);
        self.from.1 + (self.to.1 - self.from.1) * share.clamp(0.0, 1.0)
    }
}

/// A measure's baseline and the line from it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Course {
    /// In the measure's unit.
    pub baseline: Option<f64>,
    pub pace: Option<Pace>,
}

impl Course {
    /// From what is set: the baseline, and the targets of the total, of which the last is the final one.
    pub fn of(baseline: Option<&Baseline>, targets: &[Target]) -> Course {
        let last = targets.iter().max_by_key(|target| target.period.ends_on());
        Course::to(baseline, last.map(|target| (target.period, target.value)))
    }

    /// As [`Course::of`], the final target being known.
    pub fn to(baseline: Option<&Baseline>, last: Option<(Period, f64)>) -> Course {
        let begun = baseline.and_then(|b| b.period.map(|period| (period.ends_on(), b.value)));
        let pace = begun
            .zip(last)
            .and_then(|(from, (period, value))| Pace::between(from, (period.ends_on(), value)));
        Course { baseline: baseline.map(|baseline| baseline.value), pace }
    }

    /// A baseline without a line from it.
    pub fn from_baseline(value: Option<f64>) -> Course {
        Course { baseline: value, pace: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_runs_from_the_baseline_to_the_last_target() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        let baseline = Baseline {
            measure: "m".parse().unwrap(),
            period: Some(period("FY2021")),
            value: 80.0,
            source: String::new(),
        };
        let target = |text: &str, value| Target {
            measure: "m".parse().unwrap(),
            period: period(text),
            category: String::new(),
            value,
            set_on: None,
            source: String::new(),
            reason: String::new(),
        };
        let course = Course::of(Some(&baseline), &[target("FY2023Q4", 96.0), target("FY2022Q4", 91.0)]);
        let pace = course.pace.unwrap();
        for (at, expected) in
            [("FY2021", 80.0), ("FY2022", 88.0), ("FY2023", 96.0), ("FY2024", 96.0), ("FY2019", 80.0)]
        {
            assert_eq!(pace.at(period(at)), expected, "{at}");
        }
        assert_eq!(Course::of(Some(&baseline), &[]), Course::from_baseline(Some(80.0)));
        assert_eq!(Course::of(None, &[target("FY2023Q4", 1.0)]), Course::default());
        assert_eq!(
            Course::of(Some(&baseline), &[target("FY2020Q4", 1.0)]).pace,
            None,
            "it ends before it begins"
        );
    }
}
