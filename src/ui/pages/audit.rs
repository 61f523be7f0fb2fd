//! `/audit`: who changed what, newest first. A page without script.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::audit::audit;
use crate::model::audit::AuditView;
use crate::model::error::AppError;
use crate::model::query::TEXT_MAX;
use crate::ui::awaited::{Waiting, awaited};
use crate::ui::components::history::History;
use crate::ui::components::problem::{FieldErrors, Problem};
use crate::ui::part::IntoPart;
use crate::ui::query::{address, use_search, value_of, with_value};

#[component]
pub fn AuditPage() -> impl IntoView {
    let search = use_search();
    awaited(Waiting::saying("Loading the audit trail…"), search, audit, move |view| {
        let search = search.get_untracked();
        let list = match view {
            Ok(view) => view! { <Changes view search=search.clone() /> }.into_part(),
            Err(AppError::Invalid(fields)) => view! { <FieldErrors fields /> }.into_part(),
            Err(error) => return view! { <Problem error /> }.into_part(),
        };
        view! {
            <Title text="Audit trail" />
            <h1>"Audit trail"</h1>
            <p>"Every change to a figure, measure, goal or account, newest first. Entries are chained: none can be altered unnoticed."</p>
            <AuditFilters search />
            {list}
        }
        .into_part()
    })
}

/// Which changes: a plain form.
#[component]
fn AuditFilters(search: String) -> impl IntoView {
    let fields = [
        ("subject", "Changes to", "text", "actual:traces-completed"),
        ("person", "By", "text", ""),
        ("from", "From (UTC)", "date", ""),
        ("to", "To (UTC)", "date", ""),
    ];
    let fields = fields.map(|(name, label, kind, placeholder)| {
        let value = value_of(&search, name);
        view! {
            <label class="field" class:wide=name == "subject">
                <span class="field-label">{label}</span>
                <input type=kind name=name value=value placeholder=placeholder maxlength=TEXT_MAX.to_string() />
            </label>
        }
    });
    view! {
        <form class="filters" method="get" action="/audit" aria-label="Filters">
            {fields.into_iter().collect_view()}
            <div class="filter-actions">
                <button class="button" type="submit">"Show"</button>
                {(!search.is_empty()).then(|| view! { <a class="clear" href="/audit">"Clear filters"</a> })}
            </div>
        </form>
    }
    .into_part()
}

#[component]
fn Changes(view: AuditView, search: String) -> impl IntoView {
    let older = view.older.map(|before| {
        let href = address("/audit", &with_value(&search, "before", &before.to_string()));
        view! { <p class="ways-out"><a href=href>"Older changes"</a></p> }
    });
    let list = match view.lines.is_empty() {
        true => view! { <p class="empty">"No change matches."</p> }.into_part(),
        false => view! { <History lines=view.lines /> }.into_part(),
    };
    view! {
        {list}
        {older}
    }
    .into_part()
}
