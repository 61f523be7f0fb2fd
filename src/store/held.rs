//! What the database holds, as an import is laid over it.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::domain::actual::Actual;
use crate::domain::batch::Item;
use crate::domain::code::Code;
use crate::domain::goal::Contributors;
use crate::domain::import::{Held, Sought};
use crate::domain::published::Published;
use crate::domain::target::Target;

use super::catalog::{published, targets};
use super::cell::published_actuals;
use super::row::{self, ActualRow, PublishedRow, TargetRow};
use super::{Store, StoreError, on};

impl Store {
    /// What an import is laid over: all that is stated, and of targets and figures, of which there may be
    /// very many, what is sought. A target that is only proposed is held too: an import must not undo it
    /// unseen.
    pub async fn held(&self, sought: Sought) -> Result<Held, StoreError> {
        const TARGETS: &str = targets!("");
        const PUBLISHED: &str = published!("");
        const ACTUALS: &str = published_actuals!("");
        let (version, is_origin) = (self.version().await?, self.was_in(&sought.mark).await?);
        let mut held = Held::new(sought);
        (held.version, held.is_origin) = (version, is_origin);
        held.definitions = self.all_definitions().await?;
        held.counted = self.counted().await?;
        self.hold_catalog(&mut held).await?;
        self.each::<TargetRow, Target>(TARGETS, None, |target| held.take(target)).await?;
        self.each::<PublishedRow, Published>(PUBLISHED, None, |figure| held.take(figure)).await?;
        self.each::<ActualRow, Actual>(ACTUALS, None, |actual| held.take(actual)).await?;
        Ok(held)
    }

    async fn hold_catalog(&self, held: &mut Held) -> Result<(), StoreError> {
        let batch = self.catalog().await?;
        let with: BTreeSet<Code> = batch.baselines.iter().map(|baseline| baseline.measure.clone()).collect();
        let of_somebody: BTreeSet<Code> = batch.contributors.iter().map(|one| one.goal.clone()).collect();
        batch.offices.into_iter().for_each(|office| held.take(office));
        for goal in batch.goals {
            // Who took the last away is known to the audit trail.
            if !of_somebody.contains(&goal.code) {
                held.take(Contributors::new(goal.code.clone(), Vec::new()));
            }
            held.take(goal);
        }
        for measure in batch.measures {
            if !with.contains(&measure.code) {
                held.take(Item::NoBaseline(measure.code.clone()));
            }
            held.take(measure);
        }
        batch.contributors.into_iter().for_each(|contributors| held.take(contributors));
        batch.milestones.into_iter().for_each(|milestone| held.take(milestone));
        batch.baselines.into_iter().for_each(|baseline| held.take(baseline));
        batch.categories.into_iter().for_each(|categories| held.take(categories));
        batch.recommendations.into_iter().for_each(|recommendation| held.take(recommendation));
        Ok(())
    }

    /// The measures that have figures or targets.
    async fn counted(&self) -> Result<BTreeSet<Code>, StoreError> {
        const SQL: &str = "SELECT m.code FROM measure m \
             WHERE EXISTS (SELECT 1 FROM actual a WHERE a.measure_id = m.id) \
             OR EXISTS (SELECT 1 FROM target t WHERE t.measure_id = m.id)";
        let codes: Vec<String> = on!(self, db => sqlx::query_scalar(SQL).fetch_all(db).await)?;
        codes.into_iter().map(row::code).collect()
    }

    /// Hands over the rows of a statement, one at a time. `bound` is what its `$1` stands for, if it has one.
    pub(super) async fn each<R, T>(
        &self,
        sql: &'static str,
        bound: Option<String>,
        mut take: impl FnMut(T),
    ) -> Result<(), StoreError>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
        T: TryFrom<R, Error = StoreError>,
    {
        on!(self, db => {
            let query = sqlx::query_as::<_, R>(sql);
            let mut rows = match bound {
                Some(text) => query.bind(text),
                None => query,
            }
            .fetch(db);
            while let Some(row) = rows.try_next().await? {
                take(T::try_from(row)?);
            }
        });
        Ok(())
    }
}
