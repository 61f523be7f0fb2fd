//! A measure's own series, judged.

use super::{Better, Question, RuleSet, Spc, judge};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::series::SeriesPoint;

/// Judges what is published of a series, point by point; what waits for approval counts for nothing. A new
/// group begins with each of the periods of [`Series::stretches`](crate::domain::series::Series::stretches).
/// The target is that of the latest figure.
pub fn of_series(measure: &Measure, points: &[SeriesPoint], stretches: &[Period], rules: RuleSet) -> Spc {
    let figures: Vec<(Period, Option<f64>)> =
        points.iter().map(|point| (point.period, point.value)).collect();
    let latest = points.iter().rev().find(|point| point.value.is_some());
    of_figures(measure, &figures, latest.and_then(|point| point.target), stretches, rules)
}

/// The same of figures in the order of their periods. A period without one may be left out.
pub fn of_figures(
    measure: &Measure,
    figures: &[(Period, Option<f64>)],
    target: Option<f64>,
    stretches: &[Period],
    rules: RuleSet,
) -> Spc {
    let begins = |begun: &Period| {
        let day = begun.starts_on();
        figures.iter().position(|(period, _)| period.ends_on() >= day)
    };
    let question = Question {
        rules,
        unscreened: false,
        better: Better::from(measure.direction),
        target,
        rebase: stretches.iter().filter_map(begins).collect(),
    };
    judge(&figures.iter().map(|(_, value)| *value).collect::<Vec<_>>(), &question)
}
