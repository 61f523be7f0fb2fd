//! Texts in cells: never a formula, a number or markup.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// The format of what the spreadsheet is not to make a number, a day or a formula of.
pub fn as_text() -> Format {
    Format::new().set_num_format("@")
}

/// Writes a text as it stands, whatever it looks like.
pub fn write_text(
    worksheet: &mut Worksheet,
    (line, at): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if is_taken_for_markup(text) {
        // By pieces, so that no piece is taken for an escape (_x000D_) either.
        let plain = Format::new();
        let pieces: Vec<_> = text.split_inclusive('_').map(|piece| (&plain, piece)).collect();
        worksheet.write_rich_string_with_format(line, at, &pieces, format)?;
    } else {
        worksheet.write_string_with_format(line, at, text, format)?;
    }
    Ok(())
}

/// Whether the writer would put a text into the file as it stands, for one that it has escaped already.
fn is_taken_for_markup(text: &str) -> bool {
    text.starts_with("<r>") && text.ends_with("</r>")
}
