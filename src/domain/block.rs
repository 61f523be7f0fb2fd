//! A block of cells, as a spreadsheet puts it on the clipboard: tabs between cells, line ends between
//! rows, and quotes around a cell that has any of these in it.

/// The most cells that are taken from one block.
pub const MOST: usize = 20_000;

/// The rows of a block, each with its cells; nothing for an empty text. `Err` has the number of cells where
/// there are too many.
pub fn read(text: &str) -> Result<Vec<Vec<String>>, usize> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut count = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, after) = cell(rest);
        row.push(cell);
        count += 1;
        rest = match after.strip_prefix('\t') {
            // A tab at the very end has an empty cell after it.
            Some("") => {
                row.push(String::new());
                ""
            }
            Some(after) => after,
            None => {
                rows.push(std::mem::take(&mut row));
                after.strip_prefix("\r\n").or(after.strip_prefix(['\n', '\r'])).unwrap_or(after)
            }
        };
    }
    if !row.is_empty() {
        rows.push(row);
    }
    if count > MOST { Err(count) } else { Ok(rows) }
}

/// The first cell, and what follows it, from its tab or line end on.
fn cell(text: &str) -> (String, &str) {
    let plain = || {
        let end = text.find(['\t', '\n', '\r']).unwrap_or(text.len());
        (text[..end].to_owned(), &text[end..])
    };
    let Some(quoted) = text.strip_prefix('"') else { return plain() };
    let mut cell = String::new();
    let mut rest = quoted;
    while let Some((before, after)) = rest.split_once('"') {
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                cell.push('"');
                rest = after;
            }
            None if after.is_empty() || after.starts_with(['\t', '\n', '\r']) => return (cell, after),
            // A quote that ends elsewhere is part of a text.
            None => return plain(),
        }
    }
    plain()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_as_spreadsheets_write_them() {
        for (text, wanted) in [
            ("", vec![]),
            ("12", vec![vec!["12"]]),
            ("12\n", vec![vec!["12"]]),
            ("1\t2\r\n3\t4\r\n", vec![vec!["1", "2"], vec!["3", "4"]]),
            ("1\r2\r", vec![vec!["1"], vec!["2"]]),
            ("1\t\n\t2\n", vec![vec!["1", ""], vec!["", "2"]]),
            ("1\t", vec![vec!["1", ""]]),
            ("1\n\n3\n", vec![vec!["1"], vec![""], vec!["3"]]),
            ("\"two\nlines\"\t2\n", vec![vec!["two\nlines", "2"]]),
            ("\"a \"\"b\"\"\"\n", vec![vec!["a \"b\""]]),
            ("\"open\t2\n", vec![vec!["\"open", "2"]]),
            ("\"a\"b\t2", vec![vec!["\"a\"b", "2"]]),
        ] {
            assert_eq!(read(text).unwrap(), wanted, "{text:?}");
        }
    }

    #[test]
    fn too_much_is_counted_and_refused() {
        let text = "1\t2\n".repeat(MOST / 2);
        assert_eq!(read(&text).unwrap().len(), MOST / 2);
        assert_eq!(read(&format!("{text}1")), Err(MOST + 1));
    }

    proptest! {
        #[test]
        fn every_text_is_read(text in "[\"\t\n\r0-9a]{0,40}") {
            let cells = read(&text).unwrap();
            prop_assert!(cells.iter().all(|row| !row.is_empty()));
        }
    }
}
