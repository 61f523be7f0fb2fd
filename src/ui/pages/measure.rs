//! `/measures/{code}`: a measure's chart, figures, meaning and history.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::measures::measure;
use crate::chart;
use crate::domain::attention::Marks;
use crate::domain::breakdown::Breakdown;
use crate::domain::spc::{self, RuleSet};
use crate::domain::status::{Judgement, Method};
use crate::domain::what_if::WhatIf;
use crate::model::error::AppError;
use crate::model::measure::MeasureView;
use crate::model::query::{ChartKind, MeasureQuery, Shape};
use crate::ui::awaited::awaited_or_problem;
use crate::ui::chart::ChartFigure;
use crate::ui::components::chart_controls::{ChartControls, ChartState};
use crate::ui::components::control_table::ControlTable;
use crate::ui::components::data_table::DataTable;
use crate::ui::components::downloads::Downloads;
use crate::ui::components::elements::ElementsCard;
use crate::ui::components::facts::{Context, Facts};
use crate::ui::components::history::History;
use crate::ui::components::likelihood::LikelihoodCard;
use crate::ui::components::marks::MarkPair;
use crate::ui::components::problem::FieldErrors;
use crate::ui::components::spec_table::SpecTable;
use crate::ui::components::standing::Standing;
use crate::ui::components::tag::IllustrativeTag;
use crate::ui::part::IntoPart;
use crate::ui::query::{use_search, value_of, without};

/// The measure, whatever is wrong with the search: the page then shows what of it can be used, and
/// says what cannot. The response has the status of the first answer.
async fn ask(code: String, search: String) -> Result<MeasureView, AppError> {
    match measure(code.clone(), search.clone()).await {
        Err(AppError::Invalid(fields)) => measure(code, without(&search, &fields)).await,
        answer => answer,
    }
}

#[component]
pub fn MeasurePage() -> impl IntoView {
    let params = use_params_map();
    let search = use_search();
    let state = ChartState::new(search);
    let asked = Memo::new(move |_| {
        let code = params.with(|params| params.get("code").unwrap_or_default());
        let search = search.get();
        let told_apart = ["kind", "by"].map(|key| value_of(&search, key));
        let told_apart = Some(told_apart).filter(|[kind, _]| kind == ChartKind::Breakdown.name());
        (code, value_of(&search, "drafts") == "yes", told_apart)
    });
    // The rest of the search only selects from the series that is here already.
    awaited_or_problem(
        "Loading the measure…",
        asked,
        move |(code, ..)| ask(code, search.get_untracked()),
        move |view| view! { <Body view state /> }.into_part(),
    )
}

#[component]
fn Body(view: MeasureView, state: ChartState) -> impl IntoView {
    let latest = view.latest.clone();
    let published = (!view.published.is_empty()).then(|| {
        let published = view.published.clone();
        view! {
            <section>
                <h2>"Published context"</h2>
                <p class="soft small">"Figures that sources have published about what this measures. They are not points of its series."</p>
                <Context published />
            </section>
        }
    });
    let history = (!view.history.is_empty()).then(|| {
        let lines = view.history.clone();
        view! {
            <section class="no-print">
                <details>
                    <summary><h2>"History"</h2></summary>
                    <History lines />
                </details>
            </section>
        }
    });
    let edit = view.may_define.then(|| view.measure.code.clone());
    let facts = view.clone();
    let (sentence, elements) = (view.elements_sentence.clone(), view.elements.clone());
    let (dissent, likelihood) = (view.dissent.clone(), view.likelihood.clone());
    let unit = view.measure.unit.clone();
    let view = StoredValue::new(view);
    view! {
        <Head view />
        <div class="measure-grid">
            <section class="charted" aria-label="Chart">
                <Errors view state />
                <ChartControls view state />
                <Picture view state />
            </section>
            <aside aria-label="Standing">
                <Standing latest />
                <Signals view />
                <Dissent dissent />
                <LikelihoodCard likelihood unit />
            </aside>
            <section class="figures">
                <Figures view state />
            </section>
            <section class="meaning">
                <h2>"About this measure"</h2>
                <Facts view=facts />
                <ElementsCard sentence elements edit />
            </section>
        </div>
        {published}
        {history}
    }
    .into_part()
}

/// What process limits say, with the way to the chart that shows why. Nothing while there are none.
#[component]
fn Signals(view: StoredValue<MeasureView>) -> impl IntoView {
    let (marks, href) = view.with_value(|view| {
        let MeasureView { measure, series, .. } = view;
        let spc = spc::of_series(measure, &series.points, &series.stretches(), RuleSet::default());
        (Marks::of(&spc), format!("/measures/{}?kind=control", measure.code))
    });
    (!marks.is_none()).then(|| {
        view! {
            <p class="signals"><MarkPair marks /> <a class="no-print" href=href>"Signal or noise?"</a>" (NHS rules)"</p>
        }
    })
}

/// Where the methods of judging disagree, what each comes to and how.
#[component]
fn Dissent(dissent: Vec<(Method, Judgement)>) -> impl IntoView {
    let count = dissent.len();
    let item = |(method, judgement): (Method, Judgement)| {
        view! { <li><b>{judgement.status.label()}</b>" by "{method.label()}": "{judgement.reason}</li> }
    };
    (count > 0).then(|| {
        view! {
            <details class="dissent">
                <summary>
                    {if count == 1 { "Another method comes to another status" } else { "Other methods come to another status" }}
                </summary>
                <ul>{dissent.into_iter().map(item).collect_view()}</ul>
            </details>
        }
    })
}

/// Title, place, and what the measure is at a glance.
#[component]
fn Head(view: StoredValue<MeasureView>) -> impl IntoView {
    view.with_value(|view| {
        let measure = &view.measure;
        let about = format!(
            "{} · {} measure · {}",
            view.office.name,
            measure.kind.label(),
            measure.frequency.label()
        );
        let entry = view.may_enter.then(|| {
            view! { " · " <a href=format!("/entry?office={}", measure.office) rel="external">"Enter figures"</a> }
        });
        let set_up = view.may_define.then(|| {
            view! {
                " · " <a href=format!("/measures/{}/edit", measure.code) rel="external">"Set up"</a>
                " · " <a href=format!("/measures/{}/notes", measure.code) rel="external">"Notes on periods"</a>
                " · " <a href="/measures/new" rel="external">"New measure"</a>
            }
        });
        view! {
            <Title text=measure.name.clone() />
            <nav class="breadcrumb" aria-label="Breadcrumb">
                <ol>
                    <li><a href="/">"Dashboard"</a></li>
                    <li><a href=format!("/goals/{}", view.goal.code) rel="external">{view.goal.name.clone()}</a></li>
                </ol>
            </nav>
            <h1>{measure.name.clone()}</h1>
            <p class="about">
                {about}
                {entry}
                {set_up}
                {measure.illustrative.then(|| view! { " " <IllustrativeTag /> })}
            </p>
        }
        .into_part()
    })
}

/// What in the address cannot be used, but for what the controls show themselves.
#[component]
fn Errors(view: StoredValue<MeasureView>, state: ChartState) -> impl IntoView {
    move || {
        let query = state.query.get();
        let dimension = view.with_value(|view| query.dimension(&view.dimensions).err());
        let unsuited = view.with_value(|view| query.suits(&view.measure, &view.series).err());
        let errors = state.errors.get().into_iter().chain(dimension).chain(unsuited);
        let fields: Vec<_> = errors.filter(|error| error.field != "target").collect();
        (!fields.is_empty()).then(|| view! { <FieldErrors fields /> })
    }
}

/// The chart, what a tried target would have meant, and the downloads.
#[component]
fn Picture(view: StoredValue<MeasureView>, state: ChartState) -> impl IntoView {
    let spec = Memo::new(move |_| {
        let query = state.query.get();
        let selection = query.selection();
        view.with_value(|view| match breakdown(view, &query) {
            Some(found) => {
                let lines = query.shape == Some(Shape::Lines);
                chart::of_breakdown(&view.measure, found, &view.series, lines, &selection)
            }
            None => {
                let spec = chart::of_measure(&view.measure, view.baseline.as_ref(), &view.series, &selection);
                match view.likelihood.fan.as_ref().filter(|_| query.forecast) {
                    Some(fan) => chart::with_fan(spec, fan),
                    None => spec,
                }
            }
        })
    });
    let tried = move || {
        let query = state.query.get();
        let selection = query.selection();
        selection.what_if.filter(|_| query.has_levels()).map(|target| {
            view.with_value(|view| {
                let points = view.series.select(&selection);
                let of = view.series.totals(&selection).unwrap_or(view.measure.frequency);
                WhatIf::of(&view.measure, &points, target).sentence(&view.measure, of)
            })
        })
    };
    let measure = view.with_value(|view| view.measure.clone());
    view! {
        <p class="what-if" role="status">{tried}</p>
        <ChartFigure spec footnotes=true illustrative=measure.illustrative />
        <Downloads code=measure.code query=state.query />
    }
    .into_part()
}

/// The figures by category, where they are asked for and have come.
fn breakdown<'v>(view: &'v MeasureView, query: &MeasureQuery) -> Option<&'v Breakdown> {
    view.breakdown.as_ref().filter(|_| query.by_category())
}

/// The figures that the chart shows, as a table.
#[component]
fn Figures(view: StoredValue<MeasureView>, state: ChartState) -> impl IntoView {
    let table = move || {
        let query = state.query.get();
        let selection = query.selection();
        let drawn = view.with_value(|view| {
            let MeasureView { measure, baseline, series, .. } = view;
            query
                .has_own_table(measure)
                .then(|| chart::of_measure(measure, baseline.as_ref(), series, &selection))
        });
        if let Some(spec) = drawn {
            return view! { <SpecTable spec /> }.into_part();
        }
        if let Some(rules) = query.is_judged().then(|| query.rules.unwrap_or_default()) {
            let (measure, series) = view.with_value(|view| (view.measure.clone(), view.series.clone()));
            return view! { <ControlTable measure series selection rules /> }.into_part();
        }
        view.with_value(|view| {
            let shown = breakdown(view, &query).map(|found| found.select(&selection));
            let (points, categories, dimension) = match shown {
                Some(shown) => (shown.total, shown.categories, shown.dimension),
                None => (view.series.select(&selection), Vec::new(), String::new()),
            };
            view! { <DataTable measure=view.measure.clone() points categories notes=&view.series.notes dimension /> }.into_part()
        })
    };
    view! {
        <details open>
            <summary><h2>"Figures"</h2></summary>
            {table}
        </details>
    }
    .into_part()
}
