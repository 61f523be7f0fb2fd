//! What a page costs the database, counted where the statements are sent.

use std::fs;
use std::ops::Range;
use std::time::Duration;

use tempfile::TempDir;
use yardstick::domain::access::Role;
use yardstick::domain::actual::Figure;
use yardstick::domain::batch::Batch;
use yardstick::store::Store;

use crate::program::Program;
use crate::world::{actual, at, batch, enrol, measure, saving, sqlite, url};

/// The program, serving a folder's database; each statement is a line of its log.
struct Counting {
    program: Program,
}

impl Counting {
    fn start(folder: &TempDir) -> Counting {
        let program = Program::start(folder.path(), &url(folder), "warn,sqlx::query=debug");
        Counting { program }
    }

    async fn ask(&self, folder: &TempDir, path: &str) -> (String, usize) {
        self.ask_as(folder, "", path).await
    }

    /// A page, and how many statements it took, without those that open a connection.
    async fn ask_as(&self, folder: &TempDir, session: &str, path: &str) -> (String, usize) {
        let count = || {
            let log = fs::read_to_string(folder.path().join("log")).unwrap();
            log.lines().filter(|line| line.contains("sqlx::query") && !line.contains("PRAGMA")).count()
        };
        let before = count();
        let request = reqwest::Client::new().get(format!("http://{}{path}", self.program.address));
        let page = request.header("cookie", session).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let page = page.text().await.unwrap();
        // The thread that talks to the database writes its lines by itself.
        tokio::time::sleep(Duration::from_millis(300)).await;
        (page, count() - before)
    }
}

async fn add_measures(store: &Store, numbers: Range<usize>) {
    let code = |n: usize| format!("m{n:04}");
    let batch = Batch {
        measures: numbers.clone().map(|n| measure(&code(n), "ATF", "Traces")).collect(),
        actuals: numbers.map(|n| actual(&code(n), "FY2026Q2", Figure::Value(n as f64))).collect(),
        targets: Vec::new(),
        baselines: Vec::new(),
        published: Vec::new(),
        recommendations: Vec::new(),
        ..batch()
    };
    store.apply(&batch, "seed", at(0), false).await.unwrap();
}

#[tokio::test]
async fn a_dashboard_costs_as_many_statements_however_many_measures_there_are() {
    let (store, folder) = sqlite().await;
    let server = Counting::start(&folder);
    add_measures(&store, 0..50).await;
    server.ask(&folder, "/signin").await;
    let (few, statements) = server.ask(&folder, "/").await;
    assert!((2..=10).contains(&statements), "{statements}");
    let (_, by_attention) = server.ask(&folder, "/?sort=attention").await;
    assert!((statements..=statements + 3).contains(&by_attention), "{by_attention}");
    add_measures(&store, 50..500).await;
    assert_eq!(server.ask(&folder, "/?sort=attention").await.1, by_attention);
    for (path, cost) in [("/", statements), ("/?page=10", statements), ("/?page=10", 1)] {
        let (many, taken) = server.ask(&folder, path).await;
        assert_eq!(taken, cost, "{path}; from the cache, the version alone is asked for");
        for (page, pages) in [(&few, ""), (&many, "of 10 · 500 measures")] {
            assert_eq!(page.matches("class=\"measure-name\"").count(), 50, "{path}");
            assert!(page.contains(pages), "{path}");
        }
    }
}

#[tokio::test]
async fn the_entry_grid_costs_as_many_statements_however_many_measures_an_office_has() {
    let (store, folder) = sqlite().await;
    add_measures(&store, 0..10).await;
    enrol(&store, "ana", Role::Steward, Some("ATF")).await;
    let server = Counting::start(&folder);
    let session = server.program.sign_in("ana").await;
    server.ask_as(&folder, &session, "/signin").await;
    let path = "/entry?office=ATF&period=FY2026Q2";
    let (page, few) = server.ask_as(&folder, &session, path).await;
    assert_eq!(page.matches("<tr class=\"first\"").count(), 10);
    add_measures(&store, 10..200).await;
    for (path, rows) in [(path.to_owned(), 50), (format!("{path}&page=4"), 50)] {
        let (page, taken) = server.ask_as(&folder, &session, &path).await;
        assert_eq!(taken, few, "{path}");
        assert_eq!(page.matches("<tr class=\"first\"").count(), rows, "{path}");
        assert!(page.contains("of 4 · 200 measures"), "{path}");
    }
}

#[tokio::test]
async fn the_queue_costs_as_many_statements_however_much_waits() {
    let (store, folder) = sqlite().await;
    add_measures(&store, 0..300).await;
    store.add_relation(&"m0000 <= m0299".parse().unwrap(), "ada", at(1)).await.unwrap();
    enrol(&store, "rex", Role::Reviewer, None).await;
    let server = Counting::start(&folder);
    let session = server.program.sign_in("rex").await;
    server.ask_as(&folder, &session, "/signin").await;
    let submit = async |numbers: Range<usize>| {
        for n in numbers {
            // In quarters of different years, so that nothing is asked quarter by quarter.
            let quarter = format!("FY{}Q{}", 2023 + n % 3, 1 + n % 4);
            let saving = saving(&format!("m{n:04}"), &quarter, 5.0, 0);
            store.save_figure(&saving).await.unwrap();
            store.submit_figure(&saving.key, 1, "ana", at(20)).await.unwrap();
        }
    };
    submit(0..3).await;
    let (page, few) = server.ask_as(&folder, &session, "/review").await;
    assert_eq!(page.matches("<article").count(), 3);
    submit(3..120).await;
    for (path, items) in [("/review", 50), ("/review?page=3", 20)] {
        let (page, taken) = server.ask_as(&folder, &session, path).await;
        assert_eq!(taken, few, "{path}");
        assert_eq!(page.matches("<article").count(), items, "{path}");
        assert!(page.contains("of 3 · 120 figures"), "{path}");
    }
    assert!((2..=16).contains(&few), "{few}");
}

#[tokio::test]
async fn a_search_costs_as_many_statements_however_much_is_found() {
    let (store, folder) = sqlite().await;
    let server = Counting::start(&folder);
    add_measures(&store, 0..10).await;
    server.ask(&folder, "/signin").await;
    for (path, found) in [("/search?q=traces", 10), ("/search?q=traces+m00+atf+tobacco+completed+and", 0)] {
        let (page, statements) = server.ask(&folder, path).await;
        assert_eq!(page.matches("<li><h2>").count(), found, "{path}");
        assert!((1..=4).contains(&statements), "{path}: {statements}");
    }
    let (_, few) = server.ask(&folder, "/search?q=traces&page=2").await;
    add_measures(&store, 10..300).await;
    let (many, taken) = server.ask(&folder, "/search?q=traces&page=2").await;
    assert_eq!(taken, few);
    assert_eq!(many.matches("<li><h2>").count(), 50);
}

#[tokio::test]
async fn a_goal_costs_as_many_statements_however_many_measures_serve_it() {
    let (store, folder) = sqlite().await;
    let server = Counting::start(&folder);
    add_measures(&store, 0..10).await;
    server.ask(&folder, "/signin").await;
    for path in ["/goals/trace", "/goals/safe"] {
        let (_, statements) = server.ask(&folder, path).await;
        assert!((2..=21).contains(&statements), "{path}: {statements}");
        let (_, again) = server.ask(&folder, path).await;
        assert_eq!(again, 1, "{path}: from the cache");
    }
    let (_, few) = server.ask(&folder, "/goals/trace?few").await;
    add_measures(&store, 10..200).await;
    let (many, taken) = server.ask(&folder, "/goals/trace?few").await;
    // What is ahead of them is worked out for a page of measures at most.
    assert_eq!(taken, few - 3);
    assert_eq!(many.matches("class=\"measure-name\"").count(), 50);
    assert!(many.contains("of 4 · 200 measures"));
    let (last, taken) = server.ask(&folder, "/goals/trace?page=4").await;
    assert_eq!(taken, few - 3);
    assert_eq!(last.matches("class=\"measure-name\"").count(), 50);
    assert!(last.contains("m0199") && !last.contains("m0100"));
    let wrong = reqwest::get(format!("http://{}/goals/trace?page=x", server.program.address)).await.unwrap();
    assert_eq!(wrong.status(), 400);
}
