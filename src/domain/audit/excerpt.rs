//! Long texts, cut to where they differ.

/// The most characters of a text that are shown at once.
pub const LONG: usize = 160;

/// How much of what both have in common is shown before it.
const RUN_UP: usize = 40;

/// Both texts from a little before the first character in which they differ; `None` where neither is
/// long.
pub fn excerpt(before: &str, after: &str) -> Option<(String, String)> {
    if [before, after].iter().all(|text| text.chars().count() <= LONG) {
        return None;
    }
    let common = before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
    let start = match common {
        few if few <= RUN_UP * 2 => 0,
        many => word_before(before, many - RUN_UP),
    };
    Some((cut(before, start), cut(after, start)))
}

/// Where the word begins in which a character stands, counted in characters; the place itself, where that is far.
fn word_before(text: &str, at: usize) -> usize {
    let start: Vec<char> = text.chars().take(at).collect();
    let word = start.iter().rev().take(RUN_UP / 2).position(|c| c.is_whitespace());
    at - word.unwrap_or_default()
}

fn cut(text: &str, start: usize) -> String {
    let mut rest = text.chars().skip(start);
    let shown: String = rest.by_ref().take(LONG).collect();
    let (head, tail) =
        (if start > 0 && !shown.is_empty() { "…" } else { "" }, if rest.next().is_some() { "…" } else { "" });
    format!("{head}{}{tail}", if tail.is_empty() { &shown } else { shown.trim_end() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_where_it_differs() {
        let words = |count: usize| "word ".repeat(count);
        assert_eq!(excerpt("short", ""), None);
        assert_eq!(excerpt(&"ä".repeat(LONG), "x"), None);
        let (before, after) = excerpt("", &words(100)).unwrap();
        assert_eq!((before.as_str(), after.len()), ("", LONG - 1 + "…".len()));
        assert!(after.ends_with("word…"), "{after}");
        let (before, after) =
            excerpt(&format!("{}old end", words(60)), &format!("{}new end", words(60))).unwrap();
        for (text, end) in [(&before, "old end"), (&after, "new end")] {
            assert!(text.starts_with("…word ") && text.ends_with(end), "{text}");
            assert!(text.chars().count() < 60, "{text}");
        }
        // What was cut off at its end has nothing to show from there on.
        let (before, after) = excerpt(&words(60), &words(30)).unwrap();
        assert!(before.starts_with("…word") && after.chars().count() <= RUN_UP + 10, "{before} {after}");
        let far = format!("{}!", "ä".repeat(500));
        let (before, after) = excerpt(&far, &"ä".repeat(500)).unwrap();
        assert!(before.ends_with("ä!") && after.ends_with('ä'), "{before} {after}");
    }
}
