//! How a measure stands, with the arithmetic behind it.

use leptos::prelude::*;

use crate::domain::status::Arithmetic;
use crate::model::measure::Latest;
use crate::ui::part::IntoPart;

use super::status::{StatusBadge, class_of};

/// The latest period: status, actual against target, why.
#[component]
pub fn Standing(latest: Latest) -> impl IntoView {
    let judgement = latest.judgement;
    let none = || "–".to_owned();
    view! {
        <section class=format!("standing {}", class_of(judgement.status)) aria-labelledby="standing">
            <h2 id="standing">{latest.period.label()}</h2>
            <p class="verdict"><StatusBadge status=judgement.status /></p>
            <dl class="pair">
                <div>
                    <dt>"Actual"</dt>
                    <dd>{latest.actual.unwrap_or_else(none)}</dd>
                </div>
                <div>
                    <dt>"Target"</dt>
                    <dd>{latest.target.unwrap_or_else(none)}</dd>
                </div>
            </dl>
            <p class="why">{judgement.reason}</p>
            {judgement.arithmetic.map(|arithmetic| view! { <Workings arithmetic /> })}
        </section>
    }
    .into_part()
}

#[component]
fn Workings(arithmetic: Arithmetic) -> impl IntoView {
    view! {
        <div class="workings">
            <p>{arithmetic.formula}</p>
            <p>{format!("= {}", arithmetic.substituted)}</p>
            <p>"= " <b>{arithmetic.result}</b></p>
        </div>
    }
}
