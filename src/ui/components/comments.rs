//! What was said about a figure: in threads, each with a field for an answer, and a field for what begins one.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::comment::{AddComment, add_comment};
use crate::model::comment::{CommentView, Thread, threads};
use crate::model::review::{Which, form_name};
use crate::ui::part::{IntoPart, Part};

use super::history::moment;
use super::text_form::{Saying, Send, TextForm, Texts};

/// Which figure the comments are about, and where on the page.
#[derive(Clone)]
pub struct About {
    pub which: Which,
    /// With which the ids of its fields begin.
    pub id: String,
    /// The key that opens the field, where there is one.
    pub key: Option<&'static str>,
}

/// Is told of all comments on a figure after one was added, by when the figure may not be looked at any more.
pub type Added = Arc<dyn Fn(Vec<CommentView>) + std::marker::Send + Sync>;

/// The id of the field in which a comment is written that answers none.
pub fn field_id(id: &str) -> String {
    format!("{id}-comment")
}

/// The threads.
#[component]
pub fn Comments(
    about: About,
    texts: Texts,
    #[prop(into)] comments: Signal<Vec<CommentView>>,
    on_added: Added,
) -> impl IntoView {
    let form = Saying {
        name: form_name("comment", &about.which.measure, &about.which.period, &about.which.category),
        id: field_id(&about.id),
        opens: "Comment…".into(),
        key: about.key,
        label: "Comment, for those who enter and review this office’s figures".into(),
        sends: "Add the comment",
        action: AddComment::url(),
        hidden: hidden(&about.which, ""),
        field: "text",
    };
    let send = adding(about.which.clone(), String::new(), on_added.clone());
    let list = move || {
        let shown = |thread| {
            view! { <OneThread about=about.clone() texts thread on_added=on_added.clone() /> }.into_part()
        };
        let threads: Vec<Part> = threads(comments.get()).into_iter().map(shown).collect();
        (!threads.is_empty()).then(|| view! { <ol class="threads">{threads}</ol> })
    };
    view! {
        <div class="comments">
            {list}
            <TextForm texts saying=form send />
        </div>
    }
    .into_part()
}

#[component]
fn OneThread(about: About, texts: Texts, thread: Thread, on_added: Added) -> impl IntoView {
    let Which { measure, period, category, .. } = &about.which;
    let parent = thread.first.id.clone();
    let form = Saying {
        name: form_name(&format!("answer {parent}"), measure, period, category),
        id: format!("{}-answer-{parent}", about.id),
        opens: "Answer…".into(),
        key: None,
        label: format!("Answer to {}", thread.first.author),
        sends: "Add the answer",
        action: AddComment::url(),
        hidden: hidden(&about.which, &parent),
        field: "text",
    };
    let send = adding(about.which.clone(), parent, on_added);
    let answers: Vec<Part> =
        thread.answers.into_iter().map(|answer| view! { <li>{said(answer)}</li> }.into_part()).collect();
    let answers = (!answers.is_empty()).then(|| view! { <ol class="answers">{answers}</ol> });
    view! {
        <li class="thread">
            {said(thread.first)}
            {answers}
            <TextForm texts saying=form send />
        </li>
    }
    .into_part()
}

fn said(comment: CommentView) -> Part {
    let what = if comment.returned { "returned it" } else { "said" };
    let head = format!("{} {what} on {}:", comment.author, moment(&comment.at));
    view! { <p class="comment"><b>{head}</b> " " <span class="comment-text">{comment.text}</span></p> }
        .into_part()
}

/// What a form without script sends besides its text.
fn hidden(which: &Which, parent: &str) -> Vec<(&'static str, String)> {
    vec![
        ("measure", which.measure.clone()),
        ("period", which.period.clone()),
        ("category", which.category.clone()),
        ("parent", parent.to_owned()),
    ]
}

fn adding(which: Which, parent: String, on_added: Added) -> Send {
    Arc::new(move |text| {
        let (Which { measure, period, category, .. }, parent) = (which.clone(), parent.clone());
        let on_added = on_added.clone();
        Box::pin(async move {
            on_added(add_comment(measure, period, category, parent, text).await?);
            Ok(())
        })
    })
}
