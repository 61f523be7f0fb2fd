//! Every route and every layer.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::post;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{IntoView, provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list, render_app_async_with_context};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::app::document::shell;
use crate::auth::layer::{renew, sessions};
use crate::mail::Outgoing;
use crate::store::Store;

use super::config::Config;
use super::embed::Framers;
use super::headers::Setting;
use super::reader_cache::{self, ReaderCache};
use super::{
    assets, board, calendar, downloads, elements, embed, failure, goal_chart, guard, headers, health,
    patience, telemetry, trail, upload, workbook,
};

/// The addresses of [`App`], listed once for the process: whatever a page asks for while they are being listed
/// is never answered (leptos issue 4773), so a second router must not list them while the first one serves.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything there is, from the outside in: the log line, the headers; then the files and the
/// health checks, which need nothing more; then the application behind its guards.
pub fn router(store: Store, config: &Config, outgoing: Outgoing) -> Router {
    let setting = Setting { https: config.is_https(), framers: Framers::of(&config.embed_hosts) };
    Router::new()
        .merge(application(store.clone(), config, outgoing))
        .merge(assets::routes())
        .merge(health::routes(store))
        .layer(from_fn_with_state(setting, headers::secure))
        .layer(from_fn_with_state(config.behind_proxy, telemetry::trace))
}

/// Pages, server functions and downloads. Layers are listed from the inside out.
fn application(store: Store, config: &Config, outgoing: Outgoing) -> Router {
    let public_host: Option<Arc<str>> = config.public_host().map(Arc::from);
    // What is compressed anew for each response must not wait for a better compression.
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(4));
    let site = outgoing.site.clone();
    pages(store.clone(), outgoing)
        .layer(from_fn(patience::persist))
        .merge(workbook::routes(store.clone()))
        .merge(trail::routes(store.clone()))
        .merge(upload::routes(store.clone()))
        .merge(calendar::routes(store.clone(), site))
        .layer(from_fn(renew))
        .layer(sessions(store.clone(), config.is_https()))
        .merge(downloads::routes(store.clone()))
        .merge(elements::routes(store.clone()))
        .merge(board::routes(store.clone()))
        .merge(goal_chart::routes(store.clone()))
        .merge(embed::routes(store.clone()))
        .layer(from_fn_with_state(public_host, guard::guard))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::custom(failure::panicked))
        .layer(from_fn(failure::explain))
        .layer(compression)
        .layer(from_fn_with_state(ReaderCache::new(store), reader_cache::serve))
}

/// The pages of [`App`], every `#[server]` function, and a page for addresses that lead nowhere.
fn pages(store: Store, outgoing: Outgoing) -> Router {
    let bundles = assets::bundles();
    let document = move || shell(bundles.clone());
    let context = move || {
        provide_context(store.clone());
        provide_context(outgoing.clone());
        // The nonce of the response's headers takes the place of the one that leptos drew.
        let parts = use_context::<Parts>();
        if let Some(nonce) = parts.and_then(|parts| parts.extensions.get::<Nonce>().cloned()) {
            provide_context(nonce);
        }
    };
    let (around, frame) = (context.clone(), document.clone());
    let import = move |request: Request| {
        let (around, frame) = (around.clone(), frame.clone());
        async move { with(workbook::upload(request).await, around, frame).await }
    };
    let (around, frame) = (context.clone(), document.clone());
    let figures = move |request: Request| {
        let (around, frame) = (around.clone(), frame.clone());
        async move { with(upload::sent(request).await, around, frame).await }
    };
    let large = DefaultBodyLimit::max(guard::WORKBOOK_MAX << 20);
    let stop = render_app_async_with_context(context.clone(), document.clone());
    let nowhere = render_app_async_with_context(context.clone(), document.clone());
    let options = LeptosOptions::builder().output_name("yardstick").build();
    Router::new()
        .leptos_routes_with_context(&options, ROUTES.clone(), context, document)
        .route("/import", post(import).layer(large))
        .route("/entry/upload", post(figures).layer(large))
        // Without a redirect, which who posts for a mail program would not follow (RFC 8058).
        .route(guard::STOP, post(stop))
        .fallback(move |request: Request| {
            let page = nowhere(request);
            async move {
                let mut response = page.await;
                if response.status() == StatusCode::OK {
                    *response.status_mut() = StatusCode::NOT_FOUND;
                }
                response
            }
        })
        .with_state(options)
}

/// The page of a request that brought something, which the page finds around it; or why it could not be read.
async fn with<T, V>(
    brought: Result<(Request, T), Response>,
    around: impl Fn() + Clone + Send + Sync + 'static,
    document: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let (request, brought) = match brought {
        Ok(brought) => brought,
        Err(refusal) => return refusal,
    };
    let context = move || {
        around();
        provide_context(brought.clone());
    };
    render_app_async_with_context(context, document)(request).await
}
