//! Which office and which quarter; and its figures as files.

use leptos::prelude::*;

use crate::domain::code::Code;
use crate::domain::goal::Office;
use crate::domain::period::Period;
use crate::model::query::EntryQuery;
use crate::ui::part::IntoPart;

/// A plain form that asks for another office or quarter.
#[component]
pub fn EntryChoice(
    /// The page that shows them.
    action: &'static str,
    offices: Vec<Office>,
    office: Office,
    periods: Vec<Period>,
    period: Period,
) -> impl IntoView {
    let offices = offices
        .into_iter()
        .map(|one| {
            let selected = one.code == office.code;
            view! { <option value=one.code.to_string() selected=selected>{one.name}</option> }
        })
        .collect_view();
    let periods = periods
        .into_iter()
        .map(|one| {
            let selected = one == period;
            view! { <option value=one.to_string() selected=selected>{one.label()}</option> }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action=action>
            <label class="field wide">
                <span class="field-label">"Office"</span>
                <select name="office">{offices}</select>
            </label>
            <label class="field">
                <span class="field-label">"Quarter"</span>
                <select name="period">{periods}</select>
            </label>
            <div class="filter-actions"><button class="button" type="submit">"Show"</button></div>
        </form>
    }
    .into_part()
}

/// The way to fill in a quarter's figures in a spreadsheet.
#[component]
pub fn EntryFiles(office: Code, period: Period, may_enter: bool) -> impl IntoView {
    let query = EntryQuery { office: Some(office), period: Some(period), page: 0 }.to_string();
    let upload = may_enter.then(|| {
        view! { <a href=format!("/entry/upload?{query}") rel="external">"Upload a file of figures"</a> }
    });
    view! {
        <p class="ways-out">
            <a href=format!("/entry/template.xlsx?{query}") rel="external">"Template as Excel"</a>
            <a href=format!("/entry/template.csv?{query}") rel="external">"Template as CSV"</a>
            {upload}
        </p>
    }
    .into_part()
}
