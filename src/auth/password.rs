//! Passwords: Argon2id, away from the threads that answer requests.

use std::cell::RefCell;
use std::sync::LazyLock;

use argon2::password_hash::{Output, ParamsString, PasswordHash, Result, Salt, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::runtime::{Builder, Runtime};

/// The shortest password that a new account may have, in characters (NIST SP 800-63B asks for
/// length, not for a mix of signs).
pub const SHORTEST: usize = 12;

/// The longest password that is looked at, in bytes.
const LONGEST: usize = 1024;

/// Two threads of their own. A check takes a core: more at once would only make all of them wait.
static THREADS: LazyLock<Option<Runtime>> =
    LazyLock::new(|| Builder::new_current_thread().max_blocking_threads(2).build().ok());

thread_local! {
    /// The 19 MiB in which a thread works, kept from one password to the next: asked for anew each
    /// time, they leave gaps of their size all over the memory.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// What the password of an unknown name is checked against, so that the time an answer takes does
/// not tell which names there are.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hashed("nobody has this").ok());

/// Says why a password is not good enough for a new account.
pub fn check_new(password: &str) -> std::result::Result<(), String> {
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
    apart(move || hashed(&password).ok()).await.flatten()
}

/// Whether a password is the one of a hash. Takes as long when there is no hash.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    if password.len() > LONGEST {
        return false;
    }
    let check = apart(move || {
        let known = hash.is_some();
        let hash = hash.or_else(|| NOBODY.clone()).unwrap_or_default();
        is_right(&password, &hash).unwrap_or(false) && known
    });
    check.await.unwrap_or(false)
}

fn hashed(password: &str) -> Result<String> {
    let params = Params::default();
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params)?,
        salt: Some(salt.as_salt()),
        hash: Some(digest(password, salt.as_salt(), params)?),
    };
    Ok(hash.to_string())
}

fn is_right(password: &str, hash: &str) -> Result<bool> {
    let hash = PasswordHash::new(hash)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else { return Ok(false) };
    if hash.algorithm != Algorithm::Argon2id.ident() {
        return Ok(false);
    }
    // Outputs are compared in constant time.
    Ok(digest(password, salt, Params::try_from(&hash)?)? == expected)
}

fn digest(password: &str, salt: Salt<'_>, params: Params) -> Result<Output> {
    let mut bytes = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes)?;
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let blocks = params.block_count();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    MEMORY.with_borrow_mut(|memory| {
        memory.resize(blocks, Block::default());
        Output::init_with(length, |out| {
            Ok(argon.hash_password_into_with_memory(password.as_bytes(), salt, out, memory)?)
        })
    })
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

    #[test]
    fn hashes_are_those_of_argon2id_as_everybody_computes_it() {
        // From the reference implementation: `argon2 somesalt -id -t 2 -m 16 -p 1 -l 32`.
        let known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        for _ in 0..2 {
            assert!(is_right("password", known).unwrap(), "in fresh memory and in used memory");
            assert!(!is_right("passwort", known).unwrap());
        }
        assert!(is_right("password", "no hash").is_err());
        assert_ne!(hashed("password").unwrap(), hashed("password").unwrap(), "salted");
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
