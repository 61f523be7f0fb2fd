//! The framework as a workbook: out as a file, in as a form.

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{Extensions, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::Utc;
use tokio::task::spawn_blocking;

use crate::api::import::{TURNS, Upload};
use crate::auth::{self, failed, internal};
use crate::model::error::{AppError, FieldError};
use crate::store::Store;
use crate::workbook::{self, About, WriteError};

use super::downloads::Refusal;

/// What a workbook is called by those who send it.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `/framework.xlsx`, for people signed in: whoever takes it means to work on it, and it takes a core to
/// make. What waits for approval is not in it.
pub fn routes(store: Store) -> Router {
    Router::new().route("/framework.xlsx", get(framework)).with_state(store)
}

async fn framework(State(store): State<Store>, extensions: Extensions) -> Result<Response, Refusal> {
    if auth::person_of(&extensions).is_none() {
        return Err(AppError::Unauthenticated.into());
    }
    let figures = store.figure_count().await.map_err(internal)?;
    workbook::has_room(figures).map_err(too_many)?;
    let _turn = TURNS.acquire().await.map_err(failed)?;
    let (batch, mark) = store.framework().await.map_err(internal)?;
    let retrieved_at = Utc::now();
    let write = move || workbook::write(&batch, &About { mark: &mark, retrieved_at });
    let bytes = spawn_blocking(write).await.map_err(failed)?.map_err(too_many)?;
    let name = format!("attachment; filename=\"framework-{}.xlsx\"", retrieved_at.date_naive());
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}

pub(super) fn too_many(error: WriteError) -> AppError {
    match error {
        too_many @ WriteError::TooManyRows { .. } => AppError::Unavailable(format!("{too_many}.")),
        other => failed(other),
    }
}

/// The workbook that a form brings, and the request without it. Whether its sender may bring one is
/// decided where it is looked at.
pub async fn upload(request: Request) -> Result<(Request, Upload), Response> {
    let (parts, body) = request.into_parts();
    let whole = Request::from_parts(parts.clone(), body);
    let multipart = Multipart::from_request(whole, &()).await.map_err(IntoResponse::into_response)?;
    let upload = read(multipart).await.map_err(|error| Refusal::from(error).into_response())?;
    Ok((Request::from_parts(parts, Body::empty()), upload))
}

async fn read(mut multipart: Multipart) -> Result<Upload, AppError> {
    let broken = |_: MultipartError| wrong("the form broke off; send it again");
    let mut upload = Upload::default();
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "workbook" => {
                upload.file = file_name(&field);
                upload.bytes = field.bytes().await.map_err(broken)?.as_ref().into();
            }
            "file" => upload.file = field.text().await.map_err(broken)?.chars().take(200).collect(),
            "again" => {
                let text = field.text().await.map_err(broken)?;
                let bytes = BASE64_STANDARD.decode(text).map_err(|_| wrong("choose the file anew"))?;
                upload.bytes = bytes.into();
                upload.apply = true;
            }
            _ => {}
        }
    }
    Ok(upload)
}

fn wrong(message: &str) -> AppError {
    AppError::Invalid(vec![FieldError::new("workbook", message)])
}

pub(super) fn file_name(field: &Field) -> String {
    field.file_name().filter(|name| !name.is_empty()).unwrap_or("the file").chars().take(200).collect()
}
