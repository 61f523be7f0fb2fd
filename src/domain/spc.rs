//! Signal or noise: process limits of a series of figures (an XmR chart), and which points are more than
//! chance.
//!
//! There are two rule sets, each by its name: `nhs`, as in NHSRplotthedots 0.2.2, and `wheeler`, as in
//! xmrit. The figures are split into *groups* where something else begins to be counted; each group has
//! its own mean and limits, and no rule looks across the border of two. A period without a figure is no
//! point and breaks nothing: its neighbours are neighbours.

mod process;
#[cfg(test)]
mod properties;
mod rules;
mod series;
#[cfg(test)]
mod tests;

use super::measure::{Direction, vocabulary};

pub use process::{Group, Limits};
pub use series::{Published, of_published, of_series};

use process::Process;
use rules::{Side, Signal};

vocabulary! {
    /// By which rules limits are worked out and points are told apart.
    #[derive(Default)]
    RuleSet {
        /// NHS England's “Making Data Count”: outlying moving ranges are left out of the limits; a trend or
        /// a shift has 7 points.
        #[default]
        Nhs = "nhs", "NHS: Making Data Count";
        /// Donald Wheeler's: every moving range counts; 3 of 4 points near a limit, a run of 8.
        Wheeler = "wheeler", "Wheeler";
    }
}

vocabulary! {
    /// Which way is better, where either is.
    #[derive(Default)]
    Better {
        Increase = "increase", "an increase is better";
        Decrease = "decrease", "a decrease is better";
        #[default]
        Neutral = "neutral", "neither is better";
    }
}

impl From<Direction> for Better {
    fn from(direction: Direction) -> Better {
        if direction.higher_is_better() { Better::Increase } else { Better::Decrease }
    }
}

vocabulary! {
    /// Why a point is more than chance: the first of these that holds for it.
    Rule {
        Outside = "outside", "outside the process limits";
        Trend = "trend", "part of a trend";
        NearLimits = "near_limits", "one of several points near a limit";
        Shift = "shift", "part of a run on one side of the mean";
    }
}

vocabulary! {
    /// What a point says.
    Kind {
        CommonCause = "common_cause", "common cause";
        Improvement = "improvement", "improvement";
        Concern = "concern", "concern";
        /// Higher than chance would have it, where neither way is better.
        High = "high", "high";
        Low = "low", "low";
    }
}

vocabulary! {
    /// Whether the process as it is now reaches its target: how that is.
    Assurance {
        /// Every figure within the limits meets it.
        ConsistentPass = "consistent_pass", "limits clear the target";
        /// None does.
        ConsistentFail = "consistent_fail", "target beyond the limits";
        /// It lies between them.
        Inconsistent = "inconsistent", "hit or miss";
    }
}

vocabulary! {
    /// How far limits are to be trusted, by the number of points that they rest on.
    Standing {
        /// Fewer than 6 points: there are none.
        None = "none", "no limits: fewer than 6 points";
        /// Fewer than 12.
        Trial = "trial", "trial limits: fewer than 12 points";
        Full = "full", "limits";
    }
}

/// What is asked of a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    pub rules: RuleSet,
    /// Outlying moving ranges count as well. Under `wheeler` they always do.
    pub unscreened: bool,
    pub better: Better,
    /// In the unit of the figures.
    pub target: Option<f64>,
    /// Where groups begin, as indices of figures. The first begins at 0, whether that is said or not.
    pub rebase: Vec<usize>,
}

/// A figure of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub value: f64,
    /// How far it is from the point before in its group; `None` for the first.
    pub moving_range: Option<f64>,
    pub rule: Option<Rule>,
    pub kind: Kind,
}

/// A series, judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spc {
    /// In order; at least one, unless there are no figures at all.
    pub groups: Vec<Group>,
    /// One for each figure that was given; `None` where there was none.
    pub points: Vec<Option<Point>>,
    /// The latest point's kind. Without limits it is common cause, which says nothing then.
    pub variation: Option<Kind>,
    /// `None` without a target, limits, or a way that is better.
    pub assurance: Option<Assurance>,
}

impl Spc {
    /// The group in which the series stands now.
    pub fn last(&self) -> Option<&Group> {
        self.groups.last()
    }

    /// The limits within which the next figure is expected.
    pub fn limits(&self) -> Option<&Limits> {
        self.last().and_then(|group| group.limits.as_ref())
    }

    /// How far these limits are to be trusted.
    pub fn standing(&self) -> Standing {
        self.limits().map_or(Standing::None, |limits| limits.standing)
    }
}

/// Judges figures in their order, `None` being a period without one. Figures are finite numbers.
pub fn judge(figures: &[Option<f64>], question: &Question) -> Spc {
    let mut spc = Spc::default();
    // A group that has no figure yet says nothing: what stands is the one before it.
    let known = figures.iter().rposition(Option::is_some).map_or(figures.len(), |last| last + 1);
    let starts = starts(known, &question.rebase);
    for (at, &first) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(figures.len());
        judge_group(&mut spc, first, &figures[first..end], question);
    }
    spc.variation = spc.points.iter().flatten().next_back().map(|point| point.kind);
    spc
}

/// Where groups begin: in order, each once, none beyond the end.
fn starts(length: usize, rebase: &[usize]) -> Vec<usize> {
    let mut starts: Vec<usize> = std::iter::once(0).chain(rebase.iter().copied()).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.retain(|start| *start < length);
    starts
}

/// Adds a group and its points. What the series has to say of its target is what the last group says.
fn judge_group(spc: &mut Spc, first: usize, figures: &[Option<f64>], question: &Question) {
    let values: Vec<f64> = figures.iter().flatten().copied().collect();
    let process = Process::of(&values, question);
    let signals = rules::signals(&process, question.rules);
    let mut before = None;
    let mut signals = signals.into_iter();
    for figure in figures {
        let point = figure.map(|value| {
            let signal = signals.next().flatten();
            let moving_range = before.replace(value).map(|before: f64| (value - before).abs());
            let (rule, kind) = (signal.map(|signal| signal.rule), kind(signal, question.better));
            Point { value, moving_range, rule, kind }
        });
        spc.points.push(point);
    }
    let group = process.group(first);
    spc.assurance = question.target.and_then(|target| process.assure(target, question.better));
    spc.groups.push(group);
}

fn kind(signal: Option<Signal>, better: Better) -> Kind {
    let Some(Signal { side, .. }) = signal else { return Kind::CommonCause };
    match (better, side) {
        (Better::Neutral, Side::Above) => Kind::High,
        (Better::Neutral, Side::Below) => Kind::Low,
        (Better::Increase, Side::Above) | (Better::Decrease, Side::Below) => Kind::Improvement,
        (Better::Increase, Side::Below) | (Better::Decrease, Side::Above) => Kind::Concern,
    }
}
