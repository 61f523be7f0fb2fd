//! The audit trail on its page.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::error::FieldError;
use super::query::{day, pairs, shown, text, unknown};

/// One entry, readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub seq: i64,
    /// RFC 3339, UTC.
    pub at: String,
    pub actor: String,
    pub action: String,
    pub subject: String,
    /// Each thing that changed.
    pub changes: Vec<FieldChange>,
}

/// A field before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    /// Empty where there was nothing.
    pub before: String,
    pub after: String,
}

/// A page of entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    pub lines: Vec<AuditLine>,
    /// Where the next page begins; `None` at the end.
    pub older: Option<i64>,
}

/// Which changes `/audit` lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// What stands somewhere in the name of what was changed.
    pub subject: String,
    /// Who changed it.
    pub person: String,
    /// The first day and the last.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Only changes older than the one of this number.
    pub before: Option<i64>,
}

impl AuditQuery {
    pub fn parse(raw: &str) -> Result<AuditQuery, Vec<FieldError>> {
        let mut query = AuditQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "subject" => text(&value).map(|text| query.subject = text),
                "person" => text(&value).map(|text| query.person = text),
                "from" => day(&value).map(|day| query.from = Some(day)),
                "to" => day(&value).map(|day| query.to = Some(day)),
                "before" => match value.parse() {
                    Ok(number) => {
                        query.before = Some(number);
                        Ok(())
                    }
                    Err(_) => Err(format!("“{}” is not the number of a change", shown(&value))),
                },
                _ => Err(unknown(&["subject", "person", "from", "to", "before"])),
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
        let errors =
            AuditQuery::parse("before=x&from=24.11.2026&to=2026-02-30&subject=%00&who=ana").unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["before", "from", "to", "subject", "who"]);
        assert_eq!(AuditQuery::parse("person=ana&before=7").unwrap().before, Some(7));
    }
}
