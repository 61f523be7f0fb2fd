//! A target that was never set, tried on the figures there are.

use super::measure::{Frequency, Measure};
use super::series::SeriesPoint;
use super::status::Status;

/// How often a target would have been met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhatIf {
    /// In the measure's unit.
    pub target: f64,
    /// Periods with a published figure. A year with quarters missing is none.
    pub periods: usize,
    /// Of those, how many would have met the target.
    pub met: usize,
    /// Of those, how many had a target of their own.
    pub with_own_target: usize,
    /// Of those, how many met it.
    pub met_own: usize,
}

impl WhatIf {
    /// Tries a target on every published figure.
    pub fn of(measure: &Measure, points: &[SeriesPoint], target: f64) -> WhatIf {
        let better = if measure.direction.higher_is_better() { 1.0 } else { -1.0 };
        // The same hair's breadth of binary rounding as in a status.
        let hair = 1e-9 * target.abs().max(1.0);
        let mut found = WhatIf { target, periods: 0, met: 0, with_own_target: 0, met_own: 0 };
        for point in points.iter().filter(|point| point.partial.is_none()) {
            let Some(value) = point.value else { continue };
            found.periods += 1;
            found.met += usize::from((value - target) * better >= -hair);
            found.with_own_target += usize::from(point.target.is_some());
            found.met_own += usize::from(point.target.is_some() && point.status == Status::Met);
        }
        found
    }

    /// `With a target of at least 97.0%, 12 of 20 quarters would have met it (against their own targets: 14).`
    /// `of` is how long the periods are.
    pub fn sentence(&self, measure: &Measure, of: Frequency) -> String {
        let target = format!("{} {}", measure.direction.comparison(), measure.unit.phrase(self.target));
        let noun = of.counted(self.periods);
        if self.periods == 0 {
            return format!("There are no figures to try a target of {target} on.");
        }
        let own = match self.with_own_target {
            0 => "none had a target of its own".to_owned(),
            all if all == self.periods => format!("against their own targets: {}", self.met_own),
            some => format!("against their own targets: {} of {some}", self.met_own),
        };
        format!(
            "With a target of {target}, {} of {} {noun} would have met it ({own}).",
            self.met, self.periods
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::{Direction, tests_support::measure};
    use crate::domain::rollup::Partial;

    fn points(values: &[(Option<f64>, Option<f64>)], better: fn(f64, f64) -> bool) -> Vec<SeriesPoint> {
        let first: crate::domain::period::Period = "FY2024Q1".parse().unwrap();
        let point = |(k, &(value, target)): (usize, &(Option<f64>, Option<f64>))| SeriesPoint {
            period: first.step(k as i32),
            figure: None,
            value,
            draft: None,
            target,
            target_now: None,
            status: match (value, target) {
                (Some(v), Some(t)) if better(v, t) => Status::Met,
                _ => Status::OffTrack,
            },
            note: String::new(),
            revised: None,
            partial: None,
            edges: None,
        };
        values.iter().enumerate().map(point).collect()
    }

    #[test]
    fn a_target_is_tried_on_every_figure() {
        let up = measure("m");
        let down = Measure { direction: Direction::AtMost, ..measure("m") };
        let t = Some(10.0);
        let values = [(Some(8.0), t), (Some(10.0), t), (None, t), (Some(12.0), t)];
        let more = points(&values, |v, t| v >= t);
        let less = points(&values, |v, t| v <= t);
        for (measure, points, target, expected) in [
            (
                &up,
                &more,
                12.0,
                "at least 12 traces, 1 of 3 quarters would have met it (against their own targets: 2).",
            ),
            (
                &up,
                &more,
                0.0,
                "at least 0 traces, 3 of 3 quarters would have met it (against their own targets: 2).",
            ),
            (
                &down,
                &less,
                9.0,
                "at most 9 traces, 1 of 3 quarters would have met it (against their own targets: 2).",
            ),
        ] {
            let found = WhatIf::of(measure, points, target).sentence(measure, Frequency::Quarterly);
            assert_eq!(found, format!("With a target of {expected}"));
        }
    }

    #[test]
    fn missing_targets_and_figures_are_said() {
        let m = measure("m");
        let none = points(&[(None, Some(1.0))], |_, _| true);
        assert!(
            WhatIf::of(&m, &none, 1.0).sentence(&m, Frequency::Quarterly).starts_with("There are no figures")
        );
        let bare = points(&[(Some(1.0), None)], |_, _| true);
        let found = WhatIf::of(&m, &bare, 1.0).sentence(&m, Frequency::Annual);
        assert!(found.ends_with("1 of 1 year would have met it (none had a target of its own)."), "{found}");
        let mixed = points(&[(Some(1.0), None), (Some(2.0), Some(1.0))], |v, t| v >= t);
        let found = WhatIf::of(&m, &mixed, 2.0).sentence(&m, Frequency::Quarterly);
        assert!(found.ends_with("(against their own targets: 1 of 1)."), "{found}");
    }

    #[test]
    fn a_partial_year_is_not_counted() {
        let mut year = points(&[(Some(5.0), None)], |_, _| true);
        year[0].partial = Some(Partial { parts: 2, of: 4 });
        assert_eq!(WhatIf::of(&measure("m"), &year, 1.0).periods, 0);
    }
}
