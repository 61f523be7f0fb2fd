//! `/entry`: an office's figures for a quarter, entered, corrected, submitted and approved.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::entry::entry;
use crate::model::entry::EntryView;
use crate::model::query::EntryQuery;
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::entry_choice::{EntryChoice, EntryFiles};
use crate::ui::components::entry_whole::{EntryWhole, call_lines};
use crate::ui::components::grid::panel::Panel;
use crate::ui::components::grid::state::Grid;
use crate::ui::components::grid::table::GridTable;
use crate::ui::components::grid_status::GridStatus;
use crate::ui::components::pages::Pages;
use crate::ui::components::told::told;
use crate::ui::part::IntoPart;
use crate::ui::query::{address, use_search};

/// The grid of the office and quarter in the address. It can be read without script; entering
/// needs script.
#[component]
pub fn EntryPage() -> impl IntoView {
    let search = use_search();
    let shown = awaited_or_problem("Loading the figures…", search, entry, |view| {
        view! { <EntryBody view /> }.into_part()
    });
    view! {
        <Title text="Entry" />
        {shown}
    }
}

#[component]
fn EntryBody(view: EntryView) -> impl IntoView {
    let title = format!("{} figures for {}", view.office.code, view.period.label());
    let said = match (view.rows.is_empty(), view.may_enter) {
        (true, _) => "No figure of this office is asked for this quarter.",
        (false, true) => {
            "Type each figure, or the letter of the reason why there is none. Each is saved as a draft when you leave it; submit them when they are right. A reviewer then approves or returns them; until then the public sees what was approved before."
        }
        (false, false) => {
            "Look through what was submitted, and approve or return it. The public sees approved figures only."
        }
    };
    let (page, total, pages) = (view.page, view.total, view.pages);
    let query = EntryQuery { office: Some(view.office.code.clone()), period: Some(view.period), page };
    let to = Box::new(move |page| address("/entry", &EntryQuery { page, ..query.clone() }.to_string()));
    let grid = Grid::new(&view);
    Effect::new(move |_| grid.wake());
    let columns = view.columns.clone();
    let refused = view.told.as_ref().and_then(|told| told.refused.clone());
    let lines = call_lines(&view);
    let files =
        view! { <EntryFiles office=view.office.code.clone() period=view.period may_enter=view.may_enter /> };
    let whole = (view.may_enter && view.total > 0).then(|| view! { <EntryWhole view=view.clone() grid /> });
    view! {
        <Title text=title.clone() />
        <h1>{title.clone()}</h1>
        <EntryChoice action="/entry" offices=view.offices office=view.office periods=view.periods period=view.period />
        {lines}
        {told(view.told.as_ref())}
        <p>{said}</p>
        {files}
        <noscript><p class="soft">"Entering and approving need script; reading does not."</p></noscript>
        <GridStatus grid />
        <div class="entry-grid">
            <GridTable grid columns caption=title />
            <Panel grid refused />
        </div>
        <Pages to page total pages />
        {whole}
    }
    .into_part()
}
