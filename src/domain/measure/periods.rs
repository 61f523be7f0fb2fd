//! The periods of a measure: which are its own, and for which a figure is asked.

use chrono::NaiveDate;

use super::Measure;
use crate::domain::period::Period;
use crate::domain::window::not_asked;

impl Measure {
    /// The measure's own period to look at when a reader asks for `period`.
    pub fn period_within(&self, period: Period) -> Period {
        period.latest_within(self.calendar, self.frequency)
    }

    /// The measure's own periods that end within `period`, in order: for a quarter, each of its months.
    pub fn periods_ending_in(&self, period: Period) -> Vec<Period> {
        let last = self.period_within(period);
        let ends_within = |own: &Period| own.ends_on() >= period.starts_on();
        let mut own: Vec<Period> =
            (0..period.frequency().months()).map(|back| last.step(-back)).take_while(ends_within).collect();
        own.reverse();
        own
    }

    /// The measure's own periods that are asked for in the call of a quarter, as of `today`: those that end in
    /// it and have begun, while the measure is kept.
    pub fn asked_in(&self, quarter: Period, today: NaiveDate) -> Vec<Period> {
        let mut periods = self.periods_ending_in(quarter);
        periods.retain(|period| not_asked(self, *period, today).is_none());
        periods
    }

    /// The measure's own period in which `from` begins; `None` where that is of the other calendar.
    pub fn period_beginning(&self, from: Period) -> Option<Period> {
        let own = Period::containing(self.frequency, self.calendar, from.starts_on());
        let other = own.calendar().zip(from.calendar()).is_some_and(|(own, from)| own != from);
        (!other).then_some(own)
    }

    /// Whether `period` is one in which this measure has figures.
    pub fn takes(&self, period: Period) -> bool {
        let other = period.calendar().is_some_and(|calendar| calendar != self.calendar);
        period.frequency() == self.frequency && !other
    }

    /// Whether the measure is kept on a day: not retired by then.
    pub fn is_kept_on(&self, day: NaiveDate) -> bool {
        self.retired_on.is_none_or(|retired| retired > day)
    }

    /// Whether a figure is asked for a period: it begins while the measure is kept.
    pub fn is_asked_for(&self, period: Period) -> bool {
        self.is_kept_on(period.starts_on())
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::measure::tests_support::measure;
    use crate::domain::measure::{Frequency, Measure};
    use crate::domain::period::{Calendar, Period};

    #[test]
    fn a_retired_measure_keeps_the_periods_that_began_before() {
        let kept = measure("m");
        let retired = Measure { retired_on: "2026-01-15".parse().ok(), ..kept.clone() };
        for (period, asked) in [("FY2026Q1", true), ("FY2026Q2", true), ("FY2026Q3", false), ("FY2026", true)]
        {
            assert_eq!(retired.is_asked_for(period.parse().unwrap()), asked, "{period}");
            assert!(kept.is_asked_for(period.parse().unwrap()));
        }
        assert!(retired.is_kept_on("2026-01-14".parse().unwrap()));
        assert!(!retired.is_kept_on("2026-01-15".parse().unwrap()));
    }

    #[test]
    fn a_measure_finds_its_own_periods() {
        let kept = |frequency, calendar| Measure { frequency, calendar, ..measure("m") };
        let texts = |periods: Vec<Period>| -> Vec<String> { periods.iter().map(Period::to_string).collect() };
        let period = |text: &str| text.parse::<Period>().unwrap();
        use Calendar::{Calendar as Civil, Fiscal};
        use Frequency::{Annual, Monthly, Quarterly};
        for (frequency, calendar, asked, ending) in [
            (Monthly, Fiscal, "FY2024Q1", &["2023-10", "2023-11", "2023-12"][..]),
            (Monthly, Civil, "2024-02", &["2024-02"]),
            (Quarterly, Fiscal, "FY2024Q1", &["FY2024Q1"]),
            (Quarterly, Civil, "FY2024Q1", &["CY2023Q4"]),
            (Quarterly, Fiscal, "FY2024", &["FY2024Q1", "FY2024Q2", "FY2024Q3", "FY2024Q4"]),
            (Annual, Fiscal, "FY2024Q3", &[]),
            (Annual, Fiscal, "FY2024Q4", &["FY2024"]),
            (Annual, Civil, "FY2024Q1", &["CY2023"]),
        ] {
            let found = texts(kept(frequency, calendar).periods_ending_in(period(asked)));
            assert_eq!(found, ending, "{frequency:?} {asked}");
        }
        for (frequency, calendar, from, beginning) in [
            (Monthly, Fiscal, "FY2024", Some("2023-10")),
            (Monthly, Civil, "FY2024Q2", Some("2024-01")),
            (Quarterly, Fiscal, "FY2024", Some("FY2024Q1")),
            (Quarterly, Fiscal, "2024-05", Some("FY2024Q3")),
            (Annual, Fiscal, "FY2024Q2", Some("FY2024")),
            (Annual, Civil, "FY2024Q2", None),
        ] {
            let found = kept(frequency, calendar).period_beginning(period(from));
            assert_eq!(found.map(|own| own.to_string()).as_deref(), beginning, "{frequency:?} {from}");
        }
        let takes = |frequency, text: &str| kept(frequency, Fiscal).takes(period(text));
        assert!(takes(Monthly, "2024-03") && takes(Quarterly, "FY2024Q1") && takes(Annual, "FY2024"));
        assert!(!takes(Monthly, "FY2024Q1") && !takes(Quarterly, "2024-03") && !takes(Annual, "CY2024"));
    }
}
