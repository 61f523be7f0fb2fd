//! Changes, each with who, when, and the fields before and after.

use leptos::prelude::*;

use crate::model::audit::{AuditLine, FieldChange};
use crate::ui::part::{IntoPart, Part};

/// How many fields are shown at once: what is new has many.
const FIELDS_SHOWN: usize = 8;

/// A list of changes, newest first.
#[component]
pub fn History(lines: Vec<AuditLine>) -> impl IntoView {
    let items = lines.into_iter().map(line).collect_view();
    view! { <ol class="history">{items}</ol> }.into_part()
}

fn line(line: AuditLine) -> Part {
    let at = moment(&line.at);
    let actor = (!line.actor.is_empty()).then(|| view! { " · " <b>{line.actor}</b> });
    let about = (!line.about.is_empty()).then(|| match line.page {
        Some(page) => view! { " · " <a href=page rel="external">{line.about}</a> }.into_part(),
        None => view! { " · " {line.about} }.into_part(),
    });
    let code =
        (!line.code.is_empty()).then(|| view! { " " <span class="soft">{format!("({})", line.code)}</span> });
    let number =
        (line.seq > 0).then(|| view! { <span class="soft">{format!(" · entry {}", line.seq)}</span> });
    let count = line.changes.len();
    let changes = line.changes.into_iter().map(change).collect_view();
    let changes = view! { <ul class="changes">{changes}</ul> };
    let changes = match count > FIELDS_SHOWN {
        true => {
            view! { <details><summary>{format!("{count} fields")}</summary>{changes}</details> }.into_part()
        }
        false => changes.into_part(),
    };
    view! {
        <li>
            <p>
                <time datetime=line.at>{at}</time>
                {actor}
                {about}
                {code}
                {format!(" · {}", line.action)}
                {number}
            </p>
            {changes}
        </li>
    }
    .into_part()
}

fn change(change: FieldChange) -> Part {
    let FieldChange { field, before, after, whole } = change;
    let before = (!before.is_empty()).then(|| {
        view! {
            <del>{before}</del>
            <span aria-hidden="true">" → "</span>
            <span class="visually-hidden">" became "</span>
        }
    });
    let after = if after.is_empty() { "nothing".to_owned() } else { after };
    let whole = whole.map(|(before, after)| {
        view! {
            <details>
                <summary>"Whole text"</summary>
                <p><b>"Before: "</b>{before}</p>
                <p><b>"After: "</b>{after}</p>
            </details>
        }
    });
    view! {
        <li>
            <span class="soft">{field} ": "</span>
            {before}
            <ins>{after}</ins>
            {whole}
        </li>
    }
    .into_part()
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

    #[test]
    fn a_change_says_what_became_what_and_keeps_long_texts_at_hand() {
        let field = |field: &str, before: &str, after: &str| FieldChange {
            field: field.into(),
            before: before.into(),
            after: after.into(),
            whole: None,
        };
        let mut cut = field("caveat", "…old", "…new");
        cut.whole = Some(("a long <b> old".into(), "a long new".into()));
        let mut line = AuditLine {
            seq: 17,
            at: "2026-11-24T09:12:33.123Z".into(),
            actor: "ana".into(),
            action: "approved".into(),
            about: "Figure of Traces".into(),
            code: "traces".into(),
            page: Some("/measures/traces/history/FY2026Q1".into()),
            changes: vec![field("figure", "1", "2"), cut],
        };
        let html = view! { <History lines=vec![line.clone()] /> }.to_html();
        for part in [
            r#"href="/measures/traces/history/FY2026Q1""#,
            "(traces)",
            " · approved",
            "entry 17",
            "<del>1</del>",
            "Whole text",
            "a long &lt;b&gt; old",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("fields</summary>"), "{html}");
        (line.seq, line.actor, line.page, line.about) = (0, String::new(), None, String::new());
        line.changes = (0..=FIELDS_SHOWN).map(|n| field(&n.to_string(), "", "x")).collect();
        let html = view! { <History lines=vec![line] /> }.to_html();
        assert!(html.contains("9 fields</summary>") && !html.contains("entry"), "{html}");
        assert!(!html.contains("<b>") && !html.contains("href"), "{html}");
    }
}
