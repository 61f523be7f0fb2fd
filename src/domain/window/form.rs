//! The forms by which a coordinator opens and reopens data calls.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{Dates, Window, called};
use crate::domain::batch::Finding;
use crate::domain::code::Code;
use crate::domain::goal::Office;
use crate::domain::import::fields::{Fields, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::period::Period;

/// A form: its fields by name.
pub type Form = BTreeMap<String, String>;

/// A call that is to be opened, or opened with other days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Whose figures are called for.
    pub offices: Vec<Code>,
    pub period: Period,
    pub dates: Dates,
}

/// A call that is to take figures again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopening {
    pub office: Code,
    pub until: NaiveDate,
    pub reason: String,
}

/// Within ten years of a quarter its call is over, however late it was opened: what is later was mistyped.
const LATEST: Months = Months::new(120);

/// Reads the form that opens the call for a quarter, or tells everything that is wrong with it. An office that
/// is left empty means every office.
pub fn opening(form: &Form, period: Period, offices: &[Office]) -> Result<Opening, Vec<Finding>> {
    let mut problems = Findings::default();
    let mut fields = Fields::new(form, &mut problems);
    let codes = || offices.iter().map(|office| &office.code);
    let chosen = match fields.is_empty("office") {
        true => Some(codes().cloned().collect()),
        false => fields.reference("office", "office", codes()).map(|code| vec![code]),
    };
    if let Err(message) = called(period) {
        fields.fault("period", message);
    }
    let (opens, due, closes) = (fields.day("opens"), fields.day("due"), fields.day("closes"));
    if opens.is_some_and(|opens| opens < period.starts_on()) {
        fields.fault("opens", format!("{} begins on {}", period.label(), period.starts_on()));
    }
    if opens.zip(due).is_some_and(|(opens, due)| due < opens) {
        fields.fault("due", "the call is due before it opens");
    }
    if due.zip(closes).is_some_and(|(due, closes)| closes < due) {
        fields.fault("closes", "the call closes before it is due");
    }
    let latest = period.ends_on() + LATEST;
    for (field, day) in [("opens", opens), ("due", due), ("closes", closes)] {
        if day.is_some_and(|day| day > latest) {
            fields.fault(field, format!("choose a day up to {latest}, ten years after the quarter"));
        }
    }
    let read = chosen.zip(opens).zip(due.zip(closes)).filter(|_| fields.sound);
    match read {
        Some(((offices, opens), (due, closes))) => {
            Ok(Opening { offices, period, dates: Dates { opens, due, closes } })
        }
        None => Err(problems.finish()),
    }
}

/// Reads the form that reopens one of the calls of a quarter, or tells everything that is wrong with it.
pub fn reopening(form: &Form, windows: &[Window], today: NaiveDate) -> Result<Reopening, Vec<Finding>> {
    let mut problems = Findings::default();
    let mut fields = Fields::new(form, &mut problems);
    let office = fields.reference("reopen", "call", windows.iter().map(|window| &window.office));
    let until = fields.day("until");
    let reason = fields.required("reason", TEXT);
    let window = windows.iter().find(|window| Some(&window.office) == office.as_ref());
    if let (Some(window), Some(until)) = (window, until)
        && let Err(why) = window.reopened(until, &reason, today)
    {
        fields.fault("until", why);
    }
    let read = office.zip(until).filter(|_| fields.sound);
    match read {
        Some((office, until)) => Ok(Reopening { office, until, reason }),
        None => Err(problems.finish()),
    }
}

/// The texts from which the days of a call would be read.
pub fn texts(dates: Dates) -> Form {
    [("opens", dates.opens), ("due", dates.due), ("closes", dates.closes)]
        .map(|(field, day)| (field.to_owned(), day.to_string()))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period() -> Period {
        "FY2026Q1".parse().unwrap()
    }

    fn offices() -> Vec<Office> {
        ["ATF", "HSI"].map(|code| Office { code: code.parse().unwrap(), name: code.into() }).into()
    }

    /// What is found wrong, each as its field and its message, with some fields of the usual form changed.
    fn wrong(changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut form = texts(Dates::usual(period()));
        form.extend(changes.iter().map(|(field, text)| (field.to_string(), text.to_string())));
        let found = opening(&form, period(), &offices()).err().unwrap_or_default();
        found.into_iter().map(|one| (one.column, one.message)).collect()
    }

    #[test]
    fn the_usual_days_read_back_for_one_office_or_all() {
        let dates = Dates::usual(period());
        for (office, expected) in [("", &["ATF", "HSI"][..]), ("HSI", &["HSI"])] {
            let mut form = texts(dates);
            form.insert("office".into(), office.into());
            let read = opening(&form, period(), &offices()).unwrap();
            assert_eq!(read.offices.iter().map(Code::as_str).collect::<Vec<_>>(), expected);
            assert_eq!((read.dates, read.period), (dates, period()));
        }
    }

    #[test]
    fn everything_wrong_with_an_opening_is_told_at_once() {
        let all =
            [("office", "XYZ"), ("opens", "2025-09-30"), ("due", "2025-09-29"), ("closes", "2025-09-28")];
        let fields: Vec<String> = wrong(&all).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["office", "opens", "due", "closes"]);
        for (changes, field, message) in [
            (&[("opens", "soon")][..], "opens", "write a day as"),
            (&[("due", "")], "due", "write a day as"),
            (&[("closes", "2036-02-14")], "closes", "choose a day up to 2035-12-31"),
            (&[("opens", "2026-02-01")], "due", "before it opens"),
        ] {
            let found = wrong(changes);
            let told = found.len() == 1 && found[0].0 == field && found[0].1.contains(message);
            assert!(told, "{changes:?}: {found:?}");
        }
        let form = texts(Dates::usual(period()));
        for odd in ["FY2026", "CY2026Q1", "2025-10"] {
            let found = opening(&form, odd.parse().unwrap(), &offices()).unwrap_err();
            assert!(found.iter().any(|one| one.column == "period"), "{odd}: {found:?}");
        }
    }

    #[test]
    fn a_call_is_reopened_with_a_reason_until_a_day() {
        let windows: Vec<Window> = offices()
            .into_iter()
            .map(|office| Window::opened(office.code, period(), Dates::usual(period())))
            .collect();
        let today = "2026-03-01".parse().unwrap();
        let read = |office: &str, until: &str, reason: &str| {
            let fields = [("reopen", office), ("until", until), ("reason", reason)];
            let form: Form = fields.map(|(field, text)| (field.to_owned(), text.to_owned())).into();
            reopening(&form, &windows, today)
                .map_err(|found| found.into_iter().map(|one| one.column).collect::<Vec<_>>())
        };
        let expected = Reopening {
            office: "ATF".parse().unwrap(),
            until: "2026-03-10".parse().unwrap(),
            reason: "Late.".into(),
        };
        assert_eq!(read("ATF", "2026-03-10", " Late. "), Ok(expected));
        assert_eq!(read("XYZ", "", " "), Err(vec!["reopen".into(), "until".into(), "reason".into()]));
        assert_eq!(read("ATF", "2026-02-28", "x"), Err(vec!["until".into()]));
    }
}
