//! A page with a hole for each response's nonce, in plain and in compressed form.
//!
//! A gzip stream may be put together from parts: each part of the page is compressed by itself, once,
//! and ends on a byte; the nonce goes between them as it is. So a page from the cache costs copying
//! only, compressed too.

use std::io::{self, Write};

use axum::body::Bytes;
use flate2::{Compression, Crc};

/// The head of a gzip stream: deflate, no name, no time, no particular system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// An empty last block of a deflate stream.
const LAST_BLOCK: [u8; 2] = [0x03, 0x00];

/// A page, cut where the nonce stood.
#[derive(Debug)]
pub struct Spliced {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    plain: Bytes,
    deflated: Vec<u8>,
    crc: Crc,
}

impl Spliced {
    /// Cuts a page. `None` when compression failed.
    pub fn cut(page: &str, nonce: &str) -> Option<Spliced> {
        let parts = page.split(nonce).map(|text| Part::new(text.as_bytes()).ok());
        Some(Spliced { parts: parts.collect::<Option<_>>()? })
    }

    /// The bytes that it takes in memory.
    pub fn size(&self) -> usize {
        self.parts.iter().map(|part| part.plain.len() + part.deflated.len()).sum()
    }

    /// The page with another nonce.
    pub fn plain(&self, nonce: &str) -> Vec<u8> {
        let mut page = Vec::with_capacity(self.size());
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                page.extend_from_slice(nonce.as_bytes());
            }
            page.extend_from_slice(&part.plain);
        }
        page
    }

    /// The same, as a gzip stream.
    pub fn gzip(&self, nonce: &str) -> Vec<u8> {
        let mut hole = Crc::new();
        hole.update(nonce.as_bytes());
        let stored = stored_block(nonce.as_bytes());
        let mut stream = HEAD.to_vec();
        let mut crc = Crc::new();
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                stream.extend_from_slice(&stored);
                crc.combine(&hole);
            }
            stream.extend_from_slice(&part.deflated);
            crc.combine(&part.crc);
        }
        stream.extend_from_slice(&LAST_BLOCK);
        stream.extend_from_slice(&crc.sum().to_le_bytes());
        stream.extend_from_slice(&crc.amount().to_le_bytes());
        stream
    }
}

impl Part {
    fn new(plain: &[u8]) -> io::Result<Part> {
        let mut crc = Crc::new();
        crc.update(plain);
        Ok(Part { plain: Bytes::copy_from_slice(plain), deflated: deflate(plain)?, crc })
    }
}

/// Blocks of a raw deflate stream that end on a byte, none of them the last, without reference to
/// what stands before them.
fn deflate(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    writer.write_all(plain)?;
    // Ends on a byte; `finish` would add a last block.
    writer.flush()?;
    Ok(writer.get_ref().clone())
}

/// A block of a deflate stream that holds its bytes as they are; they are fewer than 64 KiB.
fn stored_block(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() as u16;
    let mut block = vec![0];
    block.extend_from_slice(&length.to_le_bytes());
    block.extend_from_slice(&(!length).to_le_bytes());
    block.extend_from_slice(bytes);
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn unpacked(stream: &[u8]) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(stream).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn both_forms_are_the_page_with_another_nonce() {
        let long = "figures, figures, ".repeat(20_000);
        for page in ["", "no hole", "NONCE", "aNONCEb", "NONCEmNONCENONCE", &format!("{long}NONCE{long}é")] {
            let spliced = Spliced::cut(page, "NONCE").unwrap();
            let expected = page.replace("NONCE", "q-7_other");
            assert_eq!(String::from_utf8(spliced.plain("q-7_other")).unwrap(), expected);
            assert_eq!(unpacked(&spliced.gzip("q-7_other")), expected);
        }
        let spliced = Spliced::cut(&long, "NONCE").unwrap();
        assert!(spliced.gzip("x").len() < long.len() / 20);
    }
}
