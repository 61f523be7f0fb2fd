//! `/review`: the figures that wait for approval, by goal leader.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::review::review;
use crate::model::query::NO_LEADER;
use crate::model::review::ReviewView;
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::pages::Pages;
use crate::ui::components::review::list::List;
use crate::ui::components::review::state::QueueState;
use crate::ui::components::select::Select;
use crate::ui::components::told::told;
use crate::ui::part::IntoPart;
use crate::ui::query::{address, use_search};

/// The queue that the address asks for. It is read without script, and figures are approved and returned
/// without; keys need script.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let search = use_search();
    let shown = awaited_or_problem("Loading what waits…", search, review, |view| {
        view! { <ReviewBody view /> }.into_part()
    });
    view! {
        <Title text="Review" />
        {shown}
    }
}

#[component]
fn ReviewBody(view: ReviewView) -> impl IntoView {
    let (queue, groups) = QueueState::new(&view);
    let query = view.query.clone();
    let again = address("/review", &query.to_string());
    let to = Box::new(move |page| address("/review", &query.on_page(page).to_string()));
    let (page, pages, total) = (view.page, view.pages, view.total);
    let start = (total > 0).then(|| {
        // Followed by the browser itself, which takes the focus along; the router would only scroll.
        view! { <p><a href="#figure-0" rel="external">"Go to the first figure"</a></p> }
    });
    view! {
        <h1 class="eyebrow">"Figures to review"</h1>
        <p class="sentence">{view.sentence.clone()}</p>
        {told(view.told.as_ref())}
        {start}
        <Choice view />
        <List queue groups again />
        <Pages to page total pages things="figures" />
    }
    .into_part()
}

/// Whose figures, of which office and quarter: a plain form.
#[component]
fn Choice(view: ReviewView) -> impl IntoView {
    let leader = |leader: &String| match leader.as_str() {
        "" => (NO_LEADER.to_owned(), "No goal leader named".to_owned()),
        leader => (leader.to_owned(), leader.to_owned()),
    };
    let leaders: Vec<_> = view.leaders.iter().map(leader).collect();
    let offices = view.offices.iter().map(|office| (office.code.to_string(), office.name.clone()));
    let offices: Vec<_> = offices.collect();
    let quarters: Vec<_> =
        view.quarters.iter().map(|quarter| (quarter.to_string(), quarter.label())).collect();
    let query = view.query;
    let text = |text: Option<String>| text.unwrap_or_default();
    let clear = query.is_filtered().then(|| view! { <a class="clear" href="/review">"Clear filters"</a> });
    let office = text(query.office.as_ref().map(ToString::to_string));
    let period = text(query.period.map(|period| period.to_string()));
    view! {
        <form class="filters no-print" method="get" action="/review" aria-label="Filters">
            <Select label="Goal leader" name="leader" none="All goal leaders" choices=leaders chosen=query.leader />
            <Select label="Office" name="office" none="All offices" choices=offices chosen=office />
            <Select label="Quarter" name="period" none="All quarters" choices=quarters chosen=period />
            <div class="filter-actions">
                <button class="button" type="submit">"Show"</button>
                {clear}
            </div>
        </form>
    }
    .into_part()
}
