//! What a request must be like to be looked at: from our own pages, and of a bearable size.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The largest body, in MB: of a form, and of one with a file.
const FORM_MAX: usize = 1;
pub const WORKBOOK_MAX: usize = 8;

/// The pages whose forms bring files.
const BRINGING: [&str; 2] = ["/import", "/entry/upload"];
/// What ends a person's letters is asked for by mail programs, which come from nowhere: the token in its address
/// is what opens it, and no session.
pub const STOP: &str = "/reminders/stop";

/// Refuses changes that other sites' pages ask for, and bodies that are too large. A body is read
/// here, whole, so that nothing behind this begins work on half of one.
pub async fn guard(State(public_host): State<Option<Arc<str>>>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    if request.uri().path() != STOP && !is_from_here(request.headers(), public_host.as_deref()) {
        tracing::warn!("a change was asked for by another site");
        let refusal = "This change did not come from a page of this site, so it was refused.\n";
        return (StatusCode::FORBIDDEN, refusal).into_response();
    }
    let (parts, body) = request.into_parts();
    let most = if BRINGING.contains(&parts.uri.path()) { WORKBOOK_MAX } else { FORM_MAX };
    match to_bytes(body, most << 20).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(_) => {
            let refusal =
                format!("What was sent is larger than {most} MB, or broke off. Send less at once.\n");
            (StatusCode::PAYLOAD_TOO_LARGE, refusal).into_response()
        }
    }
}

/// Whether a request comes from a page of this site. Browsers say so in `Origin` with every change
/// and no page can make them lie; the other two headers stand in where a browser leaves it out.
fn is_from_here(headers: &HeaderMap, public_host: Option<&str>) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST);
    let is_ours = |address: &str| {
        let Some((_, rest)) = address.split_once("://") else { return false };
        let theirs = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let same = |ours: Option<&str>| ours.is_some_and(|ours| ours.eq_ignore_ascii_case(theirs));
        !theirs.is_empty() && (same(host) || same(public_host))
    };
    match (text(header::ORIGIN), text(HeaderName::from_static("sec-fetch-site"))) {
        (Some(origin), _) => is_ours(origin),
        (None, Some(site)) => site == "same-origin",
        (None, None) => text(header::REFERER).is_some_and(is_ours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_comes_from_here_or_is_refused() {
        const HOST: (&str, &str) = ("host", "yardstick.example:3000");
        let table: &[(&[(&str, &str)], bool)] = &[
            (&[HOST], false),
            (&[HOST, ("origin", "http://yardstick.example:3000")], true),
            (&[HOST, ("origin", "https://Yardstick.Example:3000")], true),
            (&[HOST, ("origin", "http://yardstick.example")], false),
            (&[HOST, ("origin", "http://yardstick.example:3000.evil.example")], false),
            (&[HOST, ("origin", "http://evil.example")], false),
            (&[HOST, ("origin", "null")], false),
            (&[HOST, ("origin", "")], false),
            (&[HOST, ("origin", "http://")], false),
            (&[HOST, ("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")], false),
            (&[HOST, ("origin", "https://public.example")], true),
            (&[HOST, ("sec-fetch-site", "same-origin")], true),
            (&[HOST, ("sec-fetch-site", "same-site")], false),
            (&[HOST, ("sec-fetch-site", "cross-site")], false),
            (&[HOST, ("sec-fetch-site", "none")], false),
            (&[HOST, ("referer", "http://yardstick.example:3000/entry?office=ATF")], true),
            (&[HOST, ("referer", "http://evil.example/http://yardstick.example:3000")], false),
            (&[HOST, ("referer", "http://evil.example?a=://yardstick.example:3000/")], false),
            (&[("origin", "http://yardstick.example:3000")], false),
        ];
        for (pairs, from_here) in table {
            let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            let headers = HeaderMap::from_iter(headers);
            assert_eq!(is_from_here(&headers, Some("public.example")), *from_here, "{pairs:?}");
        }
    }
}
