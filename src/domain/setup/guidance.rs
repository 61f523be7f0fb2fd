//! The sections in which a measure is set up: each field with what to write there, why it is asked, and an
//! example.

use crate::domain::elements::Element;
use crate::domain::measure::{Aggregation, Direction, Frequency, Kind};
use crate::domain::period::Calendar;
use crate::domain::status::Method;

/// Names with the words that people read, to choose from.
type Words = fn() -> Vec<(&'static str, &'static str)>;

/// How a field is filled in.
#[derive(Clone, Copy)]
pub enum Input {
    Line,
    Long,
    Day,
    Words(Words),
    Goals,
    Offices,
}

/// One field of the form, named as its column in a measures file.
#[derive(Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    /// The element that it states.
    pub element: Option<Element>,
    pub label: &'static str,
    pub guidance: &'static str,
    pub example: &'static str,
    pub input: Input,
}

impl Field {
    /// Its anchor on the page: the element's name, where it states one.
    pub fn id(&self) -> &'static str {
        self.element.map_or(self.name, Element::name)
    }
}

/// Fields that belong together and are saved together.
pub struct Section {
    pub id: &'static str,
    pub title: &'static str,
    pub fields: &'static [Field],
    /// A change here may count something else: [`CHANGE`] is asked with it.
    pub redefines: bool,
}

const fn field(name: &'static str, label: &'static str, guidance: &'static str) -> Field {
    Field { name, element: None, label, guidance, example: "", input: Input::Line }
}

impl Field {
    const fn states(self, element: Element) -> Field {
        Field { element: Some(element), ..self }
    }

    const fn as_in(self, example: &'static str) -> Field {
        Field { example, ..self }
    }

    const fn by(self, input: Input) -> Field {
        Field { input, ..self }
    }
}

/// The words of a vocabulary.
macro_rules! words {
    ($type:ident) => {
        Input::Words(|| $type::ALL.iter().map(|word| (word.name(), word.label())).collect())
    };
}

const fn either(words: Words) -> Input {
    Input::Words(words)
}

const CODE: Field =
    field("code", "Code", "A short name for addresses and files. It cannot be changed later.")
        .as_in("traces-completed");
const NAME: Field = field("name", "Name", "What is measured, in a few words that stand alone in a table.")
    .as_in("Traces completed of firearms recovered in Mexico");
const GOAL: Field =
    field("goal", "Goal", "The goal that the measure serves. Its time frame is stated on the goal.")
        .states(Element::LinkedGoal)
        .by(Input::Goals);
const OFFICE: Field =
    field("office", "Office", "Who owns the measure and enters its figures.").by(Input::Offices);
const KIND: Field = field(
    "kind",
    "Kind",
    "Outcome: what changed in the world. Output: what was done. Efficiency: what it cost. Input: what was put in.",
)
.states(Element::Kind)
.by(words!(Kind));
const DIRECTION: Field =
    field("direction", "Direction", "Which way is better; “at least” and “at most” hold a threshold.")
        .states(Element::Direction)
        .by(words!(Direction));
const UNIT: Field = field(
    "unit",
    "Unit",
    "What is counted, in the plural; “percent” and “dollars” are written with their signs.",
)
.states(Element::Unit)
.as_in("traces");
const DECIMALS: Field = field("decimals", "Decimals", "How many are shown, 0 to 6.").as_in("1");
const FREQUENCY: Field =
    field("frequency", "Frequency", "How often a figure is due; at least quarterly for a priority goal.")
        .states(Element::Frequency)
        .by(words!(Frequency));
const CALENDAR: Field = field(
    "calendar",
    "Calendar",
    "The fiscal year runs from 1 October and is named for the year it ends in.",
)
.by(words!(Calendar));
const AGGREGATION: Field = field(
    "aggregation",
    "A year’s figure",
    "Counts are summed; a level, or a count since the year’s beginning, is that of its last quarter or month; rates are averaged, or are the ratio of the sums.",
)
.by(words!(Aggregation));
const LAG: Field =
    field("lag_days", "Reporting lag, in days", "Days after a period’s end until its figure is due.")
        .as_in("45");

/// What a measure cannot be without.
pub const NEW: Section = Section {
    id: "new",
    title: "A new measure",
    fields: &[
        CODE,
        NAME,
        GOAL,
        OFFICE,
        KIND,
        DIRECTION,
        UNIT,
        DECIMALS,
        FREQUENCY,
        CALENDAR,
        AGGREGATION,
        LAG,
    ],
    redefines: false,
};

/// What is asked where a change may count something else.
pub const CHANGE: [Field; 3] = [
    field("change", "If you changed the above", "Figures keep the definition under which they were counted.")
        .by(either(|| {
            vec![
                ("", "(not said)"),
                ("words", "only the words: it counts as before"),
                ("otherwise", "it is counted otherwise, from a period on"),
            ]
        })),
    field("change_from", "From which period on", "Charts show a break there.").as_in("FY2027Q1"),
    field("change_reason", "Why", "Kept with the version, for whoever compares figures across the break.")
        .as_in("The Act of 2026 added parts to what must be traced."),
];

/// The sections of an existing measure, but for targets and breakdowns, which are not fields of it.
pub const SECTIONS: [Section; 10] = [
    Section {
        id: "what",
        title: "What it is",
        fields: &[NAME, GOAL, OFFICE, KIND, DIRECTION],
        redefines: false,
    },
    Section {
        id: "how",
        title: "How it is counted",
        fields: &[
            field("definition", "Definition", "What is counted and what is not.")
                .states(Element::Definition)
                .as_in("Trace requests for firearms recovered in Mexico that were completed in the period, whether or not a purchaser was identified.")
                .by(Input::Long),
            field("formula", "Formula", "How the figure is worked out, so that another person gets the same.")
                .states(Element::Formula)
                .as_in("Urgent requests completed within 48 hours ÷ urgent requests received × 100")
                .by(Input::Long),
            field("ratio", "Entered as", "A ratio keeps both numbers, so that a year is worked out from all of them.").by(
                either(|| vec![("no", "one figure"), ("yes", "numerator and denominator")]),
            ),
        ],
        redefines: true,
    },
    Section {
        id: "numbers",
        title: "Unit and numbers",
        fields: &[
            UNIT,
            DECIMALS,
            field("whole", "Figures are", "A count that is not whole is refused where it is entered.").by(either(|| {
                vec![("no", "any numbers"), ("yes", "whole numbers only")]
            })),
            field("negative", "Below zero", "A change can be below zero; a count cannot.").by(either(|| {
                vec![("no", "refused"), ("yes", "possible")]
            })),
        ],
        redefines: true,
    },
    Section {
        id: "reporting",
        title: "Reporting",
        fields: &[FREQUENCY, CALENDAR, AGGREGATION, LAG],
        redefines: false,
    },
    Section {
        id: "people",
        title: "People",
        fields: &[field("responsible", "Responsible official", "The post that answers for the measure.")
            .states(Element::Official)
            .as_in("Chief, National Tracing Center, ATF")],
        redefines: false,
    },
    Section {
        id: "quality",
        title: "The data and its limits",
        fields: &[
            field("source", "Source", "Where the data comes from, named so that others find it.")
                .states(Element::Source)
                .as_in("eTrace, National Tracing Center"),
            field("source_address", "Its address", "Where it is published, if it is.").as_in("https://www.atf.gov/resource-center"),
            field("verification", "Verification and validation", "How measured values are checked, by whom, how often.")
                .states(Element::Verification)
                .as_in("A second examiner repeats one trace in twenty each month; differences are resolved before the quarter closes.")
                .by(Input::Long),
            field("accuracy", "Accuracy required", "What the intended use needs.")
                .states(Element::Accuracy)
                .as_in("Within 1 %: the figure decides how examiners are assigned.")
                .by(Input::Long),
            field("limitations", "Limitations", "What the data cannot say at that accuracy.")
                .states(Element::Limitations)
                .as_in("Only firearms that an authority in Mexico recovered and submitted.")
                .by(Input::Long),
            field("compensation", "Compensation for the limitations", "How the agency makes up for them.")
                .states(Element::Compensation)
                .as_in("Read together with the count of submitting states.")
                .by(Input::Long),
            field("caveat", "Caveat", "What a reader must know; printed on every chart and file.")
                .as_in("The firearms selected do not constitute a random sample.")
                .by(Input::Long),
        ],
        redefines: false,
    },
    Section {
        id: "start",
        title: "Baseline",
        fields: &[
            field("baseline", "Value", "Where the measure started, in its unit.").states(Element::Baseline).as_in("83.0"),
            field("baseline_period", "Period", "When it was measured.").as_in("FY2021"),
            field("baseline_source", "Source", "Where the value was taken from.").as_in("Strategic plan FY 2022–2026, p. 31"),
            field("baseline_absent", "Or: none, because", "Only where there is no value: the reason is shown in its place.")
                .as_in("The law that created the duty took effect in June 2022.")
                .by(Input::Long),
        ],
        redefines: false,
    },
    Section {
        id: "marking",
        title: "Marking",
        fields: &[
            field("marking", "Words of a controlled marking", "Printed on every picture and file. Empty: public.")
                .as_in("CUI//LES: for official use only"),
            field("illustrative", "Figures are", "Made-up figures say so on every picture.").by(either(|| {
                vec![("no", "real"), ("yes", "illustrative: made up to show the product")]
            })),
        ],
        redefines: false,
    },
    Section {
        id: "judgement",
        title: "How it is judged",
        fields: &[
            field("method", "Method", "For measures that should rise or fall; the arithmetic is shown on the measure’s page.")
                .by(words!(Method)),
            field("on_track", "On track within", "The shortfall that still counts as on track, as a share of the distance.").as_in("0.05"),
            field("at_risk", "At risk within", "Beyond it, the measure is off track.").as_in("0.15"),
        ],
        redefines: false,
    },
    Section {
        id: "retire",
        title: "Retire",
        fields: &[field(
            "retired_on",
            "Retired from",
            "The day from which no figure is asked for any more. A measure is never deleted: its figures stay. Empty: it is kept.",
        )
        .as_in("2027-10-01")
        .by(Input::Day)],
        redefines: false,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::setup::texts;

    #[test]
    fn every_field_of_a_measure_stands_in_one_section() {
        let fields: Vec<&Field> = SECTIONS.iter().flat_map(|section| section.fields).collect();
        let named: BTreeSet<String> = fields.iter().map(|field| field.name.to_owned()).collect();
        let mut held: BTreeSet<String> = texts(&measure("m"), None).into_keys().collect();
        held.remove("code");
        assert_eq!(named, held);
        assert_eq!(fields.len(), named.len(), "no field stands twice");
        let anchors: BTreeSet<&str> = fields.iter().map(|field| field.id()).collect();
        assert_eq!(anchors.len(), fields.len(), "each has an anchor of its own");
    }

    #[test]
    fn every_element_that_a_measure_states_has_its_field() {
        for &element in Element::ALL {
            // A target is no field of the measure, and the time frame is one of its goal.
            let elsewhere = matches!(element, Element::Target | Element::InterimTargets | Element::TimeFrame);
            let stated =
                SECTIONS.iter().flat_map(|section| section.fields).any(|f| f.element == Some(element));
            assert_eq!(stated, !elsewhere, "{}", element.name());
        }
    }

    #[test]
    fn every_field_says_what_to_write() {
        for field in SECTIONS.iter().flat_map(|section| section.fields).chain(NEW.fields).chain(&CHANGE) {
            let chosen = matches!(field.input, Input::Words(_) | Input::Goals | Input::Offices);
            assert!(field.guidance.ends_with('.'), "{}", field.name);
            assert_eq!(field.example.is_empty(), chosen, "{}: an example for what is written", field.name);
        }
    }
}
