//! The columns of each kind of file: what an import reads, an export writes and a workbook explains.

/// One kind of file, or of sheet in a workbook. Its columns may be read in any order.
#[derive(Debug)]
pub struct Sheet {
    /// The sheet's name in a workbook, and its file's name without the end.
    pub name: &'static str,
    pub columns: &'static [Column],
}

/// One column: how it is called and what it takes.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    /// A text file without it is not read. A workbook has every column.
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
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.name)
    }
}
