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

#[cfg(feature = "ssr")]
pub use bring::{BringError, Brought, How, bring};
#[cfg(feature = "ssr")]
pub use read::Upload;
