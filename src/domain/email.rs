//! E-mail addresses, as far as a form can judge them.

use std::fmt;
use std::str::FromStr;

/// The longest that mail servers carry, in bytes (RFC 5321), as a whole and before the `@`.
const MAX: usize = 254;
const LOCAL_MAX: usize = 64;

/// What would have to be quoted before the `@`: nobody has such an address, but somebody may try.
const SPECIAL: &str = "\"(),:;<>@[\\]";

/// An address to which a letter can go: one line of ASCII without anything that means something in a header.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EmailAddress(String);

impl EmailAddress {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    /// What to do about it.
    type Err = &'static str;

    fn from_str(text: &str) -> Result<EmailAddress, &'static str> {
        let (local, domain) = text.rsplit_once('@').ok_or("write it as name@agency.gov")?;
        match () {
            () if text.len() > MAX || local.len() > LOCAL_MAX => Err("this is longer than an address can be"),
            () if !text.is_ascii() => Err("write it in letters without accents, digits and signs"),
            () if !is_local(local) => Err("the part before the @ cannot be an address"),
            () if !is_domain(domain) => Err("the part after the @ is no mail domain, such as agency.gov"),
            () => Ok(EmailAddress(text.to_owned())),
        }
    }
}

fn is_local(text: &str) -> bool {
    let atom = |atom: &str| {
        !atom.is_empty() && atom.chars().all(|sign| sign.is_ascii_graphic() && !SPECIAL.contains(sign))
    };
    text.split('.').all(atom)
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let (count, last) = (text.split('.').count(), text.rsplit('.').next().unwrap_or_default());
    count > 1 && text.split('.').all(label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_line_with_a_name_and_a_domain() {
        for text in ["ana@atf.gov", "ana.lopez+call@mail.atf.gov", "o'neil@example.co", "a_b-c@x1.example"] {
            assert_eq!(text.parse::<EmailAddress>().map(|found| found.to_string()), Ok(text.to_owned()));
        }
        let long = format!("{}@atf.gov", "a".repeat(65));
        let longer = format!("a@{}.gov", "abc.".repeat(70));
        for text in [
            "",
            "ana",
            "@atf.gov",
            "ana@",
            "ana@atf",
            "ana@atf..gov",
            "ana@-atf.gov",
            "ana@10.0.0.7",
            ".ana@atf.gov",
            "ana.@atf.gov",
            "ana@ben@atf.gov",
            "ana lopez@atf.gov",
            "ana@atf.gov ",
            "Ana <ana@atf.gov>",
            "ana@atf.gov\r\nBcc: all@example.com",
            "ana\n@atf.gov",
            "ana@atf.gov,ben@atf.gov",
            "añà@atf.gov",
            &long,
            &longer,
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
    }
}
