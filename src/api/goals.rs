//! A goal's page, and a goal set up and changed.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::domain::goal::form::Form;
use crate::model::error::AppError;
use crate::model::goal::{GoalSetupView, GoalView};

#[cfg(feature = "ssr")]
mod ahead;
#[cfg(feature = "ssr")]
mod picture;
#[cfg(feature = "ssr")]
pub use picture::picture;
#[cfg(feature = "ssr")]
mod read;
#[cfg(feature = "ssr")]
mod risk;
#[cfg(feature = "ssr")]
mod setup;

/// A goal with its place in the tree, its measures and what belongs to it. Open to all; approved
/// figures only. `query` is the part of the address after `?`.
#[server(protocol = Call<GetUrl>)]
pub async fn goal(code: String, query: String) -> Result<GoalView, AppError> {
    use crate::auth;
    let reader = auth::person().await?;
    auth::respond(read::goal(&code, &query, reader).await)
}

/// A goal as a form, for those who may set up goals of its office. Without a code an empty form, for a
/// goal that serves `parent`, or none where that is empty too.
#[server(protocol = Call<GetUrl>)]
pub async fn goal_setup(code: String, parent: String) -> Result<GoalSetupView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(setup::form(&code, &parent, &person).await)
}

/// Writes a goal and goes on to its page. `code` is empty for a goal that is new.
#[server(protocol = Call<PostUrl>)]
pub async fn save_goal(code: String, seen: i64, form: Form) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let code = auth::respond(setup::save(&code, seen, &form, &person).await)?;
    leptos_axum::redirect(&format!("/goals/{code}"));
    Ok(())
}

/// Sets the risk of a goal in place of the one that follows from its measures, and goes back to it. For those who
/// review its office.
#[server(protocol = Call<PostUrl>)]
pub async fn set_goal_risk(code: String, form: Form) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let code = auth::respond(risk::set(&code, &form, &person).await)?;
    leptos_axum::redirect(&format!("/goals/{code}#risk"));
    Ok(())
}

/// Lets the risk of a goal follow from its measures again, and goes back to it. For those who review its office.
#[server(protocol = Call<PostUrl>)]
pub async fn unset_goal_risk(code: String) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let code = auth::respond(risk::unset(&code, &person).await)?;
    leptos_axum::redirect(&format!("/goals/{code}#risk"));
    Ok(())
}
