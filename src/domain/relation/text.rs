//! A rule as a person writes it: `a + b = c`.

use std::fmt;
use std::str::FromStr;

use super::{Comparison, Relation};
use crate::domain::code::Code;

/// The most measures that a rule names.
const MOST: usize = 20;

/// Why a text is not a rule, and at which of its characters, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {position}: {message}")]
pub struct RelationError {
    pub position: usize,
    pub message: String,
}

fn error<T>(position: usize, message: impl Into<String>) -> Result<T, RelationError> {
    Err(RelationError { position, message: message.into() })
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Measure(Code),
    Plus,
    Compare(Comparison),
}

/// A token, and the character at which it begins.
type Placed = (usize, Token);

impl FromStr for Relation {
    type Err = RelationError;

    fn from_str(text: &str) -> Result<Relation, RelationError> {
        let tokens = tokens(text)?;
        let end = text.chars().count() + 1;
        let mut rest = tokens.as_slice();
        let left = sum(&mut rest, end)?;
        let comparison = match rest.split_first() {
            Some(((_, Token::Compare(comparison)), others)) => {
                rest = others;
                *comparison
            }
            Some(((at, _), _)) => return error(*at, "“+”, “=” or “<=” is expected before this measure"),
            None => return error(end, "“=” or “<=” and another measure are expected"),
        };
        let right = sum(&mut rest, end)?;
        match rest.first() {
            Some((at, Token::Compare(_))) => {
                return error(*at, "a rule compares once: this is a second “=” or “<=”");
            }
            Some((at, _)) => return error(*at, "“+” is expected before this measure"),
            None => {}
        }
        distinct(&tokens)?;
        Ok(Relation { left, comparison, right })
    }
}

/// Reads measures with a plus between each two.
fn sum(rest: &mut &[Placed], end: usize) -> Result<Vec<Code>, RelationError> {
    let mut codes = Vec::new();
    loop {
        match rest.split_first() {
            Some(((_, Token::Measure(code)), others)) => {
                codes.push(code.clone());
                *rest = others;
            }
            found => {
                let at = found.map_or(end, |((at, _), _)| *at);
                return error(at, "the code of a measure is expected");
            }
        }
        match rest.split_first() {
            Some(((_, Token::Plus), others)) => *rest = others,
            _ => return Ok(codes),
        }
    }
}

/// Each measure once, and not too many of them.
fn distinct(tokens: &[Placed]) -> Result<(), RelationError> {
    let mut seen: Vec<&Code> = Vec::new();
    for (at, token) in tokens {
        let Token::Measure(code) = token else { continue };
        match () {
            () if seen.contains(&code) => return error(*at, format!("“{code}” is in the rule already")),
            () if seen.len() == MOST => return error(*at, format!("a rule has at most {MOST} measures")),
            () => seen.push(code),
        }
    }
    Ok(())
}

fn tokens(text: &str) -> Result<Vec<Placed>, RelationError> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        let (token, length) = match first {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '+' => (Token::Plus, 1),
            '=' => (Token::Compare(Comparison::Equal), 1),
            '≤' => (Token::Compare(Comparison::AtMost), 1),
            '<' if characters.get(at + 1) == Some(&'=') => (Token::Compare(Comparison::AtMost), 2),
            '<' => return error(at + 1, "write “<=” for “at most”"),
            '>' | '≥' => return error(at + 1, "write the smaller side first, with “<=”"),
            '(' | ')' => return error(at + 1, "a rule is about totals; leave the category out"),
            _ => measure(&characters[at..], at + 1)?,
        };
        tokens.push((at + 1, token));
        at += length;
    }
    Ok(tokens)
}

/// A measure's code, and how many characters it has. Codes contain hyphens: what looks like a difference is
/// one code, or a hyphen by itself.
fn measure(rest: &[char], position: usize) -> Result<(Token, usize), RelationError> {
    let is_end = |c: &char| c.is_whitespace() || ['+', '=', '<', '>', '≤', '≥', '(', ')'].contains(c);
    let word: String = rest.iter().take_while(|c| !is_end(c)).collect();
    if ["-", "−", "–"].contains(&word.as_str()) {
        return error(position, "figures are added alone: instead of a - b = c, write a = b + c");
    }
    match word.parse() {
        Ok(code) => Ok((Token::Measure(code), word.chars().count())),
        Err(wrong) => error(position, format!("{wrong}")),
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Comparison::Equal => "=",
            Comparison::AtMost => "<=",
        })
    }
}

/// The one way in which a rule is kept and shown: `a + b <= c`.
impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(Code::to_string))
    }
}

impl Relation {
    /// The rule with something in place of each code, as the measure's name.
    pub fn written(&self, name: impl Fn(&Code) -> String) -> String {
        let sum = |codes: &[Code]| codes.iter().map(&name).collect::<Vec<_>>().join(" + ");
        format!("{} {} {}", sum(&self.left), self.comparison, sum(&self.right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rule_has_one_way_of_being_written() {
        for (text, canonical) in [
            ("a = b", "a = b"),
            (
                "  traces-urgent+traces-routine =  traces-completed\n",
                "traces-urgent + traces-routine = traces-completed",
            ),
            ("a ≤ b", "a <= b"),
            ("a + b <= c", "a + b <= c"),
            ("c = a + b", "c = a + b"),
            ("a.1 + a_2 = 011APG2202", "a.1 + a_2 = 011APG2202"),
        ] {
            assert_eq!(text.parse::<Relation>().unwrap().to_string(), canonical);
        }
        let named = "a + b <= c".parse::<Relation>().unwrap().written(|code| format!("Measure {code}"));
        assert_eq!(named, "Measure a + Measure b <= Measure c");
    }

    #[test]
    fn what_is_no_rule_is_told_by_its_place() {
        for (text, position, part) in [
            ("", 1, "code of a measure is expected"),
            ("a", 2, "“=” or “<=” and another measure"),
            ("a + b", 6, "“=” or “<=”"),
            ("a + = c", 5, "code of a measure"),
            ("+ a = b", 1, "code of a measure"),
            ("a =", 4, "code of a measure"),
            ("a = b +", 8, "code of a measure"),
            ("a b = c", 3, "“+”, “=” or “<=” is expected"),
            ("a = b c", 7, "“+” is expected"),
            ("a = b = c", 7, "compares once"),
            ("a == b", 4, "code of a measure"),
            ("a < b", 3, "“<=”"),
            ("a >= b", 3, "smaller side first"),
            ("é = b", 1, "is not a code"),
            ("a − b = c", 3, "write a = b + c"),
            ("a - b = c", 3, "write a = b + c"),
            ("a -b = c", 3, "is not a code"),
            ("a(type=rifle) <= b", 2, "about totals"),
            ("a + b = a", 9, "“a” is in the rule already"),
            ("2 * a = b", 3, "is not a code"),
        ] {
            let error = text.parse::<Relation>().unwrap_err();
            assert_eq!(error.position, position, "{text}: {error}");
            assert!(error.to_string().starts_with(&format!("at character {position}: ")));
            assert!(error.message.contains(part), "{text}: {error}");
        }
        let many = (0..30).map(|n| format!("m{n}")).collect::<Vec<_>>().join(" + ") + " = c";
        assert!(many.parse::<Relation>().unwrap_err().message.contains("at most 20"));
    }

    fn any_relation() -> impl Strategy<Value = Relation> {
        let codes = proptest::collection::btree_set("[a-zA-Z0-9][a-z0-9._-]{0,8}", 2..8);
        (codes, any::<prop::sample::Index>(), any::<bool>()).prop_map(|(codes, split, equal)| {
            let mut left: Vec<Code> = codes.iter().map(|code| code.parse().unwrap()).collect();
            let right = left.split_off(1 + split.index(left.len() - 1));
            let comparison = if equal { Comparison::Equal } else { Comparison::AtMost };
            Relation { left, comparison, right }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(relation in any_relation()) {
            prop_assert_eq!(relation.to_string().parse::<Relation>(), Ok(relation.clone()));
            let dense = relation.to_string().replace(' ', "");
            prop_assert_eq!(dense.parse::<Relation>(), Ok(relation));
        }

        #[test]
        fn no_text_gives_up(text in ".{0,40}") {
            if let Err(error) = text.parse::<Relation>() {
                prop_assert!((1..=text.chars().count() + 1).contains(&error.position));
            }
        }
    }
}
