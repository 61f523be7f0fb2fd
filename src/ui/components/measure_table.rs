//! Measures, a row each: on a narrow screen, a card each.

use leptos::prelude::*;

use crate::model::dashboard::MeasureLine;
use crate::ui::part::IntoPart;

use super::marks::MarkPair;
use super::status::StatusBadge;
use super::tag::{DraftTag, IllustrativeTag};

/// A table of measures. The roles repeat what the elements say: a browser forgets that a table is
/// one when the style sheet stacks its cells.
#[component]
pub fn MeasureTable(
    /// What the measures have in common, for those who hear the page.
    #[prop(into)]
    caption: String,
    lines: Vec<MeasureLine>,
    /// Links to measures keep showing what waits for approval.
    #[prop(optional)]
    drafts: bool,
) -> impl IntoView {
    let rows = lines.into_iter().map(|line| view! { <MeasureRow line drafts /> }).collect_view();
    view! {
        <table class="measures" role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">"Measure"</th>
                    <th scope="col" role="columnheader">"Trend"</th>
                    <th scope="col" role="columnheader" class="number">"Actual"</th>
                    <th scope="col" role="columnheader" class="number">"Target"</th>
                    <th scope="col" role="columnheader">"Status"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_part()
}

#[component]
fn MeasureRow(line: MeasureLine, drafts: bool) -> impl IntoView {
    let href = format!("/measures/{}{}", line.code, if drafts { "?drafts=yes" } else { "" });
    let fresh = line.freshness.is_empty();
    view! {
        <tr role="row" class:is-draft=line.draft>
            <th scope="row" role="rowheader">
                <a class="measure-name" href=href>{line.name}</a>
                <span class="meta">
                    {format!("{} · {}", line.office, line.kind)}
                    {(!line.goal.is_empty()).then(|| format!(" · {}", line.goal))}
                    {line.illustrative.then(|| view! { <IllustrativeTag /> })}
                    {(line.gaps > 0).then(|| {
                        let href = format!("/measures/{}#elements", line.code);
                        let words = format!("{} {} lacking", line.gaps, if line.gaps == 1 { "element" } else { "elements" });
                        view! { " · " <a class="gaps" href=href>{words}</a> }
                    })}
                </span>
            </th>
            <td role="cell" data-label="Trend">
                <Sparkline drawing=line.sparkline trend=line.trend />
                <MarkPair marks=line.marks />
            </td>
            <td role="cell" data-label="Actual" class="number">
                <span class="figure">{line.actual.unwrap_or_else(|| "–".into())}</span>
                <span class="meta">{line.period}</span>
                {(!fresh).then(|| view! { <span class="meta">{line.freshness}</span> })}
                {line.draft.then(|| view! { <DraftTag /> })}
            </td>
            <td role="cell" data-label="Target" class="number">
                {match line.target {
                    Some(target) => view! { <span class="target">{target}</span> }.into_part(),
                    None => view! { <span class="soft">"none"</span> }.into_part(),
                }}
            </td>
            <td role="cell" data-label="Status">
                <StatusBadge status=line.status />
                <span class="meta reason">{line.reason}</span>
            </td>
        </tr>
    }
    .into_part()
}

/// A small picture of a series, and what it shows in words.
#[component]
pub fn Sparkline(drawing: String, trend: String) -> impl IntoView {
    view! { <span class="sparkline" role="img" aria-label=trend inner_html=drawing></span> }.into_part()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::attention::Marks;
    use crate::domain::spc::Kind;
    use crate::domain::status::Status;

    fn line() -> MeasureLine {
        MeasureLine {
            code: "urgent".into(),
            name: "Urgent <traces>".into(),
            office: "ATF".into(),
            kind: "outcome".into(),
            period: "Q4 FY 2026".into(),
            actual: None,
            draft: false,
            target: None,
            status: Status::NoData,
            reason: "No figure has been reported for this period.".into(),
            freshness: "latest figure: Q2 FY 2026".into(),
            illustrative: true,
            gaps: 2,
            sparkline: "<svg></svg>".into(),
            trend: "rising".into(),
            past: Vec::new(),
            marks: Marks { variation: Some(Kind::Concern), assurance: None },
            goal: String::new(),
            before: None,
        }
    }

    #[test]
    fn a_row_says_everything_in_words() {
        let html = view! { <MeasureTable caption="Measures" lines=vec![line()] /> }.to_html();
        for words in [
            "Urgent &lt;traces&gt;",
            r#"href="/measures/urgent""#,
            "Illustrative",
            "latest figure: Q2 FY 2026",
            "no data",
            "No figure has been reported",
            r#"aria-label="rising""#,
            "<tbody",
            "concern",
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn a_figure_that_waits_is_marked() {
        let waiting = MeasureLine { draft: true, actual: Some("83.0%".into()), ..line() };
        let html = view! { <MeasureTable caption="" lines=vec![waiting] drafts=true /> }.to_html();
        assert!(html.contains("Not approved") && html.contains("urgent?drafts=yes"), "{html}");
    }
}
