//! Yardstick keeps a programme office's performance measures.
pub mod domain;
