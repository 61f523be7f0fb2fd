//! A measure's own series, judged.

use super::{Better, Question, RuleSet, Spc, judge};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::series::SeriesPoint;

/// Judges what is published of a series, point by point; what waits for approval counts for nothing. A new
/// group begins with each of the periods of [`Series::stretches`](crate::domain::series::Series::stretches). The target is that of the latest figure.
pub fn of_series(measure: &Measure, points: &[SeriesPoint], stretches: &[Period], rules: RuleSet) -> Spc {
    let figures: Vec<Option<f64>> = points.iter().map(|point| point.value).collect();
    let latest = points.iter().rev().find(|point| point.value.is_some());
    let begins = |begun: &Period| points.iter().position(|point| point.period.ends_on() >= begun.starts_on());
    let question = Question {
        rules,
        unscreened: false,
        better: Better::from(measure.direction),
        target: latest.and_then(|point| point.target),
        rebase: stretches.iter().filter_map(begins).collect(),
    };
    judge(&figures, &question)
}
