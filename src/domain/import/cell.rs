//! Texts that a spreadsheet would take for a formula (CWE-1236), made harmless and back.

use std::borrow::Cow;

/// Whether a spreadsheet would run the text as it stands.
fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Puts an apostrophe before a text that a spreadsheet would run. A text that already has one there
/// gets another, so that [`restore`] always finds the original. For texts, not for numbers.
pub fn defuse(text: &str) -> Cow<'_, str> {
    match runs(text.trim_start_matches('\'')) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// The text before [`defuse`].
pub fn restore(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if runs(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_run_is_quoted() {
        for (text, defused) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-cmd", "'-cmd"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(defuse(text), defused);
        }
    }

    proptest! {
        #[test]
        fn defuse_and_restore_are_inverse(text in "['=+@\\-\t\ra1 ]{0,6}") {
            let defused = defuse(&text);
            prop_assert!(!runs(&defused));
            prop_assert_eq!(restore(&defused), text.as_str());
        }
    }
}
