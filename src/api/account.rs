//! What people set for themselves: where reminders go, and the address of their calendar.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::domain::goal::form::Form;
use crate::model::account::AccountView;
use crate::model::error::AppError;

/// The account of the person who asks.
#[server(protocol = Call<GetUrl>)]
pub async fn account() -> Result<AccountView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(own::account(person).await)
}

/// Sets where the person's reminders go and whether there are any, and goes back to the account.
#[server(protocol = Call<PostUrl>)]
pub async fn save_account(form: Form) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(own::save(&form, &person).await)?;
    leptos_axum::redirect("/account?saved=yes");
    Ok(())
}

/// Gives the person's calendar another address, and goes back to the account.
#[server(protocol = Call<PostUrl>)]
pub async fn renew_calendar() -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(own::renew(&person).await)?;
    leptos_axum::redirect("/account?saved=calendar#calendar");
    Ok(())
}

#[cfg(feature = "ssr")]
mod own {
    use chrono::Utc;
    use leptos::prelude::use_context;
    use serde::{Deserialize, Serialize};

    use crate::api::site;
    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::email::EmailAddress;
    use crate::domain::goal::form::Form;
    use crate::domain::reminder::promise;
    use crate::mail::Outgoing;
    use crate::model::account::AccountView;
    use crate::model::error::{AppError, FieldError};
    use crate::model::person::PersonView;
    use crate::store::Account;

    /// Under which name a refused form is kept.
    const KEPT: &str = "account";

    /// A form as it was sent, and why it was not written.
    #[derive(Serialize, Deserialize)]
    struct Refused {
        form: Form,
        error: AppError,
    }

    pub(super) async fn account(person: Person) -> Result<AccountView, AppError> {
        let found = auth::store()?.account(&person.name).await.map_err(auth::internal)?;
        // Whoever was removed while signed in.
        let Account { email, reminders, calendar_token } = found.ok_or(AppError::Unauthenticated)?;
        let mut view = AccountView {
            promise: promise(&person).to_owned(),
            person: PersonView::from(person),
            form: [
                ("email".to_owned(), email.unwrap_or_default()),
                ("reminders".to_owned(), if reminders { "yes" } else { "" }.to_owned()),
            ]
            .into(),
            error: None,
            sends_mail: use_context::<Outgoing>().is_some_and(|outgoing| outgoing.mailer.is_some()),
            calendar: format!("{}/call/calendar.ics?token={calendar_token}", site()),
        };
        if let Some(Refused { form, error }) = auth::take_kept(KEPT).await {
            (view.form, view.error) = (form, Some(error));
        }
        Ok(view)
    }

    pub(super) async fn save(form: &Form, person: &Person) -> Result<(), AppError> {
        let saved = write(form, person).await;
        if let Err(error) = &saved {
            auth::keep(KEPT, &Refused { form: form.clone(), error: error.clone() }).await;
        }
        saved
    }

    async fn write(form: &Form, person: &Person) -> Result<(), AppError> {
        let text = |field: &str| form.get(field).map(|text| text.trim()).unwrap_or_default();
        let email = match text("email") {
            "" => None,
            typed => Some(
                typed
                    .parse::<EmailAddress>()
                    .map_err(|why| AppError::Invalid(vec![FieldError::new("email", why)]))?,
            ),
        };
        let reminders = text("reminders") == "yes";
        let store = auth::store()?;
        let set = store.set_account(&person.name, email.as_ref(), reminders, &person.name, Utc::now()).await;
        set.map_err(auth::internal)
    }

    pub(super) async fn renew(person: &Person) -> Result<(), AppError> {
        auth::store()?.renew_calendar(&person.name, Utc::now()).await.map_err(auth::internal)
    }
}
