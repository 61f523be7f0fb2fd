//! One cell of the grid: its field, and under it in a word or two how far it has come.

use leptos::prelude::*;

use crate::domain::measure::Measure;
use crate::model::entry::EntryRow;
use crate::ui::browser;
use crate::ui::part::IntoPart;

use super::cell_state::{CellState, Mark};
use super::keys::{self, Act, Caret, Press, Way};
use super::lay;
use super::line::Line;
use super::state::Grid;

/// The longest text of a cell, in characters.
const LONGEST: usize = 64;

/// A cell. `label` says which it is to those who hear it alone; `now`: it is of the quarter that is entered.
#[component]
pub fn GridCell(grid: Grid, cell: CellState, line: Line, label: String, now: bool) -> impl IntoView {
    let (at, row) = (cell.at, line.row.clone());
    let is_active = move || grid.active.get() == at;
    let id = format!("cell-{}-{}", at.0, at.1);
    let (error_id, word_id) = (format!("{id}-error"), format!("{id}-word"));
    let described = {
        let (error_id, word_id) = (error_id.clone(), word_id.clone());
        move || cell.wrong("text").map_or_else(|| word_id.clone(), |_| format!("{error_id} {word_id}"))
    };
    let locked = move || !grid.may_enter || !cell.is_open();
    // What is typed before the script comes would be lost.
    let readonly = move || locked() || !grid.is_awake.get();
    let word = Memo::new(move |_| word(cell, &row));
    let amiss = move || cell.wrong("text").is_some();
    let error = move || {
        cell.wrong("text").map(|words| view! { <span class="field-error" id=error_id.clone()>{words}</span> })
    };
    view! {
        <td class="cell" class:now=now class:active=is_active class:amiss=amiss class:locked=locked>
            <input
                node_ref=cell.input
                id=id
                type="text"
                autocomplete="off"
                maxlength=LONGEST.to_string()
                aria-label=label
                aria-describedby=described
                aria-invalid=move || amiss().then_some("true")
                tabindex=if now { "0" } else { "-1" }
                readonly=readonly
                value=cell.typed.with_untracked(|typed| typed.text.clone())
                prop:value=move || cell.typed.with(|typed| typed.text.clone())
                on:focus=move |_| focused(grid, cell)
                on:input=move |event| typed(cell, event_target_value(&event))
                on:keydown=move |event| pressed(grid, cell, &event)
                on:paste=move |event| pasted(grid, cell, &event)
                on:blur=move |_| grid.commit(cell, false)
            />
            <span class="cell-word" id=word_id>{word}</span>
            {now.then_some(error)}
        </td>
    }
    .into_part()
}

/// What stands under the field: the rate that numerator and denominator make, what is asked, how far it is.
fn word(cell: CellState, row: &EntryRow) -> String {
    let rate = rate(cell, &row.measure);
    let is_draft = cell.stored.with(|stored| stored.state.is_some_and(|state| state.is_unsubmitted()));
    let asks = (is_draft && !cell.unanswered(row).is_empty()).then(|| "▲ wants a note".to_owned());
    let word = Some(cell.word()).filter(|word| !word.is_empty()).map(str::to_owned);
    rate.into_iter().chain(word).chain(asks).collect::<Vec<_>>().join(" · ")
}

fn rate(cell: CellState, measure: &Measure) -> Option<String> {
    let figure = cell.figure(measure).ok().flatten().filter(|_| measure.ratio)?;
    figure.value(measure.scale()).map(|value| measure.unit.figure(value))
}

fn focused(grid: Grid, cell: CellState) {
    grid.active.set(cell.at);
    cell.leave();
    if let Some(input) = cell.input.get_untracked() {
        input.select();
    }
}

fn typed(cell: CellState, text: String) {
    cell.typed.update(|typed| typed.text = text);
    let is_kept = |mark: &Mark| matches!(mark, Mark::Waiting | Mark::Sending | Mark::Conflict(_));
    if !cell.mark.with_untracked(is_kept) {
        cell.mark.set(Mark::Stored);
    }
}

/// Where the caret is in the cell.
fn caret(cell: CellState) -> Caret {
    let nowhere = Caret { at_start: false, at_end: false };
    let Some(input) = cell.input.get_untracked() else { return nowhere };
    let place = |place: Result<Option<u32>, _>| place.ok().flatten();
    let end = input.value().encode_utf16().count() as u32;
    let (from, to) = (place(input.selection_start()), place(input.selection_end()));
    let whole = from == Some(0) && to == Some(end);
    Caret { at_start: to == Some(0) || whole, at_end: from == Some(end) || whole }
}

fn pressed(grid: Grid, cell: CellState, event: &leptos::ev::KeyboardEvent) {
    let key = event.key();
    let press = Press {
        key: &key,
        shift: event.shift_key(),
        control: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
    };
    let Some(act) = keys::act(press, caret(cell)) else { return };
    let done = match act {
        Act::Go(way) => {
            if matches!(key.as_str(), "Enter") {
                grid.commit(cell, true);
            }
            // At the end Tab goes on to what follows the grid.
            let went = grid.go(cell, way);
            went || key != "Tab"
        }
        Act::Revert => {
            grid.revert(cell);
            true
        }
        Act::Undo | Act::Redo => {
            grid.commit(cell, false);
            grid.undo(act == Act::Redo);
            true
        }
        Act::Note => browser::focus(NOTE_ID),
    };
    if done && !matches!(act, Act::Go(Way::Left | Way::Right) if grid.active.get_untracked() == cell.at) {
        event.prevent_default();
    }
}

/// The id of the note's field beside the grid.
pub const NOTE_ID: &str = "cell-note";

fn pasted(grid: Grid, cell: CellState, event: &leptos::ev::ClipboardEvent) {
    let text = browser::pasted(event);
    if grid.may_enter && lay::is_block(&text) {
        event.prevent_default();
        grid.paste(cell, &text);
    }
}
