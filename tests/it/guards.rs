//! Who may do what, and what happens to those who may not.

use leptos::server_fn::ServerFn;
use reqwest::Method;
use yardstick::api::dashboard::Dashboard;
use yardstick::api::goals::Goal;
use yardstick::api::measures::Measure;
use yardstick::domain::access::Role;
use yardstick::server::Config;

use crate::served::{Served, cookie, header};
use crate::world::{PASSWORD, enrol, saving};

async fn with_ana() -> Served {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    server
}

#[tokio::test]
async fn a_session_begins_at_sign_in_and_ends_at_sign_out() {
    let server = with_ana().await;
    let response = server.try_sign_in("ana", PASSWORD).await;
    assert_eq!(response.status(), 200);
    let set = header(&response, "set-cookie").to_owned();
    assert!(set.starts_with("yardstick="), "{set}");
    assert_eq!(header(&response, "cache-control"), "no-store");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
        assert!(set.contains(attribute), "{attribute} in {set}");
    }
    assert!(!set.contains("Secure"), "over http it would never come back");
    let session = cookie(&response).unwrap();
    assert_eq!(server.who(&session).await, "ana");
    assert_eq!(server.who("yardstick=invented").await, "");
    let page = server.get("/").header("cookie", &session).send().await.unwrap();
    assert_eq!((header(&page, "cache-control"), header(&page, "x-cache")), ("no-store", ""));

    let response = server.post("/api/test_sign_out", "").header("cookie", &session).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(header(&response, "set-cookie").contains("Max-Age=0"), "{}", header(&response, "set-cookie"));
    assert_eq!(server.who(&session).await, "");
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    let server = with_ana().await;
    let mut told = Vec::new();
    for (name, password) in [("ana", "wrong password"), ("nobody", PASSWORD), ("", PASSWORD), ("ana", "")] {
        let response = server.try_sign_in(name, password).await;
        assert_eq!((response.status().as_u16(), header(&response, "set-cookie")), (422, ""), "{name}");
        told.push(response.text().await.unwrap());
    }
    assert!(told[0].contains("Name or password is wrong."), "{}", told[0]);
    told.dedup();
    assert_eq!(told.len(), 1);
}

#[tokio::test]
async fn a_session_known_before_sign_in_opens_nothing_after_it() {
    let server = with_ana().await;
    enrol(&server.store, "ben", Role::Viewer, None).await;
    let first = server.sign_in("ana", PASSWORD).await;
    let form = format!("name=ben&password={}", PASSWORD.replace(' ', "+"));
    let response = server.post("/api/test_sign_in", &form).header("cookie", &first).send().await.unwrap();
    let second = cookie(&response).unwrap();
    assert_ne!(first, second);
    assert_eq!((server.who(&first).await.as_str(), server.who(&second).await.as_str()), ("", "ben"));
}

#[tokio::test]
async fn signing_out_everywhere_and_a_new_password_end_every_session() {
    let server = with_ana().await;
    let (desk, phone) = (server.sign_in("ana", PASSWORD).await, server.sign_in("ana", PASSWORD).await);
    let everywhere = server.post("/api/test_sign_out_everywhere", "").header("cookie", &desk);
    assert_eq!(everywhere.send().await.unwrap().status(), 200);
    assert_eq!((server.who(&desk).await, server.who(&phone).await), (String::new(), String::new()));
    let again = server.sign_in("ana", PASSWORD).await;
    assert_eq!(server.who(&again).await, "ana");
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    assert_eq!(server.who(&again).await, "");
    let nobody = server.post("/api/test_sign_out_everywhere", "").send().await.unwrap();
    assert_eq!(nobody.status(), 401);
}

#[tokio::test]
async fn what_waits_for_approval_is_shown_to_people_signed_in_alone() {
    let server = with_ana().await;
    server.store.save_figure(&saving("traces", "FY2026Q3", 98_765.0, 0)).await.unwrap();
    let session = server.sign_in("ana", PASSWORD).await;
    let call = |url: &str, arguments: &str| format!("{url}?{arguments}");
    for (path, shown) in [
        ("/?period=FY2026Q3&drafts=yes".to_owned(), true),
        ("/?period=FY2026Q3".to_owned(), false),
        ("/goals/trace".to_owned(), false),
        ("/measures/traces?drafts=yes".to_owned(), true),
        ("/measures/traces?drafts=yes&kind=years&from=FY2026".to_owned(), true),
        // Its history tells people signed in of every change.
        ("/measures/traces".to_owned(), true),
        (call(Dashboard::url(), "query=period%3DFY2026Q3%26drafts%3Dyes"), true),
        (call(Measure::url(), "code=traces&query=drafts%3Dyes"), true),
        (call(Goal::url(), "code=trace&query="), false),
        ("/measures/traces/chart.svg?drafts=yes".to_owned(), false),
        ("/measures/traces/data.csv?drafts=yes".to_owned(), false),
        ("/measures/traces/data.json?drafts=yes".to_owned(), false),
    ] {
        for (cookie, shown) in [("", false), (session.as_str(), shown)] {
            let response = server.get(&path).header("cookie", cookie).send().await.unwrap();
            assert_eq!(response.status(), 200, "{path}");
            let text = response.text().await.unwrap();
            let found = text.contains("98765") || text.contains("98,765");
            assert_eq!(found, shown, "{path} {}", if cookie.is_empty() { "anonymous" } else { "signed in" });
        }
    }
    // A goal has no page with drafts, whoever asks.
    let drafts = server.get("/goals/trace?drafts=yes").header("cookie", &session).send().await.unwrap();
    assert_eq!(drafts.status(), 400);
}

#[tokio::test]
async fn too_many_attempts_are_refused_for_that_name_alone() {
    let server = with_ana().await;
    enrol(&server.store, "ben", Role::Viewer, None).await;
    for _ in 0..4 {
        assert_eq!(server.try_sign_in("ana", "a guess of mine").await.status(), 422);
    }
    server.sign_in("ana", PASSWORD).await;
    for _ in 0..5 {
        assert_eq!(server.try_sign_in("ana", "a guess of mine").await.status(), 422, "counted anew");
    }
    let response = server.try_sign_in("ana", PASSWORD).await;
    assert_eq!(response.status(), 429, "the right password does not help now");
    assert!(response.text().await.unwrap().contains("Too many attempts; try again in 15 minutes"));
    server.sign_in("ben", PASSWORD).await;
}

#[tokio::test]
async fn too_many_attempts_from_one_address_are_refused_for_every_name() {
    let server = with_ana().await;
    for n in 0..30 {
        assert_eq!(server.try_sign_in(&format!("guess{n}"), "a guess of mine").await.status(), 422, "{n}");
    }
    assert_eq!(server.try_sign_in("ana", PASSWORD).await.status(), 429);
}

#[tokio::test]
async fn attempts_at_once_are_counted_too() {
    let server = with_ana().await;
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..20 {
        attempts.spawn(server.post("/api/test_sign_in", "name=ana&password=a+guess").send());
    }
    let answers = attempts.join_all().await;
    let checked = answers.into_iter().filter(|answer| answer.as_ref().unwrap().status() == 422).count();
    assert!((1..=5).contains(&checked), "{checked} passwords were tried");
}

#[tokio::test]
async fn a_change_from_another_site_is_refused() {
    let server = Served::start().await;
    let ours = format!("http://{}", server.address);
    for (method, name, value, status) in [
        (Method::POST, "origin", ours.as_str(), 200),
        (Method::POST, "origin", "http://evil.example", 403),
        (Method::POST, "origin", "null", 403),
        (Method::POST, "x-nothing", "", 403),
        (Method::POST, "sec-fetch-site", "same-origin", 200),
        (Method::POST, "sec-fetch-site", "cross-site", 403),
        (Method::DELETE, "origin", "http://evil.example", 403),
        (Method::PUT, "x-nothing", "", 403),
    ] {
        let request = server.request(method.clone(), "/api/test_offices").header(name, value);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(request.send().await.unwrap().status().as_u16(), status, "{method} {name}: {value}");
    }
}

#[tokio::test]
async fn a_large_body_is_refused_whether_its_size_is_told_or_not() {
    let server = Served::start().await;
    let big = "x".repeat(1024 * 1024 + 1);
    let response = server.post("/api/test_sign_in", &big).send().await.unwrap();
    assert_eq!(response.status(), 413);
    assert!(response.text().await.unwrap().contains("1 MB"));
    let just = format!("name=ana&password={}", "x".repeat(1024 * 1024 - 20));
    assert_eq!(server.post("/api/test_sign_in", &just).send().await.unwrap().status(), 422);
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_told_so() {
    let server = Served::start().await;
    let response = server.post("/api/test_require", "").send().await.unwrap();
    assert_eq!(response.status(), 401);
    let response = server.post("/api/test_sign_in", "name=ana").send().await.unwrap();
    assert_eq!(response.status(), 400);
    assert!(!response.text().await.unwrap().contains("missing field"), "no cause reaches a browser");
}

#[tokio::test]
async fn a_form_sent_without_script_leads_back_to_its_page() {
    let server = with_ana().await;
    let page = format!("http://{}/signin", server.address);
    let form = server.post("/api/test_sign_in", "name=ana&password=wrong+password");
    let response = form.header("accept", "text/html").header("referer", &page).send().await.unwrap();
    assert_eq!(response.status(), 302);
    assert!(header(&response, "location").starts_with(&page), "{}", header(&response, "location"));
}

#[tokio::test]
async fn a_panic_becomes_a_page_with_a_reference_and_no_cause() {
    let server = Served::start().await;
    let response = server.post("/api/test_panic", "").send().await.unwrap();
    assert_eq!(response.status(), 500);
    let page = response.text().await.unwrap();
    assert!(page.contains("reference") && !page.contains("secret detail"), "{page}");
    assert_eq!(server.get("/").send().await.unwrap().status(), 200, "the others are served");
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_said_so() {
    let server = with_ana().await;
    let session = server.sign_in("ana", PASSWORD).await;
    server.store.close().await;
    let response = server.post("/api/test_offices", "").send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.text().await.unwrap().contains("The database does not answer."));
    for path in ["/", "/measures/traces", "/entry", "/nowhere"] {
        for cookie in [session.as_str(), ""] {
            let response = server.get(path).header("cookie", cookie).send().await.unwrap();
            let status = response.status().as_u16();
            let page = response.text().await.unwrap();
            // These two ask the database nothing on behalf of an anonymous reader.
            if cookie.is_empty() && ["/entry", "/nowhere"].contains(&path) {
                continue;
            }
            assert_eq!(status, 503, "{path} {cookie}");
            assert!(page.contains("The database does not answer."), "{path}: {page}");
            assert!(page.contains("<h1") && page.contains("href=\"/\""), "a page with a way out: {page}");
        }
    }
}

#[tokio::test]
async fn over_https_the_cookie_is_for_https_alone() {
    let config = Config { public_url: Some("https://yardstick.example".into()), ..Config::default() };
    let server = Served::start_with(config).await;
    enrol(&server.store, "ana", Role::Viewer, None).await;
    let form = format!("name=ana&password={}", PASSWORD.replace(' ', "+"));
    let request =
        server.request(Method::POST, "/api/test_sign_in").header("origin", "https://yardstick.example");
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    let response = request.send().await.unwrap();
    assert!(header(&response, "set-cookie").contains("Secure"));
}
