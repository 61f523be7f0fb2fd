//! A file of an office's figures, brought by the browser.

use serde::{Deserialize, Serialize};

use crate::domain::batch::Finding;
use crate::domain::goal::Office;
use crate::domain::period::Period;

/// What `/entry/upload` shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadView {
    /// Offices whose figures the person may enter.
    pub offices: Vec<Office>,
    pub office: Office,
    /// Quarters to choose a template of, latest first.
    pub periods: Vec<Period>,
    pub period: Period,
    /// What became of the file that came with the request; `None` where none did.
    pub brought: Option<BroughtView>,
}

/// How far a file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadStage {
    /// Something stands against it.
    Refused,
    /// It is not known what some of its columns are.
    Asked,
    /// It may be saved.
    Previewed,
    /// It was to be saved, but somebody has changed some of its figures since it was previewed.
    Overtaken,
    /// There is nothing in it to save.
    Same,
    Saved,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BroughtView {
    pub file: String,
    pub stage: UploadStage,
    /// In a few sentences.
    pub sentence: String,
    /// What stands against it, each with its place; and how much more.
    pub problems: Listed<Finding>,
    /// What is odd, and may be saved nevertheless.
    pub warnings: Listed<Finding>,
    /// Figures where nothing was entered, and those that become others.
    pub new: Listed<FigureLine>,
    pub changed: Listed<FigureLine>,
    pub unchanged: usize,
    /// What the file calls columns in its own way.
    pub columns: Vec<ColumnChoice>,
    /// As which of ours those may be read.
    pub free: Vec<String>,
    /// The file and what was seen of the cells, to be sent again. The page that holds it needs no script, so it is
    /// not written into the page a second time for one.
    #[serde(skip)]
    pub again: Again,
}

/// The first of a list, and how many more there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    pub items: Vec<T>,
    pub more: usize,
}

impl<T> Listed<T> {
    /// How much of a list is shown.
    const MOST: usize = 500;

    pub fn of(mut items: Vec<T>) -> Listed<T> {
        let more = items.len().saturating_sub(Self::MOST);
        items.truncate(Self::MOST);
        Listed { items, more }
    }

    pub fn count(&self) -> usize {
        self.items.len() + self.more
    }
}

/// What is sent again with the next step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// As base64; empty where there is no next step.
    pub content: String,
    /// The revisions that were seen, as JSON.
    pub seen: String,
}

/// A figure that a file brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureLine {
    /// The row's cell in the workbook, or its line.
    pub place: String,
    /// The measure's name.
    pub measure: String,
    /// The period, and the category where there is one.
    pub of: String,
    /// Where what stands there now stands, in words; empty where nothing was entered.
    pub standing: String,
    pub changes: Vec<TextChange>,
}

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    pub what: String,
    /// Empty where nothing was there, and nothing will be.
    pub before: String,
    pub after: String,
}

/// What one of a file's own columns is read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    pub name: String,
    /// A column, [`LEFT_OUT`], or nothing where it is not known.
    pub choice: String,
    /// It was said another time.
    pub remembered: bool,
    /// What is wrong with the choice.
    pub wrong: Option<String>,
}

/// What a form sends for a column that is left out.
pub const LEFT_OUT: &str = "-";
