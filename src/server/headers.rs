//! What every response carries.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

use crate::auth::layer::has_cookie;

use super::embed::Framers;

/// The same for all responses. Nobody may guess a type, or follow a reader out.
const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// A year, for every host below.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// What differs from server to server.
#[derive(Clone, Debug)]
pub struct Setting {
    pub https: bool,
    pub framers: Framers,
}

/// Draws the response's nonce, which the page finds among the request's extensions, and sets the
/// headers. Nobody may frame a page, but for those that are made for it and the hosts that are named.
pub async fn secure(State(setting): State<Setting>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let signed_in = has_cookie(request.headers());
    let framers = setting.framers.of_page(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if framers.is_none() {
        // What it says cannot name hosts.
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce, framers.unwrap_or("'none'"))) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if setting.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    set_caching(headers, signed_in);
    response
}

/// Scripts are ours by address or by nonce; WebAssembly may be compiled, text may not be run.
fn policy(nonce: &Nonce, framers: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {framers}"
    )
}

/// What a signed-in person saw stays in no cache; other pages are asked for again each time, since
/// any figure may have changed.
fn set_caching(headers: &mut HeaderMap, signed_in: bool) {
    if headers.contains_key(header::CACHE_CONTROL) {
        return;
    }
    let personal = signed_in || headers.contains_key(header::SET_COOKIE);
    let caching = if personal { "no-store" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
}
