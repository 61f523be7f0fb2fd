//! The files inside the binary: `build.rs` names each by its content and compresses it, so they
//! are sent as they are and may be kept for ever. Keep [`routes`] outside of a compressing layer.

use crate::app::document::{Bundles, Script};
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file inside the binary.
#[derive(Debug)]
pub struct Asset {
    /// Its name in the sources: `yardstick.css`.
    pub name: &'static str,
    /// Where it is served: `/assets/yardstick-0123456789ab.css`.
    pub path: &'static str,
    pub hash: &'static str,
    pub content_type: &'static str,
    pub identity: &'static [u8],
    /// Compressed forms, where that makes it smaller.
    pub br: Option<&'static [u8]>,
    pub gz: Option<&'static [u8]>,
}

/// What an address under `/assets/` never changes to.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// For the addresses that others have chosen, which carry no hash.
const FOR_A_DAY: &str = "public, max-age=86400";

/// `/assets/{file}` and the two files that are asked for by a fixed name.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{file}", get(serve))
        .route("/favicon.ico", get(|headers: HeaderMap| async move { serve_fixed("favicon.svg", &headers) }))
        .route("/robots.txt", get(|headers: HeaderMap| async move { serve_fixed("robots.txt", &headers) }))
}

/// The addresses that pages load.
pub fn bundles() -> Bundles {
    let path = |name: &str| path_of(name).map(str::to_owned);
    let script = |name: &str| {
        let (script, wasm) = (path(&format!("{name}.js"))?, path(&format!("{name}_bg.wasm"))?);
        Some(Script { script, wasm })
    };
    Bundles {
        stylesheet: path("yardstick.css").unwrap_or_default(),
        icon: path("favicon.svg").unwrap_or_default(),
        page: path("page.js").unwrap_or_default(),
        readers: script("readers"),
        stewards: script("stewards"),
        editors: script("editors"),
    }
}

/// The file served at a path.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

/// Where a file, called by its name in the sources, is served.
pub fn path_of(name: &str) -> Option<&'static str> {
    named(name).map(|asset| asset.path)
}

fn named(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Answers `/assets/{file}`.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    answer(find(&format!("/assets/{file}")), FOR_EVER, &headers)
}

fn serve_fixed(name: &str, headers: &HeaderMap) -> Response {
    answer(named(name), FOR_A_DAY, headers)
}

fn answer(asset: Option<&'static Asset>, caching: &'static str, headers: &HeaderMap) -> Response {
    let Some(asset) = asset else {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    };
    // Weak: one tag for all the forms in which the same content is sent.
    let etag = format!("W/\"{}\"", asset.hash);
    let about = [(CACHE_CONTROL, caching), (VARY, "accept-encoding"), (ETAG, &etag)];
    if is_known(text(headers, IF_NONE_MATCH), &etag) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let (encoding, bytes) = asset.form_for(text(headers, ACCEPT_ENCODING));
    let mut response = (about, [(CONTENT_TYPE, asset.content_type)], Body::from(bytes)).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(CONTENT_ENCODING, axum::http::HeaderValue::from_static(encoding));
    }
    response
}

impl Asset {
    /// The smallest form that the asker takes, and what that form is called.
    fn form_for(&self, accept: &str) -> (Option<&'static str>, &'static [u8]) {
        let form = |encoding: &'static str, bytes: Option<&'static [u8]>| {
            bytes.filter(|_| accepts(accept, encoding)).map(|bytes| (Some(encoding), bytes))
        };
        form("br", self.br).or_else(|| form("gzip", self.gz)).unwrap_or((None, self.identity))
    }
}

/// Whether an `Accept-Encoding` takes a coding: by its name, or by `*`; `q=0` refuses.
pub(super) fn accepts(accept: &str, coding: &str) -> bool {
    let taken = |wanted: &str| {
        accept.split(',').find_map(|entry| {
            let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
            let quality = parameters.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(wanted).then_some(quality.unwrap_or(1.0) > 0.0)
        })
    };
    taken(coding).or_else(|| taken("*")).unwrap_or(false)
}

/// Whether an `If-None-Match` names the tag, which is compared weakly.
fn is_known(names: &str, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    names.trim() == "*" || names.split(',').any(|name| opaque(name) == opaque(etag))
}

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use tower::ServiceExt;

    async fn ask(path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        routes::<()>().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    fn style() -> &'static str {
        path_of("yardstick.css").unwrap()
    }

    #[test]
    fn accept_encoding_is_read_with_its_qualities() {
        for (accept, br, gzip) in [
            ("", false, false),
            ("br", true, false),
            ("gzip, deflate, br, zstd", true, true),
            ("br;q=0, gzip", false, true),
            ("gzip;q=0.5, BR ; q=0.1", true, true),
            ("*", true, true),
            ("*;q=0, gzip;q=1", false, true),
            ("identity", false, false),
            ("brotli, xgzip", false, false),
        ] {
            assert_eq!(
                (accepts(accept, "br"), accepts(accept, "gzip")),
                (br, gzip),
                "Accept-Encoding: {accept}"
            );
        }
    }

    #[tokio::test]
    async fn a_file_comes_in_the_smallest_form_taken() {
        for (accept, encoding) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("", None)] {
            let response = ask(style(), &[("accept-encoding", accept)]).await;
            assert_eq!(response.status(), StatusCode::OK);
            let header = |name: HeaderName| text(response.headers(), name);
            assert_eq!(header(CONTENT_ENCODING), encoding.unwrap_or_default());
            assert_eq!(header(CONTENT_TYPE), "text/css; charset=utf-8");
            assert_eq!(header(CACHE_CONTROL), FOR_EVER);
            assert_eq!(header(VARY), "accept-encoding");
        }
    }

    #[tokio::test]
    async fn a_known_tag_is_answered_without_the_file() {
        let response = ask(style(), &[]).await;
        let etag = text(response.headers(), ETAG).to_owned();
        let strong = etag.trim_start_matches("W/").to_owned();
        for (sent, status) in [
            (etag.as_str(), StatusCode::NOT_MODIFIED),
            (&format!("\"other\", {strong}"), StatusCode::NOT_MODIFIED),
            ("\"other\"", StatusCode::OK),
        ] {
            assert_eq!(ask(style(), &[("if-none-match", sent)]).await.status(), status, "{sent}");
        }
    }

    #[tokio::test]
    async fn fixed_names_are_not_kept_for_ever_and_unknown_ones_not_found() {
        for path in ["/favicon.ico", "/robots.txt"] {
            let response = ask(path, &[]).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(text(response.headers(), CACHE_CONTROL), FOR_A_DAY);
        }
        for path in ["/assets/yardstick.css", "/assets/..%2FCargo.toml", "/assets/"] {
            assert_eq!(ask(path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn the_stylesheet_names_only_fonts_that_are_served() {
        let style = std::str::from_utf8(named("yardstick.css").unwrap().identity).unwrap();
        let fonts: Vec<_> = style.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(fonts.len(), 3);
        for font in fonts {
            let asset = find(font).unwrap_or_else(|| panic!("{font} is not served"));
            assert!(asset.br.is_none(), "fonts are compressed already");
        }
    }
}
