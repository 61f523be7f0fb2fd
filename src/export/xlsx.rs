//! Excel workbooks to be read, not to be imported again.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::elements::{COLUMNS, lines};
use crate::domain::elements::Element;
use crate::model::elements::ElementRow;
use crate::workbook::{as_text, write_text};

/// How wide the columns of the list are, in characters.
const WIDTHS: [f64; 9] = [24.0, 36.0, 24.0, 10.0, 24.0, 40.0, 10.0, 50.0, 13.0];

/// The coverage matrix: measures by elements under the authority of each, and, in a second sheet, the lines
/// of the CSV with what is lacking.
pub fn elements(rows: &[ElementRow], retrieved_on: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    write_matrix(workbook.add_worksheet(), rows)?;
    write_list(workbook.add_worksheet(), rows, retrieved_on)?;
    workbook.save_to_buffer()
}

fn write_matrix(worksheet: &mut Worksheet, rows: &[ElementRow]) -> Result<(), XlsxError> {
    const STUB: [(&str, f64); 4] = [("measure", 24.0), ("name", 36.0), ("goal", 24.0), ("office", 10.0)];
    worksheet.set_name("matrix")?.set_freeze_panes(2, 2)?;
    let (head, text) = (heading(), as_text());
    let small =
        Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top).set_font_size(9);
    for (at, (name, width)) in (0..).zip(STUB) {
        worksheet.set_column_width(at, width)?;
        write_text(worksheet, (0, at), name, &head)?;
    }
    write_text(worksheet, (1, 0), "authority", &small)?;
    for (at, element) in (4..).zip(Element::ALL) {
        worksheet.set_column_width(at, 15)?;
        write_text(worksheet, (0, at), element.label(), &head)?;
        write_text(worksheet, (1, at), element.authority(), &small)?;
    }
    for (line, row) in (2..).zip(rows) {
        let stub = [&row.code, &row.name, &row.goal, &row.office].map(String::as_str);
        let presences = row.elements.iter().map(|one| one.presence.label());
        for (at, cell) in (0..).zip(stub.into_iter().chain(presences)) {
            write_text(worksheet, (line, at), cell, &text)?;
        }
    }
    Ok(())
}

fn write_list(
    worksheet: &mut Worksheet,
    rows: &[ElementRow],
    retrieved_on: NaiveDate,
) -> Result<(), XlsxError> {
    worksheet.set_name("elements")?.set_freeze_panes(1, 0)?;
    let (head, text) = (heading(), as_text());
    for (at, (name, width)) in (0..).zip(COLUMNS.into_iter().zip(WIDTHS)) {
        worksheet.set_column_width(at, width)?;
        write_text(worksheet, (0, at), name, &head)?;
    }
    let mut last = 0;
    for (line, cells) in (1..).zip(lines(rows, retrieved_on)) {
        last = line;
        for (at, cell) in (0..).zip(&cells) {
            write_text(worksheet, (line, at), cell, &text)?;
        }
    }
    worksheet.autofilter(0, 0, last, COLUMNS.len() as u16 - 1)?;
    Ok(())
}

fn heading() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::domain::elements::{Assessment, Presence};

    #[test]
    fn the_matrix_has_a_line_of_authorities_and_no_formula() {
        let assess =
            |&element: &Element| Assessment { element, presence: Presence::Partial, note: "=1+1".into() };
        let row = ElementRow {
            code: "m".into(),
            name: "<r>=SUM(A1)</r>".into(),
            office: "ATF".into(),
            goal: "g".into(),
            elements: Element::ALL.iter().map(assess).collect(),
        };
        let bytes = elements(&[row.clone(), row], "2026-11-24".parse().unwrap()).unwrap();
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        let matrix = workbook.worksheet_range("matrix").unwrap();
        assert_eq!(matrix.get_size(), (4, 4 + 17));
        let text = |range: &calamine::Range<Data>, at| range.get(at).unwrap().to_string();
        assert_eq!(text(&matrix, (0, 4)), "linked goal");
        assert!(text(&matrix, (1, 4)).starts_with("31 U.S.C. 1115(b)(1)"));
        assert_eq!(
            (text(&matrix, (2, 1)), text(&matrix, (2, 20))),
            ("<r>=SUM(A1)</r>".into(), "partial".into())
        );
        let list = workbook.worksheet_range("elements").unwrap();
        assert_eq!(list.get_size(), (1 + 2 * 17, 9));
        let line: Vec<String> = list.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(line[6..], ["partial", "=1+1", "2026-11-24"]);
        for sheet in ["matrix", "elements"] {
            assert!(workbook.worksheet_formula(sheet).unwrap().is_empty());
        }
        elements(&[], "2026-11-24".parse().unwrap()).unwrap();
    }
}
