//! What writing costs: figures saved one by one by stewards at once, and imported many at a time, on both
//! databases, each beside what the database alone takes for a row.

use std::thread;
use std::time::Instant;

use leptos::server_fn::ServerFn;
use tokio::runtime::Runtime;
use yardstick::api::entry::SaveFigure;
use yardstick::store::{self, Store};

use super::client::Connection;
use super::framework::{Size, code};
use super::load::median;
use super::postgres;
use super::program::{Home, Server, add_person};
use super::table::Table;

/// Who saves at once, and how many figures each.
const STEWARDS: usize = 8;
const EACH: usize = 100;

/// How often it is the one's turn and then the other's.
const ROUNDS: usize = 3;

/// Half of the measures are the stewards' office's.
const SAVED: Size = Size { measures: 100, quarters: 20 };
const IMPORTED: Size = Size { measures: 5000, quarters: 20 };

pub fn compare(table: &mut Table) {
    let runtime = Runtime::new().expect("a runtime");
    for (name, home) in [("SQLite", Home::new()), ("PostgreSQL", on_postgres("saves"))] {
        SAVED.fill(&home);
        saves(table, name, &home, &runtime);
    }
    for (name, home) in [("SQLite", Home::new()), ("PostgreSQL", on_postgres("imports"))] {
        IMPORTED.fill_measures(&home);
        imports(table, name, &home, &runtime);
    }
}

fn on_postgres(database: &str) -> Home {
    Home::with(postgres::start().url(database))
}

/// Writes at once: how many a second, and the slowest but one in a hundred, in milliseconds.
struct Pace {
    per_second: f64,
    p99: f64,
}

impl Pace {
    fn of(begin: Instant, mut milliseconds: Vec<f64>) -> Pace {
        let per_second = milliseconds.len() as f64 / begin.elapsed().as_secs_f64();
        milliseconds.sort_by(f64::total_cmp);
        Pace { per_second, p99: milliseconds[milliseconds.len() * 99 / 100] }
    }
}

fn saves(table: &mut Table, name: &str, home: &Home, runtime: &Runtime) {
    add_person(home, &["steward", "--office", "ATF"]);
    let bare = runtime.block_on(Bare::open(&home.database));
    let server = Server::start(home);
    let cookie = server.sign_in();
    let rounds: Vec<(Pace, Pace)> =
        (0..ROUNDS).map(|round| (save(&server, &cookie, round), runtime.block_on(bare.commit()))).collect();
    let of = |look: fn(&(Pace, Pace)) -> f64| median(rounds.iter().map(look));
    let share = of(|(ours, bare)| ours.per_second / bare.per_second);
    let found = format!(
        "{share:.2} ({:.0} of {:.0})",
        of(|(ours, _)| ours.per_second),
        of(|(_, bare)| bare.per_second)
    );
    let what = format!("{name}: figures saved a second by {STEWARDS} at once, of bare transactions of a row");
    table.note(&what, found);
    let times = of(|(ours, bare)| ours.p99 / bare.p99);
    let found = format!("{times:.1} ({:.1} to {:.1} ms)", of(|(ours, _)| ours.p99), of(|(_, bare)| bare.p99));
    table.note(&format!("{name}: the same, one in a hundred takes at least, against bare"), found);
}

/// Each steward saves figures of their own, one after the other.
fn save(server: &Server, cookie: &str, round: usize) -> Pace {
    let begin = Instant::now();
    let steward = |steward: usize| {
        let mut connection = Connection::open(&server.address);
        let measures = (0..SAVED.measures).filter(|m| m % 2 == 0);
        let cells = measures.flat_map(|m| SAVED.periods().map(move |period| (m, period)));
        let mut timings = Vec::with_capacity(EACH);
        for (at, (m, period)) in cells.skip(steward).step_by(STEWARDS).take(EACH).enumerate() {
            // Once imported, and once with each round.
            let seen = 1 + round;
            let form =
                format!("form[measure]={}&form[period]={period}&form[value]={at}&form[seen]={seen}", code(m));
            let began = Instant::now();
            let answer = connection.post(SaveFigure::url(), cookie, &form);
            assert!([200, 302, 303].contains(&answer.status), "{form}: {}", super::text(&answer));
            timings.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        timings
    };
    let timings = thread::scope(|scope| {
        let saving: Vec<_> = (0..STEWARDS).map(|number| scope.spawn(move || steward(number))).collect();
        saving.into_iter().flat_map(|one| one.join().expect("a thread")).collect()
    });
    Pace::of(begin, timings)
}

fn imports(table: &mut Table, name: &str, home: &Home, runtime: &Runtime) {
    let rows = IMPORTED.figures();
    let begin = Instant::now();
    IMPORTED.fill_figures(home);
    let ours = rows as f64 / begin.elapsed().as_secs_f64();
    let bare = runtime.block_on(async { Bare::open(&home.database).await.insert(rows).await });
    let what = format!("{name}: rows a second of an import of {rows} figures, of a bare prepared insert");
    table.note(&what, format!("{:.2} ({ours:.0} of {bare:.0})", ours / bare));
}

/// The database alone, under the same settings: a table of its own, without keys.
struct Bare(Store);

const MAKE: &str = "CREATE TABLE bare (measure TEXT, period TEXT, value DOUBLE PRECISION)";
const INSERT: &str = "INSERT INTO bare (measure, period, value) VALUES ($1, $2, $3)";

/// One statement, on a pool or within a transaction of either database.
macro_rules! insert {
    ($db:expr, $at:expr) => {
        sqlx::query(INSERT)
            .bind("measure")
            .bind("FY2026Q1")
            .bind($at as f64)
            .execute($db)
            .await
            .expect("a row")
    };
}

impl Bare {
    async fn open(database: &str) -> Bare {
        let store = store::connect(database).await.expect("a database");
        match &store {
            Store::Sqlite(pool) => sqlx::query(MAKE).execute(pool).await.map(drop),
            Store::Postgres(pool) => sqlx::query(MAKE).execute(pool).await.map(drop),
        }
        .expect("a table");
        Bare(store)
    }

    /// As many transactions of one row as the stewards save figures, by as many at once.
    async fn commit(&self) -> Pace {
        let begin = Instant::now();
        let tasks = (0..STEWARDS).map(|_| {
            let store = self.0.clone();
            tokio::spawn(async move {
                let mut timings = Vec::with_capacity(EACH);
                for at in 0..EACH {
                    let began = Instant::now();
                    commit(&store, at).await;
                    timings.push(began.elapsed().as_secs_f64() * 1000.0);
                }
                timings
            })
        });
        let mut all = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            all.extend(task.await.expect("a task"));
        }
        Pace::of(begin, all)
    }

    /// Rows a second of one transaction.
    async fn insert(&self, rows: usize) -> f64 {
        let begin = Instant::now();
        match &self.0 {
            Store::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
                for at in 0..rows {
                    insert!(&mut *tx, at);
                }
                tx.commit().await.expect("a commit");
            }
            Store::Postgres(pool) => {
                let mut tx = pool.begin().await.expect("a transaction");
                for at in 0..rows {
                    insert!(&mut *tx, at);
                }
                tx.commit().await.expect("a commit");
            }
        }
        rows as f64 / begin.elapsed().as_secs_f64()
    }
}

async fn commit(store: &Store, at: usize) {
    match store {
        Store::Sqlite(pool) => {
            let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
            insert!(&mut *tx, at);
            tx.commit().await.expect("a commit");
        }
        Store::Postgres(pool) => {
            let mut tx = pool.begin().await.expect("a transaction");
            insert!(&mut *tx, at);
            tx.commit().await.expect("a commit");
        }
    }
}
