//! A measure's targets: what stood, what is in force, what waits; proposed, filled in and approved.

use chrono::Utc;

use super::subject::{Known, invalid};
use crate::api::today;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::interim::{self, Spread};
use crate::domain::measure::{Frequency, Measure};
use crate::domain::number::{self, NumberRule};
use crate::domain::period::Period;
use crate::domain::setup;
use crate::domain::target::TargetVersion;
use crate::model::error::{AppError, FieldError};
use crate::model::query::SetupQuery;
use crate::model::setup::{FillForm, TargetForm, TargetRow, TargetsView};

pub(super) fn view(known: &Known, query: &SetupQuery, person: &Person) -> Result<TargetsView, AppError> {
    let (measure, goal) = (&known.setup.measure, known.goal()?);
    let asked = query.fill != FillForm::default();
    let (filled, fault) = match asked.then(|| fill(known, &query.fill)) {
        None => (Vec::new(), String::new()),
        Some(Ok(filled)) => (filled, String::new()),
        Some(Err(errors)) => (Vec::new(), words(&errors)),
    };
    let of_category = |version: &&TargetVersion| version.target.category == query.category;
    let versions: Vec<&TargetVersion> = known.targets.iter().filter(of_category).collect();
    let periods = setup::periods(measure, goal, &known.targets, today());
    let rows = periods.iter().map(|&period| {
        let filled = filled.iter().find(|(at, _)| *at == period).map(|(_, value)| number::exact(*value));
        TargetRow { filled: filled.unwrap_or_default(), ..row(measure, &versions, period) }
    });
    // A year of which every part is shown.
    let year = |period: &Period| period.year_in(measure.calendar);
    let begins = |period: &&Period| {
        measure.frequency != Frequency::Annual && period.starts_on() == year(period).starts_on()
    };
    let years = periods.iter().filter(begins).map(year);
    let frame = [goal.from, goal.to].map(|end| end.map_or("not stated".to_owned(), Period::label));
    Ok(TargetsView {
        rows: rows.collect(),
        category: query.category.clone(),
        categories: known.every_category(),
        time_frame: format!("{} to {}", frame[0], frame[1]),
        goal: goal.code.to_string(),
        unit: measure.unit.name.clone(),
        today: today().to_string(),
        waiting: waiting(known, person).map(|version| in_words(measure, version)).collect(),
        seen: seen(known, person),
        may_approve: person.may_review(&measure.office),
        parts: measure.frequency.counted(2),
        years: years.map(|year| (year.to_string(), year.label())).collect(),
        spreads: Spread::ALL.iter().map(|s| (s.name().to_owned(), s.label().to_owned())).collect(),
        fill: query.fill.clone(),
        fill_fault: fault,
        gaps: known.gaps()?,
    })
}

pub(super) async fn preview(
    code: &str,
    form: &FillForm,
    person: &Person,
) -> Result<Vec<(String, String)>, AppError> {
    let known = Known::of(code, person).await?;
    let filled = fill(&known, form).map_err(AppError::Invalid)?;
    Ok(filled.into_iter().map(|(period, value)| (period.to_string(), number::exact(value))).collect())
}

pub(super) async fn propose(form: &TargetForm, person: &Person) -> Result<TargetsView, AppError> {
    let known = Known::of(&form.measure, person).await?;
    let measure = &known.setup.measure;
    let targets = setup::proposal(measure, &known.every_category(), &known.targets, &form.fields);
    let targets = targets.map_err(invalid)?;
    let taken = known.store.propose_targets(&targets, &person.name, Utc::now()).await;
    if let Some(taken) = taken.map_err(auth::internal)? {
        let message = format!("Approved meanwhile: {}. Propose with a later day.", in_words(measure, &taken));
        return Err(AppError::Conflict(message));
    }
    let category = form.fields.get("category").cloned().unwrap_or_default();
    again(&form.measure, category, person).await
}

pub(super) async fn approve(
    code: &str,
    category: &str,
    seen_before: &str,
    person: &Person,
) -> Result<TargetsView, AppError> {
    let known = Known::of(code, person).await?;
    let measure = &known.setup.measure;
    if !person.may_review(&measure.office) {
        return Err(AppError::Forbidden("only reviewers approve targets".into()));
    }
    let waits: Vec<TargetVersion> = waiting(&known, person).cloned().collect();
    if waits.is_empty() {
        return Err(AppError::Forbidden("no target waits that somebody else proposed".into()));
    }
    let as_seen = seen(&known, person) == seen_before
        && known.store.approve_targets(&waits, &person.name, Utc::now()).await.map_err(auth::internal)?;
    if !as_seen {
        let message = "What waits was changed meanwhile. Reload the page, look at it again, and approve.";
        return Err(AppError::Conflict(message.into()));
    }
    again(code, category.to_owned(), person).await
}

async fn again(code: &str, category: String, person: &Person) -> Result<TargetsView, AppError> {
    let query = SetupQuery { category, ..SetupQuery::default() };
    view(&Known::of(code, person).await?, &query, person)
}

/// What waits for this person's approval: what somebody else proposed.
fn waiting<'k>(known: &'k Known, person: &'k Person) -> impl Iterator<Item = &'k TargetVersion> {
    let office = &known.setup.measure.office;
    known.targets.iter().filter(|v| !v.is_approved() && person.may_approve(office, &v.author))
}

/// What waits, exactly: an approval is for what its reviewer saw.
fn seen(known: &Known, person: &Person) -> String {
    let one = |version: &TargetVersion| {
        let target = &version.target;
        let day = target.set_on.map(|day| day.to_string()).unwrap_or_default();
        format!("{}/{}/{day}/{}/{}", target.period, target.category, target.value, version.author)
    };
    waiting(known, person).map(one).collect::<Vec<_>>().join(";")
}

fn row(measure: &Measure, versions: &[&TargetVersion], period: Period) -> TargetRow {
    let of_period = || versions.iter().filter(|version| version.target.period == period);
    let figure = |version: &&&TargetVersion| measure.unit.figure(version.target.value);
    let proposed =
        of_period().filter(|version| !version.is_approved()).map(|version| in_brief(measure, version));
    let history: Vec<String> = of_period().map(|version| in_words(measure, version)).collect();
    TargetRow {
        period: period.to_string(),
        label: period.label(),
        stood: of_period().find(|version| version.stood).as_ref().map(figure).unwrap_or_default(),
        in_force: of_period().find(|version| version.in_force).as_ref().map(figure).unwrap_or_default(),
        proposed: proposed.collect::<Vec<_>>().join("; "),
        history: if history.len() > 1 { history } else { Vec::new() },
        filled: String::new(),
    }
}

/// "80 from 2026-11-24, by ana".
fn in_brief(measure: &Measure, version: &TargetVersion) -> String {
    let target = &version.target;
    let from = target.set_on.map_or("from the beginning".to_owned(), |day| format!("from {day}"));
    format!("{} {from}, by {}", measure.unit.figure(target.value), version.author)
}

/// "Q2 FY 2027: 80 from 2026-11-24, by ana (Fewer requests came.); approved by rex".
fn in_words(measure: &Measure, version: &TargetVersion) -> String {
    let target = &version.target;
    let of = match target.category.as_str() {
        "" => String::new(),
        category => format!(", {category}"),
    };
    let why = Some(target.reason.as_str()).filter(|reason| !reason.is_empty());
    let why = why.map(|reason| format!(" ({reason})")).unwrap_or_default();
    let approved = match version.approved_by.as_str() {
        "" => "waits for approval".to_owned(),
        who => format!("approved by {who}"),
    };
    format!("{}{of}: {}{why}; {approved}", target.period.label(), in_brief(measure, version))
}

/// The quarters or months of a year with their parts of its target, or all that is wrong.
fn fill(known: &Known, form: &FillForm) -> Result<Vec<(Period, f64)>, Vec<FieldError>> {
    let measure = &known.setup.measure;
    let mut errors = Vec::new();
    let mut fault = |field: &str, message: String| errors.push(FieldError::new(field, message));
    let year = form.year.parse::<Period>().map_err(|error| fault("year", error.to_string())).ok();
    let year = year.map(Period::whole_year).filter(|year| year.calendar() == Some(measure.calendar));
    let rule = NumberRule { whole: false, negative: measure.rule.negative };
    let annual = number::parse(&form.annual, rule).map_err(|error| fault("annual", error.to_string())).ok();
    let spread = Spread::named(&form.spread);
    if spread.is_none() {
        fault("spread", "choose how the year is spread".into());
    }
    let (Some(year), Some(annual), Some(spread)) = (year, annual, spread) else {
        if errors.is_empty() {
            errors.push(FieldError::new("year", format!("choose a {}", measure.calendar.label())));
        }
        return Err(errors);
    };
    match interim::fill(measure, annual, spread, &known.past_years()) {
        Ok(parts) => Ok(year.parts(measure.frequency).into_iter().zip(parts).collect()),
        Err(message) => Err(vec![FieldError::new("spread", message)]),
    }
}

fn words(errors: &[FieldError]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
