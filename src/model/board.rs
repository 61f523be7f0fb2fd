//! The dashboard, or a goal, as it leaves the house: measures under their goals with all that a paper or a workbook
//! of them needs. What is in it is published.

use chrono::NaiveDate;

use crate::domain::actual::MissingReason;
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::series::{Selection, Series, SeriesPoint};
use crate::domain::status::Judgement;
use crate::domain::target::Baseline;

/// Measures under their goals, as of a period.
#[derive(Clone, Debug)]
pub struct Board {
    /// `Performance in Q4 FY 2026`, or a goal's name before it.
    pub title: String,
    pub asked: Period,
    /// How many of how many measures stand how.
    pub sentence: String,
    /// What became of them since the period before, and how many show a signal.
    pub told: String,
    /// By what the measures were chosen, in words; empty for all.
    pub narrowed: String,
    pub goals: Vec<BoardGoal>,
    /// The day on which it was put together, to be cited with it.
    pub retrieved_on: NaiveDate,
}

/// A goal with those of its measures that were chosen.
#[derive(Clone, Debug)]
pub struct BoardGoal {
    pub code: String,
    pub name: String,
    pub level: &'static str,
    /// The goal leader; empty if none is named.
    pub leader: String,
    pub measures: Vec<BoardMeasure>,
}

/// A measure, how it stands, and how it came there.
#[derive(Clone, Debug)]
pub struct BoardMeasure {
    /// Without its long texts: definition, formula, limitations are empty.
    pub measure: Measure,
    pub baseline: Option<Baseline>,
    /// Its own period within the one asked for.
    pub period: Period,
    pub value: Option<f64>,
    /// Why there is no figure, where that was said.
    pub missing: Option<MissingReason>,
    pub target: Option<f64>,
    pub judgement: Judgement,
    pub series: Series,
}

impl Board {
    pub fn measures(&self) -> impl Iterator<Item = &BoardMeasure> {
        self.goals.iter().flat_map(|goal| &goal.measures)
    }

    /// The words of every controlled marking that is in it, each once.
    pub fn markings(&self) -> Vec<&str> {
        let mut markings: Vec<&str> = self.measures().map(|one| one.measure.marking.as_str()).collect();
        markings.retain(|marking| !marking.is_empty());
        markings.sort_unstable();
        markings.dedup();
        markings
    }

    /// What is to be said of the whole: its markings, and that some figures are made up.
    pub fn notes(&self) -> Vec<String> {
        let marking = |marking: &str| format!("Contains: {marking}");
        let mut notes: Vec<String> = self.markings().into_iter().map(marking).collect();
        let made_up = self.measures().filter(|one| one.measure.illustrative).count();
        if made_up > 0 {
            let which = if made_up == self.measures().count() { "All" } else { "Some" };
            notes.push(format!(
                "Illustrative: {} figures are made up, not published by any agency{}.",
                which.to_lowercase(),
                if which == "All" { "" } else { "; each such measure says so" }
            ));
        }
        notes
    }
}

impl BoardMeasure {
    /// What of its series goes along: up to the period asked for.
    pub fn selection(&self) -> Selection {
        Selection { to: Some(self.period), ..Selection::default() }
    }

    pub fn points(&self) -> Vec<SeriesPoint> {
        self.series.select(&self.selection())
    }

    /// The figure with its unit, the reason why there is none, or a dash.
    pub fn actual_words(&self) -> String {
        match (self.value, self.missing) {
            (Some(value), _) => self.measure.unit.figure(value),
            (None, Some(reason)) => reason.label().to_owned(),
            (None, None) => "–".to_owned(),
        }
    }

    /// `at least 95.0%`, or that there is no target.
    pub fn target_words(&self) -> String {
        match self.target {
            Some(target) => {
                format!("{} {}", self.measure.direction.comparison(), self.measure.unit.figure(target))
            }
            None => "no target".to_owned(),
        }
    }
}
