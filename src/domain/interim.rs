//! The targets of a year's quarters or months, filled from the year's target (GAO-13-174 asks for
//! interim ones).
//!
//! Whatever the way, the parts make the year's target again, as [`super::rollup::target`] works it
//! out: the parts of a sum add up to it, a level arrives at it, rates average it.

use super::measure::{Aggregation, Frequency, Measure, vocabulary};
use super::number::LARGEST;

vocabulary! {
    /// How a year's target is spread over its parts.
    Spread {
        /// Like parts; for a level or a rate, the year's own value in each of them.
        Equal = "equal", "equal in each";
        /// As the parts of past years stood to their year.
        Seasonal = "seasonal", "by the shares of past years";
        /// A like part more each time: for a figure that is counted from the year's beginning.
        Cumulative = "cumulative", "cumulative: a like part more each time";
    }
}

/// How many past years the shares are taken from.
pub const YEARS: usize = 3;

/// The targets of the year's quarters or months, or why they cannot be had this way. `past` are the
/// actuals of whole past years, in the measure's unit.
pub fn fill(measure: &Measure, year: f64, spread: Spread, past: &[Vec<f64>]) -> Result<Vec<f64>, String> {
    if measure.frequency == Frequency::Annual {
        return Err("this measure is annual; it has no quarters".into());
    }
    let count = measure.frequency.per_year() as usize;
    let sum = measure.aggregation == Aggregation::Sum;
    let shares = match spread {
        Spread::Equal if sum => vec![1.0 / count as f64; count],
        Spread::Equal => vec![1.0; count],
        Spread::Seasonal => seasons(measure.aggregation, past, count)?,
        Spread::Cumulative if measure.aggregation == Aggregation::Last => {
            (1..=count).map(|part| part as f64 / count as f64).collect()
        }
        Spread::Cumulative => {
            let words = "only a figure counted from the year’s beginning grows through it: a year’s figure of this measure is the ";
            return Err(format!("{words}{}", measure.aggregation.label()));
        }
    };
    let parts = rounded(measure, year, &shares);
    let whole = measure.unit.is_percent() && year <= 100.0 && measure.ratio;
    match parts.iter().any(|part| whole && *part > 100.0) {
        true => {
            let noun = measure.frequency.noun();
            Err(format!("past years would ask for more than 100 % in a {noun}; spread it equally"))
        }
        false => Ok(parts),
    }
}

/// What each of `count` parts is of its year, on average of the past years.
fn seasons(aggregation: Aggregation, past: &[Vec<f64>], count: usize) -> Result<Vec<f64>, String> {
    let whole = |parts: &[f64]| match aggregation {
        Aggregation::Sum => parts.iter().sum::<f64>(),
        Aggregation::Last => parts.last().copied().unwrap_or_default(),
        Aggregation::Mean | Aggregation::RatioOfSums => parts.iter().sum::<f64>() / parts.len() as f64,
    };
    let usable = |parts: &&Vec<f64>| {
        parts.len() == count && whole(parts) > 0.0 && parts.iter().all(|value| *value >= 0.0)
    };
    let years: Vec<&Vec<f64>> = past.iter().filter(usable).collect();
    let years = &years[years.len().saturating_sub(YEARS)..];
    if years.is_empty() {
        return Err("there is no whole past year of figures above zero to take shares from".into());
    }
    let share = |part: usize| {
        let shares = years.iter().map(|parts| parts[part] / whole(parts));
        shares.sum::<f64>() / years.len() as f64
    };
    Ok((0..count).map(share).collect())
}

/// The parts in the unit's decimals (or those of the year's target, where it has more), such that they
/// still make the year: what rounding down leaves goes to those that lost most by it.
fn rounded(measure: &Measure, year: f64, shares: &[f64]) -> Vec<f64> {
    let steps = steps(year, measure.unit.decimals);
    let exact: Vec<f64> = shares.iter().map(|share| year * share * steps).collect();
    let count = shares.len();
    let total = match measure.aggregation {
        Aggregation::Sum => year * steps,
        Aggregation::Mean | Aggregation::RatioOfSums => count as f64 * year * steps,
        Aggregation::Last => return exact.into_iter().map(|part| part.round() / steps).collect(),
    }
    .round();
    let mut parts: Vec<f64> = exact.iter().map(|part| part.floor()).collect();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| (exact[b] - parts[b]).total_cmp(&(exact[a] - parts[a])));
    let left = (total - parts.iter().sum::<f64>()).clamp(0.0, count as f64) as usize;
    for &part in &order[..left] {
        parts[part] += 1.0;
    }
    parts.into_iter().map(|part| part / steps).collect()
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
    use crate::domain::measure::{Unit, tests_support::measure};
    use crate::domain::rollup;
    use proptest::prelude::*;

    fn kept(aggregation: Aggregation, decimals: u8) -> Measure {
        let unit = Unit { name: "traces".into(), decimals };
        Measure { aggregation, unit, ..measure("m") }
    }

    fn past() -> Vec<Vec<f64>> {
        vec![vec![10.0, 20.0, 30.0, 40.0], vec![20.0, 20.0, 20.0, 40.0]]
    }

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
            match (fill(&kept(aggregation, decimals), year, spread, &past()), expected) {
                (Ok(parts), Ok(wanted)) => assert_eq!(parts, wanted, "{aggregation:?} {year} {spread:?}"),
                (Err(found), Err(words)) => assert!(found.contains(words), "{found}"),
                (found, _) => panic!("{aggregation:?} {year} {spread:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn shares_need_whole_years_and_rates_end_at_a_hundred() {
        let sum = kept(Aggregation::Sum, 0);
        for past in [&[][..], &[vec![0.0; 4]], &[vec![-1.0, 2.0, 3.0, 4.0]], &[vec![1.0; 12]]] {
            assert!(fill(&sum, 10.0, Spread::Seasonal, past).unwrap_err().contains("no whole past year"));
        }
        let four = [vec![9.0, 1.0, 1.0, 1.0], vec![1.0; 4], vec![1.0; 4], vec![1.0; 4]];
        assert_eq!(fill(&sum, 8.0, Spread::Seasonal, &four), Ok(vec![2.0; 4]), "the last three years");
        let unit = Unit { name: "percent".into(), decimals: 1 };
        let share = Measure { ratio: true, unit, aggregation: Aggregation::RatioOfSums, ..measure("m") };
        assert!(fill(&share, 95.0, Spread::Seasonal, &past()).unwrap_err().contains("more than 100 %"));
        let annual = Measure { frequency: Frequency::Annual, ..measure("m") };
        assert!(fill(&annual, 10.0, Spread::Equal, &[]).is_err());
    }

    #[test]
    fn a_year_is_spread_over_its_months() {
        use Spread::{Cumulative, Equal, Seasonal};
        let monthly = |aggregation| Measure { frequency: Frequency::Monthly, ..kept(aggregation, 0) };
        let past = [(1..=12).map(f64::from).collect::<Vec<_>>()];
        let fill = |aggregation, year, spread| fill(&monthly(aggregation), year, spread, &past).unwrap();
        assert_eq!(fill(Aggregation::Sum, 24.0, Equal), [2.0; 12]);
        assert_eq!(fill(Aggregation::Sum, 13.0, Equal), [&[2.0][..], &[1.0; 11]].concat());
        assert_eq!(fill(Aggregation::Sum, 78.0, Seasonal), past[0]);
        assert_eq!(fill(Aggregation::Last, 12.0, Cumulative), past[0]);
        assert_eq!(fill(Aggregation::Mean, 5.0, Equal), [5.0; 12]);
    }

    proptest! {
        #[test]
        fn the_parts_make_the_year_again(
            cents in 0u32..100_000_000,
            decimals in 0u8..=4,
            way in 0usize..3,
            kind in 0usize..4,
            which in 0usize..2,
            past in proptest::collection::vec(proptest::collection::vec(0.0f64..1000.0, 12), 1..4),
        ) {
            let (aggregation, year) = (Aggregation::ALL[kind], f64::from(cents) / 100.0);
            let frequency = [Frequency::Monthly, Frequency::Quarterly][which];
            let measure = Measure { frequency, ..kept(aggregation, decimals) };
            let count = frequency.per_year() as usize;
            let past: Vec<Vec<f64>> = past.iter().map(|year| year[..count].to_vec()).collect();
            if let Ok(parts) = fill(&measure, year, Spread::ALL[way], &past) {
                let targets: Vec<_> = parts.iter().copied().map(Some).collect();
                let again = rollup::target(&targets, aggregation).unwrap();
                prop_assert!((again - year).abs() < 1e-6, "{parts:?} make {again}, not {year}");
            }
        }
    }
}
