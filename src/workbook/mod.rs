//! Workbooks (XLSX): the sheets of a framework, written and read back.
//!
//! What a cell means is the importer's to say ([`crate::domain::import`]); here bytes become grids of texts,
//! and sheets of cells become bytes.
//!
//! # Layout
//! - [`guard`]: what a file must not be before anybody opens it.
//! - [`read`](read()): bytes into grids.
//! - [`write`](write()): a batch into bytes; [`text`]: its texts, cell by cell.

mod guard;
mod read;
mod text;
mod write;

pub use guard::LARGEST;
pub use read::read;
pub use text::{as_text, write_text};
pub use write::{About, WriteError, has_room, write, write_template};

/// How many rows below its header a sheet may have.
const ROWS: u32 = 100_000;

/// How many rows the sheet may have that says how all the others stood.
const EXPORTED_ROWS: u32 = 1_000_000;

#[cfg(test)]
mod tests;
