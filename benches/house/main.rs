//! What the house promises of its speed and its size, each with its aim, in one table: of charts, and
//! of the release binary, which is run here as its users run it. Takes some three minutes, most of
//! which go into a million figures.

mod client;
mod drawing;
mod exports;
mod framework;
mod load;
#[path = "../../tests/it/postgres.rs"]
mod postgres;
mod program;
mod table;
mod writes;

use client::Connection;
use framework::{Size, code};
use program::{Home, Server, text};
use table::Table;

/// A programme office's dashboard.
const USUAL: Size = Size { measures: 50, quarters: 20 };

/// More than any office keeps: a million figures.
const LARGEST: Size = Size { measures: 5000, quarters: 200 };

fn main() {
    let mut table = Table::default();
    charts(&mut table);
    let usual = Home::new();
    USUAL.fill(&usual);
    let largest = Home::new();
    eprintln!("Importing {} figures; this takes some minutes", LARGEST.figures());
    let import_mb = LARGEST.fill(&largest);
    program::add_person(&usual, &["viewer"]);
    program::add_person(&largest, &["viewer"]);
    statements(&mut table, &usual, &largest);
    speed(&mut table, &usual);
    bundles(&mut table, &usual);
    memory(&mut table, &largest, import_mb);
    exports::compare(&mut table);
    writes::compare(&mut table);
    table.print();
}

fn charts(table: &mut Table) {
    for count in drawing::COUNTS {
        let spec = drawing::spec(count);
        let ours = load::microseconds(|| drawing::ours(&spec));
        let mut row = |what: &str, bare: fn(usize) -> usize, aim: bool| {
            let theirs = load::microseconds(|| bare(count));
            let ratio = ours / theirs;
            let what = format!("chart of {count} points against {what}");
            let found = format!("{ratio:.2} ({ours:.0} to {theirs:.0} µs)");
            match aim {
                true => table.aim(&what, found, "at most 2", ratio <= 2.0),
                false => table.note(&what, found),
            }
        };
        row("plotters' line on its default mesh", drawing::bare, true);
        row("plotters' lines like ours, without words", drawing::bare_alike, false);
    }
}

fn statements(table: &mut Table, usual: &Home, largest: &Home) {
    let count = |folder| {
        let server = Server::start_counting(folder);
        let statements = server.statements("/");
        let listed = text(&server.get("/", "")).matches("class=\"measure-name\"").count();
        (statements, listed)
    };
    let ((few, _), (many, listed)) = (count(usual), count(largest));
    let what = format!(
        "statements of a dashboard of {} and of {} measures × {} quarters",
        USUAL.measures, LARGEST.measures, LARGEST.quarters
    );
    table.aim(&what, format!("{few} and {many}"), "the same", few == many);
    let what = format!("measures listed on a page of {}", LARGEST.measures);
    table.aim(&what, listed.to_string(), "at most 50", listed <= 50);
}

fn speed(table: &mut Table, usual: &Home) {
    let server = Server::start(usual);
    let found = load::compare(&server, "/");
    let what = format!(
        "dashboard of {} × {}, requests a second, of those of {} ({} to {} bytes, gzip)",
        USUAL.measures,
        USUAL.quarters,
        found.file.rsplit('.').next().unwrap_or_default(),
        found.page_bytes,
        found.file_bytes
    );
    let rates = format!("{:.2} ({:.0} of {:.0})", found.share, found.page_per_second, found.file_per_second);
    table.aim(&what, rates, "at least 0.5", found.share >= 0.5);
    let cookie = server.sign_in();
    let took = load::milliseconds(&server, "/", &cookie, 200);
    table.note("the same dashboard made anew, for somebody signed in", format!("{took:.1} ms"));
}

fn bundles(table: &mut Table, usual: &Home) {
    let server = Server::start(usual);
    let mut row = |whose: &str, page: &str, aim: f64| {
        // Who is not signed in is told so by the same document.
        let page = text(&Connection::open(&server.address).get(page, ""));
        let Some(wasm) = load::files(&page).into_iter().find(|file| file.ends_with(".wasm")) else {
            return table.note(&format!("WebAssembly for {whose}"), "not in this binary".into());
        };
        let size = |headers: &str| server.get(&wasm, headers).body.len() as f64 / 1000.0;
        let (raw, brotli) = (size(""), size("accept-encoding: br\r\n"));
        let (what, found) =
            (format!("WebAssembly for {whose}, brotli"), format!("{brotli:.0} kB ({raw:.0} kB raw)"));
        table.aim(&what, found, &format!("at most {aim} kB"), brotli <= aim);
    };
    row("readers", "/", 350.0);
    row("stewards", "/entry", 350.0);
    row("editors", "/review", 350.0);
}

fn memory(table: &mut Table, largest: &Home, import_mb: f64) {
    let server = Server::start(largest);
    let measure = format!("/measures/{}", code(0));
    for path in ["/", "/?page=100", "/?text=district+4", "/goals/goal-1", &measure] {
        server.get(path, "");
    }
    for file in ["data.csv", "data.json", "chart.svg", "chart.png?scale=4"] {
        server.get(&format!("{measure}/{file}"), "");
    }
    let peak = server.peak_memory_mb();
    // Anonymous pages that no cache has yet, each made from all measures.
    let pages: Vec<String> = (2..18).map(|page| format!("/?page={page}")).collect();
    load::at_once(&server, &pages);
    let cookie = server.sign_in();
    let took = load::milliseconds(&server, "/", &cookie, 20);
    let what = format!("dashboard of {} × {} made anew", LARGEST.measures, LARGEST.quarters);
    table.note(&what, format!("{took:.0} ms"));
    let took = load::milliseconds(&server, "/?sort=attention", &cookie, 3);
    let what = format!("dashboard of {} × {} by need of attention", LARGEST.measures, LARGEST.quarters);
    table.note(&what, format!("{took:.0} ms, {:.0} MB by then", server.peak_memory_mb()));
    let what = format!("memory of a server over {} figures, at most", LARGEST.figures());
    table.aim(&what, format!("{peak:.0} MB"), "at most 200 MB", peak <= 200.0);
    let what = format!("memory of an import of {} figures, at most", LARGEST.figures());
    table.note(&what, format!("{import_mb:.0} MB"));
}
