//! A picture as a table.

use leptos::prelude::*;

use crate::chart::ChartSpec;
use crate::chart::words;
use crate::ui::part::IntoPart;

/// What a picture within years or of a rate's parts shows, figure by figure.
#[component]
pub fn SpecTable(spec: ChartSpec) -> impl IntoView {
    let (heads, rows) = words::table(&spec);
    let head = |(at, words): (usize, String)| {
        let class = if at == 0 { "" } else { "number" };
        view! { <th scope="col" class=class>{words}</th> }
    };
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let first = cells.next();
        let rest = cells.map(|cell| view! { <td class="number">{cell}</td> }).collect_view();
        view! { <tr><th scope="row">{first}</th>{rest}</tr> }
    };
    view! {
        <div class="sideways" tabindex="0" role="region" aria-label="Figures as a table">
            <table class="data">
                <caption class="visually-hidden">{format!("{}: {}", spec.title, spec.subtitle)}</caption>
                <thead><tr>{heads.into_iter().enumerate().map(head).collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_part()
}
