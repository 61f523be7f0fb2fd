//! An office's figures: the template out as a file, what was filled in as a form.

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, RawQuery, Request, State};
use axum::http::{Extensions, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::Utc;
use tokio::task::spawn_blocking;

use crate::api::entry::{Purpose, SentFile, Template, template};
use crate::api::import::TURNS;
use crate::auth::{self, failed};
use crate::domain::import::upload::SHEET;
use crate::export::csv;
use crate::model::error::{AppError, FieldError};
use crate::store::Store;
use crate::workbook;

use super::downloads::Refusal;
use super::workbook::{XLSX, file_name};

/// How many columns a form may name.
const COLUMNS: usize = 100;

/// `/entry/template.xlsx` and `.csv`, for those who enter or review the office's figures.
pub fn routes(store: Store) -> Router {
    Router::new()
        .route("/entry/template.xlsx", get(as_xlsx))
        .route("/entry/template.csv", get(as_csv))
        .with_state(store)
}

async fn asked(store: &Store, raw: Option<String>, extensions: &Extensions) -> Result<Template, AppError> {
    let person = auth::person_of(extensions).ok_or(AppError::Unauthenticated)?;
    template(store, &raw.unwrap_or_default(), &person).await
}

async fn as_xlsx(
    State(store): State<Store>,
    RawQuery(raw): RawQuery,
    extensions: Extensions,
) -> Result<Response, Refusal> {
    let Template { office, period, rows } = asked(&store, raw, &extensions).await?;
    let _turn = TURNS.acquire().await.map_err(failed)?;
    let at = Utc::now();
    let name = name(office.code.as_str(), &period.to_string(), "xlsx");
    let about = [
        ("Yardstick", format!("The figures of {} that are asked for in {}.", office.name, period.label())),
        ("retrieved", at.format("%Y-%m-%d %H:%M UTC").to_string()),
        (
            "filling in",
            "Write into the sheet figures: a value, or numerator and denominator, or why there is none. The note at each column's name says what it takes.".to_owned(),
        ),
        ("bringing it back", "Upload it on the page from which it is: a preview shows what would be saved as drafts.".to_owned()),
        ("rows", "A row without a figure is left alone, and so is one that is removed or not changed.".to_owned()),
        ("not taken", "Formulas, merged cells and macros.".to_owned()),
    ];
    let write = move || workbook::write_template(&SHEET, rows, &about, at);
    let bytes = spawn_blocking(write).await.map_err(failed)?.map_err(super::workbook::too_many)?;
    Ok(([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

async fn as_csv(
    State(store): State<Store>,
    RawQuery(raw): RawQuery,
    extensions: Extensions,
) -> Result<Response, Refusal> {
    let Template { office, period, rows } = asked(&store, raw, &extensions).await?;
    let name = name(office.code.as_str(), &period.to_string(), "csv");
    let text = csv::sheet(&SHEET, Box::new(rows.into_iter()));
    let kind = "text/csv; charset=utf-8".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

fn name(office: &str, period: &str, kind: &str) -> String {
    format!("attachment; filename=\"figures-{office}-{period}.{kind}\"")
}

/// The file that a form brings, and the request without it. Whether its sender may bring one is decided where it
/// is looked at; from those who are not signed in nothing is taken.
pub async fn sent(request: Request) -> Result<(Request, SentFile), Response> {
    let (parts, body) = request.into_parts();
    if auth::person_of(&parts.extensions).is_none() {
        return Ok((Request::from_parts(parts, Body::empty()), SentFile::default()));
    }
    let whole = Request::from_parts(parts.clone(), body);
    let multipart = Multipart::from_request(whole, &()).await.map_err(IntoResponse::into_response)?;
    let sent = read(multipart).await.map_err(|error| Refusal::from(error).into_response())?;
    Ok((Request::from_parts(parts, Body::empty()), sent))
}

async fn read(mut multipart: Multipart) -> Result<SentFile, AppError> {
    let mut sent = SentFile::default();
    let mut names = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "figures" => {
                sent.file = file_name(&field);
                sent.bytes = field.bytes().await.map_err(broken)?.as_ref().into();
            }
            "file" => sent.file = text(field).await?.chars().take(200).collect(),
            "again" => {
                let bytes = BASE64_STANDARD.decode(text(field).await?);
                sent.bytes = bytes.map_err(|_| wrong("choose the file anew"))?.into();
            }
            // A name, and then what it is.
            "name" if names.len() < COLUMNS => names.push(text(field).await?),
            "column" if sent.columns.len() < names.len() => {
                let name = names[sent.columns.len()].clone();
                sent.columns.push((name, text(field).await?));
            }
            "columns" => sent.purpose = Purpose::Columns,
            "seen" => sent.purpose = Purpose::Save(text(field).await?),
            _ => {}
        }
    }
    Ok(sent)
}

async fn text(field: Field<'_>) -> Result<String, AppError> {
    field.text().await.map_err(broken)
}

fn broken(_: MultipartError) -> AppError {
    wrong("the form broke off; send it again")
}

fn wrong(message: &str) -> AppError {
    AppError::Invalid(vec![FieldError::new("figures", message)])
}
