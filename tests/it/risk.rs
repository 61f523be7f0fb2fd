//! The risk of a goal, set by a person: in the store on both databases, and over HTTP.

use leptos::server_fn::ServerFn;
use serde_json::json;
use yardstick::api::goals::{SetGoalRisk, UnsetGoalRisk};
use yardstick::domain::access::Role;
use yardstick::domain::risk::{Risk, SetRisk};
use yardstick::store::{self, AuditFilter, RiskEdit, Store};

use crate::postgres;
use crate::served::{Served, header};
use crate::world::{PASSWORD, at, code, enrol, seed, sqlite};

contract! {
    a_risk_is_set_changed_and_taken_back_with_its_entries
    only_a_goal_that_is_there_has_a_risk
}

fn edit(goal: &str, risk: Risk, reason: &str, minute: u32) -> RiskEdit {
    RiskEdit { goal: code(goal), risk, reason: reason.into(), actor: "cleo".into(), at: at(minute) }
}

async fn a_risk_is_set_changed_and_taken_back_with_its_entries(store: &Store) {
    assert!(store.set_risks().await.unwrap().is_empty());
    assert!(store.set_risk(&edit("trace", Risk::High, "The “grant” ends; <b>", 1)).await.unwrap());
    assert!(store.set_risk(&edit("trace", Risk::Some, "It was extended.", 2)).await.unwrap());
    let found = store.set_risks().await.unwrap();
    let expected = SetRisk {
        risk: Risk::Some,
        reason: "It was extended.".into(),
        author: "cleo".into(),
        at: "2026-11-24T09:02:00.000Z".into(),
    };
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(code("trace"), expected)]);
    assert!(store.unset_risk(&code("trace"), "eve", at(3)).await.unwrap());
    assert!(store.set_risks().await.unwrap().is_empty());
    assert!(!store.unset_risk(&code("trace"), "eve", at(4)).await.unwrap(), "there is nothing to take back");
    let filter = AuditFilter { subject: "goal:trace".into(), limit: 3, ..AuditFilter::default() };
    let entries = store.audit_entries(&filter).await.unwrap();
    let told: Vec<_> = entries
        .iter()
        .map(|e| (e.actor.as_str(), e.action.as_str(), e.before.as_deref(), e.after.as_deref()))
        .collect();
    let content = |risk: &str, reason: &str| json!({ "risk": risk, "reason": reason }).to_string();
    let (high, some) = (content("high", "The “grant” ends; <b>"), content("some", "It was extended."));
    assert_eq!(
        told,
        [
            ("eve", "unset risk", Some(some.as_str()), None),
            ("cleo", "set risk", Some(high.as_str()), Some(some.as_str())),
            ("cleo", "set risk", None, Some(high.as_str())),
        ]
    );
    store.verify_audit().await.unwrap().unwrap();
}

async fn only_a_goal_that_is_there_has_a_risk(store: &Store) {
    let before = store.version().await.unwrap();
    assert!(!store.set_risk(&edit("nowhere", Risk::High, "x", 1)).await.unwrap());
    assert!(!store.unset_risk(&code("nowhere"), "eve", at(1)).await.unwrap());
    assert_eq!(store.version().await.unwrap(), before);
}

async fn page(server: &Served, session: &str, path: &str) -> String {
    server.get(path).header("cookie", session).send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn a_risk_is_set_by_those_who_review_and_shown_to_all() {
    let server = Served::start().await;
    let form = "code=trace&form[risk]=high&form[reason]=The+grant+ends.";
    for (name, role, office, expected) in [
        ("dan", Role::Viewer, None, 403),
        ("ana", Role::Steward, Some("ATF"), 403),
        ("ben", Role::Reviewer, Some("HSI"), 403),
        ("cleo", Role::Reviewer, Some("ATF"), 200),
    ] {
        enrol(&server.store, name, role, office).await;
        let session = server.sign_in(name, PASSWORD).await;
        let html = page(&server, &session, "/goals/trace").await;
        assert_eq!(html.contains("Set the risk yourself"), expected == 200, "{name}");
        let answer = server.post(SetGoalRisk::url(), form).header("cookie", &session).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{name}");
    }
    let refused = server.post(SetGoalRisk::url(), form).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    let html = page(&server, "", "/goals/trace").await;
    assert!(html.contains("by a reviewer: “The grant ends.” By its measures: "), "{html}");
    assert!(!html.contains("cleo"), "a name is for people signed in");
    assert!(page(&server, "", "/goals/safe").await.contains("“The grant ends.”"), "the goal that it serves");
    let session = server.sign_in("cleo", PASSWORD).await;
    assert!(page(&server, &session, "/goals/trace").await.contains(" by cleo: “The grant ends.”"));
    let trail = page(&server, &session, "/audit").await;
    assert!(trail.contains("risk set by hand") && trail.contains("high risk"), "{trail}");
    let answer =
        server.post(UnsetGoalRisk::url(), "code=trace").header("cookie", &session).send().await.unwrap();
    assert_eq!(header(&answer, "location"), "/goals/trace#risk");
    assert!(!page(&server, "", "/goals/trace").await.contains("The grant ends."));
}

#[tokio::test]
async fn a_refused_risk_comes_back_as_it_was_sent_with_every_mistake() {
    let server = Served::start().await;
    enrol(&server.store, "cleo", Role::Reviewer, None).await;
    let session = server.sign_in("cleo", PASSWORD).await;
    let long = "x".repeat(20_000);
    for (form, wrong) in [
        ("code=trace&form[risk]=&form[reason]=".to_owned(), &["choose how great the risk is", "say why"][..]),
        ("code=trace&form[risk]=huge&form[reason]=Because".to_owned(), &["choose how great", ">Because<"]),
        (format!("code=trace&form[risk]=low&form[reason]={long}"), &["a reason has at most"]),
    ] {
        let referer = format!("http://{}/goals/trace", server.address);
        let request = server.post(SetGoalRisk::url(), &form).header("cookie", &session);
        let answer = request.header("accept", "text/html").header("referer", referer).send().await.unwrap();
        assert_eq!(answer.status(), 302, "{wrong:?}");
        let html = page(&server, &session, "/goals/trace").await;
        for words in wrong {
            assert!(html.contains(words), "{words}");
        }
        assert!(server.store.set_risks().await.unwrap().is_empty());
    }
}
