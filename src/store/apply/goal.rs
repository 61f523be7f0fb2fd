//! Goals, who contributes to them, their milestones, and what is recommended about them.

use super::Applying;
use crate::domain::goal::{Contributors, Goal};
use crate::domain::milestone::Milestone;
use crate::domain::recommendation::Recommendation;
use crate::store::StoreError;
use crate::store::goal as rows;

impl Applying<'_> {
    pub(super) async fn goal(&mut self, goal: &Goal) -> Result<(), StoreError> {
        let old = rows::goal(&mut self.tx, &goal.code).await?;
        if self.is_new(goal.subject(), old, goal).await? {
            rows::put_goal(&mut self.tx, goal).await?;
        }
        Ok(())
    }

    pub(super) async fn contributors(&mut self, contributors: &Contributors) -> Result<(), StoreError> {
        let goal = &contributors.goal;
        let old = rows::contributors(&mut self.tx, goal).await?;
        let old = Some(old).filter(|old| !old.offices.is_empty());
        if self.is_new(contributors.subject(), old, contributors).await? {
            rows::put_contributors(&mut self.tx, contributors).await?;
            rows::touch(&mut self.tx, goal).await?;
        }
        Ok(())
    }

    pub(super) async fn milestone(&mut self, milestone: &Milestone) -> Result<(), StoreError> {
        let old = rows::milestones(&mut self.tx, &milestone.goal).await?;
        let old = old.into_iter().find(|old| old.code == milestone.code);
        if self.is_new(milestone.subject(), old, milestone).await? {
            rows::put_milestone(&mut self.tx, milestone).await?;
            rows::touch(&mut self.tx, &milestone.goal).await?;
        }
        Ok(())
    }

    pub(super) async fn recommendation(&mut self, new: &Recommendation) -> Result<(), StoreError> {
        let old = rows::recommendation(&mut self.tx, &new.code).await?;
        if self.is_new(new.subject(), old, new).await? {
            rows::put_recommendation(&mut self.tx, new).await?;
        }
        Ok(())
    }
}
