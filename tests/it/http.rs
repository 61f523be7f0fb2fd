//! Pages and files over HTTP.

use std::io::Read;
use std::time::Duration;

use leptos::server_fn::ServerFn;
use reqwest::Method;
use yardstick::api::measures::Measure;
use yardstick::domain::actual::Figure;
use yardstick::domain::batch::Batch;
use yardstick::server::Config;

use crate::served::{Served, header};
use crate::world::{actual, at, saving, seed};

/// The nonce that a response's policy allows.
fn allowed_nonce(response: &reqwest::Response) -> String {
    let policy = header(response, "content-security-policy");
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn every_response_carries_the_security_headers() {
    let server = Served::start().await;
    for path in ["/", "/nowhere", "/healthz", "/readyz", "/robots.txt", "/api/test_who"] {
        let response = server.get(path).send().await.unwrap();
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(header(&response, name), value, "{path}");
        }
        let policy = header(&response, "content-security-policy");
        for part in ["default-src 'self'", "style-src 'self'", "object-src 'none'", "frame-ancestors 'none'"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(header(&response, "x-request-id").len(), 32, "{path}");
        assert_eq!(header(&response, "strict-transport-security"), "", "not over http");
        assert_eq!(header(&response, "set-cookie"), "", "{path}: no cookie for anonymous readers");
    }
    let config = Config { public_url: Some("https://yardstick.example".into()), ..Config::default() };
    let response = Served::start_with(config).await.get("/").send().await.unwrap();
    assert!(header(&response, "strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn each_response_has_a_nonce_of_its_own_from_the_cache_too() {
    let server = Served::start().await;
    let mut seen = std::collections::BTreeSet::new();
    for (cache, accept) in [("miss", ""), ("hit", ""), ("hit", "gzip"), ("hit", "br, gzip"), ("hit", "br")] {
        let response = server.get("/").header("accept-encoding", accept).send().await.unwrap();
        assert_eq!((response.status().as_u16(), header(&response, "x-cache")), (200, cache), "{accept}");
        let nonce = allowed_nonce(&response);
        let encoding = header(&response, "content-encoding").to_owned();
        let bytes = response.bytes().await.unwrap();
        let page = match encoding.as_str() {
            "" => String::from_utf8(bytes.to_vec()).unwrap(),
            "gzip" => unpacked(&bytes),
            other => panic!("{other} for {accept}"),
        };
        let scripts = page.matches("<script").count();
        assert!(scripts > 0);
        assert_eq!(page.matches(&format!(" nonce=\"{nonce}\"")).count(), page.matches(" nonce=").count());
        assert!(page.matches(&format!("nonce=\"{nonce}\"")).count() >= scripts, "a script without nonce");
        assert!(!page.contains(" style=\""), "no style attributes: the policy forbids them");
        assert!(seen.insert(nonce), "the nonce was used before");
    }
}

#[tokio::test]
async fn a_cached_page_is_forgotten_when_anything_changes() {
    let server = Served::start().await;
    let cache = async |path: &str| {
        let response = server.get(path).send().await.unwrap();
        header(&response, "x-cache").to_owned()
    };
    assert_eq!((cache("/").await, cache("/").await), ("miss".into(), "hit".into()));
    assert_eq!(cache("/?text=a").await, "miss", "another address is another page");
    seed(&server.store).await;
    assert_eq!(cache("/").await, "hit", "writing what is there already changes nothing");
    server.store.save_figure(&saving("traces", "FY2026Q3", 1.0, 0)).await.unwrap();
    assert_eq!((cache("/").await, cache("/").await), ("miss".into(), "hit".into()));
    for path in ["/nowhere", "/api/test_who", "/healthz"] {
        assert_eq!((cache(path).await, cache(path).await), ("".into(), "".into()), "{path} is never kept");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let server = Served::start().await;
    for (path, status) in [
        ("/nowhere", 404),
        ("/measures", 404),
        ("/assets/none.css", 404),
        ("/measures/../etc/passwd", 404),
        ("/%00", 404),
        ("//", 404),
    ] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
    }
    let response = server.get("/nowhere").send().await.unwrap();
    assert!(header(&response, "content-type").starts_with("text/html"));
    assert!(response.text().await.unwrap().contains("<h1"), "a page, with a way out");
    let response = server.request(Method::HEAD, "/").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "x-cache")), (200, ""));
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_a_bad_request_and_says_all_that_is_wrong() {
    let server = Served::start().await;
    for (path, status, parts) in [
        (
            "/measures/traces?from=2024&to=FY26&target=12%25",
            400,
            &["from", "to", "write the number alone"][..],
        ),
        ("/measures/traces?from=FY2026Q2&to=FY2025Q1", 400, &["FY2026Q2 comes after FY2025Q1"]),
        ("/measures/traces?from=x&from=FY2026Q1", 400, &["One thing in this address"]),
        ("/measures/traces?target=NaN", 400, &["not a number"]),
        ("/measures/traces?colour=red", 400, &["there is no such filter; those there are: kind, from"]),
        ("/measures/traces?target=1e400&drafts=maybe", 400, &["too large", "neither yes nor no"]),
        ("/measures/none?target=NaN", 404, &["measure “none”"]),
        ("/measures/traces?from=FY2026Q1&target=12", 200, &[]),
        ("/?status=good&colour=red", 400, &["2 things", "off_track", "no such filter"]),
    ] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(header(&response, "x-cache") == "miss", status == 200, "{path}");
        let page = response.text().await.unwrap();
        let usable = path.starts_with("/measures/traces");
        assert_eq!(page.contains("Traces completed"), usable, "{path}: with what can be used");
        for part in parts {
            assert!(page.contains(part), "“{part}” in the answer to {path}");
        }
    }
    let call = server.get(&format!("{}?code=traces&query=from%3Dx", Measure::url())).send().await.unwrap();
    assert_eq!(call.status().as_u16(), 400);
}

#[tokio::test]
async fn health_is_told_apart_from_readiness() {
    let server = Served::start().await;
    let ask = async |path: &str| {
        let response = server.get(path).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    assert_eq!(ask("/healthz").await, (200, "ok\n".into()));
    assert_eq!(ask("/readyz").await, (200, "ready\n".into()));
    server.store.close().await;
    assert_eq!(ask("/healthz").await, (200, "ok\n".into()));
    assert_eq!(ask("/readyz").await, (503, "the database does not answer\n".into()));
}

#[tokio::test]
async fn a_stopping_server_finishes_what_it_began() {
    let server = Served::start().await;
    let answer = server.post("/api/test_slow", "").send();
    let answer = tokio::spawn(answer);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let folder = server.stop().await;
    assert_eq!(answer.await.unwrap().unwrap().text().await.unwrap(), "\"done\"");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["test.db"], "the write-ahead log is folded into the one file");
}

#[tokio::test]
async fn a_crowd_of_readers_sees_every_change_and_some_may_leave() {
    let server = std::sync::Arc::new(Served::start().await);
    let figures = |value: f64| Batch {
        actuals: vec![actual("traces", "FY2026Q1", Figure::Value(value))],
        ..Batch::default()
    };
    for round in 0..12 {
        let value = 70_001.0 + f64::from(round);
        server.store.apply(&figures(value), "seed", at(1), false).await.unwrap();
        let ask = |patience: u64| {
            let server = server.clone();
            tokio::spawn(tokio::time::timeout(Duration::from_millis(patience), async move {
                server.get("/measures/traces").send().await.unwrap().text().await.unwrap()
            }))
        };
        // Those who leave at once must not keep the others waiting.
        let crowd: Vec<_> = (0..24).map(|at| ask(if at % 3 == 0 { 1 } else { 20_000 })).collect();
        for (at, one) in crowd.into_iter().enumerate() {
            match one.await.unwrap() {
                Ok(page) => assert!(page.contains(&format!("70,0{:02}", round + 1)), "round {round}"),
                Err(_) => assert_eq!(at % 3, 0, "round {round}: a reader waits in vain"),
            }
        }
    }
}
