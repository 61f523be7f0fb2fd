//! Bytes into text, or why they are not text.

/// The largest file that is read, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

const REMEDY: &str = "save it as “CSV UTF-8 (comma delimited)” and try again";

/// The text of an uploaded file, without its byte order mark.
///
/// # Errors
/// One sentence for a person: the file is too large, in UTF-16, holds a NUL byte, or is not UTF-8 (with
/// the first line that is not).
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() > LARGEST {
        let megabytes = bytes.len().div_ceil(1024 * 1024);
        return Err(format!(
            "the file has {megabytes} MB; the largest that is read has 64 MB, so split it by period"
        ));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if is_utf16(bytes) {
        return Err(format!("the file is in UTF-16 (“Unicode text”); {REMEDY}"));
    }
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        let line = line_at(bytes, at);
        return Err(format!("line {line} holds a NUL byte, so this is not a text file; {REMEDY}"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let line = line_at(bytes, error.valid_up_to());
            Err(format!("line {line} is not in UTF-8; {REMEDY}"))
        }
    }
}

/// A UTF-16 byte order mark, or a NUL as every other byte of the beginning, as UTF-16 has for Latin text.
fn is_utf16(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64)];
    let every_other = |from: usize| start.len() >= 4 && start.iter().skip(from).step_by(2).all(|&b| b == 0);
    start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") || every_other(0) || every_other(1)
}

/// The line, from 1, on which the byte `at` stands.
fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + bytes[..at].iter().filter(|&&b| b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_says_why_and_what_to_do() {
        let utf16 = |big: bool, mark: bool| -> Vec<u8> {
            let units = "measure,period\n".encode_utf16();
            let units = mark.then_some(0xFEFF).into_iter().chain(units);
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        for (bytes, expected) in [
            (utf16(false, true), "UTF-16"),
            (utf16(true, true), "UTF-16"),
            (utf16(false, false), "UTF-16"),
            (utf16(true, false), "UTF-16"),
            (b"a,b\n1,\0\n".to_vec(), "line 2 holds a NUL"),
            (b"a,b\n1,2\n1,caf\xe9\n".to_vec(), "line 3 is not in UTF-8"),
        ] {
            let message = decode(&bytes).unwrap_err();
            assert!(message.contains(expected) && message.contains("CSV UTF-8"), "{message}");
        }
        assert!(decode(&vec![b'a'; LARGEST + 1]).unwrap_err().contains("65 MB"));
    }

    #[test]
    fn text_comes_without_its_mark() {
        assert_eq!(decode(b"\xEF\xBB\xBFmeasure\n"), Ok("measure\n".into()));
        assert_eq!(decode("é".as_bytes()), Ok("é".into()));
        assert_eq!(decode(b""), Ok(String::new()));
    }
}
