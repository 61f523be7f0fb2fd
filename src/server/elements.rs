//! The coverage matrix as a file.

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::Utc;

use crate::api::elements::chosen;
use crate::auth::internal;
use crate::export::csv;
use crate::model::elements::ElementsQuery;
use crate::model::error::AppError;
use crate::store::Store;

use super::downloads::Refusal;

/// `/elements.csv`, filtered as the page is.
pub fn routes(store: Store) -> Router {
    Router::new().route("/elements.csv", get(matrix)).with_state(store)
}

async fn matrix(State(store): State<Store>, RawQuery(raw): RawQuery) -> Result<Response, Refusal> {
    let query = ElementsQuery::parse(&raw.unwrap_or_default()).map_err(AppError::Invalid)?;
    let rows = chosen(&store, &query).await.map_err(internal)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"elements.csv\""),
    ];
    Ok((headers, csv::elements(&rows, Utc::now().date_naive())).into_response())
}
