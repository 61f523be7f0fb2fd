//! `/audit`: who changed what, newest first. A page without script.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::audit::audit;
use crate::domain::audit::{ACTIONS, SubjectKind};
use crate::domain::number;
use crate::model::audit::{AuditView, Chain};
use crate::model::error::{AppError, FieldError};
use crate::model::query::TEXT_MAX;
use crate::ui::awaited::{Waiting, awaited};
use crate::ui::components::history::History;
use crate::ui::components::problem::{FieldErrors, Problem};
use crate::ui::components::select::Select;
use crate::ui::part::{IntoPart, Part};
use crate::ui::query::{address, use_search, value_of, with_value};

#[component]
pub fn AuditPage() -> impl IntoView {
    let search = use_search();
    awaited(Waiting::saying("Loading the audit trail…"), search, audit, move |view| {
        let search = search.get_untracked();
        let (view, wrong) = match view {
            Ok(view) => (Some(view), Vec::new()),
            Err(AppError::Invalid(wrong)) => (None, wrong),
            Err(error) => return view! { <Problem error /> }.into_part(),
        };
        let told = (!wrong.is_empty()).then(|| view! { <FieldErrors fields=wrong.clone() /> });
        let found = view.map(|view| view! { <Found view search=search.clone() /> });
        view! {
            <Title text="Audit trail" />
            <h1>"Audit trail"</h1>
            <p>"Every change to a figure, measure, goal or account, newest first. Entries are chained, and the database refuses to alter them."</p>
            {told}
            <AuditFilters search wrong />
            {found}
        }
        .into_part()
    })
}

/// Which changes: a plain form, which keeps what was typed.
#[component]
fn AuditFilters(search: String, wrong: Vec<FieldError>) -> impl IntoView {
    let of = |name: &str| value_of(&search, name);
    let text = |name, label, hint| Input { name, label, hint, kind: "text" }.view(&search, &wrong);
    let day = |name, label| Input { name, label, hint: "2026-11-24", kind: "date" }.view(&search, &wrong);
    let kinds: Vec<_> =
        SubjectKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.label().to_owned())).collect();
    let actions: Vec<_> =
        ACTIONS.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
    let clear = (!search.is_empty()).then(|| view! { <a class="clear" href="/audit">"Clear filters"</a> });
    view! {
        <form class="filters" method="get" action="/audit" aria-label="Filters">
            {text("subject", "Measure or goal (code)", "traces-completed")}
            <Select label="Changes to" name="kind" none="anything" choices=kinds chosen=of("kind") />
            <Select label="What was done" name="action" none="anything" choices=actions chosen=of("action") />
            {text("person", "By", "")}
            {day("from", "From (UTC)")}
            {day("to", "To (UTC)")}
            <div class="filter-actions"><button class="button" type="submit">"Show"</button>{clear}</div>
        </form>
    }
    .into_part()
}

/// A field of one line, with what is wrong with it.
struct Input {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
}

impl Input {
    fn view(self, search: &str, wrong: &[FieldError]) -> Part {
        let Input { name, label, hint, kind } = self;
        let wrong = wrong.iter().find(|error| error.field == name).map(|error| error.message.clone());
        let error_id = format!("{name}-error");
        let described = wrong.is_some().then(|| error_id.clone());
        let invalid = wrong.is_some().then_some("true");
        // A field for days would not show what is none.
        let kind = if wrong.is_some() { "text" } else { kind };
        let message = wrong.map(|message| view! { <span class="field-error" id=error_id>{message}</span> });
        view! {
            <div class="field">
                <label class="field-label" for=name>{label}</label>
                <input
                    id=name
                    type=kind
                    name=name
                    value=value_of(search, name)
                    placeholder=hint
                    maxlength=TEXT_MAX.to_string()
                    aria-invalid=invalid
                    aria-describedby=described
                />
                {message}
            </div>
        }
        .into_part()
    }
}

/// The changes, how many they are, and what is known of their chain.
#[component]
fn Found(view: AuditView, search: String) -> impl IntoView {
    let sentence = sentence(&view, !value_of(&search, "before").is_empty());
    let filters =
        ["before", "verify"].iter().fold(search.clone(), |search, key| with_value(&search, key, ""));
    let file = (view.total > 0).then(|| {
        let file = address("/audit.csv", &filters);
        view! { <p class="small no-print">"Download these as " <a href=file rel="external">"CSV"</a></p> }
    });
    let older = view.older.map(|before| {
        let search = with_value(&filters, "before", &before.to_string());
        view! { <a rel="next" href=address("/audit", &search)>"Older changes"</a> }
    });
    let newest = (!value_of(&search, "before").is_empty())
        .then(|| view! { <a rel="prev" href=address("/audit", &filters)>"Newest changes"</a> });
    let list = match view.lines.is_empty() {
        true => view! { <p class="empty">"No change matches."</p> }.into_part(),
        false => view! { <History lines=view.lines /> }.into_part(),
    };
    view! {
        <p class="sentence small-sentence" role="status">{sentence}</p>
        <ChainState chain=view.chain verify=address("/audit", &with_value(&search, "verify", "yes")) />
        {file}
        {list}
        <p class="ways-out">{newest} {older}</p>
    }
    .into_part()
}

/// How many changes match, and which of them are listed.
fn sentence(view: &AuditView, further: bool) -> String {
    let total = match view.total {
        1 => "One change matches".to_owned(),
        many => format!("{} changes match", number::format(many as f64, 0)),
    };
    let listed = view.lines.len();
    match view.lines.first() {
        _ if view.total == 0 => "No change matches.".to_owned(),
        Some(_) if listed as i64 == view.total => format!("{total}."),
        Some(first) if further => {
            format!("{total}; these are {listed} of them, from entry {} down.", first.seq)
        }
        Some(_) => format!("{total}; these are the newest {listed}."),
        None => format!("{total}; none is older than that."),
    }
}

/// Whether the chain holds, where that was looked at just now; else how to look.
#[component]
fn ChainState(chain: Chain, verify: String) -> impl IntoView {
    let by_command = || view! { <code>"yardstick audit verify"</code> };
    let told = match chain {
        Chain::Holds(last) => {
            let last = number::format(last as f64, 0);
            view! { <b>{format!("Chain verified up to entry {last}")}</b>": none was changed, none is missing." }.into_part()
        }
        Chain::Broken { entry, reason } => view! {
            <b>{format!("The chain is broken at entry {entry}")}</b>": "{reason}". Tell your administrator."
        }
        .into_part(),
        Chain::NotVerified => view! {
            "The chain was not verified for this page. " <a href=verify>"Verify it now"</a> ", or run " {by_command()} "."
        }
        .into_part(),
        Chain::TooLong(length) => {
            let length = number::format(length as f64, 0);
            view! { {format!("With {length} entries the chain is too long to be verified on a page: run ")} {by_command()} "." }
                .into_part()
        }
    };
    view! { <p class="small" role="status">{told}</p> }.into_part()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::audit::AuditLine;

    #[test]
    fn the_sentence_counts() {
        let line = |seq| AuditLine {
            seq,
            at: String::new(),
            actor: String::new(),
            action: String::new(),
            about: String::new(),
            code: String::new(),
            page: None,
            changes: Vec::new(),
        };
        let view = |total, seqs: &[i64]| AuditView {
            total,
            lines: seqs.iter().map(|seq| line(*seq)).collect(),
            older: None,
            chain: Chain::NotVerified,
        };
        for (total, seqs, further, expected) in [
            (0, &[][..], false, "No change matches."),
            (1, &[9], false, "One change matches."),
            (2, &[9, 8], false, "2 changes match."),
            (1234, &[9, 8], false, "1,234 changes match; these are the newest 2."),
            (1234, &[7, 6], true, "1,234 changes match; these are 2 of them, from entry 7 down."),
            (1234, &[], true, "1,234 changes match; none is older than that."),
        ] {
            assert_eq!(sentence(&view(total, seqs), further), expected);
        }
    }
}
