//! For whoever watches over the process.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use crate::store::Store;

/// `/healthz`: the process answers. `/readyz`: the database does, too.
pub fn routes(store: Store) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(move || ready(store.clone())))
}

async fn ready(store: Store) -> (StatusCode, &'static str) {
    match store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
