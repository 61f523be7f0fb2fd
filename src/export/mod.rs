//! What leaves the house as a file: it is handed what it writes, and reads nothing.

pub mod calendar;
pub mod csv;
mod elements;
pub mod json;
pub mod png;
pub mod xlsx;
