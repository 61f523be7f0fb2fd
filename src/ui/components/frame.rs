//! The frame around every page: header with navigation and the person, footer.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::A;

use crate::api::session::{SignOut, whoami};
use crate::model::error::AppError;
use crate::model::person::PersonView;
use crate::ui::awaited::{Waiting, awaited};
use crate::ui::components::search::SearchForm;
use crate::ui::part::IntoPart;
use crate::ui::query::{use_search, value_of};

/// How many figures wait for the approval of the person who is signed in; `None` for those who approve none. The
/// page on which they are approved counts down.
#[derive(Clone, Copy)]
pub struct ReviewCount(pub RwSignal<Option<usize>>);

impl ReviewCount {
    /// So many wait no more.
    pub fn lower(self, by: usize) {
        self.0.update(|count| *count = count.map(|count| count.saturating_sub(by)));
    }
}

/// Name, navigation, search, and who is signed in.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let typed = StoredValue::new(value_of(&use_search().get_untracked(), "q"));
    let shown = awaited(
        Waiting::default(),
        // Asked once: another document comes with signing in and out.
        Memo::new(|_| ()),
        |_| whoami(),
        move |person: Result<_, AppError>| {
            let person = person.ok().flatten();
            view! {
                <SiteNav person=person.clone() />
                <SearchForm class="site-search" typed=typed.get_value() />
                <SitePerson person />
            }
            .into_part()
        },
    );
    view! {
        <a class="skip-link" href="#main">"Skip to main content"</a>
        <header class="site-header">
            <a class="wordmark" href="/">
                <svg viewBox="0 0 28 20" aria-hidden="true">
                    <path
                        d="M1 19V5m5 14v-7m5 7V9m5 10v-7m5 7V1m5 18v-7"
                        fill="none"
                        stroke="currentColor"
                        stroke-width="2.4"
                    ></path>
                </svg>
                "Yardstick"
            </a>
            {shown}
        </header>
    }
    .into_part()
}

#[component]
fn SiteNav(person: Option<PersonView>) -> impl IntoView {
    let ReviewCount(count) = expect_context();
    count.set(person.as_ref().and_then(|person| person.waiting));
    let waiting = move || {
        count.get().filter(|count| *count > 0).map(|count| {
            view! { " " <span class="count">{count} <span class="visually-hidden">" waiting"</span></span> }
        })
    };
    let enters = person.as_ref().is_some_and(|person| person.enters_or_reviews);
    let entry = enters.then(|| view! { <li><A href="/entry" attr:rel="external">"Entry"</A></li> });
    let reviews = person.as_ref().is_some_and(|person| person.waiting.is_some());
    let review =
        reviews.then(|| view! { <li><A href="/review" attr:rel="external">"Review" {waiting}</A></li> });
    let is_called = person.as_ref().is_some_and(|person| person.is_called);
    let call = is_called.then(|| view! { <li><A href="/call" attr:rel="external">"Data call"</A></li> });
    let audit = person.is_some().then(|| view! { <li><A href="/audit" attr:rel="external">"Audit"</A></li> });
    let workbook =
        person.is_some().then(|| view! { <li><A href="/import" attr:rel="external">"Workbook"</A></li> });
    view! {
        <nav class="site-nav" aria-label="Main">
            <ul>
                <li><A href="/" exact=true>"Dashboard"</A></li>
                <li><A href="/elements" attr:rel="external">"Elements"</A></li>
                {entry}
                {review}
                {call}
                {workbook}
                {audit}
            </ul>
        </nav>
    }
    .into_part()
}

/// Signing out is a plain form: the page that follows knows nothing of the person any more.
#[component]
fn SitePerson(person: Option<PersonView>) -> impl IntoView {
    match person {
        None => view! { <div class="site-person"><a href="/signin">"Sign in"</a></div> }.into_part(),
        Some(person) => {
            let office = person.office.map(|office| format!(", {office}")).unwrap_or_default();
            view! {
                <div class="site-person">
                    <span><a href="/account" rel="external"><b>{person.name}</b></a>{format!(" ({}{office})", person.role)}</span>
                    <form method="post" action=SignOut::url()>
                        <button class="button link" type="submit">"Sign out"</button>
                    </form>
                </div>
            }
            .into_part()
        }
    }
}

/// What this is, and what it is not.
#[component]
pub fn SiteFooter() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <p>
                "Yardstick keeps performance measures: what was promised for each period, what was reached, and where the figures come from. "
                "It is not an official government site."
            </p>
            <p>"Figures marked " <b>"Illustrative"</b> " are made up to show the product; no agency published them."</p>
            <p class="no-print">
                <a class="to-projector" href="?view=projector" rel="external" data-view-link="projector">"View for a projector"</a>
                <a class="from-projector" href="?view=screen" rel="external" data-view-link="screen">"Leave the view for a projector"</a>
            </p>
        </footer>
    }
    .into_part()
}
