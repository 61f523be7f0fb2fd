//! `/import`: the framework as a workbook, out and in.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::import::import_page;
use crate::model::import::{ImportView, Stage, WorkbookView};
use crate::ui::awaited::awaited_or_problem;
use crate::ui::components::findings::Findings;
use crate::ui::part::IntoPart;

/// A page without script, of plain forms: the page that answers shows what would change.
#[component]
pub fn ImportPage() -> impl IntoView {
    let asked = Memo::new(|_| ());
    let page = |view: ImportView| {
        let is_begun = view.brought.is_some();
        let report = view.brought.map(|brought| view! { <Report brought /> });
        let choose = view.may_import.then(|| view! { <Choose again=is_begun /> });
        view! {
            <Title text="Workbook" />
            <h1>"Workbook"</h1>
            {report}
            <section class="workbook">
                <h2>"Take it along"</h2>
                <p>"The whole framework as one Excel workbook: a sheet each for offices, goals, milestones, measures, breakdowns, recommendations, targets, published figures and figures, with drop-downs and a note at each column. What waits for approval is not in it."</p>
                <a class="button quiet" href="/framework.xlsx" rel="external">"Download framework.xlsx"</a>
            </section>
            {choose}
        }
        .into_part()
    };
    awaited_or_problem("Loading…", asked, |()| import_page(), page)
}

/// The form that brings a workbook; `again` where one has been looked at.
#[component]
fn Choose(again: bool) -> impl IntoView {
    view! {
        <section class="workbook">
            <h2>{if again { "Bring another" } else { "Bring it back" }}</h2>
            <p>"You see what would change before anything is written. Cells that you left alone keep what others have written since; nothing is deleted."</p>
            <form method="post" action="/import" enctype="multipart/form-data">
                <label class="field">
                    <span class="field-label">"Workbook (.xlsx), at most 5 MB"</span>
                    <input type="file" name="workbook" accept=".xlsx" required />
                </label>
                <button class="button" class:quiet=again type="submit">"Show what would change"</button>
            </form>
        </section>
    }
    .into_part()
}

/// What became of a workbook, and the button that applies it.
#[component]
fn Report(brought: WorkbookView) -> impl IntoView {
    let WorkbookView { file, stage, sentence, lines, more, remarks, workbook } = brought;
    let title = match stage {
        Stage::Refused => "Not taken",
        Stage::Same => "No change",
        Stage::Previewed => "What would change",
        Stage::Applied => "Taken",
    };
    let apply = (stage == Stage::Previewed).then(|| {
        view! {
            <form class="ways-out" method="post" action="/import" enctype="multipart/form-data">
                <input type="hidden" name="file" value=file.clone() />
                <input type="hidden" name="again" value=workbook />
                <button class="button" type="submit">"Apply these changes"</button>
                <a href="/import">"Leave everything as it is"</a>
            </form>
        }
    });
    let role = if stage == Stage::Refused { "alert" } else { "status" };
    let remark = |remark: String| view! { <p class="small soft">{sentence_of(&remark)}</p> };
    let listed = (!lines.is_empty()).then(|| view! { <Findings lines more /> });
    view! {
        <section class="workbook">
            <h2>{title}": "{file}</h2>
            <p class="small-sentence" role=role>{sentence}</p>
            {remarks.into_iter().map(remark).collect_view()}
            {apply}
            {listed}
        </section>
    }
    .into_part()
}

/// A remark as a sentence by itself.
fn sentence_of(remark: &str) -> String {
    format!("{remark}.")
}
