//! How many measures stand how: a bar, and its legend, whose entries filter.

use leptos::prelude::*;

use crate::domain::standing::Tally;
use crate::domain::status::Status;
use crate::model::query::DashboardQuery;
use crate::ui::part::IntoPart;
use crate::ui::query::address;

use super::status::{StatusMark, class_of};

/// The bar and its legend. Each entry leads to the measures with that status; the one that is on
/// leads back to all.
#[component]
pub fn TallyList(tally: Tally, query: DashboardQuery) -> impl IntoView {
    let entries = Status::ALL
        .iter()
        .map(|&status| {
            let on = query.status == Some(status);
            let count = tally.of(status);
            let target = DashboardQuery { status: (!on).then_some(status), page: 0, ..query.clone() };
            let href = address("/", &target.to_string());
            let inside = view! {
                <StatusMark status />
                <b>{count}</b>
                {format!(" {}", status.label())}
            };
            let entry = match count == 0 && !on {
                true => view! { <span class="tally-entry none">{inside}</span> }.into_part(),
                false => view! {
                    <a class="tally-entry" href=href aria-current=on.then_some("true")>
                        {inside}
                        {on.then(|| view! { <span class="tally-clear">"show all"</span> })}
                    </a>
                }
                .into_part(),
            };
            view! { <li>{entry}</li> }
        })
        .collect_view();
    view! {
        <div class="tally">
            <TallyBar tally=tally.clone() />
            <ul aria-label="Measures by status">{entries}</ul>
        </div>
    }
    .into_part()
}

/// The shares as one bar. The legend says the same in words, so it is silent.
#[component]
fn TallyBar(tally: Tally) -> impl IntoView {
    let segments = segments(&tally)
        .into_iter()
        .map(|(status, x, width)| {
            view! { <rect class=class_of(status) x=x.to_string() y="0" width=width.to_string() height="1"></rect> }
        })
        .collect_view();
    let view_box = format!("0 0 {} 1", tally.total().max(1));
    view! {
        <svg class="tally-bar" viewBox=view_box preserveAspectRatio="none" aria-hidden="true">
            {segments}
        </svg>
    }
}

/// Where each status begins and how long it is, in measures; none for a status that nothing has.
fn segments(tally: &Tally) -> Vec<(Status, usize, usize)> {
    let mut at = 0;
    Status::ALL
        .iter()
        .map(|&status| {
            let start = at;
            at += tally.of(status);
            (status, start, at - start)
        })
        .filter(|(.., width)| *width > 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_follow_each_other() {
        let tally: Tally = [Status::Met, Status::OffTrack, Status::Met].into_iter().collect();
        assert_eq!(segments(&tally), [(Status::Met, 0, 2), (Status::OffTrack, 2, 1)]);
        assert_eq!(segments(&Tally::default()), []);
    }

    #[test]
    fn a_status_filters_and_the_one_that_is_on_clears() {
        let tally: Tally = [Status::Met, Status::OffTrack].into_iter().collect();
        let query = DashboardQuery { status: Some(Status::Met), text: "a b".into(), ..Default::default() };
        let html = view! { <TallyList tally query /> }.to_html();
        assert!(html.contains("/?status=off_track&amp;text=a%20b"), "{html}");
        assert!(html.contains(r#"href="/?text=a%20b" aria-current="true""#), "{html}");
        assert!(!html.contains("status=no_data"), "{html}");
    }
}
