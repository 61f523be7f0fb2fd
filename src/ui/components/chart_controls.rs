//! What a measure's chart shows: span, own periods or totals, a target to try out.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use crate::domain::breakdown;
use crate::domain::measure::Frequency;
use crate::domain::period::Period;
use crate::domain::series::Series;
use crate::domain::spc::RuleSet;
use crate::model::error::FieldError;
use crate::model::measure::MeasureView;
use crate::model::query::{ChartKind, MeasureQuery, Shape};
use crate::ui::part::IntoPart;
use crate::ui::query::{use_replace_search, value_of, with_value, without};

use super::select::{Choice, Select};
use super::switch::{DRAFTS, FORECAST, Switch, TARGETS_NOW};

/// How long changes rest before the address follows. The chart does not wait.
const REST: Duration = Duration::from_millis(300);

/// The state of the controls. It belongs to the page.
#[derive(Clone, Copy)]
pub struct ChartState {
    now: RwSignal<String>,
    /// What of the present state can be read.
    pub query: Memo<MeasureQuery>,
    /// What cannot.
    pub errors: Memo<Vec<FieldError>>,
    change: Callback<(&'static str, String)>,
}

impl ChartState {
    pub fn new(search: Memo<String>) -> ChartState {
        let now = RwSignal::new(search.get_untracked());
        let sent = StoredValue::new(search.get_untracked());
        // The address may change by other ways: the back button, "Reset".
        Effect::new(move || {
            let search = search.get();
            if sent.get_value() != search {
                sent.set_value(search.clone());
                now.set(search);
            }
        });
        let errors = Memo::new(move |_| MeasureQuery::parse(&now.get(), &[]).err().unwrap_or_default());
        let query = Memo::new(move |_| {
            let readable = errors.with(|errors| without(&now.get(), errors));
            MeasureQuery::parse(&readable, &[]).unwrap_or_default()
        });
        let replace = use_replace_search();
        let send = StoredValue::new(debounce(REST, move |search: String| {
            sent.set_value(search.clone());
            replace(&search);
        }));
        let change = Callback::new(move |(key, value): (&'static str, String)| {
            let changed = with_value(&now.get_untracked(), key, &value);
            now.set(changed.clone());
            // A state that cannot be read stays out of the address.
            if MeasureQuery::parse(&changed, &[]).is_ok() {
                send.update_value(|send| send(changed));
            }
        });
        ChartState { now, query, errors, change }
    }

    fn chosen(self, key: &'static str) -> Signal<String> {
        Signal::derive(move || value_of(&self.now.get(), key))
    }

    fn set(self, key: &'static str) -> Callback<String> {
        Callback::new(move |value| self.change.run((key, value)))
    }
}

/// The form. With script the chart follows at once and the address a moment later.
#[component]
pub fn ChartControls(view: StoredValue<MeasureView>, state: ChartState) -> impl IntoView {
    let (path, periods, kinds, drafts, others, forecast) = view.with_value(|view| {
        (
            format!("/measures/{}", view.measure.code),
            periods(&view.series, &state.query.get_untracked()),
            kinds(view),
            view.may_see_drafts,
            view.series.has_other_targets_now(),
            view.likelihood.fan.is_some(),
        )
    });
    let earliest = periods.clone();
    let (own, choices) = kinds;
    let kind = (!choices.is_empty()).then(|| {
        view! { <Select label="Show" name="kind" none=own choices chosen=state.chosen("kind") on_change=state.set("kind") /> }
    });
    let reset = path.clone();
    let changed = move || state.query.get() != MeasureQuery::default();
    // Levels belong to the total: they have no place among its categories. What does not apply is hidden
    // and not left out, so that a choice that has the focus keeps it when its answer comes.
    let by_category = move || state.query.get().by_category();
    let has_levels = move || state.query.get().has_levels();
    let judged = move || state.query.get().is_judged();
    let rules = vec![(RuleSet::Wheeler.name().to_owned(), "Wheeler".to_owned())];
    view! {
        <form class="controls no-print" method="get" action=path aria-label="Chart" on:submit=|event| event.prevent_default()>
            {kind}
            <Select label="From" name="from" none="First" choices=earliest chosen=state.chosen("from") on_change=state.set("from") />
            <Select label="To" name="to" none="Latest" choices=periods chosen=state.chosen("to") on_change=state.set("to") />
            <div class="applying" hidden=move || !by_category()><ByCategory view state /></div>
            <div class="applying" hidden=move || !judged()>
                <Select label="Rules" name="rules" none="NHS" choices=rules chosen=state.chosen("rules") on_change=state.set("rules") />
            </div>
            <div class="applying" hidden=move || !has_levels()><WhatIfField view state /></div>
            <div class="filter-actions">
                <button class="button quiet" type="submit">"Show"</button>
                {move || changed().then(|| view! { <a class="clear" href=reset.clone()>"Reset"</a> })}
            </div>
            {drafts.then(|| view! { <Switch of=DRAFTS chosen=state.chosen("drafts") on_change=state.set("drafts") /> })}
            <div class="applying" hidden=move || !has_levels()>
                {forecast.then(|| view! { <Switch of=FORECAST chosen=state.chosen("forecast") on_change=state.set("forecast") /> })}
                {others.then(|| view! { <Switch of=TARGETS_NOW chosen=state.chosen("targets") on_change=state.set("targets") /> })}
            </div>
        </form>
    }
    .into_part()
}

/// By which dimension, where there are several; and how it is drawn.
#[component]
fn ByCategory(view: StoredValue<MeasureView>, state: ChartState) -> impl IntoView {
    let (dimensions, stacked) = view.with_value(|view| (view.dimensions.clone(), view.measure.is_additive()));
    // The first is what is shown where none is named.
    let mut choices = dimensions.into_iter().map(|by| (by.clone(), breakdown::words(&by)));
    let first = choices.next().map(|(_, words)| words).unwrap_or_default();
    let choices: Vec<Choice> = choices.collect();
    let by = (!choices.is_empty()).then(|| {
        let none = first.clone();
        view! { <Select label="By" name="by" none choices chosen=state.chosen("by") on_change=state.set("by") /> }
    });
    let shape = (!first.is_empty()).then(|| {
        let none = if stacked { "Stacked bars" } else { "Lines" };
        let others = [(Shape::Lines, "Lines"), (Shape::Multiples, "Small multiples")];
        let offered = others.into_iter().filter(|(shape, _)| stacked || *shape != Shape::Lines);
        let choices = offered.map(|(shape, words)| (shape.name().to_owned(), words.to_owned())).collect();
        view! { <Select label="As" name="shape" none choices chosen=state.chosen("shape") on_change=state.set("shape") /> }
    });
    view! { {by} {shape} }.into_part()
}

/// What the measure's own periods are called, and what else can be shown.
fn kinds(view: &MeasureView) -> (&'static str, Vec<Choice>) {
    let choice = |kind: ChartKind, words: &str| (kind.name().to_owned(), words.to_owned());
    let quarters = || choice(ChartKind::Quarters, "Quarters");
    let years = || choice(ChartKind::Years, "Years");
    let (own, mut others) = match view.measure.frequency {
        Frequency::Monthly => ("Months", vec![quarters(), years()]),
        Frequency::Quarterly => ("Quarters", vec![years()]),
        Frequency::Annual => ("Years", Vec::new()),
    };
    if let [first, rest @ ..] = view.dimensions.as_slice() {
        let by = if rest.is_empty() { breakdown::words(first) } else { "category".to_owned() };
        others.push(choice(ChartKind::Breakdown, &format!("By {by}")));
    }
    let further = [
        ChartKind::Control,
        ChartKind::MovingRange,
        ChartKind::Cumulative,
        ChartKind::YearOverYear,
        ChartKind::Parts,
        ChartKind::Bullet,
    ];
    let has_targets = view.series.has_targets();
    let suited =
        |kind: &ChartKind| kind.picture(RuleSet::default()).unsuited(&view.measure, has_targets).is_none();
    others.extend(further.into_iter().filter(suited).map(|kind| choice(kind, &capital(kind.label()))));
    (own, others)
}

/// Words that begin with a capital.
fn capital(words: &str) -> String {
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + rest
}

/// A target to try out.
#[component]
fn WhatIfField(view: StoredValue<MeasureView>, state: ChartState) -> impl IntoView {
    let unit = view.with_value(|view| view.measure.unit.name.clone());
    let spoken = unit.clone();
    let chosen = state.chosen("target");
    let error = move || state.errors.get().into_iter().find(|error| error.field == "target");
    view! {
        <div class="field">
            <label class="field-label" for="what-if">
                "What-if target"
                <span class="visually-hidden">{format!(" ({spoken})")}</span>
            </label>
            <input
                id="what-if"
                type="text"
                inputmode="decimal"
                name="target"
                autocomplete="off"
                placeholder=unit
                value=chosen.get_untracked()
                prop:value=move || chosen.get()
                aria-invalid=move || error().map(|_| "true")
                aria-describedby="what-if-error"
                on:input=move |event| state.change.run(("target", event_target_value(&event)))
            />
            <span id="what-if-error" class="field-error" role="alert">{move || error().map(|error| error.message)}</span>
        </div>
    }
    .into_part()
}

/// The measure's periods, in order; and before them what an address names besides, such as a year.
fn periods(series: &Series, query: &MeasureQuery) -> Vec<Choice> {
    let own: Vec<_> = series.points.iter().map(|point| point.period).collect();
    let others = [query.from, query.to].into_iter().flatten().filter(|period| !own.contains(period));
    let mut choices: Vec<Choice> = others.map(choice).collect();
    choices.dedup();
    choices.extend(own.iter().copied().map(choice));
    choices
}

fn choice(period: Period) -> Choice {
    (period.to_string(), period.label())
}
