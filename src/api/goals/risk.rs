//! The risk of a goal, set by who reviews it.

use chrono::Utc;

use crate::api::code_of;
use crate::api::entry::cell::amiss;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::goal::Goal;
use crate::domain::goal::form::Form;
use crate::domain::risk::{Risk, SetRisk};
use crate::model::error::{AppError, FieldError};
use crate::model::goal::RiskForm;
use crate::store::{RiskEdit, Store};

fn kept_as(code: &Code) -> String {
    format!("goal-risk:{code}")
}

/// The form as a goal's page begins it, or as it was sent and refused; `None` for those who may not.
pub(super) async fn form(goal: &Goal, set: Option<&SetRisk>, reader: Option<&Person>) -> Option<RiskForm> {
    reader.filter(|reader| reader.may_review(&goal.office))?;
    let kept: Option<RiskForm> = auth::take_kept(&kept_as(&goal.code)).await;
    let texts = set.map(|set| {
        let texts = [("risk", set.risk.name()), ("reason", &set.reason)];
        texts.map(|(field, text)| (field.to_owned(), text.to_owned())).into()
    });
    let begun = RiskForm { texts: texts.unwrap_or_default(), ..RiskForm::default() };
    Some(RiskForm { set: set.map(|set| set.risk), ..kept.unwrap_or(begun) })
}

/// Sets the risk and gives the goal's code; what is refused is kept for its page.
pub(super) async fn set(code: &str, form: &Form, person: &Person) -> Result<Code, AppError> {
    let (store, goal) = located(code, person).await?;
    let done = write(&store, &goal.code, form, person).await;
    if let Err(error) = &done {
        let kept = RiskForm { texts: form.clone(), set: None, error: Some(error.clone()) };
        auth::keep(&kept_as(&goal.code), &kept).await;
    }
    done.map(|()| goal.code)
}

async fn write(store: &Store, goal: &Code, form: &Form, person: &Person) -> Result<(), AppError> {
    let text = |field: &str| form.get(field).map(|text| text.trim()).unwrap_or_default();
    let (risk, reason) = (Risk::named(text("risk")), text("reason"));
    let mut errors = amiss("reason", reason);
    if reason.is_empty() {
        errors.push(FieldError::new("reason", "say why; it stands beside the risk"));
    }
    match risk {
        Some(risk) if errors.is_empty() => {
            let (reason, actor) = (reason.to_owned(), person.name.clone());
            let edit = RiskEdit { goal: goal.clone(), risk, reason, actor, at: Utc::now() };
            match store.set_risk(&edit).await.map_err(auth::internal)? {
                true => Ok(()),
                false => Err(AppError::NotFound(format!("goal “{goal}”"))),
            }
        }
        Some(_) => Err(AppError::Invalid(errors)),
        None => {
            errors.insert(0, FieldError::new("risk", "choose how great the risk is"));
            Err(AppError::Invalid(errors))
        }
    }
}

/// Takes back what was set; nothing happens where nothing was.
pub(super) async fn unset(code: &str, person: &Person) -> Result<Code, AppError> {
    let (store, goal) = located(code, person).await?;
    store.unset_risk(&goal.code, &person.name, Utc::now()).await.map_err(auth::internal)?;
    Ok(goal.code)
}

/// The goal of a request of somebody who may set its risk.
async fn located(code: &str, person: &Person) -> Result<(Store, Goal), AppError> {
    let (store, code) = (auth::store()?, code_of("goal", code)?);
    let found = store.goal(&code).await.map_err(auth::internal)?;
    let goal = found.ok_or_else(|| AppError::NotFound(format!("goal “{code}”")))?;
    match person.may_review(&goal.office) {
        true => Ok((store, goal)),
        false => Err(AppError::Forbidden("a goal’s risk is set by those who review its office".into())),
    }
}
