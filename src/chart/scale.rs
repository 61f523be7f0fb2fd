//! The value axis: an honest range, round steps and short labels.
//!
//! Only arithmetic that IEEE 754 defines to the last bit is used (no logarithms or powers), since
//! the server's picture and the browser's must be equal.

use crate::domain::measure::Unit;
use crate::domain::number;

/// A range of values with a gridline at each round step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<f64>,
    /// Labels of the ticks, in their order.
    pub(super) labels: Vec<String>,
}

/// How the range is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Room {
    /// The most steps to make.
    pub(super) steps: u32,
    /// Zero must be in the range.
    pub(super) from_zero: bool,
    /// The share of the range to leave free beyond the values, for their labels. With any, the
    /// range ends there and not at a round step, which would add to what is free already.
    pub(super) headroom: f64,
}

impl Scale {
    pub(super) fn includes_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// A scale that holds all `values`; 0 to 1 when there are none.
    pub(super) fn of(values: impl Iterator<Item = f64>, unit: &Unit, room: Room) -> Scale {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            least = least.min(value);
            most = most.max(value);
        }
        if least > most {
            return Scale { low: 0.0, high: 1.0, ticks: vec![0.0], labels: vec![String::new()] };
        }
        let (low, high) = honest(least, most, room);
        let (low, high) = within_percent(low, high, (least, most), unit);
        let step = Step::nice((high - low) / f64::from(room.steps), unit);
        let (first, last) = match room.headroom > 0.0 {
            true => (step.count(low).ceil(), step.count(high).floor()),
            false => (step.count(low).floor(), step.count(high).ceil()),
        };
        let ticks: Vec<f64> = (0..=(last - first) as u32).map(|k| step.times(first + f64::from(k))).collect();
        let labels = labels(&ticks, step, unit);
        Scale { low: low.min(step.times(first)), high: high.max(step.times(last)), ticks, labels }
    }
}

/// Widens a range of values until a reader is not misled: zero is included unless the values lie
/// far from it, and a range that leaves zero out is never narrower than a tenth of its values, so
/// that noise is not blown up to look like change.
fn honest(least: f64, most: f64, room: Room) -> (f64, f64) {
    let far_from_zero = match least > 0.0 {
        true => least > most / 2.0,
        false => most < 0.0 && most < least / 2.0,
    };
    let (mut low, mut high) = match far_from_zero && least < most && !room.from_zero {
        true => {
            let widest = least.abs().max(most.abs());
            let lacking = (widest / 10.0 - (most - least)).max(0.0);
            (least - lacking / 2.0, most + lacking / 2.0)
        }
        false => (least.min(0.0), most.max(0.0)),
    };
    if low == high {
        high = 1.0;
    }
    let free = (high - low) * room.headroom;
    if high > 0.0 {
        high += free;
    }
    if low < 0.0 {
        low -= free;
    }
    (low, high)
}

/// A share never exceeds a hundred per cent, so neither does its axis unless a figure does.
fn within_percent(low: f64, high: f64, (least, most): (f64, f64), unit: &Unit) -> (f64, f64) {
    match unit.is_percent() && least >= 0.0 && most <= 100.0 {
        true => (low.max(0.0), high.min(100.0)),
        false => (low, high),
    }
}

/// `mantissa / 10` × 10^`exponent`, where the mantissa is 10, 20, 25 or 50.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    mantissa: u32,
    exponent: i32,
}

impl Step {
    /// The smallest round step that is at least `wanted`.
    fn nice(wanted: f64, unit: &Unit) -> Step {
        // The least step that figures with these decimals can show.
        let finest = match unit.decimals {
            0 => 0,
            decimals => -i32::from(decimals) - 1,
        };
        let mut exponent = finest.min(0);
        let reach = |exponent: i32| Step { mantissa: 50, exponent }.size();
        while reach(exponent) < wanted && exponent < 30 {
            exponent += 1;
        }
        while exponent > finest && reach(exponent - 1) >= wanted {
            exponent -= 1;
        }
        let whole_only = unit.decimals == 0 && exponent <= 0;
        [10, 20, 25, 50]
            .into_iter()
            .filter(|mantissa| !(whole_only && *mantissa == 25))
            .map(|mantissa| Step { mantissa, exponent })
            .find(|step| step.size() >= wanted)
            .unwrap_or(Step { mantissa: 50, exponent })
    }

    fn size(self) -> f64 {
        self.times(1.0)
    }

    /// How many steps make `value`; the tiniest excess over a whole number is rounding.
    fn count(self, value: f64) -> f64 {
        let count = value / self.size();
        let whole = count.round();
        if (count - whole).abs() < 1e-9 { whole } else { count }
    }

    /// `count` steps. Whole powers of ten are exact, so a tick is the double nearest to its label.
    fn times(self, count: f64) -> f64 {
        let tenths = count * f64::from(self.mantissa);
        let power = (0..self.exponent.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
        match self.exponent >= 0 {
            true => tenths * power / 10.0,
            false => tenths / (power * 10.0),
        }
    }

    /// The decimals that tell one step from the next when values are divided by `10^thousands`.
    fn decimals(self, power: i32) -> u8 {
        let own = if self.mantissa == 25 { 1 } else { 0 };
        (own - self.exponent + power).clamp(0, 9) as u8
    }
}

/// Large numbers are read as thousands, millions, billions: one abbreviation for a whole axis.
/// Numbers below ten thousand are read at a glance as they are.
fn abbreviation(largest: f64) -> (f64, i32, &'static str) {
    match largest {
        l if l >= 1e12 => (1e12, 12, "T"),
        l if l >= 1e9 => (1e9, 9, "B"),
        l if l >= 1e6 => (1e6, 6, "M"),
        l if l >= 1e4 => (1e3, 3, "k"),
        _ => (1.0, 0, ""),
    }
}

fn labels(ticks: &[f64], step: Step, unit: &Unit) -> Vec<String> {
    let largest = ticks.iter().fold(0.0f64, |most, tick| most.max(tick.abs()));
    let (divisor, power, suffix) = abbreviation(largest);
    let decimals = step.decimals(power);
    let label = |tick: &f64| {
        let suffix = if *tick == 0.0 { "" } else { suffix };
        let decimals = if *tick == 0.0 { 0 } else { decimals };
        dressed(&format!("{}{suffix}", number::format(tick / divisor, decimals)), unit)
    };
    ticks.iter().map(label).collect()
}

/// A figure as short as it can be while still a figure: `$1.2M`, `6,721`, `83.0%`.
pub(super) fn compact(value: f64, unit: &Unit) -> String {
    let (divisor, power, suffix) = abbreviation(value.abs());
    match power {
        0 => unit.figure(value),
        _ => {
            let decimals = if value.abs() / divisor < 100.0 { 1 } else { 0 };
            dressed(&format!("{}{suffix}", number::format(value / divisor, decimals)), unit)
        }
    }
}

/// A figure in two or three digits, for the narrowest places: `$1.2M`, `6.7k`, `83%`.
pub(super) fn shortest(value: f64, unit: &Unit) -> String {
    let (divisor, suffix) = match abbreviation(value.abs()) {
        (_, 0, _) if value.abs() >= 1e3 => (1e3, "k"),
        (divisor, _, suffix) => (divisor, suffix),
    };
    let scaled = value / divisor;
    let decimals = if scaled.abs() < 10.0 { unit.decimals.min(1).max(u8::from(divisor > 1.0)) } else { 0 };
    dressed(&format!("{}{suffix}", number::format(scaled, decimals)), unit)
}

/// A figure for a name beside a line: in full unless that is long.
pub(super) fn named(value: f64, unit: &Unit) -> String {
    let full = unit.figure(value);
    if full.chars().count() <= 9 { full } else { compact(value, unit) }
}

/// The sign of the unit around digits.
fn dressed(digits: &str, unit: &Unit) -> String {
    match () {
        () if unit.is_percent() => format!("{digits}%"),
        () if unit.is_dollars() => match digits.strip_prefix('−') {
            Some(positive) => format!("−${positive}"),
            None => format!("${digits}"),
        },
        () => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(name: &str, decimals: u8) -> Unit {
        Unit { name: name.into(), decimals }
    }

    const ROOM: Room = Room { steps: 5, from_zero: false, headroom: 0.0 };

    #[test]
    fn ticks_are_round_and_their_labels_short() {
        let table: [(&str, u8, &[f64], &str); 12] = [
            ("percent", 1, &[83.0, 95.0], "82.5% 85.0% 87.5% 90.0% 92.5% 95.0%"),
            ("percent", 1, &[99.1, 99.4], "94% 96% 98% 100%"),
            ("percent", 0, &[10.0, 80.0], "0% 20% 40% 60% 80%"),
            ("traces", 0, &[0.0, 3.0], "0 1 2 3"),
            ("traces", 0, &[6721.0, 2100.0], "0 2,000 4,000 6,000 8,000"),
            ("dollars", 0, &[1.2e6, 3.9e6], "$0 $1M $2M $3M $4M"),
            ("dollars", 0, &[-30000.0, 10000.0], "−$30k −$20k −$10k $0 $10k"),
            ("traces", 0, &[1e9], "0 0.2B 0.4B 0.6B 0.8B 1.0B"),
            ("rate", 3, &[0.001, 0.004], "0 0.001 0.002 0.003 0.004"),
            ("traces", 0, &[-9.0, -8.0], "−9 −8"),
            ("traces", 0, &[0.0, 0.0], "0 1"),
            ("traces", 0, &[], ""),
        ];
        for (name, decimals, values, expected) in table {
            let scale = Scale::of(values.iter().copied(), &unit(name, decimals), ROOM);
            assert_eq!(scale.labels.join(" "), expected, "{name} {values:?}");
        }
    }

    #[test]
    fn zero_is_left_out_only_far_from_it_and_never_of_bars() {
        let scale = |values: &[f64], room| Scale::of(values.iter().copied(), &unit("percent", 1), room);
        assert!(!scale(&[83.0, 95.0], ROOM).includes_zero());
        assert!(scale(&[83.0, 95.0], Room { from_zero: true, ..ROOM }).includes_zero());
        assert!(scale(&[40.0, 95.0], ROOM).includes_zero());
        // A constant tells nothing about its spread, so it stands on zero.
        assert!(scale(&[83.0, 83.0], ROOM).includes_zero());
    }

    #[test]
    fn a_figure_is_abbreviated_only_when_it_is_long() {
        assert_eq!(compact(6721.0, &unit("traces", 0)), "6,721");
        assert_eq!(compact(67210.0, &unit("traces", 0)), "67.2k");
        assert_eq!(compact(-1_260_000.0, &unit("dollars", 0)), "−$1.3M");
        assert_eq!(shortest(6721.0, &unit("traces", 0)), "6.7k");
        assert_eq!(shortest(16_500_000.0, &unit("dollars", 0)), "$16M");
        assert_eq!(shortest(83.4, &unit("percent", 1)), "83%");
        assert_eq!(shortest(7.0, &unit("traces", 0)), "7");
        assert_eq!(named(1_060_000.0, &unit("traces", 0)), "1,060,000");
        assert_eq!(named(11_060_000.0, &unit("traces", 0)), "11.1M");
    }

    proptest! {
        #[test]
        fn every_scale_holds_its_values_with_few_steps(
            values in proptest::collection::vec(-1e9f64..1e9, 1..8), shrink in 0u32..12, decimals in 0u8..4,
        ) {
            let by = (0..shrink).fold(1.0, |by, _| by / 10.0);
            let values: Vec<f64> = values.into_iter().map(|v| v * by).collect();
            let scale = Scale::of(values.iter().copied(), &unit("traces", decimals), ROOM);
            for value in &values {
                prop_assert!(scale.low <= *value && *value <= scale.high, "{:?} {:?}", scale, value);
            }
            prop_assert!((2..=7).contains(&scale.ticks.len()), "{:?}", scale);
            let mut distinct = scale.labels.clone();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), scale.ticks.len(), "{:?}", scale.labels);
        }
    }
}
