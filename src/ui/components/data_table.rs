//! The figures of a chart as a table.

use leptos::prelude::*;

use crate::domain::breakdown::CategorySeries;
use crate::domain::measure::Measure;
use crate::domain::note::{self, Note};
use crate::domain::series::SeriesPoint;
use crate::ui::part::IntoPart;

use super::status::StatusBadge;
use super::tag::DraftTag;

/// Every period that the chart shows, latest first, with what was promised, reached and said; under each
/// its categories, where figures by category are shown. Each figure leads to its history.
#[component]
pub fn DataTable<'n>(
    measure: Measure,
    points: Vec<SeriesPoint>,
    categories: Vec<CategorySeries>,
    /// Those of the measure.
    notes: &'n [Note],
    /// By which the categories are told apart.
    #[prop(into)]
    dimension: String,
) -> impl IntoView {
    let mut rows = Vec::new();
    for (at, point) in points.into_iter().enumerate().rev() {
        let of = categories.iter().filter_map(|one| Some((one.name.clone(), one.points.get(at)?.clone())));
        let of: Vec<_> = of.collect();
        let pinned = note::words_within(notes, point.period);
        rows.push(view! { <DataRow measure=measure.clone() point category="" pinned asked="".to_owned() /> });
        for (category, point) in of {
            let asked = format!("?category={}", urlencoding::encode(&format!("{dimension}={category}")));
            rows.push(
                view! { <DataRow measure=measure.clone() point category pinned="".to_owned() asked /> },
            );
        }
    }
    let rows = rows.collect_view();
    view! {
        <table class="data">
            <caption class="visually-hidden">{format!("{}: figures by period, latest first", measure.name)}</caption>
            <thead>
                <tr>
                    <th scope="col">{if categories.is_empty() { "Period" } else { "Period and category" }}</th>
                    <th scope="col" class="number">{format!("Actual ({})", measure.unit.name)}</th>
                    <th scope="col" class="number">"Target"</th>
                    <th scope="col">"Status"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_part()
}

/// One period's total, or under it one category.
#[component]
fn DataRow(
    measure: Measure,
    point: SeriesPoint,
    #[prop(into)] category: String,
    /// The notes of its period.
    pinned: String,
    /// By which its history is asked for, with its period.
    asked: String,
) -> impl IntoView {
    let note = note_of(&point);
    let revised = point.revised.clone();
    let figure = |value: f64| measure.unit.figure(value);
    let actual = match (point.value, point.figure.and_then(|figure| figure.missing())) {
        (Some(value), _) => figure(value),
        (None, Some(reason)) => reason.label().to_owned(),
        (None, None) => "–".to_owned(),
    };
    let draft = point.draft.map(|value| {
        view! { <span class="meta">{figure(value)} " " <DraftTag /></span> }
    });
    // What is worked out from shorter periods was never entered.
    let actual = match point.figure.is_some() || draft.is_some() {
        true => {
            let Measure { code, .. } = &measure;
            let period = point.period;
            view! {
                <a class="to-history" href=format!("/measures/{code}/history/{period}{asked}") rel="external">
                    {actual} <span class="visually-hidden">" history"</span>
                </a>
            }
            .into_part()
        }
        false => view! { {actual} }.into_part(),
    };
    let target = point.target.map_or_else(|| "–".to_owned(), figure);
    let now =
        point.target_now.map(|now| view! { <span class="meta">{format!("now {}", figure(now))}</span> });
    let is_total = category.is_empty();
    let period = point.period.label();
    let head = match is_total {
        true => view! { {period} }.into_part(),
        false => view! { <span class="visually-hidden">{period} ", "</span> {category} }.into_part(),
    };
    // A category that is held against nothing has nothing to be told.
    let judged = is_total || point.target.is_some();
    view! {
        <tr class:category=!is_total>
            <th scope="row">{head}</th>
            <td class="number">{actual} {draft}</td>
            <td class="number">{target} {now}</td>
            <td>
                {judged.then(|| view! { <StatusBadge status=point.status /> })}
                {revised.map(|why| view! { <span class="meta"><b>"Revised"</b>{format!(": {why}")}</span> })}
                {[note, pinned].into_iter().filter(|words| !words.is_empty()).map(|words| view! { <span class="meta">{words}</span> }).collect_view()}
            </td>
        </tr>
    }
    .into_part()
}

/// The note, and on how many of its parts a total rests that lacks some.
fn note_of(point: &SeriesPoint) -> String {
    let partial = point.partial.map(|partial| format!("{} reported", partial.words()));
    let note = Some(point.note.clone()).filter(|note| !note.is_empty());
    [partial, note].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::{Figure, MissingReason};
    use crate::domain::measure::tests_support::measure;
    use crate::domain::note::NoteKind;
    use crate::domain::status::Status;

    #[test]
    fn a_reason_stands_where_a_figure_would() {
        let point = SeriesPoint {
            period: "FY2024Q1".parse().unwrap(),
            figure: Some(Figure::Missing(MissingReason::Suppressed)),
            value: None,
            draft: Some(1234.0),
            target: Some(2000.0),
            target_now: Some(1900.0),
            status: Status::NoData,
            note: "fewer than five cases".into(),
            revised: Some("counted twice".into()),
            partial: None,
            edges: None,
        };
        let notes = [Note {
            period: point.period,
            kind: NoteKind::Law,
            text: "<b>enacted</b>".into(),
            rebase: false,
        }];
        let html =
            view! { <DataTable measure=measure("m") points=vec![point] categories=Vec::new() notes=&notes dimension="" /> }.to_html();
        for words in [
            "Q1 FY 2024",
            "suppressed",
            "1,234",
            "Not approved",
            "2,000",
            "now 1,900",
            "fewer than five",
            "Revised</b>: counted twice",
            "Note 1, law enacted: &lt;b&gt;enacted",
            r#"href="/measures/m/history/FY2024Q1""#,
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
    }
}
