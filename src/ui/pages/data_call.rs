//! `/call`: the data call of a quarter, opened and reopened, and how far each office has come. A page without
//! script, of plain forms.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use crate::api::data_call::{OpenCall, ReopenCall, data_call};
use crate::domain::goal::Office;
use crate::domain::period::Period;
use crate::domain::progress::Progress;
use crate::model::data_call::{CallForms, DataCallView, OfficeLine};
use crate::model::entry::CallView;
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::form_fields::Fields;
use crate::ui::components::history::moment;
use crate::ui::components::select::Choice;
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::use_search;

#[component]
pub fn DataCallPage() -> impl IntoView {
    awaited_or_problem("Loading the data call…", use_search(), data_call, |view| {
        view! { <Body view /> }.into_part()
    })
}

#[component]
fn Body(view: DataCallView) -> impl IntoView {
    let DataCallView { periods, period, sentence, lines, forms } = view;
    let title = format!("Data call for {}", period.label());
    let may_change = forms.is_some();
    let offices: Vec<Office> = lines.iter().map(|line| line.office.clone()).collect();
    let rows = lines.into_iter().map(|line| row(line, period, may_change)).collect_view();
    let caption = format!("Offices and how far each has come with {}", period.label());
    view! {
        <Title text=title.clone() />
        <h1>{title}</h1>
        {choice(periods, period)}
        <p class="call-line">{sentence}</p>
        <section>
            <table class="data call">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Office"</th>
                        <th scope="col">"Submitted"</th>
                        <th scope="col" class="number">"Late"</th>
                        <th scope="col">"Complete"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
        {may_change.then(|| view! { <p class="ways-out"><a href="/call/reminders">"Reminders by e-mail"</a></p> })}
        {forms.map(|forms| view! { <Forms forms offices period /> })}
    }
    .into_part()
}

/// Which quarter: a plain form.
fn choice(periods: Vec<Period>, period: Period) -> Part {
    let options = periods
        .into_iter()
        .map(|one| view! { <option value=one.to_string() selected=one == period>{one.label()}</option> })
        .collect_view();
    view! {
        <form class="filters" method="get" action="/call" aria-label="Quarter">
            <label class="field">
                <span class="field-label">"Quarter"</span>
                <select name="period">{options}</select>
            </label>
            <div class="filter-actions"><button class="button" type="submit">"Show"</button></div>
        </form>
    }
    .into_part()
}

/// One office: when its figures are due, how many are there, and what is left.
fn row(line: OfficeLine, period: Period, may_change: bool) -> Part {
    let OfficeLine { office, call, progress } = line;
    let entry = format!("/entry?office={}&period={period}", office.code);
    let name = match progress.asked {
        // There is no grid of a quarter that has not begun.
        0 => view! { {office.name} }.into_part(),
        _ => view! { <a href=entry>{office.name}</a> }.into_part(),
    };
    let change = call.as_ref().filter(|_| may_change).map(|_| {
        let href = format!("/call?period={period}&office={}#opening", office.code);
        let words = format!(" for {}", office.code);
        view! { " " <a href=href>"Change"<span class="visually-hidden">{words}</span></a> }
    });
    let stands = call.as_ref().map_or("No call was opened.".to_owned(), |call| call.sentence.clone());
    let done = format!("{} of {}", progress.done(), progress.asked);
    view! {
        <tr>
            <th scope="row">
                {name}
                <span class="meta">{stands} {change}</span>
            </th>
            <td>{done} <span class="meta">{left_to_do(&progress)}</span></td>
            <td class="number" class:form-error=progress.late != 0>{progress.late.to_string()}</td>
            <td>{complete(call.as_ref(), &progress)}</td>
        </tr>
    }
    .into_part()
}

/// What is not submitted, by how it stands.
fn left_to_do(progress: &Progress) -> String {
    let counts = [(progress.empty, "empty"), (progress.draft, "in draft"), (progress.returned, "returned")];
    let told = counts.into_iter().filter(|(count, _)| *count > 0);
    told.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}

/// Whether the office has said that this is all; and whether it has ever said anything.
fn complete(call: Option<&CallView>, progress: &Progress) -> Part {
    let said = call.and_then(|call| call.completion.as_ref()).map(|done| {
        let words = format!("{}, {}; {} meant to be empty", done.by, moment(&done.at), done.empty);
        view! { <span class="meta">{words}</span> }
    });
    let never =
        progress.never_updated.then(|| view! { <span class="meta">"has never entered a figure"</span> });
    view! { {if progress.complete { "Yes" } else { "No" }} {said} {never} }.into_part()
}

#[component]
fn Forms(forms: CallForms, offices: Vec<Office>, period: Period) -> impl IntoView {
    let CallForms { opening, reopening, closed } = forms;
    let fields = Fields { texts: &opening.texts, error: opening.error.as_ref() };
    let every = [(String::new(), "Every office".to_owned())].into_iter().chain(choices(&offices)).collect();
    let open = view! {
        <section id="opening">
            <h2>"Open the call, or change its days"</h2>
            {fields.problems()}
            <form class="goal-form" method="post" action=OpenCall::url()>
                <input type="hidden" name="period" value=period.to_string() />
                <fieldset>
                    <legend class="visually-hidden">"Days of the call"</legend>
                    {fields.choice("office", "For", every)}
                    <div class="days">
                        {fields.line("opens", "Opens", "date", "")}
                        {fields.line("due", "Due", "date", "Figures that lag are due later.")}
                        {fields.line("closes", "Closes", "date", "The last day; then it is locked.")}
                    </div>
                </fieldset>
                <p class="ways-out"><button class="button" type="submit">"Open or change"</button></p>
            </form>
        </section>
    };
    let reopen = (!closed.is_empty()).then(|| {
        let fields = Fields { texts: &reopening.texts, error: reopening.error.as_ref() };
        view! {
            <section id="reopening">
                <h2>"Reopen a call that has closed"</h2>
                {fields.problems()}
                <form class="goal-form" method="post" action=ReopenCall::url()>
                    <input type="hidden" name="period" value=period.to_string() />
                    <fieldset>
                        <legend class="visually-hidden">"Which call, until when and why"</legend>
                        {fields.choice("reopen", "Call of", choices(&closed).collect())}
                        <div class="days">{fields.line("until", "Until", "date", "The last day.")}</div>
                        {fields.lines("reason", "Reason", 2, "It is shown to the office.")}
                    </fieldset>
                    <p class="ways-out"><button class="button" type="submit">"Reopen"</button></p>
                </form>
            </section>
        }
    });
    view! { {open} {reopen} }.into_part()
}

fn choices(offices: &[Office]) -> impl Iterator<Item = Choice> + '_ {
    offices.iter().map(|office| (office.code.to_string(), office.name.clone()))
}
