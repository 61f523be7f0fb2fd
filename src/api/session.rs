//! Who is signed in; signing in and out.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::person::PersonView;

/// The person who is asking, if anybody is signed in. Open to all.
#[server(protocol = Call<GetUrl>)]
pub async fn whoami() -> Result<Option<PersonView>, AppError> {
    use crate::auth;
    let person = auth::respond(auth::person().await)?;
    auth::respond(view(person).await)
}

/// A person as pages need to know them.
#[cfg(feature = "ssr")]
async fn view(person: Option<crate::domain::access::Person>) -> Result<Option<PersonView>, AppError> {
    use crate::auth;
    let Some(person) = person else { return Ok(None) };
    let waiting = match person.reviews() {
        true => {
            let store = auth::store()?;
            let waiting = store.count_submissions(person.reviews_only(), &person.name).await;
            Some(waiting.map_err(auth::internal)?)
        }
        false => None,
    };
    Ok(Some(PersonView { waiting, ..PersonView::from(person) }))
}

/// Signs in and goes on to `next`, a path of this site. Open to all; throttled.
#[server(protocol = Call<PostUrl>)]
pub async fn sign_in(name: String, password: String, next: String) -> Result<(), AppError> {
    use crate::auth;
    let person = auth::respond(auth::sign_in(&name, &password).await)?;
    let home = if PersonView::from(person).enters_or_reviews { "/entry" } else { "/" };
    leptos_axum::redirect(own_path(&next).unwrap_or(home));
    Ok(())
}

/// Ends this session. Open to all: without one there is nothing to end.
#[server(protocol = Call<PostUrl>)]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::auth;
    auth::respond(auth::sign_out().await)?;
    leptos_axum::redirect("/");
    Ok(())
}

/// Ends every session of the person who asks.
#[server(protocol = Call<PostUrl>)]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    use crate::auth;
    auth::respond(auth::sign_out_everywhere().await)?;
    leptos_axum::redirect("/");
    Ok(())
}

/// A path on this site, never another site: a link to the sign-in page must not lead away from it.
#[cfg(feature = "ssr")]
fn own_path(next: &str) -> Option<&str> {
    let safe = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    safe.then_some(next)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::own_path;

    #[test]
    fn sign_in_never_leads_to_another_site() {
        for (next, expected) in [
            ("/entry?office=ATF", Some("/entry?office=ATF")),
            ("//evil.example", None),
            ("https://evil.example", None),
            ("/\\evil.example", None),
            ("/a\r\nset-cookie: x", None),
            ("", None),
        ] {
            assert_eq!(own_path(next), expected, "{next}");
        }
    }
}
