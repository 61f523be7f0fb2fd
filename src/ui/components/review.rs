//! The queue of figures that wait for approval.
//!
//! # Layout
//! - [`state`]: what is worked on, what was done, and what is sent.
//! - [`keys`]: what keys do.
//! - [`list`]: the items under their goal leaders.
//! - [`item`]: a figure with what it is held against; [`steps`]: what is done with it.

pub mod item;
pub mod keys;
pub mod list;
pub mod state;
pub mod steps;
