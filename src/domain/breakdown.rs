//! Breakdowns: the dimensions by which a measure's figures are told apart, and their categories. A
//! category is written as in files: `firearm_type=handgun`.

mod series;
mod sum;

pub use series::{Breakdown, CategorySeries};
pub use sum::{SumCheck, check};

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

/// What stands between a category and its new name.
const BECOMES: &str = "->";

/// A list of categories as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// In their order, under their new names.
    pub categories: Vec<String>,
    /// The old name of each that gets a new one, and the new one.
    pub renamed: Vec<(String, String)>,
}

/// Reads categories, one a line as files write them (`firearm_type=handgun`); their order is kept. A line
/// `old -> new` renames one. All that is wrong at once, each with its line. `known` are the categories
/// there are, `used` those of them for which there are figures or targets.
pub fn read(text: &str, known: &[String], used: &[String]) -> Result<Edited, Vec<String>> {
    let (mut edited, mut faults): (Edited, Vec<String>) = Default::default();
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    for (at, line) in lines {
        if let Err(message) = take(&mut edited, line, known) {
            faults.push(format!("line {}: {message}", at + 1));
        }
    }
    let Edited { categories, renamed } = &edited;
    if categories.len() > MOST {
        faults.push(format!("the most is {MOST} categories; these are {}", categories.len()));
    }
    for category in used.iter().filter(|used| !categories.contains(used)) {
        if !renamed.iter().any(|(old, _)| old == category) {
            faults.push(format!(
                "“{category}” has figures or targets; it cannot be removed. To rename it, write {category} {BECOMES} and its new name"
            ));
        }
    }
    if faults.is_empty() { Ok(edited) } else { Err(faults) }
}

/// Adds the category of a line, or the new name that it gives to one.
fn take(edited: &mut Edited, line: &str, known: &[String]) -> Result<(), String> {
    let is_known = |name: &str| known.iter().any(|known| known == name);
    let (old, name) = match line.split_once(BECOMES) {
        Some((old, name)) if !is_known(line) => (Some(old.trim()), name.trim()),
        _ => (None, line),
    };
    let category = category(name)?;
    match old {
        Some(old) if !is_known(old) => return Err(format!("there is no category “{old}” to be renamed")),
        Some(old) if edited.categories.iter().any(|one| one == old) => {
            return Err(format!("“{old}” is kept on another line; it cannot be renamed too"));
        }
        // What has figures under that name keeps them apart.
        Some(_) if is_known(&category) => {
            return Err(format!("“{category}” is there already; rename that one first, and save"));
        }
        _ => {}
    }
    let renamed_before = edited.renamed.iter().any(|(old, _)| *old == category);
    if edited.categories.contains(&category) || renamed_before {
        return Err(format!("“{category}” is there already"));
    }
    if let Some(old) = old {
        edited.renamed.push((old.to_owned(), category.clone()));
    }
    edited.categories.push(category);
    Ok(())
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

/// One category, by the rule for files; what is wrong with it.
pub fn category(line: &str) -> Result<String, String> {
    // Empty would be the total.
    let line = if line.is_empty() { "=" } else { line };
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
        let known = ["type=rifle".to_owned(), "type=pistol".to_owned(), "a=x -> y".to_owned()];
        let used = ["type=rifle".to_owned()];
        type Found<'a> = Result<(&'a [&'a str], &'a [(&'a str, &'a str)]), &'a [&'a str]>;
        let table: &[(&str, Found)] = &[
            ("type=rifle\n\n type=hand gun \n", Ok((&["type=rifle", "type=hand gun"], &[]))),
            ("", Err(&["“type=rifle” has figures or targets; it cannot be removed. To rename it, write"])),
            ("type=rifle\ntype=rifle", Err(&["line 2: “type=rifle” is there already"])),
            (
                "rifle\ntype=\nno type=x",
                Err(&["line 1: write dimension", "line 2: write", "line 3: write", "“type=rifle” has"]),
            ),
            ("type=rifle\ntype=\u{0}", Err(&["line 2: the text holds a control"])),
            (
                "type=pistol\ntype=rifle -> type=long gun",
                Ok((&["type=pistol", "type=long gun"], &[("type=rifle", "type=long gun")])),
            ),
            (
                "type=rifle->kind=rifle\ntype=pistol -> kind=pistol",
                Ok((
                    &["kind=rifle", "kind=pistol"],
                    &[("type=rifle", "kind=rifle"), ("type=pistol", "kind=pistol")],
                )),
            ),
            // A name may hold the sign.
            ("type=rifle\na=x -> y", Ok((&["type=rifle", "a=x -> y"], &[]))),
            ("type=gun -> type=arm\ntype=rifle", Err(&["line 1: there is no category “type=gun”"])),
            ("type=rifle -> type=pistol", Err(&["line 1: “type=pistol” is there already; rename that"])),
            (
                "type=rifle -> type=pistol\ntype=pistol -> type=rifle",
                Err(&["line 1: “type=p", "line 2: “type=r"]),
            ),
            ("type=rifle\ntype=rifle -> type=arm", Err(&["line 2: “type=rifle” is kept on another"])),
            ("type=rifle -> type=arm\ntype=rifle", Err(&["line 2: “type=rifle” is there already"])),
            ("type=rifle -> arm", Err(&["line 1: write dimension", "“type=rifle” has"])),
            ("type=rifle ->", Err(&["line 1: write dimension", "“type=rifle” has"])),
        ];
        for (text, expected) in table {
            match (read(text, &known, &used), expected) {
                (Ok(found), Ok((categories, renamed))) => {
                    assert_eq!(found.categories, *categories, "{text}");
                    let pairs: Vec<_> = found.renamed.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
                    assert_eq!(pairs, *renamed, "{text}");
                }
                (Err(found), Err(wanted)) => {
                    let alike = found.len() >= wanted.len()
                        && wanted.iter().all(|words| found.iter().any(|one| one.starts_with(words)));
                    assert!(alike, "{text}: {found:?}");
                }
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
        let many: String = (0..=MOST).map(|n| format!("n={n}\n")).collect();
        assert!(read(&many, &[], &[]).unwrap_err()[0].starts_with("the most is 200"));
    }
}
