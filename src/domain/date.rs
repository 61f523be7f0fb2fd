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

/// Days as they cross the wire, `2026-02-14`: as chrono writes them, and read without its patterns, of whose
/// machinery the browser has no need.
pub mod wire {
    use chrono::NaiveDate;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer};

    fn read<E: Error>(text: &str) -> Result<NaiveDate, E> {
        let mut parts = text.splitn(3, '-').map(|part| part.parse().ok());
        let mut part = || parts.next().flatten();
        let day = (|| NaiveDate::from_ymd_opt(part()?, part()?.try_into().ok()?, part()?.try_into().ok()?))();
        day.ok_or_else(|| E::custom("a day is written as 2026-02-14"))
    }

    /// A day that there may not be.
    pub fn day_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Option::<String>::deserialize(from)?.map(|text| read(&text)).transpose()
    }

    /// A day with a value.
    pub fn day_and_value<'de, D: Deserializer<'de>>(from: D) -> Result<(NaiveDate, f64), D::Error> {
        let (text, value) = <(String, f64)>::deserialize(from)?;
        Ok((read(&text)?, value))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::wire;

    #[test]
    fn days_cross_the_wire() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Sent {
            #[serde(deserialize_with = "wire::day_if_any")]
            one: Option<chrono::NaiveDate>,
            #[serde(deserialize_with = "wire::day_and_value")]
            other: (chrono::NaiveDate, f64),
        }
        for one in [None, "2024-02-29".parse().ok()] {
            let sent = Sent { one, other: ("1999-12-31".parse().unwrap(), 2.5) };
            let text = serde_json::to_string(&sent).unwrap();
            assert_eq!(serde_json::from_str::<Sent>(&text).unwrap(), sent, "{text}");
        }
        for wrong in ["2023-02-29", "2024-13-01", "2024-01", "", "tomorrow", "2024-01-01T00:00", "2024--1-1"]
        {
            let text = format!("{{\"one\":\"{wrong}\",\"other\":[\"1999-12-31\",1]}}");
            assert!(serde_json::from_str::<Sent>(&text).is_err(), "{wrong}");
        }
    }

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
