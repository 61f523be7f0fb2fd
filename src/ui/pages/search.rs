//! `/search`: goals and measures found by a few letters. A page without script.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::search::search;
use crate::domain::search::{Words, marked};
use crate::model::error::AppError;
use crate::model::search::{FoundLine, SearchView};
use crate::ui::awaited::{Waiting, awaited};
use crate::ui::components::pages::Pages;
use crate::ui::components::problem::{FieldErrors, Problem};
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::{address, use_search, value_of};

#[component]
pub fn SearchPage() -> impl IntoView {
    let asked = use_search();
    awaited(Waiting::saying("Searching…"), asked, search, move |view| {
        let typed = value_of(&asked.get_untracked(), "q");
        let title = if typed.is_empty() { "Search".to_owned() } else { format!("Search: {typed}") };
        let found = match view {
            Ok(view) => view! { <Found view /> }.into_part(),
            Err(AppError::Invalid(fields)) => view! { <FieldErrors fields /> }.into_part(),
            Err(error) => return view! { <Problem error /> }.into_part(),
        };
        view! {
            <Title text=title />
            <h1 class="eyebrow">"Search"</h1>
            {found}
        }
        .into_part()
    })
}

/// How many were found, and a page of them.
#[component]
fn Found(view: SearchView) -> impl IntoView {
    let SearchView { query, sentence, lines, total, page, pages } = view;
    let (typed, words) = (query.q.trim().to_owned(), Words::of(&query.q));
    match (words.is_empty(), total) {
        (true, _) => return view! { <Advice sentence="What are you looking for?".to_owned() /> }.into_part(),
        (_, 0) => {
            return view! { <Advice sentence=format!("Nothing is found for “{typed}”.") /> }.into_part();
        }
        _ => {}
    }
    let lines = lines.into_iter().map(|line| view! { <Line line words=words.clone() /> }).collect_view();
    let to = Box::new(move |page| address("/search", &query.on_page(page).to_string()));
    view! {
        <p class="sentence" role="status">{format!("{sentence} for “{typed}”")}</p>
        <ol class="found">{lines}</ol>
        <Pages to page pages total things="found" />
    }
    .into_part()
}

/// What can be found, and how.
#[component]
fn Advice(sentence: String) -> impl IntoView {
    view! {
        <p class="sentence" role="status">{sentence}</p>
        <div class="empty">
            <p>
                "Goals and measures are found by a few letters of their code, name, definition or office; "
                "every word must be found, in any order. Fewer or shorter words find more."
            </p>
            <p>"Or look through " <a href="/">"the dashboard"</a> " or " <a href="/elements">"all measures by elements"</a> "."</p>
        </div>
    }
    .into_part()
}

#[component]
fn Line(line: FoundLine, words: Words) -> impl IntoView {
    let FoundLine { what, code, name, office, goal, excerpt, retired } = line;
    let href = format!("/{}/{code}", if goal.is_some() { "measures" } else { "goals" });
    let goal =
        goal.map(|goal| view! { " · " <a href=format!("/goals/{}", goal.code)>{goal.name}</a> }.into_part());
    let retired = (!retired.is_empty()).then(|| view! { " " <span class="tag">{retired}</span> });
    view! {
        <li>
            <h2><a href=href>{marks(&name, &words)}</a></h2>
            <p class="meta">{what} " " {marks(&code, &words)} " · " {marks(&office, &words)} {goal} {retired}</p>
            <p class="small">{marks(&excerpt, &words)}</p>
        </li>
    }
    .into_part()
}

/// A text, with the words that were looked for marked.
fn marks(text: &str, words: &Words) -> Part {
    let piece = |(text, is_word): (String, bool)| match is_word {
        true => view! { <mark>{text}</mark> }.into_part(),
        false => text.into_part(),
    };
    marked(text, words).into_iter().map(piece).collect_view().into_part()
}
