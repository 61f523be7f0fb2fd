//! The coverage matrix: measures by elements.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::code::Code;
use crate::domain::elements::coverage::Coverage;
use crate::domain::elements::{Assessment, Element};
use crate::domain::goal::Office;

use super::error::FieldError;
use super::goal::GoalLink;
use super::query::{Writer, code, named, page, pairs, text, unknown};

/// What the matrix is filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementsQuery {
    pub office: Option<Code>,
    pub goal: Option<Code>,
    /// Only measures that lack this element, wholly or in part.
    pub lacking: Option<Element>,
    pub text: String,
    /// Counted from 1; 0 and 1 both mean the first.
    pub page: usize,
}

impl ElementsQuery {
    /// Reads the part of an address after `?`. Empty values count as absent; all problems at once.
    pub fn parse(raw: &str) -> Result<ElementsQuery, Vec<FieldError>> {
        let mut query = ElementsQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "office" => code(&value).map(|c| query.office = Some(c)),
                "goal" => code(&value).map(|c| query.goal = Some(c)),
                "lacking" => named(&value, Element::named, Element::ALL, Element::name)
                    .map(|element| query.lacking = Some(element)),
                "text" => text(&value).map(|text| query.text = text),
                "page" => page(&value).map(|n| query.page = n),
                _ => Err(unknown(&["office", "goal", "lacking", "text", "page"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }

    /// The same filters on another page of the list.
    pub fn on_page(&self, page: usize) -> ElementsQuery {
        ElementsQuery { page, ..self.clone() }
    }
}

impl fmt::Display for ElementsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("office", self.office.as_ref())?;
        writer.put("goal", self.goal.as_ref())?;
        writer.put("lacking", self.lacking.map(Element::name))?;
        writer.put("text", Some(&self.text).filter(|text| !text.is_empty()))?;
        writer.put("page", Some(self.page).filter(|page| *page > 1))
    }
}

/// Everything that `/elements` shows for one query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ElementsView {
    pub query: ElementsQuery,
    pub offices: Vec<Office>,
    pub goals: Vec<GoalLink>,
    /// How many of how many measures have every element, and what is lacking most often.
    pub sentence: String,
    /// How many of the measures that pass office, goal and text lack each element.
    pub columns: Vec<Coverage>,
    /// One page of measures.
    pub rows: Vec<ElementRow>,
    /// Measures that pass all filters, over all pages.
    pub total: usize,
    /// Counted from 1.
    pub page: usize,
    pub pages: usize,
}

/// One measure of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementRow {
    pub code: String,
    pub name: String,
    pub office: String,
    pub goal: String,
    /// In the order of [`Element::ALL`].
    pub elements: Vec<Assessment>,
}

impl ElementRow {
    /// Whether an element is missing or partial.
    pub fn lacks(&self, element: Element) -> bool {
        self.elements.iter().any(|one| one.element == element && one.is_gap())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_as_it_is_read() {
        for raw in ["", "office=ATF&goal=011APG2202&lacking=interim_targets&text=urgent&page=2"] {
            assert_eq!(ElementsQuery::parse(raw).unwrap().to_string(), raw);
        }
        let errors = ElementsQuery::parse("lacking=luck&page=0&who=ana").unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["lacking", "page", "who"]);
    }
}
