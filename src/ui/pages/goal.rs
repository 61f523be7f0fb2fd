//! `/goals/{code}`: a goal, its place in the tree, its measures.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::goals::goal;
use crate::domain::goal::Goal;
use crate::model::goal::{GoalLink, GoalView};
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::measure_table::MeasureTable;
use crate::ui::part::IntoPart;

#[component]
pub fn GoalPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    awaited_or_problem("Loading the goal…", code, goal, |view| view! { <GoalBody view /> }.into_part())
}

#[component]
fn GoalBody(view: GoalView) -> impl IntoView {
    let goal = view.goal.clone();
    let caption = format!("Measures of {}", goal.name);
    let statement = (!goal.statement.is_empty() && goal.statement != goal.name)
        .then(|| view! { <p class="statement">{goal.statement.clone()}</p> });
    let below = (!view.below.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Goals that serve this one"</h2>
                <ul class="links">{links(view.below)}</ul>
            </section>
        }
    });
    let measures = match view.lines.is_empty() {
        true => view! { <p class="empty">"No measures are kept for this goal itself."</p> }.into_part(),
        false => view! { <MeasureTable caption lines=view.lines /> }.into_part(),
    };
    view! {
        <Title text=goal.name.clone() />
        <nav class="breadcrumb" aria-label="Breadcrumb">
            <ol>
                <li><a href="/">"Dashboard"</a></li>
                {links(view.above)}
            </ol>
        </nav>
        <p class="eyebrow">{goal.level.label()}</p>
        <h1>{goal.name.clone()}</h1>
        {statement}
        <GoalFacts goal office=view.office_name />
        {below}
        <section>
            <h2>{format!("Measures in {}", view.asked.label())}</h2>
            <p class="sentence small-sentence">{view.sentence}</p>
            {measures}
        </section>
    }
    .into_part()
}

fn links(goals: Vec<GoalLink>) -> impl IntoView {
    goals
        .into_iter()
        .map(|goal| view! { <li><a href=format!("/goals/{}", goal.code)>{goal.name}</a></li> })
        .collect_view()
}

#[component]
fn GoalFacts(goal: Goal, office: String) -> impl IntoView {
    let frame = time_frame(&goal);
    let terms =
        [("Office", office), ("Goal leader", goal.leader), ("Time frame", frame), ("Source", goal.source)];
    let items = terms
        .into_iter()
        .map(|(term, text)| {
            let said = if text.is_empty() { "not stated".to_owned() } else { text };
            view! { <div><dt>{term}</dt><dd>{said}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts inline">{items}</dl> }.into_part()
}

/// `FY 2022 to FY 2023`; as much of it as is stated.
fn time_frame(goal: &Goal) -> String {
    match (goal.from, goal.to) {
        (Some(from), Some(to)) if from == to => from.label(),
        (Some(from), Some(to)) => format!("{} to {}", from.label(), to.label()),
        (Some(from), None) => format!("from {}", from.label()),
        (None, Some(to)) => format!("until {}", to.label()),
        (None, None) => String::new(),
    }
}
