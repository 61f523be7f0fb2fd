//! What a page asks the server for, and what it shows of the answer.
//!
//! The machinery that waits is the same for all answers, and compiled once: it sees neither their
//! types nor those of the views.

use std::any::Any;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::error::AppError;
use crate::model::json;
use crate::ui::components::problem::Problem;
use crate::ui::part::{IntoPart, Part};

type Task<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// How the wait is shown.
#[derive(Default)]
pub struct Waiting {
    /// Said until there is something to show.
    pub words: Option<&'static str>,
    /// Told whether something newer is waited for, while the former is still shown.
    pub pending: SignalSetter<bool>,
}

impl Waiting {
    pub fn saying(words: &'static str) -> Waiting {
        Waiting { words: Some(words), ..Waiting::default() }
    }
}

/// Fetches what is asked for, again whenever that changes, and shows it.
///
/// On the server the page waits for it; the browser finds the answer in the page.
pub fn awaited<S, T, Fetched>(
    waiting: Waiting,
    asked: Memo<S>,
    fetch: impl Fn(S) -> Fetched + Send + Sync + 'static,
    show: impl Fn(T) -> Part + Send + Sync + 'static,
) -> Part
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    Fetched: Future<Output = T> + Send + 'static,
{
    let times = Memo::new(move |last: Option<&usize>| {
        // Read, not tracked alone: a memo that was never read counts as changed when it is.
        asked.with(|_| ());
        last.map_or(0, |last| last + 1)
    });
    let fetch = move || -> Task<Answer> {
        let fetched = fetch(asked.get_untracked());
        Box::pin(async move { Answer::new(fetched.await) })
    };
    let show = move |answer: Answer| match answer.get::<T>() {
        Ok(answer) => show(answer),
        Err(error) => view! { <Problem error /> }.into_part(),
    };
    wait(waiting, times, Box::new(fetch), Arc::new(show))
}

/// [`awaited`], for answers that may be errors: each has the same page.
pub fn awaited_or_problem<S, T, Fetched>(
    words: &'static str,
    asked: Memo<S>,
    fetch: impl Fn(S) -> Fetched + Send + Sync + 'static,
    show: impl Fn(T) -> Part + Send + Sync + 'static,
) -> Part
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    Fetched: Future<Output = Result<T, AppError>> + Send + 'static,
{
    awaited(Waiting::saying(words), asked, fetch, move |answer| match answer {
        Ok(answer) => show(answer),
        Err(error) => view! { <Problem error /> }.into_part(),
    })
}

fn wait(
    waiting: Waiting,
    times: Memo<usize>,
    fetch: Box<dyn Fn() -> Task<Answer> + Send + Sync>,
    show: Arc<dyn Fn(Answer) -> Part + Send + Sync>,
) -> Part {
    let answer = Resource::<Answer, Json>::new_with_options(move || times.get(), move |_| fetch(), false);
    let shown = move || {
        let show = show.clone();
        Suspend::new(async move { show(answer.await) })
    };
    let Waiting { words, pending } = waiting;
    let fallback = move || words.map(|words| view! { <p class="loading">{words}</p> });
    view! { <Transition fallback set_pending=pending>{shown}</Transition> }.into_part()
}

/// What was fetched, or the JSON of it that the page brought.
#[derive(Clone)]
struct Answer {
    value: Option<Arc<dyn Any + Send + Sync>>,
    json: Arc<str>,
}

impl Answer {
    fn new<T: Serialize + Send + Sync + 'static>(value: T) -> Answer {
        // The browser writes no page.
        #[cfg(feature = "ssr")]
        let json = serde_json::to_string(&value).unwrap_or_default().into();
        #[cfg(not(feature = "ssr"))]
        let json = "".into();
        Answer { value: Some(Arc::new(value)), json }
    }

    fn get<T: Clone + DeserializeOwned + 'static>(&self) -> Result<T, AppError> {
        match self.value.as_ref().and_then(|value| value.downcast_ref::<T>()) {
            Some(value) => Ok(value.clone()),
            None => json::read(&self.json).map_err(|_| AppError::unreadable_answer()),
        }
    }
}

/// Carries the JSON of an answer in the page.
struct Json;

impl Encoder<Answer> for Json {
    type Error = std::convert::Infallible;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Self::Error> {
        Ok(answer.json.as_ref().to_owned())
    }
}

impl Decoder<Answer> for Json {
    type Error = std::convert::Infallible;
    type Encoded = str;

    fn decode(json: &str) -> Result<Answer, Self::Error> {
        Ok(Answer { value: None, json: json.into() })
    }
}
