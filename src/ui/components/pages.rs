//! Pages of a long list.

use leptos::prelude::*;

/// Where one is, with ways to the page before and after; nothing when there is one page.
#[component]
pub fn Pages(
    /// The address of a page.
    to: Box<dyn Fn(usize) -> String>,
    page: usize,
    pages: usize,
    total: usize,
    /// What is counted.
    #[prop(default = "measures")]
    things: &'static str,
) -> impl IntoView {
    (pages > 1).then(|| {
        let previous = (page > 1).then(|| view! { <a rel="prev" href=to(page - 1)>"← Previous"</a> });
        let next = (page < pages).then(|| view! { <a rel="next" href=to(page + 1)>"Next →"</a> });
        view! {
            <nav class="pages" aria-label="Pages">
                {previous}
                <span>{format!("Page {page} of {pages} · {total} {things}")}</span>
                {next}
            </nav>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::query::DashboardQuery;
    use crate::ui::query::address;

    fn to() -> Box<dyn Fn(usize) -> String> {
        let query = DashboardQuery { text: "x".into(), page: 2, ..DashboardQuery::default() };
        Box::new(move |page| address("/", &query.on_page(page).to_string()))
    }

    #[test]
    fn neighbours_keep_the_filters() {
        let html = view! { <Pages to=to() page=2 pages=3 total=120 /> }.to_html();
        assert!(html.contains(r#"href="/?text=x""#) && html.contains("text=x&amp;page=3"), "{html}");
        assert!(html.contains("Page 2 of 3"), "{html}");
        assert_eq!(view! { <Pages to=to() page=1 pages=1 total=3 /> }.to_html(), "<!>");
    }
}
