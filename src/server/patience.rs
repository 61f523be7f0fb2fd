//! A page whose rendering does not end is begun once more.
//!
//! A page that takes milliseconds was seen not to end, a few times in many thousands, as others saw it
//! (leptos issues 4673 and 4851: the word that what a page waits for has come is lost). Reading a page
//! changes nothing, so it may be read twice.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

/// How long a page may take before it is begun anew; the slowest honest one takes a tenth of it.
const PAGE_MAX: Duration = Duration::from_secs(10);

/// Answers with the first rendering that ends in [`PAGE_MAX`], else with a second one, however long
/// that takes. Whatever is no page of its own passes: changes, and the answers to a script.
pub async fn persist(request: Request, next: Next) -> Response {
    if request.method() != Method::GET || request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let again = Request::from_parts(parts.clone(), Body::empty());
    match tokio::time::timeout(PAGE_MAX, next.clone().run(Request::from_parts(parts, body))).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("the page did not come in {} s and is rendered again", PAGE_MAX.as_secs());
            next.run(again).await
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    /// The status of an answer whose first `lost` attempts never end, and how many were made.
    async fn asked(method: Method, path: &str, lost: usize) -> (Option<StatusCode>, usize) {
        let attempts = Arc::new(AtomicUsize::new(0));
        let counted = attempts.clone();
        let handler = move || async move {
            if counted.fetch_add(1, Ordering::SeqCst) < lost {
                std::future::pending::<()>().await;
            }
        };
        let routes = Router::new().route(path, get(handler.clone()).post(handler)).layer(from_fn(persist));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let answer = tokio::time::timeout(PAGE_MAX * 3, routes.oneshot(request)).await;
        let status = answer.ok().map(|response| response.unwrap().status());
        (status, attempts.load(Ordering::SeqCst))
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_is_lost_is_rendered_once_more() {
        let ok = Some(StatusCode::OK);
        assert_eq!(asked(Method::GET, "/page", 0).await, (ok, 1));
        assert_eq!(asked(Method::GET, "/page", 1).await, (ok, 2));
        assert_eq!(asked(Method::GET, "/page", 2).await, (None, 2));
        assert_eq!(asked(Method::POST, "/page", 1).await, (None, 1), "a change is asked for once");
        assert_eq!(asked(Method::GET, "/api/board", 1).await, (None, 1));
    }
}
