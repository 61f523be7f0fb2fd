//! An office's quarter as a whole on the entry page: how the call stands, all drafts submitted, and the office's
//! word that it is complete. Plain forms.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::entry::{CompleteCall, SubmitOffice};
use crate::domain::actual::State;
use crate::domain::window::quarter_of;
use crate::model::entry::{CallView, EntryCell, EntryView};
use crate::model::error::AppError;
use crate::ui::part::{IntoPart, Part};

use super::grid::state::Grid;
use super::history::moment;

/// How the call stands, and how far the office has come; and what was refused.
pub fn call_lines(view: &EntryView) -> Part {
    let refused = view.refused.clone().map(|error| {
        let told = match error {
            AppError::Invalid(wrong) => {
                wrong.into_iter().map(|one| sentence_of(&one.message)).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        };
        view! { <div class="error-summary" role="alert"><p>{told}</p></div> }
    });
    let call = view.call.as_ref().map(|call| view! { <b>{call.sentence.clone()}</b> " " });
    let period = quarter_of(view.period).to_string();
    let coordinate = view.may_coordinate.then(|| {
        view! { " " <a href=format!("/call?period={period}") rel="external">"Data call"</a> }
    });
    view! {
        {refused}
        <p class="call-line">{call} {view.sentence.clone()} {coordinate}</p>
    }
    .into_part()
}

/// A message as a sentence by itself.
fn sentence_of(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// What those who enter do with the quarter as a whole. What is typed and not saved stands against it: the page
/// is loaded anew.
#[component]
pub fn EntryWhole(view: EntryView, grid: Grid) -> impl IntoView {
    let warned = RwSignal::new(false);
    let guard = move |event: leptos::ev::SubmitEvent| {
        let is_unsaved = untrack(|| grid.is_unsaved());
        if is_unsaved {
            event.prevent_default();
        }
        warned.set(is_unsaved);
    };
    // Counted over all pages when this one was loaded; on this one, as it stands.
    let counted = move |all: usize, stands: fn(&EntryCell) -> bool| {
        let here = move || grid.count(stands);
        let elsewhere = all.saturating_sub(untrack(here));
        Signal::derive(move || elsewhere + here())
    };
    let empty = counted(view.progress.empty, |cell| cell.state.is_none());
    let drafts = counted(view.progress.draft, |cell| cell.state == Some(State::Draft));
    let (office, period) = (view.office.code.to_string(), quarter_of(view.period).to_string());
    let submit = move || match drafts.get() {
        0 => "Submit all drafts".to_owned(),
        1 => "Submit the one draft".to_owned(),
        many => format!("Submit all {many} drafts"),
    };
    let complete = view.call.map(|call| view! { <Complete call office=office.clone() period=period.clone() empty guard=Callback::new(guard) /> });
    let warning = move || {
        warned
            .get()
            .then_some("Something that you typed is not saved yet: look through the cells that are marked.")
    };
    view! {
        <section class="entry-whole">
            <h2>"All figures of the quarter"</h2>
            <p class="form-error" role="status">{warning}</p>
            <form method="post" action=SubmitOffice::url() on:submit=guard>
                <input type="hidden" name="office" value=office.clone() />
                <input type="hidden" name="period" value=period.clone() />
                <button class="button" type="submit" disabled=move || drafts.get() == 0>{submit}</button>
            </form>
            {complete}
        </section>
    }
    .into_part()
}

/// The office's word that its figures are complete, and the question about those that are empty.
#[component]
fn Complete(
    call: CallView,
    office: String,
    period: String,
    empty: Signal<usize>,
    guard: Callback<leptos::ev::SubmitEvent>,
) -> impl IntoView {
    if let Some(done) = call.completion {
        let meant = match done.empty {
            0 => String::new(),
            1 => " 1 figure is meant to be empty.".to_owned(),
            many => format!(" {many} figures are meant to be empty."),
        };
        let words = format!("Complete, said {} on {}.{meant}", done.by, moment(&done.at));
        return view! { <p>{words}</p> }.into_part();
    }
    let question = move || match empty.get() {
        0 => None,
        1 => Some("1 figure is empty. It is meant to be empty.".to_owned()),
        many => Some(format!("{many} figures are empty. They are meant to be empty.")),
    };
    let sure = move || {
        question().map(|question| {
            view! { <label class="check"><input type="checkbox" required />{question}</label> }
        })
    };
    view! {
        <form method="post" action=CompleteCall::url() on:submit=move |event| guard.run(event)>
            <input type="hidden" name="office" value=office />
            <input type="hidden" name="period" value=period />
            <input type="hidden" name="empty" value=move || empty.get().to_string() />
            {sure}
            <button class="button quiet" type="submit">"Complete"</button>
            <span class="meta">"Says that these are all the figures of the quarter. Whoever saves another takes it back."</span>
        </form>
    }
    .into_part()
}
