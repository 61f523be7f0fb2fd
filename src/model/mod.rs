//! What crosses the wire between server and browser: queries, forms, views and the one error.
//!
//! A view is what a page shows, no more; the stored row is never the wire type.

pub mod account;
pub mod audit;
pub mod board;
pub mod comment;
pub mod dashboard;
pub mod data_call;
pub mod elements;
pub mod entry;
pub mod error;
pub mod goal;
pub mod import;
pub mod json;
pub mod measure;
pub mod note;
pub mod person;
pub mod query;
pub mod reminder;
pub mod review;
pub mod search;
pub mod setup;
pub mod upload;
