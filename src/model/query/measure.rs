//! What a measure's page, its chart and its downloads show.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Writer, code, flag, named, pairs, period, shown, unknown};
use crate::domain::breakdown;
use crate::domain::measure::{Frequency, Measure, vocabulary};
use crate::domain::number::{self, NumberRule};
use crate::domain::period::Period;
use crate::domain::picture::Picture;
use crate::domain::series::{Selection, Series};
use crate::domain::spc::RuleSet;
use crate::model::error::FieldError;

vocabulary! {
    /// Which chart of a measure.
    ChartKind {
        /// Period by period, against the target of each.
        Trend = "trend", "by period";
        /// Totals of quarters, for a monthly measure.
        Quarters = "quarters", "by quarter";
        /// Year totals.
        Years = "years", "by year";
        /// Period by period, by the categories of a breakdown.
        Breakdown = "breakdown", "by category";
        /// With process limits: signal or noise.
        Control = "control", "control chart";
        /// How far each figure is from the one before.
        MovingRange = "moving-range", "moving ranges";
        /// Within each year.
        Cumulative = "cumulative", "cumulative";
        YearOverYear = "year-over-year", "year over year";
        /// Numerator and denominator.
        Parts = "parts", "numerator and denominator";
        /// The last years, each against its target.
        Bullet = "bullet", "bullet chart";
    }
}

vocabulary! {
    /// How figures by category are drawn.
    Shape {
        /// Bars made of the categories, where they add up.
        Bars = "bars", "stacked bars";
        Lines = "lines", "lines";
        /// A small picture for each, all with one scale.
        Multiples = "multiples", "small multiples";
    }
}

impl ChartKind {
    /// How long the periods are that it totals; `None` for the measure's own.
    fn totals(self) -> Option<Frequency> {
        match self {
            ChartKind::Quarters => Some(Frequency::Quarterly),
            ChartKind::Years | ChartKind::Bullet => Some(Frequency::Annual),
            _ => None,
        }
    }

    /// What it makes of the figures, by these rules where it judges them.
    pub fn picture(self, rules: RuleSet) -> Picture {
        match self {
            ChartKind::Trend | ChartKind::Quarters | ChartKind::Years | ChartKind::Breakdown => {
                Picture::Figures
            }
            ChartKind::Control => Picture::Control(rules),
            ChartKind::MovingRange => Picture::MovingRange(rules),
            ChartKind::Cumulative => Picture::Cumulative,
            ChartKind::YearOverYear => Picture::YearOverYear,
            ChartKind::Parts => Picture::Parts,
            ChartKind::Bullet => Picture::Bullet,
        }
    }
}

/// What an address can ask of a chart.
const KEYS: [&str; 10] =
    ["kind", "from", "to", "target", "targets", "drafts", "forecast", "by", "shape", "rules"];

/// What the chart on a measure's page, and its downloads, show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeasureQuery {
    pub kind: Option<ChartKind>,
    /// The dimension of a breakdown; empty for the measure's first.
    pub by: String,
    pub shape: Option<Shape>,
    /// By which signal is told from noise.
    pub rules: Option<RuleSet>,
    pub from: Option<Period>,
    pub to: Option<Period>,
    /// A what-if target, in the measure's unit.
    pub target: Option<f64>,
    /// `targets=now`: those in force now beside those that stood.
    pub targets_now: bool,
    pub drafts: bool,
    /// With what is expected after the last figure.
    pub forecast: bool,
}

impl MeasureQuery {
    /// Reads the part of an address after `?`. `others` names keys that belong to someone else
    /// (a download's scale and theme).
    pub fn parse(raw: &str, others: &[&str]) -> Result<MeasureQuery, Vec<FieldError>> {
        let mut query = MeasureQuery::default();
        let mut errors = Vec::new();
        let any = NumberRule { whole: false, negative: true };
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "kind" => named(&value, ChartKind::named, ChartKind::ALL, ChartKind::name)
                    .map(|k| query.kind = Some(k)),
                "by" => code(&value).map(|by| query.by = by.to_string()),
                "shape" => {
                    named(&value, Shape::named, Shape::ALL, Shape::name).map(|s| query.shape = Some(s))
                }
                "rules" => {
                    named(&value, RuleSet::named, RuleSet::ALL, RuleSet::name).map(|r| query.rules = Some(r))
                }
                "from" => period(&value).map(|p| query.from = Some(p)),
                "to" => period(&value).map(|p| query.to = Some(p)),
                "target" => {
                    number::parse(&value, any).map(|n| query.target = Some(n)).map_err(|e| e.to_string())
                }
                "targets" if value == "now" => {
                    query.targets_now = true;
                    Ok(())
                }
                "targets" => Err(format!("“{}” is not known; write now, or leave it out", shown(&value))),
                "drafts" => flag(&value).map(|on| query.drafts = on),
                "forecast" => flag(&value).map(|on| query.forecast = on),
                other if others.contains(&other) => Ok(()),
                _ => Err(unknown(&KEYS)),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if let (Some(from), Some(to)) = (query.from, query.to)
            && from.starts_on() > to.ends_on()
        {
            errors.push(FieldError::new(
                "from",
                format!("{from} comes after {to}; choose an earlier start or a later end"),
            ));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }
}

impl MeasureQuery {
    /// Whether the figures are to be told apart by category.
    pub fn by_category(&self) -> bool {
        self.kind == Some(ChartKind::Breakdown)
    }

    /// The dimension by which they are, among those that there are; `None` where that is not asked for.
    pub fn dimension<'d>(&self, dimensions: &'d [String]) -> Result<Option<&'d str>, FieldError> {
        if !self.by_category() {
            return Ok(None);
        }
        let found = breakdown::asked(dimensions, &self.by);
        found.map(Some).map_err(|(field, message)| FieldError::new(field, message))
    }

    /// What of a series this asks for.
    pub fn selection(&self) -> Selection {
        Selection {
            from: self.from,
            to: self.to,
            totals: self.kind.and_then(ChartKind::totals),
            what_if: self.target,
            drafts: self.drafts,
            targets_now: self.targets_now,
            picture: self.picture(),
        }
    }

    fn picture(&self) -> Picture {
        if self.by_category() && self.shape == Some(Shape::Multiples) {
            return Picture::Multiples;
        }
        self.kind.map(|kind| kind.picture(self.rules.unwrap_or_default())).unwrap_or_default()
    }

    /// Whether signal is to be told from noise.
    pub fn is_judged(&self) -> bool {
        matches!(self.picture(), Picture::Control(_) | Picture::MovingRange(_))
    }

    /// Whether it shows figures against levels: targets, a baseline, a what-if.
    pub fn has_levels(&self) -> bool {
        self.picture() == Picture::Figures && !self.by_category()
    }

    /// Whether the picture, which the measure has, shows something else than the figures themselves.
    pub fn has_own_table(&self, measure: &Measure) -> bool {
        let picture = self.picture();
        let own = matches!(picture, Picture::Cumulative | Picture::YearOverYear | Picture::Parts);
        // None of them asks for targets.
        own && picture.unsuited(measure, true).is_none()
    }

    /// Whether a measure has the picture that is asked for.
    pub fn suits(&self, measure: &Measure, series: &Series) -> Result<(), FieldError> {
        match self.picture().unsuited(measure, series.has_targets()) {
            Some(why) => Err(FieldError::new("kind", why)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for MeasureQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("kind", self.kind.map(ChartKind::name))?;
        writer.put("by", Some(&self.by).filter(|by| !by.is_empty()))?;
        writer.put("shape", self.shape.map(Shape::name))?;
        writer.put("rules", self.rules.map(RuleSet::name))?;
        writer.put("from", self.from)?;
        writer.put("to", self.to)?;
        writer.put("target", self.target.map(number::exact))?;
        writer.put("targets", self.targets_now.then_some("now"))?;
        writer.put("drafts", self.drafts.then_some("yes"))?;
        writer.put("forecast", self.forecast.then_some("yes"))
    }
}
