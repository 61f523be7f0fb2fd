//! How far the offices have come.

use crate::api::entry::call_view;
use crate::api::today;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::goal::Office;
use crate::domain::period::{Calendar, Period};
use crate::domain::progress::{self, Progress};
use crate::domain::window::form::texts;
use crate::domain::window::{Dates, Window};
use crate::model::data_call::{CallForm, CallForms, DataCallView, OfficeLine};
use crate::model::error::AppError;
use crate::model::query::DataCallQuery;
use crate::store::OfficeCall;

use super::write::{OPENING, REOPENING, kept_as};

/// How many quarters there are to choose from.
const CHOICES: i32 = 24;

pub(super) async fn data_call(raw: &str, person: &Person) -> Result<DataCallView, AppError> {
    let query = DataCallQuery::parse(raw).map_err(auth::unreadable)?;
    let store = auth::store()?;
    let now = Period::quarter_containing(Calendar::Fiscal, today());
    let period = query.period.unwrap_or(now.previous());
    let all = store.data_call(period, None, today()).await.map_err(auth::internal)?;
    let may_see = |office: &Code| person.may_coordinate() || person.works_on(office);
    let shown: Vec<OfficeCall> = all.into_iter().filter(|one| may_see(&one.office.code)).collect();
    if shown.is_empty() && !person.may_coordinate() {
        let message = "the data call is for those who enter or review an office's figures";
        return Err(AppError::Forbidden(message.into()));
    }
    let forms = match person.may_coordinate() {
        true => Some(forms(period, &shown, query.office.as_ref()).await),
        false => None,
    };
    let counted: Vec<Progress> = shown.iter().map(|one| one.progress.clone()).collect();
    Ok(DataCallView {
        // The next quarter's call can be opened beforehand.
        periods: (-1..CHOICES).map(|back| now.step(-back)).collect(),
        period,
        sentence: progress::sentence(&counted),
        lines: shown.into_iter().map(line).collect(),
        forms,
    })
}

fn line(one: OfficeCall) -> OfficeLine {
    OfficeLine { progress: one.progress.clone(), office: one.office.clone(), call: call_view(one) }
}

/// The forms as they begin, or as they were sent and refused. The days are those of the office that is asked
/// for, or of all where they have the same; else the usual ones.
async fn forms(period: Period, offices: &[OfficeCall], asked: Option<&Code>) -> CallForms {
    let of = offices.iter().find(|one| Some(&one.office.code) == asked);
    let windows = offices.iter().map(|one| one.window.as_ref().map(Window::dates));
    let mut distinct: Vec<Option<Dates>> = windows.collect();
    distinct.dedup();
    let dates = match (of, &distinct[..]) {
        (Some(of), _) => of.window.as_ref().map(Window::dates),
        (None, [same]) => *same,
        (None, _) => None,
    };
    let mut opening = CallForm { texts: texts(dates.unwrap_or(Dates::usual(period))), error: None };
    if let Some(of) = of {
        opening.texts.insert("office".to_owned(), of.office.code.to_string());
    }
    let closed = |one: &&OfficeCall| one.window.as_ref().is_some_and(|window| today() > window.closes);
    let closed: Vec<Office> = offices.iter().filter(closed).map(|one| one.office.clone()).collect();
    CallForms {
        opening: auth::take_kept(&kept_as(OPENING, period)).await.unwrap_or(opening),
        reopening: auth::take_kept(&kept_as(REOPENING, period)).await.unwrap_or_default(),
        closed,
    }
}
