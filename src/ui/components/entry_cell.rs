//! One figure of the entry grid: fields, what is wrong with them, and where it stands on its way to the
//! public.

use leptos::prelude::*;

use crate::domain::actual::State;
use crate::domain::breakdown;
use crate::domain::measure::{Frequency, Measure};
use crate::model::entry::EntryCell;
use crate::ui::part::IntoPart;

use super::entry_fields::Fields;
use super::entry_state::{CellState, Said};
use super::entry_steps::Steps;

/// One cell. The fields work from the keyboard: Enter saves. `several`: the row has categories of more
/// than one dimension.
#[component]
pub fn EntryCellForm(state: CellState, several: bool, may_enter: bool) -> impl IntoView {
    let (name, reference, is_total, ratio) = untrack(|| {
        state.with(|measure, cell| {
            let name = name(measure, cell, several);
            (name, reference(measure, cell), cell.category.is_empty(), measure.ratio)
        })
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(state.save());
    };
    let fields = match may_enter {
        true => view! { <Fields state of=name.clone() ratio /> }.into_part(),
        false => view! { <Reading state /> }.into_part(),
    };
    let spoken = Some(name.clone()).filter(|name| !name.is_empty());
    let shown = spoken.clone().map(|name| view! { <b class="entry-name">{name}</b> " · " });
    let locked = move || {
        let why = state.locked().filter(|_| may_enter);
        why.map(|why| view! { <p class="entry-locked">{why}</p> })
    };
    view! {
        <div class="entry-line" class:category=!is_total>
            <p class="about">{shown} <Standing state /> {format!(" · {reference}")}</p>
            <LastComment state />
            {locked}
            <form class="entry-form" class:ratio=ratio aria-label=spoken on:submit=save>
                {fields}
                <Steps state of=name may_enter />
                <Message state />
            </form>
        </div>
    }
    .into_part()
}

/// What a cell is called within its row: its category, its month; empty for the one period of a row.
fn name(measure: &Measure, cell: &EntryCell, several: bool) -> String {
    let month = Some(cell.period.label()).filter(|_| measure.frequency == Frequency::Monthly);
    let (dimension, category) = breakdown::parts(&cell.category);
    let of = match several {
        true => format!("{}: {category}", breakdown::words(dimension)),
        false => category.to_owned(),
    };
    let of = Some(of).filter(|_| !cell.category.is_empty());
    of.into_iter().chain(month).collect::<Vec<_>>().join(", ")
}

/// What to hold the figure against: the figure before, and this period's target.
fn reference(measure: &Measure, cell: &EntryCell) -> String {
    let unit = &measure.unit;
    let is_total = cell.category.is_empty();
    let before =
        cell.before.map(|(period, value)| format!("before: {} in {}", unit.phrase(value), period.label()));
    let target = match cell.target {
        Some(value) => Some(format!("target: {}", unit.phrase(value))),
        None => is_total.then(|| "no target".to_owned()),
    };
    let period = (is_total && measure.frequency != Frequency::Monthly).then(|| cell.period.label());
    let words = [period, is_total.then(|| unit.name.clone()), before, target];
    words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Where the figure stands on its way to the public, and how its day stands.
#[component]
fn Standing(state: CellState) -> impl IntoView {
    move || {
        state.with(|_, cell| {
            let words = match &cell.published {
                Some(published) => format!("{}; the public sees {published}", cell.standing),
                None => cell.standing.clone(),
            };
            match cell.entry_words.as_str() {
                "" => words,
                day => format!("{words} · {day}"),
            }
        })
    }
}

/// What was said last about a figure that is not approved.
#[component]
fn LastComment(state: CellState) -> impl IntoView {
    move || {
        let is_approved = |cell: &EntryCell| cell.state == Some(State::Approved);
        let last = state.with(|_, cell| cell.comments.last().filter(|_| !is_approved(cell)).cloned());
        last.map(|last| {
            let verb = if last.returned { "returned it" } else { "said" };
            view! { <p class="entry-comment"><b>{last.author}</b>{format!(" {verb}: {}", last.text)}</p> }
        })
    }
}

/// The newest content, for those who review and do not enter.
#[component]
fn Reading(state: CellState) -> impl IntoView {
    let figure = move || {
        state.with(|measure, cell| match cell.typed.read(measure) {
            Ok(figure) => measure.phrase(figure),
            Err(_) => "nothing entered".to_owned(),
        })
    };
    let texts = move || {
        state.with(|_, cell| {
            let texts = [("", &cell.note), ("Why it changes: ", &cell.reason)];
            let told = texts.into_iter().filter(|(_, text)| !text.is_empty());
            told.map(|(label, text)| format!("{label}{text}")).collect::<Vec<_>>().join(" · ")
        })
    };
    view! {
        <p class="entered"><b>{figure}</b></p>
        <p class="entry-note">{texts}</p>
    }
    .into_part()
}

/// What happened, in words, read out when it changes.
#[component]
fn Message(state: CellState) -> impl IntoView {
    let wrong = move || matches!(state.said.get(), Said::Wrong(_) | Said::Failed(..));
    let words = move || match state.said.get() {
        Said::Nothing => String::new(),
        Said::Busy => "Saving…".to_owned(),
        Said::Done(words) => words.to_owned(),
        Said::Wrong(errors) => {
            // What no field can show.
            let of_cell =
                errors.into_iter().find(|error| ["category", "period"].contains(&error.field.as_str()));
            let of_cell = of_cell.map_or("see the fields marked".into(), |error| error.message);
            format!("Not saved: {}.", of_cell.trim_end_matches('.'))
        }
        Said::Failed(words, false) => words,
        Said::Failed(words, true) => format!("{words} Save again to put yours in its place."),
    };
    view! { <p class="entry-message" class:form-error=wrong role="status">{words}</p> }
}
