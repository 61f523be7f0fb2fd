//! The same picture, and its figures, to take away.

use leptos::prelude::*;

use crate::domain::code::Code;
use crate::model::query::MeasureQuery;
use crate::ui::part::IntoPart;
use crate::ui::query::{address, with_value};

/// Links to the downloads of what the chart shows. `rel="external"` keeps the router out of it.
#[component]
pub fn Downloads(code: Code, query: Memo<MeasureQuery>) -> impl IntoView {
    let code = StoredValue::new(code);
    let link = move |file: &'static str, scale: &'static str| {
        code.with_value(|code| {
            let search = with_value(&query.get().to_string(), "scale", scale);
            address(&format!("/measures/{code}/{file}"), &search)
        })
    };
    let files = [
        ("chart.svg", "", "Chart as SVG"),
        ("chart.png", "1", "Chart as PNG"),
        ("chart.png", "2", "Chart as PNG, double size"),
        ("data.csv", "", "Figures as CSV"),
        ("data.json", "", "Figures as JSON"),
    ];
    let items = files
        .map(|(file, scale, words)| {
            view! { <li><a href=move || link(file, scale) rel="external">{words}</a></li> }
        })
        .into_iter()
        .collect_view();
    view! {
        <details class="downloads no-print">
            <summary>"Download what is shown"</summary>
            <ul>{items}</ul>
        </details>
    }
    .into_part()
}
