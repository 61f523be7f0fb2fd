//! The grid on which figures are entered: measures and their categories down, a quarter and the four before it
//! across, as in a spreadsheet. Each cell is saved when it is left.
//!
//! # Layout
//! - [`line`]: what a line is; [`table`], [`cell`]: how lines and cells look.
//! - [`state`]: the grid as a whole; [`cell_state`]: one cell of it.
//! - [`keys`]: what keys do; [`lay`]: a block that is pasted.
//! - [`outbox`]: what was typed and is not stored yet.
//! - [`panel`], [`words`]: what stands beside the cell that is worked on; [`steps`]: what is done with its figure.

pub mod cell;
pub mod cell_state;
pub mod keys;
pub mod lay;
pub mod line;
pub mod outbox;
pub mod panel;
pub mod state;
pub mod steps;
pub mod table;
pub mod words;
