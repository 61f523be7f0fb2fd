//! How far an office has come with the figures that it is asked for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::actual::State;
use super::window::{Deadline, Window};

/// What is known of one figure that is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of the newest that was entered; `None` where nothing was.
    pub state: Option<State>,
    /// A reason stands where a figure would.
    pub missing: bool,
    /// `None` where no call was opened.
    pub deadline: Option<Deadline>,
}

impl Asked {
    /// At the least submitted.
    pub fn is_done(self) -> bool {
        matches!(self.state, Some(State::Submitted | State::Approved))
    }

    /// Its day has passed, and it was not submitted.
    pub fn is_late(self, today: NaiveDate) -> bool {
        !self.is_done() && self.deadline.is_some_and(|deadline| today > deadline.due)
    }
}

/// An office's figures of a quarter, counted by where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub asked: usize,
    pub empty: usize,
    pub draft: usize,
    pub submitted: usize,
    pub returned: usize,
    pub approved: usize,
    /// Of those entered, how many give the reason why there is no figure.
    pub missing: usize,
    /// Not submitted, and the day has passed.
    pub late: usize,
    /// Until the call is due, negative once that day is over; `None` where no call was opened.
    pub days_to_due: Option<i64>,
    /// The office has said that this is all.
    pub complete: bool,
    /// Nobody of the office has ever entered any figure of it.
    pub never_updated: bool,
}

impl Progress {
    /// Counts the figures as of `today`. What is said about the office as a whole is the caller's to fill in.
    pub fn of(asked: impl IntoIterator<Item = Asked>, window: Option<&Window>, today: NaiveDate) -> Progress {
        let days_to_due = window.map(|window| (window.due - today).num_days());
        let mut progress = Progress { days_to_due, ..Progress::default() };
        for one in asked {
            progress.asked += 1;
            *match one.state {
                None => &mut progress.empty,
                Some(State::Draft) => &mut progress.draft,
                Some(State::Submitted) => &mut progress.submitted,
                Some(State::Returned) => &mut progress.returned,
                Some(State::Approved) => &mut progress.approved,
            } += 1;
            progress.missing += usize::from(one.missing);
            progress.late += usize::from(one.is_late(today));
        }
        progress
    }

    /// The same, where an office has said that so many figures are `meant` to be empty. That holds while it is
    /// so, and nothing else is left: what is meant to be empty is not late.
    pub fn completed(mut self, meant: Option<usize>) -> Progress {
        self.complete = meant == Some(self.empty) && self.unsubmitted() == 0;
        if self.complete {
            self.late = 0;
        }
        self
    }

    /// Submitted or approved.
    pub fn done(&self) -> usize {
        self.submitted + self.approved
    }

    /// Entered, and not with the reviewers: what stands against saying that the call is complete.
    pub fn unsubmitted(&self) -> usize {
        self.draft + self.returned
    }

    /// "8 of 12 figures are submitted or approved; 2 are late; 1 was returned."
    pub fn sentence(&self) -> String {
        let done = match (self.asked, self.done()) {
            (0, _) => return "No figure is asked for.".to_owned(),
            (1, 0) => "The one figure is not submitted".to_owned(),
            (1, _) => "The one figure is submitted or approved".to_owned(),
            (all, done) if all == done => format!("All {all} figures are submitted or approved"),
            (all, 0) => format!("None of {all} figures is submitted"),
            (all, done) => format!("{done} of {all} figures {} submitted or approved", are(done)),
        };
        let mut parts = vec![done];
        for (count, verb, word) in [
            (self.late, are(self.late), "late"),
            (self.returned, was(self.returned), "returned"),
            (self.draft, are(self.draft), if self.draft == 1 { "a draft" } else { "drafts" }),
        ] {
            if count > 0 {
                parts.push(format!("{count} {verb} {word}"));
            }
        }
        if self.complete {
            parts.push(match self.empty {
                0 => "the office says that this is complete".to_owned(),
                1 => "1 is left empty, as the office says, on purpose".to_owned(),
                many => format!("{many} are left empty, as the office says, on purpose"),
            });
        }
        parts.join("; ") + "."
    }
}

/// How a quarter's call stands over all offices: "3 of 5 offices are complete; 2 have late figures."
pub fn sentence(offices: &[Progress]) -> String {
    let count = |is: fn(&Progress) -> bool| offices.iter().filter(|one| is(one)).count();
    let complete = count(|one| one.complete);
    let mut parts = vec![match (offices.len(), complete) {
        (0, _) => return "There are no offices to call on.".to_owned(),
        (1, 0) => "The one office is not complete".to_owned(),
        (1, _) => "The one office is complete".to_owned(),
        (all, complete) if all == complete => format!("All {all} offices are complete"),
        (all, 0) => format!("None of {all} offices is complete"),
        (all, complete) => format!("{complete} of {all} offices {} complete", are(complete)),
    }];
    let has = |count: usize| if count == 1 { "has" } else { "have" };
    let late = count(|one| one.late > 0);
    let never = count(|one| one.never_updated);
    if late > 0 {
        parts.push(format!("{late} {} late figures", has(late)));
    }
    if never > 0 {
        parts.push(format!("{never} {} never entered a figure", has(never)));
    }
    parts.join("; ") + "."
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

fn was(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::window::Dates;
    use State::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn window() -> Window {
        let period = "FY2026Q1".parse().unwrap();
        Window::opened("ATF".parse().unwrap(), period, Dates::usual(period))
    }

    fn asked(state: Option<State>) -> Asked {
        let deadline = Deadline { due: day("2026-01-30"), closes: day("2026-02-14") };
        Asked { state, missing: false, deadline: Some(deadline) }
    }

    #[test]
    fn figures_are_counted_by_where_they_stand() {
        let states = [None, Some(Draft), Some(Submitted), Some(Returned), Some(Approved), Some(Approved)];
        let mut all: Vec<Asked> = states.map(asked).into();
        all[4].missing = true;
        let of = |today| Progress::of(all.iter().copied(), Some(&window()), day(today));
        let found = of("2026-01-31");
        let expected = Progress {
            asked: 6,
            empty: 1,
            draft: 1,
            submitted: 1,
            returned: 1,
            approved: 2,
            missing: 1,
            late: 3,
            days_to_due: Some(-1),
            complete: false,
            never_updated: false,
        };
        assert_eq!(found, expected);
        assert_eq!((found.done(), found.unsubmitted()), (3, 2));
        assert_eq!((of("2026-01-30").late, of("2026-01-18").days_to_due), (0, Some(12)));
        let lagging = Deadline { due: day("2026-02-20"), closes: day("2026-03-07") };
        let one = Asked { deadline: Some(lagging), ..asked(None) };
        assert!(!one.is_late(day("2026-02-20")) && one.is_late(day("2026-02-21")));
        let uncalled = Progress::of([Asked { deadline: None, ..asked(None) }], None, day("2099-01-01"));
        assert_eq!((uncalled.late, uncalled.days_to_due), (0, None));
    }

    #[test]
    fn a_sentence_tells_an_office() {
        let none = Progress::default;
        for (progress, expected) in [
            (none(), "No figure is asked for."),
            (Progress { asked: 1, empty: 1, ..none() }, "The one figure is not submitted."),
            (Progress { asked: 1, approved: 1, ..none() }, "The one figure is submitted or approved."),
            (
                Progress { asked: 4, empty: 4, late: 4, ..none() },
                "None of 4 figures is submitted; 4 are late.",
            ),
            (
                Progress { asked: 4, submitted: 1, returned: 1, draft: 2, late: 1, ..none() },
                "1 of 4 figures is submitted or approved; 1 is late; 1 was returned; 2 are drafts.",
            ),
            (
                Progress { asked: 2, submitted: 1, approved: 1, complete: true, ..none() },
                "All 2 figures are submitted or approved; the office says that this is complete.",
            ),
            (
                Progress { asked: 3, approved: 2, empty: 1, complete: true, ..none() },
                "2 of 3 figures are submitted or approved; 1 is left empty, as the office says, on purpose.",
            ),
        ] {
            assert_eq!(progress.sentence(), expected);
        }
    }

    #[test]
    fn a_sentence_tells_all_offices() {
        let one =
            |complete, late, never_updated| Progress { complete, late, never_updated, ..Progress::default() };
        for (offices, expected) in [
            (vec![], "There are no offices to call on."),
            (vec![one(true, 0, false)], "The one office is complete."),
            (
                vec![one(false, 2, true)],
                "The one office is not complete; 1 has late figures; 1 has never entered a figure.",
            ),
            (vec![one(true, 0, false); 3], "All 3 offices are complete."),
            (vec![one(false, 0, false); 3], "None of 3 offices is complete."),
            (
                vec![one(true, 0, false), one(false, 1, true), one(false, 3, true)],
                "1 of 3 offices is complete; 2 have late figures; 2 have never entered a figure.",
            ),
        ] {
            assert_eq!(sentence(&offices), expected);
        }
    }

    #[test]
    fn complete_is_what_an_office_said_while_it_is_so() {
        let of = |empty, draft, late, meant| {
            let progress = Progress { asked: 5, empty, draft, late, ..Progress::default() }.completed(meant);
            (progress.complete, progress.late)
        };
        assert_eq!(of(2, 0, 2, Some(2)), (true, 0), "what is meant to be empty is not late");
        assert_eq!(of(2, 0, 2, None), (false, 2));
        assert_eq!(of(3, 0, 3, Some(2)), (false, 3), "another category is asked for since");
        assert_eq!(of(2, 1, 2, Some(2)), (false, 2));
    }
}
