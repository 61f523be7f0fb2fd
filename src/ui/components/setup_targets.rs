//! A measure's targets: what stood, what is in force, what waits; new values, filled in or typed; approval.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::setup::{ApproveTargets, ProposeTargets};
use crate::model::setup::{Refused, TargetRow, TargetsView};
use crate::ui::part::IntoPart;

use super::select::Select;
use super::setup_state::SetupState;
use super::setup_targets_state::TargetsState;

#[component]
pub fn SetupTargets(view: TargetsView, page: SetupState, refused: Option<Refused>) -> impl IntoView {
    let state = TargetsState::new(&view, page, refused);
    let table = move || state.view.with(|view| view! { <Table view=view.clone() state /> });
    let waiting = move || state.view.with(|view| view! { <Waiting view=view.clone() state /> });
    view! {
        <section class="setup-section" aria-labelledby="target">
            <h2 id="target">"Targets"</h2>
            <p id="time_frame">
                "Time frame: " {view.time_frame.clone()} ", stated on its " <a href=format!("/goals/{}", view.goal) rel="external">"goal"</a> "."
            </p>
            <Categories view=view.clone() page />
            {table}
            <Fill view=view.clone() state />
            {waiting}
            <p class="entry-message" class:form-error=move || state.said.get().1 role="status">
                {move || state.said.get().0}
            </p>
        </section>
    }
    .into_part()
}

/// Whose targets are shown: a plain form, where there are categories.
#[component]
fn Categories(view: TargetsView, page: SetupState) -> impl IntoView {
    let choices: Vec<_> =
        view.categories.iter().map(|category| (category.clone(), category.clone())).collect();
    let action = format!("/measures/{}/edit#target", page.code.get_value());
    let chosen = view.category.clone();
    (!choices.is_empty()).then(|| {
        view! {
            <form class="filters" method="get" action=action>
                <Select
                    label="Targets of"
                    name="category"
                    none="the total"
                    choices
                    chosen=Signal::stored(chosen)
                    on_change=|_: String| {}
                />
                <div class="filter-actions"><button class="button quiet" type="submit">"Show"</button></div>
            </form>
        }
        .into_part()
    })
}

/// The periods, and the form of new values.
#[component]
fn Table(view: TargetsView, state: TargetsState) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(state.propose());
    };
    let unit = view.unit.clone();
    let rows = view.rows.into_iter().map(|row| view! { <Row row state /> }).collect_view();
    let lines = [
        (
            "set_on",
            "They hold from",
            "date",
            "The version in force on a period’s last day stands for it in charts.",
        ),
        ("reason", "Why", "text", "Kept with the targets: “Two states stopped submitting.”"),
        ("source", "Source", "text", "Where it was decided, if it is written down."),
    ];
    let lines = lines.map(|(name, label, kind, guidance)| {
        view! {
            <div class="setup-field">
                <div class="field">
                    <label class="field-label" for=format!("target-{name}")>{label}</label>
                    <Text name=name.to_owned() kind state />
                </div>
                <div class="guide"><p>{guidance}</p></div>
            </div>
        }
    });
    view! {
        <form method="post" action=ProposeTargets::url() on:submit=submit>
            <input type="hidden" name="form[measure]" value=state.page.code.get_value() />
            <input type="hidden" name="form[fields][category]" value=view.category />
            <table class="data targets">
                <caption class="visually-hidden">"Targets by period"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Period"</th>
                        <th scope="col" class="number">"Stood"</th>
                        <th scope="col" class="number">"In force"</th>
                        <th scope="col">"Proposed"</th>
                        <th scope="col">{format!("New ({unit})")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {lines.into_iter().collect_view()}
            <div class="setup-actions"><button class="button" type="submit">"Propose"</button></div>
        </form>
    }
    .into_part()
}

#[component]
fn Row(row: TargetRow, state: TargetsState) -> impl IntoView {
    let history = (!row.history.is_empty()).then(|| {
        let lines = row.history.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
        view! { <details><summary>"Versions"</summary><ul class="meta">{lines}</ul></details> }
    });
    let (id, label) = (format!("target-{}", row.period), format!("New target for {}", row.label));
    // A cell without anything has no place on a narrow screen.
    let some = |text: String| (!text.is_empty()).then_some(text);
    view! {
        <tr>
            <th scope="row">{row.label.clone()} {history}</th>
            <td class="number">{some(row.stood)}</td>
            <td class="number">{some(row.in_force)}</td>
            <td>{some(row.proposed)}</td>
            <td>
                <label class="visually-hidden" for=id>{label}</label>
                <Text name=row.period kind="text" state />
            </td>
        </tr>
    }
    .into_part()
}

/// One text of the form, and what is wrong with it.
#[component]
fn Text(name: String, kind: &'static str, state: TargetsState) -> impl IntoView {
    let name = StoredValue::new(name);
    let text = move || name.with_value(|name| state.text(name));
    let wrong = move || name.with_value(|name| state.wrong(name));
    let id = name.with_value(|name| format!("target-{name}"));
    let wrong_id = format!("{id}-wrong");
    view! {
        <input
            id=id
            type=kind
            name=name.with_value(|name| format!("form[fields][{name}]"))
            autocomplete="off"
            maxlength="4000"
            value=untrack(text)
            prop:value=text
            aria-invalid=move || (!wrong().is_empty()).then_some("true")
            aria-describedby=wrong_id.clone()
            on:input=move |event| name.with_value(|name| state.set(name, event_target_value(&event)))
        />
        <span class="field-error" id=wrong_id>{wrong}</span>
    }
    .into_part()
}

/// An annual target spread over its parts: a plain form that shows the page with the preview.
#[component]
fn Fill(view: TargetsView, state: TargetsState) -> impl IntoView {
    let fill = RwSignal::new(view.fill);
    let action = format!("/measures/{}/edit#interim_targets", state.page.code.get_value());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(state.fill(fill.get_untracked()));
    };
    (!view.years.is_empty()).then(|| {
        view! {
            <form class="filters" method="get" action=action on:submit=submit aria-labelledby="interim_targets">
                <h3 id="interim_targets" class="wide">{format!("Fill the {} from an annual target", view.parts)}</h3>
                <input type="hidden" name="category" value=view.category />
                <Select
                    label="Year"
                    name="year"
                    none="Choose…"
                    choices=view.years
                    chosen=Signal::derive(move || fill.get().year)
                    on_change=move |year| fill.update(|fill| fill.year = year)
                />
                <label class="field">
                    <span class="field-label">"Annual target"</span>
                    <input
                        type="text"
                        inputmode="decimal"
                        name="annual"
                        autocomplete="off"
                        value=fill.with_untracked(|fill| fill.annual.clone())
                        prop:value=move || fill.get().annual
                        on:input=move |event| fill.update(|fill| fill.annual = event_target_value(&event))
                    />
                </label>
                <Select
                    label="Spread"
                    name="spread"
                    none="Choose…"
                    choices=view.spreads
                    chosen=Signal::derive(move || fill.get().spread)
                    on_change=move |spread| fill.update(|fill| fill.spread = spread)
                />
                <div class="filter-actions"><button class="button quiet" type="submit">"Preview"</button></div>
            </form>
        }
        .into_part()
    })
}

/// What waits for approval by this reader.
#[component]
fn Waiting(view: TargetsView, state: TargetsState) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(state.approve());
    };
    (view.may_approve && !view.waiting.is_empty()).then(|| {
        let lines = view.waiting.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
        view! {
            <form class="note" method="post" action=ApproveTargets::url() on:submit=submit>
                <h3>"Waiting for your approval"</h3>
                <ul class="waiting-targets">{lines}</ul>
                <input type="hidden" name="measure" value=state.page.code.get_value() />
                <input type="hidden" name="category" value=view.category />
                <input type="hidden" name="seen" value=view.seen />
                <button class="button" type="submit">"Approve"</button>
            </form>
        }
        .into_part()
    })
}
