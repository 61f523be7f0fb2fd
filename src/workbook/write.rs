//! A batch into bytes.

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Formula, Note, Workbook, Worksheet, XlsxError,
};

use crate::domain::batch::{Batch, Mark};
use crate::domain::import::{
    ABOUT, Cell, Column, EXPORTED, ExportedRow, SEAL, Sheet, Takes, VERSION, exported_columns, exported_row,
    figure_sheet, sheets,
};

use super::ROWS;
use super::text::{as_text, write_text};

/// What the sheet `about` says of a workbook.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The state of the data that it holds.
    pub mark: &'a Mark,
    pub retrieved_at: DateTime<Utc>,
}

/// Why a workbook was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{sheet} has {rows} rows, and a sheet of a workbook takes {ROWS}; export it as CSV")]
    TooManyRows { sheet: &'static str, rows: usize },
    #[error(transparent)]
    Xlsx(#[from] XlsxError),
}

/// Whether so many figures find room in a workbook, before anybody has read them.
pub fn has_room(figures: usize) -> Result<(), WriteError> {
    let (sheet, _, _) = figure_sheet(&[]);
    fits(sheet, figures)
}

fn fits(sheet: &Sheet, rows: usize) -> Result<(), WriteError> {
    match rows > ROWS as usize {
        true => Err(WriteError::TooManyRows { sheet: sheet.name, rows }),
        false => Ok(()),
    }
}

/// A whole framework as a workbook, which [`super::read`] and [`crate::domain::import::workbook`] read back
/// as the same batch.
pub fn write(batch: &Batch, about: &About) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties("Performance framework", about.retrieved_at)?);
    write_about(workbook.add_worksheet(), about)?;
    let mut exported = Vec::new();
    for (sheet, count, rows) in sheets(batch) {
        fits(sheet, count)?;
        exported.push(exported_columns(sheet));
        let noted = rows.inspect(|row| exported.push(exported_row(sheet, row)));
        write_sheet(workbook.add_worksheet(), sheet, noted)?;
    }
    write_exported(workbook.add_worksheet(), &exported)?;
    Ok(workbook.save_to_buffer()?)
}

/// One sheet by itself, to be filled in, and another that says in lines what it is: a name and a text each.
pub fn write_template(
    sheet: &Sheet,
    rows: Vec<Vec<Cell>>,
    about: &[(&str, String)],
    at: DateTime<Utc>,
) -> Result<Vec<u8>, WriteError> {
    fits(sheet, rows.len())?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties("Performance figures", at)?);
    write_sheet(workbook.add_worksheet(), sheet, rows.into_iter())?;
    write_lines(workbook.add_worksheet(), about.iter().map(|(name, said)| (*name, said.as_str())))?;
    Ok(workbook.save_to_buffer()?)
}

fn properties(title: &str, at: DateTime<Utc>) -> Result<DocProperties, XlsxError> {
    let at = ExcelDateTime::parse_from_str(&at.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&at))
}

/// How each row stands, in a sheet that the spreadsheet does not even offer to show.
fn write_exported(worksheet: &mut Worksheet, rows: &[ExportedRow]) -> Result<(), XlsxError> {
    worksheet.set_name(EXPORTED)?.set_very_hidden(true);
    let as_text = as_text();
    for (line, row) in (0..).zip(rows) {
        for (at, text) in (0..).zip(row) {
            if !text.is_empty() {
                write_text(worksheet, (line, at), text, &as_text)?;
            }
        }
    }
    Ok(())
}

fn write_about(worksheet: &mut Worksheet, about: &About) -> Result<(), XlsxError> {
    let (version, retrieved) =
        (about.mark.version.to_string(), about.retrieved_at.format("%Y-%m-%d %H:%M UTC").to_string());
    let lines = [
        (
            "Yardstick",
            "Offices, goals, milestones, measures, breakdowns, recommendations, targets, published figures and figures: a sheet each.",
        ),
        ("retrieved", &retrieved),
        (VERSION, &version),
        (SEAL, &about.mark.seal),
        (
            "editing",
            "Change cells and add rows, then import the workbook: a preview shows what would change.",
        ),
        ("columns", "The note at each column's name says what it takes. No column may be removed."),
        ("rows", "A row that is removed here stays in the database: an import deletes nothing."),
        (
            "conflicts",
            "A cell that somebody else has changed too, to something else, is shown and not overwritten. What you leave alone stays as it is in the database.",
        ),
        ("not taken", "Formulas, merged cells and macros."),
    ];
    write_lines(worksheet, lines.into_iter())
}

fn write_lines<'t>(
    worksheet: &mut Worksheet,
    lines: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<(), XlsxError> {
    worksheet.set_name(ABOUT)?;
    let (label, text) = (Format::new().set_bold(), as_text());
    for (row, (name, said)) in (0..).zip(lines) {
        worksheet.write_string_with_format(row, 0, name, &label)?;
        worksheet.write_string_with_format(row, 1, said, &text)?;
    }
    worksheet.set_column_width(0, 14)?;
    worksheet.set_column_width(1, 90)?;
    Ok(())
}

fn write_sheet(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    worksheet.set_name(sheet.name)?;
    worksheet.set_freeze_panes(1, 0)?;
    let (bold, as_text) = (Format::new().set_bold(), as_text());
    for (at, column) in (0..).zip(sheet.columns) {
        worksheet.set_column_width(at, width(column))?;
        // Else the spreadsheet makes a number of a code, or a day of a period.
        if !matches!(column.takes, Takes::Number | Takes::Share) {
            worksheet.set_column_format(at, &as_text)?;
        }
        worksheet.write_string_with_format(0, at, column.name, &bold)?;
        let note = Note::new(explained(column)).add_author_prefix(false).set_width(280).set_height(110);
        worksheet.insert_note(0, at, &note)?;
        if let Some(choice) = choice(column)? {
            worksheet.add_data_validation(1, at, ROWS, at, &choice)?;
        }
    }
    for (line, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(row) {
            match cell {
                Cell::Number(number) => drop(worksheet.write_number(line, at, number)?),
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => write_text(worksheet, (line, at), &text, &as_text)?,
            }
        }
    }
    Ok(())
}

/// In characters.
fn width(column: &Column) -> f64 {
    let wanted = match column.takes {
        Takes::Code | Takes::CodeOf(_) => 24,
        Takes::Text => 36,
        Takes::Word(_) => 18,
        Takes::Number | Takes::Share | Takes::Period | Takes::Day | Takes::YesNo => 12,
    };
    wanted.max(column.name.len() + 2) as f64
}

/// The drop-down of a column whose words are known.
fn choice(column: &Column) -> Result<Option<DataValidation>, XlsxError> {
    let choice = DataValidation::new().ignore_blank(true);
    Ok(match column.takes {
        Takes::Word(words) => Some(choice.allow_list_strings(words)?),
        Takes::YesNo => Some(choice.allow_list_strings(&["yes", "no"])?),
        Takes::CodeOf(sheet) => {
            let codes = format!("={sheet}!$A$2:$A${}", ROWS + 1);
            Some(choice.allow_list_formula(Formula::new(codes)))
        }
        _ => None,
    })
}

fn explained(column: &Column) -> String {
    let takes = match column.takes {
        Takes::Word(words) => format!("One of: {}.", words.join(", ")),
        Takes::YesNo => "yes or no; empty is no.".to_owned(),
        Takes::CodeOf(sheet) => format!("A code of the sheet {sheet}."),
        Takes::Number => "A number, without % or currency sign.".to_owned(),
        Takes::Share => "A share of one: 0.05 for 5 %.".to_owned(),
        _ => String::new(),
    };
    format!("{}\n{takes}", column.note).trim_end().to_owned()
}
