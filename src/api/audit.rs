//! The audit trail, and the history of one figure.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::audit::{AuditView, FigureHistoryView};
use crate::model::error::AppError;

#[cfg(feature = "ssr")]
mod figure;
#[cfg(feature = "ssr")]
pub(super) mod read;

#[cfg(feature = "ssr")]
pub use read::{filter, record};

/// The page of entries that the part of the address after `?` asks for. For people signed in.
#[server(protocol = Call<GetUrl>)]
pub async fn audit(query: String) -> Result<AuditView, AppError> {
    use crate::auth;
    auth::respond(auth::require().await)?;
    auth::respond(read::audit(&query).await)
}

/// Every change of one figure, for the part of its address after `?`. Open to all; what was not published,
/// and names, only to people signed in.
#[server(protocol = Call<GetUrl>)]
pub async fn figure_history(
    code: String,
    period: String,
    query: String,
) -> Result<FigureHistoryView, AppError> {
    use crate::auth;
    let reader = auth::person().await?;
    auth::respond(figure::history(&code, &period, &query, reader).await)
}
