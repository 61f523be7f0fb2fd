//! A measure's series as a picture to be drawn.

use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::picture::Picture;
use crate::domain::series::{Selection, Series, SeriesPoint, baseline_over, revised_note};
use crate::domain::target::Baseline;

use super::spec::{ChartSpec, Form, Point, Reference};
use super::within;
use super::{bullet, judged, notes};

/// The chart of a measure that a selection asks for: what the page shows and what a download holds.
pub fn of_measure(
    measure: &Measure,
    baseline: Option<&Baseline>,
    series: &Series,
    selection: &Selection,
) -> ChartSpec {
    let suited = selection.picture.unsuited(measure, series.has_targets()).is_none();
    match if suited { selection.picture } else { Picture::Figures } {
        Picture::Control(rules) => return judged::of_figures(measure, series, selection, rules),
        Picture::MovingRange(rules) => return judged::of_ranges(measure, series, selection, rules),
        Picture::Cumulative => return within::cumulative(measure, series, selection),
        Picture::YearOverYear => return within::year_over_year(measure, series, selection),
        Picture::Parts => return within::parts(measure, series, selection),
        Picture::Bullet => return bullet::of_years(measure, series, selection),
        Picture::Figures | Picture::Multiples => {}
    }
    let totals = series.totals(selection);
    let points = series.select(selection);
    let footnotes =
        notes::under(measure, series, &points, revised_note(points.iter().map(|point| ("", point))));
    let reference = baseline.map(|baseline| Reference {
        label: match baseline.period {
            Some(period) => format!("Baseline {}", period.label()),
            None => "Baseline".to_owned(),
        },
        value: totals.map_or(baseline.value, |length| baseline_over(measure, baseline.value, length)),
    });
    ChartSpec {
        title: measure.name.clone(),
        subtitle: subtitle(measure, totals.unwrap_or(measure.frequency).noun(), &points),
        unit: measure.unit.clone(),
        higher_is_better: measure.direction.higher_is_better(),
        form: if totals.is_some() { Form::Bars } else { Form::Trend },
        points: points.into_iter().map(point).collect(),
        baseline: reference,
        what_if: selection.what_if,
        breaks: series.breaks.clone(),
        notes: series.notes.clone(),
        footnotes,
        illustrative: measure.illustrative,
        split: None,
        control: None,
        fan: None,
    }
}

/// The small line of a measure in a table: its published figures and targets, without words.
pub fn sparkline(measure: &Measure, points: Vec<SeriesPoint>) -> ChartSpec {
    let series = Series { points, ..Series::default() };
    let selection = Selection { drafts: true, ..Selection::default() };
    ChartSpec { form: Form::Sparkline, ..of_measure(measure, None, &series, &selection) }
}

pub(super) fn point(point: SeriesPoint) -> Point {
    Point {
        period: point.period,
        value: point.value,
        draft: point.draft,
        target: point.target,
        target_now: point.target_now,
        status: Some(point.status),
        missing: point.figure.and_then(|figure| figure.missing()).map(|reason| reason.label().to_owned()),
        partial: point.partial,
        edges: None,
    }
}

/// "By quarter, Q1 FY 2022 to Q4 FY 2026, in percent".
pub(super) fn subtitle(measure: &Measure, by: &str, points: &[SeriesPoint]) -> String {
    let label = |point: &SeriesPoint| Period::label(point.period);
    let span = match (points.first(), points.last()) {
        (Some(first), Some(last)) if first.period == last.period => format!(", {}", label(first)),
        (Some(first), Some(last)) => format!(", {} to {}", label(first), label(last)),
        _ => String::new(),
    };
    format!("By {by}{span}, in {}", measure.unit.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::Figure;
    use crate::domain::measure::{Frequency, tests_support::measure};
    use crate::domain::pace::Course;
    use crate::domain::series::Known;
    use std::collections::BTreeMap;

    #[test]
    fn a_selection_becomes_a_picture() {
        let measure = measure("m");
        let known: BTreeMap<Period, Known> = "FY2024Q1"
            .parse::<Period>()
            .unwrap()
            .whole_year()
            .parts(Frequency::Quarterly)
            .into_iter()
            .map(|p| (p, Known { figure: Some(Figure::Value(2.0)), ..Known::default() }))
            .collect();
        let baseline =
            Baseline { measure: measure.code.clone(), period: None, value: 1.0, source: String::new() };
        let series = Series::assemble(
            &measure,
            &Course::from_baseline(Some(1.0)),
            &known,
            "2025-01-01".parse().unwrap(),
        );
        let spec = |totals| {
            let selection = Selection { totals, ..Selection::default() };
            of_measure(&measure, Some(&baseline), &series, &selection)
        };
        let quarters = spec(None);
        assert_eq!((quarters.form, quarters.points.len()), (Form::Trend, 4));
        assert_eq!(quarters.subtitle, "By quarter, Q1 FY 2024 to Q4 FY 2024, in traces");
        let years = spec(Some(Frequency::Annual));
        assert_eq!((years.form, years.points[0].value), (Form::Bars, Some(8.0)));
        assert_eq!(years.baseline.unwrap().value, 4.0);
    }
}
