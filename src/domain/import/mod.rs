//! Files become a [`Reading`](super::batch::Reading): text in, domain values and findings out.
//!
//! No file is opened here. The caller hands over names and texts, writes the batch when there are no
//! problems, and shows what was found either way. Every problem of a file is listed at once, each at
//! its line and column.
//!
//! # Layout
//! - [`decode`]: bytes into text, or why they are not text.
//! - [`columns`]: the columns of each kind of file, for reading, for writing and for people.
//! - [`table`]: a CSV or a workbook's sheet with a header, row by row; [`row`]: each with its place.
//! - [`header`]: the first line of either.
//! - [`grid`]: sheets of a workbook, and where in it things stand.
//! - [`exported`]: how the rows of a workbook stood when it was exported.
//! - [`held`]: what the database holds of the rows that are brought.
//! - [`merge`], by [`lines`] and [`alike`]: a workbook and the database put together, and what is in conflict.
//! - [`fields`]: the cells of a row, or the fields of a form, as domain values.
//! - [`findings`]: what is said about a file, kept to a length that can be read.
//! - [`cells`]: domain values as the cells of a row, which are read back as the same.
//! - [`cell`]: texts that a spreadsheet would run, made harmless and back.
//! - [`nearest`]: the word that was probably meant.
//! - [`review`]: what an import would do, by cell.
//! - [`series`](series()): a series of no measure, to be judged by itself.
//! - [`upload`]: an office's own figures, on their way into drafts.
//! - [`EXAMPLE`]: the worked example in `sample/`, which the demonstration and tests read.
//! - [`figures`](figures()), [`framework`](framework()), [`performance_gov`](performance_gov()): the formats.

mod alike;
pub mod cell;
mod cells;
mod columns;
mod decode;
mod example;
mod exported;
pub(in crate::domain) mod fields;
mod figures;
pub(in crate::domain) mod findings;
mod framework;
mod grid;
mod header;
mod held;
mod lines;
mod merge;
pub(in crate::domain) mod nearest;
mod performance_gov;
mod review;
mod row;
#[cfg(test)]
mod sample;
mod series;
mod table;
pub mod upload;

pub use cells::Cell;
pub use columns::{Column, Sheet, Takes};
pub use decode::decode;
pub use example::EXAMPLE;
pub use exported::{EXPORTED, ExportedRow, exported_columns, exported_row};
pub use figures::figures;
pub use framework::{
    ABOUT, Rows, SEAL, VERSION, figure_sheet, framework, framework_onto, measure_row, sheets, sought,
    workbook,
};
pub use grid::{Content, Grid, GridFault, GridRow, Places, letters, place};
pub use header::ColumnNames;
pub use held::{Held, Sought};
pub use performance_gov::performance_gov;
pub use review::{new_versions, objections, preview};
pub use row::Place;
pub use series::{SeriesReading, series};
