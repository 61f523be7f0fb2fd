//! Rules between measures: what the store keeps, and what the server lets whom do.

use leptos::server_fn::ServerFn;
use yardstick::api::setup::{AddRelation, RemoveRelation};
use yardstick::domain::relation::Relation;
use yardstick::store::{self, AuditFilter, RelationOutcome, RelationRecord, Store, StoreError};

use crate::postgres;
use crate::setup::House;
use crate::world::{at, code, seed, sqlite};

contract! {
    rules_are_kept_in_their_order_and_found_by_their_measures
    a_rule_is_there_once
    a_rule_names_measures_that_are_there
}

fn rule(text: &str) -> Relation {
    text.parse().unwrap()
}

async fn add(store: &Store, text: &str) -> RelationRecord {
    match store.add_relation(&rule(text), "ana", at(1)).await.unwrap() {
        RelationOutcome::Added(record) => record,
        RelationOutcome::Exists(record) => panic!("{text} is there as {}", record.relation),
    }
}

fn texts(records: &[RelationRecord]) -> Vec<String> {
    records.iter().map(|record| record.relation.to_string()).collect()
}

async fn rules_are_kept_in_their_order_and_found_by_their_measures(store: &Store) {
    assert_eq!(store.relations().await.unwrap(), []);
    let first = add(store, "urgent <= traces").await;
    let second = add(store, "odd + convictions = traces").await;
    add(store, "odd <= convictions").await;
    assert_eq!((first.author.as_str(), first.at.as_str()), ("ana", "2026-11-24T09:01:00.000Z"));
    assert_eq!(store.relations().await.unwrap()[..2], [first.clone(), second.clone()]);
    for (measures, expected) in [
        (&["traces"][..], &["urgent <= traces", "odd + convictions = traces"][..]),
        (&["odd"], &["odd + convictions = traces", "odd <= convictions"]),
        (&["odd", "urgent"], &["urgent <= traces", "odd + convictions = traces", "odd <= convictions"]),
        (&["none"], &[]),
        (&[], &[]),
    ] {
        let measures: Vec<_> = measures.iter().map(|text| code(text)).collect();
        assert_eq!(texts(&store.relations_of(&measures).await.unwrap()), expected, "{measures:?}");
    }
    assert!(store.remove_relation(&first.id, "ben", at(2)).await.unwrap());
    let version = store.version().await.unwrap();
    assert!(!store.remove_relation(&first.id, "ben", at(2)).await.unwrap(), "it is gone");
    assert_eq!(store.version().await.unwrap(), version);
    assert_eq!(
        texts(&store.relations().await.unwrap()),
        ["odd + convictions = traces", "odd <= convictions"]
    );
    add(store, "urgent <= traces").await;
    assert_eq!(
        texts(&store.relations_of(&[code("traces")]).await.unwrap())[1],
        "urgent <= traces",
        "at the end"
    );
    let filter = AuditFilter { subject: "relation:".into(), limit: 9, ..AuditFilter::default() };
    let told: Vec<_> = store
        .audit_entries(&filter)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| (entry.action, entry.actor, entry.subject))
        .rev()
        .skip(2)
        .collect();
    let entry = |action: &str, actor: &str, text: &str| {
        (action.to_owned(), actor.to_owned(), format!("relation:{text}"))
    };
    assert_eq!(
        told,
        [
            entry("create", "ana", "odd <= convictions"),
            entry("remove", "ben", "urgent <= traces"),
            entry("create", "ana", "urgent <= traces"),
        ]
    );
    assert!(store.verify_audit().await.unwrap().is_ok());
}

async fn a_rule_is_there_once(store: &Store) {
    let first = add(store, "odd + urgent = traces").await;
    let version = store.version().await.unwrap();
    for text in ["odd + urgent = traces", "urgent + odd = traces", "traces = odd + urgent"] {
        let outcome = store.add_relation(&rule(text), "ben", at(2)).await.unwrap();
        assert_eq!(outcome, RelationOutcome::Exists(first.clone()), "{text}");
    }
    assert_eq!(store.version().await.unwrap(), version, "nothing was written");
    add(store, "odd + urgent <= traces").await;
}

async fn a_rule_names_measures_that_are_there(store: &Store) {
    let version = store.version().await.unwrap();
    let outcome = store.add_relation(&rule("traces <= nowhere"), "ana", at(1)).await;
    assert!(matches!(&outcome, Err(StoreError::Unknown { code, .. }) if code == "nowhere"), "{outcome:?}");
    assert_eq!(store.relations().await.unwrap(), []);
    assert_eq!(store.version().await.unwrap(), version, "half a rule is none");
}

fn adding(measure: &str, rule: &str) -> String {
    format!("measure={measure}&rule={}", urlencoding::encode(rule))
}

fn removing(measure: &str, id: &str) -> String {
    format!("measure={measure}&id={id}")
}

#[tokio::test]
async fn rules_are_added_and_removed_by_those_who_may_define_the_measure() {
    let house = House::open().await;
    let store = &house.server.store;
    let form = adding("traces", "urgent <= traces");
    for (name, expected) in [("nobody", 401), ("vic", 403), ("hal", 403), ("ana", 200)] {
        let (found, text) = house.post(name, AddRelation::url(), &form).await;
        assert_eq!(found, expected, "{name}: {text}");
    }
    let page = house.get("rex", "/measures/traces/edit").await.text().await.unwrap();
    for words in [
        "urgent &lt;= traces",
        "Urgent traces within 48 hours &lt;= Traces completed",
        "Added by ana on",
        "Remove the rule urgent",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let of_urgent = house.get("ana", "/measures/urgent/edit").await.text().await.unwrap();
    assert!(of_urgent.contains("urgent &lt;= traces"), "the other measure's page lists it too");
    let id = store.relations().await.unwrap()[0].id.clone();
    let theirs = house.post("hal", RemoveRelation::url(), &removing("odd", &id)).await;
    assert_eq!((theirs.0, store.relations().await.unwrap().len()), (200, 1), "it is no rule of that measure");
    for (name, expected) in [("nobody", 401), ("vic", 403), ("hal", 403), ("rex", 200), ("ana", 200)] {
        let (found, text) = house.post(name, RemoveRelation::url(), &removing("traces", &id)).await;
        assert_eq!(found, expected, "{name}: {text}");
    }
    assert_eq!(store.relations().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_wrong_with_a_rule_is_told_at_its_field() {
    let house = House::open().await;
    add(&house.server.store, "urgent <= traces").await;
    let version = house.server.store.version().await.unwrap();
    for (rule, told) in [
        ("", &["at character 1", "code of a measure is expected"][..]),
        ("traces - urgent = odd", &["at character 8", "write a = b + c"]),
        ("traces <= trace", &["no measure “trace”", "did you mean “traces”"]),
        ("traces <= convictions", &["“traces” is kept quarterly", "“convictions” annual"]),
        ("traces <= odd", &["by fiscal years", "by calendar years"]),
        ("urgent <= convictions", &["no period in common; this measure, “traces”, is not in the rule"]),
        (" urgent<=traces ", &["there already, as “urgent <= traces”"]),
    ] {
        let (found, text) = house.post("ana", AddRelation::url(), &adding("traces", rule)).await;
        assert_eq!(found, 422, "{rule}: {text}");
        for words in [&["\"rule\""], told].concat() {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    let (found, _) = house.post("ana", AddRelation::url(), &adding("none", "none <= traces")).await;
    assert_eq!(found, 404);
    assert_eq!(house.server.store.version().await.unwrap(), version, "nothing was written");
}

#[tokio::test]
async fn without_script_a_refused_rule_is_shown_again() {
    let house = House::open().await;
    let typed = adding("traces", "traces <= \"><script>alert(1)</script>");
    let to = house.send_plain("ana", AddRelation::url(), &typed).await;
    let page = house.get("ana", &to).await.text().await.unwrap();
    for words in [
        "Not saved: see the fields marked",
        "at character 11",
        "value=\"traces &lt;= &quot;&gt;&lt;script&gt;",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<script>alert"));
    let to = house.send_plain("ana", AddRelation::url(), &adding("traces", "traces <= urgent")).await;
    let page = house.get("ana", &to).await.text().await.unwrap();
    assert!(!page.contains("Not saved") && page.contains("traces &lt;= urgent"));
    let id = house.server.store.relations().await.unwrap()[0].id.clone();
    house.send_plain("ana", RemoveRelation::url(), &removing("traces", &id)).await;
    assert_eq!(house.server.store.relations().await.unwrap(), []);
}
