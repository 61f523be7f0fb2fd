//! The fields of one row of the entry grid, each with what is wrong with it.

use leptos::prelude::*;

use crate::domain::actual::MissingReason;
use crate::model::entry::{FigureForm, NOTE_MAX};
use crate::ui::part::IntoPart;

use super::entry_state::RowState;

/// One text field of a row, with what is wrong with it.
#[component]
fn Field(
    state: RowState,
    name: &'static str,
    label: &'static str,
    get: fn(&FigureForm) -> &String,
    set: fn(&mut FigureForm, String),
) -> impl IntoView {
    let wrong = move || state.wrong(name);
    let id = state.row.with_untracked(|row| format!("{name}-{}", row.measure.code));
    let error_id = format!("{id}-error");
    let input = move |event| state.form.update(|form| set(form, event_target_value(&event)));
    let described = error_id.clone();
    let field_id = id.clone();
    view! {
        <div class="field">
            <label class="field-label" for=field_id>{label}</label>
            <input
                id=id
                type="text"
                inputmode="decimal"
                name=name
                autocomplete="off"
                maxlength="64"
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

/// Value or numerator and denominator, reason, note.
#[component]
pub fn Fields(state: RowState, ratio: bool) -> impl IntoView {
    let figure = match ratio {
        true => view! {
            <Field state name="numerator" label="Numerator" get=|f| &f.numerator set=|f, text| f.numerator = text />
            <Field state name="denominator" label="Denominator" get=|f| &f.denominator set=|f, text| f.denominator = text />
        }
        .into_part(),
        false => view! { <Field state name="value" label="Figure" get=|f| &f.value set=|f, text| f.value = text /> }
            .into_part(),
    };
    view! {
        {figure}
        <Reason state />
        <Note state />
    }
    .into_part()
}

/// Why there is no figure. Choosing a reason empties the figure's fields, which would contradict it.
#[component]
fn Reason(state: RowState) -> impl IntoView {
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
            <span class="field-label">"Or: no figure, because"</span>
            <select name="missing" prop:value=move || state.form.with(|form| form.missing.clone()) on:change=change>
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
fn Note(state: RowState) -> impl IntoView {
    let wrong = move || state.wrong("note");
    view! {
        <div class="field entry-note">
          <label>
            <span class="field-label">"Note"</span>
            <textarea
                name="note"
                rows="1"
                maxlength=NOTE_MAX.to_string()
                prop:value=move || state.form.with(|form| form.note.clone())
                on:input=move |event| state.form.update(|form| form.note = event_target_value(&event))
            ></textarea>
          </label>
          {move || wrong().map(|message| view! { <span class="field-error">{message}</span> })}
        </div>
    }
    .into_part()
}
