//! The targets of a year's quarters, filled from the year's target (GAO-13-174 asks for interim ones).
//!
//! Whatever the way, the quarters make the year's target again, as [`super::rollup::year_target`] works
//! it out: the parts of a sum add up to it, a level arrives at it, rates average it.

use super::measure::{Aggregation, Measure, vocabulary};
use super::number::LARGEST;

vocabulary! {
    /// How a year's target is spread over its quarters.
    Spread {
        /// Four like parts; for a level or a rate, the year's own value in each quarter.
        Equal = "equal", "equal in each quarter";
        /// As the quarters of past years stood to their year.
        Seasonal = "seasonal", "by the shares of past years";
        /// A quarter of it more each quarter: for a figure that is counted from the year's beginning.
        Cumulative = "cumulative", "cumulative: a quarter more each quarter";
    }
}

/// How many past years the shares are taken from.
pub const YEARS: usize = 3;

/// The targets of the four quarters, or why they cannot be had this way. `past` are the actuals of whole
/// past years, in the measure's unit.
pub fn fill(measure: &Measure, year: f64, spread: Spread, past: &[[f64; 4]]) -> Result<[f64; 4], String> {
    if !measure.is_quarterly() {
        return Err("this measure is annual; it has no quarters".into());
    }
    let sum = measure.aggregation == Aggregation::Sum;
    let shares = match spread {
        Spread::Equal if sum => [0.25; 4],
        Spread::Equal => [1.0; 4],
        Spread::Seasonal => seasons(measure.aggregation, past)?,
        Spread::Cumulative if measure.aggregation == Aggregation::Last => [0.25, 0.5, 0.75, 1.0],
        Spread::Cumulative => {
            let words = "only a figure counted from the year’s beginning grows through it: a year’s figure of this measure is the ";
            return Err(format!("{words}{}", measure.aggregation.label()));
        }
    };
    let parts = rounded(measure, year, shares);
    let whole = measure.unit.is_percent() && year <= 100.0 && measure.ratio;
    match parts.iter().any(|part| whole && *part > 100.0) {
        true => Err("past years would ask for more than 100 % in a quarter; spread it equally".into()),
        false => Ok(parts),
    }
}

/// What a quarter is of its year, on average of the past years.
fn seasons(aggregation: Aggregation, past: &[[f64; 4]]) -> Result<[f64; 4], String> {
    let whole = |quarters: &[f64; 4]| match aggregation {
        Aggregation::Sum => quarters.iter().sum::<f64>(),
        Aggregation::Last => quarters[3],
        Aggregation::Mean | Aggregation::RatioOfSums => quarters.iter().sum::<f64>() / 4.0,
    };
    let usable = |quarters: &&[f64; 4]| whole(quarters) > 0.0 && quarters.iter().all(|value| *value >= 0.0);
    let years: Vec<&[f64; 4]> = past.iter().filter(usable).collect();
    let years = &years[years.len().saturating_sub(YEARS)..];
    if years.is_empty() {
        return Err("there is no whole past year of figures above zero to take shares from".into());
    }
    Ok([0, 1, 2, 3].map(|quarter| {
        let shares = years.iter().map(|quarters| quarters[quarter] / whole(quarters));
        shares.sum::<f64>() / years.len() as f64
    }))
}

/// The parts in the unit's decimals (or those of the year's target, where it has more), such that they
/// still make the year: what rounding down leaves goes to those that lost most by it.
fn rounded(measure: &Measure, year: f64, shares: [f64; 4]) -> [f64; 4] {
    let steps = steps(year, measure.unit.decimals);
    let exact = shares.map(|share| year * share * steps);
    let total = match measure.aggregation {
        Aggregation::Sum => year * steps,
        Aggregation::Mean | Aggregation::RatioOfSums => 4.0 * year * steps,
        Aggregation::Last => return exact.map(|part| part.round() / steps),
    }
    .round();
    let mut parts = exact.map(f64::floor);
    let mut order = [0, 1, 2, 3];
    order.sort_by(|&a: &usize, &b: &usize| (exact[b] - parts[b]).total_cmp(&(exact[a] - parts[a])));
    let left = (total - parts.iter().sum::<f64>()).clamp(0.0, 4.0) as usize;
    for &quarter in &order[..left] {
        parts[quarter] += 1.0;
    }
    parts.map(|part| part / steps)
}

/// By what the smallest step of a target is multiplied to be 1.
fn steps(year: f64, decimals: u8) -> f64 {
    let power = |decimals: u8| (0..decimals).fold(1.0, |power, _| power * 10.0);
    let holds = |decimals: &u8| {
        let scaled = year * power(*decimals);
        scaled.abs() < LARGEST && (scaled - scaled.round()).abs() < 1e-6
    };
    let most = 6.max(decimals);
    power((decimals..=most).find(holds).unwrap_or(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::{Frequency, Unit, tests_support::measure};
    use crate::domain::rollup::year_target;
    use proptest::prelude::*;

    fn kept(aggregation: Aggregation, decimals: u8) -> Measure {
        let unit = Unit { name: "traces".into(), decimals };
        Measure { aggregation, unit, ..measure("m") }
    }

    const PAST: [[f64; 4]; 2] = [[10.0, 20.0, 30.0, 40.0], [20.0, 20.0, 20.0, 40.0]];

    #[test]
    fn a_year_is_spread_over_its_quarters() {
        use Aggregation::{Last, Mean, RatioOfSums, Sum};
        use Spread::{Cumulative, Equal, Seasonal};
        for (aggregation, decimals, year, spread, expected) in [
            (Sum, 0, 100.0, Equal, Ok([25.0, 25.0, 25.0, 25.0])),
            (Sum, 0, 10.0, Equal, Ok([3.0, 3.0, 2.0, 2.0])),
            (Sum, 1, 10.0, Equal, Ok([2.5, 2.5, 2.5, 2.5])),
            (Sum, 0, 10.5, Equal, Ok([2.7, 2.6, 2.6, 2.6])),
            (Sum, 0, 1000.0, Seasonal, Ok([150.0, 200.0, 250.0, 400.0])),
            (Sum, 0, 7.0, Seasonal, Ok([1.0, 1.0, 2.0, 3.0])),
            (Sum, 0, 100.0, Cumulative, Err("only a figure counted from")),
            (Last, 0, 100.0, Equal, Ok([100.0; 4])),
            (Last, 0, 100.0, Cumulative, Ok([25.0, 50.0, 75.0, 100.0])),
            (Last, 0, 80.0, Seasonal, Ok([30.0, 40.0, 50.0, 80.0])),
            (Mean, 1, 95.0, Equal, Ok([95.0; 4])),
            (Mean, 0, 25.0, Seasonal, Ok([15.0, 20.0, 25.0, 40.0])),
            (RatioOfSums, 1, 95.0, Cumulative, Err("is the ratio of the sums")),
        ] {
            match (fill(&kept(aggregation, decimals), year, spread, &PAST), expected) {
                (Ok(parts), Ok(wanted)) => assert_eq!(parts, wanted, "{aggregation:?} {year} {spread:?}"),
                (Err(found), Err(words)) => assert!(found.contains(words), "{found}"),
                (found, _) => panic!("{aggregation:?} {year} {spread:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn shares_need_whole_years_and_rates_end_at_a_hundred() {
        let sum = kept(Aggregation::Sum, 0);
        for past in [&[][..], &[[0.0; 4]], &[[-1.0, 2.0, 3.0, 4.0]]] {
            assert!(fill(&sum, 10.0, Spread::Seasonal, past).unwrap_err().contains("no whole past year"));
        }
        let four = [[9.0, 1.0, 1.0, 1.0], [1.0; 4], [1.0; 4], [1.0; 4]];
        assert_eq!(fill(&sum, 8.0, Spread::Seasonal, &four), Ok([2.0; 4]), "the last three years");
        let unit = Unit { name: "percent".into(), decimals: 1 };
        let share = Measure { ratio: true, unit, aggregation: Aggregation::RatioOfSums, ..measure("m") };
        assert!(fill(&share, 95.0, Spread::Seasonal, &PAST).unwrap_err().contains("more than 100 %"));
        let annual = Measure { frequency: Frequency::Annual, ..measure("m") };
        assert!(fill(&annual, 10.0, Spread::Equal, &[]).is_err());
    }

    proptest! {
        #[test]
        fn the_quarters_make_the_year_again(
            cents in 0u32..100_000_000,
            decimals in 0u8..=4,
            way in 0usize..3,
            kind in 0usize..4,
            past in proptest::collection::vec(proptest::array::uniform4(0.0f64..1000.0), 1..4),
        ) {
            let (aggregation, year) = (Aggregation::ALL[kind], f64::from(cents) / 100.0);
            let measure = kept(aggregation, decimals);
            if let Ok(parts) = fill(&measure, year, Spread::ALL[way], &past) {
                let again = year_target(parts.map(Some), aggregation).unwrap();
                prop_assert!((again - year).abs() < 1e-6, "{parts:?} make {again}, not {year}");
            }
        }
    }
}
