//! What is done with a figure that waits. Buttons of plain forms, which work without script as well.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::entry::ReturnFigure;
use crate::api::review::ApproveFigures;
use crate::model::review::{Which, form_name};
use crate::ui::components::text_form::{Saying, Send, TextForm};
use crate::ui::part::{IntoPart, Part};

use super::state::{ItemState, Mark, QueueState};

/// Approve, and return with a comment; or why neither can be done.
#[component]
pub fn Steps(queue: QueueState, item: ItemState) -> impl IntoView {
    if item.item.with_value(|item| item.own) {
        let why = "You entered this figure, so somebody else approves or returns it.";
        return view! { <p class="entry-locked">{why}</p> }.into_part();
    }
    let which = item.which();
    let label = item.item.with_value(|item| format!("Approve {}", item.name()));
    let approve = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        queue.approve(vec![item]);
    };
    let failed = move || match item.mark.get() {
        Mark::Failed(words) => Some(view! { <p class="form-error">{words}</p> }),
        _ => None,
    };
    let hidden = figures([which.clone()].into_iter());
    let saying = returning(&which, item.return_id());
    let give_back: Send = Arc::new(move |comment| Box::pin(queue.give_back(item, comment)));
    view! {
        {failed}
        <div class="review-steps">
            <form method="post" action=ApproveFigures::url() on:submit=approve>
                {hidden}
                <button class="button" type="submit" aria-label=label aria-keyshortcuts="a">
                    "Approve "
                    <kbd aria-hidden="true">"a"</kbd>
                </button>
            </form>
            <TextForm texts=queue.texts saying send=give_back />
        </div>
    }
    .into_part()
}

fn returning(which: &Which, id: String) -> Saying {
    let Which { measure, period, category, seen } = which;
    Saying {
        name: form_name("return", measure, period, category),
        id,
        opens: "Return…".into(),
        key: Some("r"),
        label: "What is to be corrected".into(),
        sends: "Return",
        action: ReturnFigure::url(),
        hidden: vec![
            ("measure", measure.clone()),
            ("period", period.clone()),
            ("category", category.clone()),
            ("seen", seen.to_string()),
        ],
        field: "comment",
    }
}

/// Approves all that have no warning, where there are several.
#[component]
pub fn ApprovePlain(queue: QueueState, items: Vec<ItemState>) -> impl IntoView {
    let plain: Vec<ItemState> = items.into_iter().filter(|item| untrack(|| item.is_plain())).collect();
    let hidden = figures(plain.iter().map(|item| item.which()));
    let plain = StoredValue::new(plain);
    let left = Memo::new(move |_| plain.get_value().into_iter().filter(|item| item.is_plain()).count());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let open = |item: &ItemState| untrack(|| item.is_plain());
        queue.approve(plain.get_value().into_iter().filter(open).collect());
    };
    let words = move || format!("Approve the {} without warnings", left.get());
    view! {
        <form class="review-plain" method="post" action=ApproveFigures::url() on:submit=submit hidden=move || left.get() < 2>
            {hidden}
            <button class="button quiet" type="submit">{words}</button>
        </form>
    }
    .into_part()
}

/// Figures as a form sends them.
fn figures(which: impl Iterator<Item = Which>) -> Part {
    let fields = which.enumerate().map(|(at, which)| {
        let field = |name: &str, value: String| {
            view! { <input type="hidden" name=format!("figures[{at}][{name}]") value=value /> }.into_part()
        };
        let Which { measure, period, category, seen } = which;
        [
            field("measure", measure),
            field("period", period),
            field("category", category),
            field("seen", seen.to_string()),
        ]
    });
    fields.flatten().collect::<Vec<Part>>().into_part()
}
