//! The quarterly data call: from when an office's figures of a quarter are asked for, by when they are due, and
//! when the quarter closes.

pub mod form;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::actual::Figure;
use super::code::Code;
use super::date::{distance, in_words};
use super::measure::Measure;
use super::period::{Calendar, Period};

/// The call for an office's figures of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub office: Code,
    /// A fiscal quarter.
    pub period: Period,
    /// The first day on which figures are taken.
    pub opens: NaiveDate,
    /// The last day on which a figure is in time.
    pub due: NaiveDate,
    /// The last day on which figures are taken.
    pub closes: NaiveDate,
    /// After it had closed: the last day on which figures are taken again.
    pub reopened_until: Option<NaiveDate>,
    /// Why it was reopened; empty where it was not.
    pub reason: String,
}

/// The days of a call, in their order: what a coordinator sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    pub opens: NaiveDate,
    pub due: NaiveDate,
    pub closes: NaiveDate,
}

/// Days after the quarter's end, where nothing else is wanted.
const DUE_AFTER: u64 = 30;
const CLOSES_AFTER: u64 = 45;

impl Dates {
    /// From the day after the quarter; due a month after its end, closed half a month later.
    pub fn usual(period: Period) -> Dates {
        let after = |days| period.ends_on() + Days::new(days);
        Dates { opens: after(1), due: after(DUE_AFTER), closes: after(CLOSES_AFTER) }
    }
}

/// The days that hold for one period of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub due: NaiveDate,
    pub closes: NaiveDate,
}

/// Whether a figure can be entered on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    NotAsked(NotAsked),
    NotYetOpen {
        opens: NaiveDate,
    },
    /// `due` is `None` where no call was ever opened for the office and the quarter: an office that uses no
    /// calls is not locked out, and nothing of it is late.
    Open {
        due: Option<NaiveDate>,
        late: bool,
    },
    Locked {
        closed_on: NaiveDate,
    },
}

/// Why no figure is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotAsked {
    /// The measure has no such period.
    NoPeriod,
    /// The period has not begun.
    NotBegun,
    /// The measure was retired before the period began.
    Retired,
}

impl NotAsked {
    /// The same in words.
    pub fn words(self, measure: &Measure, period: Period) -> String {
        match self {
            NotAsked::NoPeriod => {
                let wanted = format!("{}, {}", measure.frequency.label(), measure.calendar.label());
                format!("{period} is no period of this measure ({wanted})")
            }
            NotAsked::NotBegun => format!("{} has not begun", period.label()),
            NotAsked::Retired => format!("this measure was retired before {} began", period.label()),
        }
    }
}

/// Why no figure of a measure is asked for in a period, as of `today`; `None` where one is.
pub fn not_asked(measure: &Measure, period: Period, today: NaiveDate) -> Option<NotAsked> {
    match () {
        () if !measure.takes(period) => Some(NotAsked::NoPeriod),
        () if period.starts_on() > today => Some(NotAsked::NotBegun),
        () if !measure.is_asked_for(period) => Some(NotAsked::Retired),
        () => None,
    }
}

const CHOOSE_A_QUARTER: &str = "choose a fiscal quarter, as FY2024Q1";

/// The quarter whose call asks for a period: the fiscal one in which it ends.
pub fn quarter_of(period: Period) -> Period {
    Period::quarter_containing(Calendar::Fiscal, period.ends_on())
}

/// A period for which there are calls: a fiscal quarter. Anything else is told what to choose.
pub fn called(period: Period) -> Result<Period, String> {
    let is_called = period.is_quarter() && period.calendar() == Some(Calendar::Fiscal);
    if is_called { Ok(period) } else { Err(CHOOSE_A_QUARTER.to_owned()) }
}

/// The fiscal quarter that a text names.
pub fn named(text: &str) -> Result<Period, String> {
    text.parse().map_err(|_| CHOOSE_A_QUARTER.to_owned()).and_then(called)
}

/// Whether the figure of a measure's period can be entered on a day. `window` is that of the measure's office
/// and of [`quarter_of`] the period, where one was opened.
pub fn entry(measure: &Measure, period: Period, window: Option<&Window>, today: NaiveDate) -> Entry {
    if let Some(why) = not_asked(measure, period, today) {
        return Entry::NotAsked(why);
    }
    let Some(window) = window else {
        return Entry::Open { due: None, late: false };
    };
    let deadline = window.deadline(measure, period);
    match () {
        () if today < window.opens => Entry::NotYetOpen { opens: window.opens },
        () if today <= deadline.closes || window.is_reopened(today) => {
            Entry::Open { due: Some(deadline.due), late: today > deadline.due }
        }
        () => Entry::Locked { closed_on: window.reopened_until.unwrap_or_default().max(deadline.closes) },
    }
}

/// Whether a figure that is entered on a day revises the one that is published: it is another, and the deadline
/// was over. A call that was reopened is over all the same: reopening lets somebody correct what had been told.
pub fn is_revision(
    published: Option<Figure>,
    figure: Figure,
    deadline: Option<Deadline>,
    today: NaiveDate,
) -> bool {
    published.is_some_and(|published| published != figure)
        && deadline.is_some_and(|deadline| today > deadline.closes)
}

impl Entry {
    pub fn is_open(self) -> bool {
        matches!(self, Entry::Open { .. })
    }

    /// How it stands with the day, in a few words; empty where there is nothing to say.
    pub fn words(self) -> String {
        match self {
            Entry::NotAsked(_) => "not asked for".to_owned(),
            Entry::NotYetOpen { opens } => format!("asked for from {}", in_words(opens)),
            Entry::Open { due: None, .. } => String::new(),
            Entry::Open { due: Some(due), late: false } => format!("due {}", in_words(due)),
            Entry::Open { due: Some(due), late: true } => format!("late: was due {}", in_words(due)),
            Entry::Locked { closed_on } => format!("locked: closed on {}", in_words(closed_on)),
        }
    }

    /// Why nothing can be entered, and who can help; `None` where something can. `coordinators` are the names
    /// of those who open and reopen calls.
    pub fn refusal(self, period: Period, coordinators: &[String]) -> Option<String> {
        let label = period.label();
        Some(match self {
            Entry::Open { .. } => return None,
            Entry::NotAsked(_) => format!("No figure is asked for in {label}."),
            Entry::NotYetOpen { opens } => {
                format!("Figures for {label} are taken from {}, when the data call opens.", in_words(opens))
            }
            Entry::Locked { closed_on } => format!(
                "{label} closed on {}, so its figures are locked. To change one, ask {} to reopen the data call.",
                in_words(closed_on),
                whom(coordinators)
            ),
        })
    }
}

/// Whom to ask: by name while they are few.
fn whom(coordinators: &[String]) -> String {
    match coordinators {
        [] => "an administrator".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} or {two}"),
        [one, two, ..] => format!("{one}, {two} or another administrator"),
    }
}

impl Window {
    /// A call that has just been opened.
    pub fn opened(office: Code, period: Period, dates: Dates) -> Window {
        let Dates { opens, due, closes } = dates;
        Window { office, period, opens, due, closes, reopened_until: None, reason: String::new() }
    }

    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        subject(&self.office, self.period)
    }

    pub fn dates(&self) -> Dates {
        Dates { opens: self.opens, due: self.due, closes: self.closes }
    }

    /// The days for a measure's own period. A figure that lags is asked for later, with the same grace.
    pub fn deadline(&self, measure: &Measure, period: Period) -> Deadline {
        let due = self.due.max(period.ends_on() + Days::new(measure.reporting_lag_days.into()));
        Deadline { due, closes: due + (self.closes - self.due) }
    }

    /// Whether figures are taken again on a day.
    fn is_reopened(&self, today: NaiveDate) -> bool {
        self.reopened_until.is_some_and(|until| today <= until)
    }

    /// Whether it has closed and was not reopened. Figures that lag may still be taken.
    pub fn is_closed(&self, today: NaiveDate) -> bool {
        today > self.closes && !self.is_reopened(today)
    }

    /// The same call with other days. One that has closed keeps its own, so that whoever changes a figure
    /// afterwards has to say why.
    pub fn moved(&self, dates: Dates, today: NaiveDate) -> Result<Window, String> {
        if today > self.closes {
            let closed = in_words(self.closes);
            return Err(format!("the call of {} closed on {closed}; reopen it instead", self.office));
        }
        Ok(Window::opened(self.office.clone(), self.period, dates))
    }

    /// The same call, in which figures are taken again until a day.
    pub fn reopened(&self, until: NaiveDate, reason: &str, today: NaiveDate) -> Result<Window, String> {
        match () {
            () if today <= self.closes => {
                let closes = in_words(self.closes);
                Err(format!("this call closes on {closes}; change its days instead of reopening it"))
            }
            () if until < today => Err("this day is over; choose today or a later one".to_owned()),
            () => Ok(Window { reopened_until: Some(until), reason: reason.to_owned(), ..self.clone() }),
        }
    }

    /// How the call stands on a day.
    pub fn sentence(&self, today: NaiveDate) -> String {
        let (due, closes) = (in_words(self.due), in_words(self.closes));
        match (self.reopened_until, today) {
            (_, today) if today < self.opens => format!("Opens on {}; due {due}.", in_words(self.opens)),
            (_, today) if today <= self.closes => {
                format!("Due {due}, {}; closes {closes}.", distance(self.due, today))
            }
            (Some(until), today) if today <= until => {
                let until = in_words(until);
                format!("Closed on {closes}, reopened until {until}: {}", closed(&self.reason))
            }
            (Some(until), _) => {
                let until = in_words(until);
                format!("Closed on {closes}; was reopened until {until}: {}", closed(&self.reason))
            }
            (None, _) => format!("Closed on {closes}."),
        }
    }
}

/// A reason as the end of a sentence.
fn closed(reason: &str) -> String {
    format!("{}.", reason.trim_end_matches('.'))
}

/// What the audit trail calls the call of an office and a quarter.
pub fn subject(office: &Code, period: Period) -> String {
    format!("call:{office}/{period}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::Frequency;
    use crate::domain::measure::tests_support::measure;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn p(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn window() -> Window {
        let dates = Dates { opens: day("2026-01-01"), due: day("2026-01-30"), closes: day("2026-02-14") };
        Window::opened("ATF".parse().unwrap(), p("FY2026Q1"), dates)
    }

    fn lagging(days: u16) -> Measure {
        Measure { reporting_lag_days: days, ..measure("m") }
    }

    #[test]
    fn the_usual_days_follow_the_quarter() {
        let usual = Dates::usual(p("FY2026Q1"));
        assert_eq!(usual, window().dates());
        assert_eq!(Dates::usual(p("FY2024Q1")).due, day("2024-01-30"));
    }

    #[test]
    fn a_figure_that_lags_is_asked_for_later_with_the_same_grace() {
        let of = |lag, period| {
            let Deadline { due, closes } = window().deadline(&lagging(lag), p(period));
            (due.to_string(), closes.to_string())
        };
        let days = |due: &str, closes: &str| (due.to_owned(), closes.to_owned());
        assert_eq!(of(0, "FY2026Q1"), days("2026-01-30", "2026-02-14"));
        assert_eq!(of(30, "FY2026Q1"), days("2026-01-30", "2026-02-14"));
        assert_eq!(of(45, "FY2026Q1"), days("2026-02-14", "2026-03-01"));
        // The first month of the quarter ended long before.
        assert_eq!(of(45, "2025-10"), days("2026-01-30", "2026-02-14"));
        assert_eq!(of(u16::MAX, "FY2026Q1").0, "2205-06-06");
    }

    #[test]
    fn a_figure_can_be_entered_from_the_day_it_opens_to_the_day_it_closes() {
        let (due, late) = (Some(day("2026-01-30")), false);
        let (opens, closed_on) = (day("2026-01-01"), day("2026-02-14"));
        for (today, expected) in [
            ("2025-09-30", Entry::NotAsked(NotAsked::NotBegun)),
            ("2025-12-31", Entry::NotYetOpen { opens }),
            ("2026-01-01", Entry::Open { due, late }),
            ("2026-01-30", Entry::Open { due, late }),
            ("2026-01-31", Entry::Open { due, late: true }),
            ("2026-02-14", Entry::Open { due, late: true }),
            ("2026-02-15", Entry::Locked { closed_on }),
        ] {
            let found = entry(&lagging(0), p("FY2026Q1"), Some(&window()), day(today));
            assert_eq!(found, expected, "{today}");
        }
        let found = entry(&lagging(45), p("FY2026Q1"), Some(&window()), day("2026-02-20"));
        assert_eq!(found, Entry::Open { due: Some(day("2026-02-14")), late: true });
    }

    #[test]
    fn a_quarter_without_a_call_is_open_and_nothing_is_late() {
        let open = Entry::Open { due: None, late: false };
        assert_eq!(entry(&lagging(0), p("FY2016Q1"), None, day("2026-02-14")), open);
        assert_eq!(open.words(), "");
        let yearly = Measure { frequency: Frequency::Annual, ..lagging(0) };
        let retired = Measure { retired_on: Some(day("2025-01-01")), ..lagging(0) };
        let why = |measure: &Measure| entry(measure, p("FY2026Q1"), None, day("2026-02-14"));
        assert_eq!(why(&yearly), Entry::NotAsked(NotAsked::NoPeriod));
        assert_eq!(why(&retired), Entry::NotAsked(NotAsked::Retired));
        let told = NotAsked::NoPeriod.words(&yearly, p("FY2026Q1"));
        assert!(told.contains("no period of this measure (annual, fiscal year)"), "{told}");
    }

    #[test]
    fn a_reopened_call_takes_figures_until_its_day() {
        let reopened = window().reopened(day("2026-03-10"), "Late lab reports.", day("2026-03-01")).unwrap();
        let at = |today| entry(&lagging(0), p("FY2026Q1"), Some(&reopened), day(today));
        assert_eq!(at("2026-03-10"), Entry::Open { due: Some(day("2026-01-30")), late: true });
        assert_eq!(at("2026-03-11"), Entry::Locked { closed_on: day("2026-03-10") });
        assert!(!reopened.is_closed(day("2026-03-10")) && reopened.is_closed(day("2026-03-11")));
        let early = window().reopened(day("2026-03-10"), "x", day("2026-02-14")).unwrap_err();
        assert!(early.contains("closes on 14 February 2026; change its days"), "{early}");
        assert!(window().reopened(day("2026-02-20"), "x", day("2026-02-21")).is_err());
        let moved = reopened.moved(window().dates(), day("2026-03-01")).unwrap_err();
        assert!(moved.contains("the call of ATF closed on 14 February 2026"), "{moved}");
        assert_eq!(window().moved(window().dates(), day("2026-02-14")), Ok(window()));
    }

    #[test]
    fn a_revision_is_another_figure_after_the_deadline() {
        let deadline = Some(window().deadline(&lagging(0), p("FY2026Q1")));
        let (old, new) = (Figure::Value(1.0), Figure::Value(2.0));
        for (published, deadline, today, expected) in [
            (Some(old), deadline, "2026-02-15", true),
            (Some(old), deadline, "2026-02-14", false),
            (Some(new), deadline, "2026-02-15", false),
            (None, deadline, "2026-02-15", false),
            (Some(old), None, "2026-02-15", false),
        ] {
            let found = is_revision(published, new, deadline, day(today));
            assert_eq!(found, expected, "{published:?} {deadline:?} {today}");
        }
    }

    #[test]
    fn a_refusal_says_when_it_closed_and_whom_to_ask() {
        let locked = Entry::Locked { closed_on: day("2026-02-14") };
        for (names, asked) in [
            (&[][..], "ask an administrator to"),
            (&["ada"], "ask ada to"),
            (&["ada", "ben"], "ask ada or ben to"),
            (&["ada", "ben", "cyd"], "ask ada, ben or another administrator to"),
        ] {
            let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
            let told = locked.refusal(p("FY2026Q1"), &names).unwrap();
            assert!(
                told.starts_with("Q1 FY 2026 closed on 14 February 2026") && told.contains(asked),
                "{told}"
            );
        }
    }

    #[test]
    fn a_call_says_how_it_stands() {
        let reopened = window().reopened(day("2026-03-10"), "Late reports.", day("2026-03-01")).unwrap();
        for (window, today, expected) in [
            (window(), "2025-12-31", "Opens on 1 January 2026; due 30 January 2026."),
            (window(), "2026-01-18", "Due 30 January 2026, in 12 days; closes 14 February 2026."),
            (window(), "2026-01-30", "Due 30 January 2026, today; closes 14 February 2026."),
            (window(), "2026-01-31", "Due 30 January 2026, 1 day ago; closes 14 February 2026."),
            (window(), "2026-02-15", "Closed on 14 February 2026."),
            (
                reopened.clone(),
                "2026-03-10",
                "Closed on 14 February 2026, reopened until 10 March 2026: Late reports.",
            ),
            (
                reopened,
                "2026-03-11",
                "Closed on 14 February 2026; was reopened until 10 March 2026: Late reports.",
            ),
        ] {
            assert_eq!(window.sentence(day(today)), expected);
        }
    }

    #[test]
    fn every_period_is_asked_for_by_the_fiscal_quarter_in_which_it_ends() {
        for (period, quarter) in [
            ("FY2026Q1", "FY2026Q1"),
            ("2025-11", "FY2026Q1"),
            ("FY2026", "FY2026Q4"),
            ("CY2025", "FY2026Q1"),
            ("CY2025Q4", "FY2026Q1"),
        ] {
            assert_eq!(quarter_of(p(period)).to_string(), quarter, "{period}");
        }
    }
}
