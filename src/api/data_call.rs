//! The data call: opened, reopened, and how far each office has come.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::domain::window::form::Form;
use crate::model::data_call::DataCallView;
use crate::model::error::AppError;

#[cfg(feature = "ssr")]
mod read;
#[cfg(feature = "ssr")]
mod write;

/// The call that the part of the address after `?` asks for. Those who coordinate see every office, others those
/// that they enter or review.
#[server(protocol = Call<GetUrl>)]
pub async fn data_call(query: String) -> Result<DataCallView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(read::data_call(&query, &person).await)
}

/// Opens the call of a quarter for one office or all, or changes its days, and goes back to it. For those who
/// coordinate.
#[server(protocol = Call<PostUrl>)]
pub async fn open_call(period: String, form: Form) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let period = auth::respond(write::open(&period, &form, &person).await)?;
    leptos_axum::redirect(&format!("/call?period={period}"));
    Ok(())
}

/// Takes figures of an office's quarter again after its call had closed, and goes back to it. For those who
/// coordinate.
#[server(protocol = Call<PostUrl>)]
pub async fn reopen_call(period: String, form: Form) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let period = auth::respond(write::reopen(&period, &form, &person).await)?;
    leptos_axum::redirect(&format!("/call?period={period}"));
    Ok(())
}
