//! A measure's own series, judged.

use super::{Better, Question, RuleSet, Spc, judge};
use crate::domain::actual::Figure;
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

/// What is published of a measure, of which no series is put together: there may be thousands to judge.
#[derive(Clone, Debug)]
pub struct Published {
    /// In no order; of other frequencies than the measure's own too.
    pub figures: Vec<(Period, Figure)>,
    /// Later ones do not count.
    pub until: Period,
    /// The target of the period of the latest value, with that period.
    pub target: Option<(Period, f64)>,
}

/// The same of figures of which no series was put together, with the same outcome.
pub fn of_published(measure: &Measure, published: Published, stretches: &[Period], rules: RuleSet) -> Spc {
    let Published { figures, until, target } = published;
    let counts = |period: Period| measure.takes(period) && period.ends_on() <= until.ends_on();
    let known = figures.into_iter().filter(|(period, _)| counts(*period));
    let mut values: Vec<(Period, Option<f64>)> =
        known.map(|(period, figure)| (period, figure.value(measure.scale()))).collect();
    values.sort_by_key(|(period, _)| *period);
    let latest = values.iter().rev().find(|(_, value)| value.is_some()).map(|(period, _)| *period);
    let target = target.filter(|(period, _)| Some(*period) == latest).map(|(_, value)| value);
    of_figures(measure, &values, target, stretches, rules)
}

/// The same of figures in the order of their periods. A period without one may be left out.
fn of_figures(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::pace::Course;
    use crate::domain::series::{Known, Series};

    #[test]
    fn what_is_published_is_judged_as_its_series_is() {
        let m = measure("m");
        let first: Period = "FY2022Q1".parse().unwrap();
        let values = [5., 6., 4., 6., 5., 4., 6., 50., 52., 49., 51., 50., 52., 48., 51., 53.];
        let mut figures: Vec<(Period, Figure)> =
            (0..).zip(values).map(|(at, value)| (first.step(at), Figure::Value(value))).collect();
        figures.remove(3);
        let known = figures.iter().map(|(period, figure)| {
            (*period, Known { figure: Some(*figure), target: Some(60.0), ..Known::default() })
        });
        let series =
            Series::assemble(&m, &Course::default(), &known.collect(), "2027-01-01".parse().unwrap());
        figures.reverse();
        // What is later, and what is of another frequency, does not count.
        figures.push((first.step(16), Figure::Value(900.0)));
        figures.push(("FY2023".parse().unwrap(), Figure::Value(700.0)));
        let last = first.step(15);
        for stretches in [vec![], vec![first.step(7)], vec![first.step(7), first.step(16)]] {
            for target in [Some((last, 60.0)), Some((first, 60.0)), None] {
                let published = Published { figures: figures.clone(), until: last, target };
                let mut expected = of_series(&m, &series.points, &stretches, RuleSet::Nhs);
                if target.is_none_or(|(period, _)| period != last) {
                    expected.assurance = None;
                }
                let found = of_published(&m, published, &stretches, RuleSet::Nhs);
                assert_eq!((found.limits(), found.variation), (expected.limits(), expected.variation));
                assert_eq!(found.assurance, expected.assurance, "{target:?}");
            }
        }
    }
}
