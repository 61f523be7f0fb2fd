//! The pattern that repeats from year to year.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// How many years it takes to tell a season from chance.
const YEARS: usize = 3;

/// How seldom chance alone may make a pattern.
const CHANCE: f64 = 0.01;

/// What each period of the year adds, beginning with the first value's period; they sum to zero. `None` where
/// there are too few years, or where the values repeat no more than chance would have them.
///
/// The trend is taken out by a centred moving average over a year. Of what is left, the means of the year's periods
/// decide, by the F test of one-way analysis of variance (the test for stable seasonality of the Census Bureau's
/// X-11, which asks for far more there, of years of months). The moving average leaves what it leaves correlated, so
/// chance passes in up to 5 of 100 series where 1 is asked for.
pub fn season(values: &[f64], per_year: usize) -> Option<Vec<f64>> {
    if per_year < 2 || values.len() < YEARS * per_year {
        return None;
    }
    let left: Vec<(usize, f64)> = (per_year / 2..values.len() - per_year / 2)
        .map(|at| (at % per_year, values[at] - moving_average(values, at, per_year)))
        .collect();
    let means: Vec<f64> = (0..per_year).map(|place| mean(of_place(&left, place))).collect();
    if !repeats(&left, &means) {
        return None;
    }
    let level = mean(means.iter().copied());
    Some(means.into_iter().map(|mean| mean - level).collect())
}

fn of_place(left: &[(usize, f64)], place: usize) -> impl Iterator<Item = f64> {
    left.iter().filter(move |(own, _)| *own == place).map(|(_, value)| *value)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// Over a year around a value; the two ends count half where a year has an even number of periods.
fn moving_average(values: &[f64], at: usize, per_year: usize) -> f64 {
    let half = per_year / 2;
    let around = &values[at - half..=at + half];
    let sum: f64 = around.iter().sum();
    match per_year % 2 {
        0 => (sum - (values[at - half] + values[at + half]) / 2.0) / per_year as f64,
        _ => sum / per_year as f64,
    }
}

/// Whether the means of the year's periods differ by more than chance.
fn repeats(left: &[(usize, f64)], means: &[f64]) -> bool {
    let level = mean(left.iter().map(|(_, value)| *value));
    let between: f64 = left.iter().map(|(place, _)| (means[*place] - level).powi(2)).sum();
    let within: f64 = left.iter().map(|(place, value)| (value - means[*place]).powi(2)).sum();
    let (groups, rest) = ((means.len() - 1) as f64, (left.len() - means.len()) as f64);
    // What binary fractions leave of a straight line is no pattern.
    let hair = 1e-18 * left.iter().map(|(_, value)| value.powi(2)).fold(1e-300, f64::max);
    if between <= hair {
        return false;
    }
    let ratio = (between / groups) / (within / rest);
    // A pattern without any noise has no finite ratio.
    FisherSnedecor::new(groups, rest).is_ok_and(|chance| !ratio.is_finite() || chance.sf(ratio) < CHANCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn years(count: usize, trend: f64, pattern: [f64; 4]) -> Vec<f64> {
        (0..count * 4).map(|at| 100.0 + trend * at as f64 + pattern[at % 4]).collect()
    }

    #[test]
    fn a_pattern_is_found_where_it_repeats() {
        let pattern = [10.0, -4.0, -8.0, 2.0];
        for trend in [0.0, 3.0] {
            let found = season(&years(5, trend, pattern), 4).unwrap();
            assert!(found.iter().zip(pattern).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
        }
        let three = season(&years(3, 3.0, pattern), 4).unwrap();
        assert!(
            three.iter().zip(pattern).all(|(a, b)| (a - b).abs() < 1e-9),
            "three years are enough: {three:?}"
        );
        let mut noisy = years(3, 0.0, [-20.0, -10.0, 0.0, 30.0]);
        noisy.iter_mut().enumerate().for_each(|(at, value)| *value += [0.5, -1.0, 1.5, 0.0, -0.5][at % 5]);
        assert!(season(&noisy, 4).is_some());
        assert_eq!(season(&years(2, 0.0, pattern), 4), None, "two years are too few");
        assert_eq!(season(&years(5, 3.0, [0.0; 4]), 4), None, "a line has no season");
        assert_eq!(season(&years(5, 0.0, pattern), 1), None, "years have no season");
        let noise = [3.0, -1.0, 4.0, -1.0, -5.0, 9.0, -2.0, 6.0, 5.0, -3.0, 5.0, -8.0, -9.0, 7.0, 9.0, -3.0];
        assert_eq!(season(&noise, 4), None);
    }

    proptest! {
        #[test]
        fn a_season_sums_to_zero_and_scales(
            pattern in proptest::array::uniform4(-50.0f64..50.0), scale in 0.01f64..100.0, shift in -1e4f64..1e4,
        ) {
            let values = years(4, 1.0, pattern);
            let moved: Vec<f64> = values.iter().map(|value| value * scale + shift).collect();
            if let (Some(a), Some(b)) = (season(&values, 4), season(&moved, 4)) {
                prop_assert!(a.iter().sum::<f64>().abs() < 1e-9);
                prop_assert!(a.iter().zip(&b).all(|(a, b)| (a * scale - b).abs() < 1e-6 * (1.0 + scale)));
            }
        }
    }
}
