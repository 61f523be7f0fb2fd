//! Letters by e-mail: which are due, sent once each, tried again where that failed.
//!
//! # Layout
//! - [`Mailer`]: a mail server, and who writes through it.
//! - `message`: a letter with its headers.
//! - [`round`]: what a day asks for, claimed, sent, kept.
//! - [`hourly`](mod@hourly): a round an hour for as long as the server runs.

mod hourly;
mod message;
pub mod round;

use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

pub use hourly::hourly;

/// How long the mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How mail leaves this server, and where people reach it.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// `None` where no mail server is known: then nothing is sent.
    pub mailer: Option<Mailer>,
    /// The address by which people reach this server, without a slash at its end.
    pub site: Option<Arc<str>>,
}

/// A mail server, who writes through it, and the site to which the letters lead.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    site: Arc<str>,
    place: Arc<str>,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The transport may hold a password.
        f.debug_struct("Mailer").field("place", &self.place).finish_non_exhaustive()
    }
}

/// Why a letter did not go. The texts are for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    /// Neither will the others: the server cannot be reached, or takes nothing from us.
    #[error("the mail server does not serve: {0}")]
    Server(lettre::transport::smtp::Error),
    /// Not now: the mailbox is full, or the server wants us to come back.
    #[error("the mail server put this letter off: {0}")]
    Later(lettre::transport::smtp::Error),
    /// Asking again soon would be pestering.
    #[error("the mail server refused this letter: {0}")]
    Refused(lettre::transport::smtp::Error),
    #[error("the letter cannot be written: {0}")]
    Unwritable(String),
}

impl Mailer {
    /// `smtp://[USER:PASSWORD@]HOST[:PORT][?tls=required]` or `smtps://…`; who writes, as `name@agency.gov` or
    /// `Name <name@agency.gov>`; and the site's address. The error tells the operator what to do about it.
    pub fn new(smtp_url: &str, from: &str, site: &str) -> Result<Mailer, String> {
        let place = without_credentials(smtp_url);
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url).map_err(|error| {
            format!("the mail server {place} cannot be used: {error}; write smtp://USER:PASSWORD@HOST:PORT or smtps://…")
        })?;
        let from = from.parse().map_err(|_| {
            format!("“{from}” is nobody who could write: write --mail-from name@agency.gov or 'Name <name@agency.gov>'")
        })?;
        if sends_password_in_the_clear(smtp_url) {
            tracing::warn!(
                server = place,
                "the mail server's password goes over the network as it is: write smtps://, or add ?tls=required"
            );
        }
        let transport = transport.timeout(Some(PATIENCE)).build();
        Ok(Mailer { transport, from, site: site.into(), place: place.into() })
    }

    /// The site to which letters lead.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The mail server as it may be shown: without name and password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Who the letters are from.
    pub fn from(&self) -> String {
        self.from.to_string()
    }

    async fn send(&self, message: Message) -> Result<(), SendError> {
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(kind_of(error)),
        }
    }
}

/// An answer of the form x3x is about signing in; so is 503, from servers that take nothing before that, and 421
/// means that the server closes. The other codes are about the one letter.
fn kind_of(error: lettre::transport::smtp::Error) -> SendError {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let bytes = code.as_bytes();
    match () {
        () if bytes.len() != 3 || bytes[1] == b'3' || ["421", "503"].contains(&code.as_str()) => {
            SendError::Server(error)
        }
        () if error.is_permanent() => SendError::Refused(error),
        () => SendError::Later(error),
    }
}

fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "that was given".to_owned();
    };
    format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, place)| place))
}

fn sends_password_in_the_clear(url: &str) -> bool {
    let place = without_credentials(url);
    let host = place.split("://").nth(1).unwrap_or_default();
    let near = ["localhost", "127.", "[::1]"].iter().any(|name| host.starts_with(name));
    url.starts_with("smtp://") && url.contains('@') && !url.contains("tls=") && !near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_known_by_its_address_without_its_password() {
        let site = "https://m.example.gov";
        for (url, place) in [
            ("smtp://127.0.0.1:2525", Some("smtp://127.0.0.1:2525")),
            (
                "smtp://ana:p%40ss@mail.example.gov:587?tls=required",
                Some("smtp://mail.example.gov:587?tls=required"),
            ),
            ("smtps://ana:secret@mail.example.gov", Some("smtps://mail.example.gov")),
            ("http://mail.example.gov", None),
            ("mail.example.gov", None),
            ("smtp://ana:secret@mail.example.gov?tls=perhaps", None),
        ] {
            let found = Mailer::new(url, "Yardstick <y@example.gov>", site);
            match (&found, place) {
                (Ok(mailer), Some(place)) => assert_eq!(mailer.place(), place),
                (Err(why), None) => assert!(!why.contains("secret"), "{why}"),
                _ => panic!("{url}: {found:?}"),
            }
        }
        for from in ["", "yardstick", "y@example.gov\r\nBcc: all@example.gov", "Y\nX: <y@example.gov>"] {
            assert!(Mailer::new("smtp://127.0.0.1", from, site).is_err(), "{from:?}");
        }
    }

    #[test]
    fn a_password_in_the_clear_is_noticed() {
        for (url, clear) in [
            ("smtp://ana:secret@mail.example.gov", true),
            ("smtp://ana:secret@mail.example.gov?tls=required", false),
            ("smtps://ana:secret@mail.example.gov", false),
            ("smtp://ana:secret@127.0.0.1:25", false),
            ("smtp://mail.example.gov", false),
        ] {
            assert_eq!(sends_password_in_the_clear(url), clear, "{url}");
        }
    }
}
