//! A workbook brought by the browser: previewed, then applied.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::import::ImportView;

/// What `/import` shows: what became of the workbook that came with the request, if one did. For
/// people signed in; only administrators bring one.
#[server(protocol = Call<GetUrl>)]
pub async fn import_page() -> Result<ImportView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(read::import(&person).await)
}

#[cfg(feature = "ssr")]
mod bring;
#[cfg(feature = "ssr")]
mod read;

/// How many workbooks are written or read at once by all who ask: the largest takes a core for some seconds,
/// and a third of a GB. Who comes later waits for a turn.
#[cfg(feature = "ssr")]
pub static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

#[cfg(feature = "ssr")]
pub use bring::{BringError, Brought, How, bring};
#[cfg(feature = "ssr")]
pub use read::Upload;
