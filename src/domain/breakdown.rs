//! Breakdowns: the dimensions by which a measure's figures are told apart, and their categories. A
//! category is written as in files: `firearm_type=handgun`.

mod series;
mod sum;

pub use series::{Breakdown, CategorySeries};
pub use sum::{SumCheck, check};

use std::collections::BTreeMap;

use super::import::fields::Fields;
use super::import::findings::Findings;

/// The most categories of one measure: more would be a register, not a breakdown.
pub const MOST: usize = 200;

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

/// Every category there is: those listed, in their order, then those that have figures or targets
/// without being listed.
pub fn all(listed: &[String], used: &[String]) -> Vec<String> {
    let unlisted = used.iter().filter(|used| !listed.contains(used));
    listed.iter().chain(unlisted).cloned().collect()
}

/// The dimension and the name of a category.
pub fn parts(category: &str) -> (&str, &str) {
    category.split_once('=').unwrap_or((category, ""))
}

/// A dimension as people read it: `firearm type`.
pub fn words(dimension: &str) -> String {
    dimension.replace('_', " ")
}

/// The dimensions of categories, each once, in their order.
pub fn dimensions(categories: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (dimension, _) in categories.iter().map(|category| parts(category)) {
        if !found.iter().any(|known| known == dimension) {
            found.push(dimension.to_owned());
        }
    }
    found
}

/// The dimension that is asked for: the first, where none is named. What stands against it goes to the
/// field that is named with it.
pub fn asked<'d>(dimensions: &'d [String], by: &str) -> Result<&'d str, (&'static str, String)> {
    let Some(first) = dimensions.first() else {
        return Err(("kind", "this measure has no breakdown; leave it out".into()));
    };
    match dimensions.iter().find(|known| *known == by) {
        Some(known) => Ok(known),
        None if by.is_empty() => Ok(first),
        None => {
            let by: String = by.chars().take(40).collect();
            Err(("by", format!("there is no breakdown by “{by}”; choose one of {}", dimensions.join(", "))))
        }
    }
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
    fn the_dimension_that_is_asked_for_is_one_there_is() {
        let texts = |all: &[&str]| all.iter().map(|text| text.to_string()).collect::<Vec<_>>();
        let listed = texts(&["state=AZ", "firearm_type=rifle", "state=TX"]);
        let all = all(&listed, &texts(&["firearm_type=rifle", "firearm_type=pistol"]));
        assert_eq!(all, texts(&["state=AZ", "firearm_type=rifle", "state=TX", "firearm_type=pistol"]));
        let dimensions = dimensions(&all);
        assert_eq!(dimensions, ["state", "firearm_type"]);
        assert_eq!(asked(&dimensions, ""), Ok("state"));
        assert_eq!(asked(&dimensions, "firearm_type"), Ok("firearm_type"));
        assert_eq!(asked(&[], "state").unwrap_err().0, "kind");
        let (field, message) = asked(&dimensions, "colour").unwrap_err();
        assert_eq!((field, message.contains("state, firearm_type")), ("by", true), "{message}");
        assert_eq!(words("firearm_type"), "firearm type");
    }

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
