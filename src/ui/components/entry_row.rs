//! One measure's figure for a quarter: fields, what is wrong with them, and the chart that moves
//! while typing.

use leptos::prelude::*;

use crate::api::entry::{approve_figure, current_row, save_figure};
use crate::chart;
use crate::domain::actual::{MissingReason, State};
use crate::domain::series::{Selection, Series};
use crate::domain::target::Baseline;
use crate::model::entry::{EntryRow, FigureForm, NOTE_MAX};
use crate::model::error::{AppError, FieldError};
use crate::ui::chart::ChartFigure;

/// What a row says after something was tried.
#[derive(Clone, PartialEq)]
enum Said {
    Nothing,
    Busy,
    Done(&'static str),
    Wrong(Vec<FieldError>),
    /// What happened; with a conflict, the row as it stands now.
    Failed(String, Option<Box<EntryRow>>),
}

/// The state of a row: what is stored, what is typed, what was said.
#[derive(Clone, Copy)]
struct RowState {
    row: RwSignal<EntryRow>,
    form: RwSignal<FigureForm>,
    said: RwSignal<Said>,
}

impl RowState {
    fn new(row: EntryRow) -> RowState {
        let form = form_of(&row);
        RowState { row: RwSignal::new(row), form: RwSignal::new(form), said: RwSignal::new(Said::Nothing) }
    }

    /// Takes in the answer to a change. What was typed goes only when it was saved.
    fn take(self, answer: Result<EntryRow, AppError>, done: &'static str) {
        match answer {
            Ok(row) => {
                self.form.set(form_of(&row));
                self.row.set(row);
                self.said.set(Said::Done(done));
            }
            Err(AppError::Invalid(errors)) => self.said.set(Said::Wrong(errors)),
            Err(other) => self.said.set(Said::Failed(other.to_string(), None)),
        }
    }

    async fn save(self) {
        self.said.set(Said::Busy);
        let answer = save_figure(self.form.get_untracked()).await;
        self.settle(answer, "Saved. It waits for approval.").await;
    }

    async fn approve(self) {
        self.said.set(Said::Busy);
        let form = self.form.get_untracked();
        let seen = self.row.with_untracked(|row| row.revision);
        let answer = approve_figure(form.measure, form.period, seen).await;
        self.settle(answer, "Approved. The public sees it now.").await;
    }

    /// After a conflict, fetches the cell as it stands: the next attempt is made against that,
    /// with what was typed still there.
    async fn settle(self, answer: Result<EntryRow, AppError>, done: &'static str) {
        let Err(AppError::Conflict(message)) = answer else {
            return self.take(answer, done);
        };
        let form = self.form.get_untracked();
        let now = current_row(form.measure, form.period).await.ok();
        if let Some(row) = &now {
            self.form.update(|form| form.seen = row.revision);
            self.row.set(row.clone());
        }
        self.said.set(Said::Failed(message, now.map(Box::new)));
    }
}

fn form_of(row: &EntryRow) -> FigureForm {
    FigureForm {
        measure: row.measure.code.to_string(),
        period: row.period.to_string(),
        value: row.typed.value.clone(),
        numerator: row.typed.numerator.clone(),
        denominator: row.typed.denominator.clone(),
        missing: row.typed.missing.clone(),
        note: row.note.clone(),
        seen: row.revision,
    }
}

/// One row of the grid. The fields work from the keyboard: Enter saves.
#[component]
pub fn EntryRowForm(row: EntryRow, may_enter: bool) -> impl IntoView {
    let state = RowState::new(row.clone());
    let measure = row.measure.clone();
    let heading_id = format!("row-{}", measure.code);
    let labelled_by = heading_id.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(state.save());
    };
    let fields = match may_enter {
        true => view! { <Fields state ratio=measure.ratio /> }.into_any(),
        false => view! { <Reading state /> }.into_any(),
    };
    view! {
        <article class="entry-row" aria-labelledby=labelled_by>
            <header>
                <h2 id=heading_id>
                    <a href=format!("/measures/{}", measure.code)>{measure.name.clone()}</a>
                </h2>
                <p class="about">{row.period.label()} " · " {measure.unit.name.clone()} " · " <Standing state /></p>
            </header>
            <form class="entry-form" on:submit=save>
                {fields}
                <Message state />
                <div class="entry-actions">
                    {may_enter.then(|| view! { <button class="button" type="submit">"Save"</button> })}
                    <Approve state />
                </div>
            </form>
            <Preview state />
        </article>
    }
    .into_any()
}

/// Where the figure stands on its way to the public.
#[component]
fn Standing(state: RowState) -> impl IntoView {
    move || {
        state.row.with(|row| {
            let words = match row.state {
                None => "nothing entered".to_owned(),
                Some(State::Approved) => "approved".to_owned(),
                Some(state) => format!("{}, waits for approval (entered by {})", state.label(), row.author),
            };
            match &row.published {
                Some(published) => format!("{words}; the public sees {published}"),
                None => words,
            }
        })
    }
}

/// One text field of a row, with what is wrong with it.
#[component]
fn Field(
    state: RowState,
    name: &'static str,
    label: &'static str,
    get: fn(&FigureForm) -> &String,
    set: fn(&mut FigureForm, String),
) -> impl IntoView {
    let wrong = move || match state.said.get() {
        Said::Wrong(errors) => {
            errors.into_iter().find(|error| error.field == name).map(|error| error.message)
        }
        _ => None,
    };
    let id = state.row.with_untracked(|row| format!("{name}-{}", row.measure.code));
    let error_id = format!("{id}-error");
    let input = move |event| state.form.update(|form| set(form, event_target_value(&event)));
    let described = error_id.clone();
    let field_id = id.clone();
    view! {
        <label class="field" for=field_id>
            <span class="field-label">{label}</span>
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
        </label>
    }
    .into_any()
}

/// Value or numerator and denominator, reason, note.
#[component]
fn Fields(state: RowState, ratio: bool) -> impl IntoView {
    let figure = match ratio {
        true => view! {
            <Field state name="numerator" label="Numerator" get=|f| &f.numerator set=|f, text| f.numerator = text />
            <Field state name="denominator" label="Denominator" get=|f| &f.denominator set=|f, text| f.denominator = text />
        }
        .into_any(),
        false => view! { <Field state name="value" label="Figure" get=|f| &f.value set=|f, text| f.value = text /> }
            .into_any(),
    };
    view! {
        {figure}
        <Reason state />
        <Note state />
    }
    .into_any()
}

/// Why there is no figure. Choosing a reason empties the figure's fields, which would contradict it.
#[component]
fn Reason(state: RowState) -> impl IntoView {
    let wrong = move || match state.said.get() {
        Said::Wrong(errors) => {
            errors.into_iter().find(|error| error.field == "missing").map(|error| error.message)
        }
        _ => None,
    };
    let now = state.form.with_untracked(|form| form.missing.clone());
    let options = MissingReason::ALL
        .iter()
        .map(|reason| view! { <option value=reason.name() selected=reason.name() == now>{reason.label()}</option> })
        .collect_view();
    let change = move |event| {
        state.form.update(|form| form.missing = event_target_value(&event));
    };
    view! {
        <label class="field">
            <span class="field-label">"Or: no figure, because"</span>
            <select name="missing" prop:value=move || state.form.with(|form| form.missing.clone()) on:change=change>
                <option value="">"(there is a figure)"</option>
                {options}
            </select>
            {move || wrong().map(|message| view! { <span class="field-error">{message}</span> })}
        </label>
    }
    .into_any()
}

#[component]
fn Note(state: RowState) -> impl IntoView {
    let wrong = move || match state.said.get() {
        Said::Wrong(errors) => {
            errors.into_iter().find(|error| error.field == "note").map(|error| error.message)
        }
        _ => None,
    };
    view! {
        <label class="field note">
            <span class="field-label">"Note"</span>
            <textarea
                name="note"
                rows="2"
                maxlength=NOTE_MAX.to_string()
                prop:value=move || state.form.with(|form| form.note.clone())
                on:input=move |event| state.form.update(|form| form.note = event_target_value(&event))
            >
                {state.form.with_untracked(|form| form.note.clone())}
            </textarea>
            {move || wrong().map(|message| view! { <span class="field-error">{message}</span> })}
        </label>
    }
    .into_any()
}

/// The newest content, for those who review and do not enter.
#[component]
fn Reading(state: RowState) -> impl IntoView {
    let figure = move || {
        state.row.with(|row| match row.typed.read(&row.measure) {
            Ok(figure) => match (figure.value(row.measure.scale()), figure.missing()) {
                (Some(value), _) => row.measure.unit.phrase(value),
                (None, reason) => reason.map_or("no figure", MissingReason::label).to_owned(),
            },
            Err(_) => "nothing entered".to_owned(),
        })
    };
    let note = move || state.row.with(|row| row.note.clone());
    view! {
        <p class="entered"><b>{figure}</b></p>
        <p class="note">{note}</p>
    }
    .into_any()
}

/// What happened, in words, read out when it changes.
#[component]
fn Message(state: RowState) -> impl IntoView {
    let message = move || match state.said.get() {
        Said::Nothing => ().into_any(),
        Said::Busy => view! { <p>"Saving…"</p> }.into_any(),
        Said::Done(words) => view! { <p class="done">{words}</p> }.into_any(),
        Said::Wrong(_) => view! { <p class="form-error">"Not saved: see the fields marked."</p> }.into_any(),
        Said::Failed(words, now) => {
            let again = now.map(|_| "Save again to put yours in its place.");
            view! { <p class="form-error">{words} " " {again}</p> }.into_any()
        }
    };
    view! { <div class="entry-message" role="status">{message}</div> }
}

/// The reviewer's button, where something waits that is not their own.
#[component]
fn Approve(state: RowState) -> impl IntoView {
    move || {
        state.row.with(|row| row.may_approve).then(|| {
            view! {
                <button class="button" type="button" on:click=move |_| leptos::task::spawn_local(state.approve())>
                    "Approve"
                </button>
            }
        })
    }
}

/// The measure's chart with what is typed in it, drawn apart.
#[component]
fn Preview(state: RowState) -> impl IntoView {
    let spec = Memo::new(move |_| {
        let form = state.form.get();
        state.row.with(|row| {
            let mut points = row.history.clone();
            let typed =
                form.typed().read(&row.measure).ok().and_then(|figure| figure.value(row.measure.scale()));
            if let Some(point) = points.iter_mut().find(|point| point.period == row.period) {
                point.draft = typed.filter(|value| Some(*value) != point.value);
            }
            let baseline = row.baseline.map(|value| Baseline {
                measure: row.measure.code.clone(),
                period: None,
                value,
                source: String::new(),
            });
            let series = Series { points, years: Vec::new() };
            let selection = Selection { drafts: true, ..Selection::default() };
            chart::of_measure(&row.measure, baseline.as_ref(), &series, &selection)
        })
    });
    let illustrative = state.row.with_untracked(|row| row.measure.illustrative);
    view! { <ChartFigure spec illustrative=illustrative /> }
}
