//! What others recommend, with its status as of a day and the measures that answer it.

use leptos::prelude::*;

use crate::model::goal::RecommendationLine;
use crate::ui::part::IntoPart;

use super::facts::Source;

#[component]
pub fn Recommendations(lines: Vec<RecommendationLine>) -> impl IntoView {
    let items = lines.into_iter().map(|line| view! { <Item line /> }).collect_view();
    view! { <ul class="recommendations">{items}</ul> }.into_part()
}

#[component]
fn Item(line: RecommendationLine) -> impl IntoView {
    let RecommendationLine { code, status, when, text, note, source, source_address, answers } = line;
    let note = (!note.is_empty()).then(|| view! { <p class="small">{note}</p> });
    let answers = match answers.is_empty() {
        true => view! { <p class="small">"No measure here answers it."</p> }.into_part(),
        false => {
            let link = |(code, name): (String, String)| {
                view! { <li><a href=format!("/measures/{code}")>{name}</a></li> }
            };
            let links = answers.into_iter().map(link).collect_view();
            view! {
                <p class="small">"Answered by:"</p>
                <ul class="links small">{links}</ul>
            }
            .into_part()
        }
    };
    view! {
        <li>
            <h3>{code}</h3>
            <p>
                <b class="recommendation-status">{status}</b>
                {when}
            </p>
            <blockquote>{text}</blockquote>
            {note}
            <p class="small">
                "Source: "
                <Source text=source address=source_address />
            </p>
            {answers}
        </li>
    }
    .into_part()
}
