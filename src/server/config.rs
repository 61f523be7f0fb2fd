//! What can be configured, by option or by environment variable.

use clap::{Args, ValueEnum};

use crate::mail::{Mailer, Outgoing};

use super::embed;

/// The address that `serve` and `demo` listen on when none is given.
pub const DEFAULT_ADDR: &str = "127.0.0.1:3000";

/// Where the data is.
#[derive(Args, Clone)]
pub struct DatabaseUrl {
    /// The database: sqlite://FILE (created when missing) or postgres://USER:PASSWORD@HOST/NAME
    #[arg(
        long = "database-url",
        env = "YARDSTICK_DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://yardstick.db"
    )]
    pub database_url: String,
}

/// How the server is reached and what it writes about itself.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Address and port to listen on
    #[arg(long, env = "YARDSTICK_ADDR", default_value = DEFAULT_ADDR)]
    pub addr: String,
    /// The address by which people reach the server, such as https://measures.example.gov: with
    /// https, cookies are sent over https alone
    #[arg(long, env = "YARDSTICK_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// A reverse proxy stands in front: take a client's address from the last entry of X-Forwarded-For
    #[arg(long, env = "YARDSTICK_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Hosts whose pages may show charts in frames (/embed/measures/CODE), such as https://intranet.example.gov or
    /// *.example.gov, with commas between them; without it nobody's may
    #[arg(
        long,
        visible_alias = "embed-host",
        env = "YARDSTICK_EMBED_HOSTS",
        value_name = "HOST",
        value_delimiter = ',',
        value_parser = embed::host
    )]
    pub embed_hosts: Vec<String>,
    #[command(flatten)]
    pub mail: MailOptions,
    /// How logs are written to standard error
    #[arg(long, env = "YARDSTICK_LOG", value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

/// Through which server reminders go, and from whom.
#[derive(Args, Clone, Default)]
pub struct MailOptions {
    /// The mail server for reminders: smtp://USER:PASSWORD@HOST:PORT, with ?tls=required for STARTTLS, or
    /// smtps://…; without it no mail is sent. Signs in name and password that mean something in an address are
    /// written as %40
    #[arg(long, env = "YARDSTICK_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Who reminders are from, such as yardstick@agency.gov or 'Yardstick <yardstick@agency.gov>'
    #[arg(long, env = "YARDSTICK_MAIL_FROM")]
    pub mail_from: Option<String>,
}

impl std::fmt::Debug for MailOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // They may hold a password.
        f.write_str("MailOptions")
    }
}

impl MailOptions {
    /// How mail leaves; the error says which option is missing or wrong.
    pub fn outgoing(&self, public_url: Option<&str>) -> Result<Outgoing, String> {
        let missing =
            |what| Err(format!("reminders need {what} as well; without --smtp-url no mail is sent"));
        let mailer = match (&self.smtp_url, &self.mail_from, public_url) {
            (None, None, _) => None,
            (None, Some(_), _) => return missing("--smtp-url"),
            (_, None, _) => return missing("--mail-from"),
            (_, _, None) => return missing("--public-url, since letters have links,"),
            (Some(url), Some(from), Some(site)) => Some(Mailer::new(url, from, site)?),
        };
        Ok(Outgoing { mailer, site: public_url.map(Into::into) })
    }
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line, for collectors
    Json,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            addr: DEFAULT_ADDR.into(),
            public_url: None,
            behind_proxy: false,
            embed_hosts: Vec::new(),
            mail: MailOptions::default(),
            log: LogFormat::Text,
        }
    }
}

impl Config {
    /// Whether people reach the server over https.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// The host, with its port, by which people reach the server.
    pub fn public_host(&self) -> Option<&str> {
        self.public_url.as_deref()?.split_once("://").map(|(_, host)| host)
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It may hold a password.
        f.write_str("DatabaseUrl")
    }
}

/// Takes `https://HOST` with nothing after it but a slash: pages live at the root.
pub fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/').to_lowercase();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => Ok(url),
        _ => Err("give it as https://HOST or http://HOST:PORT, without a path".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_has_a_host_and_no_path() {
        for (text, url) in [
            ("https://Measures.example.gov/", Some("https://measures.example.gov")),
            ("http://127.0.0.1:3000", Some("http://127.0.0.1:3000")),
            ("measures.example.gov", None),
            ("https://", None),
            ("https://example.gov/yardstick", None),
            ("https://ana@example.gov", None),
        ] {
            assert_eq!(public_url(text).ok().as_deref(), url, "{text}");
        }
        let config = Config { public_url: Some("https://m.example.gov".into()), ..Config::default() };
        assert!(config.is_https());
        assert_eq!(config.public_host(), Some("m.example.gov"));
    }

    #[test]
    fn mail_is_set_up_wholly_or_not_at_all() {
        let url = Some("https://m.example.gov");
        for (smtp_url, mail_from, public_url, expected) in [
            (None, None, None, Ok(false)),
            (None, None, url, Ok(false)),
            (Some("smtp://127.0.0.1"), Some("y@example.gov"), url, Ok(true)),
            (Some("smtp://127.0.0.1"), None, url, Err("--mail-from")),
            (None, Some("y@example.gov"), url, Err("--smtp-url")),
            (Some("smtp://127.0.0.1"), Some("y@example.gov"), None, Err("--public-url")),
            (Some("mail"), Some("y@example.gov"), url, Err("cannot be used")),
        ] {
            let text = |text: Option<&str>| text.map(str::to_owned);
            let options = MailOptions { smtp_url: text(smtp_url), mail_from: text(mail_from) };
            match (options.outgoing(public_url), expected) {
                (Ok(found), Ok(sends)) => assert_eq!(found.mailer.is_some(), sends),
                (Err(found), Err(part)) => assert!(found.contains(part), "{found}"),
                (found, _) => panic!("{found:?}"),
            }
        }
    }
}
