//! The data call over HTTP: who sees and does what, what is refused, and what the pages say of it.

use chrono::{Days, NaiveDate, Utc};
use leptos::server_fn::ServerFn;
use reqwest::Response;
use yardstick::api::data_call::{OpenCall, ReopenCall};
use yardstick::api::entry::{
    ApproveFigure, CompleteCall, ReturnFigure, SaveFigure, SubmitFigure, SubmitOffice,
};
use yardstick::domain::access::Role;
use yardstick::domain::date::in_words;
use yardstick::domain::window::form::Opening;
use yardstick::domain::window::{Dates, Window};

use crate::served::{Served, header};
use crate::world::{PASSWORD, code, enrol, key, period};

/// A server with a person of each kind, and their sessions: ana enters for ATF, hal for HSI, rex reviews, ada
/// coordinates, vic looks on.
async fn staffed() -> (Served, [String; 5]) {
    let server = Served::start().await;
    let mut sessions = Vec::new();
    for (name, role, office) in [
        ("ana", Role::Steward, Some("ATF")),
        ("hal", Role::Steward, Some("HSI")),
        ("rex", Role::Reviewer, None),
        ("ada", Role::Admin, None),
        ("vic", Role::Viewer, None),
    ] {
        enrol(&server.store, name, role, office).await;
        sessions.push(server.sign_in(name, PASSWORD).await);
    }
    (server, sessions.try_into().unwrap())
}

fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// So many days before today.
fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

/// Opens ATF's call for FY2026Q3, as it would have been opened some days ago.
async fn call(server: &Served, due: NaiveDate, closes: NaiveDate) -> Window {
    let quarter = period("FY2026Q3");
    let dates = Dates { opens: quarter.starts_on(), due, closes };
    let opening = Opening { offices: vec![code("ATF")], period: quarter, dates };
    server.store.open_call(&opening, "ada", Utc::now()).await.unwrap();
    server.store.window(&code("ATF"), quarter).await.unwrap().unwrap()
}

async fn page(server: &Served, session: &str, path: &str) -> (u16, String) {
    let answer = server.get(path).header("cookie", session).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap().replace("<!>", ""))
}

async fn send(server: &Served, session: &str, url: &str, body: &str) -> (u16, String) {
    let answer = server.post(url, body).header("cookie", session).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Sends a form as a page without script does; gives where it leads.
async fn send_plainly(server: &Served, session: &str, from: &str, url: &str, body: &str) -> Response {
    let back = format!("http://{}{from}", server.address);
    let request = server.post(url, body).header("accept", "text/html").header("referer", back);
    request.header("cookie", session).send().await.unwrap()
}

const FIGURE: &str = "measure=traces&period=FY2026Q3&category=";

fn figure(value: &str, seen: i64, more: &str) -> String {
    // The target is 110.
    let missed = "form[explanation]=Two+states+stopped.&form[plan]=They+begin+again.";
    format!("form[measure]=traces&form[period]=FY2026Q3&form[value]={value}&form[seen]={seen}&{missed}{more}")
}

fn opening(office: &str, opens: &str, due: &str, closes: &str) -> String {
    format!("period=FY2026Q3&form[office]={office}&form[opens]={opens}&form[due]={due}&form[closes]={closes}")
}

#[tokio::test]
async fn each_sees_the_offices_that_are_theirs_and_one_kind_opens_calls() {
    let (server, [ana, hal, rex, ada, vic]) = staffed().await;
    let quarter = "/call?period=FY2026Q3";
    assert_eq!(page(&server, "", quarter).await.0, 401);
    assert_eq!(page(&server, &vic, quarter).await.0, 403);
    let [atf, hsi] = ["Tobacco and Firearms", "Homeland Security Investigations"];
    for (session, seen, unseen, forms) in [
        (&ana, vec![atf], vec![hsi], false),
        (&hal, vec![hsi], vec![atf], false),
        (&rex, vec![atf, hsi], vec![], false),
        (&ada, vec![atf, hsi], vec![], true),
    ] {
        let (status, html) = page(&server, session, quarter).await;
        assert_eq!(status, 200);
        let table = html.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        assert!(seen.iter().all(|name| table.contains(name)), "{table}");
        assert!(!unseen.iter().any(|name| table.contains(name)), "{table}");
        assert_eq!(html.contains("Open the call"), forms);
        assert!(table.contains("No call was opened.") && table.contains("has never entered a figure"));
    }
    let body = opening("", "2026-07-01", "2026-07-30", "2026-08-14");
    for (session, status) in [("", 401), (&vic, 403), (&ana, 403), (&rex, 403)] {
        assert_eq!(send(&server, session, OpenCall::url(), &body).await.0, status);
        let reopening = "period=FY2026Q3&form[reopen]=ATF&form[until]=2099-01-01&form[reason]=x";
        assert_eq!(send(&server, session, ReopenCall::url(), reopening).await.0, status);
    }
    assert_eq!(server.store.windows(period("FY2026Q3")).await.unwrap(), []);
    for wrong in ["?period=FY2026", "?period=CY2026Q1", "?office=a%20b", "?colour=red"] {
        assert_eq!(page(&server, &ada, &format!("/call{wrong}")).await.0, 400, "{wrong}");
    }
    for (session, linked) in [(&ana, true), (&ada, true), (&rex, false), (&vic, false)] {
        assert_eq!(page(&server, session, "/").await.1.contains("href=\"/call\""), linked);
    }
}

#[tokio::test]
async fn a_call_is_opened_by_a_plain_form_or_comes_back_as_it_was_sent() {
    let (server, [_, _, _, ada, _]) = staffed().await;
    let from = "/call?period=FY2026Q3";
    let (_, html) = page(&server, &ada, from).await;
    for usual in ["2026-07-01", "2026-07-30", "2026-08-14"] {
        assert!(html.contains(&format!("value=\"{usual}\"")), "{usual} in {html}");
    }
    let wrong = opening("XYZ", "2026-03-31", "2026-03-30", "soon");
    let answer = send_plainly(&server, &ada, from, OpenCall::url(), &wrong).await;
    assert_eq!(answer.status(), 302);
    let back = header(&answer, "location").split_once(&server.address.to_string()).unwrap().1.to_owned();
    let (status, html) = page(&server, &ada, &back).await;
    assert_eq!(status, 200);
    assert!(html.contains("4 things are to be mended"), "{html}");
    for (field, message, typed) in [
        ("office", "there is no office “XYZ”", ""),
        ("opens", "Q3 FY 2026 begins on 2026-04-01", "value=\"2026-03-31\""),
        ("due", "due before it opens", "value=\"2026-03-30\""),
        ("closes", "write a day", "value=\"soon\""),
    ] {
        assert!(html.contains(&format!("id=\"{field}-error\"")) && html.contains(message), "{field}: {html}");
        assert!(html.contains(typed), "{typed} in {html}");
    }
    assert!(!page(&server, &ada, &back).await.1.contains("are to be mended"), "once");
    let (opens, due, closes) = ("2026-07-01", today() + Days::new(12), today() + Days::new(20));
    let right = opening("", opens, &due.to_string(), &closes.to_string());
    let answer = send_plainly(&server, &ada, from, OpenCall::url(), &right).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (302, from));
    let (_, html) = page(&server, &ada, from).await;
    let line = format!("Due {}, in 12 days; closes {}.", in_words(due), in_words(closes));
    let table = html.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    assert_eq!(table.matches(&line).count(), 2, "{table}");
    assert!(html.contains("None of 2 offices is complete"), "{html}");
    assert!(!html.contains("Reopen a call"), "none has closed");
}

#[tokio::test]
async fn a_closed_call_is_reopened_with_a_reason_and_its_figures_say_what_to_do() {
    let (server, [ana, _, _, ada, _]) = staffed().await;
    let window = call(&server, ago(70), ago(60)).await;
    let measure = server.store.measure(&code("traces")).await.unwrap().unwrap();
    let closed = in_words(window.deadline(&measure, period("FY2026Q3")).closes);
    let (status, told) = send(&server, &ana, SaveFigure::url(), &figure("5", 0, "")).await;
    let sentence =
        format!("Q3 FY 2026 closed on {closed}, so its figures are locked. To change one, ask ada to reopen");
    assert_eq!(status, 422);
    assert!(told.contains("\"field\":\"period\"") && told.contains(&sentence), "{told}");
    let (_, html) = page(&server, &ana, "/entry?office=ATF&period=FY2026Q3").await;
    assert!(html.contains(&sentence) && html.contains("readonly"), "{html}");
    let (_, html) = page(&server, &ana, "/entry?office=ATF&period=FY2026Q4").await;
    assert!(!html.contains("class=\"entry-locked\""), "another quarter has no call: {html}");

    let again = opening("ATF", "2026-07-01", "2026-07-30", &today().to_string());
    let (status, told) = send(&server, &ada, OpenCall::url(), &again).await;
    assert_eq!(status, 422);
    assert!(told.contains("\"field\":\"office\"") && told.contains("reopen it instead"), "{told}");
    let from = "/call?period=FY2026Q3";
    let until = today() + Days::new(3);
    let reopening = |reason: &str| {
        format!(
            "period=FY2026Q3&form[reopen]=ATF&form[until]={until}&form[reason]={}",
            urlencoding::encode(reason)
        )
    };
    let answer = send_plainly(&server, &ada, from, ReopenCall::url(), &reopening(" ")).await;
    assert_eq!(answer.status(), 302);
    let (_, html) = page(&server, &ada, from).await;
    assert!(html.contains("reason-error") && html.contains(&format!("value=\"{until}\"")), "{html}");
    let answer = send_plainly(&server, &ada, from, ReopenCall::url(), &reopening("Late <lab>.")).await;
    assert_eq!(header(&answer, "location"), from);
    let (_, html) = page(&server, &ana, from).await;
    let line = format!("reopened until {}: Late &lt;lab&gt;.", in_words(until));
    assert!(html.contains(&line), "{html}");
    assert_eq!(send(&server, &ana, SaveFigure::url(), &figure("5", 0, "")).await.0, 200);
}

#[tokio::test]
async fn a_figure_is_returned_with_a_comment_and_nobody_judges_their_own() {
    let (server, [ana, hal, rex, ada, _]) = staffed().await;
    assert_eq!(send(&server, &ana, SaveFigure::url(), &figure("5", 0, "")).await.0, 200);
    let comment = "&comment=Too%20%3Cfew%3E";
    for (session, url, more, status, told) in [
        (&rex, ReturnFigure::url(), format!("&seen=1{comment}"), 409, "draft, not submitted yet"),
        (&hal, SubmitFigure::url(), "&seen=1".into(), 403, "only stewards of ATF"),
        (&ana, SubmitFigure::url(), "&seen=1".into(), 200, "\"state\":\"submitted\""),
        (&ana, ReturnFigure::url(), format!("&seen=2{comment}"), 403, "only reviewers"),
        (&rex, ReturnFigure::url(), "&seen=2&comment=%20".into(), 422, "say what is to be corrected"),
        (&rex, ReturnFigure::url(), "&seen=2&comment=%00x".into(), 422, "remove it"),
        (&rex, ReturnFigure::url(), format!("&seen=2&comment={}", "x".repeat(4001)), 422, "at most 4000"),
        (&rex, ReturnFigure::url(), format!("&seen=1{comment}"), 409, "meanwhile"),
        (&rex, ReturnFigure::url(), format!("&seen=2{comment}"), 200, "\"state\":\"returned\""),
        (&rex, ApproveFigure::url(), "&seen=3".into(), 409, "to be corrected and submitted again"),
        (&ana, SubmitFigure::url(), "&seen=3".into(), 200, "\"state\":\"submitted\""),
        (&rex, ApproveFigure::url(), "&seen=4".into(), 200, "\"state\":\"approved\""),
    ] {
        let (found, text) = send(&server, session, url, &format!("{FIGURE}{more}")).await;
        assert_eq!(found, status, "{url} {more:.40}: {text}");
        assert!(text.contains(told), "{told} in {text}");
    }
    let (_, html) = page(&server, &ana, "/audit?subject=traces").await;
    assert!(
        html.contains("returned") && !html.contains("Too &lt;few&gt;"),
        "it is for those who work on the figure"
    );
    // Who enters and reviews as well.
    assert_eq!(send(&server, &ada, SaveFigure::url(), &figure("6", 5, "")).await.0, 200);
    assert_eq!(send(&server, &ada, SubmitFigure::url(), &format!("{FIGURE}&seen=6")).await.0, 200);
    for (url, more) in [(ApproveFigure::url(), ""), (ReturnFigure::url(), comment)] {
        let (status, told) = send(&server, &ada, url, &format!("{FIGURE}&seen=7{more}")).await;
        assert_eq!(status, 403);
        assert!(told.contains("that they entered themselves"), "{told}");
    }
    let (_, html) = page(&server, &rex, "/entry?office=ATF&period=FY2026Q3").await;
    assert!(html.contains("Approve") && html.contains("Return…"), "{html}");
    let (_, html) = page(&server, &ada, "/entry?office=ATF&period=FY2026Q3").await;
    assert!(!html.contains("Approve") && html.contains("waits for approval (entered by ada)"), "{html}");
}

#[tokio::test]
async fn an_office_submits_its_drafts_at_once_and_says_that_it_is_complete() {
    let (server, [ana, hal, _, ada, _]) = staffed().await;
    let office = "office=ATF&period=FY2026Q3";
    let complete = |empty: usize| format!("{office}&empty={empty}");
    let (status, told) = send(&server, &ana, CompleteCall::url(), &complete(1)).await;
    assert_eq!(status, 422);
    assert!(told.contains("no data call was opened"), "{told}");
    call(&server, today() + Days::new(12), today() + Days::new(20)).await;
    assert_eq!(send(&server, &ana, SaveFigure::url(), &figure("5", 0, "")).await.0, 200);
    for (session, url, body, status, told) in [
        (&hal, SubmitOffice::url(), office.to_owned(), 403, "only stewards of ATF"),
        (&hal, CompleteCall::url(), complete(1), 403, "only stewards of ATF"),
        (&ana, SubmitOffice::url(), "office=ATF&period=FY2026".into(), 422, "choose a fiscal quarter"),
        (&ana, CompleteCall::url(), complete(1), 422, "1 figure is a draft or was returned"),
        (&ana, SubmitOffice::url(), office.to_owned(), 200, "1 figure was submitted."),
        (&ana, SubmitOffice::url(), office.to_owned(), 200, "There is no draft to submit."),
        (&ana, CompleteCall::url(), complete(2), 409, "The count of empty figures is 1 now, not 2"),
        (&ana, CompleteCall::url(), complete(1), 200, "\"empty\":1"),
    ] {
        let (found, text) = send(&server, session, url, &body).await;
        assert_eq!(found, status, "{url} {body}: {text}");
        assert!(text.contains(told), "{told} in {text}");
    }
    let (_, html) = page(&server, &ana, "/entry?office=ATF&period=FY2026Q3").await;
    for words in ["Complete, said ana on", "1 figure is meant to be empty.", "in 12 days; closes"] {
        assert!(html.contains(words), "{words} in {html}");
    }
    let (_, html) = page(&server, &ada, "/call?period=FY2026Q3").await;
    for words in ["1 of 2 offices is complete", "1 of 2<", "1 meant to be empty", "Change"] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert_eq!(send(&server, &ana, SaveFigure::url(), &figure("6", 2, "")).await.0, 200);
    let (_, html) = page(&server, &ana, "/entry?office=ATF&period=FY2026Q3").await;
    assert!(html.contains("Submit the one draft") && html.contains("1 figure is empty."), "{html}");
    // Without script, what was refused is said on the page that it leads back to.
    let from = "/entry?office=ATF&period=FY2026Q3";
    let answer = send_plainly(&server, &ana, from, CompleteCall::url(), &complete(1)).await;
    assert_eq!(answer.status(), 302);
    let (_, html) = page(&server, &ana, from).await;
    assert!(html.contains("1 figure is a draft or was returned; submit it first."), "{html}");
    assert!(!page(&server, &ana, from).await.1.contains("submit it first"), "once");
}

#[tokio::test]
async fn another_figure_after_the_deadline_is_told_with_its_reason_everywhere() {
    let (server, [ana, _, rex, ada, _]) = staffed().await;
    let quarter = "measure=traces&period=FY2026Q1&category=";
    let at = |value: &str, seen: i64, reason: &str| {
        format!(
            "form[measure]=traces&form[period]=FY2026Q1&form[value]={value}&form[seen]={seen}&form[reason]={reason}&form[explanation]=Late&form[plan]=None"
        )
    };
    let dates = Dates { opens: day("2026-01-01"), due: day("2026-01-30"), closes: day("2026-02-14") };
    let opening = Opening { offices: vec![code("ATF")], period: period("FY2026Q1"), dates };
    server.store.open_call(&opening, "ada", Utc::now()).await.unwrap();
    let until = today() + Days::new(1);
    let reopening = format!("period=FY2026Q1&form[reopen]=ATF&form[until]={until}&form[reason]=Late+lab");
    assert_eq!(send(&server, &ada, ReopenCall::url(), &reopening).await.0, 200);
    let (_, html) = page(&server, &ana, "/entry?office=ATF&period=FY2026Q1").await;
    assert!(html.contains("\\\"revises\\\":true"), "{html}");
    let (status, told) = send(&server, &ana, SaveFigure::url(), &at("104", 1, "+")).await;
    assert_eq!(status, 422);
    assert!(told.contains("\"field\":\"reason\"") && told.contains("say why"), "{told}");
    assert_eq!(send(&server, &ana, SaveFigure::url(), &at("104", 1, "Counted+%3Ctwice%3E")).await.0, 200);
    assert_eq!(send(&server, &ana, SubmitFigure::url(), &format!("{quarter}&seen=2")).await.0, 200);
    let before = page(&server, "", "/measures/traces").await.1;
    assert!(!before.contains("Revised"), "nothing is told before it is approved");
    assert_eq!(send(&server, &rex, ApproveFigure::url(), &format!("{quarter}&seen=3")).await.0, 200);
    let cell = server.store.cell(&key("traces", "FY2026Q1")).await.unwrap();
    assert!(cell.published.unwrap().revised);
    let (_, html) = page(&server, "", "/measures/traces").await;
    assert!(html.contains("<b>Revised</b>: Counted &lt;twice&gt;"), "{html}");
    assert!(html.contains("Revised after the deadline: Q1 FY 2026"), "{html}");
    let (_, csv) = page(&server, "", "/measures/traces/data.csv").await;
    assert!(csv.lines().next().unwrap().ends_with("retrieved_on,revised,reason,marking,pinned"), "{csv}");
    let row = csv.lines().find(|row| row.contains("FY2026Q1")).unwrap();
    assert!(row.ends_with(",yes,Counted <twice>,For official use only,"), "{row}");
    assert_eq!(csv.matches(",yes,Counted").count(), 1);
    let (_, json) = page(&server, "", "/measures/traces/data.json").await;
    assert!(json.contains("\"reason\": \"Counted <twice>\""), "{json}");
    let (_, svg) = page(&server, "", "/measures/traces/chart.svg").await;
    assert!(svg.contains("Revised after the deadline: Q1 FY 2026"), "{svg}");
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
