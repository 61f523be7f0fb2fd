//! Which page each block stands on.

use super::block::{Block, Content, HEIGHT};

/// A block on a page: how far below the page's first, and which of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub y: f32,
    pub block: usize,
    /// A table's head that stands there once more, since the table goes on.
    pub again: bool,
}

/// Fills page after page. What stands together with what follows it goes to the next page with that; a table that goes
/// on there has its head again.
pub fn pages(blocks: &[Block]) -> Vec<Vec<Placed>> {
    let mut pages: Vec<Vec<Placed>> = vec![Vec::new()];
    let (mut y, mut head) = (0.0, None);
    for (at, block) in blocks.iter().enumerate() {
        let starts = pages.last().is_none_or(Vec::is_empty);
        if !starts && y + wanted(&blocks[at..]) > HEIGHT {
            pages.push(Vec::new());
            y = 0.0;
        }
        let Some(page) = pages.last_mut() else { continue };
        if let (true, Content::Row(_), Some(head)) = (page.is_empty(), &block.content, head) {
            page.push(Placed { y, block: head, again: true });
            y += blocks[head].height + blocks[head].gap;
        }
        page.push(Placed { y, block: at, again: false });
        y += block.height + block.gap;
        match block.content {
            Content::Head(_) => head = Some(at),
            Content::Row(_) => {}
            _ => head = None,
        }
    }
    pages
}

/// The height of the first of some blocks with all that stands together with it, as far as a page goes.
fn wanted(blocks: &[Block]) -> f32 {
    let mut height = 0.0;
    for block in blocks {
        if height + block.height > HEIGHT {
            break;
        }
        height += block.height;
        if !block.keep {
            break;
        }
        height += block.gap;
    }
    height
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(content: Content<'static>, height: f32, keep: bool) -> Block<'static> {
        Block { content, height, gap: 0.0, keep, place: None }
    }

    #[test]
    fn a_table_goes_on_with_its_head_and_no_heading_stands_alone() {
        let mut blocks = vec![
            block(Content::Heading(1, Vec::new()), 20.0, true),
            block(Content::Head(Vec::new()), 10.0, true),
        ];
        blocks.extend((0..8).map(|_| block(Content::Row(Vec::new()), 90.0, false)));
        blocks.push(block(Content::Heading(2, Vec::new()), 20.0, true));
        blocks.push(block(Content::Paragraph(Vec::new()), HEIGHT - 30.0, false));
        blocks.push(block(Content::Paragraph(Vec::new()), HEIGHT, false));
        let pages = pages(&blocks);
        assert_eq!(pages.len(), 4);
        let second = &pages[1];
        assert_eq!((second[0].block, second[0].again, second[1].y), (1, true, 10.0));
        let third: Vec<usize> = pages[2].iter().map(|placed| placed.block).collect();
        assert_eq!(third, [10, 11]);
        let placed = pages.iter().flatten().filter(|placed| !placed.again).count();
        assert_eq!(placed, blocks.len());
        for page in &pages {
            let last = page.last().unwrap();
            assert!(last.y + blocks[last.block].height <= HEIGHT);
        }
    }
}
