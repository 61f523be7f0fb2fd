//! What stands on a page: blocks of text, rows of a table, pictures. All lengths in points.

use crate::chart::font::Face;
use crate::domain::status::Status;
use crate::export::fonts;
use crate::export::pdf::POINTS;
use crate::model::board::{Board, BoardGoal, BoardMeasure};

use super::picture;

/// A sheet of US Letter.
pub const SHEET: (f32, f32) = (612.0, 792.0);
/// What is left free at the sides, and at head and foot for the words that stand on every page.
pub const MARGIN: f32 = 54.0;
pub const WIDTH: f32 = SHEET.0 - 2.0 * MARGIN;
/// The room that a page has for its blocks.
pub const HEIGHT: f32 = SHEET.1 - 2.0 * MARGIN - 12.0;

/// How far a heading stands below what is before it.
const APART: f32 = 12.0;

pub const INK: &str = "#1b1b1b";
pub const SOFT: &str = "#565c65";
const MADE_UP: &str = "#6c4a00";

/// A line of text: its left end and its baseline, from the upper left of its block.
#[derive(Clone, Debug)]
pub struct Line {
    pub x: f32,
    pub y: f32,
    pub text: String,
    pub face: Face,
    pub ink: &'static str,
}

/// Lines that belong together.
pub type Lines = Vec<Line>;

/// What a block is, for whoever hears the paper.
#[derive(Debug)]
pub enum Content<'b> {
    Heading(u16, Lines),
    Paragraph(Lines),
    /// Cells of the table's head.
    Head(Vec<Lines>),
    /// Cells of a row, the first of which names it.
    Row(Vec<Lines>),
    Picture(&'b BoardMeasure),
}

#[derive(Debug)]
pub struct Block<'b> {
    pub content: Content<'b>,
    pub height: f32,
    /// Room below it.
    pub gap: f32,
    /// Stands on one page with what follows it.
    pub keep: bool,
    /// Stands in the reader's list of places.
    pub place: Option<String>,
}

/// Title, sentence and notes, the table of all measures, then their charts.
pub fn of_board(board: &Board) -> Vec<Block<'_>> {
    let mut below: Vec<Block> = board.goals.iter().flat_map(of_goal).collect();
    if board.measures().next().is_some() {
        below.push(heading(2, "Charts", 15.0));
    }
    for goal in &board.goals {
        below.push(heading(3, &goal.name, 12.0));
        below.extend(goal.measures.iter().map(chart));
    }
    let mut blocks = vec![heading(1, &board.title, 20.0)];
    let paragraphs =
        [(board.sentence.as_str(), 12.0, INK), (&board.told, 10.0, INK), (&board.narrowed, 9.0, SOFT)];
    blocks.extend(paragraphs.into_iter().filter_map(|(text, size, ink)| paragraph(text, size, ink)));
    let letters: String = blocks.iter().chain(&below).flat_map(Block::texts).collect();
    let notes = board.notes().into_iter().chain(fonts::note(&letters));
    blocks.extend(notes.filter_map(|note| paragraph(&note, 9.0, MADE_UP)));
    blocks.append(&mut below);
    blocks
}

impl Block<'_> {
    /// The texts that stand in it; those of a picture stand in the picture.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let lines: Vec<&Line> = match &self.content {
            Content::Heading(_, lines) | Content::Paragraph(lines) => lines.iter().collect(),
            Content::Head(cells) | Content::Row(cells) => cells.iter().flatten().collect(),
            Content::Picture(_) => Vec::new(),
        };
        lines.into_iter().map(|line| line.text.as_str())
    }
}

fn paragraph(text: &str, size: f64, ink: &'static str) -> Option<Block<'static>> {
    let (lines, height) = set(text, Face::regular(size), ink, 0.0, WIDTH);
    (!text.is_empty()).then(|| block(Content::Paragraph(lines), height, 5.0))
}

fn of_goal(goal: &BoardGoal) -> Vec<Block<'_>> {
    let mut blocks = vec![heading(2, &goal.name, 13.0)];
    let mut about = goal.level.to_owned();
    if !goal.leader.is_empty() {
        about.push_str(&format!("; goal leader: {}", goal.leader));
    }
    let (lines, height) = set(&about, Face::regular(8.5), SOFT, 0.0, WIDTH);
    blocks.push(Block { keep: true, ..block(Content::Paragraph(lines), height, 4.0) });
    blocks.push(head());
    blocks.extend(goal.measures.iter().map(row));
    blocks
}

/// The columns of the table: where each begins, and how wide it is.
const COLUMNS: [(&str, f32, f32); 5] = [
    ("Measure", 0.0, 184.0),
    ("Period", 192.0, 58.0),
    ("Actual", 256.0, 62.0),
    ("Target", 324.0, 70.0),
    ("Status", 400.0, 104.0),
];

fn head() -> Block<'static> {
    let cell = |(name, x, width): (&str, f32, f32)| set(name, Face::semibold(8.0), SOFT, x, width).0;
    let height = Face::semibold(8.0).leading() as f32 + 3.0;
    Block { keep: true, ..block(Content::Head(COLUMNS.map(cell).into()), height, 5.0) }
}

/// How a measure stands, in words.
fn row(one: &BoardMeasure) -> Block<'_> {
    let measure = &one.measure;
    let made_up = if measure.illustrative { "Illustrative" } else { "" };
    let about = format!("{} · {}", measure.code, measure.office);
    let status = one.judgement.status;
    let (bold, plain, small) = (Face::semibold(8.5), Face::regular(8.5), Face::regular(7.5));
    let [name_at, period_at, actual_at, target_at, status_at] = COLUMNS.map(|(_, x, width)| (x, width));
    let cells = [
        cell(
            name_at,
            &[
                (&measure.name, bold, INK),
                (&about, small, SOFT),
                (made_up, small, MADE_UP),
                (&measure.marking, small, SOFT),
            ],
        ),
        cell(period_at, &[(&one.period.label(), plain, INK)]),
        cell(actual_at, &[(&one.actual_words(), bold, INK)]),
        cell(target_at, &[(&one.target_words(), plain, INK)]),
        cell(
            status_at,
            &[(&sentence_case(status.label()), bold, ink_of(status)), (&one.judgement.reason, small, SOFT)],
        ),
    ];
    let height = cells.iter().map(|(_, height)| *height).fold(0.0, f32::max);
    block(Content::Row(cells.into_iter().map(|(lines, _)| lines).collect()), height + 4.0, 4.0)
}

/// Texts one below the other in a column; a long one is cut at six lines, and its chart has it whole.
fn cell((x, width): (f32, f32), texts: &[(&str, Face, &'static str)]) -> (Lines, f32) {
    let (mut lines, mut height) = (Vec::new(), 0.0);
    for (text, face, ink) in texts.iter().filter(|(text, ..)| !text.is_empty()) {
        let wrapped = face.wrap_at_most(text, f64::from(width), 6);
        height += stack(&mut lines, wrapped, *face, ink, (x, height));
    }
    (lines, height)
}

/// A picture across the page, made smaller where its words need more than a page.
fn chart(one: &BoardMeasure) -> Block<'_> {
    let height = (picture(one).height as f32 * POINTS).min(HEIGHT);
    let place = Some(one.measure.name.clone());
    Block { place, ..block(Content::Picture(one), height, 14.0) }
}

fn heading(level: u16, text: &str, size: f64) -> Block<'static> {
    let (mut lines, mut height) = set(text, Face::semibold(size), INK, 0.0, WIDTH);
    if level > 1 {
        // Apart from what stands before it.
        lines.iter_mut().for_each(|line| line.y += APART);
        height += APART;
    }
    let place = Some(text.to_owned());
    Block { keep: true, place, ..block(Content::Heading(level, lines), height, 2.0) }
}

fn block(content: Content<'_>, height: f32, gap: f32) -> Block<'_> {
    Block { content, height, gap, keep: false, place: None }
}

/// Breaks a text into lines; at most a dozen, so that no text is longer than a page.
fn set(text: &str, face: Face, ink: &'static str, x: f32, width: f32) -> (Lines, f32) {
    let mut lines = Vec::new();
    let wrapped = face.wrap_at_most(text, f64::from(width), 12);
    let height = stack(&mut lines, wrapped, face, ink, (x, 0.0));
    (lines, height)
}

/// Puts lines one below the other, and gives their height.
fn stack(into: &mut Lines, texts: Vec<String>, face: Face, ink: &'static str, (x, top): (f32, f32)) -> f32 {
    let leading = face.leading() as f32;
    for (at, text) in texts.iter().enumerate() {
        let y = top + leading * at as f32 + face.size as f32;
        into.push(Line { x, y, text: text.clone(), face, ink });
    }
    leading * texts.len() as f32
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The colours of the page, on white.
fn ink_of(status: Status) -> &'static str {
    match status {
        Status::Met => "#04705f",
        Status::OnTrack => "#005ea2",
        Status::AtRisk => "#946400",
        Status::OffTrack => "#a50f0f",
        Status::NoTarget | Status::NoData | Status::NotDue => SOFT,
    }
}
