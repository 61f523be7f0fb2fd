//! How far what was typed in the grid has come, and which keys do what.

use leptos::prelude::*;

use crate::domain::actual::MissingReason;
use crate::ui::part::{IntoPart, Part};

use super::grid::outbox::Link;
use super::grid::state::Grid;

/// The line above the grid: what was just done, and what is not saved yet.
#[component]
pub fn GridStatus(grid: Grid) -> impl IntoView {
    let keeps = grid.outbox.keeps;
    let kept = move || kept(grid.outbox.waiting.with(Vec::len), keeps.get());
    let unkept = move || {
        (!keeps.get()).then(|| {
            view! {
                <p class="note" role="alert">
                    "This browser’s storage is full or turned off, so it cannot keep what is not saved yet. Leave this page only when every figure is saved."
                </p>
            }
        })
    };
    let link = move || match grid.outbox.link.get() {
        Link::Fine => ().into_part(),
        Link::Down(why) => {
            let words = format!("{} {why} They are sent when that is over.", kept());
            view! { <p class="note" role="alert">{words}</p> }.into_part()
        }
        Link::SignedOut => {
            let words = format!("You are signed out. {} ", kept());
            view! {
                <p class="note" role="alert">
                    {words}
                    <a href="/signin" target="_blank" rel="external noopener">"Sign in in another tab"</a>
                    ", and they are sent."
                </p>
            }
            .into_part()
        }
    };
    let elsewhere = move || {
        let line = |(form, against): (crate::model::entry::FigureForm, String)| {
            let figure = crate::domain::cell_text::of(&form.typed());
            view! { <li>{format!("{}, {}: {figure} was not saved. {against}", form.measure, form.period)}</li> }.into_part()
        };
        let lines: Vec<Part> = grid.elsewhere.get().into_iter().map(line).collect();
        (!lines.is_empty()).then(|| view! { <ul class="note">{lines}</ul> })
    };
    let reasons: Vec<String> =
        MissingReason::ALL.iter().map(|reason| format!("{} {}", reason.key(), reason.label())).collect();
    let keys = format!(
        "Enter, Tab or ↓ next, ↑ and ← → as in a spreadsheet, Escape takes back, Ctrl+Z undoes, F2 note. A rate is \
         typed as 83/100. No figure: {}. A block copied from a spreadsheet can be pasted.",
        reasons.join(", ")
    );
    view! {
        {unkept}
        {link}
        {elsewhere}
        <p class="grid-said" role="status">{move || grid.said.get()}</p>
        {grid.may_enter.then(|| view! { <p class="meta grid-keys">{keys}</p> })}
    }
    .into_part()
}

/// How many figures wait, and whether this browser keeps them.
fn kept(count: usize, keeps: bool) -> String {
    match (count, keeps) {
        (0, _) => String::new(),
        (1, true) => "1 figure is kept in this browser and not saved yet.".to_owned(),
        (1, false) => "1 figure is not saved yet.".to_owned(),
        (many, true) => format!("{many} figures are kept in this browser and not saved yet."),
        (many, false) => format!("{many} figures are not saved yet."),
    }
}
