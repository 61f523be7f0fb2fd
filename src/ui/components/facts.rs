//! What a measure is: its definition, its source, its limits.

use leptos::prelude::*;

use crate::domain::published::Published;
use crate::model::measure::MeasureView;
use crate::ui::part::IntoPart;

/// Every property as a term and what it says; what is not stated says so.
#[component]
pub fn Facts(view: MeasureView) -> impl IntoView {
    let measure = &view.measure;
    let often = measure.frequency.label();
    let year = measure.calendar.label();
    let terms = [
        ("Definition", measure.definition.clone()),
        ("Formula", measure.formula.clone()),
        ("Unit", measure.unit.name.clone()),
        ("Kind", measure.kind.label().to_owned()),
        ("Direction", measure.direction.label().to_owned()),
        ("Reported", format!("{often}, by {year}")),
        ("A year’s figure", measure.aggregation.label().to_owned()),
        ("Office", view.office.name.clone()),
        ("Goal leader", view.goal_leader.clone()),
        ("Responsible official", measure.responsible.clone()),
        ("Baseline", baseline(&view)),
        ("Judged by", measure.method.applied(measure.direction, view.baseline.is_some()).to_owned()),
        ("Caveat", measure.caveat.clone()),
        ("Verified", measure.verification.clone()),
        ("Accuracy required", measure.accuracy.clone()),
        ("Limitations", measure.limitations.clone()),
        ("Made up for by", measure.compensation.clone()),
    ];
    let items = terms.into_iter().map(|(term, text)| view! { <Fact term text /> }).collect_view();
    view! {
        <dl class="facts">
            {items}
            <div>
                <dt>"Source"</dt>
                <dd><Source text=measure.source.clone() address=measure.source_address.clone() /></dd>
            </div>
        </dl>
    }
    .into_part()
}

#[component]
fn Fact(term: &'static str, text: String) -> impl IntoView {
    let said = match text.is_empty() {
        true => view! { <span class="soft">"not stated"</span> }.into_part(),
        false => text.into_part(),
    };
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{said}</dd>
        </div>
    }
}

fn baseline(view: &MeasureView) -> String {
    let Some(baseline) = &view.baseline else {
        return match view.measure.baseline_absent.as_str() {
            "" => String::new(),
            why => format!("none: {why}"),
        };
    };
    let mut text = view.measure.unit.phrase(baseline.value);
    if let Some(period) = baseline.period {
        text.push_str(&format!(" in {}", period.label()));
    }
    if !baseline.source.is_empty() {
        text.push_str(&format!(" ({})", baseline.source));
    }
    text
}

/// A source, as a link where its address is one of the web.
#[component]
pub fn Source(text: String, address: String) -> impl IntoView {
    let web = address.starts_with("https://") || address.starts_with("http://");
    match (text.is_empty(), web) {
        (true, false) => view! { <span class="soft">"not stated"</span> }.into_part(),
        (false, false) => text.into_part(),
        (no_text, true) => {
            let words = if no_text { address.clone() } else { text };
            view! { <a href=address rel="noreferrer">{words}</a> }.into_part()
        }
    }
}

/// Figures that a source published about what the measure measures; context, never its points.
#[component]
pub fn Context(published: Vec<Published>) -> impl IntoView {
    let rows = published
        .into_iter()
        .map(|one| {
            let value =
                crate::domain::measure::Unit { name: one.unit.clone(), decimals: decimals(one.value) };
            view! {
                <tr>
                    <th scope="row">{one.name}</th>
                    <td>{one.period}</td>
                    <td class="number">{value.phrase(one.value)}</td>
                    <td>
                        <Source text=one.source address=one.source_address />
                        {(!one.note.is_empty()).then(|| view! { <span class="meta">{one.note}</span> })}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data">
            <caption class="visually-hidden">"Published figures around this measure"</caption>
            <thead>
                <tr>
                    <th scope="col">"Counted"</th>
                    <th scope="col">"Period"</th>
                    <th scope="col" class="number">"Figure"</th>
                    <th scope="col">"Source"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_part()
}

/// As many decimals as a published figure was given with, at most two.
fn decimals(value: f64) -> u8 {
    (0..2).find(|&decimals| (value * 10f64.powi(decimals)).fract() == 0.0).unwrap_or(2) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_the_web_becomes_a_link() {
        let html = |address: &str| {
            view! { <Source text="eTrace".to_owned() address=address.to_owned() /> }.to_html()
        };
        assert!(html("https://www.atf.gov").contains("<a href"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "//x", ""] {
            assert!(!html(bad).contains("<a"), "{bad}");
        }
    }

    #[test]
    fn a_published_figure_keeps_its_decimals() {
        assert_eq!([1.0, 1.5, 1.25].map(decimals), [0, 1, 2]);
    }
}
