//! What process limits say of a measure: two small drawings, each with its word.

use leptos::prelude::*;

use crate::domain::attention::Marks;
use crate::domain::spc::{Assurance, Kind};
use crate::ui::part::IntoPart;

/// Whether the latest figure is more than chance, and whether the target is met by more than chance.
/// Nothing where neither is known.
#[component]
pub fn MarkPair(marks: Marks) -> impl IntoView {
    let variation = marks.variation.map(|kind| {
        let (class, outline, word) = variation(kind);
        view! { <Mark class outline word about="Latest figure: " /> }
    });
    let assurance = marks.assurance.map(|assurance| {
        let (class, outline) = assured(assurance);
        view! { <Mark class outline word=assurance.label() about="By the limits: " /> }
    });
    (!marks.is_none()).then(|| view! { <span class="marks">{variation}{assurance}</span> }).into_part()
}

/// A drawing in a box of 16 by 16, and its word.
#[component]
fn Mark(
    class: &'static str,
    /// The path of the drawing.
    outline: &'static str,
    word: &'static str,
    /// Of what it is said, for those who hear it.
    about: &'static str,
) -> impl IntoView {
    view! {
        <span class=format!("mark {class}")>
            <svg class="status-mark" viewBox="0 0 16 16" aria-hidden="true"><path d=outline></path></svg>
            <span class="visually-hidden">{about}</span>
            {word}
        </span>
    }
    .into_part()
}

/// As the points of a control chart are drawn: square and diamond for what stands out; a wave for what chance
/// explains.
fn variation(kind: Kind) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::CommonCause => {
            ("chance line", "M1 8C2.5 2.5 4.5 2.5 6 8S9.5 13.5 11 8 13.5 3.5 15 6", "common cause")
        }
        Kind::Improvement => ("improvement", "M2.5 2.5h11v11h-11z", "improvement"),
        Kind::Concern => ("concern", "M8 .8 15.2 8 8 15.2.8 8z", "concern"),
        Kind::High => ("notable", "M8 1.5 15 14H1z", "high"),
        Kind::Low => ("notable", "M8 14.5 1 2h14z", "low"),
    }
}

/// A target and where arrows land: in it, beside it, or now here, now there.
fn assured(assurance: Assurance) -> (&'static str, &'static str) {
    match assurance {
        Assurance::ConsistentPass => ("improvement line", "M1.5 8.5 6 13 14.5 3"),
        Assurance::ConsistentFail => ("concern line", "m3 3 10 10M13 3 3 13"),
        Assurance::Inconsistent => ("chance line", "M1 5l2.5 2.5L7 2.5M9.5 9.5l4.5 4.5M14 9.5 9.5 14"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_has_a_word_and_a_drawing_of_its_own() {
        let mut drawn: Vec<(&str, &str)> = Vec::new();
        drawn.extend(Kind::ALL.iter().map(|kind| variation(*kind)).map(|(_, outline, word)| (outline, word)));
        drawn.extend(Assurance::ALL.iter().map(|one| (assured(*one).1, one.label())));
        for part in
            [|pair: &(&'static str, &'static str)| pair.0, |pair: &(&'static str, &'static str)| pair.1]
        {
            let mut parts: Vec<&str> = drawn.iter().map(part).collect();
            parts.sort_unstable();
            parts.dedup();
            assert_eq!(parts.len(), drawn.len());
        }
        let marks = Marks { variation: Some(Kind::Concern), assurance: Some(Assurance::ConsistentFail) };
        let html = view! { <MarkPair marks /> }.to_html();
        assert!(html.contains("concern") && html.contains("beyond the limits"), "{html}");
        assert!(!view! { <MarkPair marks=Marks::default() /> }.to_html().contains("<span"));
    }
}
