//! What the page on which a measure is set up shows of its targets.

use super::{FieldError, pairs, unknown};
use crate::model::setup::FillForm;

/// The category whose targets are shown, and an annual target to be spread over its parts. Its fields are
/// read where the measure is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetupQuery {
    /// Empty for the total.
    pub category: String,
    pub fill: FillForm,
}

impl SetupQuery {
    pub fn parse(raw: &str) -> Result<SetupQuery, Vec<FieldError>> {
        let mut query = SetupQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let place = match key.as_str() {
                "category" => &mut query.category,
                "year" => &mut query.fill.year,
                "annual" => &mut query.fill.annual,
                "spread" => &mut query.fill.spread,
                _ => {
                    let message = unknown(&["category", "year", "annual", "spread"]);
                    errors.push(FieldError::new(key, message));
                    continue;
                }
            };
            *place = value.chars().take(200).collect();
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }
}
