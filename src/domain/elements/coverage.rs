//! How a set of measures stands by its elements: what is lacking most often.

use serde::{Deserialize, Serialize};

use super::{Assessment, Element, Presence, gaps};

/// How many measures lack one element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    pub element: Element,
    pub missing: usize,
    pub partial: usize,
}

impl Coverage {
    /// How many measures lack it, wholly or in part.
    pub fn lacking(&self) -> usize {
        self.missing + self.partial
    }
}

/// How many elements the sentence names.
const NAMED: usize = 3;

/// Each element over measures, each given by its assessments; in the order of [`Element::ALL`].
pub fn of(measures: &[&[Assessment]]) -> Vec<Coverage> {
    let count = |element, presence| {
        let has = |one: &&Assessment| one.element == element && one.presence == presence;
        measures.iter().flat_map(|measure| measure.iter()).filter(has).count()
    };
    let coverage = |&element: &Element| Coverage {
        element,
        missing: count(element, Presence::Missing),
        partial: count(element, Presence::Partial),
    };
    Element::ALL.iter().map(coverage).collect()
}

/// "3 of 23 measures have every element. Most often lacking: accuracy required (12), …"
pub fn sentence(measures: &[&[Assessment]]) -> String {
    let whole = measures.iter().filter(|measure| gaps(measure) == 0).count();
    let mut lacking: Vec<Coverage> = of(measures);
    lacking.retain(|one| one.lacking() > 0);
    // Stable: elements that lack as often stand in their own order.
    lacking.sort_by_key(|one| std::cmp::Reverse(one.lacking()));
    let named = |one: &Coverage| format!("{} ({})", one.element.label(), one.lacking());
    let most: Vec<String> = lacking.iter().take(NAMED).map(named).collect();
    let first = match (measures.len(), whole) {
        (0, _) => return "There is no measure.".into(),
        (1, 1) => "The one measure has every element.".to_owned(),
        (1, _) => "The one measure lacks at least one element.".to_owned(),
        (all, 1) => format!("1 of {all} measures has every element."),
        (all, whole) => format!("{whole} of {all} measures have every element."),
    };
    match most.is_empty() {
        true => first,
        false => format!("{first} Most often lacking: {}.", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A measure that states everything but what is given.
    fn measure(lacking: &[(Element, Presence)]) -> Vec<Assessment> {
        let presence = |element| lacking.iter().find(|(at, _)| *at == element).map(|(_, presence)| *presence);
        let one = |&element: &Element| Assessment {
            element,
            presence: presence(element).unwrap_or(Presence::Present),
            note: String::new(),
        };
        Element::ALL.iter().map(one).collect()
    }

    fn check(measures: &[&Vec<Assessment>], expected: &str) {
        let measures: Vec<&[Assessment]> = measures.iter().map(|measure| measure.as_slice()).collect();
        assert_eq!(sentence(&measures), expected);
    }

    #[test]
    fn the_sentence_holds_for_none_one_and_many() {
        use Element::{Accuracy, Source, Target, Unit, Verification};
        use Presence::{Missing, Partial};
        let whole = measure(&[]);
        let one = measure(&[(Accuracy, Missing)]);
        let many = measure(&[
            (Accuracy, Missing),
            (Unit, Partial),
            (Source, Missing),
            (Target, Missing),
            (Verification, Missing),
        ]);
        check(&[], "There is no measure.");
        check(&[&whole], "The one measure has every element.");
        check(
            &[&one],
            "The one measure lacks at least one element. Most often lacking: accuracy required (1).",
        );
        check(
            &[&whole, &one],
            "1 of 2 measures has every element. Most often lacking: accuracy required (1).",
        );
        check(&[&whole, &whole], "2 of 2 measures have every element.");
        check(
            &[&one, &many],
            "0 of 2 measures have every element. Most often lacking: accuracy required (2), unit (1), quantitative target (1).",
        );
    }

    #[test]
    fn missing_and_partial_are_counted_apart() {
        let measures = [
            measure(&[(Element::Unit, Presence::Partial)]),
            measure(&[(Element::Unit, Presence::Missing)]),
            measure(&[]),
        ];
        let measures: Vec<&[Assessment]> = measures.iter().map(Vec::as_slice).collect();
        let unit = of(&measures).into_iter().find(|one| one.element == Element::Unit).unwrap();
        assert_eq!((unit.missing, unit.partial, unit.lacking()), (1, 1, 2));
    }
}
