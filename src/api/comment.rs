//! Comments on figures.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;

use crate::api::call::Call;
use crate::model::comment::CommentView;
use crate::model::error::AppError;

/// Adds a comment to a figure, `category` being empty for the total and `parent` for what answers nothing, and
/// gives all comments on it. For those who enter or review the measure's office.
#[server(protocol = Call<PostUrl>)]
pub async fn add_comment(
    measure: String,
    period: String,
    #[server(default)] category: String,
    #[server(default)] parent: String,
    #[server(default)] text: String,
) -> Result<Vec<CommentView>, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let said = write::Said { measure, period, category, parent, text };
    auth::respond(write::keeping(&said, &person).await)
}

#[cfg(feature = "ssr")]
mod write {
    use chrono::Utc;

    use crate::api::entry::cell::{amiss, located};
    use crate::api::entry::shown::comment;
    use crate::api::review::REVIEW;
    use crate::auth;
    use crate::domain::access::Person;
    use crate::model::comment::CommentView;
    use crate::model::error::{AppError, FieldError};
    use crate::model::review::{RefusedForm, ReviewTold, form_name};
    use crate::store::{CellKey, CommentOutcome, Commenting};

    /// A comment as it was sent.
    pub(super) struct Said {
        pub measure: String,
        pub period: String,
        pub category: String,
        pub parent: String,
        pub text: String,
    }

    /// Adds a comment; the page that sent it without script is told what became of it.
    pub(super) async fn keeping(said: &Said, person: &Person) -> Result<Vec<CommentView>, AppError> {
        let done = add(said, person).await;
        let what = match said.parent.as_str() {
            "" => "comment".to_owned(),
            parent => format!("answer {parent}"),
        };
        let refused = done.as_ref().err().map(|error| RefusedForm {
            form: form_name(&what, &said.measure, &said.period, &said.category),
            text: said.text.clone(),
            error: error.clone(),
        });
        let lines = if refused.is_none() { vec!["Your comment was added.".to_owned()] } else { Vec::new() };
        auth::keep(REVIEW, &ReviewTold { lines, refused }).await;
        done
    }

    async fn add(said: &Said, person: &Person) -> Result<Vec<CommentView>, AppError> {
        let (store, measure, period) = located(&said.measure, &said.period).await?;
        if !person.works_on(&measure.office) {
            return Err(AppError::Forbidden(
                "this office's figures are for its stewards and reviewers".into(),
            ));
        }
        let text = said.text.trim();
        let mut errors = amiss("comment", text);
        if text.is_empty() {
            errors.push(FieldError::new("comment", "write what you want to say"));
        }
        let key = CellKey { measure: measure.code.clone(), period, category: said.category.clone() };
        let categories = store.every_category(&measure.code).await.map_err(auth::internal)?;
        if !key.category.is_empty() && !categories.contains(&key.category) {
            let message = "there is no such category any more; reload the page";
            errors.push(FieldError::new("comment", message));
        }
        if !errors.is_empty() {
            return Err(AppError::Invalid(errors));
        }
        let commenting = Commenting {
            key,
            // PostgreSQL takes no NUL, not even to look for one.
            parent: Some(said.parent.replace('\0', "?")).filter(|parent| !parent.is_empty()),
            text: text.to_owned(),
            actor: person.name.clone(),
            at: Utc::now(),
        };
        match store.add_comment(&commenting).await.map_err(auth::internal)? {
            CommentOutcome::Added => {
                let comments = store.comments_on(&commenting.key).await.map_err(auth::internal)?;
                Ok(comments.iter().map(comment).collect())
            }
            CommentOutcome::NoParent => {
                let message = "what you answer is not there any more; reload the page";
                Err(AppError::Invalid(vec![FieldError::new("comment", message)]))
            }
        }
    }
}
