//! The parts that pages share: a file a noun.

pub mod chart_controls;
pub mod data_table;
pub mod downloads;
pub mod drafts_switch;
pub mod elements;
pub mod entry_fields;
pub mod entry_row;
pub mod entry_state;
pub mod facts;
pub mod filters;
pub mod form_fields;
pub mod frame;
pub mod history;
pub mod measure_table;
pub mod milestones;
pub mod pages;
pub mod problem;
pub mod recommendations;
pub mod select;
pub mod standing;
pub mod status;
pub mod tag;
pub mod tally;
pub mod text_area;
