//! Fields of a measure, its categories, or a new measure, read and written.

use chrono::Utc;

use super::subject::{Known, invalid};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::breakdown;
use crate::domain::code::Code;
use crate::domain::setup::{self, Knowing, Past};
use crate::model::error::{AppError, FieldError};
use crate::model::setup::{Gaps, Saved, SectionForm};
use crate::store::{AuditFilter, CategoryEdit, EditOutcome, MeasureEdit, Store, StoreError};

pub(super) async fn section(form: SectionForm, person: &Person) -> Result<Saved, AppError> {
    if form.measure.is_empty() {
        return begin(form, person).await;
    }
    let known = Known::of(&form.measure, person).await?;
    let outcome = match form.fields.get("categories") {
        Some(typed) => known.store.save_categories(&categories(&known, typed, form.seen, person)?).await,
        None => known.store.save_measure(&edit(&known, &form, person)?).await,
    };
    let code = &known.setup.measure.code;
    match outcome.map_err(auth::internal)? {
        EditOutcome::Saved(_) => {}
        EditOutcome::Conflict => return Err(conflict(&known.store, code).await.map_err(auth::internal)?),
    }
    let now = Known::of(code.as_str(), person).await?;
    let mut fields = setup::texts(&now.setup.measure, now.setup.baseline.as_ref());
    fields.insert("categories".into(), now.every_category().join("\n"));
    // What was asked with a change of definition is asked anew.
    let asked = setup::CHANGE.iter().map(|field| (field.name.to_owned(), String::new()));
    fields.extend(asked);
    fields.retain(|name, _| form.fields.contains_key(name));
    Ok(Saved { revision: now.setup.revision, fields, gaps: now.gaps()? })
}

fn edit(known: &Known, form: &SectionForm, person: &Person) -> Result<MeasureEdit, AppError> {
    let old = &known.setup;
    let change = setup::change(&old.measure, old.baseline.as_ref(), &form.fields, known.knowing());
    let change = change.map_err(invalid)?;
    may_belong(&change.measure.office, person)?;
    // It moves the deadlines of quarters that have closed, too.
    let lags_else = change.measure.reporting_lag_days != old.measure.reporting_lag_days;
    if lags_else && known.knowing().past.counted && !person.may_coordinate() {
        let message = "there are figures already: only an administrator changes how long the figures lag: deadlines move with it";
        return Err(AppError::Invalid(vec![FieldError::new("reporting_lag_days", message)]));
    }
    Ok(MeasureEdit {
        measure: change.measure,
        baseline: change.baseline,
        version: change.version,
        seen: Some(form.seen),
        actor: person.name.clone(),
        at: Utc::now(),
    })
}

fn categories(known: &Known, typed: &str, seen: i64, person: &Person) -> Result<CategoryEdit, AppError> {
    let fault =
        |messages: Vec<String>| AppError::Invalid(vec![FieldError::new("categories", messages.join("; "))]);
    let edited = breakdown::read(typed, &known.every_category(), &known.used).map_err(fault)?;
    Ok(CategoryEdit {
        measure: known.setup.measure.code.clone(),
        categories: edited.categories,
        renamed: edited.renamed,
        seen,
        actor: person.name.clone(),
        at: Utc::now(),
    })
}

/// A measure goes to an office only by somebody who may define that office's measures.
fn may_belong(office: &Code, person: &Person) -> Result<(), AppError> {
    match person.may_define(office) {
        true => Ok(()),
        false => {
            Err(AppError::Forbidden(format!("only stewards and reviewers of {office} set up its measures")))
        }
    }
}

/// Writes a new measure and goes on to its page.
async fn begin(form: SectionForm, person: &Person) -> Result<Saved, AppError> {
    let store = auth::store()?;
    let codes: Vec<Code> =
        store.measures(None).await.map_err(auth::internal)?.into_iter().map(|measure| measure.code).collect();
    let (goals, offices) =
        (store.goals().await.map_err(auth::internal)?, store.offices().await.map_err(auth::internal)?);
    let past = Past { versions: &[], counted: false };
    let knowing = Knowing { goals: &goals, offices: &offices, past };
    let measure = setup::new_measure(&form.fields, &|code| codes.contains(code), knowing).map_err(invalid)?;
    may_belong(&measure.office, person)?;
    let code = measure.code.clone();
    let (actor, at) = (person.name.clone(), Utc::now());
    let edit = MeasureEdit { measure, baseline: None, version: None, seen: None, actor, at };
    match store.save_measure(&edit).await.map_err(auth::internal)? {
        EditOutcome::Saved(revision) => {
            leptos_axum::redirect(&format!("/measures/{code}/edit"));
            Ok(Saved { revision, fields: form.fields, gaps: Gaps::default() })
        }
        EditOutcome::Conflict => {
            let message = format!("somebody has just taken the code “{code}”; choose another");
            Err(AppError::Invalid(vec![FieldError::new("code", message)]))
        }
    }
}

/// Who was faster.
async fn conflict(store: &Store, code: &Code) -> Result<AppError, StoreError> {
    let filter = AuditFilter { code: Some(code.clone()), limit: 50, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await?;
    let about = ["measure", "baseline", "categories"].map(|what| format!("{what}:{code}"));
    let last = entries.into_iter().find(|entry| about.contains(&entry.subject));
    let who = last.map_or_else(|| "Somebody".to_owned(), |entry| entry.actor);
    Ok(AppError::Conflict(format!(
        "{who} changed this measure meanwhile. What you typed is still here and was not saved."
    )))
}
