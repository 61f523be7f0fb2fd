//! Entering, submitting, returning and approving figures.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::model::entry::{CallView, EntryRow, EntryView, FigureForm, FigureOutcome, SubmittedView};
use crate::model::error::AppError;
#[cfg(feature = "ssr")]
use crate::model::review::Which;
use crate::model::upload::UploadView;

#[cfg(feature = "ssr")]
mod asked;
#[cfg(feature = "ssr")]
mod batch;
#[cfg(feature = "ssr")]
pub(super) mod between;
#[cfg(feature = "ssr")]
pub(super) mod cell;
#[cfg(feature = "ssr")]
mod grid;
#[cfg(feature = "ssr")]
mod office;
#[cfg(feature = "ssr")]
pub(super) mod row;
#[cfg(feature = "ssr")]
pub(super) mod shown;
#[cfg(feature = "ssr")]
mod step;
#[cfg(feature = "ssr")]
mod template;
#[cfg(feature = "ssr")]
mod upload;

#[cfg(feature = "ssr")]
pub use template::{Template, template};
#[cfg(feature = "ssr")]
pub use upload::{Purpose, SentFile};

#[cfg(feature = "ssr")]
pub(super) use grid::call_view;

/// The grid that the part of the address after `?` asks for. For those who enter or review.
#[server(protocol = Call<GetUrl>)]
pub async fn entry(query: String) -> Result<EntryView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(grid::grid(&query, &person).await)
}

/// What `/entry/upload` shows for the part of its address after `?`: what became of the file that came with the
/// request, if one did. For stewards of the office.
#[server(protocol = Call<GetUrl>)]
pub async fn upload_page(query: String) -> Result<UploadView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(upload::page(&query, &person).await)
}

/// Saves a figure as a draft. For stewards of the measure's office, while the period is not locked.
#[server(protocol = Call<PostUrl>)]
pub async fn save_figure(form: FigureForm) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(cell::save(form, &person).await)
}

/// Saves several figures as drafts, each with its own outcome, in their order. For stewards of the measures'
/// offices. `author` is the name of who typed them: where another is signed in by now, nothing is saved. Empty, it
/// is not asked.
#[server(protocol = Call<PostUrl>)]
pub async fn save_figures(
    #[server(default)] author: String,
    forms: Vec<FigureForm>,
) -> Result<Vec<FigureOutcome>, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(batch::save(&author, forms, &person).await)
}

/// Hands a draft, or what was returned, to the reviewers, `category` being empty for the total. For those who
/// may enter it.
#[server(protocol = Call<PostUrl>)]
pub async fn submit_figure(
    measure: String,
    period: String,
    #[server(default)] category: String,
    seen: i64,
) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(step::submit(&Which { measure, period, category, seen }, &person).await)
}

/// Hands a figure back to who entered it, with a comment. For reviewers, and for nobody's own figure.
#[server(protocol = Call<PostUrl>)]
pub async fn return_figure(
    measure: String,
    period: String,
    #[server(default)] category: String,
    seen: i64,
    comment: String,
) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let which = Which { measure, period, category, seen };
    auth::respond(step::give_back(&which, &comment, &person).await)
}

/// Publishes what was submitted, `category` being empty for the total. For reviewers, and for nobody's own
/// figure.
#[server(protocol = Call<PostUrl>)]
pub async fn approve_figure(
    measure: String,
    period: String,
    #[server(default)] category: String,
    seen: i64,
) -> Result<EntryRow, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(step::approve(&Which { measure, period, category, seen }, &person).await)
}

/// Hands all drafts of an office and a quarter to the reviewers, but those that are locked.
#[server(protocol = Call<PostUrl>)]
pub async fn submit_office(office: String, period: String) -> Result<SubmittedView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(office::submit(&office, &period, &person).await)
}

/// Says for an office that its figures of a quarter are complete, `empty` of them being meant to be empty.
/// Undone by the next figure that is saved.
#[server(protocol = Call<PostUrl>)]
pub async fn complete_call(office: String, period: String, empty: usize) -> Result<CallView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(office::complete(&office, &period, empty, &person).await)
}
