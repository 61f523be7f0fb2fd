//! What is said about a file, each thing at its place.

use leptos::prelude::*;

use crate::domain::batch::Finding;
use crate::ui::part::IntoPart;

/// Problems, conflicts or changes, each at its cell or line; `more` are not listed.
#[component]
pub fn Findings(lines: Vec<Finding>, more: usize) -> impl IntoView {
    let line = |finding: Finding| {
        let place = finding.place();
        let Finding { column, message, .. } = finding;
        view! {
            <tr>
                <th scope="row">{place} <span class="meta">{column}</span></th>
                <td>{message}</td>
            </tr>
        }
    };
    let lines = lines.into_iter().map(line).collect_view();
    view! {
        <table class="data findings">
            <thead><tr><th scope="col">"Cell"</th><th scope="col">"What"</th></tr></thead>
            <tbody>{lines}</tbody>
        </table>
        <More more />
    }
    .into_part()
}

/// How many things are not listed, where there are any.
#[component]
pub fn More(more: usize) -> impl IntoView {
    (more > 0).then(|| view! { <p class="small soft">"and "{more}" more"</p> }).into_part()
}
