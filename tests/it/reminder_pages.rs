//! Accounts, the end of the letters, their preview, and the calendar: by whoever and however wrong.

use icalendar::{Calendar, Component};
use leptos::server_fn::ServerFn;
use reqwest::{Method, Response};
use yardstick::api::account::{RenewCalendar, SaveAccount};
use yardstick::domain::access::Role;
use yardstick::server::Config;
use yardstick::server::config::MailOptions;

use crate::mail::{enrol_at, open_call};
use crate::mail_server::MailServer;
use crate::served::{Served, header};
use crate::world::{PASSWORD, enrol};

/// A call that is due, and people with accounts.
async fn with_people(config: Config) -> Served {
    let server = Served::start_with(config).await;
    open_call(&server.store, &["ATF", "HSI"]).await;
    enrol_at(&server.store, "ana", Role::Steward, Some("ATF"), "ana@example.gov").await;
    enrol(&server.store, "abe", Role::Steward, Some("ATF")).await;
    enrol(&server.store, "ada", Role::Admin, None).await;
    server
}

async fn page(server: &Served, session: &str, path: &str) -> (u16, String) {
    let response = server.get(path).header("cookie", session).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn stop_token(server: &Served, name: &str) -> String {
    let all = server.store.recipients().await.unwrap();
    all.into_iter().find(|one| one.person.name == name).unwrap().stop_token
}

async fn wants_letters(server: &Served) -> bool {
    server.store.account("ana").await.unwrap().unwrap().reminders
}

#[tokio::test]
async fn the_link_in_a_letter_ends_the_letters_when_the_button_is_pressed() {
    let server = with_people(Config::default()).await;
    let path = format!("/reminders/stop?token={}", stop_token(&server, "ana").await);
    for _ in 0..2 {
        let (status, html) = page(&server, "", &path).await;
        assert_eq!(status, 200);
        assert!(
            html.contains("Get no more reminders?") && html.contains(&format!("action=\"{path}\"")),
            "{html}"
        );
    }
    assert!(wants_letters(&server).await, "mail programs open links by themselves");
    let (status, html) = page(&server, "", "/reminders/stop?token=abc").await;
    assert!(status == 404 && html.contains("There is no letter with this link"), "{status} {html}");
    assert_eq!(page(&server, "", "/reminders/stop").await.0, 404);

    let wrong = server.request(Method::POST, "/reminders/stop?token=abc").body("x=y").send().await.unwrap();
    assert_eq!(wrong.status(), 404);
    // As a mail program posts it: from nowhere, and without following a redirect (RFC 8058).
    let posted = server
        .request(Method::POST, &path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("List-Unsubscribe=One-Click");
    let answer = posted.send().await.unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, "set-cookie")), (200, ""));
    let html = answer.text().await.unwrap();
    assert!(html.contains("You get no more reminders"), "{html}");
    assert!(!wants_letters(&server).await);
    let again = server.post(&path, "").header("accept", "text/html").send().await.unwrap();
    assert_eq!(again.status(), 200, "again is as good");
    let large = server.request(Method::POST, &path).body(vec![b'a'; 2 << 20]).send().await.unwrap();
    assert_eq!(large.status(), 413);
}

async fn save(server: &Served, session: &str, form: &str) -> Response {
    let request = server.post(SaveAccount::url(), form).header("cookie", session);
    request.header("accept", "text/html").header("referer", "/account").send().await.unwrap()
}

#[tokio::test]
async fn an_account_is_set_by_its_owner_and_what_is_wrong_is_told_at_its_field() {
    let server = with_people(Config::default()).await;
    let (status, html) = page(&server, "", "/account").await;
    assert!(status == 401 && html.contains("/signin?next="), "{status}");
    let session = server.sign_in("ana", PASSWORD).await;
    let (status, html) = page(&server, &session, "/account").await;
    assert_eq!(status, 200);
    for part in [
        "value=\"ana@example.gov\"",
        "ana, data steward of ATF",
        "14 days and 3 days before",
        "sends no mail",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains(".wasm") && !html.contains("/pkg/"), "no bundle: {html}");

    for wrong in ["ana%40example", "ana%40example.gov%0D%0ABcc%3A+all%40example.gov", "%3Cb%3E"] {
        let answer = save(&server, &session, &format!("form[email]={wrong}&form[reminders]=yes")).await;
        assert_eq!(answer.status(), 302);
        let (_, html) = page(&server, &session, "/account").await;
        assert!(
            html.contains("nothing was saved") && html.contains("aria-invalid=\"true\""),
            "{wrong}: {html}"
        );
    }
    let kept = server.store.account("ana").await.unwrap().unwrap();
    assert_eq!(kept.email.as_deref(), Some("ana@example.gov"));

    let answer = save(&server, &session, "form[email]=+lopez%40example.gov+").await;
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (302, "/account?saved=yes"));
    let (_, html) = page(&server, &session, "/account?saved=yes").await;
    assert!(html.contains("Saved.") && html.contains("value=\"lopez@example.gov\""), "{html}");
    let kept = server.store.account("ana").await.unwrap().unwrap();
    assert_eq!((kept.email.as_deref(), kept.reminders), (Some("lopez@example.gov"), false));
    save(&server, &session, "form[email]=&form[reminders]=yes").await;
    let kept = server.store.account("ana").await.unwrap().unwrap();
    assert_eq!((kept.email, kept.reminders), (None, true));
    assert_eq!(save(&server, "", "form[email]=x%40example.gov").await.status(), 302, "to the page, with why");
    let admin = server.sign_in("ada", PASSWORD).await;
    assert!(page(&server, &admin, "/account").await.1.contains("Nothing is written to people of your role"));
}

#[tokio::test]
async fn a_calendar_is_taken_along_or_subscribed_to_by_its_secret_address() {
    let public_url = Some("https://m.example.gov".to_owned());
    let server = with_people(Config { public_url, ..Config::default() }).await;
    assert_eq!(page(&server, "", "/call/calendar.ics").await.0, 401);
    assert_eq!(page(&server, "", "/call/calendar.ics?token=abc").await.0, 404);
    assert_eq!(page(&server, "", "/call/calendar.ics?token=%00").await.0, 404);
    assert_eq!(page(&server, "", "/call/calendar.ics?token=").await.0, 401);
    let session = server.sign_in("ana", PASSWORD).await;
    let (_, html) = page(&server, &session, "/account").await;
    let address = html.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let feed = address.strip_prefix("https://m.example.gov").unwrap().to_owned();

    let answer = server.get(&feed).send().await.unwrap();
    assert_eq!(header(&answer, "content-type"), "text/calendar; charset=utf-8");
    assert_eq!(header(&answer, "cache-control"), "private, no-cache");
    let text = answer.text().await.unwrap();
    let read: Calendar = text.parse().unwrap();
    let events: Vec<_> = read.components.iter().filter_map(|one| one.as_event()).collect();
    assert_eq!(events.len(), 1, "her office's alone: {text}");
    assert_eq!(events[0].get_uid(), Some("call-ATF-FY2026Q3@yardstick"));
    assert_eq!(events[0].property_value("DTSTART"), Some("20260730"));
    assert_eq!(events[0].get_url(), Some("https://m.example.gov/entry?office=ATF&period=FY2026Q3"));
    let uids = |text: &str| {
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>()
    };
    let (status, downloaded) = page(&server, &session, "/call/calendar.ics").await;
    assert_eq!((status, uids(&downloaded)), (200, uids(&text)));
    let admin = server.sign_in("ada", PASSWORD).await;
    assert_eq!(uids(&page(&server, &admin, "/call/calendar.ics").await.1).len(), 2);

    let renewed =
        server.post(RenewCalendar::url(), "").header("cookie", &session).header("accept", "text/html");
    let renewed = renewed.send().await.unwrap();
    assert_eq!(header(&renewed, "location"), "/account?saved=calendar#calendar");
    assert_eq!(page(&server, "", &feed).await.0, 404);
}

#[tokio::test]
async fn administrators_see_which_letters_would_go_out() {
    let server = with_people(Config::default()).await;
    assert_eq!(page(&server, "", "/call/reminders").await.0, 401);
    let steward = server.sign_in("ana", PASSWORD).await;
    assert_eq!(page(&server, &steward, "/call/reminders").await.0, 403);
    let session = server.sign_in("ada", PASSWORD).await;
    // The world's call is long over, and the day must not be too far from the present one.
    let (status, html) = page(&server, &session, "/call/reminders").await;
    assert!(status == 200 && html.contains("No mail is sent"), "{status} {html}");
    assert!(html.contains("None has gone yet."), "{html}");
    for wrong in ["tomorrow", "2026-13-01", "9999-12-31", "-262143-01-01"] {
        let (status, html) = page(&server, &session, &format!("/call/reminders?on={wrong}")).await;
        assert!(status == 400 && html.contains("cannot be used"), "{wrong}: {status}");
    }
    let (_, html) = page(&server, &session, "/call/reminders?on=2026-07-30").await;
    for part in [
        "Letters of 30 July 2026",
        "1 letter is to go out.",
        "To ana &lt;ana@example.gov&gt;, due today",
        "2 figures have not been entered.",
        "people who have no e-mail address: abe.",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains(&stop_token(&server, "ana").await), "the link is hers alone");
}

#[tokio::test]
async fn the_pages_say_through_which_mail_server_letters_go() {
    let mail = MailServer::start();
    let config = Config {
        public_url: Some("https://m.example.gov".into()),
        mail: MailOptions { smtp_url: Some(mail.url_signed_in()), mail_from: Some("y@example.gov".into()) },
        ..Config::default()
    };
    let server = with_people(config).await;
    let session = server.sign_in("ada", PASSWORD).await;
    let (_, html) = page(&server, &session, "/call/reminders").await;
    assert!(html.contains(&mail.url()) && html.contains("y@example.gov"), "{html}");
    assert!(!html.contains("p%40ss") && !html.contains("p@ss"), "{html}");
    assert!(!page(&server, &session, "/account").await.1.contains("sends no mail"));
    server.stop().await;
}
