//! Figures sent to the server, by whoever and however wrong.

use leptos::server_fn::ServerFn;
use reqwest::Response;
use yardstick::api::entry::SaveFigure;
use yardstick::domain::access::Role;
use yardstick::domain::actual::Figure;
use yardstick::store::MeasureEdit;

use crate::served::Served;
use crate::world::{PASSWORD, at, code, enrol, key};

/// A form as the page sends it, of the fields given.
fn form(fields: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("form[{name}]={}", urlencoding::encode(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

async fn save(server: &Served, session: &str, fields: &[(&str, &str)]) -> Response {
    server.post(SaveFigure::url(), &form(fields)).header("cookie", session).send().await.unwrap()
}

const COUNT: [(&str, &str); 3] = [("measure", "traces"), ("period", "FY2026Q3"), ("seen", "0")];
const RATE: [(&str, &str); 3] = [("measure", "urgent"), ("period", "FY2026Q3"), ("seen", "0")];

#[tokio::test]
async fn what_cannot_be_a_figure_is_refused_at_its_field_and_nothing_is_kept() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    let version = server.store.version().await.unwrap();
    let long = "x".repeat(4001);
    for (row, fields, field, remedy) in [
        (COUNT, vec![("value", "1,234")], "value", "write it without, as 1234"),
        (COUNT, vec![("value", "1.234,5")], "value", "not a number"),
        (COUNT, vec![("value", "12%")], "value", "write the number alone, as 12"),
        (COUNT, vec![("value", "1e400")], "value", "the largest figure is"),
        (COUNT, vec![("value", "NaN")], "value", "write digits"),
        (COUNT, vec![("value", "inf")], "value", "write digits"),
        (COUNT, vec![("value", "-5")], "value", "0 or more"),
        (COUNT, vec![("value", "1.5")], "value", "whole numbers"),
        (COUNT, vec![("value", "5\0")], "value", "not a number"),
        (COUNT, vec![("value", "")], "value", "choose a reason"),
        (COUNT, vec![("value", "5"), ("missing", "suppressed")], "missing", "not both"),
        (COUNT, vec![("missing", "lost")], "missing", "choose one of"),
        (COUNT, vec![("value", "5"), ("note", &long)], "note", "at most 4000 characters"),
        (COUNT, vec![("value", "5"), ("note", "a\0b")], "note", "remove it"),
        (RATE, vec![("numerator", "1"), ("denominator", "0")], "denominator", "not applicable"),
        (RATE, vec![("value", "83")], "numerator", "enter a number"),
    ] {
        let sent = [&row[..], &fields].concat();
        let answer = save(&server, &session, &sent).await;
        assert_eq!(answer.status(), 422, "{fields:.60?}");
        let told = answer.text().await.unwrap();
        let expected = [format!("{{\"field\":\"{field}\",\"message\":"), remedy.to_owned()];
        assert!(expected.iter().all(|part| told.contains(part)), "{fields:.60?}: {told}");
        assert!(told.len() < 1000, "{} characters", told.len());
    }
    assert_eq!(server.store.version().await.unwrap(), version);
    let answer = save(&server, &session, &[&COUNT[..], &[("value", " 1e3 ")]].concat()).await;
    assert_eq!(answer.status(), 200);
    let kept = server.store.cell(&key("traces", "FY2026Q3")).await.unwrap().working.unwrap();
    assert_eq!(kept.figure, Figure::Value(1000.0));
}

#[tokio::test]
async fn where_no_figure_can_stand_and_who_may_not_enter_it_is_said() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    enrol(&server.store, "hal", Role::Steward, Some("HSI")).await;
    enrol(&server.store, "vic", Role::Viewer, None).await;
    let mut sessions = Vec::new();
    for name in ["ana", "hal", "vic"] {
        sessions.push(server.sign_in(name, PASSWORD).await);
    }
    let [ana, hal, vic] = &sessions[..] else { panic!() };
    let ended = server.sign_in("ana", PASSWORD).await;
    server.store.delete_session(ended.trim_start_matches("yardstick=")).await.unwrap();
    let version = server.store.version().await.unwrap();
    let at = |measure, period| [("measure", measure), ("period", period), ("seen", "0"), ("value", "5")];
    let endless = "9".repeat(1_000_000);
    for (session, fields, status, told) in [
        (ana.as_str(), at("nowhere", "FY2026Q3"), 404, "measure “nowhere”"),
        (ana, at("<b>", "FY2026Q3"), 404, "measure “<b>”"),
        (ana, at("traces", "FY2026Q5"), 422, "\"field\":\"period\""),
        (ana, at("traces", "FY2026"), 422, "no period of this measure"),
        (ana, at("traces", "FY2099Q1"), 422, "has not begun"),
        (ana, [COUNT[0], COUNT[1], ("seen", "0"), ("value", endless.as_str())], 422, "not a number"),
        (ana, [COUNT[0], COUNT[1], ("seen", "7"), ("value", "5")], 409, "was not saved"),
        (ana, [COUNT[0], COUNT[1], ("seen", "many"), ("value", "5")], 400, "reload the page"),
        (hal, at("traces", "FY2026Q3"), 403, "only stewards of ATF"),
        (vic, at("traces", "FY2026Q3"), 403, "only stewards of ATF"),
        ("", at("traces", "FY2026Q3"), 401, "Unauthenticated"),
        ("yardstick=invented", at("traces", "FY2026Q3"), 401, "Unauthenticated"),
        (&ended, at("traces", "FY2026Q3"), 401, "Unauthenticated"),
    ] {
        let answer = save(&server, session, &fields).await;
        let (status_now, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        assert_eq!(status_now, status, "{:.60?}: {text:.300}", &fields[..2]);
        assert!(text.contains(told), "{:.60?}: {text:.300}", &fields[..2]);
        assert!(text.len() < 1000, "{} characters", text.len());
    }
    assert_eq!(server.store.version().await.unwrap(), version, "nothing was written");
}

#[tokio::test]
async fn the_grid_is_for_those_who_enter_or_review() {
    let server = Served::start().await;
    let mut cookies = vec![("nobody", String::new())];
    for (name, role, office) in
        [("ana", Role::Steward, Some("ATF")), ("vic", Role::Viewer, None), ("rex", Role::Reviewer, None)]
    {
        enrol(&server.store, name, role, office).await;
        cookies.push((name, server.sign_in(name, PASSWORD).await));
    }
    for (name, search, expected) in [
        ("nobody", "", 401),
        ("vic", "", 403),
        ("ana", "", 200),
        ("rex", "", 200),
        ("ana", "?office=HSI", 403),
        ("ana", "?office=ATF&period=FY2026Q9", 400),
        ("ana", "?period=FY2999Q1", 400),
        ("ana", "?colour=blue", 400),
    ] {
        let cookie = &cookies.iter().find(|(known, _)| *known == name).unwrap().1;
        let response = server.get(&format!("/entry{search}")).header("cookie", cookie).send().await.unwrap();
        assert_eq!(response.status(), expected, "{name} {search}");
    }
}

#[tokio::test]
async fn a_note_stays_text_in_the_page_that_shows_it() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let cookie = server.sign_in("ana", PASSWORD).await;
    let note = "</textarea></script><script>alert(1)</script>";
    let answer = save(&server, &cookie, &[&COUNT[..], &[("value", "5"), ("note", note)]].concat()).await;
    assert_eq!(answer.status(), 200);
    for path in ["/entry?office=ATF&period=FY2026Q3", "/measures/traces?drafts=yes", "/audit"] {
        let page = server.get(path).header("cookie", &cookie).send().await.unwrap().text().await.unwrap();
        assert!(page.contains("alert(1)"), "the note is in {path}");
        assert!(!page.contains("<script>alert"), "{path}: {page}");
    }
}

#[tokio::test]
async fn nothing_is_asked_of_a_retired_measure() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    let page = async || {
        let grid = server.get("/entry?office=ATF&period=FY2026Q3").header("cookie", &session);
        grid.send().await.unwrap().text().await.unwrap()
    };
    assert!(page().await.contains("row-traces"));
    let setup = server.store.measure_setup(&code("traces")).await.unwrap().unwrap();
    let mut measure = setup.measure;
    measure.retired_on = "2026-03-31".parse().ok();
    let (seen, actor) = (Some(setup.revision), "rex".to_owned());
    let edit = MeasureEdit { measure, baseline: setup.baseline, version: None, seen, actor, at: at(1) };
    server.store.save_measure(&edit).await.unwrap();
    assert!(!page().await.contains("row-traces"));
    let answer = save(&server, &session, &[&COUNT[..], &[("value", "5")]].concat()).await;
    let (status, told) = (answer.status().as_u16(), answer.text().await.unwrap());
    assert_eq!(status, 422, "{told}");
    assert!(told.contains("retired before Q3 FY 2026 began"), "{told}");
    let matrix = server.get("/elements.csv").send().await.unwrap().text().await.unwrap();
    assert!(!matrix.contains("\ntraces,"), "{matrix}");
}
