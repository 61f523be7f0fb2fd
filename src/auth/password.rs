//! Passwords: Argon2id, away from the threads that answer requests.

use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

/// The shortest password that a new account may have, in characters (NIST SP 800-63B asks for
/// length, not for a mix of signs).
pub const SHORTEST: usize = 12;

/// The longest password that is looked at, in bytes.
const LONGEST: usize = 1024;

/// Two threads of their own. A check takes 19 MiB and a core: more at once would only make all of them
/// wait longer, and each thread on which one ever ran may keep its 19 MiB.
static THREADS: LazyLock<Option<Runtime>> =
    LazyLock::new(|| Builder::new_current_thread().max_blocking_threads(2).build().ok());

/// What the password of an unknown name is checked against, so that the time an answer takes does
/// not tell which names there are.
static NOBODY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("nobody has this"));

/// Says why a password is not good enough for a new account.
pub fn check_new(password: &str) -> Result<(), String> {
    match password.chars().count() {
        0..SHORTEST => Err(format!("the password is too short; use at least {SHORTEST} characters")),
        _ if password.len() > LONGEST => {
            Err(format!("the password is too long; use at most {LONGEST} bytes"))
        }
        _ => Ok(()),
    }
}

/// The hash of a password, as a PHC string. `None` when the work was given up.
pub async fn hash(password: String) -> Option<String> {
    apart(move || password_auth::generate_hash(password)).await
}

/// Whether a password is the one of a hash. Takes as long when there is no hash.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    if password.len() > LONGEST {
        return false;
    }
    let check = apart(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        password_auth::verify_password(password, &hash).is_ok() && known
    });
    check.await.unwrap_or(false)
}

/// Runs on one of [`THREADS`]. `None` when there are none.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    THREADS.as_ref()?.spawn_blocking(work).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_endless_passwords_are_refused() {
        for (password, good) in [
            ("", false),
            ("elevenchars", false),
            ("twelve chars", true),
            ("zwölfzeichen", true),
            (&"x".repeat(1025), false),
        ] {
            assert_eq!(check_new(password).is_ok(), good, "{password:.20}");
        }
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_name_is_taken() {
        let hash = hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(verify("correct horse".into(), Some(hash.clone())).await);
        assert!(!verify("correct hors".into(), Some(hash.clone())).await);
        assert!(!verify("x".repeat(2000), Some(hash)).await);
        assert!(!verify("nobody has this".into(), None).await);
    }
}
