//! The dashboard, and a goal, as files: a table, a paper, a workbook. Published figures alone, whoever asks.

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use chrono::Utc;
use tokio::task::spawn_blocking;

use crate::api::board::{self, BoardError};
use crate::auth::{failed, internal};
use crate::domain::code::Code;
use crate::export::{book, csv, paper};
use crate::model::board::Board;
use crate::model::error::AppError;
use crate::model::query::DashboardQuery;
use crate::store::Store;

use super::downloads::{DRAWING, Refusal, file};
use super::workbook::XLSX;

/// The most measures of a table.
const ROWS: usize = 100_000;

/// `/dashboard.{csv,pdf,xlsx}`, filtered as the page is, and `/goals/{code}/data.{csv,pdf,xlsx}`.
pub fn routes(store: Store) -> Router {
    Router::new()
        .route("/dashboard.csv", get(dashboard_csv))
        .route("/dashboard.pdf", get(dashboard_pdf))
        .route("/dashboard.xlsx", get(dashboard_xlsx))
        .route("/goals/{code}/data.csv", get(goal_csv))
        .route("/goals/{code}/data.pdf", get(goal_pdf))
        .route("/goals/{code}/data.xlsx", get(goal_xlsx))
        .with_state(store)
}

/// As what a board leaves the house.
#[derive(Clone, Copy)]
enum Kind {
    Csv,
    Pdf,
    Xlsx,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Csv => "csv",
            Kind::Pdf => "pdf",
            Kind::Xlsx => "xlsx",
        }
    }

    /// The most measures that there may be in it.
    fn most(self) -> usize {
        match self {
            Kind::Csv => ROWS,
            Kind::Pdf => paper::MOST,
            Kind::Xlsx => book::MOST,
        }
    }
}

async fn dashboard_csv(store: State<Store>, query: RawQuery) -> Result<Response, Refusal> {
    dashboard(store, query, Kind::Csv).await
}

async fn dashboard_pdf(store: State<Store>, query: RawQuery) -> Result<Response, Refusal> {
    dashboard(store, query, Kind::Pdf).await
}

async fn dashboard_xlsx(store: State<Store>, query: RawQuery) -> Result<Response, Refusal> {
    dashboard(store, query, Kind::Xlsx).await
}

async fn goal_csv(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    goal(store, code, query, Kind::Csv).await
}

async fn goal_pdf(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    goal(store, code, query, Kind::Pdf).await
}

async fn goal_xlsx(store: State<Store>, code: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    goal(store, code, query, Kind::Xlsx).await
}

async fn dashboard(
    State(store): State<Store>,
    RawQuery(raw): RawQuery,
    kind: Kind,
) -> Result<Response, Refusal> {
    let query = DashboardQuery::parse(&raw.unwrap_or_default()).map_err(AppError::Invalid)?;
    let today = Utc::now().date_naive();
    let board =
        board::dashboard(&store, &query, kind.most(), today).await.map_err(|error| refused(error, kind))?;
    hand_out("dashboard", board, kind).await
}

async fn goal(
    State(store): State<Store>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
    kind: Kind,
) -> Result<Response, Refusal> {
    let none = || AppError::NotFound(format!("goal “{}”", code.chars().take(60).collect::<String>()));
    let known: Code = code.parse().map_err(|_| none())?;
    let query = DashboardQuery::parse(&raw.unwrap_or_default()).map_err(AppError::Invalid)?;
    let today = Utc::now().date_naive();
    let found = board::goal(&store, &known, &query, kind.most(), today).await;
    let board = found.map_err(|error| refused(error, kind))?.ok_or_else(none)?;
    hand_out(known.as_str(), board, kind).await
}

async fn hand_out(name: &str, board: Board, kind: Kind) -> Result<Response, Refusal> {
    let name = format!("{name}-{}.{}", board.asked, kind.name());
    let _permit = DRAWING.acquire().await.map_err(failed)?;
    let (content_type, bytes) = match kind {
        Kind::Csv => ("text/csv; charset=utf-8", csv::board(&board).into_bytes()),
        Kind::Pdf => {
            let bytes = spawn_blocking(move || paper::board(&board)).await.map_err(failed)?;
            ("application/pdf", bytes.map_err(failed)?)
        }
        Kind::Xlsx => {
            let bytes = spawn_blocking(move || book::board(&board)).await.map_err(failed)?;
            (XLSX, bytes.map_err(failed)?)
        }
    };
    Ok(file(&name, content_type, bytes))
}

/// What is too much is refused in words: before anything of it was drawn.
fn refused(error: BoardError, kind: Kind) -> Refusal {
    match error {
        BoardError::Store(error) => internal(error).into(),
        BoardError::TooMany { count, most } => {
            let what = match kind {
                Kind::Csv => "a table",
                Kind::Pdf => "a paper with a chart of each",
                Kind::Xlsx => "a workbook with a chart of each",
            };
            let other = match kind {
                Kind::Csv => "",
                Kind::Pdf => ", or take the workbook or the CSV",
                Kind::Xlsx => ", or take the CSV",
            };
            Refusal::too_large(format!(
                "These are {count} measures; {what} takes at most {most}. Choose fewer, by office, goal, status or kind{other}."
            ))
        }
    }
}
