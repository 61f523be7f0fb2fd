//! `/entry/upload`: an office's figures as a file, out and in.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::entry::upload_page;
use crate::model::query::EntryQuery;
use crate::model::upload::UploadView;
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::entry_choice::EntryChoice;
use crate::ui::components::upload_report::UploadReport;
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::{address, use_search};

/// A page without script, of plain forms: the page that answers shows what would be saved.
#[component]
pub fn UploadPage() -> impl IntoView {
    let shown = awaited_or_problem("Loading…", use_search(), upload_page, page);
    view! {
        <Title text="Upload" />
        {shown}
    }
}

fn page(view: UploadView) -> Part {
    let UploadView { offices, office, periods, period, brought } = view;
    let title = format!("Upload figures of {}", office.code);
    let query = EntryQuery { office: Some(office.code.clone()), period: Some(period), page: 0 }.to_string();
    let [here, grid, excel, csv] = ["/entry/upload", "/entry", "/entry/template.xlsx", "/entry/template.csv"]
        .map(|path| address(path, &query));
    let is_begun = brought.is_some();
    let report =
        brought.map(|brought| view! { <UploadReport brought action=here.clone() grid=grid.clone() /> });
    let label = period.label();
    view! {
        <Title text=title.clone() />
        <h1>{title}</h1>
        <EntryChoice action="/entry/upload" offices office periods period />
        {report}
        <section class="workbook">
            <h2>"Take the template"</h2>
            <p>{format!("A row for each figure that is asked for in {label}, with what stands there now. Fill in a value, or numerator and denominator, or why there is none; leave alone what you do not know.")}</p>
            <p class="ways-out">
                <a class="button quiet" href=excel rel="external">"Template as Excel"</a>
                <a href=csv rel="external">"Template as CSV"</a>
                <a href=grid rel="external">"Enter them in the grid instead"</a>
            </p>
        </section>
        <Choose action=here again=is_begun />
    }
    .into_part()
}

/// The form that brings a file; `again` where one has been looked at.
#[component]
fn Choose(action: String, again: bool) -> impl IntoView {
    view! {
        <section class="workbook">
            <h2>{if again { "Bring another file" } else { "Bring it back" }}</h2>
            <p>"You see what would be saved before anything is written. Figures become drafts, as in the grid; rows that say nothing new change nothing. Any file with the columns measure, period and value will do; where a column has another name, you are asked once."</p>
            <form method="post" action=action enctype="multipart/form-data">
                <label class="field">
                    <span class="field-label">"Excel workbook (.xlsx) or CSV, at most 5 MB"</span>
                    <input type="file" name="figures" accept=".xlsx,.csv,.txt,.tsv" required />
                </label>
                <button class="button" class:quiet=again type="submit">"Show what would be saved"</button>
            </form>
        </section>
    }
    .into_part()
}
