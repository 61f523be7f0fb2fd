//! Which call `/call` shows.

use std::fmt;

use crate::domain::code::Code;
use crate::domain::period::Period;
use crate::domain::window::called;
use crate::model::error::FieldError;

use super::{Writer, code, pairs, period, unknown};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataCallQuery {
    /// A fiscal quarter.
    pub period: Option<Period>,
    /// Whose days the form begins with.
    pub office: Option<Code>,
}

impl DataCallQuery {
    /// Reads the part of an address after `?`, or tells everything that is wrong with it.
    pub fn parse(raw: &str) -> Result<DataCallQuery, Vec<FieldError>> {
        let mut query = DataCallQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "period" => period(&value).and_then(called).map(|quarter| query.period = Some(quarter)),
                "office" => code(&value).map(|office| query.office = Some(office)),
                _ => Err(unknown(&["period", "office"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }
}

impl fmt::Display for DataCallQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("period", self.period)?;
        writer.put("office", self.office.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_asked_for_by_its_fiscal_quarter() {
        for raw in ["", "period=FY2026Q1", "period=FY2026Q1&office=ATF"] {
            assert_eq!(DataCallQuery::parse(raw).unwrap().to_string(), raw);
        }
        for wrong in ["period=FY2026", "period=CY2026Q1", "period=2026-03", "office=a%20b", "colour=red"] {
            assert!(DataCallQuery::parse(wrong).is_err(), "{wrong}");
        }
    }
}
