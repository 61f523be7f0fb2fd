//! A file a route.

pub mod account;
pub mod audit;
pub mod dashboard;
pub mod data_call;
pub mod elements;
pub mod entry;
pub mod figure_history;
pub mod goal;
pub mod goal_setup;
pub mod import;
pub mod measure;
pub mod not_found;
pub mod notes;
pub mod reminders;
pub mod review;
pub mod search;
pub mod setup;
pub mod sign_in;
pub mod upload;
