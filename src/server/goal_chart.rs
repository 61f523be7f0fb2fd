//! The pictures of a goal as files, with their sources and caveats in them. Approved figures alone, whoever asks.

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use chrono::Utc;
use tokio::task::spawn_blocking;

use crate::api::goals;
use crate::auth::{failed, internal};
use crate::chart;
use crate::domain::code::Code;
use crate::model::error::AppError;
use crate::model::goal::GoalChartQuery;
use crate::store::Store;

use super::asked::{Format, Look, SIZE, both};
use super::downloads::{DRAWING, Refusal, file};

/// `/goals/{code}/chart.{svg,png,pdf}?kind=status|milestones`.
pub fn routes(store: Store) -> Router {
    let add = |router: Router<Store>, format: Format| {
        let serve = move |store, code, query| picture(store, code, query, format);
        router.route(&format!("/goals/{{code}}/chart.{}", format.name()), get(serve))
    };
    Format::ALL.into_iter().fold(Router::new(), add).with_state(store)
}

async fn picture(
    State(store): State<Store>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
    format: Format,
) -> Result<Response, Refusal> {
    let raw = raw.unwrap_or_default();
    let (query, look) = both(GoalChartQuery::parse(&raw, &["scale", "theme"]), Look::parse(&raw))?;
    let none = || AppError::NotFound(format!("goal “{}”", code.chars().take(60).collect::<String>()));
    let known: Code = code.parse().map_err(|_| none())?;
    let mut spec = goals::picture(&store, &known, query).await.map_err(internal)?.ok_or_else(none)?;
    let today = Utc::now().date_naive();
    let draw = move || {
        let draw = |note| {
            spec.footnotes.extend(note);
            chart::draw_goal(&spec, SIZE, look.ink)
        };
        look.file(draw, format, today)
    };
    let _permit = DRAWING.acquire().await.map_err(failed)?;
    let bytes = spawn_blocking(draw).await.map_err(failed)?;
    let name = format!("{known}-{}.{}", query.kind.name(), format.name());
    Ok(file(&name, format.content_type(), bytes.map_err(failed)?))
}
