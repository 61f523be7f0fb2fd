//! Pages into PDF.

use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use super::block::{Block, Content, HEIGHT, INK, Line, Lines, MARGIN, SHEET, SOFT, WIDTH};
use super::layout::Placed;
use super::picture;
use crate::chart::font::Face;
use crate::chart::push_escaped;
use crate::domain::date::in_words;
use crate::export::pdf::{self, POINTS, PdfError};
use crate::model::board::{Board, BoardMeasure};

/// Where the blocks of a page begin.
const TOP: f32 = MARGIN + 12.0;

/// A paper that is being drawn.
struct Paper<'b> {
    blocks: &'b [Block<'b>],
    tags: TagTree,
    /// The table that is being drawn.
    table: Option<TagGroup>,
    places: Outline,
}

pub fn pages(board: &Board, pages: &[Vec<Placed>], blocks: &[Block]) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new();
    let tags = TagTree::new().with_lang(Some("en".to_owned()));
    let mut paper = Paper { blocks, tags, table: None, places: Outline::new() };
    for (number, placed) in pages.iter().enumerate() {
        let mut page = document.start_page_with(pdf::settings(SHEET.0, SHEET.1)?);
        let mut surface = page.surface();
        around(&mut surface, board, number + 1, pages.len())?;
        for one in placed {
            paper.block(&mut surface, *one, number)?;
        }
        surface.finish();
        page.finish();
    }
    paper.end_table();
    document.set_tag_tree(paper.tags);
    document.set_outline(paper.places);
    document.set_metadata(pdf::about(&board.title, &board.sentence, board.retrieved_on));
    pdf::finish(document)
}

impl Paper<'_> {
    fn block(&mut self, surface: &mut Surface, placed: Placed, page: usize) -> Result<(), PdfError> {
        let block = &self.blocks[placed.block];
        let y = TOP + placed.y;
        if let (Some(text), false) = (&block.place, placed.again) {
            let there = XyzDestination::new(page, Point::from_xy(MARGIN, y));
            let short: String = text.chars().take(120).collect();
            self.places.push_child(OutlineNode::new(short, there));
        }
        if !matches!(block.content, Content::Head(_) | Content::Row(_)) {
            self.end_table();
        }
        match &block.content {
            Content::Heading(level, lines) => {
                let level = std::num::NonZeroU16::new(*level).unwrap_or(std::num::NonZeroU16::MIN);
                let title = block.place.clone();
                let group = words(surface, lines, y, block.height, Tag::Hn(level, title).into())?;
                self.tags.push(group);
            }
            Content::Paragraph(lines) => {
                let group = words(surface, lines, y, block.height, Tag::P.into())?;
                self.tags.push(group);
            }
            Content::Head(cells) => {
                rule(surface, y + block.height, INK)?;
                if placed.again {
                    return cells.iter().try_for_each(|lines| aside(surface, lines, y, block.height));
                }
                self.end_table();
                let row = row(surface, cells, y, block.height, |_| Some(TableHeaderScope::Column))?;
                self.table = Some(TagGroup::with_children(Tag::Table, vec![row.into()]));
            }
            Content::Row(cells) => {
                rule(surface, y + block.height, "#a9aeb1")?;
                let scope = |at| (at == 0).then_some(TableHeaderScope::Row);
                let row = row(surface, cells, y, block.height, scope)?;
                if let Some(table) = &mut self.table {
                    table.push(row);
                }
            }
            Content::Picture(one) => {
                let group = figure(surface, one, y)?;
                self.tags.push(group);
            }
        }
        Ok(())
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.tags.push(table);
        }
    }
}

/// What stands on every page and belongs to none: title and marking above, day and number below.
fn around(surface: &mut Surface, board: &Board, number: usize, count: usize) -> Result<(), PdfError> {
    let face = Face::regular(8.0);
    let cut = |text: &str, room: f32| face.wrap_at_most(text, f64::from(room), 1).pop().unwrap_or_default();
    let ends_at = |text: String, x: f32, y: f32| {
        let x = x - face.width(&text) as f32;
        Line { x, y, text, face, ink: SOFT }
    };
    let markings = cut(&board.markings().join("; "), WIDTH * 0.45);
    let title = cut(&board.title, WIDTH * 0.5);
    let foot = SHEET.1 - 30.0;
    let made_up = board.measures().any(|one| one.measure.illustrative);
    let made_up = if made_up { " Contains illustrative figures, made up." } else { "" };
    let retrieved = format!("Retrieved {} from Yardstick.{made_up}", in_words(board.retrieved_on));
    let lines = vec![
        Line { x: 0.0, y: 36.0, text: title, face, ink: SOFT },
        ends_at(markings, WIDTH, 36.0),
        Line { x: 0.0, y: foot, text: retrieved, face, ink: SOFT },
        ends_at(format!("Page {number} of {count}"), WIDTH, foot),
    ];
    aside(surface, &lines, 0.0, SHEET.1)?;
    rule(surface, 42.0, "#a9aeb1")
}

/// Draws lines as a part of the text.
fn words(
    surface: &mut Surface,
    lines: &Lines,
    y: f32,
    height: f32,
    tag: TagKind,
) -> Result<TagGroup, PdfError> {
    let drawn = pdf::place(surface, &svg(lines, height), (MARGIN, y), (WIDTH, height), ContentTag::Other)?;
    Ok(TagGroup::with_children(tag, vec![Node::Leaf(drawn)]))
}

/// Draws lines that are not part of the text.
fn aside(surface: &mut Surface, lines: &Lines, y: f32, height: f32) -> Result<(), PdfError> {
    let tag = ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther));
    pdf::place(surface, &svg(lines, height), (MARGIN, y), (WIDTH, height), tag).map(|_| ())
}

fn row(
    surface: &mut Surface,
    cells: &[Lines],
    y: f32,
    height: f32,
    heads: impl Fn(usize) -> Option<TableHeaderScope>,
) -> Result<TagGroup, PdfError> {
    let mut row = TagGroup::new(Tag::TR);
    for (at, lines) in cells.iter().enumerate() {
        let tag: TagKind = match heads(at) {
            Some(scope) => Tag::TH(scope).into(),
            None => Tag::TD.into(),
        };
        row.push(words(surface, lines, y, height, tag)?);
    }
    Ok(row)
}

fn figure(surface: &mut Surface, one: &BoardMeasure, y: f32) -> Result<TagGroup, PdfError> {
    let drawing = picture(one);
    let (width, height) = (drawing.width as f32 * POINTS, drawing.height as f32 * POINTS);
    let factor = (HEIGHT / height).min(1.0);
    let room = (width * factor, height * factor);
    let drawn = pdf::place(surface, &drawing.svg, (MARGIN, y), room, ContentTag::Other)?;
    Ok(TagGroup::with_children(Tag::Figure(Some(pdf::words(&drawing))), vec![Node::Leaf(drawn)]))
}

/// A line across the page.
fn rule(surface: &mut Surface, y: f32, ink: &str) -> Result<(), PdfError> {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"1\"><path d=\"M0 .5H{WIDTH}\" \
         stroke=\"{ink}\" stroke-width=\".6\"/></svg>"
    );
    let tag = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout));
    pdf::place(surface, &svg, (MARGIN, y), (WIDTH, 1.0), tag).map(|_| ())
}

/// Lines of text as a picture as wide as the page.
fn svg(lines: &Lines, height: f32) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"Public Sans, sans-serif\">"
    );
    for Line { x, y, text, face, ink } in lines {
        let weight = if face.semibold { 600 } else { 400 };
        svg.push_str(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" font-weight=\"{weight}\" fill=\"{ink}\">",
            face.size
        ));
        push_escaped(&mut svg, text);
        svg.push_str("</text>");
    }
    svg + "</svg>"
}
