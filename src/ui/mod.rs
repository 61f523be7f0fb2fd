//! What people see: a file a page, a file a component.
//!
//! # Layout
//! - [`pages`]: a file a route; each reads one view from [`crate::api`] and lays it out.
//! - [`components`]: the parts that pages share.
//! - [`chart`]: a drawing on the page, with marks that mouse and keyboard reach.
//! - [`part`]: a view of any type.
//! - [`awaited`]: what a page asks the server for.
//! - [`query`]: view state in the address.
//! - [`arrival`]: where reading begins when another page comes.
//!
//! Everything a page says reads the same without script; with it, a change shows in place. No
//! component has a `style` attribute or a script of its own: the content security policy forbids both.

pub mod arrival;
pub mod awaited;
pub mod browser;
pub mod chart;
pub mod components;
pub mod pages;
pub mod part;
pub mod query;
