//! A measure's chart and data as files: the picture on the screen, with its source and caveats in it.
//! Approved figures alone, whoever asks.

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::auth::failed;
use crate::export::{book, csv, json};
use crate::model::error::AppError;
use crate::store::Store;

use super::asked::{Asked, Format};
use super::workbook::XLSX;

/// Drawing a PNG or a PDF takes a core; more at once would only make all of them wait longer.
pub(super) static DRAWING: Semaphore = Semaphore::const_new(2);

/// Chart and data of `/measures/{code}`.
pub fn routes(store: Store) -> Router {
    let add = |router: Router<Store>, format: Format| {
        let serve = move |store, code, query| picture(store, code, query, format);
        router.route(&format!("/measures/{{code}}/chart.{}", format.name()), get(serve))
    };
    Format::ALL
        .into_iter()
        .fold(Router::new(), add)
        .route("/measures/{code}/data.csv", get(csv))
        .route("/measures/{code}/data.json", get(json))
        .route("/measures/{code}/data.xlsx", get(xlsx))
        .with_state(store)
}

async fn picture(
    store: State<Store>,
    code: Path<String>,
    query: RawQuery,
    format: Format,
) -> Result<Response, Refusal> {
    let asked = read(store, code, query).await?;
    let name = asked.file_name(format.name());
    let _permit = DRAWING.acquire().await.map_err(failed)?;
    let bytes = spawn_blocking(move || asked.picture(format)).await.map_err(failed)?;
    Ok(file(&name, format.content_type(), bytes.map_err(failed)?))
}

async fn csv(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    let asked = read(store, code, query).await?;
    let text = csv::measure_data(&asked.data());
    Ok(file(&asked.file_name("csv"), "text/csv; charset=utf-8", text.into()))
}

async fn json(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    let asked = read(store, code, query).await?;
    let text = json::measure_data(&asked.data());
    Ok(file(&asked.file_name("json"), "application/json", text.into()))
}

async fn xlsx(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    let asked = read(store, code, query).await?;
    let name = asked.file_name("xlsx");
    let _permit = DRAWING.acquire().await.map_err(failed)?;
    let write = move || book::measure(&asked.data(), &asked.beside_figures());
    let bytes = spawn_blocking(write).await.map_err(failed)?.map_err(failed)?;
    Ok(file(&name, XLSX, bytes))
}

async fn read(
    State(store): State<Store>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Asked, Refusal> {
    Ok(Asked::read(&store, &code, &raw.unwrap_or_default()).await?)
}

/// Bytes to be kept under a name.
pub(super) fn file(name: &str, content_type: &'static str, body: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers: [(HeaderName, String); 2] =
        [(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}

/// Why there is no file, as plain text: whoever downloads has no page to show it on.
pub(super) enum Refusal {
    Error(AppError),
    /// More was asked for than one file holds.
    TooLarge(String),
}

impl Refusal {
    pub(super) fn too_large(why: String) -> Refusal {
        Refusal::TooLarge(why)
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Refusal {
        Refusal::Error(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, why) = match self {
            Refusal::TooLarge(why) => (StatusCode::PAYLOAD_TOO_LARGE, why),
            // An address that cannot be understood, not a form.
            Refusal::Error(error @ AppError::Invalid(_)) => (StatusCode::BAD_REQUEST, error.to_string()),
            Refusal::Error(other) => {
                let status = StatusCode::from_u16(other.status());
                (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), other.to_string())
            }
        };
        (status, format!("{why}\n")).into_response()
    }
}
