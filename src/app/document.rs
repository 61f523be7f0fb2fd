//! The document around a page, with the script that the page needs.
//!
//! Whoever reads, enters figures, or reviews them and sets measures up loads the bundle of just those pages.
//! Pages of tables and plain forms load none. A link to a page that is not in the readers' bundle is
//! `rel="external"`: then another document comes, with the script that it needs.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use leptos_router::location::{RequestUrl, Url};

use crate::model::query::VIEW;

use super::App;

/// The addresses of the files that pages load, given by the server, which knows their hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundles {
    pub stylesheet: String,
    pub icon: String,
    /// The script of every page, for what only a browser can do.
    pub page: String,
    /// `None` in a build without the browser bundles, whose pages work without script.
    pub readers: Option<Script>,
    pub stewards: Option<Script>,
    pub editors: Option<Script>,
}

/// The addresses of a bundle's script and its WebAssembly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub script: String,
    pub wasm: String,
}

/// The document around every page.
pub fn shell(bundles: Bundles) -> impl IntoView {
    let script = match asked() {
        Kind::WithoutScript => None,
        Kind::Readers => bundles.readers,
        Kind::Stewards => bundles.stewards,
        Kind::Editors => bundles.editors,
    };
    let script = script.map(|Script { script, wasm }| {
        let start = format!("import init from '{script}'; init({{ module_or_path: '{wasm}' }});");
        view! {
            <link rel="modulepreload" href=script nonce=use_nonce() />
            <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <script type="module" nonce=use_nonce() inner_html=start></script>
        }
    });
    // Known before the script runs, so that nothing jumps.
    let view =
        asked_url().is_some_and(|url| url.search_params().get(VIEW).is_some_and(|view| view == "projector"));
    let view = view.then_some("projector");
    view! {
        <!DOCTYPE html>
        <html lang="en" data-view=view>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=bundles.stylesheet />
                <link rel="icon" href=bundles.icon r#type="image/svg+xml" />
                <script type="module" src=bundles.page nonce=use_nonce()></script>
                {script}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The kind of the page that is asked for.
fn asked() -> Kind {
    asked_url().map_or(Kind::Readers, |url| Kind::of(url.path()))
}

/// Parsed, because the server gives it with a host before the path.
fn asked_url() -> Option<Url> {
    use_context::<RequestUrl>().and_then(|url| url.parse().ok())
}

/// Who a page is for, as far as its script goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Read and filled in without script: forms and tables, which a browser knows by itself.
    WithoutScript,
    Readers,
    /// Where figures are entered.
    Stewards,
    /// Where they are reviewed and measures set up.
    Editors,
}

/// The pages of [`Kind::WithoutScript`]. With each goes what is under it.
const WITHOUT_SCRIPT: [&str; 9] = [
    "/account",
    "/audit",
    "/call",
    "/elements",
    "/entry/upload",
    "/goals",
    "/import",
    "/reminders",
    "/search",
];

/// The same under other pages. `*` stands for any one part.
const WITHOUT_SCRIPT_BELOW: [&str; 2] = ["/measures/*/history/*", "/measures/*/notes"];

/// The page of [`Kind::Stewards`].
const STEWARDS: [&str; 1] = ["/entry"];

/// The pages of [`Kind::Editors`]. `*` stands for any one part.
const EDITORS: [&str; 3] = ["/review", "/measures/new", "/measures/*/edit"];

impl Kind {
    /// Of the page at a path. What is not there is told to a reader.
    pub fn of(path: &str) -> Kind {
        let path = path.trim_end_matches('/');
        let under = |page: &&str| {
            path.strip_prefix(*page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let like = |page: &&str| {
            let alike = |(part, asked): (&str, &str)| part == "*" || part == asked;
            page.split('/').count() == path.split('/').count()
                && page.split('/').zip(path.split('/')).all(alike)
        };
        match () {
            _ if WITHOUT_SCRIPT.iter().any(under) => Kind::WithoutScript,
            _ if WITHOUT_SCRIPT_BELOW.iter().any(like) => Kind::WithoutScript,
            _ if STEWARDS.iter().any(like) => Kind::Stewards,
            _ if EDITORS.iter().any(like) => Kind::Editors,
            _ => Kind::Readers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The routes in a list of [`super::super::pages`], with `x` for what differs.
    fn routes(list: &str) -> Vec<String> {
        let (_, list) = include_str!("pages.rs").split_once(&format!("pub fn {list}()")).unwrap();
        let list = list.split("\n}\n").next().unwrap();
        let paths = list.split("path!(\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        let part = |part: &str| if part.starts_with(':') { "x".to_owned() } else { part.to_owned() };
        paths.map(|path| path.split('/').map(part).collect::<Vec<_>>().join("/")).collect()
    }

    #[test]
    fn each_bundle_has_the_pages_that_load_it() {
        let all = routes("Pages");
        assert!(all.len() > 10);
        for (list, kind) in [
            ("ReadersPages", Kind::Readers),
            ("StewardsPages", Kind::Stewards),
            ("EditorsPages", Kind::Editors),
        ] {
            let of: Vec<&String> = all.iter().filter(|path| Kind::of(path) == kind).collect();
            assert_eq!(routes(list).iter().collect::<Vec<_>>(), of, "{list}");
            assert!(!of.is_empty(), "{list}");
        }
    }

    #[test]
    fn a_page_loads_the_script_that_it_needs() {
        for (path, kind) in [
            ("/", Kind::Readers),
            ("/signin", Kind::Readers),
            ("/measures/new-things", Kind::Readers),
            ("/measures/traces-completed", Kind::Readers),
            ("/measures/new", Kind::Editors),
            ("/measures/traces-completed/edit", Kind::Editors),
            ("/measures/traces-completed/edit/", Kind::Editors),
            ("/measures/edit", Kind::Readers),
            ("/measures/traces-completed/chart", Kind::Readers),
            ("/measures/traces-completed/history/FY2026Q1", Kind::WithoutScript),
            ("/measures/traces-completed/history", Kind::Readers),
            ("/measures/traces-completed/notes", Kind::WithoutScript),
            ("/entry", Kind::Stewards),
            ("/entry/there-is-none", Kind::Readers),
            ("/review", Kind::Editors),
            ("/entry/upload", Kind::WithoutScript),
            ("/elements", Kind::WithoutScript),
            ("/elements-of-surprise", Kind::Readers),
            ("/goals/new", Kind::WithoutScript),
            ("/goals/g/edit", Kind::WithoutScript),
            ("/account", Kind::WithoutScript),
            ("/audit", Kind::WithoutScript),
            ("/call", Kind::WithoutScript),
            ("/call/reminders", Kind::WithoutScript),
            ("/reminders/stop", Kind::WithoutScript),
            ("/import", Kind::WithoutScript),
            ("/search", Kind::WithoutScript),
            ("/no-such-page", Kind::Readers),
        ] {
            assert_eq!(Kind::of(path), kind, "{path}");
        }
    }
}
