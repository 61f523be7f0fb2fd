//! The queue of figures that wait, and comments: in the store, and over HTTP.

use chrono::{DateTime, Days, Utc};
use leptos::server_fn::ServerFn;
use yardstick::api::comment::AddComment;
use yardstick::api::entry::ReturnFigure;
use yardstick::api::review::ApproveFigures;
use yardstick::domain::access::Role;
use yardstick::domain::actual::{Figure, State};
use yardstick::domain::batch::Batch;
use yardstick::domain::goal::Goal;
use yardstick::domain::measure::Measure;
use yardstick::store::{self, AuditFilter, CellKey, CommentOutcome, Commenting, SaveOutcome, Saving, Store};

use crate::postgres;
use crate::served::Served;
use crate::world::{PASSWORD, actual, at, batch, code, enrol, key, measure, period, saving, seed, sqlite};

contract! {
    what_waits_is_found_with_its_goal_leader_and_since_when
    figures_are_approved_together_but_those_that_were_changed
    a_comment_answers_one_on_the_same_figure
    the_figures_beside_which_a_rule_holds_one_are_read_too
}

/// Saves a figure and submits it a minute later, whoever enters it.
async fn submit(store: &Store, saving: &Saving, later: DateTime<Utc>) {
    let saved = store.save_figure(saving).await.unwrap();
    let SaveOutcome::Saved(cell) = saved else { panic!("{saved:?}") };
    let done = store.submit_figure(&saving.key, cell.revision, &saving.actor, later).await.unwrap();
    assert!(matches!(done, SaveOutcome::Saved(_)), "{done:?}");
}

async fn what_waits_is_found_with_its_goal_leader_and_since_when(store: &Store) {
    assert_eq!(store.submissions().await.unwrap(), []);
    submit(store, &saving("urgent", "FY2026Q3", 5.0, 0), at(20)).await;
    submit(store, &saving("traces", "FY2026Q3", 5.0, 0), at(21)).await;
    submit(store, &Saving { actor: "hal".into(), ..saving("odd", "CY2026Q2", 5.0, 0) }, at(22)).await;
    store.save_figure(&saving("traces", "FY2026Q4", 5.0, 0)).await.unwrap();
    // Returned and submitted once more: it waits since then.
    store.return_figure(&key("urgent", "FY2026Q3"), 2, "No.", "ben", at(23)).await.unwrap();
    assert_eq!(store.count_submissions(None, "ben").await.unwrap(), 2);
    store.submit_figure(&key("urgent", "FY2026Q3"), 3, "ann", at(24)).await.unwrap();
    let found = store.submissions().await.unwrap();
    let told: Vec<_> = found
        .iter()
        .map(|one| {
            let (office, leader) = (one.office.as_str(), one.leader.as_str());
            (one.key.measure.as_str(), office, leader, one.author.as_str(), one.revision, &one.since[..])
        })
        .collect();
    assert_eq!(
        told,
        [
            ("odd", "HSI", "A. Leader", "hal", 2, "2026-11-24T09:22:00.000Z"),
            ("traces", "ATF", "A. Leader", "ana", 2, "2026-11-24T09:21:00.000Z"),
            ("urgent", "ATF", "A. Leader", "ana", 4, "2026-11-24T09:24:00.000Z"),
        ]
    );
    let (atf, hsi) = (code("ATF"), code("HSI"));
    for (office, reviewer, expected) in
        [(None, "ben", 3), (None, "ana", 1), (Some(&atf), "ben", 2), (Some(&hsi), "hal", 0)]
    {
        assert_eq!(store.count_submissions(office, reviewer).await.unwrap(), expected, "{office:?}");
    }
}

async fn figures_are_approved_together_but_those_that_were_changed(store: &Store) {
    let cells = ["FY2026Q3", "FY2026Q4", "FY2027Q1"].map(|quarter| key("traces", quarter));
    for cell in &cells {
        let quarter = cell.period.to_string();
        submit(store, &saving("traces", &quarter, 5.0, 0), at(20)).await;
    }
    store.save_figure(&saving("traces", "FY2026Q4", 6.0, 2)).await.unwrap();
    let asked: Vec<(CellKey, i64)> = cells.iter().map(|cell| (cell.clone(), 2)).collect();
    let twice = [asked.clone(), asked[..1].to_vec()].concat();
    let outcomes = store.approve_figures(&twice, "ben", at(30)).await.unwrap();
    let approved: Vec<bool> =
        outcomes.iter().map(|outcome| matches!(outcome, SaveOutcome::Saved(_))).collect();
    assert_eq!(approved, [true, false, true, false], "the second is changed, the last is approved by now");
    assert!(matches!(&outcomes[1], SaveOutcome::Conflict(cell) if cell.revision == 3));
    for (cell, expected) in cells.iter().zip([(true, false), (false, true), (true, false)]) {
        let found = store.cell(cell).await.unwrap();
        assert_eq!((found.published.is_some(), found.working.is_some()), expected, "{cell:?}");
    }
    let filter = AuditFilter { actor: "ben".into(), limit: 9, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    let told: Vec<_> = entries.iter().map(|one| (one.action.as_str(), one.subject.as_str())).collect();
    assert_eq!(
        told,
        [("approve", "actual:traces/FY2027Q1/"), ("approve", "actual:traces/FY2026Q3/")],
        "one entry each, and none for a conflict"
    );
    assert!(store.verify_audit().await.unwrap().is_ok());
    assert_eq!(store.approve_figures(&[], "ben", at(31)).await.unwrap(), []);
}

async fn a_comment_answers_one_on_the_same_figure(store: &Store) {
    let cell = key("traces", "FY2026Q2");
    let saying = |parent: Option<&str>, text: &str, minute| Commenting {
        key: cell.clone(),
        parent: parent.map(str::to_owned),
        text: text.into(),
        actor: "ana".into(),
        at: at(minute),
    };
    let before = store.cell(&cell).await.unwrap();
    let added = async |saying: &Commenting| store.add_comment(saying).await.unwrap();
    assert_eq!(added(&saying(None, "Why <0>?", 1)).await, CommentOutcome::Added);
    let first = store.comments_on(&cell).await.unwrap().remove(0);
    assert_eq!((first.text.as_str(), first.action.as_str(), &first.parent), ("Why <0>?", "", &None));
    let answer = Commenting { actor: "ben".into(), ..saying(Some(&first.id), "None came.", 2) };
    assert_eq!(added(&answer).await, CommentOutcome::Added);
    let version = store.version().await.unwrap();
    let elsewhere = Commenting { key: key("traces", "FY2026Q1"), ..answer.clone() };
    let of_category =
        Commenting { key: CellKey { category: "type=rifle".into(), ..cell.clone() }, ..answer.clone() };
    for wrong in [elsewhere, of_category, saying(Some("nothing"), "x", 3)] {
        assert_eq!(added(&wrong).await, CommentOutcome::NoParent, "{wrong:?}");
    }
    assert_eq!(store.version().await.unwrap(), version, "nothing was written");
    let said = store.comments_on(&cell).await.unwrap();
    let said: Vec<_> = said.iter().map(|one| (one.author.as_str(), one.parent.as_deref())).collect();
    assert_eq!(said, [("ana", None), ("ben", Some(first.id.as_str()))]);
    assert_eq!(store.comments_on(&key("traces", "FY2026Q1")).await.unwrap(), []);
    assert_eq!(store.cell(&cell).await.unwrap(), before, "the figure stays as it was");
    let filter = AuditFilter { subject: cell.subject(), limit: 9, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    let told: Vec<_> = entries.iter().map(|one| (one.actor.as_str(), one.action.as_str())).collect();
    assert_eq!(told[..2], [("ben", "comment"), ("ana", "comment")]);
    let kept = entries.iter().filter_map(|one| one.after.as_deref()).collect::<String>();
    assert!(kept.contains(&first.id) && !kept.contains("Why") && !kept.contains("None came"), "{kept}");
}

async fn the_figures_beside_which_a_rule_holds_one_are_read_too(store: &Store) {
    let beside = measure("beside", "HSI", "Beside");
    let apart = measure("apart", "ATF", "Apart");
    let actuals = ["beside", "apart"].map(|name| actual(name, "FY2026Q3", Figure::Value(3.0))).to_vec();
    let batch = Batch { measures: vec![beside, apart], actuals, ..Batch::default() };
    store.apply(&batch, "seed", at(1), false).await.unwrap();
    submit(store, &saving("traces", "FY2026Q3", 5.0, 0), at(20)).await;
    let quarter = period("FY2026Q3");
    let read = async || {
        let cells = store.cells_in_review(period("FY2026Q1").starts_on(), quarter.ends_on()).await.unwrap();
        cells.into_iter().map(|(code, cells)| (code.to_string(), cells.len())).collect::<Vec<_>>()
    };
    assert_eq!(read().await, [("traces".to_owned(), 3)]);
    store.add_relation(&"traces <= beside".parse().unwrap(), "ada", at(21)).await.unwrap();
    assert_eq!(read().await, [("beside".to_owned(), 1), ("traces".to_owned(), 3)]);
    let targets = store.targets_in_review(quarter.starts_on()).await.unwrap();
    let found: Vec<_> = targets.iter().map(|(code, targets)| (code.as_str(), targets.len())).collect();
    assert_eq!(found, [("traces", 2)]);
    assert_eq!(
        store.cells_in_review(quarter.next().starts_on(), quarter.next().ends_on()).await.unwrap().len(),
        0
    );
}

/// A server with people, and their sessions: ana enters for ATF, rex reviews all, ron reviews HSI, ada does
/// everything, vic looks on.
async fn staffed() -> (Served, [String; 5]) {
    let server = Served::start().await;
    let mut sessions = Vec::new();
    for (name, role, office) in [
        ("ana", Role::Steward, Some("ATF")),
        ("rex", Role::Reviewer, None),
        ("ron", Role::Reviewer, Some("HSI")),
        ("ada", Role::Admin, None),
        ("vic", Role::Viewer, None),
    ] {
        enrol(&server.store, name, role, office).await;
        sessions.push(server.sign_in(name, PASSWORD).await);
    }
    (server, sessions.try_into().unwrap())
}

async fn page(server: &Served, session: &str, path: &str) -> (u16, String) {
    let answer = server.get(path).header("cookie", session).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap().replace("<!>", ""))
}

async fn send(server: &Served, session: &str, url: &str, body: &str) -> (u16, String) {
    let answer = server.post(url, body).header("cookie", session).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The same from the queue's page without script.
async fn send_plain(server: &Served, session: &str, url: &str, body: &str) {
    send_plain_from(server, session, "/review", url, body).await;
}

async fn send_plain_from(server: &Served, session: &str, page: &str, url: &str, body: &str) {
    let request = server.post(url, body).header("cookie", session).header("accept", "text/html");
    let from = format!("http://{}{page}", server.address);
    let answer = request.header("referer", &from).send().await.unwrap();
    assert_eq!(answer.status(), 302, "{url}");
    let back = answer.headers()["location"].to_str().unwrap();
    assert_eq!(back.trim_end_matches('?'), from, "it leads back");
}

#[tokio::test]
async fn a_comment_from_the_grid_is_answered_on_the_grid() {
    let (server, [ana, ..]) = staffed().await;
    let (url, from) = (AddComment::url(), "/entry?office=ATF&period=FY2026Q3");
    // Without script the panel shows the first figure.
    let comment = "measure=traces&period=FY2026Q3&category=&parent=&text=";
    send_plain_from(&server, &ana, from, url, &format!("{comment}{}", "x".repeat(4001))).await;
    let (_, html) = page(&server, &ana, from).await;
    assert!(html.contains("at most 4000 characters") && html.contains("xxxx</textarea>"), "{html}");
    send_plain_from(&server, &ana, from, url, &format!("{comment}Why+so+few%3F")).await;
    let (_, html) = page(&server, &ana, from).await;
    assert!(html.contains("Your comment was added.") && html.contains("Why so few?"), "{html}");
    assert!(!page(&server, &ana, from).await.1.contains("Your comment was added."), "it is told once");
}

/// Figures as `approve_figures` is sent them.
fn figures(which: &[(&str, &str, i64)]) -> String {
    let one = |(at, (measure, period, seen)): (usize, &(&str, &str, i64))| {
        format!("figures[{at}][measure]={measure}&figures[{at}][period]={period}&figures[{at}][seen]={seen}")
    };
    which.iter().enumerate().map(one).collect::<Vec<_>>().join("&")
}

/// Figures of both offices that wait: traces and urgent of ATF by ana, convictions of HSI by hal, odd by ada.
async fn fill(server: &Served) {
    let store = &server.store;
    let nine_days_ago = Utc::now() - Days::new(9);
    let traces = Saving {
        at: nine_days_ago,
        note: "Counted <twice>.".into(),
        ..saving("traces", "FY2026Q3", 95.0, 0)
    };
    submit(store, &traces, nine_days_ago).await;
    let again = Saving { note: "Late ones.".into(), ..saving("traces", "FY2026Q2", 7.0, 1) };
    submit(store, &again, Utc::now()).await;
    let rate = Figure::Ratio { numerator: 90.0, denominator: 100.0 };
    let urgent = Saving { figure: Some(rate), ..saving("urgent", "FY2026Q3", 0.0, 0) };
    submit(store, &urgent, Utc::now()).await;
    let by = |actor: &str, saving| Saving { actor: actor.into(), ..saving };
    submit(store, &by("hal", saving("convictions", "FY2025", 11.0, 0)), Utc::now()).await;
    submit(store, &by("ada", saving("odd", "CY2026Q2", 5.0, 0)), Utc::now()).await;
}

#[tokio::test]
async fn the_queue_shows_reviewers_what_they_may_review() {
    let (server, [ana, rex, ron, ada, vic]) = staffed().await;
    fill(&server).await;
    for (session, search, expected) in [
        ("", "", 401),
        (&vic, "", 403),
        (&ana, "", 403),
        (&rex, "", 200),
        (&rex, "?office=ATF&period=FY2026Q3&leader=A.+Leader", 200),
        (&rex, "?period=FY2026", 400),
        (&rex, "?colour=red", 400),
    ] {
        assert_eq!(page(&server, session, &format!("/review{search}")).await.0, expected, "{search}");
    }
    for (session, search, measures, sentence) in [
        (
            &rex,
            "",
            &["Convictions", "Traces completed", "Traces completed", "Urgent traces"][..],
            "5 figures wait for review",
        ),
        (
            &rex,
            "?office=ATF",
            &["Traces completed", "Traces completed", "Urgent traces"],
            "3 figures wait for review",
        ),
        (
            &rex,
            "?period=FY2026Q3&office=ATF",
            &["Traces completed", "Urgent traces"],
            "2 figures wait for review",
        ),
        (&rex, "?leader=%28none%29", &[], "No figure waits for review."),
        (&rex, "?leader=Nobody", &[], "No figure waits for review."),
        (&ron, "", &["Convictions"], "2 figures wait for review"),
        (&ron, "?office=ATF", &[], "No figure waits for review."),
        (
            &ada,
            "?office=HSI",
            &["Convictions"],
            "You entered 1 of them yourself, which somebody else approves.",
        ),
    ] {
        let (_, html) = page(&server, session, &format!("/review{search}")).await;
        assert!(html.contains(sentence), "{search}: {html}");
        let mut last = 0;
        for name in measures {
            let at = html[last..]
                .find(&format!(">{name}"))
                .unwrap_or_else(|| panic!("{search}: {name} after {last}"));
            last += at + 1;
        }
    }
    let (_, html) = page(&server, &rex, "/review").await;
    for words in [
        "5 figures wait for A. Leader",
        "the oldest for 9 days",
        "95 traces",
        "The first figure for this period.",
        "In place of <del>0 traces</del>",
        "<del>as reported</del>",
        "Late ones.",
        "Counted &lt;twice&gt;.",
        "Target: at least 110 traces",
        "90.0%",
        "Approve the",
        "Entered by ana on",
        "waits for 9 days",
        "<span class=\"count\">5",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert!(html.contains("95 traces misses the target of at least 110 traces."), "a warning: {html}");
    let counts = |html: &str| html.split("<span class=\"count\">").nth(1).map(|rest| rest[..1].to_owned());
    for (session, expected) in [(&ron, Some("2")), (&ada, Some("4")), (&ana, None), (&vic, None)] {
        assert_eq!(counts(&page(&server, session, "/").await.1).as_deref(), expected);
    }
}

#[tokio::test]
async fn goals_without_a_leader_come_last() {
    let (server, [_, rex, ..]) = staffed().await;
    let goals: Vec<Goal> = batch().goals;
    let other = Goal { code: code("other"), leader: String::new(), parent: None, ..goals[0].clone() };
    let lone = Measure { goal: code("other"), ..measure("a-first", "ATF", "A first one") };
    let batch = Batch { goals: vec![other], measures: vec![lone], ..Batch::default() };
    server.store.apply(&batch, "seed", at(1), false).await.unwrap();
    submit(&server.store, &saving("a-first", "FY2026Q3", 5.0, 0), Utc::now()).await;
    submit(&server.store, &saving("traces", "FY2026Q3", 115.0, 0), Utc::now()).await;
    let (_, html) = page(&server, &rex, "/review").await;
    let (with, without) = (html.find("<h2>A. Leader"), html.find("<h2>No goal leader named"));
    assert!(with.is_some() && with < without, "{html}");
    assert!(html.contains("1 figure waits with no goal leader named, without a warning"), "{html}");
    let (_, html) = page(&server, &rex, "/review?leader=%28none%29").await;
    assert!(html.contains("A first one") && !html.contains("Traces completed"), "{html}");
}

#[tokio::test]
async fn a_broken_rule_is_a_warning_in_the_queue_too() {
    let (server, [_, rex, ..]) = staffed().await;
    let beside = measure("beside", "HSI", "Beside");
    let actuals = vec![actual("beside", "FY2026Q3", Figure::Value(3.0))];
    let batch = Batch { measures: vec![beside], actuals, ..Batch::default() };
    server.store.apply(&batch, "seed", at(1), false).await.unwrap();
    server.store.add_relation(&"traces <= beside".parse().unwrap(), "ada", at(21)).await.unwrap();
    submit(&server.store, &saving("traces", "FY2026Q3", 115.0, 0), Utc::now()).await;
    let (_, html) = page(&server, &rex, "/review").await;
    assert!(html.contains("must not be more than Beside (3)"), "{html}");
    assert!(html.contains("1 figure waits for A. Leader, with a warning"), "{html}");
}

#[tokio::test]
async fn figures_are_approved_at_once_each_with_its_outcome() {
    let (server, [ana, rex, ron, ada, vic]) = staffed().await;
    fill(&server).await;
    let url = ApproveFigures::url();
    let all = [
        ("traces", "FY2026Q3", 2),
        ("traces", "FY2026Q2", 3),
        ("convictions", "FY2025", 2),
        ("odd", "CY2026Q2", 2),
        ("nowhere", "FY2026Q3", 2),
        ("traces", "FY2026Q9", 2),
    ];
    let version = server.store.version().await.unwrap();
    for (session, expected) in [("", 401), (&vic, 403), (&ana, 403)] {
        assert_eq!(send(&server, session, url, &figures(&all)).await.0, expected);
    }
    assert_eq!(send(&server, &rex, url, &figures(&[all[0]; 201])).await.0, 422);
    assert_eq!(send(&server, &rex, url, "").await, (200, "[]".to_owned()));
    assert_eq!(server.store.version().await.unwrap(), version, "nothing was written");

    let outcomes = async |session: &str, which: &[(&str, &str, i64)]| -> Vec<String> {
        let (status, told) = send(&server, session, url, &figures(which)).await;
        assert_eq!(status, 200, "{told}");
        let told: Vec<serde_json::Value> = serde_json::from_str(&told).unwrap();
        told.iter().map(ToString::to_string).collect()
    };
    let check = |found: Vec<String>, expected: &[&str]| {
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, words) in found.iter().zip(expected) {
            assert!(found.contains(words), "{words} in {found}");
        }
    };
    let found = outcomes(&ron, &all).await;
    let others = "only reviewers of ATF approve its figures";
    check(found, &[others, others, "Approved", "Approved", "no such figure", "no such figure"]);
    submit(&server.store, &Saving { actor: "ada".into(), ..saving("odd", "CY2026Q1", 5.0, 0) }, Utc::now())
        .await;
    let own = "nobody approves a figure that they entered themselves";
    check(outcomes(&ada, &[("odd", "CY2026Q1", 2), ("odd", "CY2026Q2", 3)]).await, &[own, "approved"]);
    server.store.save_figure(&saving("traces", "FY2026Q2", 8.0, 3)).await.unwrap();
    let found = outcomes(&rex, &[all[0], all[1], ("urgent", "FY2026Q3", 1), all[0]]).await;
    let changed = "it is now 8 traces (draft, not submitted yet (entered by ana))";
    check(found, &["Approved", changed, "it is now 90.0%", "approved meanwhile; the public sees 95 traces"]);
    let kept = server.store.cell(&key("urgent", "FY2026Q3")).await.unwrap();
    assert_eq!(kept.working.map(|waiting| waiting.state), Some(State::Submitted));
    let (_, html) = page(&server, &rex, "/review").await;
    assert!(html.contains("2 figures wait for review"), "{html}");
}

#[tokio::test]
async fn without_script_figures_are_approved_and_returned_and_what_was_typed_stays() {
    let (server, [_, rex, ..]) = staffed().await;
    fill(&server).await;
    send_plain(
        &server,
        &rex,
        ApproveFigures::url(),
        &figures(&[("traces", "FY2026Q3", 2), ("urgent", "FY2026Q3", 1)]),
    )
    .await;
    let (_, html) = page(&server, &rex, "/review").await;
    assert!(
        html.contains("Approved. The public sees it now.") && html.contains("It was not approved."),
        "{html}"
    );
    assert!(!page(&server, &rex, "/review").await.1.contains("The public sees it now."), "it is told once");
    let public = server.store.cell(&key("traces", "FY2026Q3")).await.unwrap().published.unwrap();
    assert_eq!(public.figure, Figure::Value(95.0));

    let long = format!("</textarea>{}", "x".repeat(4000));
    let body = |comment: &str| {
        format!("measure=urgent&period=FY2026Q3&category=&seen=2&comment={}", urlencoding::encode(comment))
    };
    send_plain(&server, &rex, ReturnFigure::url(), &body(&long)).await;
    let (_, html) = page(&server, &rex, "/review").await;
    assert!(html.contains("at most 4000 characters") && html.contains("&lt;/textarea&gt;xxx"), "{html}");
    assert!(html.contains("It was not sent: see the field that is marked."));
    send_plain(&server, &rex, ReturnFigure::url(), &body("Which ones?")).await;
    let (_, html) = page(&server, &rex, "/review").await;
    assert!(html.contains("Returned with your comment.") && !html.contains("Urgent traces"), "{html}");
    let comment = "measure=traces&period=FY2026Q2&category=&parent=&text=";
    send_plain(&server, &rex, AddComment::url(), comment).await;
    assert!(page(&server, &rex, "/review").await.1.contains("write what you want to say"));
    send_plain(&server, &rex, AddComment::url(), &format!("{comment}Why+zero%3F")).await;
    let (_, html) = page(&server, &rex, "/review").await;
    assert!(html.contains("Your comment was added.") && html.contains("Why zero?"), "{html}");
}

/// Everything that is written in a workbook.
fn texts(bytes: Vec<u8>) -> String {
    let mut files = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let count = files.len();
    let read = |at| std::io::read_to_string(files.by_index(at).unwrap()).unwrap_or_default();
    (0..count).map(read).collect()
}

#[tokio::test]
async fn comments_are_for_those_who_enter_or_review_and_for_nobody_else() {
    let (server, [ana, rex, ron, ada, vic]) = staffed().await;
    submit(&server.store, &saving("traces", "FY2026Q3", 95.0, 0), Utc::now()).await;
    let secret = "psst";
    let body = |parent: &str, text: &str| {
        format!("measure=traces&period=FY2026Q3&parent={parent}&text={}", urlencoding::encode(text))
    };
    let add = async |session: &str, body: &str| send(&server, session, AddComment::url(), body).await;
    let long = "x".repeat(4001);
    let version = server.store.version().await.unwrap();
    for (session, body, status, words) in [
        ("", body("", secret), 401, "Unauthenticated"),
        (&vic, body("", secret), 403, "stewards and reviewers"),
        (&ron, body("", secret), 403, "stewards and reviewers"),
        (&ana, body("", " \n"), 422, "write what you want to say"),
        (&ana, body("", &long), 422, "at most 4000 characters"),
        (&ana, body("", "a\0b"), 422, "cannot be kept"),
        (&ana, body("nothing", secret), 422, "what you answer is not there any more"),
        (&ana, format!("{}&category=type%3Dx", body("", secret)), 422, "no such category"),
        (&ana, body("", secret).replace("Q3", "Q9"), 422, "\"field\":\"period\""),
        (&ana, body("", secret).replace("traces", "nowhere"), 404, "nowhere"),
    ] {
        let (found, told) = add(session, &body).await;
        assert_eq!(found, status, "{told:.300}");
        assert!(told.contains(words) && told.len() < 1000, "{words} in {told:.1000}");
    }
    assert_eq!(server.store.version().await.unwrap(), version, "nothing was written");
    assert_eq!(add(&rex, &body("", secret)).await.0, 200);
    let first = server.store.comments_on(&key("traces", "FY2026Q3")).await.unwrap().remove(0);
    assert_eq!(add(&ana, &body(&first.id, "psst back <b>")).await.0, 200);
    assert_eq!(add(&ada, &body("", "another psst")).await.0, 200);

    for (session, path) in [(&rex, "/review"), (&ana, "/entry?office=ATF&period=FY2026Q3")] {
        let (_, html) = page(&server, session, path).await;
        let places = [">psst<", "psst back &lt;b&gt;", "another psst"].map(|words| html.find(words));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{path}: {places:?}");
    }
    for path in [
        "/",
        "/?drafts=yes",
        "/measures/traces",
        "/measures/traces?drafts=yes",
        "/measures/traces/history/FY2026Q3",
        "/measures/traces/data.csv",
        "/measures/traces/data.json",
        "/measures/traces/chart.svg",
        "/goals/trace",
        "/elements",
        "/elements.csv",
        "/search?q=traces",
        "/review",
        "/entry?office=ATF&period=FY2026Q3",
        "/audit",
    ] {
        let (_, text) = page(&server, "", path).await;
        assert!(!text.contains(secret), "{path}: {text}");
    }
    let workbook = server.get("/framework.xlsx").header("cookie", &ada).send().await.unwrap();
    let sheets = texts(workbook.bytes().await.unwrap().to_vec());
    assert!(sheets.contains("Traces completed") && !sheets.contains(secret));
}
