//! `/call/reminders`: which letters would go out on a day, and which went. `/reminders/stop`: the end of them,
//! for whoever follows the link in one. Pages without script.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::reminders::{reminders, stop_reminders};
use crate::domain::date::in_words;
use crate::model::error::AppError;
use crate::model::reminder::{LetterView, RemindersView, SentView, Stopping};
use crate::ui::awaited::{Waiting, awaited, awaited_or_problem};
use crate::ui::components::history::moment;
use crate::ui::components::problem::{FieldErrors, Problem};
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::{address, use_search, value_of};

#[component]
pub fn RemindersPage() -> impl IntoView {
    let search = use_search();
    awaited(Waiting::saying("Loading the reminders…"), search, reminders, move |view| {
        let body = match view {
            Ok(view) => view! { <Letters view /> }.into_part(),
            Err(AppError::Invalid(fields)) => view! { <FieldErrors fields /> }.into_part(),
            Err(error) => return view! { <Problem error /> }.into_part(),
        };
        let day = value_of(&search.get_untracked(), "on");
        view! {
            <Title text="Reminders" />
            <div class="reminders">
                <h1>"Reminders"</h1>
                <p>
                    "Letters go to the stewards of offices whose data call is not complete, 14 days and 3 days before it is due, on the day itself, and once when figures are late; and to reviewers once a day while figures wait for them. "
                    "They tell counts and days, never figures. Nobody gets the same letter twice."
                </p>
                <form class="filters" method="get" action="/call/reminders" aria-label="Day">
                    <label class="field">
                        <span class="field-label">"Letters of"</span>
                        <input type="date" name="on" value=day />
                    </label>
                    <div class="filter-actions"><button class="button" type="submit">"Show"</button></div>
                </form>
                {body}
            </div>
        }
        .into_part()
    })
}

#[component]
fn Letters(view: RemindersView) -> impl IntoView {
    let RemindersView { mail, day, is_today, letters, unaddressed, unwilling, sent } = view;
    let setting = match mail {
        Some((place, from)) => format!(
            "Mail goes through {place}, from {from}; it is looked for once an hour, from 11:00 UTC on."
        ),
        None => "No mail is sent: the server was started without --smtp-url, --mail-from and --public-url."
            .to_owned(),
    };
    let day = if is_today { format!("today, {}", in_words(day)) } else { in_words(day) };
    let count = match letters.len() {
        0 => "No letter is to go out.".to_owned(),
        1 => "1 letter is to go out.".to_owned(),
        many => format!("{many} letters are to go out."),
    };
    let letters = letters.into_iter().map(letter).collect_view();
    let unreached = [("have no e-mail address", unaddressed), ("want no letters", unwilling)];
    let unreached = unreached.map(|(why, names)| {
        (!names.is_empty()).then(|| {
            view! { <p>{format!("There would be letters to people who {why}: {}.", names.join(", "))}</p> }
        })
    });
    view! {
        <p class="note">{setting}</p>
        <section>
            <h2>{format!("Letters of {day}")}</h2>
            <p>{count}</p>
            {letters}
            {unreached.into_iter().collect_view()}
        </section>
        {gone(sent)}
    }
    .into_part()
}

fn letter(letter: LetterView) -> Part {
    let to = format!("To {} <{}>, {}", letter.to, letter.email, letter.kind);
    view! {
        <article class="letter">
            <h3>{letter.title}</h3>
            <p class="meta">{to}</p>
            <pre>{letter.text}</pre>
            <p class="meta">"Below it: why the person gets it, and a link by which they get no more."</p>
        </article>
    }
    .into_part()
}

fn gone(sent: Vec<SentView>) -> Part {
    let rows = sent.into_iter().map(|one| {
        view! {
            <tr>
                <td>{moment(&one.at)}</td>
                <th scope="row">{one.to}</th>
                <td>{one.kind}</td>
                <td>{one.about}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let list = match rows.is_empty() {
        true => view! { <p class="empty">"None has gone yet."</p> }.into_part(),
        false => view! {
            <table class="data">
                <caption class="visually-hidden">"Letters that have gone, newest first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"When (UTC)"</th>
                        <th scope="col">"To"</th>
                        <th scope="col">"Why"</th>
                        <th scope="col">"About"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_part(),
    };
    view! {
        <section>
            <h2>"Letters that have gone"</h2>
            {list}
        </section>
    }
    .into_part()
}

/// Opening the page changes nothing, since mail programs open links by themselves: the button does.
#[component]
pub fn StopPage() -> impl IntoView {
    let search = use_search();
    awaited_or_problem("Looking for the letter…", search, stop_reminders, move |found| {
        let (title, body) = match found {
            Stopping::Done => ("You get no more reminders", done()),
            Stopping::Asked => ("Get no more reminders?", question(search.get_untracked())),
        };
        view! {
            <Title text=title />
            <h1>{title}</h1>
            {body}
        }
        .into_part()
    })
}

fn done() -> Part {
    view! {
        <p role="status">"No more letters about data calls will be sent to you."</p>
        <p>"Signed in, you can turn them on again under " <a href="/account" rel="external">"Your account"</a> "."</p>
    }
    .into_part()
}

fn question(search: String) -> Part {
    view! {
        <p>"Letters about data calls, which are due or wait for your review, will not be sent to you any more."</p>
        <form method="post" action=address("/reminders/stop", &search)>
            <p class="ways-out"><button class="button" type="submit">"Send me no more"</button></p>
        </form>
    }
    .into_part()
}
