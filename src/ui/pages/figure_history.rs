//! `/measures/{code}/history/{period}`: every change of one figure. A page without script.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::audit::figure_history;
use crate::model::audit::FigureHistoryView;
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::history::History;
use crate::ui::components::tag::IllustrativeTag;
use crate::ui::part::IntoPart;
use crate::ui::query::use_search;

#[component]
pub fn FigureHistoryPage() -> impl IntoView {
    let params = use_params_map();
    let search = use_search();
    let asked = Memo::new(move |_| {
        let param = |name: &str| params.with(|params| params.get(name).unwrap_or_default());
        (param("code"), param("period"), search.get())
    });
    awaited_or_problem(
        "Loading the history…",
        asked,
        |(code, period, search)| figure_history(code, period, search),
        |view| view! { <Body view /> }.into_part(),
    )
}

#[component]
fn Body(view: FigureHistoryView) -> impl IntoView {
    let title = format!("{}: history", view.figure);
    let marking = (!view.marking.is_empty()).then(|| view! { <p class="note">{view.marking.clone()}</p> });
    let nothing = view.lines.is_empty().then(|| {
        let words = match view.everything {
            true => "No change of this figure is recorded.",
            false => "Nothing has been published here yet.",
        };
        view! { <p class="empty">{words}</p> }
    });
    let cut = view.is_cut.then(|| {
        view! { <p class="small">"Only the newest changes are listed; the audit trail has all."</p> }
    });
    let trail = view.everything.then(|| {
        let address = format!("/audit?subject={}&kind=actual", view.code);
        view! { <p class="ways-out"><a href=address>"All figures of this measure in the audit trail"</a></p> }
    });
    view! {
        <Title text=format!("{} · {}", title, view.name) />
        <nav class="breadcrumb" aria-label="Breadcrumb">
            <ol>
                <li><a href="/">"Dashboard"</a></li>
                <li><a href=format!("/measures/{}", view.code)>{view.name.clone()}</a></li>
            </ol>
        </nav>
        <h1>{title}</h1>
        <p class="about">{view.name.clone()} {view.illustrative.then(|| view! { " " <IllustrativeTag /> })}</p>
        {marking}
        <p class="sentence small-sentence">{sentence(&view)}</p>
        {nothing}
        <History lines=view.lines />
        {cut}
        {trail}
    }
    .into_part()
}

/// What is published now, and what the list below holds.
fn sentence(view: &FigureHistoryView) -> String {
    let now = match &view.published {
        Some(figure) => format!("Published now: {figure}."),
        None => "Nothing is published now.".to_owned(),
    };
    let listed = match view.everything {
        true => "Every change is listed, newest first, also what was never published.",
        false => "What was published is listed, newest first.",
    };
    format!("{now} {listed}")
}
