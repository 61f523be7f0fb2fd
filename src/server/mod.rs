//! The web server.
pub mod assets;
