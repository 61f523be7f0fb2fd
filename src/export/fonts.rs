//! The program's own typefaces, with which the server draws text itself: no font of the machine is looked at,
//! so a picture is the same on every machine. Public Sans is first, and Roboto has the letters that it lacks:
//! Greek, Cyrillic, Vietnamese.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::usvg::{Error, FallbackSelectionFn, FontResolver, Options, Tree, fontdb};
use ttf_parser::Face;

use crate::chart::Drawing;

include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for file in FONT_FILES {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

static FACES: LazyLock<Vec<Face>> =
    LazyLock::new(|| FONT_FILES.iter().filter_map(|file| Face::parse(file, 0).ok()).collect());

/// How many letters [`note`] names.
const NAMED: usize = 6;

/// An SVG, read, with its texts laid out. A letter that every typeface lacks is the box that typefaces have for
/// such: [`note`] says so.
pub fn tree(svg: &str) -> Result<Tree, Error> {
    let font_resolver = FontResolver { select_fallback: fallback(), ..FontResolver::default() };
    let (font_family, fontdb) = ("Public Sans".to_owned(), FONTS.clone());
    Tree::from_str(svg, &Options { font_family, fontdb, font_resolver, ..Options::default() })
}

/// What has to be said beside a text, or the SVG that holds it, that has letters which every typeface lacks.
pub fn note(text: &str) -> Option<String> {
    let lacking: BTreeSet<char> = text.chars().filter(|c| !c.is_ascii() && lacks(*c)).collect();
    let named: Vec<String> = lacking.iter().take(NAMED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let more = match lacking.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = named.join(", ");
    let said =
        || format!("An empty box stands for a letter that this file has no typeface for: {named}{more}.");
    (!lacking.is_empty()).then(said)
}

/// A drawing, with a note under it where it has letters that every typeface lacks. `draw` is given the note.
pub fn noted(mut draw: impl FnMut(Option<String>) -> Drawing) -> Drawing {
    let drawing = draw(None);
    match note(&drawing.svg) {
        Some(note) => draw(Some(note)),
        None => drawing,
    }
}

/// The first typeface that has a letter which those tried before lack.
fn fallback() -> FallbackSelectionFn<'static> {
    Box::new(|c, tried, fonts| {
        let mut others = fonts.faces().filter(|face| !tried.contains(&face.id));
        others.find(|face| has(fonts, face.id, c)).map(|face| face.id)
    })
}

fn has(fonts: &fontdb::Database, id: fontdb::ID, c: char) -> bool {
    let glyph = |data: &[u8], index| Face::parse(data, index).ok()?.glyph_index(c);
    fonts.with_face_data(id, glyph).flatten().is_some()
}

fn lacks(c: char) -> bool {
    !is_silent(c) && FACES.iter().all(|face| face.glyph_index(c).is_none())
}

/// Marks of direction and of joining, which are not drawn.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_without_a_typeface_are_noted() {
        for drawn in
            ["", "83% — “quoted” · ąłő", "Überprüfung", "Ελλάδα", "Оружие", "Việt Nam", "a\u{202E}b\u{ad}"]
        {
            assert_eq!(note(drawn), None, "{drawn}");
        }
        for (text, named) in
            [("字 a 汉 字", "U+5B57, U+6C49."), ("\u{1F600}", "U+1F600."), ("שלום", "U+05DC, ")]
        {
            let said = note(text).unwrap();
            assert!(said.contains(named), "{said}");
        }
        assert!(note("一丁七万丈三上下").unwrap().ends_with("U+4E09 and 2 more."));
    }

    /// How many different outlines a text has.
    fn outlines(text: &str) -> usize {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"90\"><text x=\"2\" y=\"50\" \
             font-size=\"40\" font-family=\"Public Sans, sans-serif\">{text}</text></svg>"
        );
        let mut pixels = resvg::tiny_skia::Pixmap::new(400, 90).unwrap();
        resvg::render(&tree(&svg).unwrap(), Default::default(), &mut pixels.as_mut());
        pixels.pixels().iter().filter(|pixel| pixel.alpha() > 127).count()
    }

    #[test]
    fn a_letter_that_the_first_typeface_lacks_is_drawn_with_the_second() {
        // Letters of other alphabets that look alike are drawn alike, and unlike the box.
        let box_of = outlines("字");
        for letter in ["Ж", "Ω", "ế"] {
            assert_ne!(outlines(letter), box_of, "{letter}");
        }
        assert_eq!(outlines("汉"), box_of);
    }
}
