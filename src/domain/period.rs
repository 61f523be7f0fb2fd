//! Months, and fiscal and calendar quarters and years.
//!
//! The federal fiscal year runs from 1 October to 30 September and is named for the calendar year
//! in which it ends (31 U.S.C. 1102). Q1 is October to December.

use std::cmp::Ordering;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::measure::{Frequency, vocabulary};

mod text;

pub use text::PeriodError;

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

    /// How many months before January its years begin.
    fn lead(self) -> i32 {
        match self {
            Calendar::Fiscal => 3,
            Calendar::Calendar => 0,
        }
    }
}

/// A month, or a quarter or a year of one calendar, such as `2024-03`, `FY2024Q1` or `CY2024`.
///
/// Ordered by first day, then by last day, so that a year stands after its own first quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    /// The year the period is named for: the one it ends in, for a fiscal one.
    year: u16,
    part: Part,
}

/// Which part of a year a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Year(Calendar),
    /// 1 to 4.
    Quarter(Calendar, u8),
    /// 1 to 12. A month is the same days in both calendars, so it belongs to neither.
    Month(u8),
}

/// The years that a period may name: wide enough for any measure, narrow enough to catch a slip.
const YEARS: std::ops::RangeInclusive<u16> = 1950..=2199;
/// The months of those years, counted from January of year 0. Fiscal year 1950 begins in October 1949.
const FIRST_MONTH: i32 = 1949 * 12 + 9;
const LAST_MONTH: i32 = 2199 * 12 + 11;

/// The names of the months, as they are written beside a year.
pub const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Period {
    /// A quarter. `None` if the year is outside 1950 to 2199 or the quarter outside 1 to 4.
    pub fn quarter_of(calendar: Calendar, year: u16, quarter: u8) -> Option<Period> {
        let part = Part::Quarter(calendar, quarter);
        (YEARS.contains(&year) && (1..=4).contains(&quarter)).then_some(Period { year, part })
    }

    /// A whole year. `None` if it is outside 1950 to 2199.
    pub fn year_of(calendar: Calendar, year: u16) -> Option<Period> {
        YEARS.contains(&year).then_some(Period { year, part: Part::Year(calendar) })
    }

    /// A month of a calendar year. `None` if it is outside October 1949 to December 2199.
    pub fn month_of(year: u16, month: u8) -> Option<Period> {
        let period = Period { year, part: Part::Month(month) };
        let known = (1..=12).contains(&month) && (FIRST_MONTH..=LAST_MONTH).contains(&period.first_month());
        known.then_some(period)
    }

    /// The period of a length that holds a month, counted from January of year 0; the nearest there is.
    fn holding(frequency: Frequency, calendar: Calendar, month: i32) -> Period {
        let month = month.clamp(FIRST_MONTH, LAST_MONTH);
        let of_year = (month + calendar.lead()).clamp(1950 * 12, 2199 * 12 + 11);
        let year = (of_year / 12) as u16;
        match frequency {
            Frequency::Monthly => {
                Period { year: (month / 12) as u16, part: Part::Month((month % 12) as u8 + 1) }
            }
            Frequency::Quarterly => {
                Period { year, part: Part::Quarter(calendar, (of_year % 12 / 3) as u8 + 1) }
            }
            Frequency::Annual => Period { year, part: Part::Year(calendar) },
        }
    }

    /// The month, or the quarter or year of `calendar`, in which `day` lies.
    pub fn containing(frequency: Frequency, calendar: Calendar, day: NaiveDate) -> Period {
        Period::holding(frequency, calendar, day.year() * 12 + day.month0() as i32)
    }

    /// The quarter of `calendar` in which `day` lies.
    pub fn quarter_containing(calendar: Calendar, day: NaiveDate) -> Period {
        Period::containing(Frequency::Quarterly, calendar, day)
    }

    /// `None` for a month, which is of both.
    pub fn calendar(self) -> Option<Calendar> {
        match self.part {
            Part::Year(calendar) | Part::Quarter(calendar, _) => Some(calendar),
            Part::Month(_) => None,
        }
    }

    /// The calendar whose years a period is named by: a month, by calendar years.
    fn named_by(self) -> Calendar {
        self.calendar().unwrap_or(Calendar::Calendar)
    }

    /// The year the period is named for (the one it ends in, for a fiscal year).
    pub fn year(self) -> u16 {
        self.year
    }

    /// 1 to 4; `None` for what is no quarter.
    pub fn quarter(self) -> Option<u8> {
        match self.part {
            Part::Quarter(_, quarter) => Some(quarter),
            Part::Year(_) | Part::Month(_) => None,
        }
    }

    /// The month's name, as in [`MONTHS`]; `None` for what is no month.
    pub fn month(self) -> Option<&'static str> {
        match self.part {
            Part::Month(month) => MONTHS.get(usize::from(month) - 1).copied(),
            Part::Year(_) | Part::Quarter(..) => None,
        }
    }

    pub fn is_quarter(self) -> bool {
        self.quarter().is_some()
    }

    /// How often periods of this length come.
    pub fn frequency(self) -> Frequency {
        match self.part {
            Part::Year(_) => Frequency::Annual,
            Part::Quarter(..) => Frequency::Quarterly,
            Part::Month(_) => Frequency::Monthly,
        }
    }

    /// The whole year that this period is named for; a month's is the calendar year.
    pub fn whole_year(self) -> Period {
        Period { part: Part::Year(self.named_by()), ..self }
    }

    /// The year of a calendar in which this period begins.
    pub fn year_in(self, calendar: Calendar) -> Period {
        Period::holding(Frequency::Annual, calendar, self.first_month())
    }

    /// The periods of a length that make up this one, in order; none where that is longer than this.
    pub fn parts(self, frequency: Frequency) -> Vec<Period> {
        let (count, length) = (self.months() / frequency.months(), frequency.months());
        let part = |k| Period::holding(frequency, self.named_by(), self.first_month() + k * length);
        (0..count).map(part).collect()
    }

    fn months(self) -> i32 {
        self.frequency().months()
    }

    /// Counted from January of year 0.
    fn first_month(self) -> i32 {
        let year = i32::from(self.year) * 12;
        match self.part {
            Part::Year(calendar) => year - calendar.lead(),
            Part::Quarter(calendar, quarter) => year + (i32::from(quarter) - 1) * 3 - calendar.lead(),
            Part::Month(month) => year + i32::from(month) - 1,
        }
    }

    /// The first day.
    pub fn starts_on(self) -> NaiveDate {
        let month = self.first_month();
        NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1)
            .expect("years 1949 to 2199 are dates")
    }

    /// The last day.
    pub fn ends_on(self) -> NaiveDate {
        self.starts_on() + chrono::Months::new(self.months() as u32) - Days::new(1)
    }

    /// Where in this period another begins, as a share of its months: 0 for its first month.
    pub fn share_before(self, other: Period) -> f64 {
        f64::from(other.first_month() - self.first_month()) / f64::from(self.months())
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
        let month = self.first_month().saturating_add(count.saturating_mul(self.months()));
        Period::holding(self.frequency(), self.named_by(), month)
    }

    /// How many steps of this length lead from `earlier` to `self`; `None` unless both have the
    /// same calendar and length.
    pub fn steps_since(self, earlier: Period) -> Option<i32> {
        let alike = self.calendar() == earlier.calendar() && self.frequency() == earlier.frequency();
        alike.then(|| (self.first_month() - earlier.first_month()) / self.months())
    }

    /// Every period from `self` to `last`, both included; empty when they cannot be compared or
    /// `last` comes first.
    pub fn through(self, last: Period) -> impl Iterator<Item = Period> {
        let count = last.steps_since(self).map_or(0, |steps| steps + 1).max(0);
        (0..count).map(move |k| self.step(k))
    }

    /// The last period of the given calendar and length that has ended when `self` has: the one
    /// in which a measure is to be judged when the reader asks for `self`.
    pub fn latest_within(self, calendar: Calendar, frequency: Frequency) -> Period {
        let day = self.ends_on();
        let candidate = Period::containing(frequency, calendar, day);
        if candidate.ends_on() <= day { candidate } else { candidate.previous() }
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> Ordering {
        let key = |period: &Period| (period.first_month(), period.months(), period.calendar());
        key(self).cmp(&key(other))
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
        for (text, first, last, label) in [
            ("FY2024", "2023-10-01", "2024-09-30", "FY 2024"),
            ("FY2024Q1", "2023-10-01", "2023-12-31", "Q1 FY 2024"),
            ("FY2024Q2", "2024-01-01", "2024-03-31", "Q2 FY 2024"),
            ("FY2024Q4", "2024-07-01", "2024-09-30", "Q4 FY 2024"),
            ("CY2024", "2024-01-01", "2024-12-31", "2024"),
            ("CY2024Q1", "2024-01-01", "2024-03-31", "Q1 2024"),
            ("CY2024Q4", "2024-10-01", "2024-12-31", "Q4 2024"),
            ("2024-03", "2024-03-01", "2024-03-31", "Mar 2024"),
            ("2024-02", "2024-02-01", "2024-02-29", "Feb 2024"),
            ("2023-12", "2023-12-01", "2023-12-31", "Dec 2023"),
            ("1949-10", "1949-10-01", "1949-10-31", "Oct 1949"),
        ] {
            assert_eq!(p(text).starts_on().to_string(), first, "{text}");
            assert_eq!(p(text).ends_on().to_string(), last, "{text}");
            assert_eq!(p(text).label(), label);
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
            "2024-",
            "2024-3",
            "2024-00",
            "2024-13",
            "2024-03-01",
            "24-03",
            "+024-03",
            "1949-09",
            "2200-01",
            "FY2024-03",
            "-",
        ] {
            let error = text.parse::<Period>().unwrap_err().to_string();
            assert!(error.contains("FY2024Q1") && error.contains("2024-03"), "{text}: {error}");
        }
    }

    #[test]
    fn a_measure_is_judged_in_its_own_last_finished_period() {
        use Frequency::{Annual, Monthly, Quarterly};
        for (asked, calendar, frequency, expected) in [
            ("FY2024Q2", Calendar::Fiscal, Quarterly, "FY2024Q2"),
            ("FY2024Q2", Calendar::Fiscal, Annual, "FY2023"),
            ("FY2024Q4", Calendar::Fiscal, Annual, "FY2024"),
            ("FY2024", Calendar::Fiscal, Quarterly, "FY2024Q4"),
            ("FY2024Q2", Calendar::Calendar, Quarterly, "CY2024Q1"),
            ("FY2024Q1", Calendar::Calendar, Annual, "CY2023"),
            ("FY2024Q4", Calendar::Calendar, Annual, "CY2023"),
            ("FY2024Q2", Calendar::Fiscal, Monthly, "2024-03"),
            ("FY2024Q1", Calendar::Calendar, Monthly, "2023-12"),
            ("FY2024", Calendar::Fiscal, Monthly, "2024-09"),
            ("2024-05", Calendar::Fiscal, Monthly, "2024-05"),
            ("2024-05", Calendar::Fiscal, Quarterly, "FY2024Q2"),
            ("2024-06", Calendar::Fiscal, Quarterly, "FY2024Q3"),
            ("2024-06", Calendar::Calendar, Annual, "CY2023"),
        ] {
            let found = p(asked).latest_within(calendar, frequency);
            assert_eq!(found.to_string(), expected, "{asked} {frequency:?}");
        }
    }

    #[test]
    fn a_range_includes_both_ends_and_crosses_years() {
        let names =
            |from: &str, to: &str| -> Vec<String> { p(from).through(p(to)).map(|p| p.to_string()).collect() };
        assert_eq!(names("FY2023Q3", "FY2024Q2"), ["FY2023Q3", "FY2023Q4", "FY2024Q1", "FY2024Q2"]);
        assert_eq!(names("2023-11", "2024-02"), ["2023-11", "2023-12", "2024-01", "2024-02"]);
        for (from, to) in [("FY2024Q2", "FY2023Q3"), ("FY2024", "FY2024Q2"), ("2024-01", "CY2024Q1")] {
            assert_eq!(p(from).through(p(to)).count(), 0, "{from} to {to}");
        }
    }

    #[test]
    fn a_period_has_its_parts_and_a_month_its_year_in_either_calendar() {
        use Frequency::{Annual, Monthly, Quarterly};
        let parts = |text: &str, frequency| -> Vec<String> {
            p(text).parts(frequency).iter().map(Period::to_string).collect()
        };
        assert_eq!(parts("FY2024", Quarterly), ["FY2024Q1", "FY2024Q2", "FY2024Q3", "FY2024Q4"]);
        assert_eq!(parts("FY2024Q1", Monthly), ["2023-10", "2023-11", "2023-12"]);
        assert_eq!(parts("CY2024Q4", Monthly), ["2024-10", "2024-11", "2024-12"]);
        assert_eq!(parts("FY2024", Monthly).len(), 12);
        assert_eq!(parts("FY1950", Monthly)[0], "1949-10");
        assert_eq!(parts("FY2024", Annual), ["FY2024"]);
        assert_eq!(parts("2024-03", Quarterly), [""; 0]);
        for (text, fiscal, calendar, named) in [
            ("2023-10", "FY2024", "CY2023", "CY2023"),
            ("2024-09", "FY2024", "CY2024", "CY2024"),
            ("FY2024Q1", "FY2024", "CY2023", "FY2024"),
            ("CY2024Q4", "FY2025", "CY2024", "CY2024"),
        ] {
            assert_eq!(p(text).year_in(Calendar::Fiscal).to_string(), fiscal);
            assert_eq!(p(text).year_in(Calendar::Calendar).to_string(), calendar);
            assert_eq!(p(text).whole_year().to_string(), named);
        }
        assert_eq!(p("FY2024").share_before(p("2024-04")), 0.5);
        assert_eq!(p("FY2024").share_before(p("FY2024Q1")), 0.0);
    }

    fn any_period() -> impl Strategy<Value = Period> {
        (0..2usize, 1951u16..=2198, 0u8..4, 1u8..=12, 0..3usize).prop_map(
            |(c, year, quarter, month, part)| {
                let calendar = Calendar::ALL[c];
                let parts = [Part::Year(calendar), Part::Quarter(calendar, quarter + 1), Part::Month(month)];
                Period { year, part: parts[part] }
            },
        )
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
        fn steps_lead_there_and_back(period in any_period(), count in -40i32..40) {
            // Away from the ends of the range, where steps stay put.
            prop_assume!((1991..=2158).contains(&period.year()));
            prop_assert_eq!(period.step(count).step(-count).steps_since(period), Some(0));
            prop_assert_eq!(period.step(count).steps_since(period), Some(count));
            prop_assert_eq!(period.step(i32::MAX).step(1), period.step(i32::MAX));
        }

        #[test]
        fn the_parts_of_a_period_are_all_its_days(period in any_period(), which in 0..3usize) {
            let frequency = Frequency::ALL[which];
            let parts = period.parts(frequency);
            prop_assert_eq!(parts.is_empty(), frequency.months() > period.frequency().months());
            if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
                prop_assert_eq!(first.starts_on(), period.starts_on());
                prop_assert_eq!(last.ends_on(), period.ends_on());
                prop_assert_eq!(first.through(*last).collect::<Vec<_>>(), parts);
            }
        }

        #[test]
        fn every_day_lies_in_its_period(days in 0u64..80_000, which in 0..3usize) {
            let day = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap() + Days::new(days);
            for &calendar in Calendar::ALL {
                let period = Period::containing(Frequency::ALL[which], calendar, day);
                prop_assert!(period.starts_on() <= day && day <= period.ends_on());
                prop_assert_eq!(period.frequency(), Frequency::ALL[which]);
            }
        }
    }
}
