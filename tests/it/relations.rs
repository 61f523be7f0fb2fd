//! Rules between measures: what the store keeps, and what the server lets whom do.

use yardstick::domain::relation::Relation;
use yardstick::store::{self, AuditFilter, RelationOutcome, RelationRecord, Store, StoreError};

use crate::postgres;
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
