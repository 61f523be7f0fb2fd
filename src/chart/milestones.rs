//! The milestones of a goal on a line in time: a row for each, with the day on which it is due.

use chrono::{Datelike, NaiveDate};

use super::elements::{Anchor, Root};
use super::font::Face;
use super::geometry::Rect;
use super::goal::{line, shape, write};
use super::ink::{Dash, Paint, Role};
use super::layout::{SMALL, STRONG};
use crate::domain::date::in_words;
use crate::domain::period::{Calendar, Period};
use crate::domain::status::Status;

#[derive(Clone, Debug, PartialEq)]
pub struct Milestones {
    /// By the days on which they are due.
    pub steps: Vec<Step>,
    pub today: NaiveDate,
    /// How they stand as a whole: "2 of 5 milestones are done."
    pub said: String,
}

/// One milestone.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub name: String,
    pub due: NaiveDate,
    /// The standing of a measure that looks alike.
    pub looks: Status,
    /// "under way, overdue by 12 days".
    pub words: String,
}

/// Above the first row, for the word of today; under the last one, for the years; between rows.
const HEAD: f64 = 22.0;
const FOOT: f64 = 24.0;
const GAP: f64 = 12.0;
/// More quarters than this are not told apart.
const QUARTERS: usize = 40;
/// The least width of a year that has its own line, and how far apart the lines are where not every year has one.
const NARROWEST: f64 = 24.0;
const APART: f64 = 72.0;

impl Milestones {
    /// The width of the texts beside the line.
    fn texts(width: f64) -> f64 {
        (width * 0.46).clamp(120.0, 360.0)
    }

    fn lines(step: &Step, width: f64) -> Vec<(String, Face)> {
        let room = Self::texts(width) - 16.0;
        let name = STRONG.wrap_at_most(&step.name, room, 4).into_iter().map(|text| (text, STRONG));
        let told = format!("{}: {}", in_words(step.due), step.words);
        name.chain(SMALL.wrap_at_most(&told, room, 3).into_iter().map(|text| (text, SMALL))).collect()
    }

    fn row_height(step: &Step, width: f64) -> f64 {
        Self::lines(step, width).len() as f64 * SMALL.leading() + GAP
    }

    pub(super) fn height(&self, width: f64) -> f64 {
        match self.steps.is_empty() {
            true => 60.0,
            false => HEAD + self.steps.iter().map(|step| Self::row_height(step, width)).sum::<f64>() + FOOT,
        }
    }

    /// The whole fiscal quarters that hold every day.
    fn span(&self) -> (NaiveDate, NaiveDate) {
        let days = || self.steps.iter().map(|step| step.due).chain([self.today]);
        let quarter = |day| Period::quarter_containing(Calendar::Fiscal, day);
        let (first, last) = (days().min().unwrap_or(self.today), days().max().unwrap_or(self.today));
        (quarter(first).starts_on().min(first), quarter(last).ends_on().max(last))
    }

    pub(super) fn draw(&self, root: &Root, room: Rect) {
        if self.steps.is_empty() {
            let at = ((room.left + room.right) / 2.0, room.top + 34.0);
            return write(root, at, "No milestones are set", SMALL, Role::Muted, Anchor::Middle);
        }
        let width = room.width();
        let plot = Rect {
            left: room.left + Self::texts(width),
            right: room.right - 8.0,
            top: room.top + HEAD,
            bottom: room.bottom - FOOT,
        };
        let (first, last) = self.span();
        let days = f64::from((last.num_days_from_ce() - first.num_days_from_ce()).max(1));
        let at = |day: NaiveDate| {
            let since = f64::from(day.num_days_from_ce() - first.num_days_from_ce());
            plot.left + since / days * plot.width()
        };
        years(root, plot, (first, last), &at);
        let x = at(self.today);
        let mut top = plot.top;
        for step in &self.steps {
            let height = Self::row_height(step, width);
            let middle = top + height / 2.0;
            line(root, [(plot.left, middle), (plot.right, middle)], Paint::line(Role::Grid, 10));
            top += height;
        }
        line(
            root,
            [(x, plot.top - 4.0), (x, plot.bottom)],
            Paint::line(Role::Target, 15).dashed(Dash::Target),
        );
        let half = STRONG.width("Today") / 2.0;
        let centre = x.min(room.right - half).max(plot.left + half);
        write(root, (centre, plot.top - 9.0), "Today", STRONG, Role::Target, Anchor::Middle);
        let mut top = plot.top;
        for step in &self.steps {
            let height = Self::row_height(step, width);
            for (k, (text, face)) in Self::lines(step, width).into_iter().enumerate() {
                let y = top + GAP / 2.0 + k as f64 * SMALL.leading() + 12.0;
                let role = if face == STRONG { Role::Text } else { Role::Muted };
                write(root, (room.left, y), &text, face, role, Anchor::Start);
            }
            shape(root, step.looks, (at(step.due), top + height / 2.0), 5.5);
            top += height;
        }
    }

    /// How they stand, and which is the next that is not done.
    pub(super) fn summary(&self) -> String {
        let open =
            |step: &&Step| step.due >= self.today && matches!(step.looks, Status::NotDue | Status::NoTarget);
        match self.steps.iter().find(open) {
            Some(next) => {
                format!(
                    "{} Next: {}, due on {}.",
                    self.said,
                    next.name.trim_end_matches('.'),
                    in_words(next.due)
                )
            }
            None => self.said.clone(),
        }
    }
}

/// Lines where quarters and years begin, and the names of the fiscal years that have room for theirs. Over many years,
/// one in so many has both.
fn years(root: &Root, plot: Rect, (first, last): (NaiveDate, NaiveDate), at: &impl Fn(NaiveDate) -> f64) {
    let quarter = |day| Period::quarter_containing(Calendar::Fiscal, day);
    let all: Vec<Period> = quarter(first).through(quarter(last)).collect();
    let mut years: Vec<Period> = all.iter().map(|one| one.whole_year()).collect();
    years.dedup();
    line(root, [(plot.left, plot.bottom), (plot.right, plot.bottom)], Paint::line(Role::Axis, 10));
    let of_one = plot.width() / years.len().max(1) as f64;
    if of_one < NARROWEST {
        let every =
            [2, 5, 10, 20].into_iter().find(|every| of_one * f64::from(*every) >= APART).unwrap_or(50);
        let named = years.iter().filter(|year| year.year() % every == 0 && year.starts_on() >= first);
        for year in named {
            let x = at(year.starts_on());
            line(root, [(x, plot.top), (x, plot.bottom + 6.0)], Paint::line(Role::Grid, 10));
            write(root, (x, plot.bottom + 18.0), &year.label(), SMALL, Role::Muted, Anchor::Middle);
        }
        return;
    }
    let fine = all.len() <= QUARTERS;
    for one in all.iter().filter(|one| one.starts_on() >= first) {
        let begins = one.quarter() == Some(1);
        if begins || fine {
            let x = at(one.starts_on());
            let role = if begins { Role::Axis } else { Role::Grid };
            let foot = if begins { 6.0 } else { 0.0 };
            line(root, [(x, plot.top), (x, plot.bottom + foot)], Paint::line(role, 10));
        }
    }
    name(root, plot, &years, &|year| (at(year.starts_on().max(first)), at(year.ends_on().min(last))));
}

/// The name of each year under its stretch, where it has room there.
fn name(root: &Root, plot: Rect, years: &[Period], stretch: &impl Fn(&Period) -> (f64, f64)) {
    let mut free = plot.left - 8.0;
    for year in years {
        let (from, to) = stretch(year);
        let short = format!("’{:02}", year.year() % 100);
        let fits = |text: &&str| {
            let left = (from + to - SMALL.width(text)) / 2.0;
            SMALL.width(text) <= to - from && left >= free
        };
        let label = year.label();
        if let Some(text) = [label.as_str(), &short].into_iter().find(fits) {
            write(root, ((from + to) / 2.0, plot.bottom + 18.0), text, SMALL, Role::Muted, Anchor::Middle);
            free = (from + to + SMALL.width(text)) / 2.0 + 6.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_is_next() {
        let step = |name: &str, due: &str, looks| Step {
            name: name.into(),
            due: due.parse().unwrap(),
            looks,
            words: String::new(),
        };
        let (today, said) = ("2026-11-24".parse().unwrap(), "1 of 3 milestones is done.".to_owned());
        let steps = vec![
            step("Late", "2026-09-30", Status::AtRisk),
            step("Done early", "2026-12-01", Status::Met),
            step("Publish.", "2026-12-31", Status::NotDue),
        ];
        let milestones = Milestones { steps, today, said };
        assert_eq!(
            milestones.summary(),
            "1 of 3 milestones is done. Next: Publish, due on 31 December 2026."
        );
        let (first, last) = milestones.span();
        assert_eq!((first.to_string(), last.to_string()), ("2026-07-01".into(), "2026-12-31".into()));
    }
}
