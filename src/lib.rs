//! Yardstick keeps a programme office's performance measures.
pub mod domain;
pub mod model;
#[cfg(feature = "ssr")]
pub mod store;
