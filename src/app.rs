//! The document shell and the one list of page routes.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
#[cfg(not(feature = "hydrate"))]
use leptos_router::SsrMode;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::location::RequestUrl;
use leptos_router::path;

use crate::ui::arrival::{Arrival, Titled};
use crate::ui::components::frame::{SiteFooter, SiteHeader};
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::audit::AuditPage;
use crate::ui::pages::dashboard::DashboardPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::elements::ElementsPage;
use crate::ui::pages::entry::EntryPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::goal::GoalPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::goal_setup::GoalSetupPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::import::ImportPage;
use crate::ui::pages::measure::MeasurePage;
use crate::ui::pages::not_found::NotFound;
use crate::ui::pages::setup::{NewMeasurePage, SetupPage};
use crate::ui::pages::sign_in::SignInPage;

/// The addresses of the files that every page loads, given by the server, which knows their hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    pub stylesheet: String,
    pub icon: String,
    /// Script and WebAssembly; `None` in a build without the browser bundle, whose pages work
    /// without script.
    pub script: Option<(String, String)>,
}

/// The pages that are read and filled in without script: forms and tables, which a browser knows by
/// itself. They are no part of the bundle, so that those who read charts do not wait for them;
/// links from other pages to them are `rel="external"`. With each goes what is under it.
const WITHOUT_SCRIPT: [&str; 4] = ["/audit", "/elements", "/goals", "/import"];

/// Whether the page that is asked for is one of [`WITHOUT_SCRIPT`].
fn is_without_script() -> bool {
    // Parsed, because the server gives it with a host before the path.
    let asked = use_context::<RequestUrl>().and_then(|url| url.parse().ok());
    asked.is_some_and(|url| {
        let under = |page: &str| {
            url.path().strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        WITHOUT_SCRIPT.into_iter().any(under)
    })
}

/// The document around every page.
pub fn shell(bundle: Bundle) -> impl IntoView {
    let script = bundle.script.filter(|_| !is_without_script()).map(|(script, wasm)| {
        let start = format!(
            "import init, {{ hydrate }} from '{script}'; init({{ module_or_path: '{wasm}' }}).then(() => hydrate());"
        );
        view! {
            <link rel="modulepreload" href=script nonce=use_nonce() />
            <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <script type="module" nonce=use_nonce() inner_html=start></script>
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=bundle.stylesheet />
                <link rel="icon" href=bundle.icon r#type="image/svg+xml" />
                {script}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Every page. Pages are rendered whole before they are sent (`SsrMode::Async`): without script
/// they read the same.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let titled = Titled::default();
    let told = titled.clone();
    let formatter = move |text: String| {
        let title = if text.is_empty() { "Yardstick".to_owned() } else { format!("{text} · Yardstick") };
        told.update(|(times, last)| {
            *times += 1;
            last.clone_from(&title);
        });
        title
    };
    view! {
        <Title formatter />
        <Router>
            <Arrival titled />
            <SiteHeader />
            <main id="main" tabindex="-1">
                <Pages />
            </main>
            <SiteFooter />
        </Router>
    }
}

/// Every page that there is.
#[cfg(not(feature = "hydrate"))]
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async />
            <Route path=path!("/measures/new") view=NewMeasurePage ssr=SsrMode::Async />
            <Route path=path!("/measures/:code") view=MeasurePage ssr=SsrMode::Async />
            <Route path=path!("/measures/:code/edit") view=SetupPage ssr=SsrMode::Async />
            <Route path=path!("/entry") view=EntryPage ssr=SsrMode::Async />
            <Route path=path!("/signin") view=SignInPage ssr=SsrMode::Async />
            <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
            <Route path=path!("/import") view=ImportPage ssr=SsrMode::Async />
            <Route path=path!("/elements") view=ElementsPage ssr=SsrMode::Async />
            <Route path=path!("/goals/new") view=GoalSetupPage ssr=SsrMode::Async />
            <Route path=path!("/goals/:code") view=GoalPage ssr=SsrMode::Async />
            <Route path=path!("/goals/:code/edit") view=GoalSetupPage ssr=SsrMode::Async />
        </FlatRoutes>
    }
}

/// The pages that have script: those of the server but for [`WITHOUT_SCRIPT`].
#[cfg(feature = "hydrate")]
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=DashboardPage />
            <Route path=path!("/measures/new") view=NewMeasurePage />
            <Route path=path!("/measures/:code") view=MeasurePage />
            <Route path=path!("/measures/:code/edit") view=SetupPage />
            <Route path=path!("/entry") view=EntryPage />
            <Route path=path!("/signin") view=SignInPage />
        </FlatRoutes>
    }
}
