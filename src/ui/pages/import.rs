//! `/import`: the framework as a workbook, out and in.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::import::import_page;
use crate::model::import::{ImportView, Stage, WorkbookView};
use crate::ui::awaited::awaited_or_problem;
use crate::ui::part::IntoPart;

/// A page without script, of plain forms: the page that answers shows what would change.
#[component]
pub fn ImportPage() -> impl IntoView {
    let asked = Memo::new(|_| ());
    let page = |view: ImportView| {
        let brought = view.brought.map(|brought| view! { <Report brought /> });
        let form = view.may_import.then(|| view! { <Choose /> });
        view! {
            <Title text="Workbook" />
            <h1>"Workbook"</h1>
            {brought}
            <section>
                <h2>"Take it along"</h2>
                <p>
                    "Offices, goals, measures, targets and figures as one Excel workbook, with drop-downs and a note at each column: "
                    <a href="/framework.xlsx" rel="external">"framework.xlsx"</a>
                </p>
            </section>
            {form}
        }
        .into_part()
    };
    awaited_or_problem("Loading…", asked, |()| import_page(), page)
}

#[component]
fn Choose() -> impl IntoView {
    view! {
        <section>
            <h2>"Bring it back"</h2>
            <p>"First it is shown what would change; nothing is written until you say so. What somebody else has changed meanwhile is not overwritten, and nothing is deleted."</p>
            <form method="post" action="/import" enctype="multipart/form-data">
                <label class="field">
                    <span class="field-label">"Workbook (.xlsx)"</span>
                    <input type="file" name="workbook" accept=".xlsx" required />
                </label>
                <button class="button" type="submit">"Show what would change"</button>
            </form>
        </section>
    }
    .into_part()
}

/// What became of a workbook, and the button that applies it.
#[component]
fn Report(brought: WorkbookView) -> impl IntoView {
    let WorkbookView { file, stage, sentence, lines, remarks, workbook } = brought;
    let apply = (stage == Stage::Previewed).then(|| {
        view! {
            <form method="post" action="/import" enctype="multipart/form-data">
                <input type="hidden" name="file" value=file.clone() />
                <input type="hidden" name="again" value=workbook />
                <button class="button" type="submit">"Apply these changes"</button>
            </form>
        }
    });
    let role = if stage == Stage::Refused { "alert" } else { "status" };
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <section>
            <h2>{file}</h2>
            <p class="small-sentence" role=role>{sentence}</p>
            {remarks.into_iter().map(|remark| view! { <p class="small soft">{remark}</p> }).collect_view()}
            <ul class="small">{lines}</ul>
            {apply}
        </section>
    }
    .into_part()
}
