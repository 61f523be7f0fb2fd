//! SVG into PDF: lines stay lines, and text stays text in the program's own typeface, which the file carries.
//! Files are tagged, so that a screen reader finds headings, tables, and the words of each picture.

use chrono::{Datelike, NaiveDate};
use krilla::Document;
use krilla::geom::{Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, Identifier, Node, Tag, TagGroup, TagTree};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::fonts;
use crate::chart::Drawing;

/// Points in a CSS pixel.
pub(super) const POINTS: f32 = 0.75;

/// Why a PDF could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the SVG cannot be read: {0}")]
    Svg(#[from] resvg::usvg::Error),
    #[error("{width} by {height} points are no page")]
    Size { width: f32, height: f32 },
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

/// A drawing that leaves the page ([`crate::chart::Frame::Export`]) on a page of its own size. `drawn_on` is
/// the day that the file gives as its own.
pub fn chart(drawing: &Drawing, drawn_on: NaiveDate) -> Result<Vec<u8>, PdfError> {
    let (width, height) = (drawing.width as f32 * POINTS, drawing.height as f32 * POINTS);
    let mut document = Document::new();
    let mut page = document.start_page_with(settings(width, height)?);
    let mut surface = page.surface();
    let drawn = place(&mut surface, &drawing.svg, (0.0, 0.0), (width, height), ContentTag::Other)?;
    surface.finish();
    page.finish();
    let mut tags = TagTree::new().with_lang(Some("en".to_owned()));
    tags.push(TagGroup::with_children(Tag::Figure(Some(words(drawing))), vec![Node::Leaf(drawn)]));
    document.set_tag_tree(tags);
    document.set_metadata(about(&drawing.title, &drawing.summary, drawn_on));
    finish(document)
}

/// What a picture shows, for those who don't see it.
pub(super) fn words(drawing: &Drawing) -> String {
    format!("{}. {}", drawing.title.trim_end_matches('.'), drawing.summary)
}

pub(super) fn settings(width: f32, height: f32) -> Result<PageSettings, PdfError> {
    PageSettings::from_wh(width, height).ok_or(PdfError::Size { width, height })
}

pub(super) fn about(title: &str, summary: &str, drawn_on: NaiveDate) -> Metadata {
    let day = DateTime::new(drawn_on.year().clamp(1, 9999) as u16);
    Metadata::new()
        .title(title.to_owned())
        .description(summary.to_owned())
        .creator("Yardstick".to_owned())
        .language("en".to_owned())
        .creation_date(day.month(drawn_on.month() as u8).day(drawn_on.day() as u8))
}

pub(super) fn finish(document: Document) -> Result<Vec<u8>, PdfError> {
    document.finish().map_err(|error| PdfError::Pdf(format!("{error:?}")))
}

/// Draws an SVG at a place of the page, with its upper left there, in a room: all three in points. Gives the
/// name by which a tag holds it.
pub(super) fn place(
    surface: &mut Surface,
    svg: &str,
    (x, y): (f32, f32),
    (width, height): (f32, f32),
    tag: ContentTag,
) -> Result<Identifier, PdfError> {
    let tree = fonts::tree(svg)?;
    let room = Size::from_wh(width, height).ok_or(PdfError::Size { width, height })?;
    let identifier = surface.start_tagged(tag);
    surface.push_transform(&Transform::from_translate(x, y));
    let _ = surface.draw_svg(&tree, room, SvgSettings::default());
    surface.pop();
    surface.end_tagged();
    Ok(identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(text: &str) -> Drawing {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"200\"><text x=\"9\" y=\"50\" \
             font-size=\"20\" fill=\"#000\" font-family=\"Public Sans, sans-serif\">{text}</text></svg>"
        );
        Drawing { svg, width: 400, height: 200, marks: Vec::new(), title: "T".into(), summary: "S.".into() }
    }

    #[test]
    fn a_letter_that_the_typeface_lacks_breaks_nothing() {
        for text in ["83%", "", "Überprüfung ąłő", "汉字 \u{1F600}", "\u{202E}abc \u{0301}", "שלום مرحبا"]
        {
            let bytes = chart(&drawing(text), "2026-11-24".parse().unwrap()).unwrap();
            assert!(bytes.starts_with(b"%PDF-1.") && bytes.len() > 500, "{text}");
        }
    }

    #[test]
    fn what_is_no_svg_is_an_error() {
        let broken = Drawing { svg: "<svg".into(), ..drawing("") };
        assert!(chart(&broken, "2026-11-24".parse().unwrap()).is_err());
    }
}
