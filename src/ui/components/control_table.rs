//! The figures of a control chart as a table.

use leptos::prelude::*;

use crate::domain::measure::Measure;
use crate::domain::note::{self, Note};
use crate::domain::series::{Selection, Series, SeriesPoint};
use crate::domain::spc::{self, Group, RuleSet, Standing};
use crate::ui::part::IntoPart;

/// Periods that have mean and limits in common: these in words, and a row for each period.
type Stretch = (String, Vec<Row>);

/// Period, figure, moving range, what it says.
type Row = [String; 4];

/// Every period that the chart shows, latest first, and what it says, under the mean and limits that hold
/// for it.
#[component]
pub fn ControlTable(measure: Measure, series: Series, selection: Selection, rules: RuleSet) -> impl IntoView {
    let row = |[period, actual, range, said]: Row| {
        view! {
            <tr>
                <th scope="row">{period}</th>
                <td class="number">{actual}</td>
                <td class="number">{range}</td>
                <td>{said}</td>
            </tr>
        }
    };
    let stretch = |(words, rows): Stretch| {
        view! {
            <tbody>
                <tr class="stretch"><th scope="rowgroup" colspan="4">{words}</th></tr>
                {rows.into_iter().rev().map(row).collect_view()}
            </tbody>
        }
    };
    let stretches =
        stretches(&measure, &series, &selection, rules).into_iter().rev().map(stretch).collect_view();
    view! {
        <table class="data">
            <caption class="visually-hidden">
                {format!("{}: figures and process limits by period, latest first", measure.name)}
            </caption>
            <thead>
                <tr>
                    <th scope="col">"Period"</th>
                    <th scope="col" class="number">{format!("Actual ({})", measure.unit.name)}</th>
                    <th scope="col" class="number">"Moving range"</th>
                    <th scope="col">"Signal"</th>
                </tr>
            </thead>
            {stretches}
        </table>
    }
    .into_part()
}

fn stretches(measure: &Measure, series: &Series, selection: &Selection, rules: RuleSet) -> Vec<Stretch> {
    let spc = spc::of_series(measure, &series.points, &series.stretches(), rules);
    let mut found: Vec<Stretch> = Vec::new();
    let mut of = None;
    for (i, point) in series.points.iter().enumerate() {
        if selection.shows(point).is_none() {
            continue;
        }
        let group = spc.groups.iter().rev().find(|group| group.first <= i);
        if of.replace(group.map(|group| group.first)) != Some(group.map(|group| group.first)) {
            found.push((group.map(|group| lines(measure, series, group)).unwrap_or_default(), Vec::new()));
        }
        let limited = group.is_some_and(|group| group.limits.is_some());
        let mut row = row(measure, point, spc.points[i].as_ref(), limited);
        let notes = note::words_within(&series.notes, point.period);
        if !notes.is_empty() {
            row[3].push_str(&format!(". {notes}"));
        }
        if let Some((_, rows)) = found.last_mut() {
            rows.push(row);
        }
    }
    found
}

/// `Mean 405, limits 312 to 498, moving ranges up to 114`, and why they begin anew, where a note says so.
fn lines(measure: &Measure, series: &Series, group: &Group) -> String {
    let unit = match group.limits {
        Some(limits) => measure.unit.resolving(limits.upper - limits.lower),
        None => measure.unit.clone(),
    };
    let figure = |value: f64| unit.figure(value);
    let mean = group.mean.map(|mean| format!("Mean {}", figure(mean)));
    let limits = match group.limits {
        Some(limits) => {
            let trial = if limits.standing == Standing::Trial { "trial limits" } else { "limits" };
            let (lower, upper) = (figure(limits.lower), figure(limits.upper));
            format!("{trial} {lower} to {upper}, moving ranges up to {}", figure(limits.range))
        }
        None => Standing::None.label().to_owned(),
    };
    let begun =
        |note: &&Note| note.rebase && group.first > 0 && series.points[group.first].period == note.period;
    let why = series.notes.iter().filter(begun).map(|note| format!("begun anew: {}", note.text));
    mean.into_iter().chain([limits]).chain(why).collect::<Vec<_>>().join(", ")
}

fn row(measure: &Measure, point: &SeriesPoint, judged: Option<&spc::Point>, limited: bool) -> Row {
    let none = || "–".to_owned();
    let missing = || point.figure.and_then(|figure| figure.missing()).map(|reason| reason.label().to_owned());
    let said = match judged.map(|one| (one.kind, one.rule)) {
        Some((kind, Some(rule))) => format!("{}: {}", kind.label(), rule.label()),
        Some((kind, None)) if limited => kind.label().to_owned(),
        _ => none(),
    };
    let figure = |value: f64| measure.unit.figure(value);
    [
        point.period.label(),
        point.value.map(figure).or_else(missing).unwrap_or_else(none),
        judged.and_then(|one| one.moving_range).map_or_else(none, figure),
        said,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::{Figure, MissingReason};
    use crate::domain::measure::tests_support::measure;
    use crate::domain::pace::Course;
    use crate::domain::period::Period;
    use crate::domain::series::Known;
    use std::collections::BTreeMap;

    #[test]
    fn a_row_says_what_the_chart_shows() {
        let first: Period = "FY2022Q1".parse().unwrap();
        let values = [1., 2., 1., 2., 10., 1., 2., 1., 2., 1., 2., 1., 2., 1., 2., 1., 2., 1.];
        let mut known: BTreeMap<Period, Known> = BTreeMap::new();
        for (k, value) in values.iter().enumerate() {
            let figure = Some(Figure::Value(*value));
            known.insert(first.step(k as i32), Known { figure, ..Known::default() });
        }
        let figure = Some(Figure::Missing(MissingReason::Suppressed));
        known.insert(first.step(18), Known { figure, ..Known::default() });
        let measure = measure("m");
        let today = "2027-01-01".parse().unwrap();
        let series = Series::assemble(&measure, &Course::default(), &known, today);
        let found = stretches(&measure, &series, &Selection::default(), RuleSet::Nhs);
        let (words, rows) = &found[0];
        assert_eq!(words, "Mean 1.9, limits −0.7 to 4.6, moving ranges up to 3.3");
        assert_eq!(rows[4], ["Q1 FY 2023", "10", "8", "improvement: outside the process limits"]);
        assert_eq!(rows[0][2], "–");
        assert_eq!(rows[18][1..], ["suppressed", "–", "–"]);
        let html = view! {
            <ControlTable measure series selection=Selection::default() rules=RuleSet::Nhs />
        }
        .to_html();
        assert!(html.contains("common cause") && html.contains("<caption"), "{html}");
    }
}
