//! How likely it is that a measure meets the target that is ahead.

use leptos::prelude::*;

use crate::domain::forecast::{Fan, FanStep, LEVELS, LIKELY, Likelihood, VERY_LIKELY};
use crate::domain::measure::Unit;
use crate::ui::part::{IntoPart, Part};

/// Beside a verdict.
fn scale() -> String {
    format!(
        " The words are the IPCC’s of 2010, by the per cent as shown, rounded to five: likely is from {LIKELY}%, very \
         likely from {VERY_LIKELY}%. The spread holds while the series goes on as it did: one that drifts is less \
         certain than it says."
    )
}

/// The likelihood in words and per cent, what it is about, by which method, and what it takes.
#[component]
pub fn LikelihoodCard(likelihood: Likelihood, unit: Unit) -> impl IntoView {
    let Likelihood { verdict, sentence, facts, method, fan } = likelihood;
    let facts = facts.into_iter().map(|(term, text)| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{text}</dd>
            </div>
        }
        .into_part()
    });
    let method = (!method.is_empty()).then(|| format!("Method: {method}. "));
    let scale = verdict.is_some().then(scale);
    view! {
        <section class="likelihood" aria-labelledby="likelihood">
            <h2 id="likelihood">"Likelihood of meeting the target"</h2>
            {verdict.map(|verdict| view! { <p class="verdict">{verdict}</p> })}
            <p>{sentence}</p>
            <dl class="facts">{facts.collect_view()}</dl>
            {fan.map(|fan| ahead(fan, &unit))}
            <p class="meta">
                {method}
                "From approved figures alone, as 31 U.S.C. 1121(b) asks for each quarter’s review."
                {scale}
            </p>
        </section>
    }
    .into_part()
}

/// Period by period.
fn ahead(fan: Fan, unit: &Unit) -> Part {
    let item = |FanStep { period, mean, bands }: FanStep| {
        let between = |(level, (low, high)): (u8, (f64, f64))| {
            format!("{level}%: {} to {}", unit.figure(low), unit.figure(high))
        };
        let bands: Vec<String> = LEVELS.into_iter().zip(bands).map(between).collect();
        let text = format!("{} ({})", unit.figure(mean), bands.join("; "));
        view! {
            <div>
                <dt>{period.label()}</dt>
                <dd>{text}</dd>
            </div>
        }
        .into_part()
    };
    let items = fan.steps.into_iter().map(item).collect_view();
    view! {
        <details>
            <summary>"Forecast period by period"</summary>
            <dl class="facts">{items}</dl>
        </details>
    }
    .into_part()
}
