//! What a chart is asked for ([`ChartSpec`]) and what comes back ([`Drawing`]).

use serde::{Deserialize, Serialize};

use crate::domain::forecast::Fan;
use crate::domain::measure::Unit;
use crate::domain::note::Note;
use crate::domain::period::{Calendar, Period};
use crate::domain::rollup::Partial;
use crate::domain::spc::{Assurance, Kind, Rule, RuleSet, Standing};
use crate::domain::status::{Edges, Status};

/// All that a picture shows. Values are in the measure's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartSpec {
    pub title: String,
    pub subtitle: String,
    pub unit: Unit,
    pub higher_is_better: bool,
    pub form: Form,
    /// In the order of their periods; a period without a figure is a point without a value.
    pub points: Vec<Point>,
    pub baseline: Option<Reference>,
    /// A level that the reader tries out; drawn as a line of its own.
    pub what_if: Option<f64>,
    /// The periods from which something else is counted than before.
    pub breaks: Vec<Period>,
    /// What is pinned to the measure's periods, in their order. Those of the periods shown are marked by their
    /// places in this list, counted from 1.
    pub notes: Vec<Note>,
    pub footnotes: Vec<String>,
    /// The figures were made up, and the picture says so.
    pub illustrative: bool,
    /// How the figures are told apart: for [`Form::Stacked`], [`Form::Lines`], [`Form::Multiples`],
    /// [`Form::Seasons`] (by year) and [`Form::Parts`] (numerator, denominator), and for them alone.
    pub split: Option<Split>,
    /// What chance explains of the figures: for [`Form::Control`], and for it alone.
    pub control: Option<Control>,
    /// What is expected after the last figure: for [`Form::Trend`], and for it alone. `with_fan` adds it.
    pub fan: Option<Fan>,
}

/// Figures told apart by the categories of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// By what, in words: `firearm type`.
    pub by: String,
    /// At most [`Split::MOST`], the first at the foot of a stack.
    pub parts: Vec<Part>,
    /// The parts add up to the total.
    pub additive: bool,
    /// How many categories are not drawn, or are drawn as one.
    pub left_out: usize,
}

impl Split {
    /// As many as can be told apart.
    pub const MOST: usize = 6;
}

/// One category, or several that are drawn as one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    /// One for each point of the picture.
    pub values: Vec<PartValue>,
}

/// What is known of a category in one period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartValue {
    pub value: Option<f64>,
    /// The value is not approved yet.
    pub draft: bool,
    /// Why there is no figure, in words.
    pub missing: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A line through the figures.
    Trend,
    /// A bar for each figure, from zero: year totals.
    Bars,
    /// A line without words, to stand in a row of a table.
    Sparkline,
    /// A bar for each period, from zero, made of its categories.
    Stacked,
    /// A line for each category.
    Lines,
    /// A line through the figures, with the limits of what chance explains.
    Control,
    /// A line for each year of a calendar through what the figures add up to since it began, from zero.
    Cumulative(Calendar),
    /// A line for each year over its quarters or months.
    Seasons,
    /// A small picture for each category, all with one scale.
    Multiples,
    /// A bar for each denominator, from zero, and in it one for its numerator.
    Parts,
    /// A row for each year: a bar from zero over the ground of the statuses, and a tick at the target.
    Bullet,
}

/// Process limits, and the figures that are more than chance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Control {
    pub rules: RuleSet,
    /// The figures are moving ranges: how far each is from the one before.
    pub ranges: bool,
    /// In order.
    pub stretches: Vec<Stretch>,
    /// One for each point of the picture; `None` for what chance explains.
    pub signals: Vec<Option<Signal>>,
    /// `None` without a target or limits.
    pub assurance: Option<Assurance>,
}

impl Control {
    /// The unit in which means and limits are told.
    pub fn unit(&self, unit: &Unit) -> Unit {
        let bounds = self.stretches.iter().filter_map(|stretch| stretch.limits);
        let span = bounds.map(|bounds| bounds.upper - bounds.lower.unwrap_or_default()).reduce(f64::min);
        span.map_or_else(|| unit.clone(), |span| unit.resolving(span))
    }
}

/// Points that count one thing throughout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// The index of its first point, and of the first after it.
    pub first: usize,
    pub end: usize,
    /// How many figures the limits rest on, whether all of them are shown or not.
    pub figures: usize,
    pub mean: Option<f64>,
    pub limits: Option<Bounds>,
    pub standing: Standing,
}

/// Where chance ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Moving ranges have none.
    pub lower: Option<f64>,
    pub upper: f64,
    /// From where on a point counts as near a limit.
    pub near: Option<[f64; 2]>,
}

/// Why a figure is more than chance, and what that means.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    pub rule: Rule,
    pub kind: Kind,
}

/// A level across the whole picture, such as the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub label: String,
    pub value: f64,
}

/// One period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub period: Period,
    /// The approved figure.
    pub value: Option<f64>,
    /// A figure not approved yet, for those who may see it.
    pub draft: Option<f64>,
    /// The target as it stood for this period.
    pub target: Option<f64>,
    /// The target in force now, where it is another.
    pub target_now: Option<f64>,
    pub status: Option<Status>,
    /// Why there is no figure, in words.
    pub missing: Option<String>,
    /// A total that does not rest on all of its quarters or months.
    pub partial: Option<Partial>,
    /// From where on its figure has which status: for [`Form::Bullet`], and for it alone.
    pub edges: Option<Edges>,
}

impl Point {
    /// A period with neither figure nor target.
    pub fn empty(period: Period) -> Point {
        Point {
            period,
            value: None,
            draft: None,
            target: None,
            target_now: None,
            status: None,
            missing: None,
            partial: None,
            edges: None,
        }
    }

    /// Whether the period's figure is not due yet, so that its absence is no gap.
    pub(super) fn is_not_due(&self) -> bool {
        self.value.is_none() && self.status == Some(Status::NotDue)
    }
}

/// The room for a picture, in CSS pixels. A picture whose words need more height than this gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub width: u32,
    pub height: u32,
    pub frame: Frame,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// The page around it has the title and the notes.
    Page,
    /// The picture leaves the page, so its title, caveats and source are inside it.
    Export,
}

/// What the picture is coloured with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ink {
    /// Class names, which `style/chart.css` turns into colours.
    Page,
    /// Colours for a white ground.
    Light,
    /// Colours for a dark ground.
    Dark,
}

/// A picture, and what a page needs to make it usable without sight or mouse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    pub svg: String,
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// In the order of the points; a point with figure and draft has two.
    pub marks: Vec<Mark>,
    pub title: String,
    pub summary: String,
}

/// Where a point stands in the picture (CSS pixels from its upper left), and what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub period: Period,
    pub x: f64,
    pub y: f64,
    pub radius: f64,
    pub status: Option<Status>,
    pub draft: bool,
    /// `Q1 FY 2024: 83.0%; target at least 95.0%; off track`.
    pub label: String,
}
