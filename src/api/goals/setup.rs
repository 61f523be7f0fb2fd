//! A goal set up and changed.

use chrono::Utc;
use serde::{Deserialize, Serialize};

use crate::api::code_of;
use crate::api::dashboard::link;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::goal::form::{self, Form, Knowing, ROWS, Typed};
use crate::domain::goal::{Goal, GoalLevel, Office, tree};
use crate::model::error::{AppError, FieldError};
use crate::model::goal::{GoalLink, GoalSetupView};
use crate::store::{EditOutcome, GoalEdit, GoalSetup, Store};

/// How many empty rows for milestones a form has.
const EMPTY_ROWS: usize = 3;

/// A form as it was sent, and why it was not written.
#[derive(Serialize, Deserialize)]
struct Refused {
    form: Form,
    error: AppError,
}

/// Under which name a refused form is kept: one a goal, and one for a goal that is new.
fn kept_as(code: &str) -> String {
    format!("goal:{code}")
}

pub(super) async fn form(code: &str, parent: &str, person: &Person) -> Result<GoalSetupView, AppError> {
    let mut view = match code {
        "" => empty_form(parent, person).await?,
        code => form_of(&code_of("goal", code)?, person).await?,
    };
    if let Some(Refused { form, error }) = auth::take_kept(&kept_as(code)).await {
        (view.form, view.error) = (form, Some(error));
    }
    view.rows = (form::rows(&view.form) + EMPTY_ROWS).min(ROWS);
    Ok(view)
}

async fn form_of(code: &Code, person: &Person) -> Result<GoalSetupView, AppError> {
    let store = auth::store()?;
    let GoalSetup { goal, contributors, milestones, revision } = existing(&store, code, person).await?;
    let (goals, offices) = around(&store).await?;
    Ok(GoalSetupView {
        goal: Some(link(&goal)),
        form: form::texts(&goal, &contributors, &milestones),
        revision,
        parents: links(tree::possible_parents(&goals, code)),
        leads: leads(&offices, person),
        offices,
        rows: 0,
        error: None,
    })
}

async fn empty_form(parent: &str, person: &Person) -> Result<GoalSetupView, AppError> {
    let (goals, offices) = around(&auth::store()?).await?;
    let leads = leads(&offices, person);
    let Some(lead) = leads.first() else {
        return Err(forbidden());
    };
    let served = goals.iter().find(|goal| goal.code.as_str() == parent);
    let level = if served.is_some() { GoalLevel::Objective } else { GoalLevel::Strategic };
    let chosen = [
        ("parent", served.map(|goal| goal.code.to_string()).unwrap_or_default()),
        ("level", level.name().to_owned()),
        ("office", lead.code.to_string()),
    ];
    Ok(GoalSetupView {
        goal: None,
        form: chosen.map(|(field, text)| (field.to_owned(), text)).into(),
        revision: 0,
        parents: links(goals.iter().collect()),
        leads,
        offices,
        rows: 0,
        error: None,
    })
}

/// Writes what was sent and gives the goal's code; what is refused is kept for its page.
pub(super) async fn save(code: &str, seen: i64, form: &Form, person: &Person) -> Result<Code, AppError> {
    let saved = write(code, seen, form, person).await;
    if let Err(error) = &saved {
        auth::keep(&kept_as(code), &Refused { form: form.clone(), error: error.clone() }).await;
    }
    saved
}

async fn write(code: &str, seen: i64, form: &Form, person: &Person) -> Result<Code, AppError> {
    let store = auth::store()?;
    let before = match code {
        "" => None,
        code => Some(existing(&store, &code_of("goal", code)?, person).await?),
    };
    let (goals, offices) = around(&store).await?;
    let knowing = Knowing {
        goals: &goals,
        offices: &offices,
        before: before.as_ref().map(|setup| (&setup.goal.code, setup.milestones.as_slice())),
    };
    let typed = form::read(form, &knowing).map_err(|found| {
        let told = found.into_iter().map(|finding| FieldError::new(finding.column, finding.message));
        AppError::Invalid(told.collect())
    })?;
    let Typed { goal, contributors, milestones } = typed;
    if !person.may_define(&goal.office) {
        let message = format!("you may not set up goals of {}", goal.office);
        return Err(AppError::Invalid(vec![FieldError::new("office", message)]));
    }
    let code = goal.code.clone();
    let seen = before.map(|_| seen);
    let edit = GoalEdit { goal, contributors, milestones, seen, actor: person.name.clone(), at: Utc::now() };
    match store.save_goal(&edit).await.map_err(auth::internal)? {
        EditOutcome::Saved(_) => Ok(code),
        EditOutcome::Conflict => Err(AppError::Conflict(
            "Somebody else changed this goal, or the tree around it, while you did. Nothing was saved; below is \
             what you typed. Look at the goal in another window: saving again writes yours in place of theirs."
                .into(),
        )),
    }
}

/// All goals and offices.
async fn around(store: &Store) -> Result<(Vec<Goal>, Vec<Office>), AppError> {
    let goals = store.goals().await.map_err(auth::internal)?;
    Ok((goals, store.offices().await.map_err(auth::internal)?))
}

/// The goal as it stands, for those who may change it.
async fn existing(store: &Store, code: &Code, person: &Person) -> Result<GoalSetup, AppError> {
    let found = store.goal_setup(code).await.map_err(auth::internal)?;
    let setup = found.ok_or_else(|| AppError::NotFound(format!("goal “{code}”")))?;
    if person.may_define(&setup.goal.office) { Ok(setup) } else { Err(forbidden()) }
}

fn forbidden() -> AppError {
    AppError::Forbidden("goals are set up by the stewards and reviewers of their office".into())
}

fn leads(offices: &[Office], person: &Person) -> Vec<Office> {
    offices.iter().filter(|office| person.may_define(&office.code)).cloned().collect()
}

fn links(goals: Vec<&Goal>) -> Vec<GoalLink> {
    goals.into_iter().map(link).collect()
}
