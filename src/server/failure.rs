//! What people see when something broke: a page with a reference and a way out, no causes.

use std::any::Any;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::auth::{failed, internal, with_cause};
use crate::model::error::AppError;

use super::assets;

/// Answers for a handler that panicked.
pub fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("unknown");
    page(&failed(format_args!("panic: {text}")))
}

/// Gives the empty failures of inner layers (a session that cannot be loaded, time that ran out) a page.
pub async fn explain(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let (response, cause) = with_cause(next.run(request)).await;
    let empty = response.body().size_hint().exact() == Some(0);
    match response.status() {
        StatusCode::INTERNAL_SERVER_ERROR if empty => page(&match cause {
            Some(cause) => internal(cause),
            None => failed(format_args!("{path} was answered without a body")),
        }),
        StatusCode::SERVICE_UNAVAILABLE if empty => page(&AppError::Unavailable(
            "The answer took too long. Nothing more was changed; try again in a minute.".into(),
        )),
        _ => response,
    }
}

fn page(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let stylesheet = assets::bundles().stylesheet;
    let body = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"/>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\
         <meta name=\"color-scheme\" content=\"light dark\"/><title>Not answered · Yardstick</title>\
         <link rel=\"stylesheet\" href=\"{stylesheet}\"/></head><body><main id=\"main\">\
         <h1>This did not work</h1><p>{error}</p><p><a href=\"/\">Go to the dashboard</a></p></main></body></html>\n"
    );
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], Body::from(body)).into_response()
}
