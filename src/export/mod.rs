//! What leaves the house as a file: it is handed what it writes, and reads nothing.

pub mod book;
pub mod calendar;
pub mod csv;
mod elements;
pub mod embed;
pub mod fonts;
pub mod json;
pub mod paper;
pub mod pdf;
pub mod png;
pub mod xlsx;
