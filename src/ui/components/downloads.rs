//! The same picture, and its figures, to take away.

use leptos::prelude::*;

use crate::domain::code::Code;
use crate::model::goal::{GoalChart, GoalChartQuery, GoalQuery};
use crate::model::query::MeasureQuery;
use crate::ui::part::IntoPart;
use crate::ui::query::{address, with_value};

/// Links to the downloads of what the chart shows, and what puts it into the clipboard: `public/page.js` does that, and
/// shows the buttons where there is one. `rel="external"` keeps the router out of it.
#[component]
pub fn Downloads(code: Code, query: Memo<MeasureQuery>) -> impl IntoView {
    let code = StoredValue::new(code);
    let link = move |file: &'static str, scale: &'static str| {
        code.with_value(|code| {
            let search = with_value(&query.get().to_string(), "scale", scale);
            match file {
                "embed" => address(&format!("/embed/measures/{code}"), &search),
                file => address(&format!("/measures/{code}/{file}"), &search),
            }
        })
    };
    let files = [
        ("chart.svg", "", "Chart as SVG"),
        ("chart.pdf", "", "Chart as PDF"),
        ("chart.png", "1", "Chart as PNG"),
        ("chart.png", "2", "Chart as PNG, double size"),
        ("data.xlsx", "", "Figures and chart as Excel workbook"),
        ("data.csv", "", "Figures as CSV"),
        ("data.json", "", "Figures as JSON"),
        ("embed", "", "Page to embed"),
    ];
    let items = files
        .map(|(file, scale, words)| {
            view! { <li><a href=move || link(file, scale) rel="external">{words}</a></li> }
        })
        .into_iter()
        .collect_view();
    view! {
        <div class="copying no-print">
            <button class="button quiet" type="button" data-copy="picture">"Copy picture"</button>
            <button class="button quiet" type="button" data-copy="table">"Copy table"</button>
            <span role="status"></span>
        </div>
        <details class="downloads no-print">
            <summary>"Download what is shown"</summary>
            <ul>{items}</ul>
        </details>
    }
    .into_part()
}

/// Links to a picture of a goal as files.
#[component]
pub fn GoalChartDownloads(
    code: Code,
    kind: GoalChart,
    /// Which page of the goal's measures, for the picture of their statuses.
    #[prop(optional)]
    page: usize,
) -> impl IntoView {
    let search = GoalChartQuery { kind, of: GoalQuery { page } }.to_string();
    let files = [
        ("svg", "", "Picture as SVG"),
        ("pdf", "", "Picture as PDF"),
        ("png", "", "Picture as PNG"),
        ("png", "&scale=2", "Picture as PNG, double size"),
    ];
    let items = files.map(|(file, scale, words)| {
        view! { <li><a href=format!("/goals/{code}/chart.{file}?{search}{scale}") rel="external">{words}</a></li> }
    });
    view! {
        <details class="downloads no-print">
            <summary>{format!("Download the picture: {}", kind.label())}</summary>
            <ul>{items.into_iter().collect_view()}</ul>
        </details>
    }
    .into_part()
}

/// Links to a board of measures as files. `path` is what they are called, but for the kind.
#[component]
pub fn BoardDownloads(path: String, search: String) -> impl IntoView {
    let files = [("pdf", "Paper (PDF)"), ("xlsx", "Excel workbook with charts"), ("csv", "Table (CSV)")];
    let items = files.map(|(kind, words)| {
        let address = address(&format!("{path}.{kind}"), &search);
        view! { <li><a href=address rel="external">{words}</a></li> }
    });
    view! {
        <details class="downloads no-print">
            <summary>"Download these measures"</summary>
            <ul>{items.into_iter().collect_view()}</ul>
        </details>
    }
    .into_part()
}
