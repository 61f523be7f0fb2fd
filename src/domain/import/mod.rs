//! Files become a [`Reading`](super::batch::Reading): text in, domain values and findings out.
//!
//! No file is opened here. The caller hands over names and texts, writes the batch when there are no
//! problems, and shows what was found either way. Every problem of a file is listed at once, each at
//! its line and column.
//!
//! # Layout
//! - [`decode`]: bytes into text, or why they are not text.
//! - [`table`]: a CSV with a header, row by row, with the lines of the file.
//! - [`fields`]: the cells of a row, or the fields of a form, as domain values.
//! - [`findings`]: what is said about a file, kept to a length that can be read.
//! - [`cell`]: texts that a spreadsheet would run, made harmless and back.
//! - [`nearest`]: the word that was probably meant.
//! - [`figures`](figures()), [`framework`](framework()), [`performance_gov`](performance_gov()): the formats.

pub mod cell;
mod decode;
pub(in crate::domain) mod fields;
mod figures;
pub(in crate::domain) mod findings;
mod framework;
pub(in crate::domain) mod nearest;
mod performance_gov;
#[cfg(test)]
mod sample;
mod table;

pub use decode::decode;
pub use figures::{COLUMNS as FIGURE_COLUMNS, figures};
pub use framework::framework;
pub use performance_gov::performance_gov;
