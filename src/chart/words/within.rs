//! What pictures within years say, and those of a rate's parts.

use super::{asked, change};
use crate::chart::spec::{ChartSpec, Form, Part, Point, Split};
use crate::chart::{notes, series};
use crate::domain::measure::Unit;
use crate::domain::period::Period;

/// What the figures of the latest year add up to, against its goal and the year before.
pub(super) fn cumulative(spec: &ChartSpec) -> Vec<String> {
    let Some(last) = series::last(spec) else { return vec!["There are no figures yet.".to_owned()] };
    let point = &spec.points[last];
    let value = point.value.unwrap_or_default();
    let mut said =
        vec![format!("Up to {} the year comes to {}.", point.period.label(), spec.unit.phrase(value))];
    said.push(match point.target {
        Some(goal) => format!("That is {}.", against(spec, value, goal)),
        None => "No goal is set for that time.".to_owned(),
    });
    let before = point.period.step(-point.period.frequency().per_year());
    let before = spec.points.iter().find(|one| one.period == before).and_then(|one| one.value);
    if let Some(before) = before {
        said.push(match change(&spec.unit, value, before) {
            ("unchanged", _) => "A year before, it came to the same.".to_owned(),
            (way, by) => format!("A year before, it came to {}: {way} {by}.", spec.unit.figure(before)),
        });
    }
    said
}

/// `120 above the target of at least 1,200 by then`.
fn against(spec: &ChartSpec, value: f64, goal: f64) -> String {
    let asked = asked(spec, goal);
    match change(&spec.unit, value, goal) {
        ("unchanged", _) => format!("exactly the target of {asked} by then"),
        ("up", by) => format!("{by} above the target of {asked} by then"),
        (_, by) => format!("{by} below the target of {asked} by then"),
    }
}

/// `Q3 FY 2025: 412 traces since the year began; goal at least 450`.
pub(in crate::chart) fn cumulative_label(spec: &ChartSpec, point: &Point) -> String {
    let mut text = format!("{}: ", point.period.label());
    match point.value {
        Some(value) => text.push_str(&format!("{} since the year began", spec.unit.phrase(value))),
        None => text.push_str(&super::no_figure(point)),
    }
    if let Some(goal) = point.target {
        text.push_str(&format!("; goal {}", asked(spec, goal)));
    }
    text
}

/// The latest figure against the same part of the years before.
pub(super) fn seasons(spec: &ChartSpec, split: &Split) -> Vec<String> {
    let latest = split.parts.iter().enumerate().rev().find_map(|(year, part)| {
        let at = part.values.iter().rposition(|one| one.value.is_some())?;
        Some((year, at, part.values[at].value?))
    });
    let Some((year, at, value)) = latest else { return vec!["There are no figures yet.".to_owned()] };
    let name = part_of(spec, at);
    let mut said = vec![format!(
        "The latest figure is {} ({name} {}).",
        spec.unit.phrase(value),
        split.parts[year].name
    )];
    let earlier: Vec<(&Part, f64)> =
        split.parts[..year].iter().filter_map(|part| Some((part, part.values.get(at)?.value?))).collect();
    if let Some((part, before)) = earlier.last() {
        said.push(match change(&spec.unit, value, *before) {
            ("unchanged", _) => format!("It is the same as in {}.", part.name),
            (way, by) => format!("It is {way} {by} from {name} {}.", part.name),
        });
    }
    let count = earlier.len();
    let above = earlier.iter().filter(|(_, before)| *before > value).count();
    let below = earlier.iter().filter(|(_, before)| *before < value).count();
    if count > 1 {
        let of = format!("{name} of the {} years", count + 1);
        said.push(match (above, below) {
            (0, below) if below == count => format!("It is the highest {of}."),
            (above, 0) if above == count => format!("It is the lowest {of}."),
            _ => format!("It is neither the highest nor the lowest {of}."),
        });
    }
    if split.left_out > 0 {
        said.push(format!("The last {} years are drawn.", split.parts.len()));
    }
    said
}

/// `Q3`, or the month.
fn part_of(spec: &ChartSpec, at: usize) -> String {
    name(spec.points[at].period)
}

fn name(period: Period) -> String {
    match (period.quarter(), period.month()) {
        (Some(quarter), _) => format!("Q{quarter}"),
        (None, Some(month)) => month.to_owned(),
        (None, None) => period.label(),
    }
}

/// `Q3 FY 2025: 412 traces`.
pub(in crate::chart) fn season_label(spec: &ChartSpec, part: &Part, i: usize) -> String {
    let value = part.values.get(i).and_then(|one| one.value);
    let figure = value.map_or_else(|| "no figure".to_owned(), |value| spec.unit.phrase(value));
    format!("{} {}: {figure}", part_of(spec, i), part.name)
}

/// That no year has a figure for a quarter or month.
pub(in crate::chart) fn no_season(spec: &ChartSpec, i: usize) -> String {
    format!("{}: no figure", part_of(spec, i))
}

/// The latest rate by its parts.
pub(super) fn parts(spec: &ChartSpec, split: &Split) -> Vec<String> {
    let last = (0..spec.points.len()).rev().find(|i| series::has_figure(spec, *i));
    let Some(last) = last else { return vec!["No numerators and denominators are known.".to_owned()] };
    let made = |i: usize| made_of(spec, split, i);
    let mut said = vec![format!("In {} it is {}.", spec.points[last].period.label(), made(last))];
    let period = spec.points[last].period;
    let before = period.step(-period.frequency().per_year());
    let before = spec.points.iter().position(|one| one.period == before);
    if let Some(before) = before.filter(|i| series::has_figure(spec, *i)) {
        said.push(format!("A year before it was {}.", made(before)));
    }
    said
}

/// `83 of 100 (83.0%)`.
fn made_of(spec: &ChartSpec, split: &Split, i: usize) -> String {
    let value = |place: usize| split.parts.get(place)?.values.get(i)?.value;
    let figure =
        |value: Option<f64>| value.map_or_else(|| "unknown".to_owned(), |value| spec.unit.figure(value));
    let (numerator, denominator) = (value(0), value(1));
    let rate = numerator.zip(denominator).filter(|(_, denominator)| *denominator != 0.0).map(|(n, d)| {
        let unit = Unit { name: split.by.clone(), decimals: if split.by == "percent" { 1 } else { 2 } };
        let rate = if unit.is_percent() { n / d * 100.0 } else { n / d };
        format!(" ({})", unit.figure(rate))
    });
    format!("{} of {}{}", figure(numerator), figure(denominator), rate.unwrap_or_default())
}

/// `Q3 FY 2025: 83 of 100 (83.0%)`.
pub(in crate::chart) fn parts_label(spec: &ChartSpec, split: &Split, i: usize) -> String {
    let point = &spec.points[i];
    match series::has_figure(spec, i) {
        true => format!("{}: {}", point.period.label(), made_of(spec, split, i)),
        false => format!("{}: {}", point.period.label(), super::no_figure(point)),
    }
}

/// A picture as a table: the words over its columns, and its rows, each beginning with what it is of.
pub fn table(spec: &ChartSpec) -> (Vec<String>, Vec<Vec<String>>) {
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| spec.unit.figure(value));
    let count = spec.points.len();
    let Some(split) = &spec.split else {
        let heads = ["Period", "Since the year began", "Goal by then"].map(str::to_owned).to_vec();
        let row = |point: &Point| {
            let value = match (&point.missing, point.value) {
                (Some(why), None) => why.clone(),
                (_, value) => figure(value),
            };
            vec![notes::head(spec, point.period), value, figure(point.target)]
        };
        return (heads, spec.points.iter().rev().map(row).collect());
    };
    let seasons = spec.form == Form::Seasons;
    let heads: Vec<String> = match seasons {
        true => std::iter::once("")
            .chain(split.parts.iter().map(|part| part.name.as_str()))
            .map(str::to_owned)
            .collect(),
        false => ["Period", "Numerator", "Denominator"].map(str::to_owned).to_vec(),
    };
    let row = |i: usize| {
        let head = if seasons { part_of(spec, i) } else { notes::head(spec, spec.points[i].period) };
        let value = |part: &Part| match part.values.get(i) {
            Some(one) => one.value.map(|value| spec.unit.figure(value)).or_else(|| one.missing.clone()),
            None => None,
        };
        let values = split.parts.iter().map(|part| value(part).unwrap_or_else(|| "–".to_owned()));
        std::iter::once(head).chain(values).collect()
    };
    let rows: Vec<Vec<String>> =
        if seasons { (0..count).map(row).collect() } else { (0..count).rev().map(row).collect() };
    (heads, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::spec::PartValue;
    use crate::chart::words::summary;
    use crate::domain::period::Calendar;

    fn spec(form: Form, first: &str, points: &[(Option<f64>, Option<f64>)]) -> ChartSpec {
        let first: Period = first.parse().unwrap();
        let point = |(i, (value, target)): (usize, &(Option<f64>, Option<f64>))| Point {
            value: *value,
            target: *target,
            ..Point::empty(first.step(i as i32))
        };
        ChartSpec {
            title: "Traces".into(),
            subtitle: String::new(),
            unit: Unit { name: "traces".into(), decimals: 0 },
            higher_is_better: true,
            form,
            points: points.iter().enumerate().map(point).collect(),
            baseline: None,
            what_if: None,
            breaks: Vec::new(),
            notes: Vec::new(),
            footnotes: Vec::new(),
            illustrative: false,
            split: None,
            control: None,
            fan: None,
        }
    }

    fn part(name: &str, values: &[Option<f64>]) -> Part {
        let values = values.iter().map(|value| PartValue { value: *value, ..PartValue::default() }).collect();
        Part { name: name.into(), values }
    }

    fn split(form: Form, by: &str, parts: Vec<Part>) -> ChartSpec {
        let empty = vec![(None, None); parts.first().map_or(0, |part| part.values.len())];
        let split = Split { by: by.into(), parts, additive: false, left_out: 0 };
        ChartSpec { split: Some(split), ..spec(form, "FY2026Q1", &empty) }
    }

    #[test]
    fn a_sum_is_told_against_its_goal_and_the_year_before() {
        let (s, n) = (Some, None);
        for (points, expected) in [
            (vec![], "There are no figures yet."),
            (
                vec![(s(10.), n)],
                "Up to Q1 FY 2025 the year comes to 10 traces. No goal is set for that time.",
            ),
            (
                vec![(s(10.), s(10.)), (s(30.), s(20.)), (n, s(30.))],
                "Up to Q2 FY 2025 the year comes to 30 traces. That is 10 (50%) above the target of at least 20 by then.",
            ),
            (
                vec![(s(1.), s(1.)), (n, n), (n, n), (n, n), (s(1.), s(1.))],
                "Up to Q1 FY 2026 the year comes to 1 trace. That is exactly the target of at least 1 by then. \
                 A year before, it came to the same.",
            ),
            (
                vec![(s(20.), n), (n, n), (n, n), (n, n), (s(10.), s(20.))],
                "Up to Q1 FY 2026 the year comes to 10 traces. That is 10 (50%) below the target of at least 20 by then. \
                 A year before, it came to 20: down 10 (50%).",
            ),
        ] {
            let said = summary(&spec(Form::Cumulative(Calendar::Fiscal), "FY2025Q1", &points));
            assert!(said.starts_with(expected), "{said}");
        }
    }

    #[test]
    fn a_quarter_is_told_against_those_of_other_years() {
        let (s, n) = (Some, None);
        for (parts, expected) in [
            (vec![], "There are no figures yet."),
            (vec![part("FY 2026", &[n, n])], "There are no figures yet."),
            (vec![part("FY 2026", &[s(5.), n])], "The latest figure is 5 traces (Q1 FY 2026)."),
            (
                vec![part("FY 2025", &[s(4.), s(9.)]), part("FY 2026", &[s(5.), n])],
                "The latest figure is 5 traces (Q1 FY 2026). It is up 1 (25%) from Q1 FY 2025.",
            ),
            (
                vec![part("FY 2024", &[s(4.)]), part("FY 2025", &[s(5.)]), part("FY 2026", &[s(5.)])],
                "The latest figure is 5 traces (Q1 FY 2026). It is the same as in FY 2025. \
                 It is neither the highest nor the lowest Q1 of the 3 years.",
            ),
            (
                vec![part("FY 2024", &[s(4.)]), part("FY 2025", &[s(5.)]), part("FY 2026", &[s(6.)])],
                "The latest figure is 6 traces (Q1 FY 2026). It is up 1 (20%) from Q1 FY 2025. \
                 It is the highest Q1 of the 3 years.",
            ),
        ] {
            assert_eq!(summary(&split(Form::Seasons, "year", parts)), expected);
        }
    }

    #[test]
    fn a_rate_is_told_by_its_parts() {
        let (s, n) = (Some, None);
        let parts = |a: &[Option<f64>], b: &[Option<f64>]| vec![part("numerator", a), part("denominator", b)];
        for (parts, expected) in [
            (parts(&[n], &[n]), "No numerators and denominators are known."),
            (parts(&[s(83.)], &[s(100.)]), "In Q1 FY 2026 it is 83 of 100 (83.0%)."),
            (parts(&[s(0.)], &[s(0.)]), "In Q1 FY 2026 it is 0 of 0."),
            (
                parts(&[s(1.), n, n, n, s(2.)], &[s(4.), n, n, n, s(4.)]),
                "In Q1 FY 2027 it is 2 of 4 (50.0%). A year before it was 1 of 4 (25.0%).",
            ),
        ] {
            assert_eq!(summary(&split(Form::Parts, "percent", parts)), expected);
        }
    }

    #[test]
    fn a_picture_is_a_table_too() {
        let (heads, rows) = table(&split(
            Form::Seasons,
            "year",
            vec![part("FY 2025", &[Some(4.), Some(9.)]), part("FY 2026", &[Some(5.), None])],
        ));
        assert_eq!(heads, ["", "FY 2025", "FY 2026"]);
        assert_eq!(rows, [["Q1", "4", "5"], ["Q2", "9", "–"]]);
        let (_, rows) = table(&spec(
            Form::Cumulative(Calendar::Fiscal),
            "FY2025Q1",
            &[(Some(1.), Some(2.)), (Some(3.), None)],
        ));
        assert_eq!(rows, [["Q2 FY 2025", "3", "–"], ["Q1 FY 2025", "1", "2"]]);
    }
}
