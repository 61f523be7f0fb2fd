//! Pages of a long list.

use leptos::prelude::*;

use crate::model::query::DashboardQuery;
use crate::ui::query::address;

/// Where one is, with ways to the page before and after; nothing when there is one page.
#[component]
pub fn Pages(query: DashboardQuery, page: usize, pages: usize, total: usize) -> impl IntoView {
    let to = move |page: usize| address("/", &query.on_page(page).to_string());
    (pages > 1).then(|| {
        let previous = (page > 1).then(|| view! { <a rel="prev" href=to(page - 1)>"← Previous"</a> });
        let next = (page < pages).then(|| view! { <a rel="next" href=to(page + 1)>"Next →"</a> });
        view! {
            <nav class="pages" aria-label="Pages">
                {previous}
                <span>{format!("Page {page} of {pages} · {total} measures")}</span>
                {next}
            </nav>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_keep_the_filters() {
        let query = DashboardQuery { text: "x".into(), page: 2, ..DashboardQuery::default() };
        let html = view! { <Pages query=query.clone() page=2 pages=3 total=120 /> }.to_html();
        assert!(html.contains(r#"href="/?text=x""#) && html.contains("text=x&amp;page=3"), "{html}");
        assert!(html.contains("Page 2 of 3"), "{html}");
        assert_eq!(view! { <Pages query page=1 pages=1 total=3 /> }.to_html(), "<!>");
    }
}
