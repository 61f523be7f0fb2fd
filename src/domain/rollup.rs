//! Quarters into years.

use serde::{Deserialize, Serialize};

use super::actual::Figure;
use super::measure::Aggregation;

/// A year's figure, and how many of its four quarters it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearTotal {
    /// In the measure's unit.
    pub value: f64,
    /// Quarters with a value, 1 to 4. Below 4 the year is partial and must be shown as such.
    pub quarters: u8,
}

impl YearTotal {
    pub fn is_partial(self) -> bool {
        self.quarters < 4
    }
}

/// Aggregates the quarters of one year, in order; `None` when no quarter has a value. `scale` is
/// [`super::measure::Measure::scale`].
///
/// `Last` needs the last quarter that has a value, so a partial year gives its latest state.
/// `RatioOfSums` sums numerators and denominators; quarters given as plain values, whose parts
/// are not known, make it the mean instead.
pub fn year(quarters: [Option<Figure>; 4], aggregation: Aggregation, scale: f64) -> Option<YearTotal> {
    let figures: Vec<(Figure, f64)> = quarters
        .into_iter()
        .flatten()
        .filter_map(|figure| figure.value(scale).map(|value| (figure, value)))
        .collect();
    let (_, last) = *figures.last()?;
    let sum: f64 = figures.iter().map(|(_, value)| value).sum();
    let count = figures.len() as f64;
    let value = match aggregation {
        Aggregation::Sum => sum,
        Aggregation::Last => last,
        Aggregation::Mean => sum / count,
        Aggregation::RatioOfSums => ratio_of_sums(&figures).map_or(sum / count, |r| r * scale),
    };
    Some(YearTotal { value, quarters: figures.len() as u8 })
}

/// The year's target from its quarters' targets, in the measure's unit: `None` unless all four are
/// set, since three quarters' promises are no year's. A rate's target is the mean.
pub fn year_target(quarters: [Option<f64>; 4], aggregation: Aggregation) -> Option<f64> {
    let [Some(a), Some(b), Some(c), Some(d)] = quarters else {
        return None;
    };
    Some(match aggregation {
        Aggregation::Sum => a + b + c + d,
        Aggregation::Last => d,
        Aggregation::Mean | Aggregation::RatioOfSums => (a + b + c + d) / 4.0,
    })
}

fn ratio_of_sums(figures: &[(Figure, f64)]) -> Option<f64> {
    let mut numerators = 0.0;
    let mut denominators = 0.0;
    for (figure, _) in figures {
        let Figure::Ratio { numerator, denominator } = figure else {
            return None;
        };
        numerators += numerator;
        denominators += denominator;
    }
    (denominators != 0.0).then(|| numerators / denominators)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::MissingReason;
    use proptest::prelude::*;

    fn value(v: f64) -> Option<Figure> {
        Some(Figure::Value(v))
    }

    fn ratio(numerator: f64, denominator: f64) -> Option<Figure> {
        Some(Figure::Ratio { numerator, denominator })
    }

    #[test]
    fn quarters_become_years() {
        let four = [value(1.0), value(2.0), value(3.0), value(6.0)];
        let gap = [value(1.0), Some(Figure::Missing(MissingReason::Suppressed)), value(3.0), None];
        let rates = [ratio(1.0, 2.0), ratio(9.0, 10.0), ratio(0.0, 8.0), ratio(5.0, 5.0)];
        let mixed = [ratio(1.0, 2.0), value(100.0), None, None];
        for (quarters, aggregation, scale, expected) in [
            (four, Aggregation::Sum, 1.0, Some((12.0, 4))),
            (four, Aggregation::Last, 1.0, Some((6.0, 4))),
            (four, Aggregation::Mean, 1.0, Some((3.0, 4))),
            (four, Aggregation::RatioOfSums, 1.0, Some((3.0, 4))),
            (gap, Aggregation::Sum, 1.0, Some((4.0, 2))),
            (gap, Aggregation::Last, 1.0, Some((3.0, 2))),
            (gap, Aggregation::Mean, 1.0, Some((2.0, 2))),
            (rates, Aggregation::RatioOfSums, 100.0, Some((60.0, 4))),
            (rates, Aggregation::Mean, 100.0, Some((60.0, 4))),
            (mixed, Aggregation::RatioOfSums, 100.0, Some((75.0, 2))),
            ([None; 4], Aggregation::Sum, 1.0, None),
            ([value(0.0), value(0.0), value(0.0), value(0.0)], Aggregation::Sum, 1.0, Some((0.0, 4))),
        ] {
            let found = year(quarters, aggregation, scale).map(|t| (t.value, t.quarters));
            assert_eq!(found, expected, "{aggregation:?} of {quarters:?}");
        }
    }

    #[test]
    fn a_years_target_needs_all_its_quarters() {
        let all = [Some(1.0), Some(2.0), Some(3.0), Some(6.0)];
        assert_eq!(year_target(all, Aggregation::Sum), Some(12.0));
        assert_eq!(year_target(all, Aggregation::Last), Some(6.0));
        assert_eq!(year_target(all, Aggregation::RatioOfSums), Some(3.0));
        assert_eq!(year_target([Some(1.0), None, Some(3.0), Some(6.0)], Aggregation::Sum), None);
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_its_quarters(vs in proptest::array::uniform4(-1e6f64..1e6)) {
            let total = year(vs.map(value), Aggregation::Mean, 1.0).unwrap();
            let (low, high) = vs.iter().fold((f64::MAX, f64::MIN), |(l, h), &v| (l.min(v), h.max(v)));
            prop_assert!(total.value >= low - 1e-6 && total.value <= high + 1e-6);
            prop_assert!(!total.is_partial());
        }
    }
}
