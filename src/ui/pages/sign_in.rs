//! `/signin`.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use crate::api::session::SignIn;
use crate::model::error::AppError;
use crate::ui::part::IntoPart;
use crate::ui::query::{use_search, value_of};

/// A form that works without script: then the answer comes back in the address.
#[component]
pub fn SignInPage() -> impl IntoView {
    let search = use_search();
    let next = Memo::new(move |_| value_of(&search.get(), "next"));
    let sign_in = ServerAction::<SignIn>::new();
    let (name, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = |field: NodeRef<Input>| field.get_untracked().map(|input| input.value());
        if let (Some(name), Some(password)) = (typed(name), typed(password)) {
            sign_in.dispatch(SignIn { name, password, next: next.get_untracked() });
        }
    };
    let problem = move || {
        let failed = sign_in.value().get().and_then(Result::err);
        failed.map(|error| {
            let message = match error {
                AppError::Invalid(fields) => {
                    fields.into_iter().map(|field| field.message).collect::<Vec<_>>().join(" ")
                }
                other => other.to_string(),
            };
            view! { <p class="form-error" role="alert">{message}</p> }
        })
    };
    view! {
        <Title text="Sign in" />
        <section class="sign-in">
            <h1>"Sign in"</h1>
            <p>"The dashboard is open to all. Sign in to enter figures, to approve them, and to see what waits."</p>
            {problem}
            <form method="post" action=SignIn::url() on:submit=submit>
                <input type="hidden" name="next" value=next />
                <label class="field">
                    <span class="field-label">"Name"</span>
                    <input type="text" name="name" node_ref=name autocomplete="username" required maxlength="100" />
                </label>
                <label class="field">
                    <span class="field-label">"Password"</span>
                    <input type="password" name="password" node_ref=password autocomplete="current-password" required maxlength="1000" />
                </label>
                <button class="button" type="submit">"Sign in"</button>
            </form>
        </section>
    }
    .into_part()
}
