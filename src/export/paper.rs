//! The dashboard, or a goal, as a paper: a table of how the measures stand, then their charts, on pages with heads and
//! numbers. Pages are laid out first, without their pictures, and then drawn one by one, so that a paper of two
//! hundred charts takes the memory of one.
//!
//! # Layout
//! - [`block`]: what stands on a page, and how high it is.
//! - [`layout`]: which page it stands on.
//! - [`draw`]: pages into PDF.

mod block;
mod draw;
mod layout;

use super::fonts;
use super::pdf::PdfError;
use crate::chart::{self, ChartSpec, Drawing, Frame, Ink, Size};
use crate::model::board::{Board, BoardMeasure};

/// The most charts that one paper holds.
pub const MOST: usize = 400;

/// A picture across the page, in CSS pixels.
const PICTURE: Size = Size { width: 672, height: 300, frame: Frame::Export };

/// A board as a PDF. Takes some milliseconds of a core for each chart.
pub fn board(board: &Board) -> Result<Vec<u8>, PdfError> {
    let blocks = block::of_board(board);
    draw::pages(board, &layout::pages(&blocks), &blocks)
}

/// The picture of a measure that goes along: as its page has it, up to the period asked for.
fn picture(one: &BoardMeasure) -> Drawing {
    let mut spec = spec(one);
    fonts::noted(|note| {
        spec.footnotes.extend(note);
        chart::draw(&spec, PICTURE, Ink::Light)
    })
}

fn spec(one: &BoardMeasure) -> ChartSpec {
    chart::of_measure(&one.measure, one.baseline.as_ref(), &one.series, &one.selection())
}

#[cfg(test)]
mod tests;
