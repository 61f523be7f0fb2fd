//! Which part of the queue `/review` shows.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::code::Code;
use crate::domain::period::Period;
use crate::domain::window::called;
use crate::model::error::FieldError;

use super::{Writer, code, page, pairs, period, text, unknown};

/// What the queue is filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewQuery {
    /// A goal leader, or [`NO_LEADER`]; empty for all.
    pub leader: String,
    pub office: Option<Code>,
    /// A fiscal quarter.
    pub period: Option<Period>,
    /// Counted from 1; 0 and 1 both mean the first.
    pub page: usize,
}

/// What stands for the goals that name no leader.
pub const NO_LEADER: &str = "(none)";

impl ReviewQuery {
    /// Reads the part of an address after `?`, or tells everything that is wrong with it.
    pub fn parse(raw: &str) -> Result<ReviewQuery, Vec<FieldError>> {
        let mut query = ReviewQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "leader" => text(&value).map(|leader| query.leader = leader),
                "office" => code(&value).map(|office| query.office = Some(office)),
                "period" => period(&value).and_then(called).map(|quarter| query.period = Some(quarter)),
                "page" => page(&value).map(|page| query.page = page),
                _ => Err(unknown(&["leader", "office", "period", "page"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }

    /// Whether anything is left out.
    pub fn is_filtered(&self) -> bool {
        !self.leader.is_empty() || self.office.is_some() || self.period.is_some()
    }

    /// The same filters on another page.
    pub fn on_page(&self, page: usize) -> ReviewQuery {
        ReviewQuery { page, ..self.clone() }
    }
}

impl fmt::Display for ReviewQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("leader", Some(&self.leader).filter(|leader| !leader.is_empty()))?;
        writer.put("office", self.office.as_ref())?;
        writer.put("period", self.period)?;
        writer.put("page", Some(self.page).filter(|page| *page > 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_asked_for_as_it_is_written() {
        for raw in ["", "leader=A.%20Leader&office=ATF&period=FY2026Q3&page=2", "leader=%28none%29"] {
            assert_eq!(ReviewQuery::parse(raw).unwrap().to_string(), raw);
        }
        let errors = ReviewQuery::parse("period=FY2026&office=a%20b&page=0&leader=%00&who=me").unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["period", "office", "page", "leader", "who"]);
    }
}
