//! Whether the figures of the categories make the total. A warning where they do not, never a refusal:
//! whoever reports may know why.

use super::{dimensions, parts, words};
use crate::domain::actual::{Figure, MissingReason};
use crate::domain::measure::Measure;

/// What the categories of one dimension come to, where that is worth a word.
#[derive(Clone, Debug, PartialEq)]
pub struct SumCheck {
    /// What is to be said: `The categories add up to 410, the total says 415.`
    pub words: String,
    /// What the total could be; only where nothing is entered for it.
    pub offer: Option<f64>,
    /// The figures contradict each other.
    pub amiss: bool,
}

/// Compares what is entered for a period: the total, and each category with its figure (`None` where
/// nothing is entered). One word for each dimension at most.
pub fn check(
    measure: &Measure,
    total: Option<Figure>,
    categories: &[(String, Option<Figure>)],
) -> Vec<SumCheck> {
    if !measure.is_additive() {
        return Vec::new();
    }
    let names: Vec<String> = categories.iter().map(|(category, _)| category.clone()).collect();
    let dimensions = dimensions(&names);
    let several = dimensions.len() > 1;
    let one = |dimension: &String| {
        let of = categories.iter().filter(|(category, _)| parts(category).0 == dimension);
        let figures: Vec<Option<Figure>> = of.map(|(_, figure)| *figure).collect();
        let by = if several { format!(" by {}", words(dimension)) } else { String::new() };
        compare(measure, total, &figures, &by)
    };
    dimensions.iter().filter_map(one).collect()
}

fn compare(
    measure: &Measure,
    total: Option<Figure>,
    figures: &[Option<Figure>],
    by: &str,
) -> Option<SumCheck> {
    let scale = measure.scale();
    let values: Vec<f64> = figures.iter().flatten().filter_map(|figure| figure.value(scale)).collect();
    // What does not apply adds nothing; of all else that has no figure, nobody knows what it adds.
    let nothing =
        |figure: &&Option<Figure>| figure.and_then(Figure::missing) == Some(MissingReason::NotApplicable);
    let without = figures.iter().filter(nothing).count();
    let whole = values.len() + without == figures.len() && !values.is_empty();
    // Binary fractions add up to a hair more or less; nothing is counted as finely as this.
    let exact = (values.iter().sum::<f64>() * 1e9).round() / 1e9;
    let sum = measure.unit.rounded(exact);
    let figure = |value: f64| measure.unit.figure(value);
    let Some(total) = total else {
        let said = format!("The categories{by} add up to {}, the total is empty.", figure(sum));
        return whole.then_some(SumCheck { words: said, offer: Some(exact), amiss: false });
    };
    // Where there is a reason instead of a total, there is nothing to compare with.
    let total = measure.unit.rounded(total.value(scale)?);
    let words = match whole {
        true if sum != total => {
            format!("The categories{by} add up to {}, the total says {}.", figure(sum), figure(total))
        }
        // What is not entered yet, or suppressed, can only add to it.
        false if sum > total && !measure.rule.negative => format!(
            "The categories{by} that have a figure add up to {} already, the total says {}.",
            figure(sum),
            figure(total)
        ),
        _ => return None,
    };
    Some(SumCheck { words, offer: None, amiss: true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::{Aggregation, Unit, tests_support::measure};
    use crate::domain::number::NumberRule;

    const SUPPRESSED: Option<Figure> = Some(Figure::Missing(MissingReason::Suppressed));

    const CLOSED: Option<Figure> = Some(Figure::Missing(MissingReason::NotApplicable));

    fn v(value: f64) -> Option<Figure> {
        Some(Figure::Value(value))
    }

    /// What is said, each with what is offered.
    fn said(measure: &Measure, total: Option<Figure>, figures: &[(&str, Option<Figure>)]) -> Vec<String> {
        let figures: Vec<_> = figures.iter().map(|(name, figure)| (name.to_string(), *figure)).collect();
        let words = |found: SumCheck| {
            assert_eq!(found.amiss, found.offer.is_none());
            match found.offer {
                Some(offer) => format!("{} [{offer}]", found.words),
                None => found.words,
            }
        };
        check(measure, total, &figures).into_iter().map(words).collect()
    }

    #[test]
    fn categories_are_held_against_their_total() {
        let count = measure("m");
        let tenths = Measure { unit: Unit { name: "tons".into(), decimals: 1 }, ..measure("m") };
        let change = Measure { rule: NumberRule { whole: true, negative: true }, ..measure("m") };
        let add = "The categories add up to";
        for (measure, total, figures, expected) in [
            (&count, v(415.0), vec![v(400.0), v(10.0)], Some(format!("{add} 410, the total says 415."))),
            (&count, v(410.0), vec![v(400.0), v(10.0)], None),
            (&count, v(0.0), vec![v(0.0), v(0.0)], None),
            (&count, None, vec![v(400.0), v(10.0)], Some(format!("{add} 410, the total is empty. [410]"))),
            (&count, None, vec![v(0.0), v(0.0)], Some(format!("{add} 0, the total is empty. [0]"))),
            // Not all is there yet: nothing is offered, and nothing amiss until it is too much.
            (&count, None, vec![v(400.0), None], None),
            (&count, None, vec![None, None], None),
            (&count, v(415.0), vec![v(400.0), None], None),
            (&count, v(415.0), vec![v(400.0), SUPPRESSED], None),
            (&count, None, vec![v(400.0), SUPPRESSED], None),
            (
                &count,
                v(415.0),
                vec![v(420.0), SUPPRESSED],
                Some("The categories that have a figure add up to 420 already, the total says 415.".into()),
            ),
            (&change, v(415.0), vec![v(420.0), None], None),
            (&change, v(4.0), vec![v(7.0), v(-3.0)], None),
            (&count, None, vec![v(400.0), CLOSED], Some(format!("{add} 400, the total is empty. [400]"))),
            (&count, v(415.0), vec![v(400.0), CLOSED], Some(format!("{add} 400, the total says 415."))),
            (&count, None, vec![CLOSED, CLOSED], None),
            // A reason is no total, and an empty breakdown no sum.
            (&count, SUPPRESSED, vec![v(400.0), v(10.0)], None),
            (&count, v(415.0), vec![SUPPRESSED, SUPPRESSED], None),
            (&count, v(5.0), vec![], None),
            (&tenths, v(0.3), vec![v(0.1), v(0.2)], None),
            (&tenths, None, vec![v(0.1), v(0.2)], Some(format!("{add} 0.3, the total is empty. [0.3]"))),
            // What is offered has all of its decimals, also those that are not shown.
            (&tenths, None, vec![v(0.1), v(0.15)], Some(format!("{add} 0.3, the total is empty. [0.25]"))),
        ] {
            let names = ["type=rifle", "type=handgun"];
            let figures: Vec<_> = names.into_iter().zip(figures).collect();
            let expected: Vec<String> = expected.into_iter().collect();
            assert_eq!(said(measure, total, &figures), expected, "{total:?} of {figures:?}");
        }
    }

    #[test]
    fn each_dimension_is_a_sum_of_its_own() {
        let figures =
            [("type=rifle", v(4.0)), ("state=AZ", v(7.0)), ("type=handgun", v(5.0)), ("state=TX", v(3.0))];
        assert_eq!(
            said(&measure("m"), v(10.0), &figures),
            ["The categories by type add up to 9, the total says 10."]
        );
        let empty = said(&measure("m"), None, &figures);
        assert_eq!(empty.len(), 2, "{empty:?}");
    }

    #[test]
    fn rates_and_means_are_no_sums() {
        let unit = Unit { name: "percent".into(), decimals: 0 };
        let any = NumberRule::default();
        let kept = |aggregation| Measure { aggregation, ..measure("m") };
        for (measure, additive) in [
            (kept(Aggregation::Sum), true),
            (kept(Aggregation::Last), true),
            (Measure { rule: any, ..kept(Aggregation::Last) }, false),
            (kept(Aggregation::Mean), false),
            (kept(Aggregation::RatioOfSums), false),
            (Measure { unit, ..kept(Aggregation::Sum) }, false),
            (Measure { ratio: true, ..kept(Aggregation::Sum) }, false),
        ] {
            assert_eq!(measure.is_additive(), additive, "{measure:?}");
            let found = said(&measure, v(1.0), &[("type=rifle", v(2.0)), ("type=handgun", v(3.0))]);
            assert_eq!(!found.is_empty(), additive);
        }
    }
}
