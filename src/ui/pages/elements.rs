//! `/elements`: the coverage matrix, measures by elements. A page without script.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::elements::elements;
use crate::domain::elements::coverage::Coverage;
use crate::domain::elements::{Element, Presence};
use crate::model::elements::{ElementRow, ElementsQuery, ElementsView};
use crate::model::error::AppError;
use crate::model::query::TEXT_MAX;
use crate::ui::awaited::{Waiting, awaited};
use crate::ui::components::elements::PresenceMark;
use crate::ui::components::pages::Pages;
use crate::ui::components::problem::{FieldErrors, Problem};
use crate::ui::components::select::Select;
use crate::ui::part::IntoPart;
use crate::ui::query::{address, use_search, with_value};

#[component]
pub fn ElementsPage() -> impl IntoView {
    let search = use_search();
    awaited(Waiting::saying("Loading the matrix…"), search, elements, move |view| match view {
        Ok(view) => view! { <Body view search=search.get_untracked() /> }.into_part(),
        Err(AppError::Invalid(fields)) => view! {
            <Title text="Elements" />
            <h1>"Elements"</h1>
            <FieldErrors fields />
            <p class="ways-out"><a href="/elements">"Show all measures"</a></p>
        }
        .into_part(),
        Err(error) => view! { <Problem error /> }.into_part(),
    })
}

#[component]
fn Body(view: ElementsView, search: String) -> impl IntoView {
    let query = view.query.clone();
    let to = Box::new(move |page| address("/elements", &query.on_page(page).to_string()));
    let asked = view.query.to_string();
    let [csv, xlsx] = ["/elements.csv", "/elements.xlsx"].map(|file| address(file, &asked));
    let lacking = view.query.lacking;
    view! {
        <Title text="Elements" />
        <h1 class="eyebrow">"Elements of a performance measure"</h1>
        <p class="sentence" role="status">{view.sentence.clone()}</p>
        <p class="soft small">
            "What law and GAO require a measure to state. GAO-21-322 found that the agencies “have not identified all of the elements of performance measures needed to assess progress”."
        </p>
        <Choices view=view.clone() />
        <p class="small no-print">
            "Download with authorities: "
            <a href=csv rel="external">"CSV"</a>
            " · "
            <a href=xlsx rel="external">"Excel"</a>
        </p>
        <Matrix columns=view.columns rows=view.rows lacking search />
        <Pages to page=view.page pages=view.pages total=view.total />
    }
    .into_part()
}

/// Filters: a plain form.
#[component]
fn Choices(view: ElementsView) -> impl IntoView {
    let query = &view.query;
    let chosen = [
        query.lacking.map(|element| element.name().to_owned()),
        query.office.as_ref().map(ToString::to_string),
        query.goal.as_ref().map(ToString::to_string),
    ];
    let [chosen_element, chosen_office, chosen_goal] = chosen.map(Option::unwrap_or_default);
    let offices = view.offices.iter().map(|o| (o.code.to_string(), o.name.clone())).collect::<Vec<_>>();
    let goals = view.goals.iter().map(|g| (g.code.clone(), g.name.clone())).collect::<Vec<_>>();
    let lacking = |c: &Coverage| {
        let words = format!("{} ({})", c.element.label(), c.lacking());
        (c.element.name().to_owned(), words)
    };
    let lacking: Vec<_> = view.columns.iter().map(lacking).collect();
    let clear = (view.query != ElementsQuery::default())
        .then(|| view! { <a class="clear" href="/elements">"Clear filters"</a> });
    view! {
        <form class="filters" method="get" action="/elements" aria-label="Filters">
            <Select label="Lacking" name="lacking" none="anything or nothing" choices=lacking chosen=chosen_element />
            <Select label="Office" name="office" none="all offices" choices=offices chosen=chosen_office />
            <Select label="Goal" name="goal" none="all goals" choices=goals chosen=chosen_goal />
            <label class="field">
                <span class="field-label">"Name contains"</span>
                <input type="search" name="text" value=view.query.text maxlength=TEXT_MAX.to_string() />
            </label>
            <div class="filter-actions"><button class="button" type="submit">"Show"</button>{clear}</div>
        </form>
    }
    .into_part()
}

/// Measures down, elements across. The heads count what is lacking and filter by it.
#[component]
fn Matrix(
    columns: Vec<Coverage>,
    rows: Vec<ElementRow>,
    lacking: Option<Element>,
    search: String,
) -> impl IntoView {
    let head = move |column: Coverage| {
        let (lacking_it, Coverage { element, missing, partial }) = (column.lacking(), column);
        let href = address("/elements", &with_value(&search, "lacking", element.name()));
        let words =
            format!("{}: {missing} missing, {partial} partial. {}", element.label(), element.authority());
        view! {
            <th scope="col" class:chosen=lacking == Some(element)>
                <a href=href title=words.clone() aria-label=words>
                    <span class="slanted">{element.label()}</span>
                    <b>{lacking_it}</b>
                </a>
            </th>
        }
    };
    let heads = columns.into_iter().map(head).collect_view();
    let rows = rows.into_iter().map(|row| view! { <MatrixRow row /> }).collect_view();
    view! {
        <div class="matrix-room" role="region" aria-label="Measures by elements" tabindex="0">
            <table class="matrix">
                <caption class="visually-hidden">"Measures by elements: present, partial or missing"</caption>
                <thead><tr><th scope="col" class="corner">"Measure"</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="legend small">
            {Presence::ALL.iter().map(|&presence| view! { <span><PresenceMark presence />" "{presence.label()}</span> }).collect_view()}
        </p>
    }
    .into_part()
}

#[component]
fn MatrixRow(row: ElementRow) -> impl IntoView {
    let cell = |one: crate::domain::elements::Assessment| {
        let label = match one.note.is_empty() {
            true => format!("{}: {}", one.element.label(), one.presence.label()),
            false => format!("{}: {} ({})", one.element.label(), one.presence.label(), one.note),
        };
        view! { <td title=label.clone()><PresenceMark presence=one.presence label=label.clone() /></td> }
    };
    let cells = row.elements.into_iter().map(cell).collect_view();
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/measures/{}#elements", row.code)>{row.name}</a>
                <span class="meta">{format!("{} · {}", row.office, row.goal)}</span>
            </th>
            {cells}
        </tr>
    }
    .into_part()
}
