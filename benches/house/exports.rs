//! What leaves the house in large files: seconds and memory, by a server of its own.

use std::time::Instant;

use super::framework::Size;
use super::program::{Home, Server};
use super::table::Table;

/// As many charts as a paper for a head of agency ever has.
const PAPER: Size = Size { measures: 200, quarters: 20 };
/// A whole department's measures.
const BOOK: Size = Size { measures: 1000, quarters: 20 };

pub fn compare(table: &mut Table) {
    let mut row = |size: &Size, path: &str, what: &str, seconds: f64| {
        let home = Home::new();
        size.fill(&home);
        let server = Server::start(&home);
        server.get("/readyz", "");
        let before = server.peak_memory_mb();
        let begun = Instant::now();
        let bytes = server.get(path, "").body.len() as f64 / 1e6;
        let took = begun.elapsed().as_secs_f64();
        let peak = server.peak_memory_mb();
        let met = took <= seconds && peak <= 300.0;
        let found = format!("{took:.1} s, {bytes:.1} MB, {peak:.0} MB of memory (before it {before:.0})");
        table.aim(what, found, &format!("at most {seconds} s and 300 MB"), met);
    };
    row(&PAPER, "/dashboard.pdf", "200 charts in one PDF", 10.0);
    row(&BOOK, "/dashboard.xlsx", "a workbook of 1,000 measures with a chart of each", 10.0);
}
