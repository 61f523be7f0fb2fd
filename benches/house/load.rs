//! How long things take, and how fast a server answers.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use super::client::Connection;
use super::program::{Server, text};

/// Connections that are kept busy at once.
const CONNECTIONS: usize = 16;

/// How long one page is asked for before it is the other one's turn.
const WINDOW: Duration = Duration::from_millis(1000);

const ROUNDS: usize = 9;

/// What a browser accepts and the page cache makes; files are sent compressed alike.
const COMPRESSED: &str = "accept-encoding: gzip\r\n";

/// A page's speed beside that of a file of about its size, from the same server.
pub struct Comparison {
    pub page_per_second: f64,
    pub file_per_second: f64,
    /// The median of the rounds' ratios.
    pub share: f64,
    pub page_bytes: usize,
    pub file_bytes: usize,
    pub file: String,
}

/// Asks for a page and for the file nearest to it in size, in turns: what else the machine does
/// meanwhile hits both.
pub fn compare(server: &Server, page: &str) -> Comparison {
    let page_bytes = server.get(page, COMPRESSED).body.len();
    let (file, file_bytes) = nearest_file(server, page, page_bytes);
    let rounds = (0..ROUNDS).map(|_| (per_second(server, page), per_second(server, &file)));
    let rounds: Vec<(f64, f64)> = rounds.collect();
    Comparison {
        page_per_second: median(rounds.iter().map(|round| round.0)),
        file_per_second: median(rounds.iter().map(|round| round.1)),
        share: median(rounds.iter().map(|round| round.0 / round.1)),
        page_bytes,
        file_bytes,
        file,
    }
}

/// Of the files that a page loads, the one whose size as sent is nearest.
fn nearest_file(server: &Server, page: &str, bytes: usize) -> (String, usize) {
    let files = files(&text(&server.get(page, ""))).into_iter().map(|file| {
        let size = server.get(&file, COMPRESSED).body.len();
        (file, size)
    });
    files.min_by_key(|(_, size)| size.abs_diff(bytes)).expect("a page loads files")
}

/// The addresses of files in a page.
pub fn files(page: &str) -> Vec<String> {
    let found = page.split("/assets/").skip(1).filter_map(|rest| rest.split(['"', '\'']).next());
    found.map(|file| format!("/assets/{file}")).collect()
}

fn per_second(server: &Server, path: &str) -> f64 {
    let begin = Instant::now();
    let ask = || {
        let mut connection = Connection::open(&server.address);
        let mut answered = 0;
        while begin.elapsed() < WINDOW {
            assert_eq!(connection.get(path, COMPRESSED).status, 200, "{path}");
            answered += 1;
        }
        answered
    };
    let answered: usize = thread::scope(|scope| {
        let asking: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|asker| asker.join().expect("a thread")).sum()
    });
    answered as f64 / begin.elapsed().as_secs_f64()
}

/// Microseconds that a call takes: the median.
pub fn microseconds(mut call: impl FnMut() -> usize) -> f64 {
    let timings = (0..4000).map(|_| {
        let begin = Instant::now();
        black_box(call());
        begin.elapsed().as_secs_f64() * 1e6
    });
    median(timings)
}

/// Milliseconds from a request to its answer, one at a time: the median.
pub fn milliseconds(server: &Server, path: &str, headers: &str, times: usize) -> f64 {
    let mut connection = Connection::open(&server.address);
    let timings = (0..times).map(|_| {
        let begin = Instant::now();
        assert_eq!(connection.get(path, headers).status, 200, "{path}");
        begin.elapsed().as_secs_f64() * 1000.0
    });
    median(timings)
}

/// Asks for all of some pages at once.
pub fn at_once(server: &Server, paths: &[String]) {
    thread::scope(|scope| {
        for path in paths {
            scope.spawn(|| server.get(path, COMPRESSED));
        }
    });
}

/// The middle one.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
