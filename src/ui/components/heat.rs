//! How measures stood, quarter by quarter: a shape for each status, and its word for those who hear it.

use leptos::prelude::*;

use crate::domain::status::Status;
use crate::model::goal::{Heat, HeatRow};
use crate::ui::part::{IntoPart, Part};

use super::status::{StatusBadge, StatusMark, class_of};

/// Measures down, quarters across, with a key of the shapes that there are.
#[component]
pub fn HeatMap(heat: Heat) -> impl IntoView {
    let found = |status: &&Status| heat.rows.iter().any(|row| row.cells.contains(&Some(**status)));
    let key =
        Status::ALL.iter().filter(found).map(|status| view! { <li><StatusBadge status=*status /></li> });
    let key = key.collect_view();
    let head = |(part, year): (String, String)| {
        view! { <th scope="col">{part} " " <span class="meta">{year}</span></th> }
    };
    let heads = heat.quarters.into_iter().map(head).collect_view();
    let rows = heat.rows.into_iter().map(row).collect_view();
    view! {
        <ul class="heat-key" aria-label="What the shapes mean">{key}</ul>
        <div class="sideways" tabindex="0" role="region" aria-label="Status by quarter">
            <table class="heat">
                <caption class="visually-hidden">"Status of each measure, quarter by quarter"</caption>
                <thead><tr><th scope="col">"Measure"</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_part()
}

fn row(row: HeatRow) -> Part {
    let cell = |status: Option<Status>| {
        match status {
        Some(status) => view! {
            <td class=class_of(status)>
                <StatusMark status />
                <span class="visually-hidden">{status.label()}</span>
            </td>
        }
        .into_part(),
        None => view! { <td><span class="soft" aria-hidden="true">"–"</span><span class="visually-hidden">"nothing known"</span></td> }.into_part(),
    }
    };
    let cells = row.cells.into_iter().map(cell).collect_view();
    view! {
        <tr>
            <th scope="row"><a href=format!("/measures/{}", row.code)>{row.name}</a></th>
            {cells}
        </tr>
    }
    .into_part()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_a_word() {
        let heat = Heat {
            quarters: vec![("Q1".into(), "FY 2025".into()), ("Q2".into(), "FY 2025".into())],
            rows: vec![HeatRow {
                code: "m".into(),
                name: "Traces".into(),
                cells: vec![Some(Status::OffTrack), None],
            }],
            ..Heat::default()
        };
        let html = view! { <HeatMap heat /> }.to_html();
        for words in
            ["off track</span>", "nothing known", r#"href="/measures/m""#, "FY 2025", "What the shapes mean"]
        {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("at risk"), "the key has what there is: {html}");
    }
}
