//! Figures sent to the server, by whoever and however wrong.

use leptos::server_fn::ServerFn;
use reqwest::Response;
use yardstick::api::entry::{ApproveFigure, SaveFigure, SaveFigures, SubmitFigure};
use yardstick::domain::access::Role;
use yardstick::domain::actual::{Actual, Figure, MissingReason};
use yardstick::domain::batch::Batch;
use yardstick::domain::measure::{Frequency, Measure};
use yardstick::domain::target::Target;
use yardstick::model::entry::FigureOutcome;
use yardstick::store::{CellKey, MeasureEdit};

use crate::served::Served;
use crate::world::{PASSWORD, actual, at, code, enrol, key, measure, target};

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
    assert!(page().await.contains("href=\"/measures/traces\""));
    let setup = server.store.measure_setup(&code("traces")).await.unwrap().unwrap();
    let mut measure = setup.measure;
    measure.retired_on = "2026-03-31".parse().ok();
    let (seen, actor) = (Some(setup.revision), "rex".to_owned());
    let edit = MeasureEdit { measure, baseline: setup.baseline, version: None, seen, actor, at: at(1) };
    server.store.save_measure(&edit).await.unwrap();
    assert!(!page().await.contains("href=\"/measures/traces\""));
    let answer = save(&server, &session, &[&COUNT[..], &[("value", "5")]].concat()).await;
    let (status, told) = (answer.status().as_u16(), answer.text().await.unwrap());
    assert_eq!(status, 422, "{told}");
    assert!(told.contains("retired before Q3 FY 2026 began"), "{told}");
    let matrix = server.get("/elements.csv").send().await.unwrap().text().await.unwrap();
    assert!(!matrix.contains("\ntraces,"), "{matrix}");
}

/// Categories of traces: in the first quarter they make less than the total, in the second, which has
/// none, they have figures, in the third nothing is known of one.
async fn tell_apart(server: &Served) {
    let of = |category: &str, quarter: &str, figure| Actual {
        category: category.into(),
        ..actual("traces", quarter, figure)
    };
    let suppressed = Figure::Missing(MissingReason::Suppressed);
    let actuals = vec![
        of("type=rifle", "FY2026Q1", Figure::Value(60.0)),
        of("type=<b>", "FY2026Q1", Figure::Value(30.0)),
        of("type=rifle", "FY2026Q3", Figure::Value(61.0)),
        of("type=<b>", "FY2026Q3", Figure::Value(32.0)),
        of("type=rifle", "FY2026Q4", Figure::Value(61.0)),
        of("type=<b>", "FY2026Q4", suppressed),
    ];
    let rifles = Target { category: "type=rifle".into(), value: 66.0, ..target("traces", "FY2026Q1") };
    let batch = Batch { actuals, targets: vec![rifles], ..Batch::default() };
    server.store.apply(&batch, "seed", at(1), false).await.unwrap();
}

#[tokio::test]
async fn the_grid_shows_categories_and_says_when_they_do_not_make_the_total() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    enrol(&server.store, "rex", Role::Reviewer, None).await;
    tell_apart(&server).await;
    let (ana, rex) = (server.sign_in("ana", PASSWORD).await, server.sign_in("rex", PASSWORD).await);
    let page = async |session: &str, quarter: &str| {
        let path = format!("/entry?office=ATF&period={quarter}");
        let page = server.get(&path).header("cookie", session).send().await.unwrap();
        page.text().await.unwrap().replace("<!>", "")
    };
    let q1 = page(&ana, "FY2026Q1").await;
    for words in ["The categories add up to 90, the total says 100.", "rifle", "target 66", "&lt;b&gt;"] {
        assert!(q1.contains(words), "{words} in {q1}");
    }
    assert!(!q1.contains("<b>type") && !q1.contains("Use the sum"));
    let q3 = page(&ana, "FY2026Q3").await;
    for words in ["The categories add up to 93, the total is empty.", "Use the sum: 93"] {
        assert!(q3.contains(words), "{words} in {q3}");
    }
    assert!(!page(&rex, "FY2026Q3").await.contains("Use the sum"), "a reviewer enters nothing");
    assert!(!page(&ana, "FY2026Q4").await.contains("add up to"), "one is not known");
    let kept = server.store.cell(&key("traces", "FY2026Q3")).await.unwrap();
    assert_eq!((kept.revision, kept.working), (0, None), "nothing is filled in by itself");
}

#[tokio::test]
async fn a_category_is_saved_and_approved_by_itself() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    enrol(&server.store, "rex", Role::Reviewer, None).await;
    tell_apart(&server).await;
    let (ana, rex) = (server.sign_in("ana", PASSWORD).await, server.sign_in("rex", PASSWORD).await);
    let of =
        |category| [("measure", "traces"), ("period", "FY2026Q2"), ("seen", "0"), ("category", category)];
    let version = server.store.version().await.unwrap();
    for (category, value, fields) in [
        ("type=shotgun", "5", &["category"][..]),
        ("rifle", "5", &["category"]),
        ("type=shotgun", "x", &["category", "value"]),
        ("type=rifle", "-5", &["value"]),
    ] {
        let answer = save(&server, &ana, &[&of(category)[..], &[("value", value)]].concat()).await;
        let (status, told) = (answer.status().as_u16(), answer.text().await.unwrap());
        assert_eq!(status, 422, "{category} {value}: {told}");
        let named = fields.iter().filter(|field| told.contains(&format!("\"field\":\"{field}\""))).count();
        assert_eq!((named, told.matches("\"field\"").count()), (fields.len(), fields.len()), "{told}");
    }
    assert_eq!(server.store.version().await.unwrap(), version, "nothing was written");
    let answer = save(&server, &ana, &[&of("type=rifle")[..], &[("value", "7")]].concat()).await;
    assert_eq!(answer.status(), 200);
    let rifles = CellKey { category: "type=rifle".into(), ..key("traces", "FY2026Q2") };
    let cell = server.store.cell(&rifles).await.unwrap();
    assert_eq!((cell.published, cell.working.unwrap().figure), (None, Figure::Value(7.0)));
    let again = save(&server, &ana, &[&of("type=rifle")[..], &[("value", "8")]].concat()).await;
    assert_eq!(again.status(), 409, "somebody saved it meanwhile");
    for (session, url, form, expected) in [
        (&rex, ApproveFigure::url(), "measure=traces&period=FY2026Q2&category=type%3Drifle&seen=1", 409),
        (&rex, SubmitFigure::url(), "measure=traces&period=FY2026Q2&category=type%3Drifle&seen=1", 403),
        (&ana, SubmitFigure::url(), "measure=traces&period=FY2026Q2&category=&seen=1", 409),
        (&ana, SubmitFigure::url(), "measure=traces&period=FY2026Q2&category=type%3Drifle&seen=0", 409),
        (&ana, SubmitFigure::url(), "measure=traces&period=FY2026Q2&category=type%3Drifle&seen=1", 200),
        (&ana, ApproveFigure::url(), "measure=traces&period=FY2026Q2&category=type%3Drifle&seen=2", 403),
        (&rex, ApproveFigure::url(), "measure=traces&period=FY2026Q2&category=&seen=1", 409),
        (&rex, ApproveFigure::url(), "measure=traces&period=FY2026Q2&category=type%3Drifle&seen=1", 409),
        (&rex, ApproveFigure::url(), "measure=traces&period=FY2026Q2&category=type%3Drifle&seen=2", 200),
    ] {
        let answer = server.post(url, form).header("cookie", session).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), expected, "{url} {form}");
    }
    let cell = server.store.cell(&rifles).await.unwrap();
    assert_eq!((cell.published.unwrap().figure, cell.working), (Figure::Value(7.0), None));
    let total = server.store.cell(&key("traces", "FY2026Q2")).await.unwrap();
    assert_eq!(total.published.unwrap().figure, Figure::Value(0.0), "the total is another cell");
}

#[tokio::test]
async fn a_quarters_grid_shows_the_months_of_a_monthly_measure() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    let monthly =
        Measure { frequency: Frequency::Monthly, ..measure("requests", "ATF", "Requests received") };
    let actuals = vec![actual("requests", "2025-10", Figure::Value(31.0))];
    let batch = Batch { measures: vec![monthly], actuals, ..Batch::default() };
    server.store.apply(&batch, "seed", at(1), false).await.unwrap();
    let page =
        server.get("/entry?office=ATF&period=FY2026Q1").header("cookie", &session).send().await.unwrap();
    let page = page.text().await.unwrap().replace("<!>", "");
    for words in ["month 3", "Oct 2025", "Nov 2025", "Dec 2025"] {
        assert!(page.contains(words), "{words}");
    }
    let form = |period| [("measure", "requests"), ("period", period), ("seen", "0"), ("value", "33")];
    for (period, status, told) in [
        ("2025-11", 200, ""),
        ("FY2026Q1", 422, "no period of this measure (monthly"),
        ("2025-13", 422, "is not a period"),
        ("2099-01", 422, "has not begun"),
    ] {
        let answer = save(&server, &session, &form(period)).await;
        let (found, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        assert_eq!(found, status, "{period}: {text}");
        assert!(text.contains(told), "{period}: {text}");
    }
    let kept = server.store.cell(&key("requests", "2025-11")).await.unwrap().working.unwrap();
    assert_eq!(kept.figure, Figure::Value(33.0));
}

#[tokio::test]
async fn several_figures_are_saved_each_with_its_own_outcome_and_taken_back() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    let send = async |forms: &[&[(&str, &str)]]| {
        let pairs = forms.iter().enumerate().flat_map(|(at, fields)| {
            fields
                .iter()
                .map(move |(name, value)| format!("forms[{at}][{name}]={}", urlencoding::encode(value)))
        });
        let body = pairs.collect::<Vec<_>>().join("&");
        let answer = server.post(SaveFigures::url(), &body).header("cookie", &session).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let outcomes: Vec<FigureOutcome> = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        outcomes
    };
    let version = server.store.version().await.unwrap();
    let of =
        |period, value, seen| [("measure", "traces"), ("period", period), ("value", value), ("seen", seen)];
    let elsewhere = [("measure", "convictions"), ("period", "FY2026"), ("value", "1"), ("seen", "0")];
    let found = send(&[
        &of("FY2026Q3", "70", "0"),
        &of("FY2026Q4", "x", "0"),
        &of("FY2026Q1", "5", "0"),
        &elsewhere,
        &of("FY2025Q4", "80", "0"),
    ])
    .await;
    let words = |outcome: &FigureOutcome| match outcome {
        FigureOutcome::Saved(cell) => format!("saved {} {}", cell.typed.value, cell.revision),
        FigureOutcome::Wrong(errors) => format!("wrong {}", errors[0].field),
        FigureOutcome::Conflict(_, cell) => format!("conflict with {}", cell.typed.value),
        FigureOutcome::Refused(words) => format!("refused {words}"),
        FigureOutcome::NotReached => "not reached".to_owned(),
    };
    let told: Vec<String> = found.iter().map(words).collect();
    assert_eq!(told[..3], ["saved 70 1", "wrong value", "conflict with 100"]);
    assert!(told[3].contains("only stewards of HSI"), "{told:?}");
    assert_eq!(told[4], "saved 80 1");
    assert_eq!(server.store.version().await.unwrap(), version + 2);
    // What was entered is taken back; the number of the next change is another all the same.
    let told: Vec<String> =
        send(&[&of("FY2026Q3", "", "1"), &of("FY2026Q1", "", "1"), &of("FY2026Q4", "", "0")])
            .await
            .iter()
            .map(words)
            .collect();
    assert_eq!(told, ["saved  0", "wrong value", "saved  0"], "what is published stays");
    let cell = server.store.cell(&key("traces", "FY2026Q3")).await.unwrap();
    assert_eq!((cell.revision, cell.working, cell.published), (0, None, None));
    let told: Vec<String> =
        send(&[&of("FY2026Q3", "71", "1"), &of("FY2026Q3", "72", "0")]).await.iter().map(words).collect();
    assert_eq!(told, ["conflict with 72", "saved 72 3"]);
    // Typed before somebody else signed in in the same browser.
    for (author, status) in [("hal", 409), ("ana", 200)] {
        let figure = "forms[0][measure]=traces&forms[0][period]=FY2026Q3&forms[0][value]=73&forms[0][seen]=3";
        let body = format!("author={author}&{figure}");
        let answer = server.post(SaveFigures::url(), &body).header("cookie", &session).send().await.unwrap();
        assert_eq!(answer.status(), status, "{author}");
        let told = answer.text().await.unwrap();
        assert_eq!(told.contains("hal typed these figures, and ana is signed in"), status == 409, "{told}");
    }
    let many: Vec<[(&str, &str); 4]> = vec![of("FY2026Q3", "1", "0"); 201];
    let pairs = many.iter().enumerate().flat_map(|(at, fields)| {
        fields.iter().map(move |(name, value)| format!("forms[{at}][{name}]={value}"))
    });
    let body = pairs.collect::<Vec<_>>().join("&");
    let answer = server.post(SaveFigures::url(), &body).header("cookie", &session).send().await.unwrap();
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains("the most is 200 figures at once"));
}

#[tokio::test]
async fn what_is_odd_about_a_figure_is_explained_before_it_is_submitted() {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    let submit = async |seen: &str| {
        let form = format!("measure=traces&period=FY2026Q3&category=&seen={seen}");
        let answer = server.post(SubmitFigure::url(), &form).header("cookie", &session).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    // The target is 110.
    let figure = [("measure", "traces"), ("period", "FY2026Q3"), ("value", "90")];
    for (fields, seen, field) in [
        (vec![], "0", "explanation"),
        (vec![("explanation", "Two states stopped.")], "1", "plan"),
        (vec![("plan", "They begin again.")], "2", "explanation"),
    ] {
        let all = [&figure[..], &fields, &[("seen", seen)]].concat();
        assert_eq!(save(&server, &session, &all).await.status(), 200);
        let revision = (seen.parse::<i64>().unwrap() + 1).to_string();
        let (status, told) = submit(&revision).await;
        assert_eq!(status, 422, "{told}");
        assert!(
            told.contains(&format!("\"field\":\"{field}\"")) && told.contains("misses the target"),
            "{told}"
        );
    }
    let both = [("explanation", "Two states stopped."), ("plan", "They begin again."), ("seen", "3")];
    assert_eq!(save(&server, &session, &[&figure[..], &both].concat()).await.status(), 200);
    assert_eq!(submit("4").await.0, 200);
}
