//! The audit trail on its pages.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use crate::domain::audit::FieldChange;
use crate::domain::audit::{ACTIONS, SubjectKind};
use crate::domain::breakdown;
use crate::domain::code::Code;

use super::error::FieldError;
use super::query::{code, day, named, pairs, shown, text, unknown};

/// One entry, readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number; 0 where that is not told.
    pub seq: i64,
    /// RFC 3339, UTC.
    pub at: String,
    /// Empty where it is not told who it was.
    pub actor: String,
    /// In words: `approved`.
    pub action: String,
    /// What it is about, in words; empty where the page says so.
    pub about: String,
    /// The code of the measure or goal that it belongs to, where its name is told.
    pub code: String,
    /// The address of the page of what it is about.
    pub page: Option<String>,
    /// Each thing that changed.
    pub changes: Vec<FieldChange>,
}

/// One entry for a file: as it is written, and readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    pub subject: String,
    pub action: String,
    pub hash: String,
    pub line: AuditLine,
}

/// What is known of the chain of entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chain {
    NotVerified,
    /// Walked along just now, up to its last entry.
    Holds(i64),
    Broken {
        entry: i64,
        reason: String,
    },
    /// With so many entries, more than a page walks along.
    TooLong(i64),
}

/// A page of entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    pub lines: Vec<AuditLine>,
    /// How many match, over all pages.
    pub total: i64,
    /// Where the next page begins; `None` at the end.
    pub older: Option<i64>,
    pub chain: Chain,
}

/// Every change of one figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureHistoryView {
    /// The measure.
    pub code: String,
    pub name: String,
    /// Which of its figures: `Figure for Q1 FY 2026, type: rifle`.
    pub figure: String,
    /// What is published now, with its unit.
    pub published: Option<String>,
    pub marking: String,
    pub illustrative: bool,
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// Also what was never published, with names.
    pub everything: bool,
    /// There are older ones that are not listed.
    pub is_cut: bool,
}

/// Which changes `/audit` lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// The code of what was changed, or of the measure or goal to which it belongs.
    pub subject: Option<Code>,
    /// What kind of thing it is.
    pub kind: Option<SubjectKind>,
    /// What was done, one of [`ACTIONS`]; empty for anything.
    pub action: String,
    /// Who did it.
    pub person: String,
    /// The first day and the last.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Only changes older than the one of this number.
    pub before: Option<i64>,
    /// Walk along the chain.
    pub verify: bool,
}

impl AuditQuery {
    pub fn parse(raw: &str) -> Result<AuditQuery, Vec<FieldError>> {
        let mut query = AuditQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            if let Err(message) = query.take(&key, &value) {
                errors.push(FieldError::new(key, message));
            }
        }
        if let (Some(from), Some(to)) = (query.from, query.to)
            && to < from
        {
            errors.push(FieldError::new("to", format!("the last day is before the first, {from}")));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "subject" => self.subject = Some(code(value)?),
            "kind" => {
                let kind = named(value, SubjectKind::named, SubjectKind::ALL, SubjectKind::name)?;
                self.kind = Some(kind);
            }
            "action" => self.action = action(value)?,
            "person" => self.person = text(value)?,
            "from" => self.from = Some(day(value)?),
            "to" => self.to = Some(day(value)?),
            "before" => {
                let number = value.parse().ok().filter(|number| *number > 0);
                let wrong = || format!("“{}” is not the number of a change", shown(value));
                self.before = Some(number.ok_or_else(wrong)?);
            }
            "verify" => match value {
                "yes" => self.verify = true,
                other => return Err(format!("“{}” is not yes", shown(other))),
            },
            _ => {
                let known = ["subject", "kind", "action", "person", "from", "to", "before", "verify"];
                return Err(unknown(&known));
            }
        }
        Ok(())
    }
}

fn action(value: &str) -> Result<String, String> {
    let known: Vec<&str> = ACTIONS.iter().map(|(name, _)| *name).collect();
    match known.contains(&value) {
        true => Ok(value.to_owned()),
        false => Err(format!("“{}” is not known; choose one of {}", shown(value), known.join(", "))),
    }
}

/// Which of a period's figures a history is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureQuery {
    /// Empty for the total, else `dimension=category`.
    pub category: String,
}

impl FigureQuery {
    pub fn parse(raw: &str) -> Result<FigureQuery, Vec<FieldError>> {
        let mut query = FigureQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "category" => breakdown::category(&value).map(|category| query.category = category),
                _ => Err(unknown(&["category"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_that_cannot_be_read_is_named() {
        let fields = |raw: &str| -> Vec<String> {
            AuditQuery::parse(raw).unwrap_err().into_iter().map(|error| error.field).collect()
        };
        assert_eq!(
            fields(
                "before=x&from=24.11.2026&to=2026-02-30&subject=actual:m&who=ana&kind=x&action=y&verify=no&person=%00"
            ),
            ["before", "from", "to", "subject", "who", "kind", "action", "verify", "person"]
        );
        assert_eq!(fields("from=2026-11-24&to=2026-11-23"), ["to"]);
        assert_eq!(fields("before=0"), ["before"]);
        let query = AuditQuery::parse("person=ana&before=7&kind=actual&action=sign+out+everywhere&subject=traces&from=2026-11-24&to=2026-11-24&verify=yes&x=").unwrap();
        assert_eq!((query.before, query.kind, query.verify), (Some(7), Some(SubjectKind::Figure), true));
        assert_eq!(
            (query.action.as_str(), query.subject.unwrap().as_str()),
            ("sign out everywhere", "traces")
        );
    }

    #[test]
    fn a_figure_is_of_the_total_or_of_a_category() {
        let of = |raw: &str| FigureQuery::parse(raw).ok().map(|query| query.category);
        assert_eq!(of(""), Some(String::new()));
        assert_eq!(of("category="), Some(String::new()));
        assert_eq!(of("category=type%3Dhand%20gun"), Some("type=hand gun".to_owned()));
        for wrong in ["category=rifle", "category=type%3D%00", "category=type%3D", "kind=years"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
