//! The coverage matrix as files.

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::Utc;
use tokio::task::spawn_blocking;

use crate::api::elements::chosen;
use crate::auth::{failed, internal};
use crate::export::{csv, xlsx};
use crate::model::elements::{ElementRow, ElementsQuery};
use crate::model::error::AppError;
use crate::store::Store;

use super::downloads::Refusal;
use super::workbook::XLSX;

/// `/elements.csv` and `/elements.xlsx`, filtered as the page is.
pub fn routes(store: Store) -> Router {
    Router::new().route("/elements.csv", get(as_csv)).route("/elements.xlsx", get(as_xlsx)).with_state(store)
}

async fn as_csv(State(store): State<Store>, RawQuery(raw): RawQuery) -> Result<Response, Refusal> {
    let text = csv::elements(&rows(&store, raw).await?, Utc::now().date_naive());
    Ok(file("csv", "text/csv; charset=utf-8", text.into()))
}

async fn as_xlsx(State(store): State<Store>, RawQuery(raw): RawQuery) -> Result<Response, Refusal> {
    let rows = rows(&store, raw).await?;
    let write = move || xlsx::elements(&rows, Utc::now().date_naive());
    let bytes = spawn_blocking(write).await.map_err(failed)?.map_err(failed)?;
    Ok(file("xlsx", XLSX, bytes))
}

async fn rows(store: &Store, raw: Option<String>) -> Result<Vec<ElementRow>, AppError> {
    let query = ElementsQuery::parse(&raw.unwrap_or_default()).map_err(AppError::Invalid)?;
    chosen(store, &query).await.map_err(internal)
}

fn file(kind: &str, content_type: &'static str, body: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"elements.{kind}\"");
    let headers = [(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, name)];
    (headers, body).into_response()
}
