//! Changes, each with who, when, and the field before and after.

use leptos::prelude::*;

use crate::model::audit::{AuditLine, FieldChange};
use crate::ui::part::IntoPart;

/// A list of changes, newest first.
#[component]
pub fn History(lines: Vec<AuditLine>) -> impl IntoView {
    let items = lines
        .into_iter()
        .map(|line| {
            let at = moment(&line.at);
            let changes = line.changes.into_iter().map(|change| view! { <Change change /> }).collect_view();
            view! {
                <li>
                    <p>
                        <time datetime=line.at>{at}</time>
                        " · "
                        <b>{line.actor}</b>
                        {format!(" · {} ", line.action)}
                        <span class="soft">{line.subject}</span>
                    </p>
                    <ul class="changes">{changes}</ul>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="history">{items}</ol> }.into_part()
}

#[component]
fn Change(change: FieldChange) -> impl IntoView {
    let before = (!change.before.is_empty()).then(|| {
        view! {
            <del>{change.before}</del>
            <span aria-hidden="true">" → "</span>
            <span class="visually-hidden">" became "</span>
        }
    });
    let after = if change.after.is_empty() { "nothing".to_owned() } else { change.after };
    view! {
        <li>
            <span class="soft">{change.field} ": "</span>
            {before}
            <ins>{after}</ins>
        </li>
    }
}

/// `2026-11-24 09:12 UTC` of an RFC 3339 moment in UTC.
pub fn moment(at: &str) -> String {
    match (at.get(..10), at.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => at.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_cut_to_the_minute() {
        assert_eq!(moment("2026-11-24T09:12:33.123Z"), "2026-11-24 09:12 UTC");
        assert_eq!(moment("today"), "today");
    }
}
