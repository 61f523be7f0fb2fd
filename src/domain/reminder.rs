//! Reminders: which letters a day asks for, and what they say. Counts, days and links alone: a letter leaves the
//! house, and figures do not.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::access::{Person, Role};
use super::code::Code;
use super::date::{distance, in_words};
use super::goal::Office;
use super::measure::vocabulary;
use super::period::Period;
use super::progress::Progress;
use super::window::Window;

vocabulary! {
    /// Why a letter is written. A person gets each kind once about the same thing.
    Kind {
        /// A fortnight before the day, or as soon after that as somebody looks.
        Ahead = "ahead", "14 days ahead";
        Soon = "soon", "3 days ahead";
        Today = "today", "due today";
        Late = "late", "late";
        /// Something waits for a reviewer.
        Waiting = "waiting", "waiting for review";
    }
}

/// How many days before its day a call is reminded of.
const AHEAD: i64 = 14;
const SOON: i64 = 3;

/// For how many days after its day a call is still followed. It is later than the usual call closes, since
/// figures that lag are taken after that; calls of years ago are nobody's concern any more.
pub const FOLLOWED: i64 = 60;

/// The days on which calls are due of which a letter could tell, both included.
pub fn concerned(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let shifted = |days| today.checked_add_signed(TimeDelta::days(days)).unwrap_or(today);
    (shifted(-FOLLOWED), shifted(AHEAD))
}

/// An office's call, and how far the office has come with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Called {
    pub office: Office,
    pub window: Window,
    pub progress: Progress,
}

/// Figures that wait for a reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub office: Code,
    /// The quarter in whose call they are asked for.
    pub quarter: Period,
    /// Who entered them, and may not approve them.
    pub author: String,
    pub figures: usize,
}

/// A letter to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Whose name it is written to.
    pub to: String,
    pub kind: Kind,
    /// What makes it another letter than one of the same kind before: `ATF/FY2026Q3/2026-07-30`, or a day. A call
    /// whose day is moved is reminded of again.
    pub about: String,
    pub title: String,
    pub text: String,
}

/// The letters that a day asks for: to the stewards of offices whose call is not complete, and to the reviewers
/// for whom something waits. `site` is the address of this server, without a slash at its end.
pub fn letters(
    calls: &[Called],
    waiting: &[Waiting],
    people: &[Person],
    today: NaiveDate,
    site: &str,
) -> Vec<Letter> {
    let mut letters = Vec::new();
    for person in people {
        match person.role {
            Role::Steward => {
                let own = calls.iter().filter(|call| person.office.as_ref() == Some(&call.office.code));
                letters.extend(own.filter_map(|call| to_steward(person, call, today, site)));
            }
            Role::Reviewer => letters.extend(to_reviewer(person, waiting, today, site)),
            Role::Viewer | Role::Admin => {}
        }
    }
    letters
}

/// How near a call is, where it is near enough for a letter and there is something left to do.
fn kind_of(call: &Called, today: NaiveDate) -> Option<Kind> {
    let Called { window, progress, .. } = call;
    if progress.complete || progress.asked == 0 || today < window.opens {
        return None;
    }
    match (window.due - today).num_days() {
        0 => Some(Kind::Today),
        1..=SOON => Some(Kind::Soon),
        days if (1..=AHEAD).contains(&days) => Some(Kind::Ahead),
        days if (-FOLLOWED..0).contains(&days) && progress.late > 0 => Some(Kind::Late),
        _ => None,
    }
}

fn to_steward(person: &Person, call: &Called, today: NaiveDate, site: &str) -> Option<Letter> {
    let kind = kind_of(call, today)?;
    let Called { office, window, progress } = call;
    let (period, due) = (window.period.label(), in_words(window.due));
    let when = match kind {
        Kind::Late => format!("were due on {due}, {}", distance(window.due, today)),
        Kind::Today => format!("are due today, {due}"),
        _ => format!("are due on {due}, {}", distance(window.due, today)),
    };
    let title = match kind {
        Kind::Late => format!("{}: figures for {period} are late", office.code),
        Kind::Today => format!("{}: figures for {period} are due today", office.code),
        _ => format!("{}: figures for {period} are due on {due}", office.code),
    };
    let link = entry(site, &office.code, window.period);
    let text = format!(
        "Hello {},\n\nThe figures of {} ({}) for {period} {when}.\n\n{}\n{}\n{}:\n{link}\n\n{}\n",
        person.name,
        office.name,
        office.code,
        progress.sentence(),
        to_enter(progress),
        to_do(progress),
        window.sentence(today),
    );
    let about = format!("{}/{}/{}", office.code, window.period, window.due);
    Some(Letter { to: person.name.clone(), kind, about, title, text })
}

fn to_enter(progress: &Progress) -> String {
    match progress.empty {
        0 => String::new(),
        1 => "1 figure has not been entered.\n".to_owned(),
        many => format!("{many} figures have not been entered.\n"),
    }
}

fn to_do(progress: &Progress) -> &'static str {
    match (progress.empty, progress.unsubmitted()) {
        (0, 0) => "What is left is to say that the call is complete",
        (0, _) => "Submit them, and say that the call is complete",
        _ => "Enter and submit them, or say that they are meant to be empty",
    }
}

/// One letter about everything that waits for a person, but what they entered themselves.
fn to_reviewer(person: &Person, waiting: &[Waiting], today: NaiveDate, site: &str) -> Option<Letter> {
    let mut counts: BTreeMap<(&Code, Period), usize> = BTreeMap::new();
    for one in waiting.iter().filter(|one| person.may_approve(&one.office, &one.author)) {
        *counts.entry((&one.office, one.quarter)).or_default() += one.figures;
    }
    let title = match counts.values().sum() {
        0 => return None,
        1 => "1 figure waits for your review".to_owned(),
        all => format!("{all} figures wait for your review"),
    };
    let line = |((office, quarter), count): (&(&Code, Period), &usize)| {
        let figures = if *count == 1 { "1 figure".to_owned() } else { format!("{count} figures") };
        let link = review(site, office, *quarter);
        format!("- {office}, {}: {figures}\n  {link}\n", quarter.label())
    };
    let lines: String = counts.iter().map(line).collect();
    let text = format!("Hello {},\n\n{title}:\n\n{lines}", person.name);
    Some(Letter { to: person.name.clone(), kind: Kind::Waiting, about: today.to_string(), title, text })
}

/// Where an office's figures of a quarter are entered.
pub fn entry(site: &str, office: &Code, quarter: Period) -> String {
    format!("{site}/entry?office={office}&period={quarter}")
}

/// Where those of them that wait are reviewed.
fn review(site: &str, office: &Code, quarter: Period) -> String {
    format!("{site}/review?office={office}&period={quarter}")
}

/// What a person gets letters about, for people; empty where nothing is ever written to them.
pub fn promise(person: &Person) -> &'static str {
    match person.role {
        Role::Steward => {
            "You get a letter 14 days and 3 days before the figures of your office are due, on the day itself, and \
             once when they are late; none after the office has said that its call is complete."
        }
        Role::Reviewer => "You get one letter a day while figures wait for your review.",
        Role::Viewer | Role::Admin => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::window::Dates;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn person(name: &str, role: Role, office: Option<&str>) -> Person {
        Person { name: name.into(), role, office: office.map(|code| code.parse().unwrap()) }
    }

    /// The call for FY2026Q3: open from 1 July 2026, due on 30 July, closed after 14 August.
    fn called(office: &str, progress: Progress) -> Called {
        let (code, period): (Code, Period) = (office.parse().unwrap(), "FY2026Q3".parse().unwrap());
        let name = format!("Office of {office}");
        let window = Window::opened(code.clone(), period, Dates::usual(period));
        Called { office: Office { code, name }, window, progress }
    }

    fn some_left() -> Progress {
        Progress { asked: 12, empty: 4, draft: 2, returned: 1, submitted: 5, ..Progress::default() }
    }

    fn to_ana(progress: Progress, today: &str) -> Vec<Letter> {
        let people = [person("ana", Role::Steward, Some("ATF"))];
        letters(&[called("ATF", progress)], &[], &people, day(today), "https://m.example.gov")
    }

    #[test]
    fn a_steward_is_reminded_at_14_3_and_0_days_and_once_late() {
        let late = Progress { late: 3, ..some_left() };
        for (today, progress, expected) in [
            ("2026-07-15", some_left(), None),
            ("2026-07-16", some_left(), Some(Kind::Ahead)),
            // Nobody looked on the day before.
            ("2026-07-17", some_left(), Some(Kind::Ahead)),
            ("2026-07-26", some_left(), Some(Kind::Ahead)),
            ("2026-07-27", some_left(), Some(Kind::Soon)),
            ("2026-07-29", some_left(), Some(Kind::Soon)),
            ("2026-07-30", some_left(), Some(Kind::Today)),
            // What is left lags: it is due later.
            ("2026-07-31", some_left(), None),
            ("2026-07-31", late.clone(), Some(Kind::Late)),
            ("2026-08-30", late.clone(), Some(Kind::Late)),
            ("2026-09-28", late.clone(), Some(Kind::Late)),
            ("2026-09-29", late.clone(), None),
            ("2026-07-30", Progress { complete: true, ..late.clone() }, None),
            ("2026-07-31", Progress { complete: true, ..late }, None),
            ("2026-07-30", Progress::default(), None),
        ] {
            let found = to_ana(progress, today);
            assert_eq!(found.first().map(|letter| letter.kind), expected, "{today}");
            assert!(found.iter().all(|letter| letter.about == "ATF/FY2026Q3/2026-07-30"), "{found:?}");
            let (from, to) = concerned(day(today));
            let near = (from..=to).contains(&day("2026-07-30"));
            assert!(near || found.is_empty(), "{today}: no letter without a call that was looked at");
        }
        let mut early = called("ATF", some_left());
        early.window.opens = day("2026-07-20");
        let people = [person("ana", Role::Steward, Some("ATF"))];
        assert_eq!(letters(&[early], &[], &people, day("2026-07-19"), ""), [], "nothing can be entered yet");
    }

    #[test]
    fn letters_go_to_the_stewards_of_the_office_alone() {
        let people = [
            person("ana", Role::Steward, Some("ATF")),
            person("abe", Role::Steward, Some("ATF")),
            person("hal", Role::Steward, Some("HSI")),
            person("lost", Role::Steward, None),
            person("ben", Role::Reviewer, None),
            person("ada", Role::Admin, None),
            person("vic", Role::Viewer, None),
        ];
        let found = letters(&[called("ATF", some_left())], &[], &people, day("2026-07-30"), "");
        assert_eq!(found.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["ana", "abe"]);
    }

    #[test]
    fn a_letter_to_a_steward_says_what_is_left() {
        let found = to_ana(some_left(), "2026-07-16").remove(0);
        assert_eq!(found.title, "ATF: figures for Q3 FY 2026 are due on 30 July 2026");
        let expected = "Hello ana,\n\n\
            The figures of Office of ATF (ATF) for Q3 FY 2026 are due on 30 July 2026, in 14 days.\n\n\
            5 of 12 figures are submitted or approved; 1 was returned; 2 are drafts.\n\
            4 figures have not been entered.\n\n\
            Enter and submit them, or say that they are meant to be empty:\n\
            https://m.example.gov/entry?office=ATF&period=FY2026Q3\n\n\
            Due 30 July 2026, in 14 days; closes 14 August 2026.\n";
        assert_eq!(found.text, expected);
        let one = Progress { asked: 1, empty: 1, ..Progress::default() };
        let drafts = Progress { asked: 2, draft: 2, ..Progress::default() };
        let done = Progress { asked: 2, submitted: 2, ..Progress::default() };
        let late = Progress { late: 1, ..one.clone() };
        for (progress, today, title, part) in [
            (
                one.clone(),
                "2026-07-29",
                "due on 30 July 2026",
                "30 July 2026, in 1 day.\n\nThe one figure is not",
            ),
            (one, "2026-07-30", "are due today", "are due today, 30 July 2026.\n\n"),
            (drafts, "2026-07-30", "are due today", "2 are drafts.\n\nSubmit them, and say"),
            (done, "2026-07-30", "are due today", "What is left is to say that the call is complete:"),
            (
                late.clone(),
                "2026-08-01",
                "are late",
                "were due on 30 July 2026, 2 days ago.\n\nThe one figure is not",
            ),
            (late, "2026-08-20", "are late", "1 figure has not been entered.\n\nEnter"),
        ] {
            let found = to_ana(progress, today).remove(0);
            assert!(found.title.contains(title), "{found:?}");
            assert!(found.text.contains(part), "{found:?}");
        }
    }

    #[test]
    fn a_reviewer_hears_once_a_day_what_waits_but_is_not_their_own() {
        let waiting = |office: &str, quarter: &str, author: &str, figures| Waiting {
            office: office.parse().unwrap(),
            quarter: quarter.parse().unwrap(),
            author: author.into(),
            figures,
        };
        let all = [
            waiting("ATF", "FY2026Q3", "ana", 2),
            waiting("ATF", "FY2026Q3", "abe", 1),
            waiting("ATF", "FY2026Q2", "ana", 1),
            waiting("HSI", "FY2026Q3", "ben", 5),
        ];
        let told = |person: &Person| {
            letters(&[], &all, std::slice::from_ref(person), day("2026-08-03"), "https://m.example.gov")
        };
        let found = told(&person("ben", Role::Reviewer, None)).remove(0);
        assert_eq!(
            (found.title.as_str(), found.about.as_str()),
            ("4 figures wait for your review", "2026-08-03")
        );
        let expected = "Hello ben,\n\n4 figures wait for your review:\n\n\
            - ATF, Q2 FY 2026: 1 figure\n  https://m.example.gov/review?office=ATF&period=FY2026Q2\n\
            - ATF, Q3 FY 2026: 3 figures\n  https://m.example.gov/review?office=ATF&period=FY2026Q3\n";
        assert_eq!(found.text, expected);
        let limited = told(&person("bea", Role::Reviewer, Some("HSI"))).remove(0);
        assert_eq!(limited.title, "5 figures wait for your review");
        assert_eq!(told(&person("bob", Role::Reviewer, Some("CBP"))), []);
        assert_eq!(told(&person("ada", Role::Admin, None)), []);
        let one = [waiting("ATF", "FY2026Q3", "ana", 1)];
        let people = [person("ben", Role::Reviewer, None)];
        let found = letters(&[], &one, &people, day("2026-08-03"), "").remove(0);
        assert_eq!(found.title, "1 figure waits for your review");
    }
}
