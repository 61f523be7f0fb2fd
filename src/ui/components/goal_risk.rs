//! The risk of a goal, and the forms by which a person sets it and takes it back. For pages without script.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::goals::{SetGoalRisk, UnsetGoalRisk};
use crate::domain::risk::{GoalRisk, Risk};
use crate::domain::status::Status;
use crate::model::goal::RiskForm;
use crate::ui::part::{IntoPart, Part};

use super::form_fields::Fields;
use super::status::{StatusMark, class_of};

/// How great the risk is and why; for those who may, how it is set.
#[component]
pub fn RiskStands(code: String, risk: GoalRisk, form: Option<RiskForm>) -> impl IntoView {
    let form = form.map(|form| forms(code, form));
    view! {
        <p class="risk" id="risk">{risk_badge(risk.risk)} ": " {risk.why}</p>
        <p class="meta">
            "Goals are categorised by the risk of not achieving the planned level of performance, as 31 U.S.C. 1121(b) asks."
        </p>
        {form}
    }
    .into_part()
}

/// Shape and word, as of a measure that stands alike.
pub fn risk_badge(risk: Risk) -> Part {
    let status = match risk {
        Risk::High => Status::OffTrack,
        Risk::Some => Status::AtRisk,
        Risk::Low => Status::OnTrack,
        Risk::Unknown => Status::NoTarget,
    };
    view! { <span class=format!("status {}", class_of(status))><StatusMark status />{risk.label()}</span> }
        .into_part()
}

fn forms(code: String, form: RiskForm) -> Part {
    let fields = Fields { texts: &form.texts, error: form.error.as_ref() };
    let begin = (String::new(), "Choose".to_owned());
    let choices = Risk::ALL.iter().map(|risk| (risk.name().to_owned(), risk.label().to_owned()));
    let choices = std::iter::once(begin).chain(choices).collect();
    let take_back = form.set.map(|_| {
        view! {
            <form method="post" action=UnsetGoalRisk::url()>
                <input type="hidden" name="code" value=code.clone() />
                <button class="button quiet" type="submit">"Let it follow from the measures again"</button>
            </form>
        }
    });
    let change = if form.set.is_some() { "Change the risk that was set" } else { "Set the risk yourself" };
    view! {
        <details class="set-risk no-print" open=form.error.is_some()>
            <summary>{change}</summary>
            {fields.problems()}
            <form class="goal-form" method="post" action=SetGoalRisk::url()>
                <input type="hidden" name="code" value=code.clone() />
                <fieldset>
                    <legend class="visually-hidden">"Risk and reason"</legend>
                    {fields.choice("risk", "Risk of not achieving what is planned", choices)}
                    {fields.lines("reason", "Reason", 2, "It stands beside the risk, for everybody.")}
                </fieldset>
                <p class="ways-out"><button class="button" type="submit">"Set the risk"</button></p>
            </form>
            {take_back}
        </details>
    }
    .into_part()
}
