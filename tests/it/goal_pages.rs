//! A goal's story, and its form, by whoever and however wrong.

use leptos::server_fn::ServerFn;
use reqwest::Response;
use yardstick::api::goals::SaveGoal;
use yardstick::domain::access::Role;
use yardstick::domain::goal::form::{Form, texts};

use crate::served::{Served, header};
use crate::world::{PASSWORD, code, enrol};

/// The goal “trace” as its form shows it, and the revision that the form knows.
async fn form_of(server: &Served) -> (Form, i64) {
    let setup = server.store.goal_setup(&code("trace")).await.unwrap().unwrap();
    (texts(&setup.goal, &setup.contributors, &setup.milestones), setup.revision)
}

fn body(goal: &str, seen: i64, form: &Form) -> String {
    let pair = |(name, text): (&String, &String)| format!("&form[{name}]={}", urlencoding::encode(text));
    let fields: String = form.iter().map(pair).collect();
    format!("code={goal}&seen={seen}{fields}")
}

async fn save(server: &Served, session: &str, goal: &str, seen: i64, form: &Form) -> Response {
    let body = body(goal, seen, form);
    server.post(SaveGoal::url(), &body).header("cookie", session).send().await.unwrap()
}

async fn page(server: &Served, session: &str, path: &str) -> (u16, String) {
    let response = server.get(path).header("cookie", session).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_goals_page_tells_its_story() {
    let server = Served::start().await;
    let (_, html) = page(&server, "", "/goals/trace").await;
    let mut rest = html.as_str();
    // In this order.
    for words in [
        "Goal safe",
        "agency priority goal",
        "Fewer guns on the wrong side",
        "Illustrative: ",
        "Homeland Security Investigations",
        "eTrace",
        "Count what is found.",
        "Step m1",
        "Step m2",
        "overdue by",
        "Today",
        "R-1",
        "as of 20 February 2025",
        "https://example.gov/report",
        "/measures/urgent",
        "What is missing",
        "have the same unit and formula",
        "0 of 4 measures have every element.",
    ] {
        let at = rest.find(words).unwrap_or_else(|| panic!("{words} is not there, or not after the rest"));
        rest = &rest[at..];
    }
    assert!(!html.contains("Change this goal"), "nobody is signed in");
    let (_, html) = page(&server, "", "/goals/safe").await;
    for words in
        ["Goals that serve this one", "Goal trace", "With the goals that serve it:", "No milestones are set."]
    {
        assert!(html.contains(words), "{words}");
    }
}

#[tokio::test]
async fn goals_are_set_up_by_those_who_may() {
    let server = Served::start().await;
    for (name, role, office, expected) in [
        ("ana", Role::Steward, Some("ATF"), 200),
        ("ben", Role::Steward, Some("HSI"), 403),
        ("cleo", Role::Reviewer, None, 200),
        ("dan", Role::Viewer, None, 403),
        ("eve", Role::Admin, None, 200),
    ] {
        enrol(&server.store, name, role, office).await;
        let session = server.sign_in(name, PASSWORD).await;
        let (status, html) = page(&server, &session, "/goals/trace/edit").await;
        assert_eq!((status, html.contains("form[strategies]")), (expected, expected == 200), "{name}");
        let (_, html) = page(&server, &session, "/goals/trace").await;
        assert_eq!(html.contains("Change this goal"), expected == 200, "{name}");
        let (mut form, seen) = form_of(&server).await;
        form.insert("strategies".into(), format!("As {name} says."));
        let answer = save(&server, &session, "trace", seen, &form).await;
        assert_eq!(answer.status(), expected, "{name}");
    }
    assert_eq!(page(&server, "", "/goals/trace/edit").await.0, 401);
    assert_eq!(page(&server, "", "/goals/new").await.0, 401);
    let (form, seen) = form_of(&server).await;
    assert_eq!(save(&server, "", "trace", seen, &form).await.status(), 401);
    let goal = server.store.goal(&code("trace")).await.unwrap().unwrap();
    assert_eq!(goal.strategies, "As eve says.");
}

#[tokio::test]
async fn everything_wrong_is_told_at_once_and_nothing_is_kept() {
    let server = Served::start().await;
    enrol(&server.store, "cleo", Role::Reviewer, Some("ATF")).await;
    let session = server.sign_in("cleo", PASSWORD).await;
    let version = server.store.version().await.unwrap();
    let (mut form, seen) = form_of(&server).await;
    for (field, text) in
        [("name", ""), ("to", "soon"), ("parent", "trace"), ("milestone_0_due", "2026-13-01")]
    {
        form.insert(field.into(), text.into());
    }
    let answer = save(&server, &session, "trace", seen, &form).await;
    assert_eq!(answer.status(), 422);
    let told = answer.text().await.unwrap();
    for (field, message) in [
        ("name", "must not be empty"),
        ("to", "soon"),
        ("parent", "cannot serve itself"),
        ("milestone_0_due", "write a day"),
    ] {
        assert!(
            told.contains(&format!("\"field\":\"{field}\"")) && told.contains(message),
            "{field}: {told}"
        );
    }
    // Into another office's hands: not for a reviewer of this one.
    let (mut form, seen) = form_of(&server).await;
    form.insert("office".into(), "HSI".into());
    let answer = save(&server, &session, "trace", seen, &form).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains("you may not set up goals of HSI"));
    assert_eq!(server.store.version().await.unwrap(), version);
}

#[tokio::test]
async fn a_goal_that_somebody_else_changed_is_a_conflict() {
    let server = Served::start().await;
    enrol(&server.store, "eve", Role::Admin, None).await;
    let session = server.sign_in("eve", PASSWORD).await;
    let (mut form, seen) = form_of(&server).await;
    form.insert("milestone_1_status".into(), "done".into());
    assert_eq!(save(&server, &session, "trace", seen, &form).await.status(), 200);
    form.insert("milestone_1_status".into(), "missed".into());
    assert_eq!(save(&server, &session, "trace", seen, &form).await.status(), 409);
    let milestones = server.store.milestones(&code("trace")).await.unwrap();
    assert_eq!(milestones[1].status.name(), "done");
}

#[tokio::test]
async fn a_plain_form_goes_on_to_the_goal_or_back_with_what_is_wrong() {
    let server = Served::start().await;
    enrol(&server.store, "eve", Role::Admin, None).await;
    let session = server.sign_in("eve", PASSWORD).await;
    let send = async |form: &Form| {
        let back = format!("http://{}/goals/new", server.address);
        let request = server.post(SaveGoal::url(), &body("", 0, form));
        let request = request.header("accept", "text/html").header("referer", back);
        request.header("cookie", &session).send().await.unwrap()
    };
    let (mut form, _) = form_of(&server).await;
    form.retain(|field, _| !field.starts_with("milestone_"));
    form.insert("code".into(), "fresh".into());
    form.insert("strategies".into(), "</textarea><script>alert(1)</script>".into());
    let answer = send(&form).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (302, "/goals/fresh"));
    let (_, html) = page(&server, &session, "/goals/fresh/edit").await;
    assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert") && !html.contains("<script>alert"));
    // The code is taken now; what was typed comes back once.
    form.insert("strategies".into(), "Typed <again>".into());
    let answer = send(&form).await;
    let back = header(&answer, "location").to_owned();
    assert_eq!(answer.status(), 302);
    let back = back.split_once(&server.address.to_string()).unwrap().1;
    let (_, html) = page(&server, &session, back).await;
    assert!(html.contains("there is a goal “fresh” already") && html.contains("code-error"), "{html}");
    assert!(html.contains("Typed &lt;again&gt;") && html.contains("nothing was saved"), "{html}");
    let (_, html) = page(&server, &session, back).await;
    assert!(!html.contains("Typed &lt;again&gt;") && !html.contains("nothing was saved"), "{html}");
}
