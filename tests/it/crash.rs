//! What was acknowledged stays, whatever becomes of the server: killed in mid-save, twenty times over;
//! and with fifty stewards saving at once.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use leptos::server_fn::ServerFn;
use tempfile::TempDir;
use yardstick::api::entry::SaveFigure;
use yardstick::domain::access::Role;
use yardstick::domain::actual::Figure;
use yardstick::domain::batch::Batch;
use yardstick::domain::code::Code;
use yardstick::domain::period::Period;
use yardstick::store::{self, CellKey, Store};

use crate::postgres;
use crate::program::{Program, client, post};
use crate::world::{at, batch, code, enrol, measure, url};

/// Both databases, each in a test of its own.
macro_rules! on_both {
    ($($case:ident)+) => { $(
        mod $case {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let folder = tempfile::tempdir().unwrap();
                let database = url(&folder);
                super::$case(&folder, &database).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                let folder = tempfile::tempdir().unwrap();
                let database = postgres::start().url(stringify!($case));
                super::$case(&folder, &database).await;
            }
        }
    )+ };
}

on_both! {
    what_was_acknowledged_outlives_the_server
    of_fifty_stewards_at_once_none_is_lost
}

const SAVES: usize = 1000;
const KILLS: usize = 20;
/// How many figures are on their way at once.
const WORKERS: usize = 8;
const QUARTERS: usize = 20;

/// The `n`-th cell: a measure and a quarter.
fn cell(n: usize) -> CellKey {
    let first: Period = "FY2021Q1".parse().unwrap();
    CellKey {
        measure: measure_code(n / QUARTERS),
        period: first.step((n % QUARTERS) as i32),
        category: String::new(),
    }
}

fn measure_code(m: usize) -> Code {
    code(&format!("m{m:03}"))
}

/// A store with measures for the cells, and nothing entered.
async fn with_measures(database: &str, count: usize) -> Store {
    let store = store::connect(database).await.unwrap();
    let measures = (0..count).map(|m| measure(measure_code(m).as_str(), "ATF", "Traces")).collect();
    let batch = Batch { offices: batch().offices, goals: batch().goals, measures, ..Batch::default() };
    store.apply(&batch, "seed", at(0), false).await.unwrap();
    store
}

/// A form that saves a value in a cell where nothing was seen.
fn form(key: &CellKey, value: usize) -> String {
    format!("form[measure]={}&form[period]={}&form[value]={value}&form[seen]=0", key.measure, key.period)
}

/// Saves the `n`-th figure, again and again until the server says that it has it. A conflict after an
/// answer that was lost is such an answer: nobody else writes this cell.
async fn save_until_acknowledged(address: &Mutex<String>, session: &str, n: usize) {
    let client = client();
    let mut lost = false;
    loop {
        let address = address.lock().unwrap().clone();
        match post(&client, &address, session, SaveFigure::url(), form(&cell(n), n)).await {
            Ok(answer) if answer.status() == 200 => return,
            Ok(answer) if answer.status() == 409 && lost => return,
            Ok(answer) => panic!("{n}: {} {}", answer.status(), answer.text().await.unwrap_or_default()),
            Err(_) => lost = true,
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn what_was_acknowledged_outlives_the_server(folder: &TempDir, database: &str) {
    let store = with_measures(database, SAVES.div_ceil(QUARTERS)).await;
    enrol(&store, "ana", Role::Steward, Some("ATF")).await;
    let mut server = Program::start(folder.path(), database, "warn");
    let session = server.sign_in("ana").await;
    let address = Mutex::new(server.address.clone());
    let (next, acknowledged) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || async {
        loop {
            let n = next.fetch_add(1, Ordering::SeqCst);
            if n >= SAVES {
                return;
            }
            save_until_acknowledged(&address, &session, n).await;
            acknowledged.fetch_add(1, Ordering::SeqCst);
        }
    };
    let kill = async {
        for time in 1..=KILLS {
            while acknowledged.load(Ordering::SeqCst) < time * SAVES / (KILLS + 1) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            server.kill();
            server = Program::start(folder.path(), database, "warn");
            address.lock().unwrap().clone_from(&server.address);
        }
    };
    let workers = futures_util::future::join_all((0..WORKERS).map(|_| work()));
    tokio::join!(workers, kill);
    for n in 0..SAVES {
        let cell = store.cell(&cell(n)).await.unwrap();
        let kept = cell.working.map(|kept| kept.figure);
        assert_eq!((kept, cell.revision), (Some(Figure::Value(n as f64)), 1), "{:?}", cell.key);
    }
    assert_eq!(store.verify_audit().await.unwrap(), Ok(store.version().await.unwrap()));
}

#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = url(&folder);
    let store = with_measures(&database, SAVES.div_ceil(QUARTERS)).await;
    enrol(&store, "ana", Role::Steward, Some("ATF")).await;
    let size = std::fs::metadata(folder.path().join("test.db")).unwrap().len();
    let server = Program::start_confined(folder.path(), &database, size.max(5 << 18));
    let session = server.sign_in("ana").await;
    let client = client();
    let mut n = 0;
    let refused = loop {
        let answer = post(&client, &server.address, &session, SaveFigure::url(), form(&cell(n), n)).await;
        let answer = answer.unwrap();
        match answer.status().as_u16() {
            200 => n += 1,
            503 => break answer.text().await.unwrap(),
            other => panic!("{n}: {other} {}", answer.text().await.unwrap()),
        }
        assert!(n < SAVES, "the disk never filled");
    };
    assert!(refused.contains("disk is full") && refused.contains("nothing was saved"), "{refused}");
    assert!(n > 0, "nothing was saved before");
    let page = client.get(format!("http://{}/", server.address)).send().await.unwrap();
    assert_eq!(page.status(), 200, "reading goes on");
    drop(server);
    for saved in 0..SAVES {
        let kept = store.cell(&cell(saved)).await.unwrap().working.map(|kept| kept.figure);
        assert_eq!(kept, (saved < n).then_some(Figure::Value(saved as f64)), "{saved} of {n}");
    }
    assert_eq!(store.verify_audit().await.unwrap(), Ok(store.version().await.unwrap()));
}

const STEWARDS: usize = 50;
const EACH: usize = 10;

async fn of_fifty_stewards_at_once_none_is_lost(folder: &TempDir, database: &str) {
    let store = with_measures(database, (STEWARDS * EACH).div_ceil(QUARTERS) + 1).await;
    // One password is hashed, not fifty.
    enrol(&store, "ana", Role::Steward, Some("ATF")).await;
    // A statement that waits for its turn is worth a warning, not a complaint.
    let server = Program::start(folder.path(), database, "error");
    let session = server.sign_in("ana").await;
    let contested = cell(STEWARDS * EACH);
    let steward = |steward: usize| {
        let (address, session, contested) = (server.address.clone(), session.clone(), contested.clone());
        tokio::spawn(async move {
            let client = client();
            for n in steward * EACH..(steward + 1) * EACH {
                let answer = post(&client, &address, &session, SaveFigure::url(), form(&cell(n), n)).await;
                let answer = answer.unwrap();
                assert_eq!(answer.status(), 200, "{n}: {}", answer.text().await.unwrap());
            }
            let form = form(&contested, steward);
            let status = post(&client, &address, &session, SaveFigure::url(), form).await.unwrap().status();
            (steward, status.as_u16())
        })
    };
    let tasks: Vec<_> = (0..STEWARDS).map(steward).collect();
    let mut winners = Vec::new();
    for task in tasks {
        match task.await.unwrap() {
            (steward, 200) => winners.push(steward),
            (steward, status) => assert_eq!(status, 409, "steward {steward}"),
        }
    }
    for n in 0..STEWARDS * EACH {
        let kept = store.cell(&cell(n)).await.unwrap();
        assert_eq!(kept.working.map(|kept| kept.figure), Some(Figure::Value(n as f64)), "{:?}", kept.key);
    }
    let contested = store.cell(&contested).await.unwrap();
    assert_eq!(winners.len(), 1, "who was told that theirs is kept");
    assert_eq!(contested.working.map(|kept| kept.figure), Some(Figure::Value(winners[0] as f64)));
    assert_eq!(contested.revision, 1);
    assert_eq!(store.verify_audit().await.unwrap(), Ok(store.version().await.unwrap()));
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    let kinds: BTreeSet<&str> = log.lines().collect();
    assert!(kinds.is_empty(), "the server complained: {kinds:?}");
}
