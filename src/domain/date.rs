//! Days for people.

use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day in a sentence or a table: `14 February 2026`.
pub fn in_words(day: NaiveDate) -> String {
    // Not by chrono's patterns: the browser has no need of their machinery.
    format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.year())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_day_has_no_leading_zero() {
        for (day, words) in [
            ("2026-02-14", "14 February 2026"),
            ("2026-10-01", "1 October 2026"),
            ("2025-12-31", "31 December 2025"),
        ] {
            assert_eq!(super::in_words(day.parse().unwrap()), words);
        }
    }
}
