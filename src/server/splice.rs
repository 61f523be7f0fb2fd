//! A page with a hole for each response's nonce, in plain and in compressed form.
//!
//! A gzip stream may be put together from parts: each part of the page is compressed by itself, once,
//! and ends on a byte; the nonce goes between them as it is. So a page from the cache costs copying
//! only, compressed too.

use std::io::{self, Write};

use axum::body::Bytes;
use crc32fast::Hasher;
use flate2::Compression;

/// The head of a gzip stream: deflate, no name, no time, no particular system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// An empty last block of a deflate stream.
const LAST_BLOCK: [u8; 2] = [0x03, 0x00];

/// How long the end of a gzip stream is: that block, the CRC, the length.
const END: usize = 10;

/// A page, cut where the nonce stood.
#[derive(Debug)]
pub struct Spliced {
    parts: Vec<Part>,
    check: Check,
}

#[derive(Debug)]
struct Part {
    plain: Bytes,
    deflated: Vec<u8>,
}

impl Spliced {
    /// Cuts a page. `None` when compression failed.
    pub fn cut(page: &str, nonce: &str) -> Option<Spliced> {
        let texts = || page.split(nonce).map(str::as_bytes);
        let parts: Option<Vec<Part>> = texts().map(|text| Part::new(text).ok()).collect();
        Some(Spliced { parts: parts?, check: Check::new(texts(), nonce.len()) })
    }

    /// The bytes that it takes in memory.
    pub fn size(&self) -> usize {
        self.parts.iter().map(|part| part.plain.len() + part.deflated.len()).sum()
    }

    /// The page with another nonce.
    pub fn plain(&self, nonce: &str) -> Vec<u8> {
        self.joined(&[], nonce.as_bytes(), |part| &part.plain)
    }

    /// The same, as a gzip stream; `None` for a nonce of another length than the one that was cut out.
    pub fn gzip(&self, nonce: &str) -> Option<Vec<u8>> {
        let (crc, length) = self.check.with(nonce.as_bytes())?;
        let mut stream = self.joined(&HEAD, &stored_block(nonce.as_bytes()), |part| &part.deflated);
        stream.extend_from_slice(&LAST_BLOCK);
        stream.extend_from_slice(&crc.to_le_bytes());
        stream.extend_from_slice(&length.to_le_bytes());
        Some(stream)
    }

    /// All parts in one of their forms, after a head, with something between each two.
    fn joined(&self, head: &[u8], between: &[u8], form: impl Fn(&Part) -> &[u8]) -> Vec<u8> {
        let length: usize = self.parts.iter().map(|part| form(part).len() + between.len()).sum();
        let mut whole = Vec::with_capacity(head.len() + length + END);
        whole.extend_from_slice(head);
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                whole.extend_from_slice(between);
            }
            whole.extend_from_slice(form(part));
        }
        whole
    }
}

impl Part {
    fn new(plain: &[u8]) -> io::Result<Part> {
        Ok(Part { plain: Bytes::copy_from_slice(plain), deflated: deflate(plain)? })
    }
}

/// What a gzip stream ends with, for any nonce of one length. A CRC of texts put together is linear in each one's
/// own, so it is that of the page without any nonce, and what each bit of the nonce's CRC changes in it: reckoned
/// once, where putting the parts' CRCs together anew would take longer than copying the page.
#[derive(Debug)]
struct Check {
    hole: usize,
    length: u32,
    crc: u32,
    changes: [u32; 32],
}

impl Check {
    fn new<'p>(parts: impl Iterator<Item = &'p [u8]>, hole: usize) -> Check {
        let parts: Vec<Hasher> = parts
            .map(|text| {
                let mut hasher = Hasher::new();
                hasher.update(text);
                hasher
            })
            .collect();
        let whole = |nonce: u32| {
            let nonce = Hasher::new_with_initial_len(nonce, hole as u64);
            let mut whole = Hasher::new();
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    whole.combine(&nonce);
                }
                whole.combine(part);
            }
            whole
        };
        let crc = whole(0).finalize();
        let changes = std::array::from_fn(|bit| whole(1 << bit).finalize() ^ crc);
        // As the format has it: modulo 2^32.
        Check { hole, length: whole(0).total_len() as u32, crc, changes }
    }

    /// CRC and length of the page with a nonce; `None` where that is of another length.
    fn with(&self, nonce: &[u8]) -> Option<(u32, u32)> {
        let bits = crc32fast::hash(nonce);
        let changed = (0..32).filter(|bit| bits >> bit & 1 == 1).map(|bit| self.changes[bit]);
        let crc = changed.fold(self.crc, |crc, change| crc ^ change);
        (nonce.len() == self.hole).then_some((crc, self.length))
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
            for nonce in ["q-7_o", "NONCE", "\0\0\0\0\0", "zzzzz"] {
                let expected = page.replace("NONCE", nonce);
                assert_eq!(String::from_utf8(spliced.plain(nonce)).unwrap(), expected);
                assert_eq!(unpacked(&spliced.gzip(nonce).unwrap()), expected);
            }
            assert_eq!(spliced.gzip("longer"), None);
        }
        let spliced = Spliced::cut(&long, "NONCE").unwrap();
        assert!(spliced.gzip("q-7_o").unwrap().len() < long.len() / 20);
    }
}
