//! A goal's milestones on a line in time.

use leptos::prelude::*;

use crate::model::goal::MilestoneLine;
use crate::ui::part::{IntoPart, Part};

use super::status::{StatusMark, class_of};
use super::tag::IllustrativeTag;

/// The milestones by the days on which they are due, with today between those before and after it.
#[component]
pub fn TimeLine(lines: Vec<MilestoneLine>) -> impl IntoView {
    let at = lines.iter().position(|line| line.ahead).unwrap_or(lines.len());
    let mut items: Vec<Part> = lines.into_iter().map(|line| view! { <Step line /> }.into_part()).collect();
    items.insert(at, view! { <li class="today">"Today"</li> }.into_part());
    view! { <ol class="timeline">{items.into_iter().collect_view()}</ol> }.into_part()
}

#[component]
fn Step(line: MilestoneLine) -> impl IntoView {
    let status = line.looks;
    let said = [line.owner, line.note].into_iter().filter(|text| !text.is_empty());
    let said = said.map(|text| view! { <span class="meta">{text}</span> }).collect_view();
    view! {
        <li class=class_of(status)>
            <StatusMark status />
            <time datetime=line.day>{line.due}</time>
            <div class="step">
                <b>{line.name}</b>
                " "
                {line.illustrative.then(|| view! { <IllustrativeTag /> })}
                <span class="step-status">{line.words}</span>
                {said}
            </div>
        </li>
    }
    .into_part()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::Status;

    fn line(name: &str, ahead: bool) -> MilestoneLine {
        MilestoneLine {
            name: name.into(),
            due: "30 September 2026".into(),
            day: "2026-09-30".into(),
            looks: Status::AtRisk,
            ahead,
            words: "under way, overdue by 55 days".into(),
            owner: "ATF".into(),
            note: String::new(),
            illustrative: true,
        }
    }

    #[test]
    fn today_stands_between_what_was_due_and_what_is_not() {
        let html = view! { <TimeLine lines=vec![line("Before", false), line("After", true)] /> }.to_html();
        let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} in {html}"));
        assert!(at("Before") < at("Today") && at("Today") < at("After"));
        assert!(html.contains("overdue by 55 days") && html.contains(r#"datetime="2026-09-30""#), "{html}");
        let html = view! { <TimeLine lines=vec![line("Before", false)] /> }.to_html();
        assert!(html.find("Before") < html.find("Today"), "{html}");
    }
}
