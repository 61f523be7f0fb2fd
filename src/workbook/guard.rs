//! What a file must not be before anybody opens it as a workbook: too large, packed to overwhelm, or a
//! program.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The largest file, in bytes.
pub const LARGEST: u64 = 20 * MEGABYTE;
/// How much the parts of a workbook may have together once unpacked. A hundred thousand figures take a
/// third of it.
const UNPACKED: u64 = 128 * MEGABYTE;
/// How many parts a workbook may have.
const PARTS: usize = 1000;

const MEGABYTE: u64 = 1024 * 1024;

/// What the older, binary formats begin with, and a workbook with a password too.
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0";

const DAMAGED: &str = "the file is damaged; open it in the spreadsheet, save it as .xlsx and try again";
const MACROS: &str = "the workbook has macros, which are not taken; save it as “Excel Workbook (.xlsx)”";
const BOMB: &str = "the workbook unpacks to more than 128 MB, which is not read";

/// Looks through the whole file without keeping more than one part of it.
///
/// # Errors
/// One sentence for a person, which says what to do.
pub fn check(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() as u64 > LARGEST {
        let megabytes = (bytes.len() as u64).div_ceil(MEGABYTE);
        return Err(format!("the workbook has {megabytes} MB; the largest that is read has 20 MB"));
    }
    if bytes.starts_with(COMPOUND_FILE) {
        let why =
            "this is an old workbook (.xls), or one with a password; save it as .xlsx without a password";
        return Err(why.into());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| "this is no workbook; save it as “Excel Workbook (.xlsx)”".to_owned())?;
    if archive.len() > PARTS || archive.has_duplicate_names() {
        return Err(DAMAGED.into());
    }
    let mut declared = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| DAMAGED)?;
        if part.name().map_err(|_| DAMAGED)?.to_lowercase().ends_with("vbaproject.bin") {
            return Err(MACROS.into());
        }
        declared = declared.saturating_add(part.size());
    }
    if declared > UNPACKED {
        return Err(BOMB.into());
    }
    unpack(&mut archive)
}

/// Unpacks each part, since what the directory declares need not be true.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), String> {
    let mut left = UNPACKED;
    let mut part = Vec::new();
    for at in 0..archive.len() {
        part.clear();
        let packed = archive.by_index(at).map_err(|_| DAMAGED)?;
        let name = packed.name().map_err(|_| DAMAGED)?.to_lowercase();
        let size = packed.take(left + 1).read_to_end(&mut part).map_err(|_| DAMAGED)? as u64;
        left = left.checked_sub(size).ok_or(BOMB)?;
        let is_markup = name.ends_with(".xml") || name.ends_with(".rels");
        // A NUL byte: UTF-16, which none writes, and in which nothing would be found here.
        if is_markup && part.contains(&0) || name.ends_with("sharedstrings.xml") && boasts(&part) {
            return Err(DAMAGED.into());
        }
        if name == "[content_types].xml" && contains(&part, b"macroEnabled") {
            return Err(MACROS.into());
        }
    }
    Ok(())
}

/// Whether a part claims to have more texts than it has bytes. The reader makes room for as many as it
/// claims, before it has seen any.
fn boasts(part: &[u8]) -> bool {
    const CLAIM: &[u8] = b"uniqueCount";
    let claims = part.windows(CLAIM.len()).enumerate().filter(|(_, window)| *window == CLAIM);
    claims.map(|(at, _)| &part[at + CLAIM.len()..]).any(|rest| {
        let digits = rest.iter().skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\''));
        let digits: Vec<u8> = digits.copied().take_while(u8::is_ascii_digit).take(20).collect();
        let count = String::from_utf8_lossy(&digits).parse::<u64>();
        !digits.is_empty() && count.map_or(true, |count| count > part.len() as u64)
    })
}

fn contains(part: &[u8], word: &[u8]) -> bool {
    part.windows(word.len()).any(|window| window == word)
}
