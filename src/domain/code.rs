//! The short names by which offices, goals and measures are known in addresses and files.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A short name such as `ATF`, `011APG2202` or `traces-completed`: 1 to 60 ASCII letters, digits,
/// hyphens, dots and underscores, beginning with a letter or digit. Safe in an address, a file name and a CSV cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// Why a text is not a [`Code`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a code; use 1 to 60 letters, digits, hyphens, dots or underscores, beginning with a letter or digit"
)]
pub struct CodeError(pub String);

impl Code {
    pub const MAX_LENGTH: usize = 60;

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A code made from free text: lower case, runs of anything else become one hyphen, cut at a
    /// word's end. `None` when nothing is left.
    pub fn slug(text: &str, longest: usize) -> Option<Code> {
        let mut slug = String::new();
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
            if !slug.is_empty() && slug.len() + 1 + word.len() > longest {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        }
        slug.truncate(longest.min(Code::MAX_LENGTH));
        slug.parse().ok()
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Code, CodeError> {
        let trimmed = text.trim();
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
        let sound = !trimmed.is_empty()
            && trimmed.len() <= Code::MAX_LENGTH
            && trimmed.bytes().all(allowed)
            && trimmed.as_bytes()[0].is_ascii_alphanumeric();
        match sound {
            true => Ok(Code(trimmed.to_owned())),
            false => Err(CodeError(text.chars().take(60).collect())),
        }
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Code, CodeError> {
        text.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_plain() {
        for good in ["ATF", "011APG2202", "traces-completed", "a.b_c", " ATF "] {
            assert!(good.parse::<Code>().is_ok(), "{good}");
        }
        for bad in ["", " ", "-a", "a b", "a/b", "=1+1", "<b>", "é", "a\0", &"x".repeat(61)] {
            assert!(bad.parse::<Code>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_slug_is_cut_at_a_word() {
        let slug = |t: &str| Code::slug(t, 20).map(String::from);
        assert_eq!(slug("Percent of Awards, 2022"), Some("percent-of-awards".into()));
        assert_eq!(slug("  %% "), None);
        assert_eq!(slug(&"x".repeat(100)).map(|s| s.len()), Some(20));
    }
}
