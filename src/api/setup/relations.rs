//! The rules that name a measure: shown, added, removed.

use chrono::{NaiveDate, Utc};

use super::subject::Known;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::date;
use crate::domain::measure::Measure;
use crate::domain::relation::Relation;
use crate::model::error::{AppError, FieldError};
use crate::model::setup::{RelationLine, RelationsView};
use crate::store::{RelationOutcome, RelationRecord};

pub(super) async fn view(known: &Known) -> Result<RelationsView, AppError> {
    let own = &known.setup.measure.code;
    let records = known.store.relations_of(std::slice::from_ref(own)).await.map_err(auth::internal)?;
    let measures = match records.is_empty() {
        true => Vec::new(),
        false => known.store.measures(None).await.map_err(auth::internal)?,
    };
    Ok(RelationsView { rules: records.into_iter().map(|record| line(record, &measures)).collect() })
}

pub(super) async fn add(code: &str, typed: &str, person: &Person) -> Result<RelationsView, AppError> {
    let known = Known::of(code, person).await?;
    let measures = known.store.measures(None).await.map_err(auth::internal)?;
    let relation = read(typed, &known.setup.measure.code, &measures).map_err(wrong)?;
    let outcome = known.store.add_relation(&relation, &person.name, Utc::now()).await;
    match outcome.map_err(auth::internal)? {
        RelationOutcome::Added(_) => view(&known).await,
        RelationOutcome::Exists(same) => {
            Err(wrong(format!("this rule is there already, as “{}”", same.relation)))
        }
    }
}

/// A rule that somebody else has removed meanwhile is gone all the same.
pub(super) async fn remove(code: &str, id: &str, person: &Person) -> Result<RelationsView, AppError> {
    let known = Known::of(code, person).await?;
    let own = std::slice::from_ref(&known.setup.measure.code);
    let records = known.store.relations_of(own).await.map_err(auth::internal)?;
    // Rules of other measures are for those who may define these.
    if records.iter().any(|record| record.id == id) {
        known.store.remove_relation(id, &person.name, Utc::now()).await.map_err(auth::internal)?;
    }
    view(&known).await
}

/// Reads a rule that is to name the measure `own`; all that is wrong with it in one sentence.
fn read(typed: &str, own: &Code, measures: &[Measure]) -> Result<Relation, String> {
    let relation: Relation = typed.trim().parse().map_err(|error| format!("{error}"))?;
    let mut faults = relation.faults(measures);
    if !relation.measures().any(|code| code == own) {
        faults.push(format!("this measure, “{own}”, is not in the rule"));
    }
    if faults.is_empty() { Ok(relation) } else { Err(faults.join("; ")) }
}

fn wrong(message: String) -> AppError {
    AppError::Invalid(vec![FieldError::new("rule", message)])
}

fn line(record: RelationRecord, measures: &[Measure]) -> RelationLine {
    let name = |code: &Code| {
        let measure = measures.iter().find(|measure| measure.code == *code);
        measure.map_or_else(|| code.to_string(), |measure| measure.name.clone())
    };
    let day = record.at.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    let on = day.map(|day| format!(" on {}", date::in_words(day))).unwrap_or_default();
    RelationLine {
        text: record.relation.to_string(),
        in_names: record.relation.written(name),
        added: format!("Added by {}{on}.", record.author),
        id: record.id,
    }
}
