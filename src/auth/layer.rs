//! Sessions around the routes of the application.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_login::tower_sessions::cookie::SameSite;
use axum_login::tower_sessions::cookie::time::Duration as CookieDuration;
use axum_login::tower_sessions::{Expiry, Session, SessionManagerLayer};
use axum_login::{AuthManagerLayer, AuthManagerLayerBuilder};
use chrono::Utc;

use crate::store::Store;

use super::backend::Backend;
use super::sessions::Sessions;
use super::throttle::UnderWay;

/// The name of the session's cookie: the only cookie there is.
pub const COOKIE: &str = "yardstick";

/// How long a session lasts without a request: a working day.
pub const INACTIVITY: Duration = Duration::from_secs(12 * 60 * 60);

/// How old the note of the last request may get before it is written again. Without this, every
/// request of a signed-in person would be a write.
const RENEWAL_SECONDS: i64 = 10 * 60;

/// When the session was last renewed, in the session's data.
const RENEWED_AT: &str = "renewed_at";

/// How often ended sessions are removed.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// Finds the session and the person of each request.
pub fn sessions(store: Store, secure: bool) -> AuthManagerLayer<Backend, Sessions> {
    let idle = CookieDuration::seconds(INACTIVITY.as_secs().cast_signed());
    let sessions = SessionManagerLayer::new(Sessions { store: store.clone() })
        .with_name(COOKIE)
        .with_path("/")
        .with_http_only(true)
        .with_secure(secure)
        // Not Strict: a link to a measure in a mail or a report would find its reader signed out.
        // Lax lets no other site's form post with the cookie, and the origin is checked besides.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(idle));
    let backend = Backend { store, under_way: UnderWay::default() };
    AuthManagerLayerBuilder::new(backend, sessions).build()
}

/// Whether a request carries a session's cookie, valid or not.
pub fn has_cookie(headers: &HeaderMap) -> bool {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs.flat_map(|line| line.split(';')).any(|pair| {
        pair.trim_start().strip_prefix(COOKIE).is_some_and(|rest| rest.trim_start().starts_with('='))
    })
}

/// Keeps the session of a person who is active from ending.
pub async fn renew(request: Request, next: Next) -> Response {
    if let Some(session) = request.extensions().get::<Session>()
        && let Ok(Some(renewed)) = session.get::<i64>(RENEWED_AT).await
        && Utc::now().timestamp() - renewed > RENEWAL_SECONDS
    {
        mark_renewed(session).await;
    }
    next.run(request).await
}

/// Notes the present moment in the session, which moves its end.
pub(super) async fn mark_renewed(session: &Session) {
    // Not renewed is no failure: the session lasts as long as it did, and the next request tries again.
    let _ = session.insert(RENEWED_AT, Utc::now().timestamp()).await;
}

/// Removes ended sessions, now and every hour, for as long as the server runs.
pub async fn sweep(store: Store) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        match store.delete_ended_sessions(Utc::now().timestamp()).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "ended sessions removed"),
            Err(error) => tracing::warn!(%error, "ended sessions could not be removed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_known_by_its_whole_name() {
        for (line, found) in [
            ("yardstick=abc", true),
            ("theme=dark; yardstick=abc", true),
            ("yardstick2=abc", false),
            ("my-yardstick=abc", false),
            ("theme=yardstick=1", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::COOKIE, line.parse().unwrap())]);
            assert_eq!(has_cookie(&headers), found, "{line}");
        }
    }
}
