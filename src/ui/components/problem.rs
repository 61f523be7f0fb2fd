//! What went wrong, what to do about it, and a way out.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use crate::model::error::{AppError, FieldError};
use crate::ui::part::IntoPart;
use crate::ui::query::{address, use_search};

/// The heading for an error.
fn heading(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound(_) => "Not found",
        AppError::Forbidden(_) => "Not allowed",
        AppError::Unauthenticated => "Sign in to go on",
        AppError::Invalid(_) => "This address cannot be read",
        AppError::Conflict(_) => "Changed by someone else",
        AppError::Unavailable(_) => "Not available right now",
        AppError::Internal { .. } => "Something went wrong",
    }
}

/// A page that says why there is no page.
#[component]
pub fn Problem(error: AppError) -> impl IntoView {
    let heading = heading(&error);
    let sign_in = matches!(error, AppError::Unauthenticated).then(|| {
        let (path, search) = (use_location().pathname.get_untracked(), use_search().get_untracked());
        let next = address(&path, &search);
        view! { <a class="button" href=format!("/signin?next={}", urlencoding::encode(&next))>"Sign in"</a> }
    });
    let message = match error {
        AppError::Invalid(fields) => view! { <FieldErrors fields /> }.into_part(),
        other => view! { <p>{other.to_string()}</p> }.into_part(),
    };
    view! {
        <Title text=heading />
        <section class="problem">
            <h1>{heading}</h1>
            {message}
            <p class="ways-out">{sign_in} <a href="/">"Go to the dashboard"</a></p>
        </section>
    }
    .into_part()
}

/// Everything that is wrong with an address or a form, each with its field.
#[component]
pub fn FieldErrors(fields: Vec<FieldError>) -> impl IntoView {
    let title = match fields.len() {
        1 => "One thing in this address cannot be used".to_owned(),
        many => format!("{many} things in this address cannot be used"),
    };
    let items = fields
        .into_iter()
        .map(|error| view! { <li><b>{error.field}</b>": " {error.message}</li> })
        .collect_view();
    view! {
        <div class="error-summary" role="alert">
            <h2>{title}</h2>
            <ul>{items}</ul>
        </div>
    }
    .into_part()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_named_with_its_remedy() {
        let fields = vec![FieldError::new("status", "choose one of met"), FieldError::new("<b>", "no such")];
        let html = view! { <FieldErrors fields /> }.to_html();
        assert!(html.contains("2 things") && html.contains("choose one of met"), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
    }
}
