//! The coverage matrix.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::elements::ElementsView;
use crate::model::error::AppError;

/// Everything that `/elements` shows for the part of its address after `?`. Open to all.
#[server(protocol = Call<GetUrl>)]
pub async fn elements(query: String) -> Result<ElementsView, AppError> {
    use crate::auth;
    auth::person().await?;
    auth::respond(read::elements(&query).await)
}

#[cfg(feature = "ssr")]
mod read {
    use std::collections::BTreeMap;

    use crate::api::dashboard::link;
    use crate::api::{Paged, today};
    use crate::auth;
    use crate::domain::code::Code;
    use crate::domain::elements::{self, Assessment, coverage};
    use crate::domain::goal::Goal;
    use crate::model::elements::{ElementRow, ElementsQuery, ElementsView};
    use crate::model::error::AppError;
    use crate::store::{Stated, Store, StoreError};

    pub(super) async fn elements(raw: &str) -> Result<ElementsView, AppError> {
        let query = ElementsQuery::parse(raw).map_err(auth::unreadable)?;
        let store = auth::store()?;
        view(&store, query).await.map_err(auth::internal)
    }

    async fn view(store: &Store, query: ElementsQuery) -> Result<ElementsView, StoreError> {
        let goals = store.goals().await?;
        let within = rows(store, &goals, &query).await?;
        let assessed: Vec<&[Assessment]> = within.iter().map(|row| row.elements.as_slice()).collect();
        let (columns, sentence) = (coverage::of(&assessed), coverage::sentence(&assessed));
        let lacks = |row: &ElementRow| query.lacking.is_none_or(|element| row.lacks(element));
        let Paged { items: rows, total, page, pages } =
            Paged::of(within.into_iter().filter(lacks).collect(), query.page);
        Ok(ElementsView {
            offices: store.offices().await?,
            goals: goals.iter().map(link).collect(),
            rows,
            sentence,
            columns,
            total,
            page,
            pages,
            query,
        })
    }

    /// The measures that pass all filters, each with its elements: what a download holds.
    pub async fn chosen(store: &Store, query: &ElementsQuery) -> Result<Vec<ElementRow>, StoreError> {
        let goals = store.goals().await?;
        let mut rows = rows(store, &goals, query).await?;
        rows.retain(|row| query.lacking.is_none_or(|element| row.lacks(element)));
        Ok(rows)
    }

    /// The measures still kept that pass office, goal and text, each with its elements.
    async fn rows(
        store: &Store,
        goals: &[Goal],
        query: &ElementsQuery,
    ) -> Result<Vec<ElementRow>, StoreError> {
        let by_code: BTreeMap<&Code, &Goal> = goals.iter().map(|goal| (&goal.code, goal)).collect();
        let text = query.text.to_lowercase();
        let passes = |stated: &Stated| {
            let measure = &stated.measure;
            measure.is_kept_on(today())
                && query.office.as_ref().is_none_or(|office| *office == measure.office)
                && query.goal.as_ref().is_none_or(|goal| *goal == measure.goal)
                && (measure.name.to_lowercase().contains(&text)
                    || measure.code.as_str().to_lowercase().contains(&text))
        };
        let stated = store.stated(None).await?;
        let row = |stated: &Stated| by_code.get(&stated.measure.goal).map(|goal| row(stated, goal));
        Ok(stated.iter().filter(|stated| passes(stated)).filter_map(row).collect())
    }

    fn row(stated: &Stated, goal: &Goal) -> ElementRow {
        let measure = &stated.measure;
        ElementRow {
            code: measure.code.to_string(),
            name: measure.name.clone(),
            office: measure.office.to_string(),
            goal: goal.code.to_string(),
            elements: elements::assess(&stated.subject(goal)),
        }
    }
}

#[cfg(feature = "ssr")]
pub use read::chosen;
