//! A workbook brought by the browser.

use serde::{Deserialize, Serialize};

use crate::domain::batch::Finding;

/// What `/import` shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// Whether the person may bring a workbook, or only take one.
    pub may_import: bool,
    /// What became of the workbook that was brought; `None` where none was.
    pub brought: Option<WorkbookView>,
}

/// What became of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkbookView {
    pub file: String,
    pub stage: Stage,
    /// In one sentence.
    pub sentence: String,
    /// Problems, conflicts or changes, each with its cell.
    pub lines: Vec<Finding>,
    /// How many more there are.
    pub more: usize,
    /// What should be known besides.
    pub remarks: Vec<String>,
    /// The workbook itself, as base64, to be sent again when it is to be applied; else empty. The page that
    /// holds it needs no script, so it is not written into the page a second time for one.
    #[serde(skip)]
    pub workbook: String,
}

/// How far a workbook has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Something stands against it.
    Refused,
    /// It would change nothing.
    Same,
    /// It may be applied.
    Previewed,
    Applied,
}
