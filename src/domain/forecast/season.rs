//! The pattern that repeats from year to year.

/// How many years it takes to tell a season from chance.
const YEARS: usize = 3;

/// The 90 % point of the normal distribution, one-sided, as the Theta method's test has it.
const CRITICAL: f64 = 1.645;

/// What each period of the year adds, beginning with the first value's period; they sum to zero. `None` where
/// there are too few years, or where the values repeat no more than chance would have them.
///
/// The trend is taken out by a centred moving average over a year. Of what is left, the autocorrelation at one
/// year decides, by the test of the Theta method (Assimakopoulos and Nikolopoulos 2000; Fiorucci et al. 2016).
pub fn season(values: &[f64], per_year: usize) -> Option<Vec<f64>> {
    if per_year < 2 || values.len() < YEARS * per_year {
        return None;
    }
    let left: Vec<(usize, f64)> = (per_year / 2..values.len() - per_year / 2)
        .map(|at| (at, values[at] - moving_average(values, at, per_year)))
        .collect();
    let alone: Vec<f64> = left.iter().map(|(_, value)| *value).collect();
    if !repeats(&alone, per_year) {
        return None;
    }
    let mean = |place: usize| {
        let of: Vec<f64> =
            left.iter().filter(|(at, _)| at % per_year == place).map(|(_, value)| *value).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    let means: Vec<f64> = (0..per_year).map(mean).collect();
    let level = means.iter().sum::<f64>() / per_year as f64;
    Some(means.into_iter().map(|mean| mean - level).collect())
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

fn repeats(values: &[f64], per_year: usize) -> bool {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let power: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    if power <= 0.0 {
        return false;
    }
    let correlation = |lag: usize| -> f64 {
        let pairs = values.iter().zip(values.iter().skip(lag));
        pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / power
    };
    let before: f64 = (1..per_year).map(|lag| correlation(lag).powi(2)).sum();
    correlation(per_year) > CRITICAL * ((1.0 + 2.0 * before) / count).sqrt()
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
