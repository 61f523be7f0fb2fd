//! How a measure stands in a period, and how a set of measures stands together.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::actual::Figure;
use super::measure::Measure;
use super::pace::Course;
use super::period::Period;
use super::status::{self, Edges, Judgement, Method, Question, Status};

/// The facts about a measure from which its standing in one period follows.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    pub measure: &'a Measure,
    /// The measure's own period that is asked about ([`Measure::period_within`]).
    pub period: Period,
    pub figure: Option<Figure>,
    pub target: Option<f64>,
    pub course: Course,
}

/// The day on which the figure of a period is due.
pub fn due_on(measure: &Measure, period: Period) -> NaiveDate {
    period.ends_on() + Days::new(u64::from(measure.reporting_lag_days))
}

/// Judges a measure in a period, as of a day.
pub fn stand(facts: &Facts, today: NaiveDate) -> Judgement {
    status::judge(&question(facts, today))
}

/// Where the statuses of a measure begin in a period. As [`status::edges`].
pub fn edges(facts: &Facts, today: NaiveDate) -> Option<Edges> {
    status::edges(&question(facts, today))
}

/// How a measure stands by each method that comes to another status than its own.
pub fn dissent(facts: &Facts, today: NaiveDate) -> Vec<(Method, Judgement)> {
    let own = stand(facts, today);
    let by = |&method: &Method| (method, status::judge(&Question { method, ..question(facts, today) }));
    let methods = Method::ALL.iter().map(by);
    methods.filter(|(_, other)| own.status.is_judged() && other.status != own.status).collect()
}

fn question<'a>(facts: &Facts<'a>, today: NaiveDate) -> Question<'a> {
    Question {
        direction: facts.measure.direction,
        method: facts.measure.method,
        bands: facts.measure.bands,
        unit: &facts.measure.unit,
        scale: facts.measure.scale(),
        baseline: facts.course.baseline,
        target: facts.target,
        on_the_line: facts.course.pace.map(|pace| pace.at(facts.period)),
        figure: facts.figure,
        not_yet_due: today <= due_on(facts.measure, facts.period),
    }
}

/// How many measures have each status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// In the order of [`Status::ALL`].
    counts: [usize; 7],
}

impl Tally {
    pub fn of(&self, status: Status) -> usize {
        self.counts[status as usize]
    }

    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The dashboard's first sentence: how many of how many stand how, and why the rest cannot be judged.
    pub fn sentence(&self) -> String {
        let total = self.total();
        if total == 0 {
            return "No measure matches.".into();
        }
        let of = |statuses: &[Status]| -> usize { statuses.iter().map(|&s| self.of(s)).sum() };
        let good = of(&[Status::Met, Status::OnTrack]);
        let judged = of(&[Status::Met, Status::OnTrack, Status::AtRisk, Status::OffTrack]);
        let unjudged = total - judged;
        let mut sentence = match (judged, total) {
            (0, 1) => "The one measure cannot be judged".to_owned(),
            (0, _) => format!("None of the {total} measures can be judged"),
            (_, 1) if good == 1 => "The one measure has met its target or is on track".to_owned(),
            (_, 1) => "The one measure is not on track".to_owned(),
            _ => {
                format!("{good} of {total} measures {} met or on track", if good == 1 { "is" } else { "are" })
            }
        };
        if total > 1 {
            let rest: Vec<String> = [Status::AtRisk, Status::OffTrack]
                .into_iter()
                .filter(|&s| self.of(s) > 0)
                .map(|s| format!("{} {}", self.of(s), s.label()))
                .collect();
            if !rest.is_empty() {
                sentence.push_str(&format!(", {}", rest.join(", ")));
            }
        }
        if unjudged > 0 {
            let reasons = self.reasons(total > 1 || judged > 0);
            let counted = judged > 0;
            sentence.push_str(&match counted {
                true => format!("; {unjudged} cannot be judged ({reasons})"),
                false => format!(" ({reasons})"),
            });
        }
        sentence.push('.');
        sentence
    }

    fn reasons(&self, with_counts: bool) -> String {
        [Status::NoTarget, Status::NoData, Status::NotDue]
            .into_iter()
            .filter(|&s| self.of(s) > 0)
            .map(|s| match with_counts {
                true => format!("{} {}", self.of(s), s.label()),
                false => s.label().to_owned(),
            })
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl FromIterator<Status> for Tally {
    fn from_iter<I: IntoIterator<Item = Status>>(statuses: I) -> Tally {
        let mut tally = Tally::default();
        for status in statuses {
            tally.counts[status as usize] += 1;
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;

    #[test]
    fn a_figure_is_not_due_until_the_reporting_lag_has_passed() {
        let measure = Measure { reporting_lag_days: 45, ..measure("m") };
        let period: Period = "FY2024Q1".parse().unwrap();
        for (today, expected) in [("2024-02-14", Status::NotDue), ("2024-02-15", Status::NoData)] {
            let facts = Facts {
                measure: &measure,
                period,
                figure: None,
                target: Some(1.0),
                course: Course::default(),
            };
            assert_eq!(stand(&facts, today.parse().unwrap()).status, expected, "{today}");
        }
    }

    #[test]
    fn the_sentence_holds_for_none_one_and_many() {
        use Status::*;
        for (statuses, expected) in [
            (vec![], "No measure matches."),
            (vec![Met], "The one measure has met its target or is on track."),
            (vec![OffTrack], "The one measure is not on track."),
            (vec![NoTarget], "The one measure cannot be judged (no target)."),
            (vec![NoTarget, NoData], "None of the 2 measures can be judged (1 no target, 1 no data)."),
            (vec![Met, OffTrack], "1 of 2 measures is met or on track, 1 off track."),
            (
                vec![Met, OnTrack, AtRisk, OffTrack, OffTrack, NoTarget, NotDue],
                "2 of 7 measures are met or on track, 1 at risk, 2 off track; 2 cannot be judged (1 no target, 1 not due).",
            ),
        ] {
            assert_eq!(statuses.into_iter().collect::<Tally>().sentence(), expected);
        }
    }
}
