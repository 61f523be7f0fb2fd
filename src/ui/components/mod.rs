//! The parts that pages share: a file a noun.

pub mod chart_controls;
pub mod data_table;
pub mod downloads;
pub mod elements;
pub mod entry_fields;
pub mod entry_row;
pub mod entry_state;
pub mod facts;
pub mod filters;
pub mod frame;
pub mod history;
pub mod measure_table;
pub mod pages;
pub mod problem;
pub mod select;
pub mod setup_field;
pub mod setup_section;
pub mod setup_state;
pub mod setup_targets;
pub mod standing;
pub mod status;
pub mod switch;
pub mod tag;
pub mod tally;
