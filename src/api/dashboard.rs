//! The dashboard's one read.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::dashboard::DashboardView;
use crate::model::error::AppError;

/// Everything that `/` shows for the part of its address after `?`. Open to all; only people
/// signed in see what waits for approval. At most twelve statements, whatever the count of measures.
#[server(protocol = Call<GetUrl>)]
pub async fn dashboard(query: String) -> Result<DashboardView, AppError> {
    use crate::auth;
    let reader = auth::person().await?;
    auth::respond(read::dashboard(&query, reader).await)
}

#[cfg(feature = "ssr")]
mod read {
    use std::collections::BTreeMap;

    use crate::api::{Paged, lines, today};
    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::change;
    use crate::domain::goal::Goal;
    use crate::domain::period::{Calendar, Period};
    use crate::domain::standing::Tally;
    use crate::model::dashboard::{DashboardView, GoalGroup, MeasureLine};
    use crate::model::error::AppError;
    use crate::model::goal::GoalLink;
    use crate::model::query::{DashboardQuery, Order};
    use crate::store::{BoardFilter, Store, StoreError};

    /// How many quarters there are to choose from.
    const CHOICES: i32 = 24;

    pub(super) async fn dashboard(raw: &str, reader: Option<Person>) -> Result<DashboardView, AppError> {
        let query = DashboardQuery::parse(raw).map_err(auth::unreadable)?;
        let store = auth::store()?;
        view(&store, query, reader.is_some_and(|reader| reader.may_see_drafts()))
            .await
            .map_err(auth::internal)
    }

    async fn view(
        store: &Store,
        query: DashboardQuery,
        may_see_drafts: bool,
    ) -> Result<DashboardView, StoreError> {
        let today = today();
        let latest = latest_quarter(store).await?;
        let asked = query.period.unwrap_or(latest);
        let filter = BoardFilter {
            office: query.office.clone(),
            goal: query.goal.clone(),
            kind: query.kind,
            text: query.text.clone(),
            period: asked,
            drafts: query.drafts && may_see_drafts,
        };
        let judged = lines::judged(store.board(&filter).await?, today);
        let tally: Tally = judged.iter().map(|(_, judgement)| judgement.status).collect();
        let chosen: Vec<_> = judged
            .into_iter()
            .filter(|(_, judgement)| query.status.is_none_or(|status| status == judgement.status))
            .collect();
        let (chosen, signals) = match query.sort {
            Some(Order::Attention) => {
                let (sorted, sentence) = lines::by_attention(store, chosen, asked).await?;
                (sorted, Some(sentence))
            }
            None => (chosen, None),
        };
        let Paged { items: shown, total, page, pages } = Paged::of(chosen, query.page);
        let goal_codes: Vec<String> = shown.iter().map(|(row, _)| row.measure.goal.to_string()).collect();
        let goals = store.goals().await?;
        let lines = lines::lines(store, &goals, shown, asked, filter.drafts, today).await?;
        // Of all measures that are counted above, or of none.
        let whole = pages <= 1 && query.status.is_none();
        Ok(DashboardView {
            told: if whole { told(&lines) } else { signals.unwrap_or_default() },
            asked,
            periods: (0..CHOICES).map(|back| latest.step(-back)).collect(),
            offices: store.offices().await?,
            sentence: tally.sentence(),
            tally,
            illustrative: lines.iter().any(|line| line.illustrative),
            groups: match query.sort {
                Some(order) => together(&goals, goal_codes, lines, order),
                None => groups(&goals, goal_codes, lines),
            },
            goals: goals.iter().map(link).collect(),
            total,
            page,
            pages,
            may_see_drafts,
            query,
        })
    }

    fn told(lines: &[MeasureLine]) -> String {
        let changed = lines.iter().map(|line| (line.name.as_str(), line.before, line.status));
        change::paragraph(changed, lines.iter().map(|line| line.marks))
    }

    /// The latest fiscal quarter that has ended and has a figure; without any, the last that ended.
    pub(in crate::api) async fn latest_quarter(store: &Store) -> Result<Period, StoreError> {
        let today = today();
        let ended = Period::quarter_containing(Calendar::Fiscal, today).previous();
        // A month's figure comes before its quarter has ended.
        let found = store.latest_figure(ended.ends_on()).await?;
        Ok(found.map_or(ended, |day| Period::quarter_containing(Calendar::Fiscal, day)))
    }

    pub(in crate::api) fn link(goal: &Goal) -> GoalLink {
        GoalLink { code: goal.code.to_string(), name: goal.name.clone() }
    }

    /// Lines in one list, each with the name of its goal; `goal_codes` names the goal of each line.
    fn together(
        goals: &[Goal],
        goal_codes: Vec<String>,
        lines: Vec<MeasureLine>,
        order: Order,
    ) -> Vec<GoalGroup> {
        let name =
            |code: String| goals.iter().find(|goal| goal.code.as_str() == code).map(|goal| goal.name.clone());
        let named = goal_codes.into_iter().zip(lines);
        let lines: Vec<MeasureLine> =
            named.map(|(code, line)| MeasureLine { goal: name(code).unwrap_or_default(), ..line }).collect();
        let group = |lines| GoalGroup {
            code: String::new(),
            name: order.label().to_owned(),
            level: "all goals".to_owned(),
            leader: String::new(),
            lines,
        };
        (!lines.is_empty()).then(|| group(lines)).into_iter().collect()
    }

    /// Lines under their goals; `goal_codes` names the goal of each line.
    fn groups(goals: &[Goal], goal_codes: Vec<String>, lines: Vec<MeasureLine>) -> Vec<GoalGroup> {
        let by_code: BTreeMap<&str, &Goal> = goals.iter().map(|goal| (goal.code.as_str(), goal)).collect();
        let mut groups: Vec<GoalGroup> = Vec::new();
        for (code, line) in goal_codes.into_iter().zip(lines) {
            if groups.last().is_none_or(|group| group.code != code) {
                let goal = by_code.get(code.as_str());
                groups.push(GoalGroup {
                    name: goal.map_or_else(|| code.clone(), |goal| goal.name.clone()),
                    level: goal.map_or_else(String::new, |goal| goal.level.label().to_owned()),
                    leader: goal.map_or_else(String::new, |goal| goal.leader.clone()),
                    code,
                    lines: Vec::new(),
                });
            }
            if let Some(group) = groups.last_mut() {
                group.lines.push(line);
            }
        }
        groups
    }
}

#[cfg(feature = "ssr")]
pub(super) use read::{latest_quarter, link};
