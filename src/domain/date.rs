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

/// `1 day`, `12 days`.
pub fn days(count: u64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// How far off a day is: `in 12 days`, `today`, `1 day ago`.
pub fn distance(day: NaiveDate, today: NaiveDate) -> String {
    let count = day.signed_duration_since(today).num_days();
    let days = days(count.unsigned_abs());
    match count {
        0 => "today".to_owned(),
        1.. => format!("in {days}"),
        _ => format!("{days} ago"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_day_is_so_many_days_off() {
        for (day, words) in [
            ("2026-02-14", "today"),
            ("2026-02-15", "in 1 day"),
            ("2026-02-26", "in 12 days"),
            ("2026-02-13", "1 day ago"),
            ("2025-02-14", "365 days ago"),
        ] {
            assert_eq!(super::distance(day.parse().unwrap(), "2026-02-14".parse().unwrap()), words);
        }
    }

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
