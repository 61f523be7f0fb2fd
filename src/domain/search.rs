//! Goals and measures found by a few letters: what is looked through, what comes first, and what of it
//! is shown.

use chrono::NaiveDate;

use super::code::Code;
use super::goal::{GoalLevel, Office};

/// About how many characters of a definition are shown, and how many of them before the first word found.
const EXCERPT: usize = 180;
const BEFORE: usize = 40;

/// The words of a search, in lower case, the longest first. Each must be found, wherever it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

/// A goal or a measure, with the texts that are looked through.
#[derive(Clone, Debug, PartialEq)]
pub struct Findable {
    pub what: What,
    pub code: Code,
    pub name: String,
    /// A measure's definition, a goal's statement.
    pub definition: String,
    pub office: Office,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Goal(GoalLevel),
    Measure { goal: Code, goal_name: String, retired_on: Option<NaiveDate> },
}

/// Where a word is found. The first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    WholeCode,
    Code,
    /// Where a word of the name begins.
    Name,
    Elsewhere,
}

impl Words {
    pub fn of(text: &str) -> Words {
        let mut words: Vec<String> = text.split_whitespace().map(lower).collect();
        words.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
        words.dedup();
        Words(words)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// A character at a time, so that a place in it leads back to its place in `text`.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

impl Findable {
    /// Whether it is a measure that was retired by a day, and when.
    pub fn retired_by(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self.what {
            What::Measure { retired_on, .. } => retired_on.filter(|day| *day <= today),
            What::Goal(_) => None,
        }
    }

    /// How far from the best: for each word, how good the place is at which it stands. `None` if one is
    /// not found.
    fn rank(&self, words: &Words) -> Option<usize> {
        let (code, name) = (lower(self.code.as_str()), lower(&self.name));
        let rest = [&self.definition, self.office.code.as_str(), &self.office.name].map(lower);
        let begins = |word: &str| {
            let before = |(at, _): (usize, &str)| name[..at].chars().next_back();
            name.match_indices(word).map(before).any(|before| before.is_none_or(|c| !c.is_alphanumeric()))
        };
        let place = |word: &str| match () {
            () if code == word => Some(Place::WholeCode),
            () if code.contains(word) => Some(Place::Code),
            () if begins(word) => Some(Place::Name),
            () if name.contains(word) || rest.iter().any(|text| text.contains(word)) => {
                Some(Place::Elsewhere)
            }
            () => None,
        };
        words.iter().map(|word| place(word).map(|place| place as usize)).sum()
    }
}

/// Those in which every word is found, the best first: by where the words stand, then goals before
/// measures and those still kept before those retired, then by code. Nothing is found by no word.
pub fn ranked(found: Vec<Findable>, words: &Words, today: NaiveDate) -> Vec<Findable> {
    if words.is_empty() {
        return Vec::new();
    }
    let ranked = found.into_iter().filter_map(|one| Some((one.rank(words)?, one)));
    let mut ranked: Vec<(usize, Findable)> = ranked.collect();
    ranked.sort_by_cached_key(|(rank, one)| {
        let is_measure = matches!(one.what, What::Measure { .. });
        (*rank, is_measure, one.retired_by(today).is_some(), one.code.clone())
    });
    ranked.into_iter().map(|(_, one)| one).collect()
}

/// A text in pieces, each with whether it is one of the words.
pub fn marked(text: &str, words: &Words) -> Vec<(String, bool)> {
    let chars: Vec<char> = text.chars().collect();
    let lowered = chars.iter().enumerate().flat_map(|(at, c)| c.to_lowercase().map(move |c| (at, c)));
    let (places, lowered): (Vec<usize>, Vec<char>) = lowered.unzip();
    let mut marks = vec![false; chars.len()];
    for word in words.iter() {
        let word: Vec<char> = word.chars().collect();
        for (at, _) in lowered.windows(word.len()).enumerate().filter(|(_, part)| *part == word) {
            marks[places[at]..=places[at + word.len() - 1]].fill(true);
        }
    }
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for (c, mark) in chars.into_iter().zip(marks) {
        match pieces.last_mut() {
            Some((piece, marked)) if *marked == mark => piece.push(c),
            _ => pieces.push((c.to_string(), mark)),
        }
    }
    pieces
}

/// Some of a text, about the first place where one of the words stands, or its beginning.
pub fn excerpt(text: &str, words: &Words) -> String {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let has_word = |part: &&str| {
        let part = lower(part);
        words.iter().any(|word| part.contains(word))
    };
    let first = parts.iter().position(has_word).unwrap_or(0);
    let length = |part: &&str| part.chars().count() + 1;
    let within = |most: usize, lengths: &mut dyn Iterator<Item = usize>| {
        let mut sum = 0;
        lengths
            .take_while(|length| {
                sum += length;
                sum <= most
            })
            .count()
    };
    let from = first - within(BEFORE, &mut parts[..first].iter().rev().map(length));
    // A text without spaces is cut all the same.
    let to = from + within(EXCERPT, &mut parts[from..].iter().map(length)).max(1);
    let to = to.min(parts.len());
    let shown: String = parts[from..to].join(" ").chars().take(EXCERPT).collect();
    let (before, after) = (if from > 0 { "… " } else { "" }, if to < parts.len() { " …" } else { "" });
    format!("{before}{shown}{after}")
}

/// How many were found.
pub fn sentence(found: &[Findable]) -> String {
    let goals = found.iter().filter(|one| matches!(one.what, What::Goal(_))).count();
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        many => Some(format!("{many} {word}s")),
    };
    let parts = [counted(goals, "goal"), counted(found.len() - goals, "measure")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words::of(text)
    }

    fn measure(code: &str, name: &str, definition: &str) -> Findable {
        Findable {
            what: What::Measure { goal: "g".parse().unwrap(), goal_name: "Goal".into(), retired_on: None },
            code: code.parse().unwrap(),
            name: name.into(),
            definition: definition.into(),
            office: Office { code: "ATF".parse().unwrap(), name: "Tobacco and Firearms".into() },
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_word_is_found_in_any_order_and_case() {
        let one =
            measure("traces-completed", "Traces “Été” completed", "What the\ncentre counts: 100%_sure.");
        for (text, found) in [
            ("traces", true),
            ("TRACES completed", true),
            ("completed traces", true),
            ("comp tra", true),
            ("été", true),
            ("ÉTÉ", true),
            ("centre atf", true),
            ("tobacco 100%_", true),
            ("es-comp", true),
            ("traces seized", false),
            ("the centre seized", false),
            // A word never runs from one text into the next.
            ("completedwhat", false),
            ("_%", false),
            ("", false),
            ("  ", false),
        ] {
            let found_now = ranked(vec![one.clone()], &words(text), day("2026-11-24"));
            assert_eq!(!found_now.is_empty(), found, "{text}");
        }
    }

    #[test]
    fn the_code_comes_before_the_name_and_the_name_before_the_rest() {
        let mut retired = measure("c", "Arms seized, formerly", "");
        retired.what = What::Measure {
            goal: "g".parse().unwrap(),
            goal_name: "Goal".into(),
            retired_on: Some(day("2026-11-24")),
        };
        let goal = Findable { what: What::Goal(GoalLevel::Strategic), ..measure("z", "Small arms", "") };
        let all = vec![
            measure("a", "Firearms", ""),
            measure("b", "Traces", "Of arms."),
            retired,
            measure("d", "Seized “arms”", ""),
            measure("firearms", "Something", ""),
            measure("arms", "Else", ""),
            goal,
        ];
        let codes = |text: &str, today: &str| -> Vec<String> {
            let found = ranked(all.clone(), &words(text), day(today));
            found.iter().map(|one| one.code.to_string()).collect()
        };
        assert_eq!(codes("arms", "2026-11-23"), ["arms", "firearms", "z", "c", "d", "a", "b"]);
        assert_eq!(codes("arms", "2026-11-24"), ["arms", "firearms", "z", "d", "c", "a", "b"]);
        // Both words count.
        assert_eq!(codes("arms seized", "2026-11-23"), ["c", "d"]);
        // The office is Tobacco and Firearms.
        assert_eq!(codes("tobacco arms", "2026-11-23")[0], "arms");
    }

    #[test]
    fn what_is_found_is_marked() {
        for (text, typed, expected) in [
            ("Traces completed", "trace", "[Trace]s completed"),
            ("Traces completed", "race ES", "T[races] completed"),
            ("Déjà vu", "É", "D[é]jà vu"),
            ("In İzmir", "İZM", "In [İzm]ir"),
            ("aaa", "aa", "[aaa]"),
            ("none", "x", "none"),
            ("", "x", ""),
            ("<b>", "b", "<[b]>"),
        ] {
            let pieces = marked(text, &words(typed)).into_iter();
            let shown: String =
                pieces.map(|(text, mark)| if mark { format!("[{text}]") } else { text }).collect();
            assert_eq!(shown, expected, "{text} by {typed}");
        }
    }

    #[test]
    fn an_excerpt_is_about_the_first_word_found() {
        let long = "Lorem ipsum dolor sit amet consectetur ".repeat(10);
        let text = format!("{long}and a trace was made {long}");
        let shown = excerpt(&text, &words("trace"));
        assert!(
            shown.starts_with("… ") && shown.ends_with(" …") && shown.contains("and a trace was"),
            "{shown}"
        );
        assert!(shown.chars().count() <= EXCERPT + 4, "{shown}");
        for (text, typed, expected) in [
            ("Short\n and  whole.", "x", "Short and whole."),
            ("Short and whole.", "whole", "Short and whole."),
            ("", "x", ""),
        ] {
            assert_eq!(excerpt(text, &words(typed)), expected);
        }
        assert_eq!(excerpt(&"統".repeat(500), &words("統")).chars().count(), EXCERPT);
    }

    #[test]
    fn what_was_found_is_counted() {
        let goal = Findable { what: What::Goal(GoalLevel::Strategic), ..measure("z", "Arms", "") };
        let one = || measure("a", "Arms", "");
        assert_eq!(sentence(&[goal.clone(), one(), one()]), "1 goal and 2 measures");
        assert_eq!(sentence(&[one()]), "1 measure");
        assert_eq!(sentence(&[goal.clone(), goal]), "2 goals");
    }
}
