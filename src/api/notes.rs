//! Notes pinned to a measure's periods: read, added, withdrawn. For those who may define measures of its office.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::domain::goal::form::Form;
use crate::model::error::AppError;
use crate::model::note::NotesView;

/// A measure's notes, and the form for one more.
#[server(protocol = Call<GetUrl>)]
pub async fn notes(code: String) -> Result<NotesView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(answer::notes(&code, &person).await)
}

/// Pins a note to a period, and goes back to the notes.
#[server(protocol = Call<PostUrl>)]
pub async fn pin_note(code: String, form: Form) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let code = auth::respond(answer::pin(&code, &form, &person).await)?;
    leptos_axum::redirect(&format!("/measures/{code}/notes"));
    Ok(())
}

/// Takes a note away, and goes back to the others. Nothing happens where it is gone already.
#[server(protocol = Call<PostUrl>)]
pub async fn withdraw_note(code: String, id: String) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    let code = auth::respond(answer::withdraw(&code, &id, &person).await)?;
    leptos_axum::redirect(&format!("/measures/{code}/notes"));
    Ok(())
}

#[cfg(feature = "ssr")]
mod answer {
    use chrono::Utc;
    use serde::{Deserialize, Serialize};

    use crate::api::code_of;
    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::code::Code;
    use crate::domain::goal::form::Form;
    use crate::domain::measure::Measure;
    use crate::domain::note::{self, Note};
    use crate::model::error::{AppError, FieldError};
    use crate::model::note::{NoteLine, NotesView};
    use crate::store::{NoteRecord, Store};

    /// A form as it was sent, and why it was not written.
    #[derive(Serialize, Deserialize)]
    struct Refused {
        form: Form,
        error: AppError,
    }

    fn kept_as(code: &Code) -> String {
        format!("note:{code}")
    }

    pub(super) async fn notes(code: &str, person: &Person) -> Result<NotesView, AppError> {
        let (store, measure) = located(code, person).await?;
        let records = store.notes(&measure.code).await.map_err(auth::internal)?;
        let line = |record: NoteRecord| {
            let NoteRecord { id, note, author, at } = record;
            NoteLine { id, note, author, at }
        };
        let kept: Option<Refused> = auth::take_kept(&kept_as(&measure.code)).await;
        let (form, error) = kept.map_or((Form::new(), None), |kept| (kept.form, Some(kept.error)));
        Ok(NotesView { measure, notes: records.into_iter().map(line).collect(), form, error })
    }

    /// Pins a note and gives the measure's code; what is refused is kept for its page.
    pub(super) async fn pin(code: &str, form: &Form, person: &Person) -> Result<Code, AppError> {
        let (store, measure) = located(code, person).await?;
        let pinned = write(&store, &measure, form, person).await;
        if let Err(error) = &pinned {
            let refused = Refused { form: form.clone(), error: error.clone() };
            auth::keep(&kept_as(&measure.code), &refused).await;
        }
        pinned.map(|()| measure.code)
    }

    async fn write(store: &Store, measure: &Measure, form: &Form, person: &Person) -> Result<(), AppError> {
        let there = store.notes(&measure.code).await.map_err(auth::internal)?;
        let there: Vec<Note> = there.into_iter().map(|record| record.note).collect();
        let note = note::read(form, measure, &there).map_err(|found| {
            let told = found.into_iter().map(|finding| FieldError::new(finding.column, finding.message));
            AppError::Invalid(told.collect())
        })?;
        match store.pin_note(&measure.code, &note, &person.name, Utc::now()).await.map_err(auth::internal)? {
            true => Ok(()),
            false => Err(AppError::NotFound(format!("measure “{}”", measure.code))),
        }
    }

    pub(super) async fn withdraw(code: &str, id: &str, person: &Person) -> Result<Code, AppError> {
        let (store, measure) = located(code, person).await?;
        store.withdraw_note(&measure.code, id, &person.name, Utc::now()).await.map_err(auth::internal)?;
        Ok(measure.code)
    }

    /// The measure of a request of somebody who may set it up.
    async fn located(code: &str, person: &Person) -> Result<(Store, Measure), AppError> {
        let (store, code) = (auth::store()?, code_of("measure", code)?);
        let found = store.measure(&code).await.map_err(auth::internal)?;
        let measure = found.ok_or_else(|| AppError::NotFound(format!("measure “{code}”")))?;
        match person.may_define(&measure.office) {
            true => Ok((store, measure)),
            false => {
                let office = &measure.office;
                let message = format!("only stewards and reviewers of {office} pin notes to its measures");
                Err(AppError::Forbidden(message))
            }
        }
    }
}
