//! Measures (performance indicators): what is counted, and how.

mod periods;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::actual::{Figure, MissingReason};
use super::code::Code;
use super::date::wire;
use super::number::{self, NumberRule};
use super::period::Calendar;
use super::status::{Bands, Method};

/// A closed list of words with the name that files and the database use and the label that people read.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $type:ident { $($(#[$vdoc:meta])* $variant:ident = $name:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $type { $($(#[$vdoc])* #[serde(rename = $name)] $variant,)+ }

        impl $type {
            /// Every word, in the order in which people are shown them.
            pub const ALL: &'static [$type] = &[$($type::$variant,)+];

            /// The name of each, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name,)+];

            /// The name in files, addresses and the database.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)+ }
            }

            /// The words that people read.
            pub fn label(self) -> &'static str {
                match self { $($type::$variant => $label,)+ }
            }

            /// The variant of a name; `None` for any other text.
            pub fn named(name: &str) -> Option<$type> {
                match name { $($name => Some($type::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What a measure tells about (31 U.S.C. 1115(b)(6)).
    Kind {
        Outcome = "outcome", "outcome";
        Output = "output", "output";
        Efficiency = "efficiency", "efficiency";
        Input = "input", "input";
        CustomerService = "customer_service", "customer service";
    }
}

vocabulary! {
    /// Which way is better.
    Direction {
        Increase = "increase", "increase";
        Decrease = "decrease", "decrease";
        /// Keep at the threshold or above it.
        AtLeast = "at_least", "at least";
        /// Keep at the threshold or below it.
        AtMost = "at_most", "at most";
        /// Complete a stated number of steps (one, where it is done or not done).
        Milestone = "milestone", "milestone";
    }
}

impl Direction {
    /// Whether a higher figure is the better one.
    pub fn higher_is_better(self) -> bool {
        !matches!(self, Direction::Decrease | Direction::AtMost)
    }

    /// What the target asks, to stand before its value: "at least 95 %".
    pub fn comparison(self) -> &'static str {
        if self.higher_is_better() { "at least" } else { "at most" }
    }
}

vocabulary! {
    /// How often a figure is due.
    Frequency {
        Monthly = "monthly", "monthly";
        Quarterly = "quarterly", "quarterly";
        Annual = "annual", "annual";
    }
}

impl Frequency {
    /// How long a period is.
    pub fn months(self) -> i32 {
        match self {
            Frequency::Monthly => 1,
            Frequency::Quarterly => 3,
            Frequency::Annual => 12,
        }
    }

    /// How many periods there are in a year.
    pub fn per_year(self) -> i32 {
        12 / self.months()
    }

    /// What a period is called: `month`.
    pub fn noun(self) -> &'static str {
        match self {
            Frequency::Monthly => "month",
            Frequency::Quarterly => "quarter",
            Frequency::Annual => "year",
        }
    }

    /// The noun that goes with a count: `month`, `quarters`.
    pub fn counted(self, count: usize) -> String {
        let plural = if count == 1 { "" } else { "s" };
        format!("{}{plural}", self.noun())
    }
}

vocabulary! {
    /// How the months or quarters of a year become the year's figure.
    Aggregation {
        Sum = "sum", "sum of its quarters or months";
        Last = "last", "that of its last quarter or month";
        Mean = "mean", "mean of its quarters or months";
        /// Sum of numerators over sum of denominators.
        RatioOfSums = "ratio_of_sums", "ratio of the sums";
    }
}

/// What a figure is counted in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Plural, lower case: `traces`, `days`; or `percent`, `dollars`.
    pub name: String,
    /// Decimals shown, 0 to 6.
    pub decimals: u8,
}

impl Unit {
    pub fn is_percent(&self) -> bool {
        self.name == "percent"
    }

    pub fn is_dollars(&self) -> bool {
        self.name == "dollars"
    }

    /// A value in the decimals that are shown.
    pub fn rounded(&self, value: f64) -> f64 {
        let power = (0..self.decimals).fold(1.0, |power, _| power * 10.0);
        (value * power).round() / power
    }

    /// A figure with what is inseparable from it: `83.0%`, `$1,500`, `6,721`.
    pub fn figure(&self, value: f64) -> String {
        let mut digits = number::format(value, self.decimals);
        match () {
            () if self.is_percent() => {
                digits.push('%');
                digits
            }
            () if self.is_dollars() => match digits.strip_prefix('−') {
                Some(positive) => format!("−${positive}"),
                None => format!("${digits}"),
            },
            () => digits,
        }
    }

    /// How far two figures are apart: `1.2 percentage points`, `$1,500`, `224`.
    pub fn difference(&self, by: f64) -> String {
        if !self.is_percent() {
            return self.figure(by);
        }
        let digits = number::format(by, self.decimals);
        let points = if digits == "1" { "percentage point" } else { "percentage points" };
        format!("{digits} {points}")
    }

    /// The unit for means and limits of figures that lie within a span: with a decimal more where the span has fewer
    /// than twenty steps.
    pub fn resolving(&self, span: f64) -> Unit {
        let steps = (0..self.decimals).fold(span, |steps, _| steps * 10.0);
        let more = u8::from(steps > 0.0 && steps < 20.0);
        Unit { decimals: self.decimals + more, ..self.clone() }
    }

    /// A figure that stands in a sentence: `83.0%`, `$1,500`, `6,721 inspections`, `1 inspection`.
    pub fn phrase(&self, value: f64) -> String {
        let figure = self.figure(value);
        match self.is_percent() || self.is_dollars() {
            true => figure,
            false if figure == "1" => format!("1 {}", self.name.strip_suffix('s').unwrap_or(&self.name)),
            false => format!("{figure} {}", self.name),
        }
    }
}

/// A defined quantity that shows whether a goal is being reached (a "performance indicator",
/// 31 U.S.C. 1115(h)(8)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    pub code: Code,
    pub goal: Code,
    pub office: Code,
    pub name: String,
    /// What is counted and what is not.
    pub definition: String,
    /// How the figure is worked out from what is counted.
    pub formula: String,
    pub kind: Kind,
    pub direction: Direction,
    pub calendar: Calendar,
    pub frequency: Frequency,
    pub aggregation: Aggregation,
    pub unit: Unit,
    /// Figures are entered as numerator and denominator.
    pub ratio: bool,
    pub rule: NumberRule,
    /// Days after a period's end until its figure is due.
    pub reporting_lag_days: u16,
    /// The official responsible for the measure; empty if none is named.
    pub responsible: String,
    /// Where the data comes from (31 U.S.C. 1115(b)(8)(B)); empty if not stated.
    pub source: String,
    pub source_address: String,
    /// What a reader must know to not misread the figures; printed on every chart.
    pub caveat: String,
    /// How measured values are verified and validated (31 U.S.C. 1115(b)(8)(A)).
    pub verification: String,
    /// The level of accuracy required for the intended use (31 U.S.C. 1115(b)(8)(C)).
    pub accuracy: String,
    /// Limitations of the data at that level (31 U.S.C. 1115(b)(8)(D)).
    pub limitations: String,
    /// How the agency compensates for the limitations (31 U.S.C. 1115(b)(8)(E)).
    pub compensation: String,
    /// Why there is no baseline; empty where there is one, or no reason was given.
    pub baseline_absent: String,
    /// Words of a controlled marking, printed on every picture and file; empty for what is public.
    pub marking: String,
    /// The figures were made up to show the product, and every picture of them says so.
    pub illustrative: bool,
    pub bands: Bands,
    /// How an actual is judged against its target.
    pub method: Method,
    /// The day from which nothing is asked for any more. A measure is retired, never deleted.
    #[serde(deserialize_with = "wire::day_if_any")]
    pub retired_on: Option<NaiveDate>,
}

impl Measure {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        Measure::subject_of(&self.code)
    }

    /// The same, by its code alone.
    pub fn subject_of(code: &Code) -> String {
        format!("measure:{code}")
    }

    /// What a ratio is multiplied by: 100 where the unit is per cent, else 1.
    pub fn scale(&self) -> f64 {
        if self.unit.is_percent() { 100.0 } else { 1.0 }
    }

    /// Whether the figures of categories add up to the total's: counts do, and levels that are counted;
    /// rates, means and shares do not.
    pub fn is_additive(&self) -> bool {
        let counted = match self.aggregation {
            Aggregation::Sum => true,
            Aggregation::Last => self.rule.whole,
            Aggregation::Mean | Aggregation::RatioOfSums => false,
        };
        counted && !self.ratio && !self.unit.is_percent()
    }

    /// A figure with its unit, or the reason why there is none.
    pub fn phrase(&self, figure: Figure) -> String {
        match (figure.value(self.scale()), figure.missing()) {
            (Some(value), _) => self.unit.phrase(value),
            (None, reason) => reason.map_or("no figure", MissingReason::label).to_owned(),
        }
    }

    /// The words that stand under each picture of the figures: source, caveat, illustrative mark.
    pub fn footnotes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.marking.is_empty() {
            notes.push(self.marking.clone());
        }
        if self.illustrative {
            notes.push("Illustrative: made-up figures, not published by any agency.".to_owned());
        }
        if !self.source.is_empty() {
            notes.push(format!("Source: {}.", self.source.trim_end_matches('.')));
        }
        if !self.caveat.is_empty() {
            notes.push(self.caveat.clone());
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_carries_its_unit() {
        let unit = |name: &str, decimals| Unit { name: name.into(), decimals };
        assert_eq!(unit("percent", 1).phrase(83.0), "83.0%");
        assert_eq!(unit("dollars", 0).phrase(-1500.0), "−$1,500");
        assert_eq!(unit("inspections", 0).phrase(6721.0), "6,721 inspections");
        assert_eq!(unit("inspections", 0).phrase(1.0), "1 inspection");
        assert_eq!(unit("days", 1).phrase(1.0), "1.0 days");
        assert_eq!(unit("inspections", 0).figure(6721.0), "6,721");
    }

    #[test]
    fn vocabularies_are_closed_and_their_names_distinct() {
        for &direction in Direction::ALL {
            assert_eq!(Direction::named(direction.name()), Some(direction));
        }
        assert_eq!(Direction::named("upward"), None);
    }
}

#[cfg(test)]
pub mod tests_support {
    use super::*;

    /// A quarterly count with an increase direction: what a case does not name is this.
    pub fn measure(code: &str) -> Measure {
        Measure {
            code: code.parse().unwrap(),
            goal: "goal".parse().unwrap(),
            office: "ATF".parse().unwrap(),
            name: format!("Measure {code}"),
            definition: String::new(),
            formula: String::new(),
            kind: Kind::Output,
            direction: Direction::Increase,
            calendar: Calendar::Fiscal,
            frequency: Frequency::Quarterly,
            aggregation: Aggregation::Sum,
            unit: Unit { name: "traces".into(), decimals: 0 },
            ratio: false,
            rule: NumberRule { whole: true, negative: false },
            reporting_lag_days: 45,
            responsible: String::new(),
            source: String::new(),
            source_address: String::new(),
            caveat: String::new(),
            verification: String::new(),
            accuracy: String::new(),
            limitations: String::new(),
            compensation: String::new(),
            baseline_absent: String::new(),
            marking: String::new(),
            illustrative: false,
            bands: Bands::default(),
            method: Method::default(),
            retired_on: None,
        }
    }
}
