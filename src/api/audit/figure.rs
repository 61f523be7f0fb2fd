//! The history of one figure.

use super::read::{content, own_line};
use crate::api::code_of;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::audit::{self, Subject, Version};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::model::audit::{AuditLine, FigureHistoryView, FigureQuery};
use crate::model::error::AppError;
use crate::store::{AuditEntry, CellKey, FIGURE_ENTRIES, Store, StoreError};

pub(super) async fn history(
    code: &str,
    period: &str,
    raw: &str,
    reader: Option<Person>,
) -> Result<FigureHistoryView, AppError> {
    let code = code_of("measure", code)?;
    let shown = || period.chars().take(40).collect::<String>();
    let period: Period = period.parse().map_err(|_| AppError::NotFound(format!("period “{}”", shown())))?;
    let category = FigureQuery::parse(raw).map_err(auth::unreadable)?.category;
    let store = auth::store()?;
    let measure = store.measure(&code).await.map_err(auth::internal)?;
    let measure = measure.ok_or_else(|| AppError::NotFound(format!("measure “{code}”")))?;
    let everything = reader.is_some_and(|reader| reader.may_see_drafts());
    view(&store, measure, period, category, everything).await.map_err(auth::internal)
}

async fn view(
    store: &Store,
    measure: Measure,
    period: Period,
    category: String,
    everything: bool,
) -> Result<FigureHistoryView, StoreError> {
    let key = CellKey { measure: measure.code.clone(), period, category };
    let cell = store.cell(&key).await?;
    let entries = store.figure_entries(&key).await?;
    let is_cut = entries.len() as i64 == FIGURE_ENTRIES;
    let published = cell.published.map(|version| version.figure);
    let subject = Subject::Figure { measure: key.measure, period, category: key.category };
    let lines = match everything {
        true => entries.into_iter().map(within).collect(),
        false => {
            // The oldest first: each says what was published before it.
            let versions: Vec<Version> = entries.into_iter().rev().map(version).collect();
            let told = audit::published(&versions, published);
            told.into_iter().rev().map(public_line).collect()
        }
    };
    Ok(FigureHistoryView {
        code: measure.code.to_string(),
        figure: subject.what(),
        published: published.map(|figure| measure.phrase(figure)),
        marking: measure.marking,
        illustrative: measure.illustrative,
        name: measure.name,
        lines,
        everything,
        is_cut,
    })
}

/// An entry on the page of its figure: only what happened to something else is named.
fn within(entry: AuditEntry) -> AuditLine {
    let is_own = matches!(Subject::read(&entry.subject), Subject::Figure { .. });
    let line = own_line(entry);
    let about = if is_own { String::new() } else { line.about };
    AuditLine { about, page: None, ..line }
}

fn version(entry: AuditEntry) -> Version {
    let (before, after) = (content(entry.before.as_deref()), content(entry.after.as_deref()));
    Version { at: entry.at, before, after }
}

/// Without names, and without the number of the entry: it would tell how much else goes on.
fn public_line(told: audit::Told) -> AuditLine {
    AuditLine {
        seq: 0,
        at: told.at,
        actor: String::new(),
        action: told.action.to_owned(),
        about: String::new(),
        code: String::new(),
        page: None,
        changes: told.changes,
    }
}
