//! A measure set up and changed by a person: its fields, its baseline, the versions of its definition
//! and the categories of its breakdowns.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::definition::{Definition, NewDefinition, counts_otherwise};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::target::Baseline;

use super::apply::{put_baseline, put_measure, remove_baseline};
use super::audit::{Chain, Change, moment};
use super::page::{bound, places, rows};
use super::row::{self, BaselineRow, MeasureRow};
use super::{Store, StoreError, Tx, catalog, on, within};

/// A measure as it is to be, with its baseline.
#[derive(Clone, Debug)]
pub struct MeasureEdit {
    pub measure: Measure,
    pub baseline: Option<Baseline>,
    /// Where the change counts something else from a period on.
    pub version: Option<NewDefinition>,
    /// The revision that its author saw; `None` for a measure that is new.
    pub seen: Option<i64>,
    pub actor: String,
    pub at: DateTime<Utc>,
}

/// A measure as it stands, to be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureSetup {
    pub measure: Measure,
    pub baseline: Option<Baseline>,
    pub revision: i64,
    /// In their order; empty where there has been one definition only.
    pub versions: Vec<Definition>,
}

/// What became of a change to a measure.
#[derive(Clone, Debug, PartialEq)]
pub enum EditOutcome {
    /// With the measure's new revision.
    Saved(i64),
    /// Somebody else was faster, or took the code. Nothing was written.
    Conflict,
}

#[derive(FromRow)]
struct DefinitionRow {
    number: i64,
    from_period: String,
    definition: String,
    formula: String,
    unit: String,
    reason: String,
    author: String,
}

/// The same with its measure.
#[derive(FromRow)]
struct OwnedRow {
    code: String,
    #[sqlx(flatten)]
    definition: DefinitionRow,
}

impl TryFrom<DefinitionRow> for Definition {
    type Error = StoreError;

    fn try_from(row: DefinitionRow) -> Result<Definition, StoreError> {
        let from = Some(row.from_period.as_str()).filter(|text| !text.is_empty());
        Ok(Definition {
            number: row.number.clamp(1, i64::from(u32::MAX)) as u32,
            from: from.map(row::period).transpose()?,
            definition: row.definition,
            formula: row.formula,
            unit: row.unit,
            reason: row.reason,
            author: row.author,
        })
    }
}

const REVISION: &str = "SELECT revision FROM measure WHERE code = $1";

impl Store {
    /// A measure to be changed; `None` when there is none of that code. Four statements.
    pub async fn measure_setup(&self, code: &Code) -> Result<Option<MeasureSetup>, StoreError> {
        let revision: Option<i64> =
            on!(self, db => sqlx::query_scalar(REVISION).bind(code.as_str()).fetch_optional(db).await)?;
        let (Some(revision), Some(measure)) = (revision, self.measure(code).await?) else {
            return Ok(None);
        };
        let (baseline, versions) = (self.baseline(code).await?, self.definitions(code).await?);
        Ok(Some(MeasureSetup { measure, baseline, revision, versions }))
    }

    /// The versions of a measure's definition, in their order; empty where there has been one only.
    pub async fn definitions(&self, code: &Code) -> Result<Vec<Definition>, StoreError> {
        const SQL: &str = "SELECT d.number, d.from_period, d.definition, d.formula, d.unit, d.reason, d.author \
             FROM definition d JOIN measure m ON m.id = d.measure_id WHERE m.code = $1 ORDER BY d.number";
        let rows: Vec<DefinitionRow> =
            on!(self, db => sqlx::query_as(SQL).bind(code.as_str()).fetch_all(db).await)?;
        rows.into_iter().map(Definition::try_from).collect()
    }

    /// The periods from which up to a page of measures counted something else, by measure.
    pub async fn breaks_of(&self, codes: &[Code]) -> Result<BTreeMap<Code, Vec<Period>>, StoreError> {
        static SQL: LazyLock<String> = LazyLock::new(|| {
            format!(
                "SELECT m.code, d.from_period FROM definition d JOIN measure m ON m.id = d.measure_id \
                 WHERE m.code IN ({}) AND d.from_period <> '' ORDER BY d.number",
                places()
            )
        });
        let found: Vec<(String, String)> = rows!(self, SQL.as_str(), &bound(codes))?;
        let mut all: BTreeMap<Code, Vec<Period>> = BTreeMap::new();
        for (code, from) in found {
            all.entry(row::code(code)?).or_default().push(row::period(&from)?);
        }
        Ok(all)
    }

    /// The same of every measure that has had more than one.
    pub(super) async fn all_definitions(&self) -> Result<BTreeMap<Code, Vec<Definition>>, StoreError> {
        const SQL: &str = "SELECT m.code, d.number, d.from_period, d.definition, d.formula, d.unit, d.reason, d.author \
             FROM definition d JOIN measure m ON m.id = d.measure_id ORDER BY d.number";
        let rows: Vec<OwnedRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        let mut all: BTreeMap<Code, Vec<Definition>> = BTreeMap::new();
        for OwnedRow { code, definition } in rows {
            all.entry(row::code(code)?).or_default().push(definition.try_into()?);
        }
        Ok(all)
    }

    /// Writes a measure with its baseline, and a new version of its definition where one is asked for.
    pub async fn save_measure(&self, edit: &MeasureEdit) -> Result<EditOutcome, StoreError> {
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let code = edit.measure.code.as_str();
        let revision: Option<i64> = within!(&mut tx, db =>
            sqlx::query_scalar(REVISION).bind(code).fetch_optional(db).await)?;
        if revision != edit.seen {
            return Ok(EditOutcome::Conflict);
        }
        let old: Option<MeasureRow> = within!(&mut tx, db =>
            sqlx::query_as(catalog::MEASURE).bind(code).fetch_optional(db).await)?;
        let old = old.map(Measure::try_from).transpose()?;
        if old.as_ref() != Some(&edit.measure) {
            put_measure(&mut tx, &edit.measure).await?;
            let before = old.as_ref().map(|old| json!(old));
            let subject = format!("measure:{code}");
            chain.append(&mut tx, edit.change(subject, before, Some(json!(edit.measure)))).await?;
        }
        settle_baseline(&mut tx, &mut chain, edit).await?;
        if let (Some(version), Some(old)) = (&edit.version, &old)
            && counts_otherwise(old, &edit.measure)
        {
            let redefinition =
                Redefinition { old, new: &edit.measure, version, actor: &edit.actor, at: edit.at };
            put_version(&mut tx, &mut chain, redefinition).await?;
        }
        let revision: i64 =
            within!(&mut tx, db => sqlx::query_scalar(REVISION).bind(code).fetch_one(db).await)?;
        chain.commit(tx).await?;
        Ok(EditOutcome::Saved(revision))
    }
}

impl MeasureEdit {
    fn change(&self, subject: String, before: Option<Value>, after: Option<Value>) -> Change<'_> {
        let action = match (&before, &after) {
            (None, _) => "create",
            (Some(_), None) => "remove",
            (Some(_), Some(_)) => "change",
        };
        Change { actor: &self.actor, at: self.at, action, subject, before, after }
    }
}

async fn settle_baseline(tx: &mut Tx, chain: &mut Chain, edit: &MeasureEdit) -> Result<(), StoreError> {
    let code = edit.measure.code.as_str();
    let old: Option<BaselineRow> = within!(&mut *tx, db =>
        sqlx::query_as(catalog::BASELINE).bind(code).fetch_optional(db).await)?;
    let old = old.map(Baseline::try_from).transpose()?;
    if old == edit.baseline {
        return Ok(());
    }
    match &edit.baseline {
        Some(new) => put_baseline(tx, new).await?,
        None => remove_baseline(tx, &edit.measure.code).await?,
    }
    let (before, after) = (old.map(|old| json!(old)), edit.baseline.as_ref().map(|new| json!(new)));
    chain.append(tx, edit.change(format!("baseline:{code}"), before, after)).await
}

/// A change of what a measure counts.
#[derive(Clone, Copy)]
pub(super) struct Redefinition<'a> {
    pub old: &'a Measure,
    pub new: &'a Measure,
    pub version: &'a NewDefinition,
    pub actor: &'a str,
    pub at: DateTime<Utc>,
}

/// Keeps the old definition as the version before, where it is the first, and adds the new one.
pub(super) async fn put_version(
    tx: &mut Tx,
    chain: &mut Chain,
    change: Redefinition<'_>,
) -> Result<(), StoreError> {
    const LAST: &str = "SELECT COALESCE(max(d.number), 0) FROM definition d JOIN measure m ON m.id = d.measure_id \
         WHERE m.code = $1";
    let Redefinition { old, new, version, actor, at } = change;
    let code = new.code.as_str();
    let last: i64 = within!(&mut *tx, db => sqlx::query_scalar(LAST).bind(code).fetch_one(db).await)?;
    let as_version = |measure: &Measure, number: i64, from, reason: &str| Definition {
        number: number as u32,
        from,
        definition: measure.definition.clone(),
        formula: measure.formula.clone(),
        unit: measure.unit.name.clone(),
        reason: reason.to_owned(),
        author: actor.to_owned(),
    };
    if last == 0 {
        insert_version(tx, change, &as_version(old, 1, None, "")).await?;
    }
    let number = last.max(1) + 1;
    let added = as_version(new, number, Some(version.from), &version.reason);
    insert_version(tx, change, &added).await?;
    let subject = format!("definition:{code}/{number}");
    let entry = Change { actor, at, action: "create", subject, before: None, after: Some(json!(added)) };
    chain.append(tx, entry).await
}

async fn insert_version(
    tx: &mut Tx,
    change: Redefinition<'_>,
    version: &Definition,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO definition (measure_id, number, from_period, definition, formula, unit, reason, \
         author, at) VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4, $5, $6, $7, $8, $9)";
    within!(tx, db => sqlx::query(SQL)
        .bind(change.new.code.as_str()).bind(i64::from(version.number))
        .bind(version.from.map(String::from).unwrap_or_default())
        .bind(&version.definition).bind(&version.formula).bind(&version.unit)
        .bind(&version.reason).bind(&version.author).bind(moment(change.at))
        .execute(db).await.map(drop))?;
    Ok(())
}
