//! The categories of a measure's breakdowns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::domain::breakdown::{self, Breakdown, Categories};
use crate::domain::code::Code;
use crate::domain::target::{self, Target};

use super::audit::{Chain, Change};
use super::catalog::known;
use super::page::{bound, places, rows};
use super::{EditOutcome, MeasureRecord, Store, StoreError, Tx, on, row, within};

/// The categories of a measure as they are to be, each `dimension=category`.
#[derive(Clone, Debug)]
pub struct CategoryEdit {
    pub measure: Code,
    pub categories: Vec<String>,
    /// The old and the new name of those that are renamed; their figures and targets follow.
    pub renamed: Vec<(String, String)>,
    /// The measure's revision that its author saw.
    pub seen: i64,
    pub actor: String,
    pub at: DateTime<Utc>,
}

const LISTED: &str = "SELECT c.dimension || '=' || c.name FROM category c JOIN measure m ON m.id = c.measure_id \
     WHERE m.code = $1 ORDER BY c.position";
const USED: &str = "SELECT a.category FROM actual a JOIN measure m ON m.id = a.measure_id \
     WHERE m.code = $1 AND a.category <> '' \
     UNION SELECT t.category FROM target t JOIN measure m ON m.id = t.measure_id \
     WHERE m.code = $1 AND t.category <> ''";

/// A measure's code and one of its categories.
type Line = (String, String);

static LISTED_OF: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT m.code, c.dimension || '=' || c.name FROM category c \
         JOIN measure m ON m.id = c.measure_id WHERE m.code IN ({}) ORDER BY c.position",
        places()
    )
});
static USED_OF: LazyLock<String> = LazyLock::new(|| {
    let places = places();
    format!(
        "SELECT m.code, a.category FROM actual a JOIN measure m ON m.id = a.measure_id \
         WHERE m.code IN ({places}) AND a.category <> '' \
         UNION SELECT m.code, t.category FROM target t JOIN measure m ON m.id = t.measure_id \
         WHERE m.code IN ({places}) AND t.category <> ''"
    )
});

fn by_measure(lines: Vec<Line>) -> Result<BTreeMap<Code, Vec<String>>, StoreError> {
    let mut found: BTreeMap<Code, Vec<String>> = BTreeMap::new();
    for (code, category) in lines {
        found.entry(row::code(code)?).or_default().push(category);
    }
    Ok(found)
}

/// The categories of each measure: those listed, in their order, then those that are used besides.
fn every(listed: Vec<Line>, used: Vec<Line>) -> Result<BTreeMap<Code, Vec<String>>, StoreError> {
    let (listed, mut used) = (by_measure(listed)?, by_measure(used)?);
    used.values_mut().for_each(|used| used.sort());
    let codes: BTreeSet<&Code> = listed.keys().chain(used.keys()).collect();
    let none = Vec::new();
    let all = |code: &Code| {
        let of = |known: &BTreeMap<Code, Vec<String>>| known.get(code).unwrap_or(&none).clone();
        (code.clone(), breakdown::all(&of(&listed), &of(&used)))
    };
    Ok(codes.into_iter().map(all).collect())
}

impl Store {
    /// The categories that a measure lists, in their order.
    pub async fn categories(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, db => sqlx::query_scalar(LISTED).bind(measure.as_str()).fetch_all(db).await)?)
    }

    /// The same of each measure that lists any, by its code.
    pub(super) async fn all_categories(&self) -> Result<Vec<Categories>, StoreError> {
        const SQL: &str = "SELECT m.code, c.dimension || '=' || c.name FROM category c \
             JOIN measure m ON m.id = c.measure_id ORDER BY c.position";
        let rows: Vec<(String, String)> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        let mut all: BTreeMap<Code, Vec<String>> = BTreeMap::new();
        for (measure, category) in rows {
            all.entry(row::code(measure)?).or_default().push(category);
        }
        Ok(all.into_iter().map(|(measure, categories)| Categories { measure, categories }).collect())
    }

    /// The categories for which there are figures or targets, listed or not.
    pub async fn used_categories(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        let mut used: Vec<String> =
            on!(self, db => sqlx::query_scalar(USED).bind(measure.as_str()).fetch_all(db).await)?;
        // By their bytes: databases order texts each in its own way.
        used.sort();
        Ok(used)
    }

    /// All of them: those listed, in their order, then those that are used besides.
    pub async fn every_category(&self, measure: &Code) -> Result<Vec<String>, StoreError> {
        Ok(breakdown::all(&self.categories(measure).await?, &self.used_categories(measure).await?))
    }

    /// The same for each of up to a page of measures that has any. Two statements.
    pub async fn categories_of(&self, codes: &[Code]) -> Result<BTreeMap<Code, Vec<String>>, StoreError> {
        let listed: Vec<Line> = rows!(self, LISTED_OF.as_str(), &bound(codes))?;
        let used: Vec<Line> = rows!(self, USED_OF.as_str(), &bound(codes))?;
        every(listed, used)
    }

    /// The same for each measure of an office, or of all offices. Two statements.
    pub async fn categories_of_office(
        &self,
        office: Option<&Code>,
    ) -> Result<BTreeMap<Code, Vec<String>>, StoreError> {
        const LISTED: &str = "SELECT m.code, c.dimension || '=' || c.name FROM category c \
             JOIN measure m ON m.id = c.measure_id JOIN office o ON o.id = m.office_id \
             WHERE ($1 = '' OR o.code = $1) ORDER BY c.position";
        const USED: &str = "SELECT m.code, a.category FROM actual a JOIN measure m ON m.id = a.measure_id \
             JOIN office o ON o.id = m.office_id WHERE a.category <> '' AND ($1 = '' OR o.code = $1) \
             UNION SELECT m.code, t.category FROM target t JOIN measure m ON m.id = t.measure_id \
             JOIN office o ON o.id = m.office_id WHERE t.category <> '' AND ($1 = '' OR o.code = $1)";
        let office = office.map_or("", Code::as_str);
        let listed: Vec<Line> = on!(self, db => sqlx::query_as(LISTED).bind(office).fetch_all(db).await)?;
        let used: Vec<Line> = on!(self, db => sqlx::query_as(USED).bind(office).fetch_all(db).await)?;
        every(listed, used)
    }

    /// A measure's figures by the categories of one dimension, as of `today`; with what waits for
    /// approval where `drafts` says so. One statement.
    pub async fn breakdown(
        &self,
        record: &MeasureRecord,
        dimension: &str,
        drafts: bool,
        today: NaiveDate,
    ) -> Result<Breakdown, StoreError> {
        let cells = self.cells_of_categories(&record.measure.code).await?;
        let of = |category: &String| {
            let versions = &record.category_targets;
            let of = |target: &&Target| target.category == *category;
            let stood = versions.iter().filter(|version| version.stood).map(|version| &version.target);
            let (stood, others) = (stood.filter(of), target::replaced(versions, today).filter(of));
            let cells = cells.iter().filter(|cell| cell.key.category == *category);
            known(stood, others, cells, drafts)
        };
        let asked = record.categories.iter().filter(|category| breakdown::parts(category).0 == dimension);
        let categories: Vec<_> =
            asked.map(|category| (breakdown::parts(category).1.to_owned(), of(category))).collect();
        let (measure, course, total) = (&record.measure, record.course(), record.known(drafts, today));
        Ok(Breakdown::assemble(measure, &course, dimension, &total, &categories, today))
    }

    /// Writes the list, and renames categories with all that is held for them. A list that leaves out a
    /// category which has got figures meanwhile is a conflict, and so is a new name that has got any.
    pub async fn save_categories(&self, edit: &CategoryEdit) -> Result<EditOutcome, StoreError> {
        const REVISION: &str =
            "UPDATE measure SET revision = revision + 1 WHERE code = $1 AND revision = $2 RETURNING revision";
        let mut tx = self.begin().await?;
        let mut chain = Chain::take(&mut tx).await?;
        let code = edit.measure.as_str();
        let revision: Option<i64> = within!(&mut tx, db =>
            sqlx::query_scalar(REVISION).bind(code).bind(edit.seen).fetch_optional(db).await)?;
        let used: Vec<String> =
            within!(&mut tx, db => sqlx::query_scalar(USED).bind(code).fetch_all(db).await)?;
        let Some(revision) = revision.filter(|_| edit.keeps(&used)) else {
            return Ok(EditOutcome::Conflict);
        };
        let before = listed(&mut tx, &edit.measure).await?;
        if before == edit.categories && edit.renamed.is_empty() {
            return Ok(EditOutcome::Saved(edit.seen));
        }
        for (old, new) in &edit.renamed {
            rename(&mut tx, &mut chain, edit, (old, new)).await?;
        }
        put(&mut tx, &edit.measure, &edit.categories).await?;
        let change = Change {
            actor: &edit.actor,
            at: edit.at,
            action: "change",
            subject: Categories::subject_of(&edit.measure),
            before: Some(json!(before)),
            after: Some(json!(edit.categories)),
        };
        chain.append(&mut tx, change).await?;
        chain.commit(tx).await?;
        Ok(EditOutcome::Saved(revision))
    }
}

impl CategoryEdit {
    /// Whether all that is used stays, under its own name or a new one that nothing else has.
    fn keeps(&self, used: &[String]) -> bool {
        let taken = |(_, new): &(String, String)| used.contains(new);
        let now = |used: &String| {
            let renamed = self.renamed.iter().find(|(old, _)| old == used);
            self.categories.contains(renamed.map_or(used, |(_, new)| new))
        };
        !self.renamed.iter().any(taken) && used.iter().all(now)
    }
}

/// Gives figures, targets and comments of a category their new name. Their revisions stay: nothing else about them
/// was changed.
async fn rename(
    tx: &mut Tx,
    chain: &mut Chain,
    edit: &CategoryEdit,
    (old, new): (&str, &str),
) -> Result<(), StoreError> {
    const FIGURES: &str = "UPDATE actual SET category = $3 \
         WHERE measure_id = (SELECT id FROM measure WHERE code = $1) AND category = $2";
    const TARGETS: &str = "UPDATE target SET category = $3 \
         WHERE measure_id = (SELECT id FROM measure WHERE code = $1) AND category = $2";
    const COMMENTS: &str = "UPDATE comment SET category = $3 \
         WHERE measure_id = (SELECT id FROM measure WHERE code = $1) AND category = $2";
    let code = edit.measure.as_str();
    for sql in [FIGURES, TARGETS, COMMENTS] {
        within!(&mut *tx, db => sqlx::query(sql)
            .bind(code).bind(old).bind(new).execute(db).await.map(drop))?;
    }
    let change = Change {
        actor: &edit.actor,
        at: edit.at,
        action: "rename",
        subject: format!("{}/{old}", Categories::subject_of(&edit.measure)),
        before: Some(json!(old)),
        after: Some(json!(new)),
    };
    chain.append(tx, change).await
}

/// As [`Store::categories`], in a transaction.
pub(super) async fn listed(tx: &mut Tx, measure: &Code) -> Result<Vec<String>, StoreError> {
    Ok(within!(tx, db => sqlx::query_scalar(LISTED).bind(measure.as_str()).fetch_all(db).await)?)
}

/// Moves a measure's revision on, so that whoever looked at it before is told.
pub(super) async fn touch(tx: &mut Tx, measure: &Code) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE measure SET revision = revision + 1 WHERE code = $1";
    within!(tx, db => sqlx::query(SQL).bind(measure.as_str()).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes the list, in place of what was listed.
pub(super) async fn put(tx: &mut Tx, measure: &Code, categories: &[String]) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM category WHERE measure_id = (SELECT id FROM measure WHERE code = $1)";
    const PUT: &str = "INSERT INTO category (measure_id, dimension, name, position) \
         VALUES ((SELECT id FROM measure WHERE code = $1), $2, $3, $4)";
    let code = measure.as_str();
    within!(&mut *tx, db => sqlx::query(CLEAR).bind(code).execute(db).await.map(drop))?;
    for (position, category) in categories.iter().enumerate() {
        let (dimension, name) = breakdown::parts(category);
        within!(&mut *tx, db => sqlx::query(PUT)
            .bind(code).bind(dimension).bind(name).bind(position as i64).execute(db).await.map(drop))?;
    }
    Ok(())
}
