//! Goals and measures found by a few letters.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::FieldError;
use super::goal::GoalLink;
use super::query::{Writer, page, pairs, text, unknown};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchQuery {
    /// As it was typed.
    pub q: String,
    /// Counted from 1; 0 and 1 both mean the first.
    pub page: usize,
}

impl SearchQuery {
    /// Reads the part of an address after `?`. Empty values count as absent; all problems at once.
    pub fn parse(raw: &str) -> Result<SearchQuery, Vec<FieldError>> {
        let mut query = SearchQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "q" => text(&value).map(|text| query.q = text),
                "page" => page(&value).map(|n| query.page = n),
                _ => Err(unknown(&["q", "page"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }

    /// The same search on another page of the list.
    pub fn on_page(&self, page: usize) -> SearchQuery {
        SearchQuery { page, ..self.clone() }
    }
}

impl fmt::Display for SearchQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("q", Some(&self.q).filter(|text| !text.is_empty()))?;
        writer.put("page", Some(self.page).filter(|page| *page > 1))
    }
}

/// Everything that `/search` shows for one query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchView {
    pub query: SearchQuery,
    /// How many goals and measures were found; empty for none.
    pub sentence: String,
    /// One page of them, the best first.
    pub lines: Vec<FoundLine>,
    /// Over all pages.
    pub total: usize,
    /// Counted from 1.
    pub page: usize,
    pub pages: usize,
}

/// A goal or a measure that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundLine {
    /// "measure", or the level of a goal.
    pub what: String,
    pub code: String,
    pub name: String,
    /// Code and name.
    pub office: String,
    /// That of a measure; `None` for a goal.
    pub goal: Option<GoalLink>,
    /// Some of the definition, about a word that was looked for.
    pub excerpt: String,
    /// Since when a measure is no longer kept; empty while it is.
    pub retired: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_as_it_is_read() {
        for raw in ["", "q=urgent%20%26%20more&page=2"] {
            assert_eq!(SearchQuery::parse(raw).unwrap().to_string(), raw);
        }
        let long = format!("page=x&who=ana&q={}", "x".repeat(101));
        let errors = SearchQuery::parse(&long).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["page", "who", "q"]);
    }
}
