//! What became of a file of figures: what is asked about it, what it would do, and the button that does it.

use leptos::prelude::*;

use crate::domain::batch::Finding;
use crate::model::upload::{
    BroughtView, ColumnChoice, FigureLine, LEFT_OUT, Listed, TextChange, UploadStage,
};
use crate::ui::part::{IntoPart, Part};

use super::findings::{Findings, More};

/// The report; `action` is where the file is sent again, `grid` where its figures are seen afterwards.
#[component]
pub fn UploadReport(brought: BroughtView, action: String, grid: String) -> impl IntoView {
    let title = match brought.stage {
        UploadStage::Refused => "Not taken",
        UploadStage::Asked => "What is in",
        UploadStage::Previewed => "What would be saved",
        UploadStage::Overtaken => "Changed meanwhile",
        UploadStage::Same => "No change",
        UploadStage::Saved => "Saved",
    };
    let is_against = matches!(brought.stage, UploadStage::Refused | UploadStage::Overtaken);
    let against = if brought.stage == UploadStage::Overtaken { "Changed by others" } else { "To be mended" };
    let role = if is_against { "alert" } else { "status" };
    let asked = brought.stage == UploadStage::Asked;
    let columns = (!brought.columns.is_empty()).then(|| columns(&brought, &action, asked));
    let onwards = matches!(brought.stage, UploadStage::Saved | UploadStage::Same)
        .then(|| view! { <p><a href=grid rel="external">"Go to the grid"</a></p> });
    let save = save(&brought, &action);
    let unchanged = match brought.unchanged {
        0 => None,
        1 => Some("Unchanged: 1 figure".to_owned()),
        many => Some(format!("Unchanged: {many} figures")),
    };
    let shows =
        matches!(brought.stage, UploadStage::Previewed | UploadStage::Overtaken | UploadStage::Refused);
    let unchanged = unchanged.filter(|_| shows).map(|words| view! { <h3>{words}</h3> });
    view! {
        <section class="workbook">
            <h2>{title}": "{brought.file.clone()}</h2>
            <p class="small-sentence" role=role>{brought.sentence.clone()}</p>
            {onwards}
            {columns}
            {save}
            {findings(against, brought.problems)}
            {findings("Warnings", brought.warnings)}
            {figures("New", brought.new)}
            {figures("Changed", brought.changed)}
            {unchanged}
        </section>
    }
    .into_part()
}

fn findings(title: &'static str, found: Listed<Finding>) -> Option<Part> {
    let count = found.count();
    (count > 0).then(|| {
        view! {
            <h3>{title}": "{count}</h3>
            <Findings lines=found.items more=found.more />
        }
        .into_part()
    })
}

/// The button that saves, where something is to be.
fn save(brought: &BroughtView, action: &str) -> Option<Part> {
    let count = brought.new.count() + brought.changed.count();
    let may = matches!(brought.stage, UploadStage::Previewed | UploadStage::Overtaken) && count > 0;
    may.then(|| {
        let words = match count {
            1 => "Save this 1 figure as a draft".to_owned(),
            many => format!("Save these {many} figures as drafts"),
        };
        let said = brought.columns.iter().map(|one| {
            view! {
                <input type="hidden" name="name" value=one.name.clone() />
                <input type="hidden" name="column" value=one.choice.clone() />
            }
        });
        view! {
            <form class="ways-out" method="post" action=action.to_owned() enctype="multipart/form-data">
                {again(brought)}
                {said.collect_view()}
                <input type="hidden" name="seen" value=brought.again.seen.clone() />
                <button class="button" type="submit">{words}</button>
                <a href=action.to_owned()>"Leave everything as it is"</a>
            </form>
        }
        .into_part()
    })
}

/// The file, to be sent again.
fn again(brought: &BroughtView) -> Part {
    view! {
        <input type="hidden" name="file" value=brought.file.clone() />
        <input type="hidden" name="again" value=brought.again.content.clone() />
    }
    .into_part()
}

/// As what the file's own columns are read, and the form that says so; put away where it is known.
fn columns(brought: &BroughtView, action: &str, asked: bool) -> Part {
    let fields =
        brought.columns.iter().enumerate().map(|(at, one)| column(at, one, &brought.free)).collect_view();
    let form = view! {
        <form class="upload-columns" method="post" action=action.to_owned() enctype="multipart/form-data">
            {again(brought)}
            {fields}
            <input type="hidden" name="columns" value="yes" />
            <button class="button" class:quiet=!asked type="submit">"Read the file so"</button>
        </form>
    };
    let read = |one: &ColumnChoice| {
        let read = match one.choice.as_str() {
            LEFT_OUT => "left out".to_owned(),
            column => format!("read as {column}"),
        };
        let remembered = if one.remembered { ", as last time" } else { "" };
        view! { <li>{format!("“{}” is {read}{remembered}.", one.name)}</li> }
    };
    match asked {
        true => form.into_part(),
        false => view! {
            <ul>{brought.columns.iter().map(read).collect_view()}</ul>
            <details>
                <summary>"Read the columns otherwise"</summary>
                {form}
            </details>
        }
        .into_part(),
    }
}

/// One column of the file and what it may be.
fn column(at: usize, one: &ColumnChoice, free: &[String]) -> Part {
    let error = format!("column-{at}-error");
    let option = |value: &str, words: &str| {
        let selected = value == one.choice;
        view! { <option value=value.to_owned() selected=selected>{words.to_owned()}</option> }
    };
    let columns = free.iter().map(|column| option(column, column)).collect_view();
    let wrong = one.wrong.clone().map(|message| {
        view! { <span class="field-error" id=error.clone()>{message}</span> }
    });
    view! {
        <div class="field">
            <label class="field-label" for=format!("column-{at}")>"“"{one.name.clone()}"” is"</label>
            <input type="hidden" name="name" value=one.name.clone() />
            <select
                id=format!("column-{at}")
                name="column"
                required
                aria-invalid=one.wrong.is_some().then_some("true")
                aria-describedby=one.wrong.is_some().then_some(error)
            >
                {option("", "choose")}
                {columns}
                {option(LEFT_OUT, "leave out")}
            </select>
            {wrong}
        </div>
    }
    .into_part()
}

/// Figures, each with what becomes of it.
fn figures(title: &'static str, lines: Listed<FigureLine>) -> Option<Part> {
    let count = lines.count();
    let Listed { items, more } = lines;
    (count > 0).then(|| {
        view! {
            <h3>{title}": "{count}</h3>
            <table class="data findings">
                <thead>
                    <tr><th scope="col">"Cell"</th><th scope="col">"Figure"</th><th scope="col">"Becomes"</th></tr>
                </thead>
                <tbody>{items.into_iter().map(figure).collect_view()}</tbody>
            </table>
            <More more />
        }
        .into_part()
    })
}

fn figure(line: FigureLine) -> Part {
    let FigureLine { place, measure, of, standing, changes } = line;
    let standing = (!standing.is_empty()).then(|| view! { <span class="meta">{standing}</span> });
    view! {
        <tr>
            <th scope="row">{place}</th>
            <td>{measure} <span class="meta">{of}</span> {standing}</td>
            <td>{changes.into_iter().map(change).collect_view()}</td>
        </tr>
    }
    .into_part()
}

/// "figure: 5 traces → 6 traces".
fn change(change: TextChange) -> Part {
    let TextChange { what, before, after } = change;
    let after = if after.is_empty() { "nothing".to_owned() } else { after };
    let was = (!before.is_empty()).then(|| {
        view! { <del>{before}</del> <span aria-hidden="true">" → "</span> <span class="visually-hidden">" becomes "</span> }
    });
    let what = (what != "figure").then(|| view! { <b>{what}": "</b> });
    view! { <p>{what} {was} <ins>{after}</ins></p> }.into_part()
}
