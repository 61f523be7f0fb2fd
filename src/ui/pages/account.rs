//! `/account`: what people set for themselves. A page without script.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use crate::api::account::{RenewCalendar, SaveAccount, account};
use crate::api::session::SignOutEverywhere;
use crate::model::account::AccountView;
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::form_fields::Fields;
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::{use_search, value_of};

#[component]
pub fn AccountPage() -> impl IntoView {
    let saved = value_of(&use_search().get_untracked(), "saved");
    awaited_or_problem(
        "Loading your account…",
        Memo::new(|_| ()),
        |()| account(),
        move |view| {
            let saved = saved.clone();
            view! { <Body view saved /> }.into_part()
        },
    )
}

#[component]
fn Body(view: AccountView, saved: String) -> impl IntoView {
    let fields = Fields { texts: &view.form, error: view.error.as_ref() };
    let office = view.person.office.as_ref().map(|code| format!(" of {code}")).unwrap_or_default();
    let who = format!("{}, {}{office}", view.person.name, view.person.role);
    let done = match saved.as_str() {
        _ if view.error.is_some() => None,
        "yes" => Some("Saved."),
        "calendar" => Some("Your calendar has a new address; the former leads nowhere any more."),
        _ => None,
    };
    let done = done.map(|words| view! { <p class="done" role="status">{words}</p> });
    view! {
        <Title text="Your account" />
        <div class="account">
            <h1>"Your account"</h1>
            <p>{who}</p>
            {done}
            {fields.problems()}
            {letters(fields, &view)}
            {calendar(view.calendar.clone())}
            {sessions()}
        </div>
    }
    .into_part()
}

fn letters(fields: Fields, view: &AccountView) -> Part {
    let promise = match view.promise.as_str() {
        "" => "Nothing is written to people of your role at present.".to_owned(),
        promise => promise.to_owned(),
    };
    let silent = (!view.sends_mail).then(|| {
        view! { <p class="note">"This server sends no mail at present: no mail server has been set up for it."</p> }
    });
    view! {
        <section>
            <h2>"Reminders by e-mail"</h2>
            <p>{promise}</p>
            {silent}
            // What is wrong is said by the server, at the field.
            <form class="goal-form" method="post" action=SaveAccount::url() novalidate>
                <fieldset>
                    <legend class="visually-hidden">"Where and whether"</legend>
                    {fields.line("email", "E-mail address", "email", "Empty for no letters. Administrators see it.")}
                    {fields.check("reminders", "Send me reminders".to_owned())}
                </fieldset>
                <p class="ways-out"><button class="button" type="submit">"Save"</button></p>
            </form>
        </section>
    }
    .into_part()
}

fn calendar(address: String) -> Part {
    view! {
        <section id="calendar">
            <h2>"Calendar of due dates"</h2>
            <p>
                "A calendar program that subscribes to this address shows when the figures of your offices are due, and follows when a day is moved. Keep it to yourself: it needs no password."
            </p>
            <p class="address"><code>{address}</code></p>
            <form class="ways-out" method="post" action=RenewCalendar::url()>
                <button class="button" type="submit">"Give it a new address"</button>
                <a href="/call/calendar.ics" rel="external" download>"Download the calendar once"</a>
            </form>
        </section>
    }
    .into_part()
}

fn sessions() -> Part {
    view! {
        <section>
            <h2>"Signed in elsewhere"</h2>
            <p>"Ends every session of yours, on this machine and on every other: for a browser that you left open."</p>
            <form class="ways-out" method="post" action=SignOutEverywhere::url()>
                <button class="button" type="submit">"Sign out everywhere"</button>
            </form>
        </section>
    }
    .into_part()
}
