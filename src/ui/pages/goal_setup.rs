//! `/goals/{code}/edit` and `/goals/new`: a goal changed and set up. Pages without script.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::goals::{SaveGoal, goal_setup};
use crate::domain::goal::form::{contributor_field, row_field};
use crate::domain::goal::{GoalLevel, Office};
use crate::domain::milestone::MilestoneStatus;
use crate::model::goal::{GoalLink, GoalSetupView};
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::form_fields::Fields;
use crate::ui::components::select::Choice;
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::{use_search, value_of};

/// Without a code in the address, an empty form; the goal that the new one serves is in the search.
#[component]
pub fn GoalSetupPage() -> impl IntoView {
    let (params, search) = (use_params_map(), use_search());
    let asked = Memo::new(move |_| {
        let code = params.with(|params| params.get("code").unwrap_or_default());
        (code, search.with(|search| value_of(search, "parent")))
    });
    awaited_or_problem(
        "Loading the form…",
        asked,
        |(code, parent)| goal_setup(code, parent),
        |view| view! { <Body view /> }.into_part(),
    )
}

#[component]
fn Body(view: GoalSetupView) -> impl IntoView {
    let fields = Fields { texts: &view.form, error: view.error.as_ref() };
    let (title, code, back) = match &view.goal {
        Some(goal) => (format!("Change: {}", goal.name), goal.code.clone(), format!("/goals/{}", goal.code)),
        None => ("Set up a goal".to_owned(), String::new(), "/".to_owned()),
    };
    view! {
        <Title text=title.clone() />
        <h1>{title}</h1>
        {fields.problems()}
        <form class="goal-form" method="post" action=SaveGoal::url()>
            <input type="hidden" name="code" value=code />
            <input type="hidden" name="seen" value=view.revision.to_string() />
            {what(fields, &view)}
            {how(fields, &view.offices)}
            {milestones(fields, view.rows)}
            <p class="ways-out">
                <button class="button" type="submit">"Save"</button>
                <a href=back>"Leave without saving"</a>
            </p>
        </form>
    }
    .into_part()
}

fn office_choices(offices: &[Office]) -> Vec<Choice> {
    offices.iter().map(|office| (office.code.to_string(), office.name.clone())).collect()
}

fn what(fields: Fields, view: &GoalSetupView) -> Part {
    let code = view.goal.is_none().then(|| {
        fields.line(
            "code",
            "Code",
            "text",
            "Letters, digits and hyphens; used in addresses and files, and never changed.",
        )
    });
    let parents =
        view.parents.iter().map(|GoalLink { code, name }| (code.clone(), format!("{name} ({code})")));
    let levels = GoalLevel::ALL.iter().map(|level| (level.name().to_owned(), level.label().to_owned()));
    view! {
        <fieldset>
            <legend>"What is to be achieved"</legend>
            {code}
            {fields.line("name", "Name", "text", "")}
            {fields.lines("statement", "Statement", 4, "What is to be achieved, so that it can be said whether it was.")}
            {fields.choice("level", "Level", levels.collect())}
            {fields.choice("parent", "Serves", parents.collect())}
            {fields.choice("office", "Lead office", office_choices(&view.leads))}
            {fields.line("leader", "Goal leader", "text", "")}
            <div class="beside">
                {fields.line("from", "From", "text", "As FY2026 or FY2026Q1.")}
                {fields.line("to", "To", "text", "The last period.")}
            </div>
            {fields.line("source", "Source", "text", "Where the statement was published.")}
            {fields.check("illustrative", "Illustrative: the texts were made up".to_owned())}
        </fieldset>
    }
    .into_part()
}

fn how(fields: Fields, offices: &[Office]) -> Part {
    let checks = offices
        .iter()
        .map(|office| fields.check(&contributor_field(&office.code), office.name.clone()))
        .collect_view();
    view! {
        <fieldset>
            <legend>"How it is to be reached"</legend>
            {fields.lines("strategies", "Strategies", 4, "")}
            {fields.lines("programs", "Contributing programs", 2, "")}
            <fieldset class="checks">
                <legend>"Contributing offices, besides the one that leads"</legend>
                {checks}
            </fieldset>
        </fieldset>
    }
    .into_part()
}

fn milestones(fields: Fields, rows: usize) -> Part {
    let items = (0..rows).map(|row| milestone(fields, row)).collect_view();
    view! {
        <fieldset>
            <legend>"Milestones"</legend>
            <p class="small">"Rows left empty are left out. Save to get more empty rows."</p>
            {items}
        </fieldset>
    }
    .into_part()
}

fn milestone(fields: Fields, row: usize) -> Part {
    let field = |column: &str| row_field(row, column);
    let statuses =
        MilestoneStatus::ALL.iter().map(|status| (status.name().to_owned(), status.label().to_owned()));
    let (legend, remove) = match fields.text(&field("code")).is_empty() {
        true => ("New milestone".to_owned(), None),
        false => {
            (format!("Milestone {}", row + 1), Some(fields.check(&field("remove"), "Remove it".to_owned())))
        }
    };
    view! {
        <fieldset class="row">
            <legend>{legend}</legend>
            {fields.hidden(&field("code"))}
            {fields.line(&field("name"), "What is to be done", "text", "")}
            {fields.line(&field("due"), "Due", "date", "")}
            {fields.choice(&field("status"), "Status", statuses.collect())}
            {fields.line(&field("owner"), "Owner", "text", "")}
            {fields.line(&field("note"), "Note", "text", "")}
            {remove}
        </fieldset>
    }
    .into_part()
}
