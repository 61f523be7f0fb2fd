//! A figure that waits, with what it is held against.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::review::{ReviewItem, ReviewText};
use crate::ui::components::comments::{About, Added, Comments};
use crate::ui::components::history::moment;
use crate::ui::components::measure_table::Sparkline;
use crate::ui::components::tag::IllustrativeTag;
use crate::ui::part::{IntoPart, Part};

use super::state::{ItemState, Mark, QueueState};
use super::steps::Steps;

/// A figure. It takes the focus as a whole; what was done with it stays in its place in a line.
#[component]
pub fn Item(queue: QueueState, item: ItemState) -> impl IntoView {
    let shown = item.item.get_value();
    let (id, at) = (item.id(), item.at);
    let name_id = format!("{id}-name");
    let named = name_id.clone();
    let href = format!("/measures/{}?drafts=yes", shown.which.measure);
    let illustrative = shown.illustrative.then(|| view! { <IllustrativeTag /> });
    let waits = Memo::new(move |_| item.waits());
    let is_shown = Memo::new(move |_| waits.get() || item.is_held.get());
    let done = move || {
        item.mark.with(|mark| match mark {
            Mark::Approved => Some("Approved. The public sees it now.".to_owned()),
            Mark::Returned => Some("Returned with your comment.".to_owned()),
            Mark::Passed(words) => Some(words.clone()),
            Mark::Waits | Mark::Sending | Mark::Failed(_) => None,
        })
    };
    let done = move || done().map(|words| view! { <p class="review-done">{words}</p> });
    let body = {
        let shown = shown.clone();
        move || is_shown.get().then(|| view! { <Body queue item waits shown=(*shown).clone() /> })
    };
    view! {
        <article
            class="review-item"
            class:done=move || !waits.get()
            id=id
            aria-labelledby=named
            tabindex=move || if queue.active.get() == at { "0" } else { "-1" }
            on:focusin=move |_| queue.active.set(at)
        >
            <h3 id=name_id><a href=href>{shown.measure.clone()}</a> " " <span class="review-of">{shown.of.clone()}</span></h3>
            <p class="meta">{shown.office.clone()} {illustrative}</p>
            {done}
            {body}
        </article>
    }
    .into_part()
}

#[component]
fn Body(queue: QueueState, item: ItemState, waits: Memo<bool>, shown: ReviewItem) -> impl IntoView {
    let about = About { which: shown.which.clone(), id: item.id(), key: Some("c") };
    let added: Added = Arc::new(move |comments| {
        // The page may be gone.
        if item.comments.try_set(comments).is_none() {
            queue.said.set("Your comment was added.".into());
        }
    });
    let days = match shown.days {
        0 => "waits since today".to_owned(),
        days => format!("waits for {}", crate::domain::date::days(days)),
    };
    let who = format!(
        "Entered by {} on {}, submitted on {}: {days}.",
        shown.author,
        moment(&shown.entered_at),
        moment(&shown.since)
    );
    view! {
        <div class="review-figures">
            {change(&shown)}
            {recent(&shown)}
        </div>
        {warnings(&shown.warnings)}
        {texts(shown.texts)}
        <p class="meta">{who}</p>
        {move || waits.get().then(|| view! { <Steps queue item /> })}
        <Comments about texts=queue.texts comments=item.comments on_added=added />
    }
    .into_part()
}

/// The figure, what it takes the place of, and its target.
fn change(shown: &ReviewItem) -> Part {
    let before = match shown.before.clone() {
        None => view! { <p class="meta">"The first figure for this period."</p> }.into_part(),
        Some(before) if before == shown.now => {
            view! { <p class="meta">"The same figure is published; what is written beside it changes."</p> }
                .into_part()
        }
        Some(before) => {
            view! { <p class="meta">"In place of " <del>{before}</del> ", which the public sees now."</p> }
                .into_part()
        }
    };
    let target = shown.target.clone().unwrap_or_else(|| "none".into());
    view! {
        <div>
            <p class="review-now">{shown.now.clone()}</p>
            {before}
            <p class="meta">{format!("Target: {target}")}</p>
        </div>
    }
    .into_part()
}

/// The figures before, as a picture and as a list.
fn recent(shown: &ReviewItem) -> Part {
    let figures = shown
        .recent
        .iter()
        .map(|(period, figure)| view! { <li><span>{period.clone()}</span> " " <b>{figure.clone()}</b></li> })
        .collect_view();
    let list = match shown.recent.is_empty() {
        true => view! { <p class="meta">"No figure before this one."</p> }.into_part(),
        false => view! {
            <ol class="cell-recent" aria-label="The figures before, latest first">{figures}</ol>
        }
        .into_part(),
    };
    view! {
        <div class="review-recent">
            <Sparkline drawing=shown.sparkline.clone() trend=shown.trend.clone() />
            {list}
        </div>
    }
    .into_part()
}

fn warnings(warnings: &[String]) -> Option<Part> {
    let each = |words: &String| view! { <p class="entry-check amiss">{words.clone()}</p> }.into_part();
    let shown: Vec<Part> = warnings.iter().map(each).collect();
    (!shown.is_empty()).then(|| view! { <div class="entry-checks">{shown}</div> }.into_part())
}

/// What is written beside the figure; what was written before is struck through.
fn texts(texts: Vec<ReviewText>) -> Option<Part> {
    let each = |text: ReviewText| {
        let before = (!text.before.is_empty()).then(|| view! { <del>{text.before}</del> " " });
        let now = match text.now.is_empty() {
            true => view! { <span class="soft">"nothing any more"</span> }.into_part(),
            false => view! { <span class="comment-text">{text.now}</span> }.into_part(),
        };
        view! { <dt>{text.label}</dt> <dd>{before} {now}</dd> }.into_part()
    };
    let shown: Vec<Part> = texts.into_iter().map(each).collect();
    (!shown.is_empty()).then(|| view! { <dl class="cell-facts">{shown}</dl> }.into_part())
}
