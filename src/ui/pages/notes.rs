//! `/measures/{code}/notes`: what is pinned to a measure's periods. A page without script.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::notes::{PinNote, WithdrawNote, notes};
use crate::domain::measure::Measure;
use crate::domain::note::{NoteKind, like};
use crate::model::note::{NoteLine, NotesView};
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::form_fields::Fields;
use crate::ui::components::history::moment;
use crate::ui::part::{IntoPart, Part};

#[component]
pub fn NotesPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    awaited_or_problem("Loading the notes…", code, notes, |view| view! { <Body view /> }.into_part())
}

#[component]
fn Body(view: NotesView) -> impl IntoView {
    let NotesView { measure, notes, form, error } = view;
    let title = format!("Notes on periods: {}", measure.name);
    let fields = Fields { texts: &form, error: error.as_ref() };
    let nothing = notes.is_empty().then(|| view! { <p class="empty">"No note is pinned to a period."</p> });
    let items = notes.into_iter().map(|line| item(&measure, line)).collect_view();
    view! {
        <Title text=title.clone() />
        <nav class="breadcrumb" aria-label="Breadcrumb">
            <ol>
                <li><a href="/">"Dashboard"</a></li>
                <li><a href=format!("/measures/{}", measure.code)>{measure.name.clone()}</a></li>
            </ol>
        </nav>
        <h1>{title}</h1>
        <p class="about">
            "What readers must know of a period. Charts mark each note by its number; its text stands under them, in the table and in every download. Everybody who reads the measure reads its notes."
        </p>
        {fields.problems()}
        <section>
            <h2>"Notes"</h2>
            {nothing}
            <ol class="pinned">{items}</ol>
        </section>
        {pin(fields, &measure)}
    }
    .into_part()
}

/// A note with who pinned it when, and how it is withdrawn.
fn item(measure: &Measure, line: NoteLine) -> Part {
    let NoteLine { id, note, author, at } = line;
    let period = note.period.label();
    let anew = note.rebase.then(|| view! { <p class="anew">"Process limits begin anew here."</p> });
    view! {
        <li>
            <p class="pinned-to"><b>{period.clone()}</b> " · " {note.kind.label()}</p>
            <p>{note.text}</p>
            {anew}
            <p class="meta">{format!("{author}, {}", moment(&at))}</p>
            <form method="post" action=WithdrawNote::url()>
                <input type="hidden" name="code" value=measure.code.to_string() />
                <input type="hidden" name="id" value=id />
                <button class="button quiet" type="submit">
                    "Withdraw" <span class="visually-hidden">{format!(" the note on {period}")}</span>
                </button>
            </form>
        </li>
    }
    .into_part()
}

/// The form for one more.
fn pin(fields: Fields, measure: &Measure) -> Part {
    let begin = (String::new(), "Choose".to_owned());
    let kinds = NoteKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.label().to_owned()));
    view! {
        <form class="goal-form" method="post" action=PinNote::url()>
            <input type="hidden" name="code" value=measure.code.to_string() />
            <fieldset>
                <legend>"Pin a note"</legend>
                {fields.line("period", "Period", "text", &format!("One of the measure’s own, {}.", like(measure)))}
                {fields.choice("kind", "What it tells of", std::iter::once(begin).chain(kinds).collect())}
                {fields.lines("text", "Text", 2, "One sentence, at most 300 characters.")}
                {fields.check(
                    "rebase",
                    "Process limits begin anew with this period; the text is the reason".to_owned(),
                )}
            </fieldset>
            <p class="ways-out">
                <button class="button" type="submit">"Pin it"</button>
                <a href=format!("/measures/{}", measure.code)>"Back to the measure"</a>
            </p>
        </form>
    }
    .into_part()
}
