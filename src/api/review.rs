//! The queue of figures that wait for approval.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::review::{ApproveOutcome, ReviewView, Which};

#[cfg(feature = "ssr")]
mod approve;
#[cfg(feature = "ssr")]
mod evidence;
#[cfg(feature = "ssr")]
mod item;
#[cfg(feature = "ssr")]
mod queue;

/// Under which name a page is told what became of a plain form about a figure: the queue's, or the grid's, whichever
/// it was sent from and is shown next.
#[cfg(feature = "ssr")]
pub(super) const REVIEW: &str = "review";

/// What waits, as the part of the address after `?` asks for it. For reviewers.
#[server(protocol = Call<GetUrl>)]
pub async fn review(query: String) -> Result<ReviewView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(queue::queue(&query, &person).await)
}

/// Publishes figures that wait, each with its own outcome, in their order. For reviewers, and for nobody's own
/// figures.
#[server(protocol = Call<PostUrl>)]
pub async fn approve_figures(
    #[server(default)] figures: Vec<Which>,
) -> Result<Vec<ApproveOutcome>, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(approve::keeping(&figures, &person).await)
}
