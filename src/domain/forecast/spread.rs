//! What is known about one future figure: where it is expected, and how far it may be off.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Student's t around a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub mean: f64,
    /// The standard error of the forecast; 0 where nothing is left to chance.
    pub error: f64,
    /// Degrees of freedom, at least 1.
    pub freedom: u32,
}

impl Spread {
    /// The middle part of what may come, with a probability of `percent`.
    pub fn interval(&self, percent: u8) -> (f64, f64) {
        let tail = (1.0 + f64::from(percent) / 100.0) / 2.0;
        let half = self.students_t().map_or(0.0, |t| t.inverse_cdf(tail)) * self.error;
        (self.mean - half, self.mean + half)
    }

    /// The probability of a figure of at least `value`.
    pub fn at_least(&self, value: f64) -> f64 {
        if self.error <= 0.0 {
            return if self.mean >= value { 1.0 } else { 0.0 };
        }
        let from_mean = (value - self.mean) / self.error;
        self.students_t().map_or(0.5, |t| t.sf(from_mean))
    }

    fn students_t(&self) -> Option<StudentsT> {
        StudentsT::new(0.0, 1.0, f64::from(self.freedom)).ok()
    }

    /// The same moved by what is known for certain.
    pub fn plus(self, known: f64) -> Spread {
        Spread { mean: self.mean + known, ..self }
    }
}

/// Between which a figure lies by what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl Bounds {
    pub fn hold(&self, value: f64) -> f64 {
        let value = self.low.map_or(value, |low| value.max(low));
        self.high.map_or(value, |high| value.min(high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_and_intervals_are_those_of_students_t() {
        let spread = Spread { mean: 100.0, error: 10.0, freedom: 5 };
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 5e-3, "{found}");
        // Tables of Student's t with five degrees of freedom.
        near(spread.interval(80).1, 100.0 + 14.759);
        near(spread.interval(80).0, 100.0 - 14.759);
        near(spread.interval(95).1, 100.0 + 25.706);
        near(spread.at_least(100.0), 0.5);
        near(spread.at_least(114.759), 0.1);
        near(spread.at_least(85.241), 0.9);
        near(spread.plus(5.0).at_least(105.0), 0.5);
        // And with others: the two-sided points of 80 % and 95 %.
        for (freedom, of_80, of_95) in [
            (1, 3.078, 12.706),
            (2, 1.886, 4.303),
            (3, 1.638, 3.182),
            (10, 1.372, 2.228),
            (120, 1.289, 1.980),
        ] {
            let spread = Spread { mean: 0.0, error: 1.0, freedom };
            near(spread.interval(80).1, of_80);
            near(spread.interval(95).1, of_95);
            near(spread.at_least(-of_95), 0.975);
            near(spread.at_least(1e6), 0.0);
            near(spread.at_least(-1e6), 1.0);
        }
        let sure = Spread { error: 0.0, ..spread };
        assert_eq!((sure.at_least(100.0), sure.at_least(100.1)), (1.0, 0.0));
        assert_eq!(sure.interval(95), (100.0, 100.0));
    }

    #[test]
    fn a_figure_is_held_within_its_bounds() {
        let share = Bounds { low: Some(0.0), high: Some(100.0) };
        assert_eq!([-3.0, 50.0, 104.0].map(|value| share.hold(value)), [0.0, 50.0, 100.0]);
        assert_eq!(Bounds::default().hold(-3.0), -3.0);
    }
}
