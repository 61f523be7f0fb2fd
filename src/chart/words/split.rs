//! What a picture of categories says.

use super::{listed, missing_runs};
use crate::chart::series;
use crate::chart::spec::{ChartSpec, Part, Split};
use crate::domain::number;

/// The latest figures of the categories and those of a year before, and what a reader must know before
/// trusting the picture: gaps, totals that are another, categories that are not drawn.
pub(super) fn sentences(spec: &ChartSpec, split: &Split) -> Vec<String> {
    let Some(last) = (0..spec.points.len()).rev().find(|i| series::has_figure(spec, *i)) else {
        return vec![format!("There are no figures by {} yet.", split.by)];
    };
    let period = spec.points[last].period;
    let mut said = vec![format!("{} by {}: {}.", period.label(), split.by, composition(spec, split, last))];
    let year_before = period.step(-period.frequency().per_year());
    let before = spec.points.iter().position(|point| point.period == year_before);
    if let Some(before) = before.filter(|i| series::has_figure(spec, *i)) {
        said.push(format!("A year before: {}.", composition(spec, split, before)));
    }
    said.extend(gaps(spec, split));
    said.extend(differences(spec));
    said.extend(left_out(split));
    said.extend(drafts(split));
    said
}

/// `handgun 103 (54%) and long gun 87 (46%)`: shares only of what adds up to more than nothing.
fn composition(spec: &ChartSpec, split: &Split, i: usize) -> String {
    let values = || split.parts.iter().filter_map(|part| part.values.get(i)?.value);
    // Of the total, where that is more than is told apart.
    let whole = values().sum::<f64>().max(spec.points[i].value.unwrap_or_default());
    let shares = split.additive && whole > 0.0 && values().all(|value| value >= 0.0);
    let one = |part: &Part| {
        let value = part.values.get(i)?.value?;
        let figure = format!("{} {}", part.name, spec.unit.figure(value));
        let share = || format!(" ({}%)", number::format(value / whole * 100.0, 0));
        Some(if shares { figure + &share() } else { figure })
    };
    listed(&split.parts.iter().filter_map(one).collect::<Vec<_>>())
}

/// What a period says by itself: `Q1 FY 2024: handgun 103, long gun 87; total 190 firearms`.
pub(in crate::chart) fn label(spec: &ChartSpec, split: &Split, i: usize) -> String {
    let point = &spec.points[i];
    let one = |part: &Part| Some(format!("{} {}", part.name, figure(spec, part, i)?));
    let parts: Vec<String> = split.parts.iter().filter_map(one).collect();
    let parts = match (parts.is_empty(), &point.missing) {
        (false, _) => parts.join(", "),
        (true, Some(reason)) => format!("no figures by {} ({reason})", split.by),
        (true, None) => format!("no figures by {}", split.by),
    };
    let total = point.value.map(|value| format!("; total {}", spec.unit.phrase(value))).unwrap_or_default();
    format!("{}: {parts}{total}", point.period.label())
}

/// What the figure of one category says: `Q1 FY 2024, handgun: 103 firearms`.
pub(in crate::chart) fn label_of(spec: &ChartSpec, part: &Part, i: usize) -> String {
    let value = part.values.get(i);
    let figure = match value.and_then(|one| one.value) {
        Some(value) => spec.unit.phrase(value),
        None => "no figure".to_owned(),
    };
    let draft = if value.is_some_and(|one| one.draft) { " (draft)" } else { "" };
    format!("{}, {}: {figure}{draft}", spec.points[i].period.label(), part.name)
}

/// A category's figure, or why it has none; `None` where nothing is known of it.
fn figure(spec: &ChartSpec, part: &Part, i: usize) -> Option<String> {
    let one = part.values.get(i)?;
    let draft = if one.draft { " (draft)" } else { "" };
    match (one.value, &one.missing) {
        (Some(value), _) => Some(format!("{}{draft}", spec.unit.figure(value))),
        (None, reason) => reason.clone(),
    }
}

fn gaps(spec: &ChartSpec, split: &Split) -> Option<String> {
    let runs = missing_runs(spec);
    let last = runs.last()?;
    Some(match runs.len() {
        1..=3 => format!("There are no figures by {} for {}.", split.by, listed(&runs)),
        count => format!("There are {count} gaps without figures by {}, the last {last}.", split.by),
    })
}

fn differences(spec: &ChartSpec) -> Option<String> {
    let other: Vec<usize> = (0..spec.points.len()).filter(|i| series::differs(spec, *i)).collect();
    let last = spec.points[*other.last()?].period.label();
    Some(match other.len() {
        1 => format!("In {last} the categories do not make the total."),
        count => format!("In {count} periods the categories do not make the total, the last {last}."),
    })
}

fn left_out(split: &Split) -> Option<String> {
    let (count, drawn) = (split.left_out, split.parts.len());
    match (count, split.additive) {
        (0, _) => None,
        (_, true) => Some(format!("The {count} smallest categories are drawn as one; the table has each.")),
        (_, false) => Some(format!("{drawn} of {} categories are drawn; the table has all.", drawn + count)),
    }
}

fn drafts(split: &Split) -> Option<String> {
    let values = split.parts.iter().flat_map(|part| &part.values);
    match values.filter(|one| one.draft && one.value.is_some()).count() {
        0 => None,
        1 => Some("A draft figure awaits approval.".to_owned()),
        count => Some(format!("{count} draft figures await approval.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::spec::{Form, PartValue, Point};
    use crate::chart::words::summary;
    use crate::domain::measure::Unit;
    use crate::domain::period::Period;

    /// Two categories and the total, quarter by quarter.
    type Row = (Option<f64>, Option<f64>, Option<f64>);

    fn spec(rows: &[Row], additive: bool) -> ChartSpec {
        let first: Period = "FY2024Q1".parse().unwrap();
        let values = |of: fn(&Row) -> Option<f64>| -> Vec<PartValue> {
            let one = |row| PartValue { value: of(row), ..PartValue::default() };
            rows.iter().map(one).collect()
        };
        let point = |(i, row): (usize, &Row)| Point { value: row.2, ..Point::empty(first.step(i as i32)) };
        let parts = vec![
            Part { name: "handgun".into(), values: values(|row| row.0) },
            Part { name: "long gun".into(), values: values(|row| row.1) },
        ];
        ChartSpec {
            title: "Firearms seized".into(),
            subtitle: String::new(),
            unit: Unit { name: "firearms".into(), decimals: 0 },
            higher_is_better: true,
            form: Form::Stacked,
            points: rows.iter().enumerate().map(point).collect(),
            baseline: None,
            what_if: None,
            breaks: Vec::new(),
            notes: Vec::new(),
            footnotes: Vec::new(),
            illustrative: false,
            split: Some(Split { by: "firearm type".into(), parts, additive, left_out: 0 }),
            control: None,
            fan: None,
        }
    }

    #[test]
    fn the_summary_says_how_the_latest_figures_are_made_up() {
        let (n, a) = (None, |value| Some(value));
        for (rows, additive, expected) in [
            (vec![], true, "There are no figures by firearm type yet."),
            (vec![(n, n, a(5.0))], true, "There are no figures by firearm type yet."),
            (
                vec![(a(103.0), a(87.0), a(190.0))],
                true,
                "Q1 FY 2024 by firearm type: handgun 103 (54%) and long gun 87 (46%).",
            ),
            (
                vec![(a(80.0), a(20.0), n), (a(1.0), n, n), (n, n, n), (n, n, n), (a(3.0), a(1.0), n)],
                true,
                "Q1 FY 2025 by firearm type: handgun 3 (75%) and long gun 1 (25%). \
                 A year before: handgun 80 (80%) and long gun 20 (20%). \
                 There are no figures by firearm type for Q3 to Q4 FY 2024.",
            ),
            (
                vec![(a(103.0), a(87.0), a(195.0)), (a(1.0), n, a(4.0))],
                true,
                "Q2 FY 2024 by firearm type: handgun 1 (25%). In 2 periods the categories do not make the total, the last Q2 FY 2024.",
            ),
            (vec![(a(8.0), a(9.0), a(8.5))], false, "Q1 FY 2024 by firearm type: handgun 8 and long gun 9."),
            (vec![(a(0.0), a(0.0), a(0.0))], true, "Q1 FY 2024 by firearm type: handgun 0 and long gun 0."),
            (vec![(a(5.0), a(-1.0), n)], true, "Q1 FY 2024 by firearm type: handgun 5 and long gun −1."),
        ] {
            assert_eq!(summary(&spec(&rows, additive)), expected);
        }
    }

    #[test]
    fn what_is_not_drawn_or_not_approved_is_said() {
        let mut spec = spec(&[(Some(4.0), Some(6.0), Some(10.0))], true);
        let split = spec.split.as_mut().unwrap();
        split.left_out = 9;
        split.parts[1].values[0].draft = true;
        let said = summary(&spec);
        assert!(said.contains("The 9 smallest categories are drawn as one; the table has each."), "{said}");
        assert!(said.ends_with("A draft figure awaits approval."), "{said}");
        spec.split.as_mut().unwrap().additive = false;
        assert!(summary(&spec).contains("2 of 11 categories are drawn; the table has all."));
    }

    #[test]
    fn a_mark_says_each_category_and_the_total() {
        let mut spec = spec(&[(Some(103.0), None, Some(190.0)), (None, None, None)], true);
        spec.points[1].missing = Some("suppressed".into());
        let split = spec.split.as_mut().unwrap();
        split.parts[1].values[0].missing = Some("not available".into());
        split.parts[0].values[0].draft = true;
        let split = spec.split.clone().unwrap();
        assert_eq!(
            label(&spec, &split, 0),
            "Q1 FY 2024: handgun 103 (draft), long gun not available; total 190 firearms"
        );
        assert_eq!(label(&spec, &split, 1), "Q2 FY 2024: no figures by firearm type (suppressed)");
        assert_eq!(label_of(&spec, &split.parts[0], 0), "Q1 FY 2024, handgun: 103 firearms (draft)");
    }
}
