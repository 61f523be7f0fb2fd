//! `/measures/{code}/edit` and `/measures/new`: a measure is set up, section by section.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::setup::setup;
use crate::model::setup::SetupView;
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::setup_relations::SetupRelations;
use crate::ui::components::setup_section::SetupSection;
use crate::ui::components::setup_state::SetupState;
use crate::ui::components::setup_targets::SetupTargets;
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::use_search;

#[component]
pub fn SetupPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    page(code)
}

#[component]
pub fn NewMeasurePage() -> impl IntoView {
    page(Memo::new(|_| String::new()))
}

fn page(code: Memo<String>) -> Part {
    let search = use_search();
    let asked = Memo::new(move |_| (code.get(), search.get()));
    awaited_or_problem(
        "Loading the form…",
        asked,
        |(code, search)| setup(code, search),
        |view| view! { <Body view /> }.into_part(),
    )
}

#[component]
fn Body(view: SetupView) -> impl IntoView {
    let state = SetupState::new(&view);
    let new = state.is_new();
    let title = if new { "A new measure".to_owned() } else { format!("Set up: {}", view.name) };
    let refused = view.refused.clone();
    let said = refused.clone().map(|refused| {
        view! { <div class="error-summary" role="alert"><p>{refused.message}</p></div> }
    });
    let place = (!new).then(|| {
        let href = format!("/measures/{}", view.code);
        view! { <li><a href=href>{view.name.clone()}</a></li> }
    });
    let notes = (!new).then(|| {
        view! { " " <a href=format!("/measures/{}/notes", view.code) rel="external">"Notes on periods"</a> }
    });
    let intro = match new {
        true => "What a measure cannot be without. Everything else is filled in on the page that follows.",
        false => "Each field is saved when you leave it; each change is kept in the audit trail.",
    };
    let targets = view.targets;
    let mut sections = Vec::new();
    for section in view.sections {
        // Targets follow the baseline from which they lead.
        let then = targets.clone().filter(|_| section.id == "start");
        let refused = refused.clone();
        sections.push(view! { <SetupSection section page=state refused=refused.clone() /> }.into_part());
        sections.extend(then.map(|view| view! { <SetupTargets view page=state refused /> }.into_part()));
    }
    let relations = view.relations.map(|view| view! { <SetupRelations view page=state refused /> });
    view! {
        <Title text=title.clone() />
        <nav class="breadcrumb" aria-label="Breadcrumb">
            <ol>
                <li><a href="/">"Dashboard"</a></li>
                {place}
            </ol>
        </nav>
        <h1>{title}</h1>
        <p class="about">{intro} {notes}</p>
        {said}
        <Lacking state />
        {sections}
        {relations}
    }
    .into_part()
}

/// The elements that the measure lacks, each a link to the field that fills it.
#[component]
fn Lacking(state: SetupState) -> impl IntoView {
    move || {
        let gaps = state.gaps.get();
        let links = gaps
            .gaps
            .into_iter()
            .map(|gap| {
                view! { <li><a href=format!("#{}", gap.id)>{gap.label}</a> ": " {gap.note}</li> }
            })
            .collect_view();
        (!gaps.sentence.is_empty()).then(|| {
            view! {
                <div class="note lacking">
                    <p role="status">{gaps.sentence}</p>
                    <ul>{links}</ul>
                </div>
            }
            .into_part()
        })
    }
}
