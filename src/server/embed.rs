//! A measure's chart for the frames of other sites: those that whoever runs the server has named, and no others.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::export::embed::{self, Embedded};
use crate::store::Store;

use super::asked::Asked;
use super::assets;
use super::downloads::Refusal;

/// The addresses of pages that may stand in a frame.
pub const PAGES: &str = "/embed/";

/// Who may frame those pages, as a policy says it: `'none'`, or hosts.
#[derive(Clone, Debug)]
pub struct Framers(Arc<str>);

impl Framers {
    pub fn of(hosts: &[String]) -> Framers {
        Framers(if hosts.is_empty() { "'none'".into() } else { hosts.join(" ").into() })
    }

    /// Those of a page at a path; `None` where nobody is.
    pub fn of_page(&self, path: &str) -> Option<&str> {
        Some(&*self.0).filter(|hosts| path.starts_with(PAGES) && *hosts != "'none'")
    }
}

/// A host, as `--embed-hosts` takes it: `https://intranet.example.gov`, `*.example.gov`, with or without a port.
pub fn host(text: &str) -> Result<String, String> {
    let text = text.trim().to_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
    let name = host.strip_prefix("*.").unwrap_or(host);
    let (name, port) = name.split_once(':').unwrap_or((name, "443"));
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let is_legal = !name.is_empty() && name.chars().all(is_name) && !name.starts_with(['.', '-']);
    match is_legal && port.parse::<u16>().is_ok() {
        true => Ok(text),
        false => {
            Err("give a host as https://HOST, HOST or *.HOST, with a port or without, and no path".into())
        }
    }
}

/// `/embed/measures/{code}`: what is published, with the chart that the query asks for as on the measure's page.
pub fn routes(store: Store) -> Router {
    Router::new().route("/embed/measures/{code}", get(measure)).with_state(store)
}

async fn measure(
    State(store): State<Store>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let raw = raw.unwrap_or_default();
    let asked = Asked::read(&store, &code, &raw).await?;
    let [wide, narrow] = asked.for_a_page();
    let spec = asked.spec();
    let code = &asked.record().measure.code;
    let home = match raw.as_str() {
        "" => format!("/measures/{code}"),
        search => format!("/measures/{code}?{search}"),
    };
    let page = embed::page(&Embedded {
        data: asked.data(),
        drawings: [&wide, &narrow],
        footnotes: &spec.footnotes,
        home: &home,
        stylesheet: assets::path_of("yardstick.css").unwrap_or_default(),
    });
    Ok(Html(page).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_host_and_nothing_that_a_policy_would_read_otherwise() {
        for (text, expected) in [
            ("https://Intranet.example.gov", Some("https://intranet.example.gov")),
            ("*.example.gov", Some("*.example.gov")),
            ("http://127.0.0.1:4000", Some("http://127.0.0.1:4000")),
            (" example.gov ", Some("example.gov")),
            ("", None),
            ("*", None),
            ("https:", None),
            ("'self'", None),
            ("example.gov; script-src *", None),
            ("example.gov/path", None),
            ("a b", None),
            ("example.gov:http", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(host(text).ok().as_deref(), expected, "{text}");
        }
        let framers = Framers::of(&["https://a.example".into(), "b.example".into()]);
        assert_eq!(framers.of_page("/embed/measures/x"), Some("https://a.example b.example"));
        assert_eq!(framers.of_page("/measures/x"), None);
        assert_eq!(Framers::of(&[]).of_page("/embed/measures/x"), None);
    }
}
