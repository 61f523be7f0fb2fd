//! What became of a file, in words for who brought it.

use super::SentFile;
use super::plan::{Plan, Planned, Seen};
use crate::domain::actual::{Figure, TypedFigure};
use crate::domain::batch::Finding;
use crate::domain::cell_text;
use crate::domain::import::upload::Opened;
use crate::domain::measure::Measure;
use crate::domain::workflow;
use crate::model::upload::{Again, BroughtView, ColumnChoice, FigureLine, Listed, TextChange, UploadStage};

/// The longest text that is shown of a note, in characters.
const SHOWN: usize = 160;

/// A file that cannot be read at all.
pub(super) fn refused(sent: &SentFile, sentence: String) -> BroughtView {
    view(sent, UploadStage::Refused, sentence)
}

/// A file with columns of which it is not known what they are.
pub(super) fn asked(
    sent: &SentFile,
    opened: &Opened,
    columns: Vec<ColumnChoice>,
    again: Again,
) -> BroughtView {
    let sentence = match columns.len() {
        1 => "There is a column of another name. Say what it is; it is remembered for this office.",
        _ => "There are columns of other names. Say what each is; it is remembered for this office.",
    };
    let free = opened.free_columns().into_iter().map(str::to_owned).collect();
    BroughtView { columns, free, again, ..view(sent, UploadStage::Asked, sentence.to_owned()) }
}

pub(super) fn saved(sent: &SentFile, count: usize) -> BroughtView {
    let sentence = match count {
        1 => "1 figure was saved as a draft. Look at it in the grid, and submit it.".to_owned(),
        many => format!("{many} figures were saved as drafts. Look at them in the grid, and submit them."),
    };
    view(sent, UploadStage::Saved, sentence)
}

/// What a file would do; `seen` where it was to do it and did not.
pub(super) fn previewed(sent: &SentFile, plan: Plan, seen: Option<&Seen>) -> BroughtView {
    let overtaken = seen.into_iter().flat_map(|seen| plan.overtaken(seen));
    let objections: Vec<Finding> = overtaken.map(|one| objection(sent, one)).collect();
    let (new, changed): (Vec<&Planned>, Vec<&Planned>) =
        plan.planned.iter().partition(|planned| planned.cell.newest().is_none());
    let lines = |planned: &[&Planned]| planned.iter().map(|planned| line(sent, planned)).collect();
    let (stage, said) = match () {
        () if !plan.problems.is_empty() => (UploadStage::Refused, against(plan.problems.len())),
        () if !objections.is_empty() => (UploadStage::Overtaken, overtook(objections.len())),
        () if plan.planned.is_empty() => (UploadStage::Same, "There is nothing to save.".to_owned()),
        () => {
            let counts = format!("{} new, {} changed", new.len(), changed.len());
            (UploadStage::Previewed, format!("This would be saved: {counts}. Nothing has been saved yet."))
        }
    };
    let (new, changed) = (Listed::of(lines(&new)), Listed::of(lines(&changed)));
    let sentence = format!("{said}{}", beside(plan.unchanged.len(), plan.empty));
    let problems = objections.into_iter().chain(plan.problems).collect();
    BroughtView {
        problems: Listed::of(problems),
        warnings: Listed::of(plan.warnings),
        new,
        changed,
        unchanged: plan.unchanged.len(),
        ..view(sent, stage, sentence)
    }
}

fn view(sent: &SentFile, stage: UploadStage, sentence: String) -> BroughtView {
    BroughtView {
        file: sent.file.clone(),
        stage,
        sentence,
        problems: Listed::of(Vec::new()),
        warnings: Listed::of(Vec::new()),
        new: Listed::of(Vec::new()),
        changed: Listed::of(Vec::new()),
        unchanged: 0,
        columns: Vec::new(),
        free: Vec::new(),
        again: Again::default(),
    }
}

fn against(problems: usize) -> String {
    let mend = match problems {
        1 => "One thing is to be mended in the file".to_owned(),
        many => format!("{many} things are to be mended in the file"),
    };
    format!("{mend}; then bring it again. Nothing was saved.")
}

fn overtook(figures: usize) -> String {
    let changed = match figures {
        1 => "1 figure was changed by somebody else".to_owned(),
        many => format!("{many} figures were changed by somebody else"),
    };
    format!(
        "{changed} after this was shown to you. Nothing was saved: look at it as it stands now, and save it if you will."
    )
}

/// What a file says besides.
fn beside(unchanged: usize, empty: usize) -> String {
    let unchanged = match unchanged {
        0 => String::new(),
        1 => " 1 figure is as it stands.".to_owned(),
        many => format!(" {many} figures are as they stand."),
    };
    let empty = match empty {
        0 => String::new(),
        1 => " 1 row without a figure is left alone.".to_owned(),
        many => format!(" {many} rows without a figure are left alone."),
    };
    unchanged + &empty
}

/// That somebody has changed a figure since it was seen.
fn objection(sent: &SentFile, planned: &Planned) -> Finding {
    // As "Traces completed, Q3 FY 2026, firearm_type=handgun".
    let named = format!("{}, {}", planned.measure.name, of(planned));
    let message = match planned.cell.newest() {
        Some(newest) => {
            let now = figure(&planned.measure, newest.figure);
            format!("{} changed “{named}” to {now} meanwhile", newest.author)
        }
        None => format!("“{named}” was taken back meanwhile"),
    };
    planned.row.place.finding(&sent.file, "value", message)
}

fn of(planned: &Planned) -> String {
    let label = planned.row.period.label();
    match planned.row.category.as_str() {
        "" => label,
        category => format!("{label}, {category}"),
    }
}

fn line(sent: &SentFile, planned: &Planned) -> FigureLine {
    let Planned { row, measure, cell, saving } = planned;
    let newest = cell.newest();
    let mut changes = Vec::new();
    if newest.is_none_or(|newest| newest.figure != row.figure) {
        let before = newest.map(|newest| newest.figure);
        changes.push(figures(measure, before, row.figure));
    }
    let texts = [
        ("note", newest.map(|newest| &newest.note), &saving.note),
        ("explanation", newest.map(|newest| &newest.explanation), &saving.explanation),
        ("plan", newest.map(|newest| &newest.plan), &saving.plan),
        ("reason", cell.working.as_ref().map(|waiting| &waiting.reason), &saving.reason),
    ];
    for (what, before, after) in texts {
        let before = before.map(|text| text.trim()).unwrap_or_default();
        if before != after {
            let (before, after) = (shown(before), shown(after));
            changes.push(TextChange { what: what.to_owned(), before, after });
        }
    }
    FigureLine {
        place: row.place.finding(&sent.file, "value", "").place(),
        measure: measure.name.clone(),
        of: of(planned),
        standing: newest
            .map(|newest| workflow::words(Some(newest.state), &newest.author))
            .unwrap_or_default(),
        changes,
    }
}

/// A figure and what it becomes; to the digit where they would look the same.
fn figures(measure: &Measure, before: Option<Figure>, after: Figure) -> TextChange {
    let exact = |figure: Figure| cell_text::of(&TypedFigure::from(figure));
    let is_told = before.is_none_or(|before| figure(measure, before) != figure(measure, after));
    let words = |one: Figure| if is_told { figure(measure, one) } else { exact(one) };
    TextChange {
        what: "figure".to_owned(),
        before: before.map(words).unwrap_or_default(),
        after: words(after),
    }
}

/// With its unit; a rate with its parts.
fn figure(measure: &Measure, figure: Figure) -> String {
    match figure {
        Figure::Ratio { .. } => {
            format!("{} ({})", measure.phrase(figure), cell_text::of(&TypedFigure::from(figure)))
        }
        other => measure.phrase(other),
    }
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
