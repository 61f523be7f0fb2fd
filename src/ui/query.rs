//! View state in the address: read here, changed here.
//!
//! A page's controls are a plain GET form. With script, each change rewrites the address instead,
//! without a new entry in the history and without scrolling, and what is shown follows the address.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::model::error::FieldError;
use crate::model::query::pairs;

/// The part of the address after `?`, as it changes.
pub fn use_search() -> Memo<String> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| search.trim_start_matches('?').to_owned()))
}

/// Puts another search into the address of the page that is shown.
pub fn use_replace_search() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let path = use_location().pathname;
    let navigate = use_navigate();
    move |search: &str| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address(&path.get_untracked(), search), options);
    }
}

/// A path with a search.
pub fn address(path: &str, search: &str) -> String {
    match search {
        "" => path.to_owned(),
        search => format!("{path}?{search}"),
    }
}

/// `search` with one value changed (left out when empty). The page of a list starts anew.
pub fn with_value(search: &str, key: &str, value: &str) -> String {
    let mut kept: Vec<(String, String)> = pairs(search).filter(|(name, _)| name != "page").collect();
    let at = kept.iter().position(|(name, _)| name == key).unwrap_or(kept.len());
    kept.retain(|(name, _)| name != key);
    kept.insert(at, (key.to_owned(), value.trim().to_owned()));
    let encoded: Vec<String> = kept
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", urlencoding::encode(name), urlencoding::encode(value)))
        .collect();
    encoded.join("&")
}

/// `search` without what cannot be used.
pub fn without(search: &str, wrong: &[FieldError]) -> String {
    wrong.iter().fold(search.to_owned(), |search, error| with_value(&search, &error.field, ""))
}

/// The value of a key in a search; empty when it is not there.
pub fn value_of(search: &str, key: &str) -> String {
    pairs(search).find(|(name, _)| name == key).map(|(_, value)| value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::query::DashboardQuery;

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let readable =
            |search: &str| without(search, &DashboardQuery::parse(search).err().unwrap_or_default());
        assert_eq!(readable("status=good&colour=red&office=ATF"), "office=ATF");
        assert_eq!(readable("office=ATF&page=2"), "office=ATF&page=2");
    }

    #[test]
    fn a_value_is_found_by_its_key() {
        assert_eq!(value_of("text=a+b&office=ATF", "text"), "a b");
        assert_eq!(value_of("text=&office=ATF", "text"), "");
        assert_eq!(value_of("", "text"), "");
    }

    #[test]
    fn one_value_changes_and_the_others_stay() {
        for (search, key, value, expected) in [
            ("", "office", "ATF", "office=ATF"),
            ("office=ATF&text=a+b", "office", "HSI", "office=HSI&text=a%20b"),
            ("office=ATF&text=x", "office", "", "text=x"),
            ("office=ATF&page=3", "text", " a&b ", "office=ATF&text=a%26b"),
            ("office=ATF&text=x&office=HSI", "office", "", "text=x"),
            ("?office=&period=FY2024", "drafts", "yes", "period=FY2024&drafts=yes"),
        ] {
            assert_eq!(with_value(search, key, value), expected, "{search} {key}={value}");
        }
        assert_eq!(address("/", ""), "/");
        assert_eq!(address("/", "a=b"), "/?a=b");
    }
}
