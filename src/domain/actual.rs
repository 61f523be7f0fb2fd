//! Actuals: what was measured, or why there is no figure.

use serde::{Deserialize, Serialize};

use super::code::Code;
use super::measure::{Measure, vocabulary};
use super::number::{self, NumberError};
use super::period::Period;

vocabulary! {
    /// Why a period has no figure. Zero is a value, never a reason.
    MissingReason {
        NotAvailable = "not_available", "not available";
        NotApplicable = "not_applicable", "not applicable";
        Suppressed = "suppressed", "suppressed";
        NotYetDue = "not_yet_due", "not yet due";
    }
}

vocabulary! {
    /// How far a figure has come on its way to the public.
    State {
        Draft = "draft", "draft";
        Submitted = "submitted", "submitted";
        Returned = "returned", "returned";
        Approved = "approved", "approved";
    }
}

impl State {
    /// Entered, and not with the reviewers.
    pub fn is_unsubmitted(self) -> bool {
        matches!(self, State::Draft | State::Returned)
    }
}

/// A figure, or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// In the measure's unit.
    Value(f64),
    Ratio {
        numerator: f64,
        denominator: f64,
    },
    Missing(MissingReason),
}

impl Figure {
    /// The value in the measure's unit; `None` when there is none. `scale` is [`Measure::scale`].
    pub fn value(self, scale: f64) -> Option<f64> {
        match self {
            Figure::Value(value) => Some(value),
            Figure::Ratio { numerator, denominator } if denominator != 0.0 => {
                Some(numerator / denominator * scale)
            }
            Figure::Ratio { .. } | Figure::Missing(_) => None,
        }
    }

    pub fn missing(self) -> Option<MissingReason> {
        match self {
            Figure::Missing(reason) => Some(reason),
            _ => None,
        }
    }
}

/// One figure of a measure in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Actual {
    pub measure: Code,
    pub period: Period,
    /// Empty for the total, else `dimension=category`.
    pub category: String,
    pub figure: Figure,
    pub state: State,
    pub note: String,
    pub source: String,
}

impl Actual {
    /// What the entries of its cell in the audit trail are about.
    pub fn subject(&self) -> String {
        subject(&self.measure, self.period, &self.category)
    }
}

/// What the audit trail calls a cell.
pub fn subject(measure: &Code, period: Period, category: &str) -> String {
    format!("actual:{measure}/{period}/{category}")
}

/// What a person typed for one figure, before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedFigure {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub numerator: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub denominator: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    /// The name of a [`MissingReason`], or empty.
    pub missing: String,
}

/// A part of a typed figure that cannot be read, by the name of its field.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureError {
    pub field: &'static str,
    pub message: String,
}

impl TypedFigure {
    /// Nothing was typed at all.
    pub fn is_blank(&self) -> bool {
        [&self.value, &self.numerator, &self.denominator, &self.missing]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// Reads what was typed under the measure's rules, or lists everything that is wrong with it.
    pub fn read(&self, measure: &Measure) -> Result<Figure, Vec<FigureError>> {
        let error = |field, message: String| FigureError { field, message };
        let numbers = [&self.value, &self.numerator, &self.denominator];
        let any_number = numbers.iter().any(|text| !text.trim().is_empty());
        let missing = self.missing.trim();
        if !missing.is_empty() {
            return match MissingReason::named(missing) {
                None => Err(vec![error(
                    "missing",
                    "choose one of: not available, not applicable, suppressed, not yet due".into(),
                )]),
                Some(_) if any_number => Err(vec![error(
                    "missing",
                    "give a figure or a reason why there is none, not both".into(),
                )]),
                Some(reason) => Ok(Figure::Missing(reason)),
            };
        }
        match measure.ratio {
            true => self.read_ratio(),
            false => self.read_value(measure),
        }
    }

    fn read_value(&self, measure: &Measure) -> Result<Figure, Vec<FigureError>> {
        let mut errors = Vec::new();
        for (field, text) in [("numerator", &self.numerator), ("denominator", &self.denominator)] {
            if !text.trim().is_empty() {
                let message = "this measure has a single value; leave this empty".to_owned();
                errors.push(FigureError { field, message });
            }
        }
        match number::parse(&self.value, measure.rule) {
            Ok(value) if errors.is_empty() => return Ok(Figure::Value(value)),
            Ok(_) => {}
            Err(e) => errors.push(FigureError { field: "value", message: e.to_string() }),
        }
        Err(errors)
    }

    fn read_ratio(&self) -> Result<Figure, Vec<FigureError>> {
        let part = |field, text: &str| {
            number::parse(text, number::NumberRule::default())
                .map_err(|e: NumberError| FigureError { field, message: e.to_string() })
        };
        let mut errors = Vec::new();
        if !self.value.trim().is_empty() {
            let message = "this measure takes a numerator and a denominator; the rate follows from them";
            errors.push(FigureError { field: "value", message: message.into() });
        }
        let numerator = part("numerator", &self.numerator);
        let denominator = part("denominator", &self.denominator).and_then(|d| match d == 0.0 {
            false => Ok(d),
            true => Err(FigureError {
                field: "denominator",
                message: "a rate has no value over a denominator of 0; choose the reason “not applicable”"
                    .into(),
            }),
        });
        match (numerator, denominator) {
            (Ok(numerator), Ok(denominator)) if errors.is_empty() => {
                return Ok(Figure::Ratio { numerator, denominator });
            }
            (numerator, denominator) => {
                errors.extend(numerator.err());
                errors.extend(denominator.err());
            }
        }
        Err(errors)
    }
}

impl From<Figure> for TypedFigure {
    /// The texts that read back as this figure.
    fn from(figure: Figure) -> TypedFigure {
        let mut typed = TypedFigure::default();
        match figure {
            Figure::Value(value) => typed.value = number::exact(value),
            Figure::Ratio { numerator, denominator } => {
                typed.numerator = number::exact(numerator);
                typed.denominator = number::exact(denominator);
            }
            Figure::Missing(reason) => typed.missing = reason.name().to_owned(),
        }
        typed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;

    fn typed(value: &str, numerator: &str, denominator: &str, missing: &str) -> TypedFigure {
        TypedFigure {
            value: value.into(),
            numerator: numerator.into(),
            denominator: denominator.into(),
            missing: missing.into(),
        }
    }

    #[test]
    fn every_problem_of_a_figure_is_named_at_its_field() {
        let count = measure("count");
        let rate = Measure { ratio: true, ..measure("rate") };
        for (measure, input, fields) in [
            (&count, typed("1,234", "", "", ""), vec!["value"]),
            (&count, typed("x", "1", "2", ""), vec!["numerator", "denominator", "value"]),
            (&count, typed("5", "", "", "suppressed"), vec!["missing"]),
            (&count, typed("", "", "", "lost"), vec!["missing"]),
            (&count, typed("", "", "", ""), vec!["value"]),
            (&rate, typed("83", "", "", ""), vec!["value", "numerator", "denominator"]),
            (&rate, typed("", "1", "0", ""), vec!["denominator"]),
            (&rate, typed("", "x", "y", ""), vec!["numerator", "denominator"]),
        ] {
            let errors = input.read(measure).unwrap_err();
            let found: Vec<_> = errors.iter().map(|e| e.field).collect();
            assert_eq!(found, fields, "{input:?}");
        }
    }

    #[test]
    fn a_figure_reads_back_from_its_own_text() {
        let count = measure("count");
        let rate = Measure { ratio: true, ..measure("rate") };
        for (measure, figure) in [
            (&count, Figure::Value(0.0)),
            (&count, Figure::Missing(MissingReason::Suppressed)),
            (&rate, Figure::Ratio { numerator: 83.0, denominator: 100.0 }),
        ] {
            assert_eq!(TypedFigure::from(figure).read(measure), Ok(figure));
        }
    }

    #[test]
    fn a_ratio_has_the_scale_of_its_unit() {
        let ratio = Figure::Ratio { numerator: 83.0, denominator: 100.0 };
        assert_eq!(ratio.value(100.0), Some(83.0));
        assert_eq!(Figure::Missing(MissingReason::NotAvailable).value(1.0), None);
    }
}
