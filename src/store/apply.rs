//! A whole batch in one transaction: what an import brings.

mod goal;
mod measure;

pub(super) use measure::{put_baseline, put_measure, remove_baseline};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::domain::actual::Actual;
use crate::domain::batch::{Batch, Item, ItemChange};
use crate::domain::goal::Office;
use crate::domain::published::Published;
use crate::domain::target::{Target, TargetVersion};
use crate::domain::window::is_revision;

use super::audit::{Chain, Change, moment};
use super::catalog::published;
use super::cell::{CellKey, CellVersion, cell_within};
use super::figure::{content, next_revision, write};
use super::review::{Applied, Outcome, Terms};
use super::row::{OfficeRow, PublishedRow};
use super::target::{self, Signed};
use super::window::Gate;
use super::{Store, StoreError, Tx, new_id, within};

/// Why a figure is another after its deadline, where an import brought it: a file has no room for a reason.
const IMPORTED: &str = "changed by an import";

impl Store {
    /// Writes a batch and its audit entries, all or nothing, whatever stands there. With `dry_run`
    /// everything is done and rolled back, so the report is that of the real run. Applying the same batch
    /// twice changes nothing.
    pub async fn apply(
        &self,
        batch: &Batch,
        actor: &str,
        at: DateTime<Utc>,
        dry_run: bool,
    ) -> Result<Applied, StoreError> {
        let terms = Terms { actor, at, dry_run, version: None };
        Ok(self.apply_on_terms(batch, &terms).await?.unwrap_or_default().applied)
    }

    /// The same with all that there is to tell about it. `None`, and nothing done, where somebody has
    /// changed something since the version that the batch was made with.
    pub async fn apply_on_terms(
        &self,
        batch: &Batch,
        terms: &Terms<'_>,
    ) -> Result<Option<Outcome>, StoreError> {
        let mut tx = self.begin().await?;
        let chain = Chain::take(&mut tx).await?;
        if terms.version.is_some_and(|version| version != chain.seq()) {
            return Ok(None);
        }
        let mut applying = Applying { tx, chain, terms, outcome: Outcome::default() };
        applying.all(batch).await?;
        let Applying { tx, chain, outcome, .. } = applying;
        if !terms.dry_run {
            chain.commit(tx).await?;
        }
        Ok(Some(outcome))
    }
}

/// A batch on its way into the store.
struct Applying<'a> {
    tx: Tx,
    chain: Chain,
    terms: &'a Terms<'a>,
    outcome: Outcome,
}

impl Applying<'_> {
    async fn all(&mut self, batch: &Batch) -> Result<(), StoreError> {
        for office in &batch.offices {
            self.office(office).await?;
        }
        for goal in &batch.goals {
            self.goal(goal).await?;
        }
        for contributors in &batch.contributors {
            self.contributors(contributors).await?;
        }
        for milestone in &batch.milestones {
            self.milestone(milestone).await?;
        }
        for measure in &batch.measures {
            let version = batch.redefined.iter().find(|(code, _)| *code == measure.code);
            self.measure(measure, version.map(|(_, version)| version)).await?;
        }
        for baseline in &batch.baselines {
            self.baseline(baseline).await?;
        }
        for measure in &batch.without_baseline {
            self.no_baseline(measure).await?;
        }
        for categories in &batch.categories {
            self.categories(categories).await?;
        }
        for target in &batch.targets {
            self.target(target).await?;
        }
        for actual in &batch.actuals {
            self.actual(actual).await?;
        }
        for published in &batch.published {
            self.published(published).await?;
        }
        for recommendation in &batch.recommendations {
            self.recommendation(recommendation).await?;
        }
        Ok(())
    }

    /// Counts one row and, where it brings something new, writes its audit entry. Says whether the
    /// row is to be written.
    async fn is_new<T: Serialize + Clone + Into<Item>>(
        &mut self,
        subject: String,
        before: Option<T>,
        after: &T,
    ) -> Result<bool, StoreError> {
        let value = |row: &T| serde_json::to_value(row).unwrap_or(Value::Null);
        let (old, new) = (before.as_ref().map(value), value(after));
        let change = ItemChange { before: before.map(T::into), after: after.clone().into() };
        self.is_new_value(subject, old, new, change).await
    }

    async fn is_new_value(
        &mut self,
        subject: String,
        before: Option<Value>,
        after: Value,
        item: ItemChange,
    ) -> Result<bool, StoreError> {
        if before.as_ref() == Some(&after) {
            self.outcome.applied.unchanged += 1;
            return Ok(false);
        }
        let action = match before {
            None => "create",
            Some(_) => "change",
        };
        self.outcome.change(item);
        let Terms { actor, at, .. } = *self.terms;
        let change = Change { actor, at, action, subject, before, after: Some(after) };
        self.chain.append(&mut self.tx, change).await?;
        Ok(true)
    }

    async fn office(&mut self, office: &Office) -> Result<(), StoreError> {
        const OLD: &str = "SELECT code, name FROM office WHERE code = $1";
        const PUT: &str = "INSERT INTO office (id, code, name) VALUES ($1, $2, $3) \
             ON CONFLICT (code) DO UPDATE SET name = excluded.name";
        let old: Option<OfficeRow> = within!(&mut self.tx, db =>
            sqlx::query_as(OLD).bind(office.code.as_str()).fetch_optional(db).await)?;
        let old = old.map(Office::try_from).transpose()?;
        if self.is_new(office.subject(), old, office).await? {
            within!(&mut self.tx, db => sqlx::query(PUT)
                .bind(new_id()).bind(office.code.as_str()).bind(&office.name).execute(db).await.map(drop))?;
        }
        Ok(())
    }

    /// A version of a target. An import is taken for approved.
    async fn target(&mut self, target: &Target) -> Result<(), StoreError> {
        let old = target::version(&mut self.tx, target).await?;
        let old = old.filter(TargetVersion::is_approved).map(|version| version.target);
        if self.is_new(target.subject(), old, target).await? {
            let signed = Signed { author: self.terms.actor, approved_by: self.terms.actor };
            target::put(&mut self.tx, target, signed).await?;
        }
        Ok(())
    }

    /// Publishes an approved figure. What waits in the cell stays, but whoever looked at it before
    /// is told, since the cell's revision has moved on.
    async fn actual(&mut self, actual: &Actual) -> Result<(), StoreError> {
        let key = CellKey {
            measure: actual.measure.clone(),
            period: actual.period,
            category: actual.category.clone(),
        };
        let cell = cell_within(&mut self.tx, &key).await?;
        let mut version = CellVersion {
            figure: actual.figure,
            state: actual.state,
            note: actual.note.clone(),
            source: actual.source.clone(),
            revised: false,
            reason: String::new(),
            explanation: String::new(),
            plan: String::new(),
            author: self.terms.actor.to_owned(),
            changed_at: moment(self.terms.at),
        };
        if let Some(old) = &cell.published {
            self.keep_texts(&key, old, &mut version).await?;
        }
        // An unchanged figure keeps its author.
        if let Some(old) = &cell.published
            && (old.figure, &old.note, &old.source) == (version.figure, &version.note, &version.source)
        {
            version.author.clone_from(&old.author);
        }
        let old = cell.published.as_ref();
        let before = old.map(|old| Item::Actual(old.actual(&key)));
        let change = ItemChange { before, after: Item::Actual(actual.clone()) };
        // Before the entry of this change: it is counted by the entries.
        let revision = next_revision(&mut self.tx, &cell).await?;
        if self.is_new_value(key.subject(), old.map(content), content(&version), change).await? {
            write(&mut self.tx, &key, "published", &version, revision).await?;
        }
        Ok(())
    }

    /// What a file does not hold of a figure stays as it was; that it is another after its deadline is marked.
    async fn keep_texts(
        &mut self,
        key: &CellKey,
        old: &CellVersion,
        new: &mut CellVersion,
    ) -> Result<(), StoreError> {
        new.explanation.clone_from(&old.explanation);
        new.plan.clone_from(&old.plan);
        (new.revised, new.reason) = (old.revised, old.reason.clone());
        if old.figure != new.figure {
            let (deadline, today) =
                (Gate::of(&mut self.tx, key).await?.deadline(), self.terms.at.date_naive());
            if is_revision(Some(old.figure), new.figure, deadline, today) {
                (new.revised, new.reason) = (true, IMPORTED.to_owned());
            }
        }
        Ok(())
    }

    async fn published(&mut self, published: &Published) -> Result<(), StoreError> {
        const OLD: &str = published!(
            "WHERE p.measure_id = (SELECT id FROM measure WHERE code = $1) AND p.name = $2 AND p.period = $3 \
             AND p.scope = $4 AND p.source = $5"
        );
        const PUT: &str = "INSERT INTO published (id, measure_id, name, period, value, unit, scope, source, \
             source_address, note) VALUES ($1, (SELECT id FROM measure WHERE code = $2), $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT (measure_id, name, period, scope, source) DO UPDATE SET value = excluded.value, \
             unit = excluded.unit, source_address = excluded.source_address, note = excluded.note";
        let old: Option<PublishedRow> = within!(&mut self.tx, db => sqlx::query_as(OLD)
            .bind(published.about.as_str()).bind(&published.name).bind(&published.period)
            .bind(&published.scope).bind(&published.source).fetch_optional(db).await)?;
        let old = old.map(Published::try_from).transpose()?;
        if self.is_new(published.subject(), old, published).await? {
            within!(&mut self.tx, db => sqlx::query(PUT)
                .bind(new_id()).bind(published.about.as_str()).bind(&published.name).bind(&published.period)
                .bind(published.value).bind(&published.unit).bind(&published.scope).bind(&published.source)
                .bind(&published.source_address).bind(&published.note).execute(db).await.map(drop))?;
        }
        Ok(())
    }
}
