//! Months into quarters, and both into years.

use serde::{Deserialize, Serialize};

use super::actual::Figure;
use super::measure::Aggregation;

/// The figure of a longer period, made of those of its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Total {
    /// In the measure's unit.
    pub value: f64,
    /// Where not every part has a value.
    pub partial: Option<Partial>,
}

/// A total that does not rest on all of its parts, and must be shown as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partial {
    /// Parts with a value: fewer than `of`.
    pub parts: u8,
    /// 4 quarters of a year, 12 months of one, or 3 months of a quarter.
    pub of: u8,
}

impl Partial {
    /// What the parts are.
    pub fn noun(self) -> &'static str {
        if self.of == 4 { "quarters" } else { "months" }
    }

    /// What the whole is.
    pub fn whole(self) -> &'static str {
        if self.of == 3 { "quarter" } else { "year" }
    }

    /// `3 of 4 quarters`.
    pub fn words(self) -> String {
        format!("{} of {} {}", self.parts, self.of, self.noun())
    }
}

/// Aggregates the parts of one period, in order; `None` when no part has a value. `scale` is
/// [`super::measure::Measure::scale`].
///
/// `Last` needs the last part that has a value, so a partial year gives its latest state.
/// `RatioOfSums` sums numerators and denominators; parts given as plain values, whose own parts
/// are not known, make it the mean instead.
pub fn total(parts: &[Option<Figure>], aggregation: Aggregation, scale: f64) -> Option<Total> {
    let known = parts.iter().flatten();
    let figures: Vec<(Figure, f64)> =
        known.filter_map(|figure| figure.value(scale).map(|value| (*figure, value))).collect();
    let (_, last) = *figures.last()?;
    let sum: f64 = figures.iter().map(|(_, value)| value).sum();
    let count = figures.len() as f64;
    let value = match aggregation {
        Aggregation::Sum => sum,
        Aggregation::Last => last,
        Aggregation::Mean => sum / count,
        Aggregation::RatioOfSums => ratio_of_sums(&figures).map_or(sum / count, |r| r * scale),
    };
    let partial = Partial { parts: figures.len() as u8, of: parts.len() as u8 };
    Some(Total { value, partial: (partial.parts < partial.of).then_some(partial) })
}

/// A longer period's target from those of its parts, in the measure's unit: `None` unless all are
/// set, since three quarters' promises are no year's. A rate's target is the mean.
pub fn target(parts: &[Option<f64>], aggregation: Aggregation) -> Option<f64> {
    let targets = parts.iter().copied().collect::<Option<Vec<f64>>>()?;
    let sum: f64 = targets.iter().sum();
    let last = *targets.last()?;
    Some(match aggregation {
        Aggregation::Sum => sum,
        Aggregation::Last => last,
        Aggregation::Mean | Aggregation::RatioOfSums => sum / targets.len() as f64,
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
    fn parts_become_a_whole() {
        let four = &[value(1.0), value(2.0), value(3.0), value(6.0)][..];
        let gap = &[value(1.0), Some(Figure::Missing(MissingReason::Suppressed)), value(3.0), None];
        let rates = &[ratio(1.0, 2.0), ratio(9.0, 10.0), ratio(0.0, 8.0), ratio(5.0, 5.0)];
        let mixed = &[ratio(1.0, 2.0), value(100.0), None, None];
        let months = &[value(1.0), value(2.0), value(6.0)];
        let year = &[value(2.0); 12];
        for (parts, aggregation, scale, expected) in [
            (four, Aggregation::Sum, 1.0, Some((12.0, None))),
            (four, Aggregation::Last, 1.0, Some((6.0, None))),
            (four, Aggregation::Mean, 1.0, Some((3.0, None))),
            (four, Aggregation::RatioOfSums, 1.0, Some((3.0, None))),
            (gap, Aggregation::Sum, 1.0, Some((4.0, Some("2 of 4 quarters")))),
            (gap, Aggregation::Last, 1.0, Some((3.0, Some("2 of 4 quarters")))),
            (gap, Aggregation::Mean, 1.0, Some((2.0, Some("2 of 4 quarters")))),
            (rates, Aggregation::RatioOfSums, 100.0, Some((60.0, None))),
            (rates, Aggregation::Mean, 100.0, Some((60.0, None))),
            (mixed, Aggregation::RatioOfSums, 100.0, Some((75.0, Some("2 of 4 quarters")))),
            (&[None; 4], Aggregation::Sum, 1.0, None),
            (&[value(0.0); 4], Aggregation::Sum, 1.0, Some((0.0, None))),
            (months, Aggregation::Sum, 1.0, Some((9.0, None))),
            (months, Aggregation::Last, 1.0, Some((6.0, None))),
            (months, Aggregation::Mean, 1.0, Some((3.0, None))),
            (&months[..2], Aggregation::Mean, 1.0, Some((1.5, None))),
            (&[value(1.0), None, None], Aggregation::Sum, 1.0, Some((1.0, Some("1 of 3 months")))),
            (year, Aggregation::Sum, 1.0, Some((24.0, None))),
            (year, Aggregation::Mean, 1.0, Some((2.0, None))),
        ] {
            let found = total(parts, aggregation, scale).map(|t| (t.value, t.partial.map(Partial::words)));
            let expected = expected.map(|(value, partial)| (value, partial.map(str::to_owned)));
            assert_eq!(found, expected, "{aggregation:?} of {parts:?}");
        }
    }

    #[test]
    fn a_target_needs_all_its_parts() {
        let all = [Some(1.0), Some(2.0), Some(3.0), Some(6.0)];
        assert_eq!(target(&all, Aggregation::Sum), Some(12.0));
        assert_eq!(target(&all, Aggregation::Last), Some(6.0));
        assert_eq!(target(&all, Aggregation::RatioOfSums), Some(3.0));
        assert_eq!(target(&[Some(1.0), None, Some(3.0), Some(6.0)], Aggregation::Sum), None);
        assert_eq!(target(&[Some(2.0); 12], Aggregation::Sum), Some(24.0));
        assert_eq!(target(&[], Aggregation::Sum), None);
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_its_parts(vs in proptest::collection::vec(-1e6f64..1e6, 1..13)) {
            let parts: Vec<_> = vs.iter().map(|v| value(*v)).collect();
            let total = total(&parts, Aggregation::Mean, 1.0).unwrap();
            let (low, high) = vs.iter().fold((f64::MAX, f64::MIN), |(l, h), &v| (l.min(v), h.max(v)));
            prop_assert!(total.value >= low - 1e-6 && total.value <= high + 1e-6);
            prop_assert!(total.partial.is_none());
        }

        #[test]
        fn a_year_of_months_is_that_of_its_quarters(
            counts in proptest::array::uniform12((0u32..100_000, 1u32..1000)), which in 0..4usize,
        ) {
            let aggregation = Aggregation::ALL[which];
            let figures = counts.map(|(a, b)| match aggregation {
                Aggregation::RatioOfSums => ratio(f64::from(a), f64::from(b)),
                _ => value(f64::from(a)),
            });
            let sum = |counts: &[(u32, u32)], part: fn(&(u32, u32)) -> u32| -> f64 {
                counts.iter().map(|count| f64::from(part(count))).sum()
            };
            let quarter = |(counts, months): (&[(u32, u32)], &[Option<Figure>])| match aggregation {
                Aggregation::RatioOfSums => ratio(sum(counts, |c| c.0), sum(counts, |c| c.1)),
                _ => total(months, aggregation, 1.0).and_then(|t| value(t.value)),
            };
            let quarters: Vec<_> = counts.chunks(3).zip(figures.chunks(3)).map(quarter).collect();
            let (of_months, of_quarters) =
                (total(&figures, aggregation, 1.0).unwrap(), total(&quarters, aggregation, 1.0).unwrap());
            prop_assert!((of_months.value - of_quarters.value).abs() < 1e-6 * of_months.value.abs().max(1.0));
        }
    }
}
