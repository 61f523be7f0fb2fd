//! View state in the address: parsed and written in one place, for browser and server alike.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::code::Code;
use crate::domain::measure::{Kind, vocabulary};
use crate::domain::period::Period;
use crate::domain::status::Status;

use super::error::FieldError;

mod data_call;
mod measure;
mod review;
mod setup;

pub use data_call::DataCallQuery;
pub use measure::{ChartKind, MeasureQuery, Shape};
pub use review::{NO_LEADER, ReviewQuery};
pub use setup::SetupQuery;

vocabulary! {
    /// In which order the dashboard lists measures; under their goals where none is asked for.
    Order {
        Attention = "attention", "needs attention first";
    }
}

/// What the dashboard is filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DashboardQuery {
    pub period: Option<Period>,
    pub office: Option<Code>,
    pub goal: Option<Code>,
    pub status: Option<Status>,
    pub kind: Option<Kind>,
    pub text: String,
    pub sort: Option<Order>,
    /// Counted from 1; 0 and 1 both mean the first.
    pub page: usize,
    /// Show what waits for approval (people signed in only).
    pub drafts: bool,
}

/// What an address can ask of the dashboard.
const FILTERS: [&str; 9] = ["period", "office", "goal", "status", "kind", "text", "sort", "page", "drafts"];

/// The longest text to search for, in characters.
pub const TEXT_MAX: usize = 100;

impl DashboardQuery {
    /// Reads the part of an address after `?`. Empty values count as absent; all problems at once.
    pub fn parse(raw: &str) -> Result<DashboardQuery, Vec<FieldError>> {
        let mut query = DashboardQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "period" => period(&value).map(|p| query.period = Some(p)),
                "office" => code(&value).map(|c| query.office = Some(c)),
                "goal" => code(&value).map(|c| query.goal = Some(c)),
                "status" => {
                    named(&value, Status::named, Status::ALL, Status::name).map(|s| query.status = Some(s))
                }
                "kind" => named(&value, Kind::named, Kind::ALL, Kind::name).map(|k| query.kind = Some(k)),
                "text" => text(&value).map(|text| query.text = text),
                "sort" => named(&value, Order::named, Order::ALL, Order::name).map(|o| query.sort = Some(o)),
                "page" => page(&value).map(|n| query.page = n),
                "drafts" => flag(&value).map(|on| query.drafts = on),
                _ => Err(unknown(&FILTERS)),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }

    /// The same filters on another page of the list.
    pub fn on_page(&self, page: usize) -> DashboardQuery {
        DashboardQuery { page, ..self.clone() }
    }

    /// Whether anything but period and page narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.office.is_some()
            || self.goal.is_some()
            || self.status.is_some()
            || self.kind.is_some()
            || !self.text.is_empty()
    }
}

impl fmt::Display for DashboardQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("period", self.period)?;
        writer.put("office", self.office.as_ref())?;
        writer.put("goal", self.goal.as_ref())?;
        writer.put("status", self.status.map(Status::name))?;
        writer.put("kind", self.kind.map(Kind::name))?;
        writer.put("text", Some(&self.text).filter(|text| !text.is_empty()))?;
        writer.put("sort", self.sort.map(Order::name))?;
        writer.put("page", Some(self.page).filter(|page| *page > 1))?;
        writer.put("drafts", self.drafts.then_some("yes"))
    }
}

/// Which grid `/entry` shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryQuery {
    pub office: Option<Code>,
    pub period: Option<Period>,
    /// Counted from 1; 0 and 1 both mean the first.
    pub page: usize,
}

impl EntryQuery {
    pub fn parse(raw: &str) -> Result<EntryQuery, Vec<FieldError>> {
        let mut query = EntryQuery::default();
        let mut errors = Vec::new();
        for (key, value) in pairs(raw) {
            let outcome = match key.as_str() {
                "office" => code(&value).map(|c| query.office = Some(c)),
                "period" => period(&value).and_then(|p| match p.is_quarter() {
                    true => {
                        query.period = Some(p);
                        Ok(())
                    }
                    false => Err("choose a quarter, as FY2024Q1".to_owned()),
                }),
                "page" => page(&value).map(|n| query.page = n),
                _ => Err(unknown(&["office", "period", "page"])),
            };
            errors.extend(outcome.err().map(|message| FieldError::new(key, message)));
        }
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }
}

impl fmt::Display for EntryQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(f);
        writer.put("office", self.office.as_ref())?;
        writer.put("period", self.period)?;
        writer.put("page", Some(self.page).filter(|page| *page > 1))
    }
}

/// The key by which an address asks for another look of whatever page: `view=projector`.
pub const VIEW: &str = "view";

/// The named values of an address, decoded, without the empty ones and without those that the
/// framework adds for itself (`__path`, `__err`), and without [`VIEW`].
pub fn pairs(raw: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        String::from_utf8_lossy(&urlencoding::decode_binary(spaced.as_bytes())).into_owned()
    };
    raw.trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(move |pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value).trim().to_owned())
        })
        .filter(|(key, value)| !value.is_empty() && !key.starts_with("__") && key != VIEW)
}

fn period(value: &str) -> Result<Period, String> {
    value.parse().map_err(|e: crate::domain::period::PeriodError| e.to_string())
}

pub(super) fn day(value: &str) -> Result<chrono::NaiveDate, String> {
    value.parse().map_err(|_| format!("“{}” is not a day; write it as 2026-11-24", shown(value)))
}

/// A text to look for in a database, which cannot be asked for every character.
pub(super) fn text(value: &str) -> Result<String, String> {
    match value {
        long if long.chars().count() > TEXT_MAX => Err(format!("search for at most {TEXT_MAX} characters")),
        nul if nul.contains('\0') => Err("the search text has a character that cannot be searched".into()),
        text => Ok(text.to_owned()),
    }
}

pub(super) fn code(value: &str) -> Result<Code, String> {
    value.parse().map_err(|e: crate::domain::code::CodeError| e.to_string())
}

pub(super) fn page(value: &str) -> Result<usize, String> {
    match value.parse() {
        Ok(n @ 1..=1_000_000) => Ok(n),
        _ => Err(format!("“{}” is not a page number", shown(value))),
    }
}

fn flag(value: &str) -> Result<bool, String> {
    match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("“{}” is neither yes nor no", shown(value))),
    }
}

pub(super) fn named<T: Copy>(
    value: &str,
    find: impl Fn(&str) -> Option<T>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    find(value).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        format!("“{}” is not known; choose one of {}", shown(value), names.join(", "))
    })
}

pub(super) fn unknown(known: &[&str]) -> String {
    format!("there is no such filter; those there are: {}", known.join(", "))
}

pub(super) fn shown(value: &str) -> String {
    value.chars().take(40).collect()
}

/// Writes the pairs of an address.
pub(super) struct Writer<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    first: bool,
}

impl<'a, 'b> Writer<'a, 'b> {
    pub(super) fn new(f: &'a mut fmt::Formatter<'b>) -> Self {
        Writer { f, first: true }
    }

    /// One pair, where there is a value.
    pub(super) fn put(&mut self, key: &str, value: Option<impl ToString>) -> fmt::Result {
        let Some(value) = value else { return Ok(()) };
        let mark = if std::mem::take(&mut self.first) { "" } else { "&" };
        write!(self.f, "{mark}{key}={}", urlencoding::encode(&value.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_as_it_is_read() {
        for raw in [
            "",
            "period=FY2024Q1&office=ATF&goal=011APG2202&status=off_track&kind=outcome&text=urgent%20%26%20more&sort=attention&page=2&drafts=yes",
        ] {
            assert_eq!(DashboardQuery::parse(raw).unwrap().to_string(), raw);
        }
        for raw in [
            "kind=years&from=FY2022&to=FY2024&target=97.5&targets=now&drafts=yes",
            "target=-3",
            "kind=quarters&from=2024-03",
            "kind=breakdown&by=firearm_type&shape=lines",
            "kind=control&rules=wheeler",
            "kind=year-over-year",
            "kind=bullet",
        ] {
            assert_eq!(MeasureQuery::parse(raw, &[]).unwrap().to_string(), raw);
        }
        assert_eq!(DashboardQuery::parse("text=a+b&office=&__err=x").unwrap().text, "a b");
    }

    #[test]
    fn every_unknown_filter_is_named() {
        let errors = DashboardQuery::parse("status=good&period=2024&colour=red&page=0&text=ok").unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["status", "period", "colour", "page"]);
        assert!(errors[0].message.contains("off_track"), "{}", errors[0].message);
        assert!(MeasureQuery::parse("from=FY2024Q2&to=FY2023Q1", &[]).is_err());
        assert!(MeasureQuery::parse("scale=2", &[]).is_err());
        assert!(MeasureQuery::parse("scale=2", &["scale"]).is_ok());
        for wrong in ["kind=pie", "shape=pie", "rules=mine", "kind=breakdown&by=a%20b", "by=%00"] {
            assert!(MeasureQuery::parse(wrong, &[]).is_err(), "{wrong}");
        }
        let dimensions = ["type".to_owned()];
        let dimension = |raw: &str, all| {
            MeasureQuery::parse(raw, &[]).unwrap().dimension(all).map(|by| by.map(str::to_owned))
        };
        assert_eq!(dimension("kind=breakdown", &dimensions), Ok(Some("type".to_owned())));
        assert_eq!(dimension("by=state", &dimensions), Ok(None));
        assert_eq!(dimension("kind=breakdown&by=state", &dimensions).unwrap_err().field, "by");
        assert_eq!(dimension("kind=breakdown", &[]).unwrap_err().field, "kind");
        for wrong in ["period=FY2024", "period=2024-03"] {
            assert!(EntryQuery::parse(wrong).is_err());
        }
    }

    #[test]
    fn hostile_addresses_do_no_harm() {
        for raw in ["text=%00", "text=%ff%fe", "%%%=%%%", "=&=&&", "text=%F0%9F%98%80"] {
            let _ = DashboardQuery::parse(raw);
        }
        assert!(DashboardQuery::parse(&format!("text={}", "x".repeat(1_000_000))).is_err());
    }
}
