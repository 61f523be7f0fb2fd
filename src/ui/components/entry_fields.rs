//! The fields of one cell of the entry grid, each with what is wrong with it.

use leptos::prelude::*;

use crate::domain::actual::MissingReason;
use crate::model::entry::{FigureForm, NOTE_MAX};
use crate::ui::part::IntoPart;

use super::entry_state::CellState;

/// The words of a field and, for those who hear them alone, of which cell; empty for the one of its row.
fn label(words: &'static str, of: &str) -> impl IntoView + use<> {
    let of = (!of.is_empty()).then(|| format!(", {of}"));
    view! { {words} {of.map(|of| view! { <span class="visually-hidden">{of}</span> })} }.into_part()
}

/// One text field of a cell, with what is wrong with it.
#[component]
fn Field(
    state: CellState,
    of: String,
    name: &'static str,
    words: &'static str,
    get: fn(&FigureForm) -> &String,
    set: fn(&mut FigureForm, String),
) -> impl IntoView {
    let wrong = move || state.wrong(name);
    let id = untrack(|| state.with(|measure, _| format!("{name}-{}-{}", measure.code, state.at)));
    let error_id = format!("{id}-error");
    let input = move |event| state.form.update(|form| set(form, event_target_value(&event)));
    let described = error_id.clone();
    let field_id = id.clone();
    view! {
        <div class="field">
            <label class="field-label" for=field_id>{label(words, &of)}</label>
            <input
                id=id
                node_ref=state.figure
                type="text"
                inputmode="decimal"
                name=name
                autocomplete="off"
                maxlength="64"
                disabled=move || state.locked().is_some()
                value=state.form.with_untracked(|form| get(form).clone())
                prop:value=move || state.form.with(|form| get(form).clone())
                aria-invalid=move || wrong().map(|_| "true")
                aria-describedby=move || wrong().map(|_| described.clone())
                on:input=input
            />
            {move || wrong().map(|message| view! { <span class="field-error" id=error_id.clone()>{message}</span> })}
        </div>
    }
    .into_part()
}

/// Value or numerator and denominator, why there is none, note; and why a published figure changes.
#[component]
pub fn Fields(
    state: CellState,
    /// Which cell of its row; empty for the one of it.
    of: String,
    ratio: bool,
) -> impl IntoView {
    let figure = match ratio {
        true => view! {
            <Field state of=of.clone() name="numerator" words="Numerator" get=|f| &f.numerator set=|f, text| f.numerator = text />
            <Field state of=of.clone() name="denominator" words="Denominator" get=|f| &f.denominator set=|f, text| f.denominator = text />
        }
        .into_part(),
        false => view! {
            <Field state of=of.clone() name="value" words="Figure" get=|f| &f.value set=|f, text| f.value = text />
        }
        .into_part(),
    };
    view! {
        {figure}
        <Reason state of=of.clone() />
        <Note state of=of.clone() />
        <WhyRevised state of />
    }
    .into_part()
}

/// Why there is no figure. Choosing a reason empties the figure's fields, which would contradict it.
#[component]
fn Reason(state: CellState, of: String) -> impl IntoView {
    let wrong = move || state.wrong("missing");
    let now = state.form.with_untracked(|form| form.missing.clone());
    let options = MissingReason::ALL
        .iter()
        .map(|reason| view! { <option value=reason.name() selected=reason.name() == now>{reason.label()}</option> })
        .collect_view();
    let change = move |event| {
        state.form.update(|form| form.missing = event_target_value(&event));
    };
    view! {
        <div class="field">
          <label>
            <span class="field-label">{label("Or: no figure, because", &of)}</span>
            <select
                name="missing"
                disabled=move || state.locked().is_some()
                prop:value=move || state.form.with(|form| form.missing.clone())
                on:change=change
            >
                <option value="">"(there is a figure)"</option>
                {options}
            </select>
          </label>
          {move || wrong().map(|message| view! { <span class="field-error">{message}</span> })}
        </div>
    }
    .into_part()
}

/// The note is set as a property, by script: leptos writes the children of a `<textarea>` into the
/// page unescaped.
#[component]
fn Note(state: CellState, of: String) -> impl IntoView {
    let wrong = move || state.wrong("note");
    view! {
        <div class="field entry-note">
          <label>
            <span class="field-label">{label("Note", &of)}</span>
            <textarea
                name="note"
                rows="1"
                maxlength=NOTE_MAX.to_string()
                disabled=move || state.locked().is_some()
                prop:value=move || state.form.with(|form| form.note.clone())
                on:input=move |event| state.form.update(|form| form.note = event_target_value(&event))
            ></textarea>
          </label>
          {move || wrong().map(|message| view! { <span class="field-error">{message}</span> })}
        </div>
    }
    .into_part()
}

/// Why a figure changes that was published and whose deadline is over. Asked for there alone.
#[component]
fn WhyRevised(state: CellState, of: String) -> impl IntoView {
    let wrong = move || state.wrong("reason");
    move || {
        let is_asked = state.with(|_, cell| cell.revises && cell.locked.is_none());
        is_asked.then(|| {
            view! {
                <div class="field entry-reason">
                  <label>
                    <span class="field-label">{label("Why the published figure changes after its deadline", &of)}</span>
                    <textarea
                        name="reason"
                        rows="1"
                        maxlength=NOTE_MAX.to_string()
                        aria-invalid=move || wrong().map(|_| "true")
                        prop:value=move || state.form.with(|form| form.reason.clone())
                        on:input=move |event| state.form.update(|form| form.reason = event_target_value(&event))
                    ></textarea>
                  </label>
                  {move || wrong().map(|message| view! { <span class="field-error">{message}</span> })}
                </div>
            }
        })
    }
}
