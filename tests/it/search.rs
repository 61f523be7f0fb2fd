//! Goals and measures found by a few letters: by the store on both databases, and on the page.

use yardstick::domain::batch::Batch;
use yardstick::domain::search::{Words, ranked};
use yardstick::store::{self, Store};

use crate::postgres;
use crate::served::Served;
use crate::world::{at, batch, code, measure, seed, sqlite};

contract! {
    every_text_is_looked_through
    what_is_typed_means_itself
    letters_beyond_ascii_have_cases_too
}

/// The codes of what is found, the best first, on 24 November 2026.
async fn found(store: &Store, text: &str) -> Vec<String> {
    let words = Words::of(text);
    let found = store.find(&words).await.unwrap();
    let found = ranked(found, &words, at(0).date_naive());
    found.iter().map(|one| one.code.to_string()).collect()
}

async fn every_text_is_looked_through(store: &Store) {
    for (text, expected) in [
        ("conv", &["convictions"][..]),
        ("COMPLETED traces", &["traces"]),
        ("traces", &["traces", "urgent"]),
        // The goal's own code, then what is named after it.
        ("trace", &["trace", "traces", "urgent"]),
        ("investigations counted", &["convictions", "odd"]),
        ("hsi", &["convictions", "odd"]),
        ("guns wrong", &["safe", "trace"]),
        ("one two three four five six", &[]),
        ("what is counted tobacco 48 hours", &["urgent"]),
        ("what is counted tobacco 48 minutes", &[]),
        ("nowhere", &[]),
    ] {
        assert_eq!(found(store, text).await, expected, "{text}");
    }
}

async fn what_is_typed_means_itself(store: &Store) {
    for (text, expected) in [
        ("100%_sure!", &["odd"][..]),
        ("%", &["odd"]),
        ("_", &["odd"]),
        ("!", &["odd"]),
        ("“quotes”", &["odd"]),
        ("'ticks'", &["odd"]),
        ("' OR 1=1 --", &[]),
        ("t%s", &[]),
        ("\\", &[]),
    ] {
        assert_eq!(found(store, text).await, expected, "{text}");
    }
}

async fn letters_beyond_ascii_have_cases_too(store: &Store) {
    let measures = vec![measure("m", "ATF", "ÉTÉ à Ωmega 統計")];
    store.apply(&Batch { measures, ..batch() }, "seed", at(0), false).await.unwrap();
    for text in ["été", "ÉTÉ", "À", "ωMEGA", "統"] {
        assert_eq!(found(store, text).await, ["m"], "{text}");
    }
    assert_eq!(found(store, "ete ωmega").await, [""; 0]);
}

#[tokio::test]
async fn the_page_lists_what_was_found_and_says_when_nothing_was() {
    let server = Served::start().await;
    let mut retired = measure("old", "HSI", "Traces of old <b>");
    retired.retired_on = "2020-03-31".parse().ok();
    server.store.apply(&Batch { measures: vec![retired], ..batch() }, "seed", at(0), false).await.unwrap();
    for (search, status, there, not_there) in [
        ("", 200, &["What are you looking for?", "name=\"q\""][..], &["<mark"][..]),
        (
            "q=TRACE",
            200,
            &[
                "1 goal and 3 measures for “TRACE”",
                "href=\"/goals/trace\"",
                "<a href=\"/measures/traces\"><mark>Trace</mark>s completed<!></a>",
                "ATF Tobacco and Firearms",
                ">Goal trace</a>",
                "retired on 31 March 2020",
                "of old &lt;b&gt;",
                "value=\"TRACE\"",
            ],
            &["<b>", "nav class=\"pages\"", "retired on 31 January 2030"],
        ),
        (
            "q=%3Cscript%3E",
            200,
            &["Nothing is found for “&lt;script&gt;”", "every word must be found"],
            &["<li>x"],
        ),
        ("q=x&colour=red&page=0", 400, &["colour", "not a page number", "value=\"x\""], &[]),
    ] {
        let response = server.get(&format!("/search?{search}")).send().await.unwrap();
        assert_eq!(response.status(), status, "{search}");
        let html = response.text().await.unwrap();
        for words in there {
            assert!(html.contains(words), "{search}: {words} is not there: {html}");
        }
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        for words in not_there {
            assert!(!main.contains(words), "{search}: {words}");
        }
    }
}

#[tokio::test]
async fn what_is_found_comes_in_pages() {
    let server = Served::start().await;
    let many = (0..120).map(|n| measure(&format!("m{n:03}"), "ATF", &format!("Seized arms {n}"))).collect();
    server.store.apply(&Batch { measures: many, ..batch() }, "seed", at(0), false).await.unwrap();
    for (page, first, count) in [("", "m000", 50), ("&page=3", "m100", 20), ("&page=9", "m100", 20)] {
        let html = server.get(&format!("/search?q=seized{page}")).send().await.unwrap().text().await.unwrap();
        assert_eq!(html.matches("<li><h2>").count(), count, "{page}");
        assert!(html.contains(&format!("href=\"/measures/{}\"", code(first))), "{page}");
        assert!(html.contains("of 3 · 120 found") && html.contains("q=seized"), "{page}");
    }
}
