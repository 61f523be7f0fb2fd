//! Figures approved, one or many at once.

use std::collections::BTreeMap;

use chrono::Utc;

use super::REVIEW;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::actual::State;
use crate::domain::measure::Measure;
use crate::domain::workflow;
use crate::model::error::{AppError, FieldError};
use crate::model::review::{ApproveOutcome, ReviewTold, Which};
use crate::store::{Cell, CellKey, SaveOutcome, Store, Submission};

/// The most figures of one request.
const MOST: usize = 200;

/// Approves figures; the page that sent them without script is told what became of them.
pub(super) async fn keeping(figures: &[Which], person: &Person) -> Result<Vec<ApproveOutcome>, AppError> {
    let done = approve(figures, person).await;
    let lines = match &done {
        Ok(outcomes) => told(outcomes),
        Err(error) => vec![error.to_string()],
    };
    auth::keep(REVIEW, &ReviewTold { lines, refused: None }).await;
    done
}

/// What became of figures: how many were approved, and why others were not.
fn told(outcomes: &[ApproveOutcome]) -> Vec<String> {
    let approved = outcomes.iter().filter(|outcome| **outcome == ApproveOutcome::Approved).count();
    let first = match (approved, outcomes.len()) {
        (_, 0) => "No figure was chosen.".to_owned(),
        (0, _) => "Nothing was approved.".to_owned(),
        (1, _) => "Approved. The public sees it now.".to_owned(),
        (many, _) => format!("{many} figures were approved. The public sees them now."),
    };
    let others = outcomes.iter().filter_map(|outcome| match outcome {
        ApproveOutcome::Approved => None,
        ApproveOutcome::Conflict(words) | ApproveOutcome::Refused(words) => Some(words.clone()),
    });
    [first].into_iter().chain(others).collect()
}

async fn approve(figures: &[Which], person: &Person) -> Result<Vec<ApproveOutcome>, AppError> {
    if figures.len() > MOST {
        let message = format!("the most is {MOST} figures at once; these are {}", figures.len());
        return Err(AppError::Invalid(vec![FieldError::new("figures", message)]));
    }
    if !person.reviews() {
        return Err(AppError::Forbidden("figures are approved by reviewers".into()));
    }
    let store = auth::store()?;
    let measures = store.measures(None).await.map_err(auth::internal)?;
    let measures: BTreeMap<&str, &Measure> =
        measures.iter().map(|measure| (measure.code.as_str(), measure)).collect();
    let submissions = store.submissions().await.map_err(auth::internal)?;
    let mut outcomes: Vec<Option<ApproveOutcome>> = vec![None; figures.len()];
    let (mut ready, mut keys) = (Vec::new(), Vec::new());
    for (at, which) in figures.iter().enumerate() {
        match meant(which, &measures, &submissions, person) {
            Ok(Meant { measure, key, waits: true }) => {
                ready.push((at, measure));
                keys.push((key, which.seen));
            }
            Ok(Meant { measure, key, .. }) => {
                outcomes[at] = Some(passed_by(&store, measure, &key, which.seen).await?);
            }
            Err(why) => outcomes[at] = Some(ApproveOutcome::Refused(why)),
        }
    }
    let done = store.approve_figures(&keys, &person.name, Utc::now()).await.map_err(auth::internal)?;
    for (((at, measure), (key, seen)), outcome) in ready.into_iter().zip(&keys).zip(done) {
        outcomes[at] = Some(match outcome {
            SaveOutcome::Saved(_) => ApproveOutcome::Approved,
            _ => passed_by(&store, measure, key, *seen).await?,
        });
    }
    Ok(outcomes.into_iter().flatten().collect())
}

/// The figure that is meant, and whether what was seen of it waits.
struct Meant<'m> {
    measure: &'m Measure,
    key: CellKey,
    waits: bool,
}

/// Finds it, where this person may approve it; or says why not.
fn meant<'m>(
    which: &Which,
    measures: &BTreeMap<&str, &'m Measure>,
    submissions: &[Submission],
    person: &Person,
) -> Result<Meant<'m>, String> {
    let period = which.period.parse().ok().zip(which.known_category());
    let Some((measure, (period, category))) = measures.get(which.measure.as_str()).copied().zip(period)
    else {
        return Err("There is no such figure.".into());
    };
    let key = CellKey { measure: measure.code.clone(), period, category };
    if !person.may_review(&measure.office) {
        return Err(format!("{}: only reviewers of {} approve its figures.", measure.name, measure.office));
    }
    let is_it = |one: &&Submission| one.key == key && one.revision == which.seen;
    match submissions.iter().find(is_it) {
        None => Ok(Meant { measure, key, waits: false }),
        Some(one) if person.may_approve(&measure.office, &one.author) => {
            Ok(Meant { measure, key, waits: true })
        }
        Some(_) => Err(format!(
            "{}, {}: nobody approves a figure that they entered themselves.",
            measure.name,
            period.label()
        )),
    }
}

/// Somebody was faster.
async fn passed_by(
    store: &Store,
    measure: &Measure,
    key: &CellKey,
    seen: i64,
) -> Result<ApproveOutcome, AppError> {
    let cell = store.cell(key).await.map_err(auth::internal)?;
    Ok(ApproveOutcome::Conflict(stands(&cell, measure, seen)))
}

/// How a figure stands that could not be approved.
fn stands(cell: &Cell, measure: &Measure, seen: i64) -> String {
    let name = format!("{}, {}", measure.name, cell.key.period.label());
    match cell.newest() {
        Some(newest) if cell.revision == seen => {
            let standing = workflow::words(Some(newest.state), &newest.author);
            format!("{name}: this figure does not wait for approval; {standing}.")
        }
        Some(newest) if newest.state == State::Approved => {
            format!("{name}: approved meanwhile; the public sees {}.", measure.phrase(newest.figure))
        }
        Some(newest) => format!(
            "{name}: changed meanwhile; it is now {} ({}). It was not approved.",
            measure.phrase(newest.figure),
            workflow::words(Some(newest.state), &newest.author)
        ),
        None => format!("{name}: taken back meanwhile. There is nothing to approve."),
    }
}
