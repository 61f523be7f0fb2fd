//! `/goals/{code}`: the story of a goal. A page without script.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::goals::goal;
use crate::domain::goal::Goal;
use crate::domain::risk::GoalRisk;
use crate::model::goal::{GoalChart, GoalLink, GoalQuery, GoalView, Lacking, ServingGoal};
use crate::ui::awaited::awaited_or_problem;
use crate::ui::chart::StillFigure;
use crate::ui::components::downloads::{BoardDownloads, GoalChartDownloads};
use crate::ui::components::elements::PresenceMark;
use crate::ui::components::goal_risk::{RiskStands, risk_badge};
use crate::ui::components::heat::HeatMap;
use crate::ui::components::measure_table::MeasureTable;
use crate::ui::components::milestones::TimeLine;
use crate::ui::components::pages::Pages;
use crate::ui::components::recommendations::Recommendations;
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::{address, use_search};

#[component]
pub fn GoalPage() -> impl IntoView {
    let params = use_params_map();
    let search = use_search();
    let asked = Memo::new(move |_| {
        let code = params.with(|params| params.get("code").unwrap_or_default());
        (code, search.get())
    });
    awaited_or_problem(
        "Loading the goal…",
        asked,
        |(code, search)| goal(code, search),
        |view| view! { <GoalBody view /> }.into_part(),
    )
}

#[component]
fn GoalBody(view: GoalView) -> impl IntoView {
    let goal = view.goal.clone();
    let illustrative = goal.illustrative.then(|| {
        view! { <p class="note"><b>"Illustrative: "</b>"the texts of this goal were written to show the product; no agency published them."</p> }
    });
    let statement = (!goal.statement.is_empty() && goal.statement != goal.name)
        .then(|| view! { <p class="statement">{goal.statement.clone()}</p> });
    let change = view.may_define.then(|| changes(&goal));
    let milestones = match view.milestones.is_empty() {
        true => view! { <p class="small-sentence">{view.on_time.clone()}</p> }.into_part(),
        false => view! {
            <StillFigure
                still=view.time_line.clone()
                illustrative=view.milestones.iter().any(|line| line.illustrative)
            />
            <GoalChartDownloads code=goal.code.clone() kind=GoalChart::Milestones />
            <TimeLine lines=view.milestones.clone() />
        }
        .into_part(),
    };
    let recommendations = (!view.recommendations.is_empty()).then(|| {
        view! {
            <section>
                <h2>"External recommendations"</h2>
                <Recommendations lines=view.recommendations.clone() />
            </section>
        }
    });
    view! {
        <Title text=goal.name.clone() />
        <nav class="breadcrumb" aria-label="Breadcrumb">
            <ol>
                <li><a href="/">"Dashboard"</a></li>
                {links(view.above.clone())}
            </ol>
        </nav>
        <p class="eyebrow">{goal.level.label()}</p>
        <h1>{goal.name.clone()}</h1>
        {statement}
        {illustrative}
        {change}
        <GoalFacts view=view.clone() />
        {below(view.below.clone())}
        <section id="measures">
            <h2>{format!("Measures in {}", view.asked.label())}</h2>
            <RiskStands code=goal.code.to_string() risk=view.risk.clone() form=view.risk_form.clone() />
            <p class="sentence small-sentence">{view.sentence.clone()}</p>
            {measures(&view)}
            {heat(&view)}
        </section>
        <section>
            <h2>"Milestones"</h2>
            {milestones}
        </section>
        {recommendations}
        <Missing lacking=view.lacking code=goal.code.to_string() />
    }
    .into_part()
}

/// For those who may: where the goal is changed.
fn changes(goal: &Goal) -> Part {
    let (edit, add) = (format!("/goals/{}/edit", goal.code), format!("/goals/new?parent={}", goal.code));
    view! {
        <p class="ways-out no-print">
            <a class="button quiet" href=edit>"Change this goal"</a>
            <a href=add>"Set up a goal that serves it"</a>
        </p>
    }
    .into_part()
}

fn measures(view: &GoalView) -> Part {
    if view.lines.is_empty() {
        return view! { <p class="empty">"No measures are kept for this goal itself."</p> }.into_part();
    }
    let caption = format!("Measures of {}", view.goal.name);
    let path = format!("/goals/{}", view.goal.code);
    let taken = format!("{path}/data");
    let to = Box::new(move |page| format!("{}#measures", address(&path, &GoalQuery { page }.to_string())));
    view! {
        <MeasureTable caption lines=view.lines.clone() />
        <Pages to page=view.page pages=view.pages total=view.total />
        <BoardDownloads path=taken search=String::new() />
    }
    .into_part()
}

fn heat(view: &GoalView) -> Option<Part> {
    let (heat, code) = (view.heat.clone(), view.goal.code.clone());
    (!heat.rows.is_empty()).then(|| {
        view! {
            <h3 class="goal-before">"How they stood before"</h3>
            <p class="small-sentence">{heat.said.clone()}</p>
            <HeatMap heat />
            <GoalChartDownloads code kind=GoalChart::Status page=view.page />
        }
        .into_part()
    })
}

fn links(goals: Vec<GoalLink>) -> impl IntoView {
    goals
        .into_iter()
        .map(|goal| view! { <li><a href=format!("/goals/{}", goal.code)>{goal.name}</a></li> })
        .collect_view()
}

/// The goals that serve this one, each with its risk.
fn below(goals: Vec<ServingGoal>) -> Option<Part> {
    let item = |ServingGoal { goal, risk }: ServingGoal| {
        let GoalRisk { risk, why } = risk;
        view! {
            <li>
                <a href=format!("/goals/{}", goal.code)>{goal.name}</a>
                <span class="small">{risk_badge(risk)} ": " {why}</span>
            </li>
        }
        .into_part()
    };
    (!goals.is_empty()).then(|| {
        let items = goals.into_iter().map(item).collect_view();
        view! {
            <section>
                <h2>"Goals that serve this one"</h2>
                <ul class="serving">{items}</ul>
            </section>
        }
        .into_part()
    })
}

#[component]
fn GoalFacts(view: GoalView) -> impl IntoView {
    let goal = view.goal;
    let frame = time_frame(&goal);
    let terms = [
        ("Lead office", view.office_name),
        ("Goal leader", goal.leader),
        ("Time frame", frame),
        ("Contributing offices", view.contributors.join("; ")),
        ("Contributing programs", goal.programs),
        ("Source", goal.source),
    ];
    let items = terms
        .into_iter()
        .map(|(term, text)| {
            let said = if text.is_empty() { "not stated".to_owned() } else { text };
            view! { <div><dt>{term}</dt><dd>{said}</dd></div> }
        })
        .collect_view();
    let strategies = (!goal.strategies.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Strategies"</h2>
                <p class="prose">{goal.strategies}</p>
            </section>
        }
    });
    view! {
        <dl class="facts inline">{items}</dl>
        {strategies}
    }
    .into_part()
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

/// What the goal lacks, its measures as a set, and each of them.
#[component]
fn Missing(lacking: Lacking, code: String) -> impl IntoView {
    let none = lacking.gaps.is_empty();
    let gaps = lacking.gaps.into_iter().map(|gap| {
        view! {
            <li>
                <PresenceMark presence=gap.presence />
                " "
                <b>{gap.element}</b>
                {format!(": {}", gap.note)}
                <span class="meta">{gap.authority}</span>
            </li>
        }
        .into_part()
    });
    let gaps = match none {
        true => view! { <p>"The goal states everything that is asked of it, and its measures make a whole set."</p> }
            .into_part(),
        false => view! { <ul class="elements">{gaps.collect_view()}</ul> }.into_part(),
    };
    let measures = (!lacking.sentence.is_empty()).then(|| {
        let href = format!("/elements?goal={code}");
        view! { <p>{lacking.sentence} " " <a href=href>"Measures by elements"</a></p> }
    });
    view! {
        <section>
            <h2>"What is missing"</h2>
            <div class="goal-gaps">{gaps} {measures}</div>
        </section>
    }
    .into_part()
}
