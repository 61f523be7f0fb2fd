//! What stands beside the cell that is worked on: what it is held against, what is odd about it, what was
//! said, and the chart with what is typed in it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::chart;
use crate::domain::breakdown::{self, SumCheck};
use crate::domain::number;
use crate::domain::series::{Selection, Series};
use crate::domain::spc::{self, Question};
use crate::domain::target::Baseline;
use crate::model::entry::EntryCell;
use crate::model::review::{RefusedForm, Which};
use crate::ui::chart::ChartFigure;
use crate::ui::components::comments::{self, Added, Comments};
use crate::ui::components::text_form::Texts;
use crate::ui::part::{IntoPart, Part, anew};

use super::cell_state::CellState;
use super::line::Line;
use super::state::Grid;
use super::steps::Steps;
use super::words::Words;

/// How many figures before are listed.
const RECENT: usize = 8;

/// The panel of the active cell. `refused` is the form that was sent without script and not taken.
#[component]
pub fn Panel(grid: Grid, refused: Option<RefusedForm>) -> impl IntoView {
    // What is typed and not sent stays while other cells are looked at.
    let texts = Texts::new(refused);
    let at = Memo::new(move |_| grid.active.get());
    // What is typed for one figure is never shown at another.
    let shown = move || {
        let at = at.get();
        let cell = grid.cell(at)?;
        let line = grid.lines()[at.0].clone();
        Some(anew(view! { <About grid cell line texts /> }))
    };
    view! { <aside class="grid-panel" aria-label="The figure that is worked on">{shown}</aside> }.into_part()
}

#[component]
fn About(grid: Grid, cell: CellState, line: Line, texts: Texts) -> impl IntoView {
    let measure = line.row.measure.clone();
    let of = if line.category.is_empty() { String::new() } else { format!("{}, ", line.name) };
    let under = cell.stored.with_untracked(|stored| format!("{of}{}", stored.period.label()));
    let standing = move || {
        cell.stored.with(|stored| {
            let words = [stored.standing.clone(), stored.entry_words.clone()];
            let published = stored.published.as_ref().map(|figure| format!("the public sees {figure}"));
            words.into_iter().filter(|word| !word.is_empty()).chain(published).collect::<Vec<_>>().join("; ")
        })
    };
    let locked = move || {
        let why = cell.stored.with(|stored| stored.locked.clone()).filter(|_| grid.may_enter);
        why.map(|why| view! { <p class="entry-locked">{why}</p> })
    };
    // A figure that is saved leaves the fields beside it, and the focus in them, where they are.
    let is_open = Memo::new(move |_| cell.is_open());
    let words = grid.may_enter.then(|| {
        let line = line.clone();
        move || is_open.get().then(|| view! { <Words grid cell line=line.clone() /> })
    });
    let written = (!grid.may_enter).then(|| view! { <Written cell /> });
    view! {
        <h2><a href=format!("/measures/{}", measure.code)>{measure.name.clone()}</a></h2>
        <p class="meta">{under}</p>
        <p class="cell-standing">{standing}</p>
        {locked}
        <Choice grid cell />
        <Checks grid cell line=line.clone() />
        <Facts cell line=line.clone() />
        {words}
        {written}
        <Steps grid cell line=line.clone() texts />
        {said(grid, cell, &line, texts)}
        <Preview grid cell line />
    }
    .into_part()
}

/// After a conflict: whose figure it is to be.
#[component]
fn Choice(grid: Grid, cell: CellState) -> impl IntoView {
    let is_in_conflict = Memo::new(move |_| grid.may_enter && cell.is_in_conflict());
    let choose = move |act: fn(Grid, CellState)| {
        act(grid, cell);
        grid.focus(cell.at);
    };
    let mine = move |_| choose(|grid, cell| grid.commit(cell, true));
    let theirs = move |_| choose(Grid::revert);
    let shown = move || {
        is_in_conflict.get().then(|| {
            view! {
                <div class="entry-actions" role="group" aria-label="Somebody else changed this figure">
                    <button class="button quiet" type="button" on:click=mine>"Keep mine (Enter)"</button>
                    <button class="button quiet" type="button" on:click=theirs>"Take theirs (Escape)"</button>
                </div>
            }
        })
    };
    shown.into_part()
}

/// Warnings: what is odd about the figure, and whether the categories make the total.
#[component]
fn Checks(grid: Grid, cell: CellState, line: Line) -> impl IntoView {
    let row = line.row.clone();
    let warnings = move || {
        let warn = |words: String| view! { <p class="entry-check amiss">{words}</p> }.into_part();
        cell.checks(&row).into_iter().map(|check| warn(check.words)).collect::<Vec<Part>>()
    };
    let sums = move || {
        let show = |check: SumCheck| {
            let offer = check.offer.filter(|_| grid.may_enter).map(|offer| {
                let figure = line.row.measure.unit.figure(offer);
                let take = move |_| {
                    grid.fill([(cell.at, number::exact(offer))].into_iter());
                    grid.focus(cell.at);
                };
                view! { " " <button class="button quiet" type="button" on:click=take>{format!("Use the sum: {figure}")}</button> }
            });
            view! { <p class="entry-check" class:amiss=check.amiss>{check.words} {offer}</p> }.into_part()
        };
        sums(grid, cell, &line).into_iter().map(show).collect::<Vec<Part>>()
    };
    view! { <div class="entry-checks" role="status">{warnings} {sums}</div> }.into_part()
}

/// Whether what is typed for the categories of a period makes what is typed for its total. Nothing is said
/// while something cannot be read, nor beside a category.
fn sums(grid: Grid, cell: CellState, line: &Line) -> Vec<SumCheck> {
    if !line.category.is_empty() {
        return Vec::new();
    }
    let lines = grid.lines();
    let measure = &line.row.measure;
    let of_period =
        lines.iter().filter(|other| other.row.measure.code == measure.code && other.nth == line.nth);
    let figures: Result<Vec<_>, _> = of_period
        .filter_map(|other| Some((other.category.clone(), other.cells[cell.at.1]?)))
        .map(|(category, cell)| cell.figure(measure).map(|figure| (category, figure)))
        .collect();
    match figures.as_deref() {
        Ok([(_, total), categories @ ..]) => breakdown::check(measure, *total, categories),
        _ => Vec::new(),
    }
}

/// What the figure is held against: its target, the limits of chance, the figures before, the note before.
#[component]
fn Facts(cell: CellState, line: Line) -> impl IntoView {
    let row = line.row.clone();
    let unit = row.measure.unit.clone();
    let (period, category, target) =
        cell.stored.with_untracked(|stored| (stored.period, stored.category.clone(), stored.target));
    let before = row.before(&category, period);
    let values: Vec<Option<f64>> = before.iter().map(|(_, value)| Some(*value)).collect();
    let limits = spc::judge(&values, &Question::default()).limits().copied();
    let limits = limits.map(|limits| {
        let words = format!("{} to {}", unit.figure(limits.lower), unit.figure(limits.upper));
        view! { <dt>"By chance alone"</dt> <dd>{words}</dd> }
    });
    let target = match target {
        Some(target) => format!("{} {}", row.measure.direction.comparison(), unit.phrase(target)),
        None => "none".to_owned(),
    };
    let recent = before
        .iter()
        .rev()
        .take(RECENT)
        .map(|(period, value)| view! { <li><span>{period.label()}</span> " " <b>{unit.figure(*value)}</b></li> })
        .collect_view();
    let has_recent = !before.is_empty();
    let note = cell.at.1.checked_sub(1).and_then(|column| line.cells[column]);
    let note = note.map(|cell| cell.stored.with_untracked(|stored| stored.note.clone()));
    let note = note.filter(|note| !note.is_empty());
    view! {
        <dl class="cell-facts">
            <dt>"Target"</dt>
            <dd>{target}</dd>
            {limits}
        </dl>
        {has_recent.then(|| view! { <ol class="cell-recent" aria-label="The last figures, latest first">{recent}</ol> })}
        {note.map(|note| view! { <p class="meta">{format!("Note before: {note}")}</p> })}
    }
    .into_part()
}

/// What was written beside the figure, for those who review and do not enter.
#[component]
fn Written(cell: CellState) -> impl IntoView {
    let texts = move || {
        let text = |label: &'static str, get: fn(&EntryCell) -> &String| {
            let text = cell.stored.with(|stored| get(stored).clone());
            (!text.is_empty()).then(|| view! { <dt>{label}</dt> <dd>{text}</dd> }.into_part())
        };
        let all = [
            text("Note", |cell| &cell.note),
            text("Why it changes", |cell| &cell.reason),
            text("Why the target was missed", |cell| &cell.explanation),
            text("What is planned", |cell| &cell.plan),
        ];
        all.into_iter().flatten().collect::<Vec<Part>>()
    };
    view! { <dl class="cell-facts">{texts}</dl> }.into_part()
}

/// What was said about the figure.
fn said(grid: Grid, cell: CellState, line: &Line, texts: Texts) -> Part {
    let which = cell.stored.with_untracked(|stored| Which {
        measure: line.row.measure.code.to_string(),
        period: stored.period.to_string(),
        category: stored.category.clone(),
        seen: stored.revision,
    });
    // Each figure's forms have ids of their own: an answer may arrive when another is looked at.
    let about = comments::About { which, id: format!("about-{}-{}", cell.at.0, cell.at.1), key: None };
    let comments = Memo::new(move |_| cell.stored.with(|stored| stored.comments.clone()));
    let added: Added = Arc::new(move |comments| {
        // The page may be gone.
        if cell.stored.try_update(|stored| stored.comments = comments).is_some() {
            grid.said.set("Your comment was added.".into());
        }
    });
    view! { <Comments about texts comments on_added=added /> }.into_part()
}

/// The measure's chart with what is typed in it.
#[component]
fn Preview(grid: Grid, cell: CellState, line: Line) -> impl IntoView {
    let row = line.row.clone();
    let illustrative = row.measure.illustrative;
    let column = cell.at.1;
    let spec = Memo::new(move |_| {
        let mut points = row.history.clone();
        let lines = grid.lines();
        let totals = lines
            .iter()
            .filter(|other| other.row.measure.code == row.measure.code && other.category.is_empty());
        for cell in totals.filter_map(|other| other.cells[column]) {
            let value = cell.figure(&row.measure).ok().flatten().and_then(|f| f.value(row.measure.scale()));
            let period = cell.stored.with(|stored| stored.period);
            if let Some(point) = points.iter_mut().find(|point| point.period == period) {
                point.draft = value.filter(|value| Some(*value) != point.value);
            }
        }
        let baseline = row.baseline.map(|value| Baseline {
            measure: row.measure.code.clone(),
            period: None,
            value,
            source: String::new(),
        });
        let series = Series { points, breaks: row.breaks.clone(), ..Series::default() };
        let selection = Selection { drafts: true, ..Selection::default() };
        chart::of_measure(&row.measure, baseline.as_ref(), &series, &selection)
    });
    view! { <div class="entry-preview"><ChartFigure spec illustrative=illustrative /></div> }.into_part()
}
