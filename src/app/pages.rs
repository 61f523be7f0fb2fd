//! The lists of page routes: the server has all pages, each browser bundle some.

use leptos::prelude::*;
#[cfg(not(feature = "hydrate"))]
use leptos_router::SsrMode;
use leptos_router::components::{FlatRoutes, Route};
#[cfg(feature = "hydrate")]
use leptos_router::hooks::use_location;
use leptos_router::path;

#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::account::AccountPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::audit::AuditPage;
use crate::ui::pages::dashboard::DashboardPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::data_call::DataCallPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::elements::ElementsPage;
use crate::ui::pages::entry::EntryPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::figure_history::FigureHistoryPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::goal::GoalPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::goal_setup::GoalSetupPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::import::ImportPage;
use crate::ui::pages::measure::MeasurePage;
use crate::ui::pages::not_found::NotFound;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::notes::NotesPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::reminders::{RemindersPage, StopPage};
use crate::ui::pages::review::ReviewPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::search::SearchPage;
use crate::ui::pages::setup::{NewMeasurePage, SetupPage};
use crate::ui::pages::sign_in::SignInPage;
#[cfg(not(feature = "hydrate"))]
use crate::ui::pages::upload::UploadPage;
#[cfg(feature = "hydrate")]
use crate::ui::part::IntoPart;

/// Every page that there is. Pages are rendered whole before they are sent (`SsrMode::Async`):
/// without script they read the same.
#[cfg(not(feature = "hydrate"))]
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async />
            <Route path=path!("/measures/new") view=NewMeasurePage ssr=SsrMode::Async />
            <Route path=path!("/measures/:code") view=MeasurePage ssr=SsrMode::Async />
            <Route path=path!("/measures/:code/edit") view=SetupPage ssr=SsrMode::Async />
            <Route path=path!("/measures/:code/notes") view=NotesPage ssr=SsrMode::Async />
            <Route path=path!("/measures/:code/history/:period") view=FigureHistoryPage ssr=SsrMode::Async />
            <Route path=path!("/entry") view=EntryPage ssr=SsrMode::Async />
            <Route path=path!("/review") view=ReviewPage ssr=SsrMode::Async />
            <Route path=path!("/entry/upload") view=UploadPage ssr=SsrMode::Async />
            <Route path=path!("/signin") view=SignInPage ssr=SsrMode::Async />
            <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
            <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
            <Route path=path!("/call") view=DataCallPage ssr=SsrMode::Async />
            <Route path=path!("/call/reminders") view=RemindersPage ssr=SsrMode::Async />
            <Route path=path!("/reminders/stop") view=StopPage ssr=SsrMode::Async />
            <Route path=path!("/elements") view=ElementsPage ssr=SsrMode::Async />
            <Route path=path!("/import") view=ImportPage ssr=SsrMode::Async />
            <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async />
            <Route path=path!("/goals/new") view=GoalSetupPage ssr=SsrMode::Async />
            <Route path=path!("/goals/:code") view=GoalPage ssr=SsrMode::Async />
            <Route path=path!("/goals/:code/edit") view=GoalSetupPage ssr=SsrMode::Async />
        </FlatRoutes>
    }
}

/// The pages that everybody reads.
#[cfg(feature = "hydrate")]
#[component]
pub fn ReadersPages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=Elsewhere>
            <Route path=path!("/") view=DashboardPage />
            <Route path=path!("/measures/:code") view=MeasurePage />
            <Route path=path!("/signin") view=SignInPage />
        </FlatRoutes>
    }
}

/// The page on which figures are entered, whose grid is as large as the rest.
#[cfg(feature = "hydrate")]
#[component]
pub fn StewardsPages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=Elsewhere>
            <Route path=path!("/entry") view=EntryPage />
        </FlatRoutes>
    }
}

/// The pages on which figures are reviewed and measures set up.
#[cfg(feature = "hydrate")]
#[component]
pub fn EditorsPages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=Elsewhere>
            <Route path=path!("/measures/new") view=NewMeasurePage />
            <Route path=path!("/measures/:code/edit") view=SetupPage />
            <Route path=path!("/review") view=ReviewPage />
        </FlatRoutes>
    }
}

/// For a page that the bundle has not: the server, which has all of them, is asked, unless the page that
/// it has just sent says that there is none. The way back leads here, to what another bundle showed.
#[cfg(feature = "hydrate")]
#[component]
fn Elsewhere() -> impl IntoView {
    if Owner::current_shared_context().is_some_and(|context| context.during_hydration()) {
        return NotFound().into_part();
    }
    let (asked, here) = (use_location(), window().location());
    let query = asked.search.read_untracked();
    let query = if query.is_empty() { String::new() } else { format!("?{}", *query) };
    let page = format!("{}{query}", *asked.pathname.read_untracked());
    // After a link the browser's address is still that of the page before, and the router is about to add this
    // one's to the history; after the way back it is this one's.
    let _ = match format!("{}{}", here.pathname().unwrap_or_default(), here.search().unwrap_or_default())
        == page
    {
        true => here.reload(),
        false => here.replace(&format!("{page}{}", *asked.hash.read_untracked())),
    };
    ().into_part()
}
