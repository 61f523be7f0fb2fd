//! Entering, correcting and approving figures.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::model::entry::{EntryRow, EntryView, FigureForm};
use crate::model::error::AppError;

/// The grid that the part of the address after `?` asks for. For those who enter or review.
#[server(protocol = Call<GetUrl>)]
pub async fn entry(query: String) -> Result<EntryView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(work::entry(&query, &person).await)
}

/// One row of the grid as it stands now: what a person sees who was told of a conflict.
#[server(protocol = Call<GetUrl>)]
pub async fn current_row(measure: String, period: String) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(work::entry_row(&measure, &period, &person).await)
}

/// Saves a figure, which then waits for approval. For stewards of the measure's office.
#[server(protocol = Call<PostUrl>)]
pub async fn save_figure(form: FigureForm) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(work::save(form, &person).await)
}

/// Publishes what waits in a cell. For reviewers, and for nobody's own figure.
#[server(protocol = Call<PostUrl>)]
pub async fn approve_figure(measure: String, period: String, seen: i64) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(work::approve(&measure, &period, seen, &person).await)
}

#[cfg(feature = "ssr")]
mod work {
    use std::collections::BTreeMap;

    use chrono::{NaiveDate, Utc};

    use crate::api::dashboard::latest_quarter;
    use crate::api::{code_of, today};
    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::actual::TypedFigure;
    use crate::domain::code::Code;
    use crate::domain::goal::Office;
    use crate::domain::measure::Measure;
    use crate::domain::pace::Course;
    use crate::domain::period::{Calendar, Period};
    use crate::domain::series::{Known, Series};
    use crate::domain::target::{Baseline, Target};
    use crate::model::entry::{EntryRow, EntryView, FigureForm, NOTE_MAX};
    use crate::model::error::{AppError, FieldError};
    use crate::model::query::EntryQuery;
    use crate::store::{Cell, CellKey, SaveOutcome, Saving, Store, StoreError};

    /// How many quarters there are to choose from, and to look back on.
    const CHOICES: i32 = 24;
    const LOOK_BACK: i32 = 12;

    pub(super) async fn entry(raw: &str, person: &Person) -> Result<EntryView, AppError> {
        let query = EntryQuery::parse(raw).map_err(auth::unreadable)?;
        let store = auth::store()?;
        let offices: Vec<Office> = store
            .offices()
            .await
            .map_err(auth::internal)?
            .into_iter()
            .filter(|office| person.may_enter(&office.code) || person.may_review(&office.code))
            .collect();
        let office = match &query.office {
            Some(code) => offices.iter().find(|office| office.code == *code).cloned(),
            None => offices.first().cloned(),
        };
        let Some(office) = office else {
            return Err(AppError::Forbidden(
                "this office's figures are for its stewards and reviewers".into(),
            ));
        };
        let last = Period::quarter_containing(Calendar::Fiscal, today());
        let period = match query.period {
            Some(period) if period > last => {
                let message = format!("{} has not begun; choose {} or earlier", period.label(), last.label());
                return Err(auth::unreadable(vec![FieldError::new("period", message)]));
            }
            Some(period) => period,
            None => latest_quarter(&store).await.map_err(auth::internal)?,
        };
        let rows = rows(&store, &office.code, period, person).await.map_err(auth::internal)?;
        Ok(EntryView {
            may_enter: person.may_enter(&office.code),
            periods: (0..CHOICES).map(|back| last.step(-back)).collect(),
            offices,
            office,
            period,
            rows,
        })
    }

    pub(super) async fn entry_row(
        measure: &str,
        period: &str,
        person: &Person,
    ) -> Result<EntryRow, AppError> {
        let (store, measure, period) = located(measure, period).await?;
        if !person.may_enter(&measure.office) && !person.may_review(&measure.office) {
            return Err(AppError::Forbidden(
                "this office's figures are for its stewards and reviewers".into(),
            ));
        }
        fresh_row(&store, measure, period, person).await.map_err(auth::internal)
    }

    pub(super) async fn save(form: FigureForm, person: &Person) -> Result<EntryRow, AppError> {
        let (store, measure, period) = located(&form.measure, &form.period).await?;
        if !person.may_enter(&measure.office) {
            return Err(AppError::Forbidden(format!(
                "only stewards of {} enter its figures",
                measure.office
            )));
        }
        let figure = readable(&form, &measure)?;
        let saving = Saving {
            key: CellKey { measure: measure.code.clone(), period, category: String::new() },
            figure,
            note: form.note.trim().to_owned(),
            source: String::new(),
            seen: form.seen,
            actor: person.name.clone(),
            at: Utc::now(),
        };
        match store.save_figure(&saving).await.map_err(auth::internal)? {
            SaveOutcome::Saved(_) => {}
            SaveOutcome::Conflict(cell) => return Err(conflict(&cell, &measure)),
        }
        fresh_row(&store, measure, period, person).await.map_err(auth::internal)
    }

    pub(super) async fn approve(
        measure: &str,
        period: &str,
        seen: i64,
        person: &Person,
    ) -> Result<EntryRow, AppError> {
        let (store, measure, period) = located(measure, period).await?;
        if !person.may_review(&measure.office) {
            return Err(AppError::Forbidden("only reviewers approve figures".into()));
        }
        let key = CellKey { measure: measure.code.clone(), period, category: String::new() };
        let cell = store.cell(&key).await.map_err(auth::internal)?;
        let author = cell.working.as_ref().map(|waiting| waiting.author.clone()).unwrap_or_default();
        if !person.may_approve(&measure.office, &author) {
            return Err(AppError::Forbidden("nobody approves a figure that they entered themselves".into()));
        }
        let outcome = store.approve_figure(&key, seen, &person.name, Utc::now()).await;
        match outcome.map_err(auth::internal)? {
            SaveOutcome::Saved(_) => {}
            SaveOutcome::Conflict(cell) => return Err(conflict(&cell, &measure)),
        }
        fresh_row(&store, measure, period, person).await.map_err(auth::internal)
    }

    /// The measure and the period of a request, where that measure has such a period.
    async fn located(measure: &str, period: &str) -> Result<(Store, Measure, Period), AppError> {
        let code = code_of("measure", measure)?;
        let store = auth::store()?;
        let found = store.measure(&code).await.map_err(auth::internal)?;
        let measure = found.ok_or_else(|| AppError::NotFound(format!("measure “{code}”")))?;
        let invalid = |message: String| AppError::Invalid(vec![FieldError::new("period", message)]);
        let period: Period =
            period.parse().map_err(|e: crate::domain::period::PeriodError| invalid(e.to_string()))?;
        if !measure.takes(period) {
            let wanted = format!("{}, {}", measure.frequency.label(), measure.calendar.label());
            return Err(invalid(format!("{period} is no period of this measure ({wanted})")));
        }
        if period.starts_on() > today() {
            return Err(invalid(format!("{} has not begun", period.label())));
        }
        Ok((store, measure, period))
    }

    /// The figure that was typed, or everything that is wrong with the form.
    fn readable(form: &FigureForm, measure: &Measure) -> Result<crate::domain::actual::Figure, AppError> {
        let mut errors = Vec::new();
        if form.note.chars().count() > NOTE_MAX {
            errors.push(FieldError::new("note", format!("a note has at most {NOTE_MAX} characters")));
        }
        if form.note.contains('\0') {
            errors.push(FieldError::new(
                "note",
                "the note has a character that cannot be kept (NUL); remove it",
            ));
        }
        match form.typed().read(measure) {
            Ok(figure) if errors.is_empty() => return Ok(figure),
            Ok(_) => {}
            Err(wrong) => errors.extend(wrong.into_iter().map(|e| FieldError::new(e.field, e.message))),
        }
        Err(AppError::Invalid(errors))
    }

    fn conflict(cell: &Cell, measure: &Measure) -> AppError {
        let message = match cell.newest() {
            Some(newest) => format!(
                "{} changed this figure to {} meanwhile. What you typed is still here and was not saved.",
                newest.author,
                shown(newest.figure, measure)
            ),
            None => {
                "This figure was changed meanwhile. What you typed is still here and was not saved.".into()
            }
        };
        AppError::Conflict(message)
    }

    /// A figure with its unit, or the reason why there is none.
    fn shown(figure: crate::domain::actual::Figure, measure: &Measure) -> String {
        match (figure.value(measure.scale()), figure.missing()) {
            (Some(value), _) => measure.unit.phrase(value),
            (None, reason) => reason.map_or("no figure", |reason| reason.label()).to_owned(),
        }
    }

    /// The measures that are asked for a quarter: those with a period that ends when it does.
    async fn rows(
        store: &Store,
        office: &Code,
        period: Period,
        person: &Person,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let (from, to) = (period.step(-LOOK_BACK).starts_on(), period.ends_on());
        let mut cells: BTreeMap<Code, Vec<Cell>> = BTreeMap::new();
        for cell in store.cells_of_office(office, from, to).await? {
            cells.entry(cell.key.measure.clone()).or_default().push(cell);
        }
        let mut targets: BTreeMap<Code, Vec<Target>> = BTreeMap::new();
        for target in store.targets_of_office(office, from).await? {
            targets.entry(target.measure.clone()).or_default().push(target);
        }
        let baselines = store.baselines_of_office(office).await?;
        let baseline = |code: &Code| baselines.iter().find(|b| b.measure == *code).cloned();
        let asked = store.measures(Some(office)).await?.into_iter().filter_map(|measure| {
            let own = measure.period_within(period);
            (own.ends_on() == to).then_some((measure, own))
        });
        Ok(asked
            .map(|(measure, own)| {
                let facts = RowFacts {
                    baseline: baseline(&measure.code),
                    cells: cells.remove(&measure.code).unwrap_or_default(),
                    targets: targets.remove(&measure.code).unwrap_or_default(),
                };
                row(measure, own, facts, person)
            })
            .collect())
    }

    async fn fresh_row(
        store: &Store,
        measure: Measure,
        period: Period,
        person: &Person,
    ) -> Result<EntryRow, StoreError> {
        let (from, to): (NaiveDate, NaiveDate) = (period.step(-LOOK_BACK).starts_on(), period.ends_on());
        let within = |p: Period| p.ends_on() >= from && p.ends_on() <= to;
        let facts = RowFacts {
            baseline: store.baseline(&measure.code).await?,
            cells: store
                .cells_of_measure(&measure.code)
                .await?
                .into_iter()
                .filter(|c| within(c.key.period))
                .collect(),
            targets: store.targets(&measure.code).await?,
        };
        Ok(row(measure, period, facts, person))
    }

    /// What is known of one row's measure over the quarters that it looks back on.
    struct RowFacts {
        baseline: Option<Baseline>,
        cells: Vec<Cell>,
        /// Later ones too: the last is the one to arrive at.
        targets: Vec<Target>,
    }

    fn row(measure: Measure, period: Period, facts: RowFacts, person: &Person) -> EntryRow {
        let mut known: BTreeMap<Period, Known> = BTreeMap::new();
        known.entry(period).or_default();
        let course = Course::of(facts.baseline.as_ref(), &facts.targets);
        let shown_span = (period.step(-LOOK_BACK).starts_on(), period.ends_on());
        for target in &facts.targets {
            if target.period.ends_on() >= shown_span.0 && target.period.ends_on() <= shown_span.1 {
                known.entry(target.period).or_default().target = Some(target.value);
            }
        }
        for cell in &facts.cells {
            cell.known(false, known.entry(cell.key.period).or_default());
        }
        let cell = facts.cells.into_iter().find(|cell| cell.key.period == period);
        let newest = cell.as_ref().and_then(Cell::newest).cloned();
        let waiting = cell.as_ref().and_then(|cell| cell.working.as_ref());
        let published = cell.as_ref().and_then(|cell| cell.published.as_ref());
        EntryRow {
            period,
            typed: newest.as_ref().map(|version| TypedFigure::from(version.figure)).unwrap_or_default(),
            note: newest.as_ref().map(|version| version.note.clone()).unwrap_or_default(),
            state: newest.as_ref().map(|version| version.state),
            author: newest.as_ref().map(|version| version.author.clone()).unwrap_or_default(),
            changed_at: newest.as_ref().map(|version| version.changed_at.clone()).unwrap_or_default(),
            revision: cell.as_ref().map_or(0, |cell| cell.revision),
            published: published.filter(|_| waiting.is_some()).map(|version| shown(version.figure, &measure)),
            baseline: course.baseline,
            history: Series::assemble(&measure, &course, &known, today()).points,
            may_approve: waiting.is_some_and(|waiting| person.may_approve(&measure.office, &waiting.author)),
            measure,
        }
    }
}
