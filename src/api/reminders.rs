//! Reminders: what would go out, what went, and the end of them.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::reminder::{RemindersView, Stopping};

/// The letters of the day that the part of the address after `?` asks for. For those who coordinate.
#[server(protocol = Call<GetUrl>)]
pub async fn reminders(query: String) -> Result<RemindersView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(read::reminders(&query, &person).await)
}

/// What became of the wish to get no more letters, which a page was posted for; a page that was only opened
/// changes nothing. Open to all: the token in `query` is what counts.
#[server(protocol = Call<GetUrl>)]
pub async fn stop_reminders(query: String) -> Result<Stopping, AppError> {
    use crate::auth;
    auth::respond(auth::person().await)?;
    auth::respond(read::stopping(&query).await)
}

#[cfg(feature = "ssr")]
mod read {
    use chrono::{NaiveDate, TimeDelta, Utc};
    use http::Method;
    use http::request::Parts;
    use leptos::prelude::use_context;

    use crate::api::{site, today};
    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::reminder::Letter;
    use crate::mail::Outgoing;
    use crate::mail::round::due;
    use crate::model::error::{AppError, FieldError};
    use crate::model::query::pairs;
    use crate::model::reminder::{LetterView, RemindersView, SentView, Stopping};
    use crate::store::{Recipient, SentReminder, TokenOf};

    /// How many of the letters that went are listed, and from how many days.
    const SENT: usize = 50;
    const SINCE: TimeDelta = TimeDelta::days(400);

    /// How far off the day may be, in days.
    const FAR: i64 = 4000;

    pub(super) async fn reminders(raw: &str, person: &Person) -> Result<RemindersView, AppError> {
        if !person.may_coordinate() {
            return Err(AppError::Forbidden("only administrators look at the reminders of others".into()));
        }
        let (store, today) = (auth::store()?, today());
        let day = day(raw, today).map_err(|why| auth::unreadable(vec![FieldError::new("on", why)]))?;
        let due = due(&store, day, &site()).await.map_err(auth::internal)?;
        let sent = store.reminders_sent(today - SINCE).await.map_err(auth::internal)?;
        let mail = use_context::<Outgoing>().and_then(|outgoing| outgoing.mailer);
        let (without, unwilling): (Vec<_>, Vec<_>) =
            due.unreached.into_iter().partition(|one| one.email.is_none());
        let names = |all: Vec<Recipient>| all.into_iter().map(|one| one.person.name).collect();
        Ok(RemindersView {
            mail: mail.map(|mailer| (mailer.place().to_owned(), mailer.from())),
            day,
            is_today: day == today,
            letters: due.letters.into_iter().map(letter).collect(),
            unaddressed: names(without),
            unwilling: names(unwilling),
            sent: sent.into_iter().take(SENT).map(gone).collect(),
        })
    }

    fn day(raw: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
        let asked = pairs(raw).find(|(name, value)| name == "on" && !value.is_empty());
        let Some((_, text)) = asked else { return Ok(today) };
        let day: NaiveDate = text.parse().map_err(|_| "write a day as 2024-09-30")?;
        let off = day.signed_duration_since(today).num_days().abs();
        if off > FAR { Err("choose a day within ten years") } else { Ok(day) }
    }

    fn letter((to, letter): (Recipient, Letter)) -> LetterView {
        LetterView {
            to: letter.to,
            email: to.email.unwrap_or_default(),
            kind: letter.kind.label().to_owned(),
            title: letter.title,
            text: letter.text,
        }
    }

    fn gone(SentReminder { to, kind, about, at }: SentReminder) -> SentView {
        SentView { to, kind: kind.label().to_owned(), about, at }
    }

    pub(super) async fn stopping(raw: &str) -> Result<Stopping, AppError> {
        let store = auth::store()?;
        let token = pairs(raw).find(|(name, _)| name == "token").map(|(_, token)| token).unwrap_or_default();
        let posted = use_context::<Parts>().is_some_and(|parts| parts.method == Method::POST);
        let known = match posted {
            true => store.stop_reminders(&token, Utc::now()).await.map_err(auth::internal)?,
            false => {
                let found = store.person_by_token(TokenOf::Stop, &token).await;
                found.map_err(auth::internal)?.is_some()
            }
        };
        match (known, posted) {
            (false, _) => Err(AppError::NotFound("letter with this link; copy it whole".into())),
            (true, true) => Ok(Stopping::Done),
            (true, false) => Ok(Stopping::Asked),
        }
    }
}
