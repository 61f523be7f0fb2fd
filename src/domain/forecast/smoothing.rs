//! The future of a series: by exponential smoothing, or by the last value alone.

use augurs_core::Predict;
use augurs_ets::model::{ErrorComponent, Model, ModelType, SeasonalComponent, TrendComponent, Unfit};

use super::NEED;
use super::gaps::{Stretch, stretch};
use super::season::season;
use super::spread::Spread;

/// How a series was continued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The mean of three forms of exponential smoothing: of the level, with a trend, with a damped trend. `seasonal`
    /// where a pattern that repeats each year was taken out before and put back after.
    Smoothing { seasonal: bool },
    /// Tomorrow as today, with the spread of the steps so far: what any method has to be better than.
    LastValue,
}

/// Why a series has no future that could be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Untold {
    TooFew {
        have: usize,
    },
    /// All figures are the same: nothing is known about their spread.
    Constant {
        value: f64,
        have: usize,
    },
}

/// The periods ahead, counted from the last figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub method: Method,
    /// What it rests on.
    pub stretch: Stretch,
    /// One or several, each as good as the others.
    futures: Vec<Future>,
    freedom: u32,
}

/// The periods ahead by one model.
#[derive(Clone, Debug, PartialEq)]
struct Future {
    means: Vec<f64>,
    /// How much of a period's error stays in the next ones: 1 for its own period.
    weights: Vec<f64>,
    /// The standard error of the first period ahead.
    error: f64,
}

impl Future {
    /// Mean and variance of the period so many steps ahead.
    fn step(&self, ahead: usize) -> Option<(f64, f64)> {
        let mean = *self.means.get(ahead.checked_sub(1)?)?;
        let carried = self.weights.iter().take(ahead).map(|weight| weight.powi(2)).sum::<f64>();
        Some((mean, self.error.powi(2) * carried))
    }

    /// The same of the sum of the first periods ahead. Their errors are not independent: one that lasts is in all
    /// that come after it.
    fn sum(&self, periods: usize) -> Option<(f64, f64)> {
        let means = self.means.get(..periods)?;
        let lasting = |first: usize| self.weights.iter().take(periods - first).sum::<f64>();
        let carried: f64 = (0..periods).map(|first| lasting(first).powi(2)).sum();
        Some((means.iter().sum(), self.error.powi(2) * carried))
    }
}

impl Path {
    /// The period so many steps ahead; from the first, 1, to as many as were asked for.
    pub fn step(&self, ahead: usize) -> Option<Spread> {
        self.mixed(|future| future.step(ahead))
    }

    /// The sum of the first periods ahead.
    pub fn sum(&self, periods: usize) -> Option<Spread> {
        self.mixed(|future| future.sum(periods))
    }

    /// The standard error of one period.
    pub fn error(&self) -> f64 {
        self.step(1).map_or(0.0, |spread| spread.error)
    }

    /// All futures as one: where they disagree, less is known.
    fn mixed(&self, of: impl Fn(&Future) -> Option<(f64, f64)>) -> Option<Spread> {
        let each = self.futures.iter().map(of).collect::<Option<Vec<_>>>()?;
        let count = each.len() as f64;
        let mean = each.iter().map(|(mean, _)| mean).sum::<f64>() / count;
        let variance =
            each.iter().map(|(own, variance)| variance + (own - mean).powi(2)).sum::<f64>() / count;
        Some(Spread { mean, error: variance.sqrt(), freedom: self.freedom })
    }
}

/// Continues a series by exponential smoothing. `per_year` is how many periods a year has.
pub fn smooth(figures: &[Option<f64>], per_year: usize, ahead: usize) -> Result<Path, Untold> {
    let stretch = enough(figures)?;
    let seasons = season(&stretch.values, per_year);
    let season_at = |at: usize| seasons.as_ref().map_or(0.0, |seasons| seasons[at % per_year]);
    let bare: Vec<f64> = stretch.values.iter().enumerate().map(|(at, value)| value - season_at(at)).collect();
    let spent = stretch.filled + if seasons.is_some() { per_year - 1 } else { 0 };
    let mut futures = fit(&bare, spent, ahead);
    if futures.is_empty() {
        return last_value(figures, ahead);
    }
    let next = stretch.values.len();
    for future in &mut futures {
        for (at, mean) in future.means.iter_mut().enumerate() {
            *mean += season_at(next + at);
        }
    }
    let method = Method::Smoothing { seasonal: seasons.is_some() };
    // That of the form with a trend, which stands between the two others.
    let freedom = left(bare.len(), FORMS[1].2 + spent);
    Ok(Path { method, stretch, futures, freedom })
}

/// Continues a series by its last value.
pub fn last_value(figures: &[Option<f64>], ahead: usize) -> Result<Path, Untold> {
    let stretch = enough(figures)?;
    let last = stretch.values.last().copied().unwrap_or_default();
    let steps = stretch.values.windows(2).map(|pair| (pair[1] - pair[0]).powi(2));
    let freedom = left(stretch.reported(), 1);
    let error = (steps.sum::<f64>() / f64::from(freedom)).sqrt();
    let future = Future { means: vec![last; ahead], weights: vec![1.0; ahead], error };
    Ok(Path { method: Method::LastValue, stretch, futures: vec![future], freedom })
}

/// Degrees of freedom that are left of so many values.
fn left(values: usize, spent: usize) -> u32 {
    values.saturating_sub(spent).max(1) as u32
}

fn enough(figures: &[Option<f64>]) -> Result<Stretch, Untold> {
    let stretch = stretch(figures);
    let have = stretch.reported();
    match stretch.values.as_slice() {
        _ if have < NEED => Err(Untold::TooFew { have }),
        [value, rest @ ..] if rest.iter().all(|other| other == value) => {
            Err(Untold::Constant { value: *value, have })
        }
        _ => Ok(stretch),
    }
}

/// The level to which series are brought: far from zero, where the crate's search takes steps in proportion.
const LEVEL: f64 = 10.0;

/// The forms of exponential smoothing: with a trend or without, damped or not, and how many numbers each estimates
/// (the first states and the parameters).
const FORMS: [(TrendComponent, bool, usize); 3] = [
    (TrendComponent::None, false, 2),
    (TrendComponent::Additive, false, 4),
    (TrendComponent::Additive, true, 5),
];

/// Fits each form to values of which `spent` tell nothing new; those that cannot be fitted are left out.
///
/// The values are brought to one level and one spread before, so that the answer moves and scales with them.
fn fit(values: &[f64], spent: usize, ahead: usize) -> Vec<Future> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let scale = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    // All of a series may be its seasons.
    if scale <= 1e-9 * mean.abs().max(1e-300) {
        return Vec::new();
    }
    let alike: Vec<f64> = values.iter().map(|value| (value - mean) / scale + LEVEL).collect();
    let form = |(trend, damped, estimated): (TrendComponent, bool, usize)| {
        let (error, season) = (ErrorComponent::Additive, SeasonalComponent::None);
        let model = Unfit::new(ModelType { error, trend, season }).damped(damped).fit(&alike).ok()?;
        let freedom = left(values.len(), estimated + spent);
        let error = (residuals(&model, &alike)? / f64::from(freedom)).sqrt() * scale;
        let points = means(&model, damped, ahead)?;
        let means: Vec<f64> = points.iter().map(|point| (point - LEVEL) * scale + mean).collect();
        let weights = weights(&model, ahead);
        let finite = means.iter().chain(&weights).all(|value| value.is_finite()) && error.is_finite();
        finite.then_some(Future { means, weights, error })
    };
    FORMS.into_iter().filter_map(form).collect()
}

/// What the model expects of the periods ahead.
///
/// augurs-ets 0.10.3 adds the first step of a damped trend twice, and so each of the others a period late (in R's
/// forecast that was mended by pull request 1172): the second is taken out here, and `Cargo.toml` holds that version.
fn means(model: &Model, damped: bool, ahead: usize) -> Option<Vec<f64>> {
    let points = model.predict(ahead + usize::from(damped), None).ok()?.point;
    match points.as_slice() {
        [first, second, ..] if damped => {
            Some(points[1..].iter().map(|point| first + point - second).collect())
        }
        _ => Some(points),
    }
}

/// The sum of the squares of what the model missed.
fn residuals(model: &Model, values: &[f64]) -> Option<f64> {
    let known = model.predict_in_sample(None).ok()?;
    Some(values.iter().zip(&known.point).map(|(value, point)| (value - point).powi(2)).sum())
}

/// How much of an error stays in the periods after it. The crate does not tell its parameters, but the
/// variances that it gives are sums of the squares of these, one more for each period.
fn weights(model: &Model, ahead: usize) -> Vec<f64> {
    // Half of a normal distribution lies so many standard deviations around its mean.
    const QUARTILE: f64 = 0.674_489_750_196_081_7;
    let forecast = model.predict(ahead, 0.5).ok();
    let Some((forecast, bands)) = forecast.and_then(|mut one| one.intervals.take().map(|bands| (one, bands)))
    else {
        return vec![1.0; ahead];
    };
    let variances: Vec<f64> = bands
        .upper
        .iter()
        .zip(&forecast.point)
        .map(|(upper, point)| ((upper - point) / QUARTILE).powi(2))
        .collect();
    let first = variances.first().copied().unwrap_or_default();
    if !(first > 0.0 && first.is_finite()) {
        return vec![1.0; ahead];
    }
    let lasting = variances.windows(2).map(|pair| ((pair[1] - pair[0]) / first).max(0.0).sqrt());
    std::iter::once(1.0).chain(lasting).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Figures around a line, with the same noise each time.
    fn noisy(count: usize, level: f64, slope: f64, noise: f64) -> Vec<Option<f64>> {
        let mut state = 12345_u64;
        (0..count)
            .map(|at| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let share = (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5;
                Some(level + slope * at as f64 + noise * share)
            })
            .collect()
    }

    #[test]
    fn too_few_and_constant_figures_are_said() {
        assert_eq!(smooth(&[], 4, 4), Err(Untold::TooFew { have: 0 }));
        assert_eq!(smooth(&noisy(7, 9.0, 0.0, 1.0), 4, 4), Err(Untold::TooFew { have: 7 }));
        assert_eq!(smooth(&[Some(5.0); 9], 4, 4), Err(Untold::Constant { value: 5.0, have: 9 }));
        assert_eq!(smooth(&[Some(0.0); 9], 4, 4), Err(Untold::Constant { value: 0.0, have: 9 }));
        let mut gap = noisy(9, 9.0, 0.0, 1.0);
        (gap[3], gap[4]) = (None, None);
        assert_eq!(smooth(&gap, 4, 4), Err(Untold::TooFew { have: 7 }), "filled periods are no figures");
        assert!(smooth(&noisy(8, 9.0, 0.0, 1.0), 4, 4).is_ok());
    }

    #[test]
    fn noise_is_continued_by_its_level_and_a_line_by_its_trend() {
        let level = smooth(&noisy(20, 100.0, 0.0, 10.0), 4, 8).unwrap();
        assert_eq!((level.method, level.futures.len()), (Method::Smoothing { seasonal: false }, 3));
        assert!((level.step(8).unwrap().mean - 100.0).abs() < 5.0, "{level:?}");
        let line = smooth(&noisy(20, 100.0, 10.0, 5.0), 4, 8).unwrap();
        assert!((line.step(1).unwrap().mean - 300.0).abs() < 10.0, "{line:?}");
        assert!(line.step(4).unwrap().mean > line.step(1).unwrap().mean + 15.0, "{line:?}");
    }

    #[test]
    fn the_further_ahead_the_less_is_known() {
        for figures in [noisy(20, 100.0, 0.0, 10.0), noisy(20, 100.0, 10.0, 5.0), noisy(8, 5.0, 1.0, 3.0)] {
            let path = smooth(&figures, 4, 8).unwrap();
            let errors: Vec<f64> = (1..=8).map(|ahead| path.step(ahead).unwrap().error).collect();
            assert!(errors.windows(2).all(|pair| pair[1] >= pair[0]), "{errors:?}");
            assert!(errors[0] > 0.0);
            assert_eq!(path.step(0), None);
            assert_eq!(path.step(9), None);
        }
    }

    #[test]
    fn a_sum_has_the_variance_of_what_its_periods_share() {
        let path = last_value(&noisy(12, 10.0, 0.0, 4.0), 4).unwrap();
        let one = path.error();
        // A random walk: 1 + (1 + 1) + … errors; of four periods 4² + 3² + 2² + 1².
        assert!((path.step(4).unwrap().error - one * 2.0).abs() < 1e-9);
        assert!((path.sum(4).unwrap().error - one * 30.0_f64.sqrt()).abs() < 1e-9);
        assert!((path.sum(1).unwrap().error - path.step(1).unwrap().error).abs() < 1e-12);
        assert!((path.sum(4).unwrap().mean - 4.0 * path.step(1).unwrap().mean).abs() < 1e-9);
        assert_eq!(path.sum(5), None);
    }

    #[test]
    fn the_weights_are_those_of_simple_smoothing() {
        // ETS(A,N,N): an error stays in all later periods with the same share, alpha.
        let path = smooth(&noisy(20, 100.0, 0.0, 10.0), 4, 6).unwrap();
        let weights = &path.futures[0].weights;
        assert_eq!(weights[0], 1.0);
        let share = weights[1];
        assert!((0.0..1.0).contains(&share));
        assert!(weights[1..].iter().all(|weight| (weight - share).abs() < 1e-6), "{path:?}");
    }

    #[test]
    fn a_season_is_continued() {
        let pattern = [10.0, -4.0, -8.0, 2.0];
        let figures: Vec<Option<f64>> = noisy(20, 100.0, 0.0, 2.0)
            .into_iter()
            .enumerate()
            .map(|(at, value)| value.map(|value| value + pattern[at % 4]))
            .collect();
        let path = smooth(&figures, 4, 4).unwrap();
        assert_eq!(path.method, Method::Smoothing { seasonal: true });
        for (ahead, extra) in (1..).zip(pattern) {
            let mean = path.step(ahead).unwrap().mean;
            assert!((mean - 100.0 - extra).abs() < 2.0, "{ahead}: {mean}");
        }
        let exact: Vec<Option<f64>> = (0..16).map(|at| Some(pattern[at % 4])).collect();
        assert!(smooth(&exact, 4, 4).is_ok(), "a series that is its season alone");
    }

    #[test]
    fn the_same_figures_give_the_same_answer() {
        let figures = noisy(20, 100.0, 1.0, 10.0);
        assert_eq!(smooth(&figures, 4, 8), smooth(&figures, 4, 8));
    }

    #[test]
    fn difficult_figures_have_a_future_all_the_same() {
        let outlier: Vec<Option<f64>> = (0..12).map(|at| Some(if at == 5 { 1e9 } else { 1.0 })).collect();
        let zeros: Vec<Option<f64>> = (0..12).map(|at| Some(if at == 11 { 1.0 } else { 0.0 })).collect();
        let line: Vec<Option<f64>> = (0..12).map(|at| Some(f64::from(at))).collect();
        let large: Vec<Option<f64>> = (0..12).map(|at| Some(1e15 + f64::from(at % 3))).collect();
        let small: Vec<Option<f64>> = (0..12).map(|at| Some(1e-9 * f64::from(at % 5))).collect();
        let negative: Vec<Option<f64>> = (0..12).map(|at| Some(-f64::from(at * at % 7))).collect();
        for figures in [outlier, zeros, line, large, small, negative] {
            let path = smooth(&figures, 4, 8).unwrap();
            let last = path.step(8).unwrap();
            assert!(last.mean.is_finite() && last.error.is_finite(), "{figures:?}: {path:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_future_moves_and_scales_with_the_figures(
            values in proptest::collection::vec(-100i32..100, 8..24), scale in 1u8..50, shift in -1000i32..1000,
        ) {
            let (scale, shift) = (f64::from(scale), f64::from(shift));
            let figures: Vec<Option<f64>> = values.iter().map(|value| Some(f64::from(*value))).collect();
            let moved: Vec<Option<f64>> = figures.iter().map(|f| f.map(|f| f * scale + shift)).collect();
            let (Ok(a), Ok(b)) = (smooth(&figures, 1, 4), smooth(&moved, 1, 4)) else { return Ok(()) };
            prop_assert_eq!(a.method, b.method);
            let near = |found: f64, expected: f64| (found - expected).abs() < 1e-3 * scale * 100.0;
            for ahead in 1..=4 {
                let (a, b) = (a.step(ahead).unwrap(), b.step(ahead).unwrap());
                prop_assert!(near(b.mean, a.mean * scale + shift), "{:?} {:?}", a, b);
                prop_assert!(near(b.error, a.error * scale), "{:?} {:?}", a, b);
            }
        }
    }

    #[test]
    fn a_damped_trend_takes_its_first_step_once() {
        // A trend that fades: each step is six tenths of the one before.
        let values: Vec<f64> = (0..24).map(|at| 20.0 - 10.0 * 0.6_f64.powi(at)).collect();
        let model = Unfit::new(ModelType {
            error: ErrorComponent::Additive,
            trend: TrendComponent::Additive,
            season: SeasonalComponent::None,
        })
        .damped(true)
        .fit(&values[..8])
        .unwrap();
        let found = means(&model, true, 6).unwrap();
        let theirs = model.predict(7, None).unwrap().point;
        assert!((found[0] - theirs[0]).abs() < 1e-9);
        let steps: Vec<f64> = found.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let first = theirs[1] - theirs[0];
        assert!(steps.iter().all(|step| step.abs() < first.abs()), "{steps:?} after {first}");
        let share = steps[1] / steps[0];
        assert!(steps.windows(2).all(|pair| (pair[1] - pair[0] * share).abs() < 1e-9), "{steps:?}");
    }
}
