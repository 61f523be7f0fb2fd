//! One measure's figure for a quarter: fields, what is wrong with them, and the chart that moves
//! while typing.

use leptos::prelude::*;

use crate::chart;
use crate::domain::actual::State;
use crate::domain::series::{Selection, Series};
use crate::domain::target::Baseline;
use crate::model::entry::EntryRow;
use crate::ui::chart::ChartFigure;
use crate::ui::part::IntoPart;

use super::entry_fields::Fields;
use super::entry_state::{RowState, Said};

/// One row of the grid. The fields work from the keyboard: Enter saves. The chart stands beside the
/// row that is worked on, `active` being its place among the rows.
#[component]
pub fn EntryRowForm(row: EntryRow, at: usize, active: RwSignal<usize>, may_enter: bool) -> impl IntoView {
    let state = RowState::new(row.clone());
    let measure = row.measure.clone();
    let heading_id = format!("row-{}", measure.code);
    let labelled_by = heading_id.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(state.save());
    };
    let fields = match may_enter {
        true => view! { <Fields state ratio=measure.ratio /> }.into_part(),
        false => view! { <Reading state /> }.into_part(),
    };
    let is_active = move || active.get() == at;
    view! {
        <article
            class="entry-row"
            class:active=is_active
            aria-labelledby=labelled_by
            on:focusin=move |_| active.set(at)
            on:pointerdown=move |_| active.set(at)
        >
            <div class="entry-cell">
                <header>
                    <h2 id=heading_id>
                        <a href=format!("/measures/{}", measure.code)>{measure.name.clone()}</a>
                    </h2>
                    <p class="about"><Standing state />{format!(" · {}", reference(&row))}</p>
                </header>
                <form class="entry-form" class:ratio=measure.ratio on:submit=save>
                    {fields}
                    <div class="entry-actions">
                        {may_enter.then(|| view! { <button class="button" type="submit">"Save"</button> })}
                        <Approve state />
                    </div>
                    <Message state />
                </form>
            </div>
            <Show when=is_active>
                <Preview state />
            </Show>
        </article>
    }
    .into_part()
}

/// What to hold the figure against: the figure before, and this period's target.
fn reference(row: &EntryRow) -> String {
    let unit = &row.measure.unit;
    let before = row.history.iter().rev().find(|point| point.period < row.period && point.value.is_some());
    let last = before.and_then(|point| {
        point.value.map(|value| format!("{} in {}", unit.phrase(value), point.period.label()))
    });
    let target = row.history.iter().find(|point| point.period == row.period).and_then(|point| point.target);
    let words = [
        Some(row.period.label()),
        Some(unit.name.clone()),
        last.map(|last| format!("before: {last}")),
        Some(target.map_or("no target".to_owned(), |value| format!("target: {}", unit.phrase(value)))),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Where the figure stands on its way to the public.
#[component]
fn Standing(state: RowState) -> impl IntoView {
    move || {
        state.row.with(|row| {
            let words = match row.state {
                None => "nothing entered".to_owned(),
                Some(State::Approved) => "approved".to_owned(),
                Some(state) => format!("{}, waits for approval (entered by {})", state.label(), row.author),
            };
            match &row.published {
                Some(published) => format!("{words}; the public sees {published}"),
                None => words,
            }
        })
    }
}

/// The newest content, for those who review and do not enter.
#[component]
fn Reading(state: RowState) -> impl IntoView {
    let figure = move || {
        state.row.with(|row| match row.typed.read(&row.measure) {
            Ok(figure) => row.measure.phrase(figure),
            Err(_) => "nothing entered".to_owned(),
        })
    };
    let note = move || state.row.with(|row| row.note.clone());
    view! {
        <p class="entered"><b>{figure}</b></p>
        <p class="entry-note">{note}</p>
    }
    .into_part()
}

/// What happened, in words, read out when it changes.
#[component]
fn Message(state: RowState) -> impl IntoView {
    let wrong = move || matches!(state.said.get(), Said::Wrong(_) | Said::Failed(..));
    let words = move || match state.said.get() {
        Said::Nothing => String::new(),
        Said::Busy => "Saving…".to_owned(),
        Said::Done(words) => words.to_owned(),
        Said::Wrong(_) => "Not saved: see the fields marked.".to_owned(),
        Said::Failed(words, None) => words,
        Said::Failed(words, Some(_)) => format!("{words} Save again to put yours in its place."),
    };
    view! { <p class="entry-message" class:form-error=wrong role="status">{words}</p> }
}

/// The reviewer's button, where something waits that is not their own.
#[component]
fn Approve(state: RowState) -> impl IntoView {
    move || {
        state.row.with(|row| row.may_approve).then(|| {
            view! {
                <button class="button" type="button" on:click=move |_| leptos::task::spawn_local(state.approve())>
                    "Approve"
                </button>
            }
        })
    }
}

/// The measure's chart with what is typed in it, drawn apart.
#[component]
fn Preview(state: RowState) -> impl IntoView {
    let spec = Memo::new(move |_| {
        let form = state.form.get();
        state.row.with(|row| {
            let mut points = row.history.clone();
            let typed =
                form.typed().read(&row.measure).ok().and_then(|figure| figure.value(row.measure.scale()));
            if let Some(point) = points.iter_mut().find(|point| point.period == row.period) {
                point.draft = typed.filter(|value| Some(*value) != point.value);
            }
            let baseline = row.baseline.map(|value| Baseline {
                measure: row.measure.code.clone(),
                period: None,
                value,
                source: String::new(),
            });
            let series = Series { points, ..Series::default() };
            let selection = Selection { drafts: true, ..Selection::default() };
            chart::of_measure(&row.measure, baseline.as_ref(), &series, &selection)
        })
    });
    let illustrative = state.row.with_untracked(|row| row.measure.illustrative);
    view! { <div class="entry-preview"><ChartFigure spec illustrative=illustrative /></div> }.into_part()
}
