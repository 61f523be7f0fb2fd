//! The whole framework at once, as an export takes it.

use std::collections::BTreeMap;

use crate::domain::batch::{Batch, Mark};
use crate::domain::code::Code;
use crate::domain::goal::Goal;
use crate::domain::published::Published;
use crate::domain::target::{Baseline, Target};

use super::catalog::{baselines, published, targets};
use super::row::{BaselineRow, PublishedRow, TargetRow};
use super::{Store, StoreError, on};

impl Store {
    /// Everything that an import brings, and the state that it is of. In an order that is the same in
    /// both databases, goals parents first; no target that is only proposed and no figure that waits.
    pub async fn framework(&self) -> Result<(Batch, Mark), StoreError> {
        const TARGETS: &str = targets!("WHERE t.approved_by <> ''");
        const PUBLISHED: &str = published!("");
        // Before the rest: what is changed meanwhile counts as changed after the export.
        let mark = self.mark().await?;
        let targets: Vec<TargetRow> = on!(self, db => sqlx::query_as(TARGETS).fetch_all(db).await)?;
        let published: Vec<PublishedRow> = on!(self, db => sqlx::query_as(PUBLISHED).fetch_all(db).await)?;
        let mut batch = Batch {
            targets: targets.into_iter().map(Target::try_from).collect::<Result<_, _>>()?,
            actuals: self.published_actuals().await?,
            published: published.into_iter().map(Published::try_from).collect::<Result<_, _>>()?,
            ..self.catalog().await?
        };
        batch.targets.sort_by(|a, b| target_order(a).cmp(&target_order(b)));
        batch
            .actuals
            .sort_by(|a, b| (&a.measure, a.period, &a.category).cmp(&(&b.measure, b.period, &b.category)));
        batch.published.sort_by(|a, b| published_order(a).cmp(&published_order(b)));
        Ok((batch, mark))
    }

    /// All of it but targets, figures and published figures, of which there may be very many. Eight
    /// statements.
    pub(super) async fn catalog(&self) -> Result<Batch, StoreError> {
        const BASELINES: &str = baselines!("");
        let baselines: Vec<BaselineRow> = on!(self, db => sqlx::query_as(BASELINES).fetch_all(db).await)?;
        let mut batch = Batch {
            offices: self.offices().await?,
            goals: parents_first(self.goals().await?),
            contributors: self.all_contributors().await?,
            milestones: self.all_milestones().await?,
            measures: self.measures(None).await?,
            baselines: baselines.into_iter().map(Baseline::try_from).collect::<Result<_, _>>()?,
            categories: self.all_categories().await?,
            recommendations: self.all_recommendations().await?,
            ..Batch::default()
        };
        batch.offices.sort_by(|a, b| a.code.cmp(&b.code));
        batch.milestones.sort_by(|a, b| (&a.goal, a.due, &a.code).cmp(&(&b.goal, b.due, &b.code)));
        batch.measures.sort_by(|a, b| a.code.cmp(&b.code));
        batch.baselines.sort_by(|a, b| a.measure.cmp(&b.measure));
        batch.recommendations.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(batch)
    }
}

fn target_order(target: &Target) -> impl Ord {
    (target.measure.clone(), target.period, target.category.clone(), target.set_on)
}

fn published_order(one: &Published) -> impl Ord {
    (one.about.clone(), one.name.clone(), one.period.clone(), one.scope.clone(), one.source.clone())
}

/// Goals by their depth in the tree, those of one depth by code.
fn parents_first(goals: Vec<Goal>) -> Vec<Goal> {
    let parents: BTreeMap<Code, Option<Code>> =
        goals.iter().map(|goal| (goal.code.clone(), goal.parent.clone())).collect();
    let depth = |goal: &Goal| {
        let up = |code: &&Code| parents.get(*code).and_then(Option::as_ref);
        std::iter::successors(goal.parent.as_ref(), up).take(parents.len()).count()
    };
    let mut goals = goals;
    goals.sort_by_cached_key(|goal| (depth(goal), goal.code.clone()));
    goals
}
