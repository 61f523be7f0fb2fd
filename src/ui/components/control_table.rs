//! The figures of a control chart as a table.

use leptos::prelude::*;

use crate::domain::measure::Measure;
use crate::domain::series::{Selection, Series};
use crate::domain::spc::{self, Group, RuleSet, Spc, Standing};
use crate::ui::part::IntoPart;

/// The columns besides the period: figure, moving range, mean, limits, what it says.
type Row = (String, [String; 4], String);

/// Every period that the chart shows, latest first, with its mean and limits and what it says.
#[component]
pub fn ControlTable(measure: Measure, series: Series, selection: Selection, rules: RuleSet) -> impl IntoView {
    let row = |(period, cells, said): Row| {
        let cells = cells.map(|cell| view! { <td class="number">{cell}</td> });
        view! {
            <tr>
                <th scope="row">{period}</th>
                {cells.into_iter().collect_view()}
                <td>{said}</td>
            </tr>
        }
    };
    let rows = rows(&measure, &series, &selection, rules).into_iter().rev().map(row).collect_view();
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
                    <th scope="col" class="number">"Mean"</th>
                    <th scope="col" class="number">"Limits"</th>
                    <th scope="col">"Signal"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_part()
}

fn rows(measure: &Measure, series: &Series, selection: &Selection, rules: RuleSet) -> Vec<Row> {
    let spc = spc::of_series(measure, &series.points, &series.breaks, rules);
    let shown = series.points.iter().enumerate().filter(|(_, point)| selection.shows(point).is_some());
    let none = || "–".to_owned();
    let figure = |value: f64| measure.unit.figure(value);
    shown
        .map(|(i, point)| {
            let judged = spc.points[i];
            let group = group_of(&spc, i);
            let limits = group.and_then(|group| group.limits);
            let missing = || point.figure.and_then(|figure| figure.missing()).map(|reason| reason.label());
            let cells = [
                point.value.map_or_else(|| missing().map_or_else(none, str::to_owned), figure),
                judged.and_then(|one| one.moving_range).map_or_else(none, figure),
                group.and_then(|group| group.mean).map_or_else(none, figure),
                limits.map_or_else(none, |l| format!("{} to {}", figure(l.lower), figure(l.upper))),
            ];
            let said = match judged.map(|one| (one.kind, one.rule)) {
                Some((kind, Some(rule))) => format!("{}: {}", kind.label(), rule.label()),
                Some((kind, None)) if limits.is_some() => kind.label().to_owned(),
                Some(_) => Standing::None.label().to_owned(),
                None => none(),
            };
            (point.period.label(), cells, said)
        })
        .collect()
}

/// The group to which a figure belongs.
fn group_of(spc: &Spc, i: usize) -> Option<&Group> {
    spc.groups.iter().rev().find(|group| group.first <= i)
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
        let found = rows(&measure, &series, &Selection::default(), RuleSet::Nhs);
        let (period, cells, said) = &found[4];
        assert_eq!(period, "Q1 FY 2023");
        assert_eq!(cells, &["10", "8", "2", "−1 to 5"].map(str::to_owned));
        assert_eq!(said, "improvement: outside the process limits");
        assert_eq!(found[0].1[1], "–");
        assert_eq!((found[18].1[0].as_str(), found[18].2.as_str()), ("suppressed", "–"));
        let html = view! {
            <ControlTable measure series selection=Selection::default() rules=RuleSet::Nhs />
        }
        .to_html();
        assert!(html.contains("common cause") && html.contains("<caption"), "{html}");
    }
}
