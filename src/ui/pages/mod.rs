//! A file a route.

pub mod dashboard;
pub mod goal;
pub mod measure;
pub mod not_found;
