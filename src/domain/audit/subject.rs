//! What an entry is about.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use crate::domain::breakdown;
use crate::domain::code::Code;
use crate::domain::date::in_words;
use crate::domain::measure::vocabulary;
use crate::domain::period::Period;

vocabulary! {
    /// A kind of thing that changes. The name is what subjects begin with.
    SubjectKind {
        Figure = "actual", "figures";
        Target = "target", "targets";
        Measure = "measure", "measures";
        Baseline = "baseline", "baselines";
        Definition = "definition", "definitions";
        Categories = "categories", "categories";
        Note = "note", "notes on periods";
        Published = "published", "published context";
        Goal = "goal", "goals";
        Contributors = "contributors", "contributing offices";
        Milestone = "milestone", "milestones";
        Recommendation = "recommendation", "recommendations";
        Office = "office", "offices";
        Person = "person", "accounts";
        Call = "call", "data calls";
        Relation = "relation", "rules between measures";
    }
}

/// What an entry is about, as far as its text tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// `category` is empty for the total.
    Figure {
        measure: Code,
        period: Period,
        category: String,
    },
    Target {
        measure: Code,
        period: Period,
        category: String,
        set_on: Option<NaiveDate>,
    },
    Measure(Code),
    Baseline(Code),
    Definition {
        measure: Code,
        number: String,
    },
    Categories(Code),
    /// One that got another name.
    Category {
        measure: Code,
        category: String,
    },
    /// What is pinned to a period.
    Note {
        measure: Code,
        period: Period,
    },
    Published {
        measure: Code,
        name: String,
    },
    Goal(Code),
    Contributors(Code),
    Milestone {
        goal: Code,
        code: String,
    },
    Recommendation(Code),
    Office(Code),
    Person(String),
    /// An office's call for the figures of a quarter.
    Call {
        office: Code,
        period: Period,
    },
    /// A rule between measures.
    Relation(String),
    Unknown(String),
}

/// What a thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'s> {
    Measure(&'s Code),
    Goal(&'s Code),
}

impl<'s> Owner<'s> {
    pub fn code(self) -> &'s Code {
        match self {
            Owner::Measure(code) | Owner::Goal(code) => code,
        }
    }
}

/// The names by which people know measures and goals.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub measures: BTreeMap<Code, String>,
    pub goals: BTreeMap<Code, String>,
}

impl Names {
    /// The owner's name; its code where no name is known.
    fn of<'n>(&'n self, owner: Owner<'n>) -> &'n str {
        let known = match owner {
            Owner::Measure(code) => self.measures.get(code),
            Owner::Goal(code) => self.goals.get(code),
        };
        known.map_or(owner.code().as_str(), String::as_str)
    }
}

/// A category in a sentence: `firearm type: rifle`.
pub(super) fn category_words(category: &str) -> String {
    match breakdown::parts(category) {
        (name, "") => name.to_owned(),
        (dimension, name) => format!("{}: {name}", breakdown::words(dimension)),
    }
}

impl Subject {
    pub fn read(text: &str) -> Subject {
        let known = text.split_once(':').and_then(|(kind, rest)| read(SubjectKind::named(kind)?, rest));
        known.unwrap_or_else(|| Subject::Unknown(text.to_owned()))
    }

    /// The measure or the goal that it belongs to, or is.
    pub fn owner(&self) -> Option<Owner<'_>> {
        match self {
            Subject::Figure { measure, .. }
            | Subject::Target { measure, .. }
            | Subject::Measure(measure)
            | Subject::Baseline(measure)
            | Subject::Definition { measure, .. }
            | Subject::Categories(measure)
            | Subject::Category { measure, .. }
            | Subject::Note { measure, .. }
            | Subject::Published { measure, .. } => Some(Owner::Measure(measure)),
            Subject::Goal(goal) | Subject::Contributors(goal) | Subject::Milestone { goal, .. } => {
                Some(Owner::Goal(goal))
            }
            Subject::Recommendation(_)
            | Subject::Office(_)
            | Subject::Person(_)
            | Subject::Call { .. }
            | Subject::Relation(_)
            | Subject::Unknown(_) => None,
        }
    }

    /// What it is, and of which period.
    fn parts(&self) -> (String, String) {
        let of = |period: &Period, category: &str| match category {
            "" => format!(" for {}", period.label()),
            category => format!(" for {}, {}", period.label(), category_words(category)),
        };
        let what = match self {
            Subject::Figure { period, category, .. } => return ("Figure".to_owned(), of(period, category)),
            Subject::Target { period, category, set_on, .. } => {
                let since = set_on.map(|day| format!(", set on {}", in_words(day))).unwrap_or_default();
                return ("Target".to_owned(), of(period, category) + &since);
            }
            Subject::Note { period, .. } => return ("Note".to_owned(), of(period, "")),
            Subject::Measure(_) => "Measure".to_owned(),
            Subject::Baseline(_) => "Baseline".to_owned(),
            Subject::Definition { number, .. } => format!("Version {number} of the definition"),
            Subject::Categories(_) => "Categories".to_owned(),
            Subject::Category { category, .. } => format!("Category {}", category_words(category)),
            Subject::Published { name, .. } => format!("Published context “{name}”"),
            Subject::Goal(_) => "Goal".to_owned(),
            Subject::Contributors(_) => "Contributing offices".to_owned(),
            Subject::Milestone { code, .. } => format!("Milestone {code}"),
            Subject::Recommendation(code) => format!("Recommendation {code}"),
            Subject::Office(code) => format!("Office {code}"),
            Subject::Person(name) => format!("Account {name}"),
            Subject::Call { office, period } => format!("Data call of {office} for {}", period.label()),
            Subject::Relation(rule) => format!("Rule {rule}"),
            Subject::Unknown(text) => text.clone(),
        };
        (what, String::new())
    }

    /// In words, without what it belongs to: `Figure for Q1 FY 2026, type: rifle`.
    pub fn what(&self) -> String {
        let (what, when) = self.parts();
        what + &when
    }

    /// In words: `Figure of Traces completed for Q1 FY 2026`.
    pub fn words(&self, names: &Names) -> String {
        let (what, when) = self.parts();
        match (self, self.owner()) {
            (Subject::Measure(_) | Subject::Goal(_), Some(owner)) => format!("{what} {}", names.of(owner)),
            (_, Some(owner)) => format!("{what} of {}{when}", names.of(owner)),
            (_, None) => what,
        }
    }

    /// The address of the page that shows it; `None` where none does. `content` is what the entry says of
    /// it: a recommendation is shown with its goal.
    pub fn page(&self, content: Option<&Value>) -> Option<String> {
        match (self, self.owner()) {
            (Subject::Figure { measure, period, category }, _) => {
                Some(figure_page(measure, *period, category))
            }
            (_, Some(Owner::Measure(code))) => Some(format!("/measures/{code}")),
            (_, Some(Owner::Goal(code))) => Some(format!("/goals/{code}")),
            (Subject::Recommendation(_), _) => {
                let goal: Code = content?.get("goal")?.as_str()?.parse().ok()?;
                Some(format!("/goals/{goal}"))
            }
            (Subject::Call { period, .. }, _) => Some(format!("/call?period={period}")),
            (Subject::Office(code), _) => Some(format!("/?office={code}")),
            _ => None,
        }
    }

    /// The fields of its content that say only what it is.
    pub(super) fn identity(&self) -> &'static [&'static str] {
        match self {
            Subject::Target { .. } => &["measure", "period", "category", "set_on"],
            Subject::Baseline(_) => &["measure"],
            Subject::Definition { .. } => &["number"],
            Subject::Note { .. } => &["period"],
            Subject::Published { .. } => &["about", "name"],
            Subject::Contributors(_) => &["goal"],
            Subject::Milestone { .. } => &["goal", "code"],
            Subject::Measure(_) | Subject::Goal(_) | Subject::Recommendation(_) | Subject::Office(_) => {
                &["code"]
            }
            Subject::Call { .. } => &["office", "period"],
            Subject::Relation(_) => &["rule"],
            _ => &[],
        }
    }
}

/// The address of the page with the history of a figure.
fn figure_page(measure: &Code, period: Period, category: &str) -> String {
    let of = match category {
        "" => String::new(),
        category => format!("?category={}", urlencoding::encode(category)),
    };
    format!("/measures/{measure}/history/{period}{of}")
}

fn read(kind: SubjectKind, rest: &str) -> Option<Subject> {
    let code = || rest.parse::<Code>().ok();
    let two = || rest.split_once('/').and_then(|(code, rest)| Some((code.parse::<Code>().ok()?, rest)));
    Some(match kind {
        SubjectKind::Figure => {
            let (measure, rest) = two()?;
            let (period, category) = rest.split_once('/')?;
            Subject::Figure { measure, period: period.parse().ok()?, category: category.to_owned() }
        }
        SubjectKind::Target => {
            let (measure, rest) = two()?;
            let (period, rest) = rest.split_once('/')?;
            let dated = rest.rsplit_once('@').and_then(|(category, day)| Some((category, day.parse().ok()?)));
            let (category, set_on) = dated.map_or((rest, None), |(category, day)| (category, Some(day)));
            Subject::Target { measure, period: period.parse().ok()?, category: category.to_owned(), set_on }
        }
        SubjectKind::Measure => Subject::Measure(code()?),
        SubjectKind::Baseline => Subject::Baseline(code()?),
        SubjectKind::Definition => {
            let (measure, number) = two()?;
            Subject::Definition { measure, number: number.to_owned() }
        }
        SubjectKind::Categories => match two() {
            Some((measure, category)) => Subject::Category { measure, category: category.to_owned() },
            None => Subject::Categories(code()?),
        },
        SubjectKind::Note => {
            let (measure, period) = two()?;
            Subject::Note { measure, period: period.parse().ok()? }
        }
        SubjectKind::Published => {
            let (measure, rest) = two()?;
            let name = rest.split_once('/').map_or(rest, |(name, _)| name);
            Subject::Published { measure, name: name.to_owned() }
        }
        SubjectKind::Goal => Subject::Goal(code()?),
        SubjectKind::Contributors => Subject::Contributors(code()?),
        SubjectKind::Milestone => {
            let (goal, code) = two()?;
            Subject::Milestone { goal, code: code.to_owned() }
        }
        SubjectKind::Recommendation => Subject::Recommendation(code()?),
        SubjectKind::Office => Subject::Office(code()?),
        SubjectKind::Person => Subject::Person(rest.to_owned()),
        SubjectKind::Call => {
            let (office, period) = two()?;
            Subject::Call { office, period: period.parse().ok()? }
        }
        SubjectKind::Relation => Subject::Relation(rest.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_subject_is_told_in_words_and_leads_to_its_page() {
        let names = Names {
            measures: BTreeMap::from([("traces".parse().unwrap(), "Traces completed".to_owned())]),
            goals: BTreeMap::from([("safe".parse().unwrap(), "Safe streets".to_owned())]),
        };
        for (text, words, page) in [
            (
                "actual:traces/FY2026Q1/",
                "Figure of Traces completed for Q1 FY 2026",
                "/measures/traces/history/FY2026Q1",
            ),
            (
                "actual:traces/2026-03/firearm_type=hand gun/x",
                "Figure of Traces completed for Mar 2026, firearm type: hand gun/x",
                "/measures/traces/history/2026-03?category=firearm_type%3Dhand%20gun%2Fx",
            ),
            ("actual:other/FY2026/", "Figure of other for FY 2026", "/measures/other/history/FY2026"),
            (
                "target:traces/FY2026Q1/@2025-10-01",
                "Target of Traces completed for Q1 FY 2026, set on 1 October 2025",
                "/measures/traces",
            ),
            (
                "target:traces/FY2026Q1/type=a@b",
                "Target of Traces completed for Q1 FY 2026, type: a@b",
                "/measures/traces",
            ),
            ("note:traces/FY2026Q1", "Note of Traces completed for Q1 FY 2026", "/measures/traces"),
            ("measure:traces", "Measure Traces completed", "/measures/traces"),
            ("baseline:traces", "Baseline of Traces completed", "/measures/traces"),
            ("definition:traces/2", "Version 2 of the definition of Traces completed", "/measures/traces"),
            ("categories:traces", "Categories of Traces completed", "/measures/traces"),
            ("categories:traces/type=rifle", "Category type: rifle of Traces completed", "/measures/traces"),
            (
                "published:traces/All of them/FY 2025/nation/fact sheet",
                "Published context “All of them” of Traces completed",
                "/measures/traces",
            ),
            ("goal:safe", "Goal Safe streets", "/goals/safe"),
            ("contributors:safe", "Contributing offices of Safe streets", "/goals/safe"),
            ("milestone:safe/m1", "Milestone m1 of Safe streets", "/goals/safe"),
            ("recommendation:R-1", "Recommendation R-1", "/goals/safe"),
            ("office:ATF", "Office ATF", "/?office=ATF"),
            ("person:ana: the first", "Account ana: the first", ""),
            ("call:ATF/FY2026Q1", "Data call of ATF for Q1 FY 2026", "/call?period=FY2026Q1"),
            ("relation:a + b = c", "Rule a + b = c", ""),
            ("actual:traces/FY2026Q9/", "actual:traces/FY2026Q9/", ""),
            ("measure:<b>", "measure:<b>", ""),
            ("window:FY2026Q1", "window:FY2026Q1", ""),
            ("", "", ""),
        ] {
            let subject = Subject::read(text);
            assert_eq!(subject.words(&names), words, "{text}");
            let content = json!({ "goal": "safe" });
            assert_eq!(subject.page(Some(&content)).unwrap_or_default(), page, "{text}");
        }
        let recommendation = Subject::read("recommendation:R-1");
        assert_eq!(recommendation.page(Some(&json!({ "goal": "//evil.example" }))), None);
        assert_eq!(recommendation.page(None), None);
    }
}
