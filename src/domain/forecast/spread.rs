//! What is known about one future figure: where it is expected, and how far it may be off.

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
        let half = students_t_within(f64::from(percent) / 100.0, self.freedom) * self.error;
        (self.mean - half, self.mean + half)
    }

    /// The probability of a figure of at least `value`.
    pub fn at_least(&self, value: f64) -> f64 {
        if self.error <= 0.0 {
            return if self.mean >= value { 1.0 } else { 0.0 };
        }
        let from_mean = (self.mean - value) / self.error;
        0.5 + from_mean.signum() * within(from_mean.abs(), self.freedom) / 2.0
    }

    /// The same moved by what is known for certain.
    pub fn plus(self, known: f64) -> Spread {
        Spread { mean: self.mean + known, ..self }
    }
}

/// The probability that Student's t is at most so far from zero, either way: the finite sums for whole degrees of
/// freedom, Abramowitz and Stegun 26.7.3 and 26.7.4.
fn within(distance: f64, freedom: u32) -> f64 {
    let angle = (distance / f64::from(freedom).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    let even = freedom.is_multiple_of(2);
    // 1 + 1/2 c² + (1·3)/(2·4) c⁴ + …, or c + 2/3 c³ + (2·4)/(3·5) c⁵ + …
    let (first, from) = if even { (1.0, 1) } else { (cosine, 2) };
    let (mut term, mut sum, mut factor) = (first, 0.0, from);
    while factor < freedom {
        sum += term;
        term *= f64::from(factor) / f64::from(factor + 1) * cosine.powi(2);
        factor += 2;
    }
    match even {
        true => sine * sum,
        false => (angle + sine * sum) * std::f64::consts::FRAC_2_PI,
    }
}

/// How far from zero Student's t stays, either way, with a probability below 1.
fn students_t_within(probability: f64, freedom: u32) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while within(high, freedom) < probability {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if within(middle, freedom) < probability { low = middle } else { high = middle }
    }
    (low + high) / 2.0
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
