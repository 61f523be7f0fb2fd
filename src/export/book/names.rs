//! What sheets may be called.

use std::collections::BTreeSet;

/// The longest name of a sheet, in UTF-16 units as Excel counts.
const LONGEST: usize = 31;

/// Names that are taken, by which no two sheets are called the same, whatever the case of their letters.
pub struct Names(BTreeSet<String>);

impl Names {
    pub fn with(taken: &[&str]) -> Names {
        // Excel keeps this one for itself.
        let taken = taken.iter().chain(&["History"]);
        Names(taken.map(|name| name.to_lowercase()).collect())
    }

    /// A name that Excel takes, as like to `text` as may be.
    pub fn of(&mut self, text: &str) -> String {
        let mut count = 1;
        loop {
            let ending = if count == 1 { String::new() } else { format!(" ({count})") };
            let name = format!("{}{ending}", legal(text, LONGEST - ending.len()));
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
            count += 1;
        }
    }
}

/// Without what Excel forbids, and not longer than it allows.
fn legal(text: &str, room: usize) -> String {
    let is_legal = |c: &char| !c.is_control() && !['[', ']', ':', '*', '?', '/', '\\'].contains(c);
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= room
    };
    let name: String = text.chars().filter(is_legal).take_while(fits).collect();
    let name = name.trim().trim_matches('\'').trim();
    if name.is_empty() { "Sheet".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_and_each_is_another() {
        let mut names = Names::with(&["Summary"]);
        let long = "x".repeat(500);
        for (text, expected) in [
            ("Goal", "Goal"),
            ("goal", "goal (2)"),
            ("GOAL", "GOAL (3)"),
            ("summary", "summary (2)"),
            ("history", "history (2)"),
            ("", "Sheet"),
            ("[]:*?/\\", "Sheet (2)"),
            ("'quoted'", "quoted"),
            ("a: <script>/\"b\"?", "a <script>\"b\""),
            (&long, &"x".repeat(31)),
            (&long, &format!("{} (2)", "x".repeat(27))),
            ("\u{1F600}".repeat(20).as_str(), &"\u{1F600}".repeat(15)),
        ] {
            assert_eq!(names.of(text), expected);
        }
    }
}
