//! Yardstick keeps a programme office's performance measures.
pub mod api;
pub mod app;
#[cfg(feature = "ssr")]
pub mod auth;
pub mod chart;
#[cfg(feature = "ssr")]
pub mod cli;
pub mod domain;
#[cfg(feature = "ssr")]
pub mod export;
pub mod model;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod store;
pub mod ui;
