//! Goals and measures found by a few letters.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::search::SearchView;

/// Everything that `/search` shows for the part of its address after `?`. Open to all.
#[server(protocol = Call<GetUrl>)]
pub async fn search(query: String) -> Result<SearchView, AppError> {
    use crate::auth;
    auth::person().await?;
    auth::respond(read::search(&query).await)
}

#[cfg(feature = "ssr")]
mod read {
    use chrono::NaiveDate;

    use crate::api::{Paged, today};
    use crate::auth;
    use crate::domain::search::{self, Findable, What, Words};
    use crate::model::error::AppError;
    use crate::model::goal::GoalLink;
    use crate::model::search::{FoundLine, SearchQuery, SearchView};

    pub(super) async fn search(raw: &str) -> Result<SearchView, AppError> {
        let query = SearchQuery::parse(raw).map_err(auth::unreadable)?;
        let (words, today) = (Words::of(&query.q), today());
        let found = match words.is_empty() {
            true => Vec::new(),
            false => auth::store()?.find(&words).await.map_err(auth::internal)?,
        };
        let found = search::ranked(found, &words, today);
        let sentence = search::sentence(&found);
        let Paged { items, total, page, pages } = Paged::of(found, query.page);
        let lines = items.into_iter().map(|one| line(one, &words, today)).collect();
        Ok(SearchView { query, sentence, lines, total, page, pages })
    }

    fn line(found: Findable, words: &Words, today: NaiveDate) -> FoundLine {
        let retired = found.retired_by(today).map(|day| day.format("retired on %-d %B %Y").to_string());
        let (what, goal) = match found.what {
            What::Goal(level) => (level.label().to_owned(), None),
            What::Measure { goal, goal_name, .. } => {
                ("measure".to_owned(), Some(GoalLink { code: goal.to_string(), name: goal_name }))
            }
        };
        FoundLine {
            what,
            goal,
            retired: retired.unwrap_or_default(),
            excerpt: search::excerpt(&found.definition, words),
            office: format!("{} {}", found.office.code, found.office.name),
            code: found.code.to_string(),
            name: found.name,
        }
    }
}
