//! Breakdowns: the dimensions by which a measure's figures are told apart, and their categories.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::Code;
use super::import::fields::Fields;
use super::import::findings::Findings;

/// The most categories of one measure: more would be a register, not a breakdown.
pub const MOST: usize = 200;

/// The categories that a measure lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categories {
    pub measure: Code,
    /// Each `dimension=category`, in their order.
    pub categories: Vec<String>,
}

impl Categories {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        Categories::subject_of(&self.measure)
    }

    /// The same, of a measure that may list none.
    pub fn subject_of(measure: &Code) -> String {
        format!("categories:{measure}")
    }
}

/// Reads categories, one a line as files write them (`firearm_type=handgun`); their order is kept. All
/// that is wrong at once, each with its line. `used` are those for which there are figures or targets.
pub fn read(text: &str, used: &[String]) -> Result<Vec<String>, Vec<String>> {
    let (mut categories, mut faults): (Vec<String>, Vec<String>) = Default::default();
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    for (at, line) in lines {
        let outcome = category(line).and_then(|category| match categories.contains(&category) {
            true => Err(format!("“{category}” is there already")),
            false => Ok(category),
        });
        match outcome {
            Ok(category) => categories.push(category),
            Err(message) => faults.push(format!("line {}: {message}", at + 1)),
        }
    }
    if categories.len() > MOST {
        faults.push(format!("the most is {MOST} categories; these are {}", categories.len()));
    }
    let gone = used.iter().filter(|category| !categories.contains(category));
    faults.extend(gone.map(|category| format!("“{category}” has figures or targets; it cannot be removed")));
    if faults.is_empty() { Ok(categories) } else { Err(faults) }
}

/// One category, by the rule for files.
fn category(line: &str) -> Result<String, String> {
    let form = BTreeMap::from([("category".to_owned(), line.to_owned())]);
    let mut problems = Findings::default();
    let category = Fields::new(&form, &mut problems).category("category");
    match problems.finish().pop() {
        None => Ok(category),
        Some(found) => Err(found.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_read_by_line() {
        let used = ["type=rifle".to_owned()];
        for (text, expected) in [
            ("type=rifle\n\n type=hand gun \n", Ok(&["type=rifle", "type=hand gun"][..])),
            ("", Err(&["“type=rifle” has figures"][..])),
            ("type=rifle\ntype=rifle", Err(&["line 2: “type=rifle” is there already"])),
            (
                "rifle\ntype=\nno type=x",
                Err(&["line 1: write dimension", "line 2: write", "line 3: write", "“type=rifle” has"]),
            ),
            ("type=rifle\ntype=\u{0}", Err(&["line 2: the text holds a control"])),
        ] {
            match (read(text, &used), expected) {
                (Ok(found), Ok(wanted)) => assert_eq!(found, wanted, "{text}"),
                (Err(found), Err(wanted)) => {
                    assert_eq!(found.len(), wanted.len(), "{found:?}");
                    assert!(
                        found.iter().zip(wanted).all(|(found, words)| found.starts_with(words)),
                        "{found:?}"
                    );
                }
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
        let many: String = (0..=MOST).map(|n| format!("n={n}\n")).collect();
        assert!(read(&many, &[]).unwrap_err()[0].starts_with("the most is 200"));
    }
}
