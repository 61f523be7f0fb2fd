//! A status: a shape and a word, and a colour besides.

use leptos::prelude::*;

use crate::domain::status::Status;
use crate::ui::part::IntoPart;

/// The name of the status in style sheets: `off-track`.
pub fn class_of(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::OnTrack => "on-track",
        Status::AtRisk => "at-risk",
        Status::OffTrack => "off-track",
        Status::NoTarget => "no-target",
        Status::NoData => "no-data",
        Status::NotDue => "not-due",
    }
}

/// The shape of a status in a box of 16 by 16, the same as in the charts: disc, ring, triangle,
/// diamond; outlines where nothing could be judged.
fn shape(status: Status) -> &'static str {
    match status {
        Status::Met => r#"<circle cx="8" cy="8" r="6.5" fill="currentColor"/>"#,
        Status::OnTrack => {
            r#"<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="3"/>"#
        }
        Status::AtRisk => r#"<path d="M8 1.5 15 14H1z" fill="currentColor"/>"#,
        Status::OffTrack => r#"<path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor"/>"#,
        Status::NoTarget => {
            r#"<rect x="2.5" y="2.5" width="11" height="11" fill="none" stroke="currentColor" stroke-width="2"/>"#
        }
        Status::NoData => {
            r#"<path d="m3 3 10 10M13 3 3 13" fill="none" stroke="currentColor" stroke-width="2"/>"#
        }
        Status::NotDue => {
            r#"<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 4.2V8l2.6 1.8" fill="none" stroke="currentColor" stroke-width="1.6"/>"#
        }
    }
}

/// The shape alone, for where the word stands beside it.
#[component]
pub fn StatusMark(status: Status) -> impl IntoView {
    view! {
        <svg
            class=format!("status-mark {}", class_of(status))
            viewBox="0 0 16 16"
            aria-hidden="true"
            inner_html=shape(status)
        ></svg>
    }
}

/// Shape and word.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    view! {
        <span class=format!("status {}", class_of(status))>
            <StatusMark status />
            {status.label()}
        </span>
    }
    .into_part()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_word_and_a_shape_of_its_own() {
        let mut shapes: Vec<&str> = Status::ALL.iter().map(|status| shape(*status)).collect();
        shapes.sort_unstable();
        shapes.dedup();
        assert_eq!(shapes.len(), Status::ALL.len());
        for &status in Status::ALL {
            let html = view! { <StatusBadge status /> }.to_html();
            assert!(html.contains(status.label()) && html.contains("aria-hidden"), "{html}");
        }
    }
}
