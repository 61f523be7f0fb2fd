//! Bytes into grids.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Style, Xlsx, XlsxError};
use chrono::NaiveDate;

use crate::domain::import::{Content, EXPORTED, Grid, GridFault, GridRow, letters, place};
use crate::domain::number;

use super::{EXPORTED_ROWS, ROWS, guard};

/// How many columns a sheet may have; the widest of ours has 35.
const COLUMNS: usize = 100;
/// How many bytes all that is read may take: a long text may stand in very many cells and be there once.
const ROOM: usize = 256 * 1024 * 1024;

const FORMULA: &str = "a formula stands here; put its value in its place (copy, then paste values only)";
const FULL: &str = "the workbook holds more than is read at once; divide it";
const TIME: &str =
    "the spreadsheet has made a time of what was typed; format the cell as text and write it again";

/// The sheets of a workbook.
///
/// # Errors
/// One sentence for a person: why the file is not read.
pub fn read(bytes: &[u8]) -> Result<Vec<Grid>, String> {
    guard::check(bytes)?;
    let unreadable = |error: XlsxError| {
        format!(
            "this cannot be read as a workbook ({error}); open it in the spreadsheet, save it as .xlsx and try again"
        )
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut room = ROOM;
    let mut grids = Vec::new();
    for name in workbook.sheet_names() {
        let mut grid = Grid { sheet: name, ..Grid::default() };
        match read_cells(&mut workbook, &mut grid, &mut room) {
            // Nothing but a chart: whether it may be there is told by its name.
            Err(XlsxError::NotAWorksheet(_)) => {}
            read => read.map_err(unreadable)?,
        }
        grids.push(grid);
    }
    Ok(grids)
}

fn read_cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    grid: &mut Grid,
    room: &mut usize,
) -> Result<(), XlsxError> {
    let in_percent = in_percent(workbook, grid, room)?;
    let mut cells = workbook.worksheet_cells_reader(&grid.sheet)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let content = match (cell.formula, cell.value) {
            (Some(_), _) => Content::Unusable(FORMULA.to_owned()),
            (None, DataRef::Float(number)) if in_percent.contains(&cell.pos) => Content::Percent(number),
            (None, value) => content(value),
        };
        if content != Content::Text(String::new()) && !grid_takes(grid, cell.pos, content, room) {
            break;
        }
    }
    drop(cells);
    for merged in workbook.merge_cells_by_sheet_name(&grid.sheet)? {
        let message = "merged cells; split them and fill each one".to_owned();
        grid.faults.push(GridFault { at: range(&grid.sheet, &merged), message });
    }
    Ok(())
}

/// The numbers that the spreadsheet shows in percent: of 83 % it holds 0.83. Which they are is to be read
/// apart from formulas, and only of a workbook that has such a format at all.
fn in_percent(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    grid: &mut Grid,
    room: &mut usize,
) -> Result<HashSet<(u32, u32)>, XlsxError> {
    let mut found = HashSet::new();
    let mut cells = workbook.worksheet_cells_reader(&grid.sheet)?;
    let percent: Vec<bool> = cells.styles().iter().map(shows_percent).collect();
    if !percent.contains(&true) {
        return Ok(found);
    }
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        if percent.get(style) == Some(&true) && matches!(cell.get_value(), DataRef::Float(_)) {
            // Twice its size: a set keeps as much free.
            let Some(left) = room.checked_sub(2 * size_of::<(u32, u32)>()) else {
                grid.faults.push(GridFault { at: grid.sheet.clone(), message: FULL.into() });
                break;
            };
            *room = left;
            found.insert(cell.get_position());
        }
    }
    Ok(found)
}

/// Whether a percent sign in a style's format multiplies what it shows: one in quotation marks or after a
/// backslash does not.
fn shows_percent(style: &Style) -> bool {
    let code = style.number_format.as_ref().map_or("", |format| &format.format_code);
    let mut quoted = false;
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => quoted = !quoted,
            '\\' if !quoted => drop(signs.next()),
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// Puts a cell into its row. Says whether there is room for more.
fn grid_takes(grid: &mut Grid, (row, column): (u32, u32), content: Content, room: &mut usize) -> bool {
    let (line, column) = (u64::from(row) + 1, column as usize);
    let most = if grid.sheet == EXPORTED { EXPORTED_ROWS } else { ROWS };
    if content.is_blank() && (row > most || column >= COLUMNS) {
        return true;
    }
    let fault = |message: String| GridFault { at: place(&grid.sheet, column, line), message };
    if row > most {
        let fault =
            fault(format!("the sheet has more than {most} rows; bring the rest in a second workbook"));
        grid.faults.push(fault);
        return false;
    }
    if column >= COLUMNS {
        let fault = fault(format!(
            "this is far right of the last column; clear all from column {} on",
            letters(COLUMNS)
        ));
        grid.faults.push(fault);
        return false;
    }
    // A file may give its rows out of order, or twice.
    if grid.rows.last().is_some_and(|last| last.line > line) {
        let fault =
            fault("this row stands above another that comes before it; save the workbook anew".into());
        grid.faults.push(fault);
        return false;
    }
    let held = grid.rows.last().filter(|last| last.line == line).map_or(0, |last| last.cells.len());
    let needed = size_of::<Content>() * (column + 1).saturating_sub(held) + content.text().len();
    let Some(left) = room.checked_sub(needed) else {
        grid.faults.push(fault(FULL.into()));
        return false;
    };
    *room = left;
    if held == 0 {
        grid.rows.push(GridRow { line, cells: Vec::new() });
    }
    if let Some(row) = grid.rows.last_mut() {
        if row.cells.len() <= column {
            row.cells.resize(column + 1, Content::Text(String::new()));
        }
        row.cells[column] = content;
    }
    true
}

fn content(value: DataRef) -> Content {
    match value {
        DataRef::Empty => Content::Text(String::new()),
        DataRef::Int(number) => Content::Text(number.to_string()),
        DataRef::Float(number) => Content::Text(number::exact(number)),
        DataRef::String(text) => Content::Text(text),
        DataRef::SharedString(text) => Content::Text(text.to_owned()),
        DataRef::Bool(yes) => Content::Text(if yes { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(moment) => day(&moment),
        DataRef::DateTimeIso(text) => match text.get(..10).unwrap_or(&text).parse() {
            Ok(day) => Content::Day(day),
            Err(_) => Content::Unusable(TIME.to_owned()),
        },
        DataRef::DurationIso(_) => Content::Unusable(TIME.to_owned()),
        DataRef::Error(error) => {
            Content::Unusable(format!("the cell shows the error {error}; write the value itself"))
        }
    }
}

fn day(moment: &ExcelDateTime) -> Content {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
    match date.filter(|_| moment.is_datetime() && (hour, minute, second) == (0, 0, 0)) {
        Some(date) => Content::Day(date),
        None => Content::Unusable(TIME.to_owned()),
    }
}

fn range(sheet: &str, merged: &Dimensions) -> String {
    let ((top, left), (bottom, right)) = (merged.start, merged.end);
    let first = place(sheet, left as usize, u64::from(top) + 1);
    format!("{first}:{}{}", letters(right as usize), bottom + 1)
}
