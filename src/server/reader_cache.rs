//! Whole pages for anonymous readers, who all see the same.
//!
//! A page is good for as long as nothing in the database has changed and it is the same day: the
//! number of the last audit entry and the date say so. Pages hold a nonce, which is drawn afresh
//! for each response, so they are kept with a hole for it ([`Spliced`]).

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, Utc};
use leptos::nonce::Nonce;
use tokio::sync::watch;

use crate::auth::layer::has_cookie;
use crate::store::{Store, StoreError};

use super::assets::accepts;
use super::splice::Spliced;

const CACHE: HeaderName = HeaderName::from_static("x-cache");

/// The most pages that are kept, and the most bytes.
const PAGES_MAX: usize = 256;
const BYTES_MAX: usize = 32 * 1024 * 1024;

/// The longest address whose page is kept.
const KEY_MAX: usize = 512;

/// How the address of a file ends: those are compressed, or not, as their kind asks for.
const FILES: [&str; 7] = [".svg", ".png", ".pdf", ".csv", ".json", ".xlsx", ".ics"];

/// The pages that were rendered lately.
pub struct ReaderCache {
    version: Version,
    pages: Mutex<Pages>,
}

/// The number of the last change, asked for once for all requests that came in meanwhile: it is never
/// older than the request that it answers, and a crowd of readers costs no more than one of them.
struct Version {
    store: Store,
    /// Counts the requests.
    arrivals: AtomicU64,
    /// Somebody asks the database, for all.
    asking: AtomicBool,
    /// All who wait are woken at once, and go on side by side.
    latest: watch::Sender<Latest>,
}

/// The answer to every request that arrived before the `before`th.
#[derive(Clone, Copy, Default)]
struct Latest {
    before: u64,
    version: i64,
}

/// The one who asks. However that ends, another may ask then, and is told so.
struct Asker<'v>(&'v Version);

impl Drop for Asker<'_> {
    fn drop(&mut self) {
        self.0.asking.store(false, Ordering::SeqCst);
        self.0.latest.send_modify(|_| {});
    }
}

/// What a page was made from: the number of the last change, and the day.
type Edition = (i64, NaiveDate);

#[derive(Default)]
struct Pages {
    kept: HashMap<String, Kept>,
    bytes: usize,
    /// Counts the uses, to know which page was used last.
    clock: u64,
}

struct Kept {
    edition: Edition,
    page: Arc<Page>,
    used: u64,
}

struct Page {
    headers: HeaderMap,
    body: Spliced,
}

impl ReaderCache {
    pub fn new(store: Store) -> Arc<ReaderCache> {
        Arc::new(ReaderCache { version: Version::new(store), pages: Mutex::default() })
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, Pages> {
        // A panic elsewhere leaves at worst a page too many.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Version {
    fn new(store: Store) -> Version {
        let (arrivals, asking) = (AtomicU64::new(0), AtomicBool::new(false));
        Version { store, arrivals, asking, latest: watch::Sender::default() }
    }

    async fn now(&self) -> Result<i64, StoreError> {
        let arrival = self.arrivals.fetch_add(1, Ordering::SeqCst);
        let mut latest = self.latest.subscribe();
        loop {
            let Latest { before, version } = *latest.borrow_and_update();
            if before > arrival {
                return Ok(version);
            }
            if self.asking.swap(true, Ordering::SeqCst) {
                // The sender lives as long as this.
                let _ = latest.changed().await;
                continue;
            }
            let _asker = Asker(self);
            // Lets in who is at the door already: a question to the database costs more than to answer many.
            tokio::task::yield_now().await;
            let before = self.arrivals.load(Ordering::SeqCst);
            let version = self.store.version().await?;
            self.latest.send_replace(Latest { before, version });
        }
    }
}

/// Answers from the cache where it can, and keeps what it could not. It stands before every other
/// layer of the application and compresses pages itself.
pub async fn serve(State(cache): State<Arc<ReaderCache>>, mut request: Request, next: Next) -> Response {
    let (Some(key), Some(nonce)) = (key(&request), request.extensions().get::<Nonce>().cloned()) else {
        return next.run(request).await;
    };
    // Before the page is rendered: if something changes meanwhile, the page is merely not found again.
    let Ok(version) = cache.version.now().await else {
        return next.run(request).await;
    };
    let edition = (version, Utc::now().date_naive());
    let encodings = request.headers_mut().remove(header::ACCEPT_ENCODING);
    let gzip = encodings.as_ref().and_then(|value| value.to_str().ok());
    let gzip = gzip.is_some_and(|text| accepts(text, "gzip"));
    let found = cache.pages().find(&key, edition);
    if let Some(page) = found {
        return page.response(&nonce, gzip, "hit");
    }
    let response = next.run(request).await;
    if !may_be_kept(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let cut = std::str::from_utf8(&bytes).ok().and_then(|text| Spliced::cut(text, &nonce));
    let Some(body) = cut else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let page = Arc::new(Page { headers: parts.headers, body });
    cache.pages().keep(key, edition, page.clone());
    page.response(&nonce, gzip, "miss")
}

/// What a request's page is kept under; `None` where the page may be somebody's own, or no page: an
/// answer to a script, or a file.
fn key(request: &Request) -> Option<String> {
    let address = request.uri().path_and_query()?.as_str();
    let page = request.method() == Method::GET
        && !has_cookie(request.headers())
        && !address.starts_with("/api/")
        && !FILES.iter().any(|ending| request.uri().path().ends_with(ending))
        && address.len() <= KEY_MAX;
    page.then(|| address.to_owned())
}

fn may_be_kept(response: &Response) -> bool {
    let headers = response.headers();
    let html = headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    response.status() == StatusCode::OK && html && !headers.contains_key(header::SET_COOKIE)
}

impl Page {
    fn response(&self, nonce: &str, gzip: bool, cache: &'static str) -> Response {
        let compressed = gzip.then(|| self.body.gzip(nonce)).flatten();
        let gzip = compressed.is_some();
        let mut response = Response::new(Body::from(compressed.unwrap_or_else(|| self.body.plain(nonce))));
        let headers = response.headers_mut();
        headers.clone_from(&self.headers);
        headers.insert(CACHE, HeaderValue::from_static(cache));
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

impl Pages {
    fn find(&mut self, key: &str, edition: Edition) -> Option<Arc<Page>> {
        self.clock += 1;
        let kept = self.kept.get_mut(key).filter(|kept| kept.edition == edition)?;
        kept.used = self.clock;
        Some(kept.page.clone())
    }

    /// Keeps a page and drops what no longer holds, then what was used longest ago.
    fn keep(&mut self, key: String, edition: Edition, page: Arc<Page>) {
        let size = page.body.size();
        if size > BYTES_MAX / 8 {
            return;
        }
        self.kept.retain(|other, kept| kept.edition >= edition && *other != key);
        self.bytes = self.kept.values().map(|kept| kept.page.body.size()).sum();
        while self.kept.len() >= PAGES_MAX || self.bytes + size > BYTES_MAX {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.used).map(|(key, _)| key.clone());
            let Some(dropped) = oldest.and_then(|key| self.kept.remove(&key)) else { break };
            self.bytes -= dropped.page.body.size();
        }
        self.clock += 1;
        self.bytes += size;
        self.kept.insert(key, Kept { edition, page, used: self.clock });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(size: usize) -> Arc<Page> {
        // Bytes that do not compress, so that the size is known.
        let noise: String = (0..size as u64).map(|n| char::from(33 + (n * n * 7919 % 89) as u8)).collect();
        Arc::new(Page { headers: HeaderMap::new(), body: Spliced::cut(&noise, "\0").unwrap() })
    }

    fn edition(version: i64) -> Edition {
        (version, "2026-11-24".parse().unwrap())
    }

    #[test]
    fn a_page_is_found_in_its_own_edition_alone() {
        let mut pages = Pages::default();
        pages.keep("/".into(), edition(1), page(10));
        assert!(pages.find("/", edition(1)).is_some());
        assert!(pages.find("/", edition(2)).is_none());
        assert!(pages.find("/", (1, "2026-11-25".parse().unwrap())).is_none());
        pages.keep("/a".into(), edition(2), page(10));
        assert_eq!(pages.kept.len(), 1, "what no longer holds is dropped");
    }

    #[test]
    fn the_page_used_longest_ago_is_dropped() {
        let mut pages = Pages::default();
        for n in 0..PAGES_MAX {
            pages.keep(format!("/{n}"), edition(1), page(10));
        }
        assert!(pages.find("/0", edition(1)).is_some());
        pages.keep("/new".into(), edition(1), page(10));
        assert_eq!(pages.kept.len(), PAGES_MAX);
        assert!(pages.find("/0", edition(1)).is_some());
        assert!(pages.find("/1", edition(1)).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let mut pages = Pages::default();
        for n in 0..40 {
            pages.keep(format!("/{n}"), edition(1), page(1 << 20));
            assert!(pages.bytes <= BYTES_MAX);
        }
        assert!(pages.kept.len() < 40 && pages.kept.len() > 10, "{}", pages.kept.len());
        pages.keep("/huge".into(), edition(1), page(BYTES_MAX / 4));
        assert!(pages.find("/huge", edition(1)).is_none());
    }
}
