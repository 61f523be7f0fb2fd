//! The dashboard's filters.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::domain::measure::Kind;
use crate::domain::status::Status;
use crate::model::dashboard::DashboardView;
use crate::model::query::{DashboardQuery, Order, TEXT_MAX};
use crate::ui::part::IntoPart;
use crate::ui::query::{use_replace_search, value_of, with_value, without};

use super::select::{Choice, Select};
use super::switch::{DRAFTS, Switch};

/// How long typing rests before it is searched for.
const REST: Duration = Duration::from_millis(250);

/// What the filters offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    periods: Vec<Choice>,
    offices: Vec<Choice>,
    goals: Vec<Choice>,
    drafts: bool,
}

impl Choices {
    pub fn of(view: &DashboardView) -> Choices {
        Choices {
            periods: view.periods.iter().map(|period| (period.to_string(), period.label())).collect(),
            offices: view
                .offices
                .iter()
                .map(|office| (office.code.to_string(), office.name.clone()))
                .collect(),
            goals: view.goals.iter().map(|goal| (goal.code.clone(), goal.name.clone())).collect(),
            drafts: view.may_see_drafts,
        }
    }
}

/// The state of the filters. It belongs to the page, so that an answer that comes in while someone
/// types takes nothing away.
#[derive(Clone, Copy)]
pub struct FilterState {
    search: Memo<String>,
    typed: RwSignal<String>,
    change: Callback<(&'static str, String)>,
    change_text: Callback<String>,
}

impl FilterState {
    pub fn new(search: Memo<String>) -> FilterState {
        let replace = use_replace_search();
        let change = Callback::new(move |(key, value): (&'static str, String)| {
            let search = search.get_untracked();
            // Whoever changes a filter has seen what was wrong with another.
            let wrong = DashboardQuery::parse(&search).err().unwrap_or_default();
            replace(&with_value(&without(&search, &wrong), key, &value));
        });
        let typed = RwSignal::new(value_of(&search.get_untracked(), "text"));
        let sent = StoredValue::new(typed.get_untracked());
        // The address may change by other ways: the back button, "Clear filters".
        Effect::new(move || {
            let now = value_of(&search.get(), "text");
            if sent.get_value() != now {
                sent.set_value(now.clone());
                typed.set(now);
            }
        });
        let send = StoredValue::new(debounce(REST, move |text: String| {
            sent.set_value(text.trim().to_owned());
            change.run(("text", text));
        }));
        let change_text = Callback::new(move |text: String| {
            typed.set(text.clone());
            send.update_value(|send| send(text));
        });
        FilterState { search, typed, change, change_text }
    }

    fn chosen(self, key: &'static str) -> Signal<String> {
        Signal::derive(move || value_of(&self.search.get(), key))
    }

    fn set(self, key: &'static str) -> Callback<String> {
        Callback::new(move |value| self.change.run((key, value)))
    }
}

/// The form. With script each change rewrites the address; without, its button sends it.
#[component]
pub fn Filters(choices: Choices, state: FilterState) -> impl IntoView {
    let statuses = Status::ALL.iter().map(|status| named(status.name(), status.label())).collect();
    let kinds = Kind::ALL.iter().map(|kind| named(kind.name(), kind.label())).collect();
    let orders = vec![named(Order::Attention.name(), "Needs attention first")];
    let lists = [
        ("period", "Period", "Latest", choices.periods),
        ("office", "Office", "All offices", choices.offices),
        ("goal", "Goal", "All goals", choices.goals),
        ("status", "Status", "Any status", statuses),
        ("kind", "Kind", "All kinds", kinds),
        ("sort", "Order", "By goal", orders),
    ];
    let selects = lists.map(|(name, label, none, choices)| {
        view! { <Select label name none choices chosen=state.chosen(name) on_change=state.set(name) /> }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        state.change.run(("text", state.typed.get_untracked()));
    };
    view! {
        <form class="filters no-print" method="get" action="/" aria-label="Filters" on:submit=submit>
            {selects.into_iter().collect_view()}
            <SearchField state />
            <div class="filter-actions">
                <button class="button" type="submit">"Show"</button>
                <ClearFilters search=state.search />
            </div>
            {choices.drafts.then(|| view! { <Switch of=DRAFTS chosen=state.chosen("drafts") on_change=state.set("drafts") /> })}
        </form>
    }
    .into_part()
}

fn named(name: &str, label: &str) -> Choice {
    (name.to_owned(), label.to_owned())
}

#[component]
fn SearchField(state: FilterState) -> impl IntoView {
    view! {
        <label class="field wide">
            <span class="field-label">"Name contains"</span>
            <input
                type="search"
                name="text"
                maxlength=TEXT_MAX.to_string()
                value=state.typed.get_untracked()
                prop:value=move || state.typed.get()
                on:input=move |event| state.change_text.run(event_target_value(&event))
            />
        </label>
    }
    .into_part()
}

/// The way back to everything, where something is left out.
#[component]
fn ClearFilters(search: Memo<String>) -> impl IntoView {
    let filtered = move || match DashboardQuery::parse(&search.get()) {
        Ok(query) => query.is_filtered() || query.period.is_some(),
        Err(_) => true,
    };
    move || filtered().then(|| view! { <a class="clear" href="/">"Clear filters"</a> })
}
