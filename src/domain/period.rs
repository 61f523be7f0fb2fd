//! Fiscal and calendar quarters and years.
//!
//! The federal fiscal year runs from 1 October to 30 September and is named for the calendar year
//! in which it ends (31 U.S.C. 1102). Q1 is October to December.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::measure::vocabulary;

vocabulary! {
    /// Which year a period is counted in. Fiscal and calendar figures are never mixed in one series.
    Calendar {
        Fiscal = "fiscal", "fiscal year";
        Calendar = "calendar", "calendar year";
    }
}

impl Calendar {
    fn prefix(self) -> &'static str {
        match self {
            Calendar::Fiscal => "FY",
            Calendar::Calendar => "CY",
        }
    }
}

/// A quarter or a year of one calendar, such as `FY2024Q1` or `CY2024`.
///
/// Ordered by first day, then by last day, so that a year stands after its own first quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    calendar: Calendar,
    year: u16,
    /// 1 to 4, or `None` for the whole year.
    quarter: Option<u8>,
}

/// Why a text is not a period. Its `Display` says what a period looks like.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a period; write a fiscal one as FY2024Q1 or FY2024, a calendar one as CY2024Q1 or CY2024"
)]
pub struct PeriodError(pub String);

/// The years that a period may name: wide enough for any measure, narrow enough to catch a slip.
const YEARS: std::ops::RangeInclusive<u16> = 1950..=2199;

impl Period {
    /// A quarter. `None` if the year is outside 1950 to 2199 or the quarter outside 1 to 4.
    pub fn quarter_of(calendar: Calendar, year: u16, quarter: u8) -> Option<Period> {
        (YEARS.contains(&year) && (1..=4).contains(&quarter)).then_some(Period {
            calendar,
            year,
            quarter: Some(quarter),
        })
    }

    /// A whole year. `None` if it is outside 1950 to 2199.
    pub fn year_of(calendar: Calendar, year: u16) -> Option<Period> {
        YEARS.contains(&year).then_some(Period { calendar, year, quarter: None })
    }

    /// The quarter of `calendar` in which `day` lies.
    pub fn quarter_containing(calendar: Calendar, day: NaiveDate) -> Period {
        let quarter = (day.month0() / 3) as u8;
        let year = day.year().clamp(1950, 2198) as u16;
        let (year, quarter) = match calendar {
            Calendar::Calendar => (year, quarter + 1),
            Calendar::Fiscal if quarter == 3 => (year + 1, 1),
            Calendar::Fiscal => (year, quarter + 2),
        };
        Period { calendar, year, quarter: Some(quarter) }
    }

    pub fn calendar(self) -> Calendar {
        self.calendar
    }

    /// The year the period is named for (the one it ends in, for a fiscal year).
    pub fn year(self) -> u16 {
        self.year
    }

    /// 1 to 4, or `None` for a whole year.
    pub fn quarter(self) -> Option<u8> {
        self.quarter
    }

    pub fn is_quarter(self) -> bool {
        self.quarter.is_some()
    }

    /// The whole year that this period belongs to.
    pub fn whole_year(self) -> Period {
        Period { quarter: None, ..self }
    }

    /// The four quarters of the period's year, in order.
    pub fn quarters(self) -> [Period; 4] {
        [1, 2, 3, 4].map(|quarter| Period { quarter: Some(quarter), ..self })
    }

    /// The first day.
    pub fn starts_on(self) -> NaiveDate {
        let first = self.quarter.unwrap_or(1) as i32;
        // Months counted from January of year 0; fiscal Q1 begins three months before its year.
        let shift = match self.calendar {
            Calendar::Fiscal => 3,
            Calendar::Calendar => 0,
        };
        let months = i32::from(self.year) * 12 + (first - 1) * 3 - shift;
        NaiveDate::from_ymd_opt(months.div_euclid(12), months.rem_euclid(12) as u32 + 1, 1)
            .expect("years 1950 to 2199 are dates")
    }

    /// The last day.
    pub fn ends_on(self) -> NaiveDate {
        let months = if self.is_quarter() { 3 } else { 12 };
        self.starts_on() + chrono::Months::new(months) - Days::new(1)
    }

    /// The period of the same length that follows. Stays put at the end of the range of years.
    pub fn next(self) -> Period {
        self.step(1)
    }

    /// The period of the same length before. Stays put at the start of the range of years.
    pub fn previous(self) -> Period {
        self.step(-1)
    }

    /// The period `count` steps of its own length later (earlier when negative), kept in range.
    pub fn step(self, count: i32) -> Period {
        match self.quarter {
            None => Period { year: (i32::from(self.year) + count).clamp(1950, 2199) as u16, ..self },
            Some(quarter) => {
                let ordinal = i32::from(self.year) * 4 + i32::from(quarter) - 1 + count;
                let ordinal = ordinal.clamp(1950 * 4, 2199 * 4 + 3);
                Period { year: (ordinal / 4) as u16, quarter: Some((ordinal % 4) as u8 + 1), ..self }
            }
        }
    }

    /// How many steps of this length lead from `earlier` to `self`; `None` unless both have the
    /// same calendar and length.
    pub fn steps_since(self, earlier: Period) -> Option<i32> {
        if self.calendar != earlier.calendar || self.is_quarter() != earlier.is_quarter() {
            return None;
        }
        let ordinal = |p: Period| match p.quarter {
            None => i32::from(p.year),
            Some(q) => i32::from(p.year) * 4 + i32::from(q),
        };
        Some(ordinal(self) - ordinal(earlier))
    }

    /// Every period from `self` to `last`, both included; empty when they cannot be compared or
    /// `last` comes first.
    pub fn through(self, last: Period) -> impl Iterator<Item = Period> {
        let count = last.steps_since(self).map_or(0, |steps| steps + 1).max(0);
        (0..count).map(move |k| self.step(k))
    }

    /// The last period of the given calendar and length that has ended when `self` has: the
    /// quarter or year in which a measure is to be judged when the reader asks for `self`.
    pub fn latest_within(self, calendar: Calendar, quarterly: bool) -> Period {
        let day = self.ends_on();
        let quarter = Period::quarter_containing(calendar, day);
        let candidate = if quarterly { quarter } else { quarter.whole_year() };
        if candidate.ends_on() <= day { candidate } else { candidate.previous() }
    }

    /// In words, for a heading: `Q1 FY 2024`, `FY 2024`, `Q1 2024`, `2024`.
    pub fn label(self) -> String {
        let year = match self.calendar {
            Calendar::Fiscal => format!("FY {}", self.year),
            Calendar::Calendar => self.year.to_string(),
        };
        match self.quarter {
            Some(quarter) => format!("Q{quarter} {year}"),
            None => year,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.calendar.prefix(), self.year)?;
        match self.quarter {
            Some(quarter) => write!(f, "Q{quarter}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        let error = || PeriodError(text.chars().take(40).collect());
        let trimmed = text.trim();
        let calendar = match trimmed.get(..2).map(str::to_ascii_uppercase).as_deref() {
            Some("FY") => Calendar::Fiscal,
            Some("CY") => Calendar::Calendar,
            _ => return Err(error()),
        };
        let rest = &trimmed[2..];
        let (year, quarter) = match rest.split_once(['Q', 'q']) {
            Some((year, quarter)) => (year, Some(quarter)),
            None => (rest, None),
        };
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || quarter.is_some_and(|q| !digits(q, 1)) {
            return Err(error());
        }
        let year = year.parse().map_err(|_| error())?;
        match quarter {
            None => Period::year_of(calendar, year),
            Some(q) => Period::quarter_of(calendar, year, q.parse().map_err(|_| error())?),
        }
        .ok_or_else(error)
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Period, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> Ordering {
        (self.starts_on(), self.ends_on(), self.calendar).cmp(&(
            other.starts_on(),
            other.ends_on(),
            other.calendar,
        ))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn periods_have_the_days_of_their_calendar() {
        for (text, first, last) in [
            ("FY2024", "2023-10-01", "2024-09-30"),
            ("FY2024Q1", "2023-10-01", "2023-12-31"),
            ("FY2024Q2", "2024-01-01", "2024-03-31"),
            ("FY2024Q4", "2024-07-01", "2024-09-30"),
            ("CY2024", "2024-01-01", "2024-12-31"),
            ("CY2024Q1", "2024-01-01", "2024-03-31"),
            ("CY2024Q4", "2024-10-01", "2024-12-31"),
        ] {
            assert_eq!(p(text).starts_on().to_string(), first, "{text}");
            assert_eq!(p(text).ends_on().to_string(), last, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_period_is_refused_with_an_example() {
        for text in [
            "",
            "FY",
            "2024",
            "FY24",
            "FY2024Q5",
            "FY2024Q0",
            "FY2024Q",
            "FY2024Q11",
            "FY 2024",
            "XY2024",
            "FY20244",
            "FY1949",
            "CY2200",
            "FY2024Q1x",
            "ＦＹ2024",
            "é2024",
            "FY+024",
        ] {
            let error = text.parse::<Period>().unwrap_err().to_string();
            assert!(error.contains("FY2024Q1"), "{text}: {error}");
        }
    }

    #[test]
    fn a_measure_is_judged_in_its_own_last_finished_period() {
        for (asked, calendar, quarterly, expected) in [
            ("FY2024Q2", Calendar::Fiscal, true, "FY2024Q2"),
            ("FY2024Q2", Calendar::Fiscal, false, "FY2023"),
            ("FY2024Q4", Calendar::Fiscal, false, "FY2024"),
            ("FY2024", Calendar::Fiscal, true, "FY2024Q4"),
            ("FY2024Q2", Calendar::Calendar, true, "CY2024Q1"),
            ("FY2024Q1", Calendar::Calendar, false, "CY2023"),
            ("FY2024Q4", Calendar::Calendar, false, "CY2023"),
        ] {
            let found = p(asked).latest_within(calendar, quarterly);
            assert_eq!(found.to_string(), expected, "{asked}");
        }
    }

    #[test]
    fn a_range_includes_both_ends_and_crosses_years() {
        let names: Vec<String> = p("FY2023Q3").through(p("FY2024Q2")).map(|p| p.to_string()).collect();
        assert_eq!(names, ["FY2023Q3", "FY2023Q4", "FY2024Q1", "FY2024Q2"]);
        assert_eq!(p("FY2024Q2").through(p("FY2023Q3")).count(), 0);
        assert_eq!(p("FY2024").through(p("FY2024Q2")).count(), 0);
    }

    fn any_period() -> impl Strategy<Value = Period> {
        (0..2usize, 1951u16..=2198, proptest::option::of(1u8..=4)).prop_map(|(c, year, quarter)| Period {
            calendar: Calendar::ALL[c],
            year,
            quarter,
        })
    }

    proptest! {
        #[test]
        fn parse_and_format_are_inverse(period in any_period()) {
            prop_assert_eq!(p(&period.to_string()), period);
        }

        #[test]
        fn the_next_period_begins_the_day_after(period in any_period()) {
            prop_assert_eq!(period.next().starts_on(), period.ends_on() + Days::new(1));
            prop_assert_eq!(period.next().previous(), period);
        }

        #[test]
        fn order_is_that_of_the_days(a in any_period(), b in any_period()) {
            if a.starts_on() < b.starts_on() { prop_assert!(a < b); }
            prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        }

        #[test]
        fn every_day_lies_in_its_quarter(days in 0u64..80_000) {
            let day = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap() + Days::new(days);
            for &calendar in Calendar::ALL {
                let quarter = Period::quarter_containing(calendar, day);
                prop_assert!(quarter.starts_on() <= day && day <= quarter.ends_on());
            }
        }
    }
}
