//! The days on which data calls are due, as a calendar file (iCalendar, RFC 5545).

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike};

use crate::domain::date::in_words;
use crate::domain::goal::Office;
use crate::domain::reminder::entry;
use crate::domain::window::Window;

/// One day for each call: a whole one, on which nobody is taken for busy. `site` is the address by which people
/// reach this server; without it the days carry no link.
pub fn calls(calls: &[(Office, Window)], site: Option<&str>, now: DateTime<Utc>) -> String {
    let mut calendar = Calendar::new();
    calendar.name("Yardstick: figures due");
    for (office, window) in calls {
        calendar.push(event(office, window, site, now));
    }
    calendar.to_string()
}

fn event(office: &Office, window: &Window, site: Option<&str>, now: DateTime<Utc>) -> Event {
    let quarter = window.period.label();
    let mut text = format!(
        "The figures of {} for {quarter} are taken from {} and due on {}. The call closes on {}.",
        office.name,
        in_words(window.opens),
        in_words(window.due),
        in_words(window.closes),
    );
    let mut event = Event::new();
    if let Some(site) = site {
        let link = entry(site, &office.code, window.period);
        text = format!("{text}\n\n{link}");
        event.url(&link);
    }
    event
        // The same for as long as there is the call: a day that is moved moves in the calendar too.
        .uid(&format!("call-{}-{}@yardstick", office.code, window.period))
        .timestamp(now)
        .summary(&format!("{}: figures for {quarter} are due", office.code))
        .description(&text)
        .add_property("TRANSP", "TRANSPARENT")
        .all_day(window.due)
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::period::Period;
    use crate::domain::window::Dates;

    fn call(code: &str, name: &str, quarter: &str) -> (Office, Window) {
        let (code, period): (_, Period) = (code.parse().unwrap(), quarter.parse().unwrap());
        let office = Office { code, name: name.to_owned() };
        let window = Window::opened(office.code.clone(), period, Dates::usual(period));
        (office, window)
    }

    fn now() -> DateTime<Utc> {
        "2026-07-16T09:30:00Z".parse().unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let odd =
            "Tobacco, Firearms; “Explosives” \\ and Überprüfung\nof much else, which is a very long name";
        let written = calls(
            &[call("ATF", odd, "FY2026Q3"), call("CBP-OFO", "Field Operations", "FY2026Q4")],
            Some("https://m.example.gov"),
            now(),
        );
        assert!(written.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{written}");
        assert!(written.ends_with("END:VCALENDAR\r\n"), "{written}");
        for line in written.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
        let read: Calendar = written.parse().unwrap();
        let events: Vec<&Event> = read.components.iter().filter_map(|one| one.as_event()).collect();
        assert_eq!(events.len(), 2);
        let first = events[0];
        assert_eq!(first.get_uid(), Some("call-ATF-FY2026Q3@yardstick"));
        assert_eq!(first.get_summary(), Some("ATF: figures for Q3 FY 2026 are due"));
        assert_eq!(first.get_timestamp(), Some(now()));
        assert_eq!(first.property_value("DTSTART"), Some("20260730"));
        assert_eq!(first.property_value("TRANSP"), Some("TRANSPARENT"));
        let link = "https://m.example.gov/entry?office=ATF&period=FY2026Q3";
        assert_eq!(first.get_url(), Some(link));
        let told = first.get_description().unwrap();
        assert!(told.contains(odd) && told.contains("30 July 2026") && told.ends_with(link), "{told}");
        assert_eq!(events[1].property_value("DTSTART"), Some("20261030"));
    }

    #[test]
    fn a_call_whose_day_is_moved_is_the_same_event() {
        let (office, window) = call("ATF", "ATF", "FY2026Q3");
        let later = Window { due: "2026-08-03".parse().unwrap(), ..window.clone() };
        let uid = |window: Window| {
            let text = calls(&[(office.clone(), window)], None, now());
            assert!(!text.contains("URL"), "{text}");
            text.lines().find(|line| line.starts_with("UID:")).map(str::to_owned)
        };
        assert_eq!(uid(window), uid(later));
        let none = calls(&[], None, now());
        assert!(none.contains("END:VCALENDAR") && !none.contains("VEVENT"), "{none}");
    }
}
