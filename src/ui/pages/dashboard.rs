//! `/`: how the measures stand, goal by goal.

use leptos::prelude::*;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};

use crate::api::dashboard::dashboard;
use crate::model::dashboard::{DashboardView, GoalGroup};
use crate::model::error::{AppError, FieldError};
use crate::model::query::DashboardQuery;
use crate::ui::awaited::{Waiting, awaited};
use crate::ui::components::downloads::BoardDownloads;
use crate::ui::components::filters::{Choices, FilterState, Filters};
use crate::ui::components::measure_table::MeasureTable;
use crate::ui::components::pages::Pages;
use crate::ui::components::problem::{FieldErrors, Problem};
use crate::ui::components::tag::IllustrativeTag;
use crate::ui::components::tally::TallyList;
use crate::ui::part::IntoPart;
use crate::ui::query::{address, use_search};

/// What a search brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Answer {
    Found(Box<DashboardView>),
    /// The search cannot be read; the choices are there to mend it.
    Unreadable(Vec<FieldError>, Choices),
    Failed(AppError),
}

async fn ask(search: String) -> Answer {
    match dashboard(search).await {
        Ok(view) => Answer::Found(Box::new(view)),
        Err(AppError::Invalid(fields)) => {
            let all = dashboard(String::new()).await;
            Answer::Unreadable(fields, all.map(|view| Choices::of(&view)).unwrap_or_default())
        }
        Err(error) => Answer::Failed(error),
    }
}

#[component]
pub fn DashboardPage() -> impl IntoView {
    let search = use_search();
    let state = FilterState::new(search);
    let (waiting, set_waiting) = signal(false);
    let how = Waiting { words: Some("Loading the dashboard…"), pending: set_waiting.into() };
    let shown = awaited(how, search, ask, move |answer| match answer {
        Answer::Found(view) => view! { <Body view=*view state /> }.into_part(),
        Answer::Unreadable(fields, choices) => view! {
            <Title text="Dashboard" />
            <h1>"Dashboard"</h1>
            <FieldErrors fields />
            <Filters choices state />
        }
        .into_part(),
        Answer::Failed(error) => view! { <Problem error /> }.into_part(),
    });
    view! {
        <div class="settling" class:waiting=waiting aria-busy=move || waiting.get().then_some("true")>
            {shown}
        </div>
    }
    .into_part()
}

#[component]
fn Body(view: DashboardView, state: FilterState) -> impl IntoView {
    let query = view.query.clone();
    let choices = Choices::of(&view);
    let title = format!("Performance in {}", view.asked.label());
    let illustrative = view.illustrative.then(|| {
        view! {
            <p class="note">
                <IllustrativeTag />
                " Some of these figures are made up to show the product; no agency published them. Each is marked."
            </p>
        }
    });
    let groups = match view.groups.is_empty() {
        true => view! { <Nothing /> }.into_part(),
        false => view
            .groups
            .into_iter()
            .map(|group| view! { <Group group drafts=query.drafts /> })
            .collect_view()
            .into_part(),
    };
    // Files have all pages, and nothing that waits for approval.
    let taken = DashboardQuery { page: 0, drafts: false, ..query.clone() }.to_string();
    let to = Box::new({
        let query = query.clone();
        move |page| address("/", &query.on_page(page).to_string())
    });
    view! {
        <Title text="Dashboard" />
        <h1 class="eyebrow">{title}</h1>
        <p class="sentence" role="status">{view.sentence}</p>
        {(!view.told.is_empty()).then(|| view! { <p class="signals-said">{view.told}</p> })}
        <TallyList tally=view.tally query />
        <Filters choices state />
        {illustrative}
        {groups}
        <Pages to page=view.page pages=view.pages total=view.total />
        <BoardDownloads path="/dashboard".to_owned() search=taken />
    }
    .into_part()
}

#[component]
fn Group(group: GoalGroup, drafts: bool) -> impl IntoView {
    let leader =
        (!group.leader.is_empty()).then(|| view! { <p class="leader">"Goal leader: " {group.leader}</p> });
    let (caption, heading) = match group.code.is_empty() {
        true => {
            let name = format!("Measures, {}", group.name);
            (name.clone(), view! { <h2>{name}</h2> }.into_part())
        }
        false => {
            let link =
                view! { <a href=format!("/goals/{}", group.code) rel="external">{group.name.clone()}</a> };
            (format!("Measures of {}", group.name), view! { <h2>{link}</h2> }.into_part())
        }
    };
    view! {
        <section class="goal">
            <header>
                <p class="level">{group.level}</p>
                {heading}
                {leader}
            </header>
            <MeasureTable caption lines=group.lines drafts />
        </section>
    }
    .into_part()
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="empty">
            <h2>"No measure matches these filters"</h2>
            <p>"Take one away, or " <a href="/">"show all measures"</a> "."</p>
        </div>
    }
}
