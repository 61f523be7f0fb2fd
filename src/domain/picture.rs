//! Which picture of a measure's figures is asked for.

use serde::{Deserialize, Serialize};

use super::measure::{Aggregation, Direction, Frequency, Measure};
use super::spc::RuleSet;

/// What a picture makes of the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// The figures themselves, or totals of them.
    #[default]
    Figures,
    /// With process limits.
    Control(RuleSet),
    /// How far each is from the one before, with the limit of that.
    MovingRange(RuleSet),
    /// What has come together since the year began.
    Cumulative,
    /// The quarters or months of each year, year over year.
    YearOverYear,
    /// Numerator and denominator.
    Parts,
    /// Figures by category, in a small picture for each.
    Multiples,
    /// What each of the last years reached, against its target and the statuses on the way there.
    Bullet,
}

impl Picture {
    /// Why a measure has no such picture; `None` where it has.
    pub fn unsuited(self, measure: &Measure, has_targets: bool) -> Option<&'static str> {
        let within_years = measure.frequency != Frequency::Annual;
        match self {
            Picture::Figures | Picture::Control(_) | Picture::MovingRange(_) | Picture::Multiples => None,
            Picture::Cumulative if measure.aggregation != Aggregation::Sum => {
                Some("this measure's figures are not added up over a year")
            }
            Picture::Bullet if measure.direction == Direction::Milestone => {
                Some("this measure is a milestone: it is completed or not")
            }
            Picture::Bullet => (!has_targets).then_some("no target is set for this measure"),
            Picture::Parts => (!measure.ratio).then_some("this measure has no numerator and denominator"),
            Picture::Cumulative | Picture::YearOverYear => {
                (!within_years).then_some("this measure has one figure a year")
            }
        }
    }
}
