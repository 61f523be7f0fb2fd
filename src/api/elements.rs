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
    use crate::auth;
    use crate::domain::code::Code;
    use crate::domain::elements::{self, Element, Presence, Subject};
    use crate::domain::goal::Goal;
    use crate::model::elements::{ElementColumn, ElementRow, ElementsQuery, ElementsView};
    use crate::model::error::AppError;
    use crate::store::{PAGE, Stated, Store, StoreError};

    pub(super) async fn elements(raw: &str) -> Result<ElementsView, AppError> {
        let query = ElementsQuery::parse(raw).map_err(auth::unreadable)?;
        let store = auth::store()?;
        view(&store, query).await.map_err(auth::internal)
    }

    async fn view(store: &Store, query: ElementsQuery) -> Result<ElementsView, StoreError> {
        let goals = store.goals().await?;
        let within = rows(store, &goals, &query).await?;
        let columns = columns(&within);
        let sentence = sentence(&within, &columns);
        let lacks = |row: &ElementRow| query.lacking.is_none_or(|element| row.lacks(element));
        let mut chosen: Vec<ElementRow> = within.into_iter().filter(lacks).collect();
        let total = chosen.len();
        let pages = total.div_ceil(PAGE).max(1);
        let page = query.page.clamp(1, pages);
        Ok(ElementsView {
            offices: store.offices().await?,
            goals: goals.iter().map(link).collect(),
            rows: chosen.drain((page - 1) * PAGE..total.min(page * PAGE)).collect(),
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

    /// The measures that pass office, goal and text, each with its elements.
    async fn rows(
        store: &Store,
        goals: &[Goal],
        query: &ElementsQuery,
    ) -> Result<Vec<ElementRow>, StoreError> {
        let by_code: BTreeMap<&Code, &Goal> = goals.iter().map(|goal| (&goal.code, goal)).collect();
        let text = query.text.to_lowercase();
        let passes = |stated: &Stated| {
            let measure = &stated.measure;
            query.office.as_ref().is_none_or(|office| *office == measure.office)
                && query.goal.as_ref().is_none_or(|goal| *goal == measure.goal)
                && (measure.name.to_lowercase().contains(&text)
                    || measure.code.as_str().to_lowercase().contains(&text))
        };
        let stated = store.stated(None).await?;
        let row = |stated: &Stated| by_code.get(&stated.measure.goal).map(|goal| row(stated, goal));
        Ok(stated.iter().filter(|stated| passes(stated)).filter_map(row).collect())
    }

    fn row(stated: &Stated, goal: &Goal) -> ElementRow {
        let Stated { measure, baseline, targets } = stated;
        ElementRow {
            code: measure.code.to_string(),
            name: measure.name.clone(),
            office: measure.office.to_string(),
            goal: goal.code.to_string(),
            elements: elements::assess(&Subject { measure, goal, baseline: baseline.as_ref(), targets }),
        }
    }

    fn columns(rows: &[ElementRow]) -> Vec<ElementColumn> {
        let count =
            |element, presence| rows.iter().filter(|row| row.presence(element) == Some(presence)).count();
        let column = |&element: &Element| ElementColumn {
            element,
            missing: count(element, Presence::Missing),
            partial: count(element, Presence::Partial),
        };
        Element::ALL.iter().map(column).collect()
    }

    /// "3 of 23 measures have every element. Most often lacking: accuracy required (12), …"
    fn sentence(rows: &[ElementRow], columns: &[ElementColumn]) -> String {
        let whole = rows.iter().filter(|row| elements::gaps(&row.elements) == 0).count();
        let mut lacking: Vec<(usize, &str)> = columns
            .iter()
            .map(|c| (c.missing + c.partial, c.element.label()))
            .filter(|(n, _)| *n > 0)
            .collect();
        lacking.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let most: Vec<String> = lacking.iter().take(3).map(|(n, label)| format!("{label} ({n})")).collect();
        let first = match (rows.len(), whole) {
            (0, _) => return "No measure matches.".into(),
            (1, 1) => "The one measure has every element.".to_owned(),
            (1, _) => "The one measure lacks at least one element.".to_owned(),
            (all, 1) => format!("1 of {all} measures has every element."),
            (all, whole) => format!("{whole} of {all} measures have every element."),
        };
        match most.is_empty() {
            true => first,
            false => format!("{first} Most often lacking: {}.", most.join(", ")),
        }
    }
}

#[cfg(feature = "ssr")]
pub use read::chosen;
