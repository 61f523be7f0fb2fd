//! The whole framework at once, as an export takes it.

use std::collections::BTreeMap;

use crate::domain::batch::{Batch, Mark};
use crate::domain::code::Code;
use crate::domain::goal::Goal;
use crate::domain::published::Published;
use crate::domain::target::{Baseline, Target};

use super::row::{BaselineRow, PublishedRow, TargetRow};
use super::{Store, StoreError, on};

impl Store {
    /// Everything that an import brings, and the state that it is of. In an order that is the same in
    /// both databases, goals parents first; no target that is only proposed and no figure that waits.
    pub async fn framework(&self) -> Result<(Batch, Mark), StoreError> {
        // Before the rest: what is changed meanwhile counts as changed after the export.
        let mark = self.mark().await?;
        let mut batch = Batch {
            offices: self.offices().await?,
            goals: parents_first(self.goals().await?),
            measures: self.measures(None).await?,
            baselines: self.baselines().await?,
            targets: self.approved_targets().await?,
            actuals: self.published_actuals().await?,
            published: self.all_published().await?,
            ..Batch::default()
        };
        for goal in &batch.goals {
            let contributors = self.contributors(&goal.code).await?;
            batch.contributors.extend(Some(contributors).filter(|one| !one.offices.is_empty()));
            batch.milestones.extend(self.milestones(&goal.code).await?);
            let recommended = self.recommendations(&goal.code).await?.into_iter();
            let own = recommended.map(|record| record.recommendation).filter(|one| one.goal == goal.code);
            batch.recommendations.extend(own);
        }
        batch.offices.sort_by(|a, b| a.code.cmp(&b.code));
        batch.measures.sort_by(|a, b| a.code.cmp(&b.code));
        batch.baselines.sort_by(|a, b| a.measure.cmp(&b.measure));
        batch.targets.sort_by(|a, b| target_order(a).cmp(&target_order(b)));
        batch
            .actuals
            .sort_by(|a, b| (&a.measure, a.period, &a.category).cmp(&(&b.measure, b.period, &b.category)));
        batch.published.sort_by(|a, b| published_order(a).cmp(&published_order(b)));
        Ok((batch, mark))
    }

    async fn baselines(&self) -> Result<Vec<Baseline>, StoreError> {
        const SQL: &str = "SELECT m.code AS measure, b.period, b.value, b.source \
             FROM baseline b JOIN measure m ON m.id = b.measure_id";
        let rows: Vec<BaselineRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Baseline::try_from).collect()
    }

    async fn approved_targets(&self) -> Result<Vec<Target>, StoreError> {
        const SQL: &str = "SELECT m.code AS measure, t.period, t.category, t.value, t.set_on, t.source, t.reason \
             FROM target t JOIN measure m ON m.id = t.measure_id WHERE t.approved_by <> ''";
        let rows: Vec<TargetRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Target::try_from).collect()
    }

    async fn all_published(&self) -> Result<Vec<Published>, StoreError> {
        const SQL: &str = "SELECT m.code AS about, p.name, p.period, p.value, p.unit, p.scope, p.source, \
             p.source_address, p.note FROM published p JOIN measure m ON m.id = p.measure_id";
        let rows: Vec<PublishedRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        rows.into_iter().map(Published::try_from).collect()
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
