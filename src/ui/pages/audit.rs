//! `/audit`: who changed what, newest first.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::audit::audit;
use crate::model::audit::AuditView;
use crate::ui::components::history::History;
use crate::ui::components::problem::Problem;
use crate::ui::query::{use_search, value_of};

#[component]
pub fn AuditPage() -> impl IntoView {
    let search = use_search();
    let asked = Memo::new(move |_| {
        let search = search.get();
        (value_of(&search, "subject"), value_of(&search, "before").parse::<i64>().ok())
    });
    let view = Resource::new(move || asked.get(), |(subject, before)| audit(subject, before));
    let shown = move || {
        Suspend::new(async move {
            match view.await {
                Ok(view) => view! { <AuditBody view subject=asked.get_untracked().0 /> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=|| view! { <p class="loading">"Loading the audit trail…"</p> }>{shown}</Transition> }
}

#[component]
fn AuditBody(view: AuditView, subject: String) -> impl IntoView {
    let older = view.older.map(|before| {
        let href = format!("/audit?before={before}&subject={}", urlencoding::encode(&subject));
        view! { <p class="ways-out"><a href=href>"Older changes"</a></p> }
    });
    let list = match view.lines.is_empty() {
        true => view! { <p class="empty">"No change matches."</p> }.into_any(),
        false => view! { <History lines=view.lines /> }.into_any(),
    };
    view! {
        <Title text="Audit trail" />
        <h1>"Audit trail"</h1>
        <p>"Every change to a figure, measure, goal or account, newest first. Entries are chained: none can be altered unnoticed."</p>
        <form class="filters" method="get" action="/audit">
            <label class="field wide">
                <span class="field-label">"Only what begins with"</span>
                <input type="text" name="subject" value=subject placeholder="actual:traces-completed/" />
            </label>
            <div class="filter-actions"><button class="button" type="submit">"Show"</button></div>
        </form>
        {list}
        {older}
    }
    .into_any()
}
