//! Entering, correcting and approving figures.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::model::entry::{EntryRow, EntryView, FigureForm};
use crate::model::error::AppError;

#[cfg(feature = "ssr")]
mod cell;
#[cfg(feature = "ssr")]
mod grid;
#[cfg(feature = "ssr")]
mod row;

/// The grid that the part of the address after `?` asks for. For those who enter or review.
#[server(protocol = Call<GetUrl>)]
pub async fn entry(query: String) -> Result<EntryView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(grid::grid(&query, &person).await)
}

/// A measure's row of the grid as it stands now: what a person sees who was told of a conflict.
#[server(protocol = Call<GetUrl>)]
pub async fn current_row(measure: String, period: String) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(cell::current(&measure, &period, &person).await)
}

/// Saves a figure, which then waits for approval. For stewards of the measure's office.
#[server(protocol = Call<PostUrl>)]
pub async fn save_figure(form: FigureForm) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(cell::save(form, &person).await)
}

/// Publishes what waits in a cell, `category` being empty for the total. For reviewers, and for nobody's
/// own figure.
#[server(protocol = Call<PostUrl>)]
pub async fn approve_figure(
    measure: String,
    period: String,
    #[server(default)] category: String,
    seen: i64,
) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(cell::approve(&measure, &period, category, seen, &person).await)
}
