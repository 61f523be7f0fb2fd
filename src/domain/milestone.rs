//! The steps on the way to a goal, and how each stands on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::date;
use super::measure::vocabulary;

vocabulary! {
    /// What its owner says of a milestone.
    MilestoneStatus {
        Planned = "planned", "planned";
        UnderWay = "under_way", "under way";
        Done = "done", "done";
        /// The day has passed, and it will not be made up for.
        Missed = "missed", "missed";
        Cancelled = "cancelled", "cancelled";
    }
}

impl MilestoneStatus {
    /// Whether it is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, MilestoneStatus::Planned | MilestoneStatus::UnderWay)
    }
}

/// A "clearly defined milestone" (31 U.S.C. 1115(b)(5)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    pub goal: Code,
    /// Distinct among the goal's milestones.
    pub code: Code,
    pub name: String,
    /// The day by which it is to be done.
    pub due: NaiveDate,
    pub status: MilestoneStatus,
    /// The official or office that does it; empty if none is named.
    pub owner: String,
    pub note: String,
    /// Made up to show the product, and every page says so.
    pub illustrative: bool,
}

/// How a milestone stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Timing {
    /// Done, missed or cancelled: the day no longer matters.
    Closed,
    /// Days since the day it was due; at least one.
    Overdue(u32),
    /// Days until it is due, at most [`SOON`].
    Soon(u32),
    /// Days until it is due.
    Ahead(u32),
}

/// How many days before it is due a milestone is near.
pub const SOON: u32 = 30;

impl Milestone {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        format!("milestone:{}/{}", self.goal, self.code)
    }

    /// How it stands as of `today`. On the day that it is due it is not overdue yet.
    pub fn timing(&self, today: NaiveDate) -> Timing {
        let days = self.due.signed_duration_since(today).num_days();
        let count = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
        match days {
            _ if !self.status.is_open() => Timing::Closed,
            ..0 => Timing::Overdue(count),
            _ if count <= SOON => Timing::Soon(count),
            _ => Timing::Ahead(count),
        }
    }

    /// Its status and, while it is open, how far the day is off: "under way, overdue by 12 days".
    pub fn words(&self, today: NaiveDate) -> String {
        let days = |count: u32| date::days(count.into());
        let status = self.status.label();
        match self.timing(today) {
            Timing::Closed => status.to_owned(),
            Timing::Overdue(count) => format!("{status}, overdue by {}", days(count)),
            Timing::Soon(0) => format!("{status}, due today"),
            Timing::Soon(count) | Timing::Ahead(count) => format!("{status}, due in {}", days(count)),
        }
    }
}

/// "2 of 5 milestones are done; 1 is overdue." Of none, that there are none.
pub fn sentence(milestones: &[Milestone], today: NaiveDate) -> String {
    let of = |count: usize| if count == 1 { "is" } else { "are" };
    let done = milestones.iter().filter(|one| one.status == MilestoneStatus::Done).count();
    let overdue = milestones.iter().filter(|one| matches!(one.timing(today), Timing::Overdue(_))).count();
    let missed = milestones.iter().filter(|one| one.status == MilestoneStatus::Missed).count();
    let mut sentence = match milestones.len() {
        0 => return "No milestones are set.".to_owned(),
        1 if done == 1 => "The one milestone is done".to_owned(),
        1 => "The one milestone is not done".to_owned(),
        all => format!("{done} of {all} milestones {} done", of(done)),
    };
    for (count, word) in [(overdue, "overdue"), (missed, "missed")] {
        if count > 0 {
            sentence.push_str(&format!("; {count} {} {word}", of(count)));
        }
    }
    sentence + "."
}

/// A code that none of `taken` has: `m1`, `m2`, ….
pub fn fresh_code(taken: &[Code]) -> Option<Code> {
    let candidates = (1..=taken.len() + 1).filter_map(|number| format!("m{number}").parse().ok());
    candidates.into_iter().find(|code| !taken.contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milestone(due: &str, status: MilestoneStatus) -> Milestone {
        Milestone {
            goal: "goal".parse().unwrap(),
            code: "m1".parse().unwrap(),
            name: "Publish".into(),
            due: due.parse().unwrap(),
            status,
            owner: String::new(),
            note: String::new(),
            illustrative: false,
        }
    }

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn only_what_is_open_can_be_late_and_not_on_its_day() {
        use MilestoneStatus::*;
        for (due, status, timing, words) in [
            ("2026-11-24", UnderWay, Timing::Soon(0), "under way, due today"),
            ("2026-11-23", UnderWay, Timing::Overdue(1), "under way, overdue by 1 day"),
            ("2026-09-30", Planned, Timing::Overdue(55), "planned, overdue by 55 days"),
            ("2026-11-25", Planned, Timing::Soon(1), "planned, due in 1 day"),
            ("2026-12-24", Planned, Timing::Soon(30), "planned, due in 30 days"),
            ("2026-12-25", Planned, Timing::Ahead(31), "planned, due in 31 days"),
            ("2026-09-30", Done, Timing::Closed, "done"),
            ("2026-09-30", Missed, Timing::Closed, "missed"),
            ("2027-09-30", Cancelled, Timing::Closed, "cancelled"),
        ] {
            let milestone = milestone(due, status);
            assert_eq!(milestone.timing(today()), timing, "{due} {status:?}");
            assert_eq!(milestone.words(today()), words);
        }
    }

    #[test]
    fn the_sentence_holds_for_none_one_and_many() {
        use MilestoneStatus::*;
        let late = || milestone("2026-01-01", UnderWay);
        let done = || milestone("2026-01-01", Done);
        for (milestones, expected) in [
            (vec![], "No milestones are set."),
            (vec![done()], "The one milestone is done."),
            (vec![late()], "The one milestone is not done; 1 is overdue."),
            (vec![done(), done(), milestone("2027-01-01", Planned)], "2 of 3 milestones are done."),
            (
                vec![done(), late(), late(), milestone("2026-01-01", Missed)],
                "1 of 4 milestones is done; 2 are overdue; 1 is missed.",
            ),
        ] {
            assert_eq!(sentence(&milestones, today()), expected);
        }
    }

    #[test]
    fn a_new_code_is_one_that_nobody_has() {
        let codes = |all: &[&str]| all.iter().map(|code| code.parse().unwrap()).collect::<Vec<Code>>();
        for (taken, expected) in [(vec![], "m1"), (vec!["m1", "m3"], "m2"), (vec!["a", "m1", "m2"], "m3")] {
            assert_eq!(fresh_code(&codes(&taken)).unwrap().as_str(), expected, "{taken:?}");
        }
    }
}
