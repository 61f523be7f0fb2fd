//! Notes pinned to periods: in the store on both databases, over HTTP, and in what is read and taken away.

use leptos::server_fn::ServerFn;
use serde_json::json;
use yardstick::api::notes::{PinNote, WithdrawNote};
use yardstick::domain::access::Role;
use yardstick::domain::note::{Note, NoteKind};
use yardstick::store::{self, AuditFilter, Store};

use crate::postgres;
use crate::served::{Served, header};
use crate::world::{PASSWORD, at, code, enrol, period, seed, sqlite};

contract! {
    a_note_is_pinned_and_withdrawn_with_its_entries
    notes_come_in_the_order_of_their_periods
    limits_begin_anew_by_definitions_and_by_notes
    only_a_measure_that_is_there_has_notes
}

fn note(quarter: &str, text: &str, rebase: bool) -> Note {
    Note { period: period(quarter), kind: NoteKind::Law, text: text.into(), rebase }
}

async fn a_note_is_pinned_and_withdrawn_with_its_entries(store: &Store) {
    let pinned = note("FY2026Q2", "The “Act”; <b> & 'so'", true);
    assert!(store.pin_note(&code("traces"), &pinned, "cleo", at(1)).await.unwrap());
    let records = store.notes(&code("traces")).await.unwrap();
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!(record.note, pinned);
    assert_eq!((record.author.as_str(), record.at.as_str()), ("cleo", "2026-11-24T09:01:00.000Z"));
    assert!(!store.withdraw_note(&code("urgent"), &record.id, "eve", at(2)).await.unwrap(), "another's");
    assert!(store.withdraw_note(&code("traces"), &record.id, "eve", at(3)).await.unwrap());
    assert!(!store.withdraw_note(&code("traces"), &record.id, "eve", at(4)).await.unwrap(), "it is gone");
    assert!(store.notes(&code("traces")).await.unwrap().is_empty());
    let filter = AuditFilter { subject: "note:traces/FY2026Q2".into(), limit: 3, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    let told: Vec<_> = entries
        .iter()
        .map(|e| (e.actor.as_str(), e.action.as_str(), e.before.as_deref(), e.after.as_deref()))
        .collect();
    let content = json!(pinned).to_string();
    assert_eq!(
        told,
        [
            ("eve", "withdraw note", Some(content.as_str()), None),
            ("cleo", "pin note", None, Some(content.as_str())),
        ]
    );
    store.verify_audit().await.unwrap().unwrap();
}

async fn notes_come_in_the_order_of_their_periods(store: &Store) {
    for (quarter, text, minute) in
        [("FY2026Q3", "c", 1), ("FY2025Q4", "a", 2), ("FY2026Q3", "d", 3), ("FY2026Q1", "b", 4)]
    {
        store.pin_note(&code("traces"), &note(quarter, text, false), "cleo", at(minute)).await.unwrap();
    }
    let texts = |notes: Vec<Note>| notes.into_iter().map(|note| note.text).collect::<String>();
    let own = store.notes(&code("traces")).await.unwrap().into_iter().map(|record| record.note).collect();
    assert_eq!(texts(own), "abcd");
    let mut of_page = store.notes_of(&[code("traces"), code("urgent")]).await.unwrap();
    assert_eq!(of_page.len(), 1);
    assert_eq!(texts(of_page.remove(&code("traces")).unwrap()), "abcd");
    let record = store.measure_record(&code("traces")).await.unwrap().unwrap();
    assert_eq!(texts(record.series(false, "2026-11-24".parse().unwrap()).notes), "abcd");
}

async fn limits_begin_anew_by_definitions_and_by_notes(store: &Store) {
    assert!(store.stretches().await.unwrap().is_empty());
    let (plain, anew) = (note("FY2026Q1", "told", false), note("FY2026Q3", "begun", true));
    for one in [&plain, &anew] {
        store.pin_note(&code("traces"), one, "cleo", at(1)).await.unwrap();
    }
    let expected = [(code("traces"), vec![period("FY2026Q3")])];
    assert_eq!(store.stretches().await.unwrap().into_iter().collect::<Vec<_>>(), expected);
    let of_page = store.stretches_of(&[code("urgent"), code("traces")]).await.unwrap();
    assert_eq!(of_page.into_iter().collect::<Vec<_>>(), expected);
    assert!(store.stretches_of(&[code("urgent")]).await.unwrap().is_empty());
    let record = store.measure_record(&code("traces")).await.unwrap().unwrap();
    let series = record.series(false, "2026-11-24".parse().unwrap());
    assert_eq!((series.breaks.len(), series.stretches()), (0, vec![period("FY2026Q3")]));
}

async fn only_a_measure_that_is_there_has_notes(store: &Store) {
    let before = store.version().await.unwrap();
    assert!(!store.pin_note(&code("nowhere"), &note("FY2026Q1", "x", false), "cleo", at(1)).await.unwrap());
    assert!(!store.withdraw_note(&code("traces"), "no-such-id", "cleo", at(1)).await.unwrap());
    assert_eq!(store.version().await.unwrap(), before);
}

async fn page(server: &Served, session: &str, path: &str) -> String {
    server.get(path).header("cookie", session).send().await.unwrap().text().await.unwrap()
}

const FORM: &str = "code=traces&form[period]=FY2026Q2&form[kind]=law&form[text]=The+Act+was+enacted";

#[tokio::test]
async fn notes_are_for_those_who_set_the_measure_up() {
    let server = Served::start().await;
    for (name, role, office, expected) in [
        ("dan", Role::Viewer, None, 403),
        ("ben", Role::Steward, Some("HSI"), 403),
        ("ana", Role::Steward, Some("ATF"), 200),
        ("cleo", Role::Reviewer, None, 422),
    ] {
        enrol(&server.store, name, role, office).await;
        let session = server.sign_in(name, PASSWORD).await;
        let html = page(&server, &session, "/measures/traces").await;
        assert_eq!(html.contains("/measures/traces/notes"), expected != 403, "{name}");
        let shown = server.get("/measures/traces/notes").header("cookie", &session).send().await.unwrap();
        assert_eq!(shown.status(), if expected == 403 { 403 } else { 200 }, "{name}");
        let answer = server.post(PinNote::url(), FORM).header("cookie", &session).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{name}; the second time it is there already");
    }
    assert_eq!(server.post(PinNote::url(), FORM).send().await.unwrap().status(), 401);
    let records = server.store.notes(&code("traces")).await.unwrap();
    assert_eq!(records.len(), 1);
    let form = format!("code=traces&id={}", records[0].id);
    for (name, expected) in [("dan", 403), ("ben", 403), ("cleo", 200)] {
        let session = server.sign_in(name, PASSWORD).await;
        let answer = server.post(WithdrawNote::url(), &form).header("cookie", &session).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{name}");
        if expected == 200 {
            assert_eq!(header(&answer, "location"), "/measures/traces/notes");
        }
    }
    assert!(server.store.notes(&code("traces")).await.unwrap().is_empty());
    let session = server.sign_in("ana", PASSWORD).await;
    let trail = page(&server, &session, "/audit").await;
    assert!(trail.contains("withdrawn") && trail.contains("The Act was enacted"), "{trail}");
    let unknown = server.post(PinNote::url(), "code=nowhere&form[text]=x").header("cookie", &session);
    assert_eq!(unknown.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_refused_note_comes_back_as_it_was_sent_with_every_mistake() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    let long = "x".repeat(400);
    for (form, wrong) in [
        (
            "form[period]=FY2026&form[kind]=&form[text]=&form[rebase]=yes".to_owned(),
            &[
                "3 things are to be mended",
                "FY 2026 is no period of this measure; write one as FY2026Q1",
                "choose what the note tells of",
                "say why the process limits begin anew",
                r#"value="FY2026""#,
                " checked",
            ][..],
        ),
        (
            "form[period]=soon&form[kind]=operation&form[text]=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
            &["One thing is to be mended", "&lt;/textarea&gt;&lt;script&gt;alert(1)"],
        ),
        (
            format!("form[period]=FY2026Q1&form[kind]=law&form[text]={long}"),
            &["the text has 400 characters", &long],
        ),
    ] {
        let referer = format!("http://{}/measures/traces/notes", server.address);
        let request = server.post(PinNote::url(), &format!("code=traces&{form}")).header("cookie", &session);
        let answer = request.header("accept", "text/html").header("referer", referer).send().await.unwrap();
        assert_eq!(answer.status(), 302, "{wrong:?}");
        let html = page(&server, &session, "/measures/traces/notes").await;
        for words in wrong {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("<script>alert"), "{html}");
    }
    assert!(server.store.notes(&code("traces")).await.unwrap().is_empty());
    let html = page(&server, &session, "/measures/traces/notes").await;
    assert!(!html.contains("to be mended"), "told once");
}

#[tokio::test]
async fn a_note_stands_wherever_the_figures_are_read() {
    let server = Served::start().await;
    let hostile = Note {
        kind: NoteKind::Operation,
        ..note("FY2026Q2", "=cmd()\"><script>alert(1)</script>, it began", false)
    };
    server.store.pin_note(&code("traces"), &hostile, "cleo", at(1)).await.unwrap();
    let escaped = "Note 1 (Q2 FY 2026, operation began): =cmd()";
    let html = page(&server, "", "/measures/traces").await;
    assert!(html.contains("Note 1, operation began (Q2 FY 2026)."), "the summary: {html}");
    assert!(html.contains(escaped), "under the chart: {html}");
    assert!(html.contains("Note 1, operation began: =cmd()"), "in the table: {html}");
    assert!(html.contains("; note 1"), "at the mark: {html}");
    assert!(!html.contains("<script>alert") && !html.contains("cleo"), "{html}");
    let svg = page(&server, "", "/measures/traces/chart.svg").await;
    roxmltree::Document::parse(&svg).unwrap();
    assert!(svg.contains(">1</text>") && svg.contains("&lt;script&gt;"), "{svg}");
    let csv = page(&server, "", "/measures/traces/data.csv").await;
    assert!(csv.contains("\"Note 1, operation began: =cmd()\"\"><script>"), "{csv}");
    let json = page(&server, "", "/measures/traces/data.json").await;
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        read["notes"],
        json!([{ "number": 1, "period": "FY2026Q2", "kind": "operation", "text": hostile.text, "limits_begin_anew": false }])
    );
    // What is not shown is not told.
    let json = page(&server, "", "/measures/traces/data.json?from=FY2026Q3").await;
    assert!(json.contains("\"notes\": []"), "{json}");
    let embedded = page(&server, "", "/embed/measures/traces").await;
    assert!(embedded.contains(escaped) && !embedded.contains("<script>alert"), "{embedded}");
}

#[tokio::test]
async fn limits_begin_anew_with_a_note_and_its_reason_is_said() {
    let server = Served::start().await;
    let rebased = note("FY2026Q2", "Counted at another desk.", true);
    server.store.pin_note(&code("traces"), &rebased, "cleo", at(1)).await.unwrap();
    let html = page(&server, "", "/measures/traces?kind=control").await;
    for words in [
        "From Q2 FY 2026 on the limits begin anew: Counted at another desk.",
        "begun anew: Counted at another desk.",
        "Note 1 (Q2 FY 2026, law enacted, process limits begin anew)",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert_eq!(html.matches("class=\"stretch\"").count(), 2, "{html}");
}
