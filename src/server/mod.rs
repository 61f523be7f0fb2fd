//! The web server: from a configuration to a bound, running application.
//!
//! # Layout
//! - [`config`]: what can be configured.
//! - [`application`]: binding, serving, stopping.
//! - [`router`]: every route and every layer.
//! - [`assets`]: the files inside the binary.
//! - `reader_cache`, `splice`: whole pages for anonymous readers.
//! - [`asked`]: what of a measure is taken away; `downloads`: its chart and data as files;
//!   `board`: the dashboard's and a goal's; `goal_chart`: a goal's pictures; `elements`: the coverage matrix as one.
//! - `workbook`: the framework as one file, out and in; `upload`: an office's figures; `trail`: the audit
//!   trail as one.
//! - `calendar`: the days of data calls as a calendar file.
//! - [`gallery`]: every picture, in the demo alone.
//! - `embed`: a chart for the frames of sites that are named.
//! - `guard`: origins and body sizes; `headers`: what every response carries.
//! - `failure`: what people see when something broke.
//! - `patience`: a page that does not end is begun once more.
//! - [`telemetry`]: logs, one line a request.

pub mod application;
pub mod asked;
pub mod assets;
mod board;
mod calendar;
pub mod config;
mod downloads;
mod elements;
mod embed;
mod failure;
pub mod gallery;
mod goal_chart;
mod guard;
mod headers;
mod health;
mod patience;
mod reader_cache;
mod router;
mod splice;
pub mod telemetry;
mod trail;
mod upload;
mod workbook;

pub use application::{Application, StartError};
pub use config::{Config, LogFormat};
