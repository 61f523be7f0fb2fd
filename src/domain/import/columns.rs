//! The columns of each kind of file: what an import reads, an export writes and a workbook explains.

/// One kind of file, or of sheet in a workbook. Its columns may be read in any order.
#[derive(Debug)]
pub struct Sheet {
    /// The sheet's name in a workbook, and its file's name without the end.
    pub name: &'static str,
    pub columns: &'static [Column],
    /// The columns by which a row is known: with another text in one of them it is another row.
    pub key: &'static [&'static str],
    /// Columns whose cells mean something only together. Where two people changed some of them, the row
    /// is never made up of both.
    pub together: &'static [&'static str],
    /// Columns that tell an import what a change means. They hold nothing, and no export fills them.
    pub asked: &'static [&'static str],
    /// A workbook may lack columns that are not required, as a text file may: what they hold stays.
    pub partial: bool,
}

/// One column: how it is called and what it takes.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    /// A text file without it is not read. A workbook has every column, unless its sheet is partial.
    pub required: bool,
    pub takes: Takes,
    /// For the person who fills it in; may be empty.
    pub note: &'static str,
}

/// What the cells of a column take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Text,
    /// The code that the row is known by.
    Code,
    /// A code that a row of the sheet of this name has.
    CodeOf(&'static str),
    Number,
    /// A share of one, as `0.05` for 5 %.
    Share,
    Period,
    /// A day as `2024-09-30`.
    Day,
    YesNo,
    /// One word of a closed list.
    Word(&'static [&'static str]),
}

/// A column that a file must have.
pub const fn must(name: &'static str, takes: Takes, note: &'static str) -> Column {
    Column { name, required: true, takes, note }
}

/// A column that a text file may leave out.
pub const fn may(name: &'static str, takes: Takes, note: &'static str) -> Column {
    Column { name, required: false, takes, note }
}

impl Sheet {
    /// A sheet without rows to tell apart: what a kind of file has that is read and never written.
    pub const UNKEYED: Sheet =
        Sheet { name: "", columns: &[], key: &[], together: &[], asked: &[], partial: false };

    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// What a column takes.
    pub fn takes(&self, name: &str) -> Takes {
        self.column(name).map_or(Takes::Text, |column| column.takes)
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.name)
    }
}

#[cfg(test)]
pub mod tests_support {
    use super::{Sheet, Takes, may, must};

    /// A sheet of two columns that must be there and one that may.
    pub const NOTES: Sheet = Sheet {
        name: "notes",
        columns: &[
            must("measure", Takes::Text, ""),
            must("period", Takes::Period, ""),
            may("note", Takes::Text, ""),
        ],
        ..Sheet::UNKEYED
    };
}
