//! Workbooks with charts that Excel knows as its own, each beside its figures: whoever takes one along can go on
//! drawing. Texts stay texts, whatever they look like.
//!
//! # Layout
//! - [`block`]: a measure's words, figures and chart, somewhere on a sheet.
//! - [`native`]: the charts.
//! - [`names`]: what sheets may be called.

mod block;
mod names;
mod native;

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::csv::MeasureData;
use crate::chart::{self, ChartSpec};
use crate::domain::date::in_words;
use crate::domain::measure::Measure;
use crate::model::board::{Board, BoardGoal};

use block::{Block, Looks, put};
use names::Names;

/// The most measures that one workbook holds with their charts.
pub const MOST: usize = 2_000;

/// A measure's figures as they were asked for, beside a chart of them; a second sheet with the figures by category,
/// where they were asked for; and what there is to know about the measure. `spec` is the picture that the page
/// has of them.
pub fn measure(data: &MeasureData, spec: &ChartSpec) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (Workbook::new(), Looks::new());
    let measure = data.measure;
    workbook.set_properties(&properties(&measure.name, &spec.footnotes.join(" ")));
    let sheet = set_up(workbook.add_worksheet(), "Figures", &measure.marking)?;
    let block = Block { measure, points: data.points, spec };
    block.write(sheet, "Figures", 0, &looks)?;
    if let Some(breakdown) = data.breakdown {
        let sheet = set_up(workbook.add_worksheet(), "By category", &measure.marking)?;
        block.write_categories(sheet, "By category", breakdown, &looks)?;
    }
    let sheet = set_up(workbook.add_worksheet(), "About", &measure.marking)?;
    write_about(sheet, measure, data.retrieved_on, &looks)?;
    workbook.save_to_buffer()
}

/// The dashboard: a summary, and a sheet for each goal with the figures and the chart of each of its measures.
pub fn board(board: &Board) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (Workbook::new(), Looks::new());
    workbook.set_properties(&properties(&board.title, &board.notes().join(" ")));
    let marking = board.markings().join("; ");
    let mut names = Names::with(&["Summary"]);
    set_up(workbook.add_worksheet(), "Summary", &marking)?;
    let mut places = Vec::new();
    for goal in &board.goals {
        let name = names.of(&goal.name);
        let sheet = set_up(workbook.add_worksheet(), &name, &marking)?;
        places.extend(write_goal(sheet, &name, goal, board, &looks)?);
    }
    write_summary(workbook.worksheet_from_name("Summary")?, board, &places, &looks)?;
    workbook.save_to_buffer()
}

fn properties(title: &str, comment: &str) -> DocProperties {
    let short = |text: &str| text.chars().take(250).collect::<String>();
    DocProperties::new().set_title(short(title)).set_comment(short(comment)).set_author("Yardstick")
}

/// A sheet that prints on a paper's width, with the marking at the head of each page.
fn set_up<'w>(sheet: &'w mut Worksheet, name: &str, marking: &str) -> Result<&'w mut Worksheet, XlsxError> {
    // In a header “&” begins a command.
    let marking: String = marking.chars().take(100).collect::<String>().replace('&', "&&");
    sheet.set_name(name)?.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L{marking}&RYardstick")).set_footer("&L&A&RPage &P of &N");
    Ok(sheet)
}

/// The measures of a goal, one below the other. Gives the place of each: its sheet and its row, counted from 1.
fn write_goal(
    sheet: &mut Worksheet,
    name: &str,
    goal: &BoardGoal,
    board: &Board,
    looks: &Looks,
) -> Result<Vec<(String, u32)>, XlsxError> {
    put(sheet, (0, 0), &goal.name, &looks.title)?;
    let leader =
        if goal.leader.is_empty() { String::new() } else { format!("; goal leader: {}", goal.leader) };
    put(sheet, (1, 0), &format!("{}{leader}", goal.level), &looks.soft)?;
    let (mut line, mut places) = (3, Vec::new());
    for one in &goal.measures {
        let (points, selection) = (one.points(), one.selection());
        let mut spec = chart::of_measure(&one.measure, one.baseline.as_ref(), &one.series, &selection);
        spec.footnotes.push(format!("Retrieved {} from Yardstick.", in_words(board.retrieved_on)));
        let block = Block { measure: &one.measure, points: &points, spec: &spec };
        places.push((name.to_owned(), line + 1));
        line = block.write(sheet, name, line, looks)?;
    }
    Ok(places)
}

/// The columns of the summary, each with its width in characters.
const SUMMARY: [(&str, f64); 15] = [
    ("goal", 30.0),
    ("measure", 40.0),
    ("code", 20.0),
    ("office", 10.0),
    ("period", 12.0),
    ("actual", 12.0),
    ("target", 12.0),
    ("unit", 12.0),
    ("status", 11.0),
    ("judgement", 50.0),
    ("source", 24.0),
    ("caveat", 40.0),
    ("marking", 20.0),
    ("illustrative", 11.0),
    ("chart", 8.0),
];

fn write_summary(
    sheet: &mut Worksheet,
    board: &Board,
    places: &[(String, u32)],
    looks: &Looks,
) -> Result<(), XlsxError> {
    put(sheet, (0, 0), &board.title, &looks.title)?;
    let mut line = 1;
    let retrieved = format!("Retrieved {} from Yardstick.", in_words(board.retrieved_on));
    let said =
        [board.sentence.clone(), board.told.clone(), board.narrowed.clone()].into_iter().chain(board.notes());
    for text in said.chain([retrieved]).filter(|text| !text.is_empty()) {
        put(sheet, (line, 0), &text, &looks.text)?;
        line += 1;
    }
    line += 1;
    let head = line;
    for (at, (name, width)) in (0..).zip(SUMMARY) {
        sheet.set_column_width(at, width)?;
        put(sheet, (head, at), name, &looks.head)?;
    }
    let rows = board.goals.iter().flat_map(|goal| goal.measures.iter().map(move |one| (goal, one)));
    for ((goal, one), (name, place)) in rows.zip(places) {
        line += 1;
        let measure = &one.measure;
        let yes = if measure.illustrative { "yes" } else { "no" };
        let texts = [
            (0, goal.name.as_str()),
            (1, &measure.name),
            (2, measure.code.as_str()),
            (3, measure.office.as_str()),
            (4, &one.period.label()),
            (7, &measure.unit.name),
            (8, one.judgement.status.label()),
            (9, &one.judgement.reason),
            (10, &measure.source),
            (11, &measure.caveat),
            (12, &measure.marking),
            (13, yes),
        ];
        for (at, text) in texts {
            put(sheet, (line, at), text, &looks.text)?;
        }
        looks.number(sheet, (line, 5), one.value, &measure.unit)?;
        looks.number(sheet, (line, 6), one.target, &measure.unit)?;
        let address = format!("internal:'{}'!A{place}", name.replace('\'', "''"));
        sheet.write_url_with_text(line, 14, address.as_str(), "chart")?;
    }
    sheet.autofilter(head, 0, line.max(head), SUMMARY.len() as u16 - 1)?.set_freeze_panes(head + 1, 2)?;
    Ok(())
}

fn write_about(
    sheet: &mut Worksheet,
    measure: &Measure,
    retrieved_on: chrono::NaiveDate,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let illustrative =
        if measure.illustrative { "yes: made-up figures, not published by any agency" } else { "no" };
    let lines = [
        ("measure", measure.name.as_str()),
        ("code", measure.code.as_str()),
        ("marking", &measure.marking),
        ("illustrative", illustrative),
        ("definition", &measure.definition),
        ("formula", &measure.formula),
        ("unit", &measure.unit.name),
        ("kind", measure.kind.label()),
        ("direction", measure.direction.label()),
        ("office", measure.office.as_str()),
        ("responsible", &measure.responsible),
        ("source", &measure.source),
        ("source address", &measure.source_address),
        ("caveat", &measure.caveat),
        ("limitations", &measure.limitations),
        ("how limitations are made up for", &measure.compensation),
        ("verification and validation", &measure.verification),
        ("accuracy required", &measure.accuracy),
        ("retrieved", &in_words(retrieved_on)),
    ];
    sheet.set_column_width(0, 32)?.set_column_width(1, 90)?;
    for (line, (name, text)) in (0..).zip(lines) {
        put(sheet, (line, 0), name, &looks.head)?;
        put(sheet, (line, 1), text, &looks.wrapped)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
