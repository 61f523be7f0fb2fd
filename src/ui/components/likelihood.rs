//! How likely it is that a measure meets the target that is ahead.

use leptos::prelude::*;

use crate::domain::forecast::Likelihood;
use crate::ui::part::IntoPart;

/// The likelihood in words and per cent, what it is about, by which method, and what it takes.
#[component]
pub fn LikelihoodCard(likelihood: Likelihood) -> impl IntoView {
    let Likelihood { verdict, sentence, facts, method, .. } = likelihood;
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
    view! {
        <section class="likelihood" aria-labelledby="likelihood">
            <h2 id="likelihood">"Likelihood of meeting the target"</h2>
            {verdict.map(|verdict| view! { <p class="verdict">{verdict}</p> })}
            <p>{sentence}</p>
            <dl class="facts">{facts.collect_view()}</dl>
            <p class="meta">
                {method}
                "From approved figures alone, as 31 U.S.C. 1121(b) asks for each quarter’s review. The words are the IPCC’s of 2010: likely is from 66%, very likely from 90%."
            </p>
        </section>
    }
    .into_part()
}
