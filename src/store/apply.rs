//! A whole batch in one transaction: what an import brings.

mod goal;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::domain::actual::Actual;
use crate::domain::batch::{Batch, Conflict, Item, ItemChange};
use crate::domain::goal::Office;
use crate::domain::measure::Measure;
use crate::domain::published::Published;
use crate::domain::target::{Baseline, Target, TargetVersion};

use super::audit::{Chain, Change, moment};
use super::cell::{CellKey, CellVersion, cell_within};
use super::figure::{content, write};
use super::review::{self, Applied, Outcome, Terms};
use super::row::{BaselineRow, MeasureRow, OfficeRow, PublishedRow};
use super::target::{self, Signed};
use super::{Store, StoreError, Tx, catalog, new_id, within};

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
        let terms = Terms { actor, at, dry_run, made_from: None };
        Ok(self.apply_on_terms(batch, &terms).await?.applied)
    }

    /// The same with all that there is to tell about it. A change of what somebody else has changed since
    /// the batch was made is a conflict; with one, nothing is written.
    pub async fn apply_on_terms(&self, batch: &Batch, terms: &Terms<'_>) -> Result<Outcome, StoreError> {
        let mut tx = self.begin().await?;
        let chain = Chain::take(&mut tx).await?;
        let since = match terms.made_from {
            Some(mark) => Some(review::since(&mut tx, mark).await?),
            None => None,
        };
        let known = chain.seq();
        let mut applying = Applying { tx, chain, terms, since, known, outcome: Outcome::default() };
        for office in &batch.offices {
            applying.office(office).await?;
        }
        for goal in &batch.goals {
            applying.goal(goal).await?;
        }
        for contributors in &batch.contributors {
            applying.contributors(contributors).await?;
        }
        for milestone in &batch.milestones {
            applying.milestone(milestone).await?;
        }
        for measure in &batch.measures {
            applying.measure(measure).await?;
        }
        for baseline in &batch.baselines {
            applying.baseline(baseline).await?;
        }
        for target in &batch.targets {
            applying.target(target).await?;
        }
        for actual in &batch.actuals {
            applying.actual(actual).await?;
        }
        for published in &batch.published {
            applying.published(published).await?;
        }
        for recommendation in &batch.recommendations {
            applying.recommendation(recommendation).await?;
        }
        let Applying { tx, chain, outcome, .. } = applying;
        if !terms.dry_run && outcome.conflicting == 0 {
            chain.commit(tx).await?;
        }
        Ok(outcome)
    }
}

/// A batch on its way into the store.
struct Applying<'a> {
    tx: Tx,
    chain: Chain,
    terms: &'a Terms<'a>,
    /// Entries after this number, up to `known`, are of other people's changes; `None` not to ask.
    since: Option<i64>,
    known: i64,
    outcome: Outcome,
}

impl Applying<'_> {
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
        if let Some(since) = self.since
            && let Some((actor, at)) = review::later(&mut self.tx, &subject, since, self.known).await?
        {
            self.outcome.conflict(Conflict { change: item, actor, at });
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

    async fn measure(&mut self, measure: &Measure) -> Result<(), StoreError> {
        let old: Option<MeasureRow> = within!(&mut self.tx, db =>
            sqlx::query_as(catalog::MEASURE).bind(measure.code.as_str()).fetch_optional(db).await)?;
        let old = old.map(Measure::try_from).transpose()?;
        if self.is_new(measure.subject(), old, measure).await? {
            put_measure(&mut self.tx, measure).await?;
        }
        Ok(())
    }

    async fn baseline(&mut self, baseline: &Baseline) -> Result<(), StoreError> {
        let old: Option<BaselineRow> = within!(&mut self.tx, db =>
            sqlx::query_as(catalog::BASELINE).bind(baseline.measure.as_str()).fetch_optional(db).await)?;
        let old = old.map(Baseline::try_from).transpose()?;
        if self.is_new(baseline.subject(), old, baseline).await? {
            put_baseline(&mut self.tx, baseline).await?;
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
            author: self.terms.actor.to_owned(),
            changed_at: moment(self.terms.at),
        };
        // An unchanged figure keeps its author.
        if let Some(old) = &cell.published
            && (old.figure, &old.note, &old.source) == (version.figure, &version.note, &version.source)
        {
            version.author.clone_from(&old.author);
        }
        let old = cell.published.as_ref();
        let before = old.map(|old| Item::Actual(old.actual(&key)));
        let change = ItemChange { before, after: Item::Actual(actual.clone()) };
        if self.is_new_value(key.subject(), old.map(content), content(&version), change).await? {
            write(&mut self.tx, &key, "published", &version, cell.revision + 1).await?;
        }
        Ok(())
    }

    async fn published(&mut self, published: &Published) -> Result<(), StoreError> {
        const OLD: &str = "SELECT m.code AS about, p.name, p.period, p.value, p.unit, p.scope, p.source, \
             p.source_address, p.note FROM published p JOIN measure m ON m.id = p.measure_id \
             WHERE m.code = $1 AND p.name = $2 AND p.period = $3 AND p.scope = $4 AND p.source = $5";
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

/// Writes a measure, whatever stood there; its revision moves on.
pub(super) async fn put_measure(tx: &mut Tx, measure: &Measure) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO measure (id, code, goal_id, office_id, name, definition, formula, kind, \
         direction, calendar, frequency, aggregation, unit, decimals, ratio, whole, negative, reporting_lag_days, \
         responsible, source, source_address, caveat, limitations, illustrative, on_track, at_risk, \
         verification, accuracy, compensation, baseline_absent, marking, method, retired_on) \
         VALUES ($1, $2, (SELECT id FROM goal WHERE code = $3), (SELECT id FROM office WHERE code = $4), \
         $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
         $27, $28, $29, $30, $31, $32, $33) \
         ON CONFLICT (code) DO UPDATE SET goal_id = excluded.goal_id, office_id = excluded.office_id, \
         name = excluded.name, definition = excluded.definition, formula = excluded.formula, kind = excluded.kind, \
         direction = excluded.direction, calendar = excluded.calendar, frequency = excluded.frequency, \
         aggregation = excluded.aggregation, unit = excluded.unit, decimals = excluded.decimals, \
         ratio = excluded.ratio, whole = excluded.whole, negative = excluded.negative, \
         reporting_lag_days = excluded.reporting_lag_days, responsible = excluded.responsible, \
         source = excluded.source, source_address = excluded.source_address, caveat = excluded.caveat, \
         limitations = excluded.limitations, illustrative = excluded.illustrative, \
         on_track = excluded.on_track, at_risk = excluded.at_risk, \
         verification = excluded.verification, accuracy = excluded.accuracy, \
         compensation = excluded.compensation, baseline_absent = excluded.baseline_absent, \
         marking = excluded.marking, method = excluded.method, retired_on = excluded.retired_on, \
         revision = measure.revision + 1";
    let m = measure;
    within!(tx, db => sqlx::query(PUT)
        .bind(new_id()).bind(m.code.as_str()).bind(m.goal.as_str()).bind(m.office.as_str())
        .bind(&m.name).bind(&m.definition).bind(&m.formula).bind(m.kind.name()).bind(m.direction.name())
        .bind(m.calendar.name()).bind(m.frequency.name()).bind(m.aggregation.name())
        .bind(&m.unit.name).bind(i64::from(m.unit.decimals)).bind(m.ratio).bind(m.rule.whole).bind(m.rule.negative)
        .bind(i64::from(m.reporting_lag_days)).bind(&m.responsible).bind(&m.source).bind(&m.source_address)
        .bind(&m.caveat).bind(&m.limitations).bind(m.illustrative).bind(m.bands.on_track).bind(m.bands.at_risk)
        .bind(&m.verification).bind(&m.accuracy).bind(&m.compensation).bind(&m.baseline_absent)
        .bind(&m.marking).bind(m.method.name()).bind(m.retired_on.map(|day| day.to_string()))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Writes a measure's baseline, whatever stood there.
pub(super) async fn put_baseline(tx: &mut Tx, baseline: &Baseline) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO baseline (measure_id, period, value, source) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4) \
         ON CONFLICT (measure_id) DO UPDATE SET period = excluded.period, value = excluded.value, \
         source = excluded.source";
    within!(tx, db => sqlx::query(PUT)
        .bind(baseline.measure.as_str()).bind(baseline.period.map(String::from))
        .bind(baseline.value).bind(&baseline.source).execute(db).await.map(drop))?;
    Ok(())
}
