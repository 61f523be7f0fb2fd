//! Measures with their definitions, baselines and categories.

use serde_json::json;

use super::Applying;
use crate::domain::batch::{Item, ItemChange};
use crate::domain::breakdown::Categories;
use crate::domain::code::Code;
use crate::domain::definition::{NewDefinition, counts_otherwise};
use crate::domain::measure::Measure;
use crate::domain::target::Baseline;
use crate::store::audit::Change;
use crate::store::definition::{Redefinition, put_version};
use crate::store::row::{BaselineRow, MeasureRow};
use crate::store::{StoreError, Tx, catalog, category, new_id, within};

impl Applying<'_> {
    /// A measure; with a new version of its definition, where it counts something else from a period on.
    pub(super) async fn measure(
        &mut self,
        measure: &Measure,
        version: Option<&NewDefinition>,
    ) -> Result<(), StoreError> {
        let old: Option<MeasureRow> = within!(&mut self.tx, db =>
            sqlx::query_as(catalog::MEASURE).bind(measure.code.as_str()).fetch_optional(db).await)?;
        let old = old.map(Measure::try_from).transpose()?;
        if !self.is_new(measure.subject(), old.clone(), measure).await? {
            return Ok(());
        }
        put_measure(&mut self.tx, measure).await?;
        if let (Some(version), Some(old)) = (version, &old)
            && counts_otherwise(old, measure)
        {
            let (actor, at) = (self.terms.actor, self.terms.at);
            let redefinition = Redefinition { old, new: measure, version, actor, at };
            put_version(&mut self.tx, &mut self.chain, redefinition).await?;
        }
        Ok(())
    }

    pub(super) async fn baseline(&mut self, baseline: &Baseline) -> Result<(), StoreError> {
        let old = baseline_of(&mut self.tx, &baseline.measure).await?;
        if self.is_new(baseline.subject(), old, baseline).await? {
            put_baseline(&mut self.tx, baseline).await?;
        }
        Ok(())
    }

    pub(super) async fn no_baseline(&mut self, measure: &Code) -> Result<(), StoreError> {
        let Some(old) = baseline_of(&mut self.tx, measure).await? else {
            self.outcome.applied.unchanged += 1;
            return Ok(());
        };
        remove_baseline(&mut self.tx, measure).await?;
        let (actor, at, subject) = (self.terms.actor, self.terms.at, old.subject());
        let change = Change { actor, at, action: "remove", subject, before: Some(json!(old)), after: None };
        self.chain.append(&mut self.tx, change).await?;
        let after = Item::NoBaseline(measure.clone());
        self.outcome.change(ItemChange { before: Some(old.into()), after });
        Ok(())
    }

    /// Categories besides those that the measure lists, after them.
    pub(super) async fn categories(&mut self, more: &Categories) -> Result<(), StoreError> {
        let measure = &more.measure;
        let listed = category::listed(&mut self.tx, measure).await?;
        let mut categories = listed.clone();
        categories.extend(more.categories.iter().filter(|one| !listed.contains(one)).cloned());
        let new = json!(categories);
        let list = |categories| Item::from(Categories { measure: measure.clone(), categories });
        // A measure that listed none has no list yet.
        let before = Some(listed).filter(|listed| !listed.is_empty() || categories.is_empty());
        let old = before.as_ref().map(|listed| json!(listed));
        let change = ItemChange { before: before.map(list), after: list(categories.clone()) };
        if self.is_new_value(more.subject(), old, new, change).await? {
            category::put(&mut self.tx, measure, &categories).await?;
            category::touch(&mut self.tx, measure).await?;
        }
        Ok(())
    }
}

async fn baseline_of(tx: &mut Tx, measure: &Code) -> Result<Option<Baseline>, StoreError> {
    let row: Option<BaselineRow> = within!(tx, db =>
        sqlx::query_as(catalog::BASELINE).bind(measure.as_str()).fetch_optional(db).await)?;
    row.map(Baseline::try_from).transpose()
}

/// Writes a measure, whatever stood there; its revision moves on.
pub(in crate::store) async fn put_measure(tx: &mut Tx, measure: &Measure) -> Result<(), StoreError> {
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
pub(in crate::store) async fn put_baseline(tx: &mut Tx, baseline: &Baseline) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO baseline (measure_id, period, value, source) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4) \
         ON CONFLICT (measure_id) DO UPDATE SET period = excluded.period, value = excluded.value, \
         source = excluded.source";
    within!(tx, db => sqlx::query(PUT)
        .bind(baseline.measure.as_str()).bind(baseline.period.map(String::from))
        .bind(baseline.value).bind(&baseline.source).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a measure's baseline away.
pub(in crate::store) async fn remove_baseline(tx: &mut Tx, measure: &Code) -> Result<(), StoreError> {
    const REMOVE: &str = "DELETE FROM baseline WHERE measure_id = (SELECT id FROM measure WHERE code = $1)";
    within!(tx, db => sqlx::query(REMOVE).bind(measure.as_str()).execute(db).await.map(drop))?;
    Ok(())
}
