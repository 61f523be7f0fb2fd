//! The audit trail: what the databases refuse, and what people are shown of it.

use std::fs;
use std::path::Path;

use leptos::server_fn::ServerFn;
use yardstick::api::audit::FigureHistory;
use yardstick::domain::access::Role;
use yardstick::domain::actual::{Actual, Figure, MissingReason};
use yardstick::domain::audit::ACTIONS;
use yardstick::domain::batch::Batch;
use yardstick::store::{self, CategoryEdit, CellKey, Saving, Store};

use crate::postgres;
use crate::served::{Served, header};
use crate::world::{PASSWORD, actual, at, code, enrol, key, saving, seed, sqlite};

contract! {
    an_entry_cannot_be_altered
    the_head_moves_on_to_the_last_entry_alone
    a_figure_is_followed_through_the_names_of_its_category
    names_are_found_by_their_codes
}

/// Does something to the tables that the store itself never does.
pub async fn at_the_database(store: &Store, sql: &'static str) -> Result<(), sqlx::Error> {
    match store {
        Store::Sqlite(pool) => sqlx::query(sql).execute(pool).await.map(drop),
        Store::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop),
    }
}

/// Takes away what keeps entries as they are, as only the owner of the tables can.
pub async fn unguard(store: &Store) {
    let triggers: &[&'static str] = match store {
        Store::Sqlite(_) => &["DROP TRIGGER audit_unchanged", "DROP TRIGGER audit_kept"],
        Store::Postgres(_) => &["DROP TRIGGER audit_unchanged ON audit"],
    };
    for sql in triggers {
        at_the_database(store, sql).await.unwrap();
    }
}

/// Each of these fails with these words, and changes nothing.
async fn refused(store: &Store, words: &str, statements: &[&'static str]) {
    let version = store.version().await.unwrap();
    for sql in statements {
        let error = at_the_database(store, sql).await.expect_err(sql).to_string();
        assert!(error.contains(words), "{sql}: {error}");
        assert_eq!(store.verify_audit().await.unwrap(), Ok(version), "{sql}");
    }
}

async fn an_entry_cannot_be_altered(store: &Store) {
    let statements = [
        "UPDATE audit SET actor = 'nobody' WHERE seq = 3",
        "UPDATE audit SET hash = hash",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit",
        "INSERT INTO audit (seq, at, actor, action, subject, hash) VALUES (3, '', '', '', '', '') \
         ON CONFLICT (seq) DO UPDATE SET actor = excluded.actor",
    ];
    refused(store, "audit entries cannot be altered", &statements).await;
    let own: &[&'static str] = match store {
        Store::Sqlite(_) => &[
            "INSERT OR REPLACE INTO audit (seq, at, actor, action, subject, hash) VALUES (3, '', '', '', '', '')",
            "UPDATE OR REPLACE audit SET seq = 3 WHERE seq = 4",
        ],
        Store::Postgres(_) => &["TRUNCATE audit"],
    };
    refused(store, "audit entries cannot be altered", own).await;
    store.save_figure(&saving("traces", "FY2026Q3", 1.0, 0)).await.unwrap();
    assert!(store.verify_audit().await.unwrap().is_ok(), "the trail goes on");
}

async fn the_head_moves_on_to_the_last_entry_alone(store: &Store) {
    let statements = [
        "UPDATE audit_head SET seq = seq - 1",
        "UPDATE audit_head SET seq = seq + 1",
        "UPDATE audit_head SET hash = ''",
        "UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit WHERE seq = (SELECT max(seq) - 1 FROM audit))",
    ];
    refused(store, "only moves on to its last entry", &statements).await;
    let statements = [
        "DELETE FROM audit_head",
        "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '') ON CONFLICT (id) DO UPDATE SET seq = 0",
    ];
    refused(store, "neither removed nor added", &statements).await;
    let own: &[&'static str] = match store {
        Store::Sqlite(_) => &["INSERT OR REPLACE INTO audit_head (id, seq, hash) VALUES (1, 0, '')"],
        Store::Postgres(_) => &["TRUNCATE audit_head"],
    };
    refused(store, "neither removed nor added", own).await;
    at_the_database(store, "UPDATE audit_head SET seq = seq").await.unwrap();
}

fn by_type(quarter: &str, category: &str, value: f64) -> Actual {
    Actual { category: category.into(), ..actual("traces", quarter, Figure::Value(value)) }
}

async fn write(store: &Store, actuals: Vec<Actual>, minute: u32) {
    let batch = Batch { actuals, ..Batch::default() };
    store.apply(&batch, "import", at(minute), false).await.unwrap();
}

async fn rename(store: &Store, old: &str, new: &str) {
    let traces = code("traces");
    let edit = CategoryEdit {
        measure: traces.clone(),
        categories: vec![new.into()],
        renamed: vec![(old.into(), new.into())],
        seen: store.measure_setup(&traces).await.unwrap().unwrap().revision,
        actor: "ben".into(),
        at: at(5),
    };
    store.save_categories(&edit).await.unwrap();
}

fn of(category: &str) -> CellKey {
    CellKey { category: category.into(), ..key("traces", "FY2026Q1") }
}

async fn a_figure_is_followed_through_the_names_of_its_category(store: &Store) {
    let told = async |category: &str| -> Vec<String> {
        let entries = store.figure_entries(&of(category)).await.unwrap();
        entries.iter().map(|entry| format!("{} {}", entry.action, entry.subject)).collect()
    };
    write(store, vec![by_type("FY2026Q1", "type=gun", 1.0), by_type("FY2026Q2", "type=gun", 2.0)], 1).await;
    write(store, vec![by_type("FY2026Q1", "type=gun", 3.0)], 2).await;
    rename(store, "type=gun", "type=arm").await;
    store.save_figure(&Saving { key: of("type=arm"), ..saving("traces", "FY2026Q1", 4.0, 2) }).await.unwrap();
    let expected = [
        "save actual:traces/FY2026Q1/type=arm",
        "rename categories:traces/type=gun",
        "change actual:traces/FY2026Q1/type=gun",
        "create actual:traces/FY2026Q1/type=gun",
    ];
    assert_eq!(told("type=arm").await, expected);
    assert_eq!(told("type=gun").await, [""; 0], "the name is nobody's now");
    assert_eq!(told("").await, ["create actual:traces/FY2026Q1/"]);
    write(store, vec![by_type("FY2026Q1", "type=gun", 9.0)], 6).await;
    assert_eq!(told("type=gun").await, ["create actual:traces/FY2026Q1/type=gun"], "another gun");
    assert_eq!(told("type=arm").await, expected);
}

async fn names_are_found_by_their_codes(store: &Store) {
    let names = store.measure_names(&[code("traces"), code("nowhere")]).await.unwrap();
    assert_eq!(names, [(code("traces"), "Traces completed".to_owned())].into());
    let names = store.goal_names(&[code("safe"), code("traces")]).await.unwrap();
    assert_eq!(names, [(code("safe"), "Goal safe".to_owned())].into());
    assert!(store.goal_names(&[]).await.unwrap().is_empty());
}

/// Whatever the store does is told in words, and can be filtered by.
#[test]
fn every_action_of_the_store_is_known() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut seen = 0;
    for path in files(&folder) {
        let text = fs::read_to_string(&path).unwrap();
        // A field that is given a word, and the arms of a choice of words.
        let given = text.split("action: \"").skip(1);
        let chosen = text.split("let action = match").skip(1).map(|rest| rest.split("};").next().unwrap());
        let chosen = chosen.flat_map(|arms| arms.split("=> \"").skip(1));
        let words = given.chain(chosen).map(|rest| rest.split('"').next().unwrap());
        // A comment by itself does nothing with its figure.
        for word in words.filter(|word| !word.is_empty()) {
            seen += 1;
            assert!(ACTIONS.iter().any(|(known, _)| *known == word), "“{word}” of {path:?} has no words");
        }
    }
    assert!(seen >= 15, "only {seen} actions were found");
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

async fn with_ana() -> (Served, String) {
    let server = Served::start().await;
    enrol(&server.store, "ana", Role::Steward, Some("ATF")).await;
    let session = server.sign_in("ana", PASSWORD).await;
    (server, session)
}

/// A page as somebody sees it: its status, and its text without the marks that leptos leaves.
async fn page(server: &Served, path: &str, session: &str) -> (u16, String) {
    let response = server.get(path).header("cookie", session).send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.text().await.unwrap().replace("<!>", "").replace("<!---->", ""))
}

#[track_caller]
fn holds(text: &str, there: &[&str], not_there: &[&str]) {
    let main = text.split("<main").nth(1).unwrap_or(text).split("</main>").next().unwrap();
    for part in there {
        assert!(main.contains(part), "“{part}” is not in {main}");
    }
    for part in not_there {
        assert!(!main.contains(part), "“{part}” is in {main}");
    }
}

#[tokio::test]
async fn the_audit_trail_is_for_people_signed_in_and_its_address_is_read_or_refused() {
    let (server, session) = with_ana().await;
    for (query, cookie, status, parts) in [
        ("", "", 401, &["Sign in to go on"][..]),
        ("?before=x&colour=red", "", 401, &["Sign in to go on"]),
        (
            "",
            session.as_str(),
            200,
            &[
                "23 changes match.",
                "Figure of Traces completed for Q1 FY 2026",
                "href=\"/measures/traces/history/FY2026Q1\"",
                "(traces)",
                "imported",
                "Account ana",
                "data steward",
                "href=\"/goals/trace\"",
                "Milestone m1 of Goal trace",
                "Recommendation R-1",
                "was not verified for this page",
                "yardstick audit verify",
            ],
        ),
        ("?subject=traces&kind=measure&person=seed&action=create", &session, 200, &["One change matches."]),
        ("?subject=trace&from=2026-11-24&to=2026-11-24", &session, 200, &["4 changes match."]),
        ("?subject=trac", &session, 200, &["No change matches", "Clear filters", "value=\"trac\""]),
        (
            "?kind=target&before=15",
            &session,
            200,
            &["4 changes match; these are 2 of them, from entry 14 down.", "Newest changes"],
        ),
        ("?kind=target&before=13", &session, 200, &["4 changes match; none is older", "Newest changes"]),
        (
            "?before=x&from=May&to=2026-11-24&colour=red&subject=a:b",
            &session,
            400,
            &[
                "4 things",
                "write it as 2026-11-24",
                "value=\"May\"",
                "value=\"2026-11-24\"",
                "id=\"from-error\"",
                "value=\"a:b\"",
                "id=\"subject-error\"",
            ],
        ),
        ("?from=2026-11-24&to=2026-11-23", &session, 400, &["id=\"to-error\"", "before the first"]),
    ] {
        let (found, text) = page(&server, &format!("/audit{query}"), cookie).await;
        assert_eq!(found, status, "{query}");
        holds(&text, parts, &["{&quot;", "actual:", "measure:"]);
    }
}

#[tokio::test]
async fn a_saved_and_approved_figure_is_told_in_words() {
    let (server, session) = with_ana().await;
    let cell = key("traces", "FY2026Q3");
    server.store.save_figure(&saving("traces", "FY2026Q3", 98_765.0, 0)).await.unwrap();
    server.store.submit_figure(&cell, 1, "ana", at(11)).await.unwrap();
    server.store.approve_figure(&cell, 2, "ben", at(11)).await.unwrap();
    let (_, text) = page(&server, "/audit?subject=traces&kind=actual&person=ben", &session).await;
    holds(
        &text,
        &["One change matches.", "<b>ben</b>", "approved", "<ins>98,765</ins>", "counted twice"],
        &["<b>ana</b>", "&quot;"],
    );
}

#[tokio::test]
async fn a_long_trail_is_read_by_page_and_taken_along_whole() {
    let (server, session) = with_ana().await;
    let many = (0..700).map(|n| by_type("FY2026Q1", &format!("n={n}"), f64::from(n))).collect();
    write(&server.store, many, 1).await;
    let hostile = Actual { note: "=cmd|' /C calc'!A0".into(), ..by_type("FY2026Q2", "n=1", -1.0) };
    write(&server.store, vec![hostile], 2).await;
    let path = "/audit?kind=actual&person=import";
    let (_, text) = page(&server, path, &session).await;
    holds(&text, &["701 changes match; these are the newest 50.", "Older changes"], &["Newest changes"]);
    let older = text.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let (status, text) = page(&server, &older.replace("&amp;", "&"), &session).await;
    assert_eq!(status, 200);
    holds(&text, &["701 changes match; these are 50 of them", "Newest changes", "Older changes"], &[]);

    let response =
        server.get("/audit.csv?kind=actual&person=import").header("cookie", &session).send().await.unwrap();
    assert_eq!(header(&response, "content-type"), "text/csv; charset=utf-8");
    assert!(header(&response, "content-disposition").starts_with("attachment; filename=\"audit-"));
    assert_eq!(header(&response, "cache-control"), "no-store");
    let text = response.text().await.unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut entries: Vec<i64> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    entries.dedup();
    assert_eq!(entries.len(), 701, "each entry, and none twice");
    assert!(entries.is_sorted_by(|one, next| one > next));
    let of_hostile: Vec<_> = rows.iter().filter(|row| row[0] == *entries[0].to_string()).collect();
    let fields: Vec<_> = of_hostile.iter().map(|row| (&row[6], &row[8])).collect();
    assert_eq!(fields[0], ("figure", "−1"));
    assert!(fields.contains(&("note", "'=cmd|' /C calc'!A0")), "{fields:?}");
    assert_eq!(&rows[0][4], "actual:traces/FY2026Q2/n=1");
    assert_eq!(rows[0][9].len(), 64, "with the seal of the entry");

    for (query, cookie, status) in
        [("", "", 401), ("?from=May", session.as_str(), 400), ("?subject=none", &session, 200)]
    {
        let response =
            server.get(&format!("/audit.csv{query}")).header("cookie", cookie).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{query}");
        if status == 200 {
            assert_eq!(response.text().await.unwrap().lines().count(), 1, "the header alone");
        }
    }
    for (query, coding) in [("", "br"), ("", "gzip"), ("?subject=none", "br"), ("?subject=none", "gzip")] {
        let asked = server.get(&format!("/audit.csv{query}")).header("cookie", &session);
        let response = asked.header("accept-encoding", coding).send().await.unwrap();
        assert_eq!(header(&response, "content-encoding"), coding);
        let size = response.bytes().await.unwrap_or_else(|error| panic!("{query} {coding}: {error}")).len();
        assert!(size > 20, "{query} {coding}: {size}");
    }
}

#[tokio::test]
async fn the_page_says_that_the_chain_holds_only_when_it_does() {
    let (server, session) = with_ana().await;
    let (_, text) = page(&server, "/audit?verify=yes", &session).await;
    holds(&text, &["Chain verified up to entry 23"], &["was not verified"]);
    unguard(&server.store).await;
    at_the_database(&server.store, "UPDATE audit SET actor = 'nobody' WHERE seq = 3").await.unwrap();
    let (status, text) = page(&server, "/audit?verify=yes", &session).await;
    assert_eq!(status, 200);
    holds(&text, &["The chain is broken at entry 3", "changed after it was written"], &["Chain verified"]);
    // What an entry holds may then be anything.
    at_the_database(&server.store, "UPDATE audit SET after = '{x', subject = 'x' WHERE seq = 3")
        .await
        .unwrap();
    let (status, text) = page(&server, "/audit?person=nobody", &session).await;
    assert_eq!(status, 200);
    holds(&text, &["cannot be read"], &["{x"]);
}

#[tokio::test]
async fn the_history_of_a_figure_tells_the_public_what_was_published_alone() {
    let (server, session) = with_ana().await;
    let store = &server.store;
    let (path, cell) = ("/measures/traces/history/FY2026Q3", key("traces", "FY2026Q3"));
    let secret = |value: f64, seen| Saving {
        note: "a secret note".into(),
        ..saving("traces", "FY2026Q3", value, seen)
    };
    store.save_figure(&secret(98_765.0, 0)).await.unwrap();
    let (status, text) = page(&server, path, "").await;
    assert_eq!(status, 200);
    holds(
        &text,
        &["Nothing has been published here yet", "Nothing is published now"],
        &["98,765", "secret", "ana", "saved"],
    );
    let (_, text) = page(&server, path, &session).await;
    holds(
        &text,
        &["Figure for Q3 FY 2026", "<ins>98,765</ins>", "a secret note", "<b>ana</b>", "saved as a draft"],
        &[],
    );

    // Published, and then another draft over it.
    store.save_figure(&saving("traces", "FY2026Q3", 105.0, 1)).await.unwrap();
    store.submit_figure(&cell, 2, "ana", at(11)).await.unwrap();
    store.approve_figure(&cell, 3, "ben", at(11)).await.unwrap();
    store.save_figure(&secret(98_765.0, 4)).await.unwrap();
    let (_, text) = page(&server, path, "").await;
    let there = [
        "Published now: 105 traces.",
        "published",
        "<ins>105</ins>",
        "counted twice",
        "2026-11-24 09:11 UTC",
    ];
    holds(&text, &there, &["98,765", "secret", "<b>", "ben", "entry", "09:10"]);

    let call = format!("{}?code=traces&period=FY2026Q3&query=", FigureHistory::url());
    for (cookie, told) in [("", false), (session.as_str(), true)] {
        let (status, answer) = page(&server, &call, cookie).await;
        assert_eq!(status, 200);
        for secret in ["98,765", "secret", "ana"] {
            assert_eq!(answer.contains(secret), told, "{secret} in {answer}");
        }
    }

    // An import over it is a revision.
    write(store, vec![actual("traces", "FY2026Q3", Figure::Value(106.0))], 20).await;
    let (_, text) = page(&server, path, "").await;
    holds(&text, &["<del>105</del>", "<ins>106</ins>", "revised"], &["98,765", "secret", "<b>", "import"]);
    let (_, text) = page(&server, path, &session).await;
    holds(
        &text,
        &["<del>105</del>", "<ins>106</ins>", "<b>ben</b>", "98,765", "imported over what was there"],
        &[],
    );

    // Suppressed: what it was is withheld from the public, and not from those who work on it.
    write(store, vec![actual("traces", "FY2026Q3", Figure::Missing(MissingReason::Suppressed))], 21).await;
    let (_, text) = page(&server, path, "").await;
    holds(&text, &["no figure: suppressed", "withheld"], &["105", "106", "counted twice", "98,765"]);
    let (_, text) = page(&server, path, &session).await;
    holds(&text, &["<ins>105</ins>", "no figure: suppressed"], &["withheld"]);
    for cookie in ["", session.as_str()] {
        let (_, text) = page(&server, "/measures/traces", cookie).await;
        holds(&text, &["href=\"/measures/traces/history/FY2026Q3\""], &[]);
    }
}

#[tokio::test]
async fn the_history_of_a_category_has_an_address_of_its_own() {
    let (server, session) = with_ana().await;
    write(&server.store, vec![by_type("FY2026Q1", "type=hand gun", 12.0)], 1).await;
    rename(&server.store, "type=hand gun", "type=pistol & co").await;
    let path = "/measures/traces/history/FY2026Q1?category=type%3Dpistol%20%26%20co";
    let (_, text) = page(&server, path, "").await;
    holds(
        &text,
        &["Figure for Q1 FY 2026, type: pistol &amp; co", "<ins>12</ins>"],
        &["renamed", "hand gun"],
    );
    let (_, text) = page(&server, path, &session).await;
    holds(&text, &["<ins>12</ins>", "Category type: hand gun", "renamed"], &[]);
    let (_, text) = page(&server, "/measures/traces?kind=breakdown&by=type", "").await;
    holds(&text, &["/measures/traces/history/FY2026Q1?category=type%3Dpistol%20%26%20co"], &[]);
    for (path, status) in [
        ("/measures/traces/history/FY2026Q9", 404),
        ("/measures/nowhere/history/FY2026Q1", 404),
        ("/measures/traces/history/FY2030Q1", 200),
        ("/measures/traces/history/FY2026Q1?category=rifle", 400),
        ("/measures/traces/history/FY2026Q1?category=a%3D%00", 400),
        ("/measures/traces/history/FY2026Q1?drafts=yes", 400),
    ] {
        assert_eq!(page(&server, path, "").await.0, status, "{path}");
    }
}
