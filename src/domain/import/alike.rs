//! When two rows are the same row, and when two cells say the same.

use super::columns::{Sheet, Takes};
use crate::domain::number::{self, NumberRule};
use crate::domain::period::Period;

/// What a row is known by among the rows of its sheet. `text` gives the row's text in a column.
pub fn key(sheet: &Sheet, text: impl Fn(&str) -> String) -> String {
    let part = |column: &&str| {
        // So that what is in one column never reads as if it were in two.
        normal(sheet.takes(column), &text(column)).replace('\\', "\\\\").replace('|', "\\|")
    };
    sheet.key.iter().map(part).collect::<Vec<_>>().join("|")
}

/// What a cell says, however it is written: `95.0` is 95, and nothing is no.
pub fn normal(takes: Takes, text: &str) -> String {
    const ANY: NumberRule = NumberRule { whole: false, negative: true };
    let text = text.trim();
    match takes {
        Takes::YesNo if text.is_empty() => "no".to_owned(),
        Takes::Number | Takes::Share => number::parse(text, ANY).map_or(text.to_owned(), number::exact),
        Takes::Period => text.parse::<Period>().map_or(text.to_owned(), String::from),
        // Some spreadsheets end lines otherwise than they found them ended.
        _ => text.replace('\r', ""),
    }
}

/// A print of what a cell says: of two cells that say something else it differs, but for once in 10¹². Of
/// nothing it is nothing.
pub fn print(takes: Takes, text: &str) -> String {
    match normal(takes, text) {
        nothing if nothing.is_empty() => nothing,
        said => format!("{:010x}", fnv(said.as_bytes()) >> 24),
    }
}

/// FNV-1a with 64 bits: the same on every machine and in every version.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::import::columns::must;

    #[test]
    fn what_says_the_same_has_the_same_print() {
        for (takes, one, other, same) in [
            (Takes::Number, "95", " 95.0", true),
            (Takes::Number, "1e3", "1000", true),
            (Takes::Number, "95", "95.1", false),
            (Takes::Number, "", "0", false),
            (Takes::Number, "n/a", "n/a ", true),
            (Takes::YesNo, "", "no", true),
            (Takes::YesNo, "yes", "no", false),
            (Takes::Text, "one\r\ntwo", "one\ntwo", true),
            (Takes::Text, "95", "95.0", false),
            (Takes::Day, "2024-09-30", "2024-09-30 ", true),
        ] {
            assert_eq!(print(takes, one) == print(takes, other), same, "{one:?} and {other:?}");
            assert_eq!(normal(takes, one) == normal(takes, other), same, "{one:?} and {other:?}");
        }
        assert_eq!(print(Takes::Text, " "), "");
        // In workbooks that were exported yesterday.
        assert_eq!(print(Takes::Text, "a"), "af63dc4c86");
    }

    #[test]
    fn a_key_keeps_its_parts_apart() {
        const SHEET: Sheet = Sheet {
            name: "notes",
            columns: &[must("a", Takes::Text, ""), must("b", Takes::Period, "")],
            key: &["a", "b"],
            ..Sheet::UNKEYED
        };
        let of = |a: &str, b: &str| key(&SHEET, |column| if column == "a" { a } else { b }.to_owned());
        assert_eq!(of("x", " FY2024Q1"), "x|FY2024Q1");
        assert_ne!(of("x|y", "z"), of("x", "y|z"));
        assert_ne!(of("x\\", "|z"), of("x\\|", "z"));
    }
}
