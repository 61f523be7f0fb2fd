//! Yardstick keeps a programme office's performance measures.
pub mod chart;
pub mod domain;
