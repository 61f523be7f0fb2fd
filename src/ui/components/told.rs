//! What became of what was sent about a figure by a plain form, on the page that sent it.

use leptos::prelude::*;

use crate::model::review::ReviewTold;
use crate::ui::part::{IntoPart, Part};

/// What was done, and what was refused; `None` where nothing was sent.
pub fn told(told: Option<&ReviewTold>) -> Option<Part> {
    let told = told?;
    let lines = told.lines.iter().map(|line| view! { <p>{line.clone()}</p> }.into_part());
    let refused = told
        .refused
        .iter()
        .map(|_| view! { <p>"It was not sent: see the field that is marked."</p> }.into_part());
    let class = if told.refused.is_some() { "error-summary" } else { "note" };
    let lines: Vec<Part> = lines.chain(refused).collect();
    Some(view! { <div class=class role="alert">{lines}</div> }.into_part())
}
