//! A goal's page.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::goal::GoalView;

/// A goal with its place in the tree and its measures. Open to all; approved figures only.
#[server(protocol = Call<GetUrl>)]
pub async fn goal(code: String) -> Result<GoalView, AppError> {
    use crate::auth;
    auth::person().await?;
    auth::respond(read::goal(&code).await)
}

#[cfg(feature = "ssr")]
mod read {
    use crate::api::dashboard::{latest_quarter, link};
    use crate::api::{code_of, lines, today};
    use crate::auth;
    use crate::domain::code::Code;
    use crate::domain::goal::tree;
    use crate::domain::standing::Tally;
    use crate::model::error::AppError;
    use crate::model::goal::GoalView;
    use crate::store::{BoardFilter, PAGE, Store, StoreError};

    pub(super) async fn goal(code: &str) -> Result<GoalView, AppError> {
        let code = code_of("goal", code)?;
        let store = auth::store()?;
        let found = view(&store, &code).await.map_err(auth::internal)?;
        found.ok_or_else(|| AppError::NotFound(format!("goal “{code}”")))
    }

    async fn view(store: &Store, code: &Code) -> Result<Option<GoalView>, StoreError> {
        let goals = store.goals().await?;
        let Some(goal) = goals.iter().find(|goal| goal.code == *code).cloned() else {
            return Ok(None);
        };
        let (today, asked) = (today(), latest_quarter(store).await?);
        let filter = BoardFilter {
            office: None,
            goal: Some(code.clone()),
            kind: None,
            text: String::new(),
            period: asked,
            drafts: false,
        };
        let judged = lines::judged(store.board(&filter).await?, today);
        let tally: Tally = judged.iter().map(|(_, judgement)| judgement.status).collect();
        let shown: Vec<_> = judged.into_iter().take(PAGE).collect();
        let offices = store.offices().await?;
        let office = offices.into_iter().find(|office| office.code == goal.office);
        Ok(Some(GoalView {
            office_name: office.map_or_else(|| goal.office.to_string(), |office| office.name),
            above: tree::above(&goals, &goal).into_iter().map(link).collect(),
            below: goals.iter().filter(|other| other.parent.as_ref() == Some(code)).map(link).collect(),
            asked,
            sentence: tally.sentence(),
            lines: lines::lines(store, &goals, shown, asked, false, today).await?,
            goal,
        }))
    }
}
