//! Recommendations, and the measures that answer each.

use std::collections::BTreeMap;

use sqlx::FromRow;

use crate::domain::code::Code;
use crate::domain::recommendation::{Recommendation, RecommendationStatus};
use crate::store::row::{code, date, word};
use crate::store::{Store, StoreError, Tx, new_id, on, within};

/// A recommendation, and the measures that answer it with their names.
#[derive(Clone, Debug, PartialEq)]
pub struct RecommendationRecord {
    pub recommendation: Recommendation,
    pub answers: Vec<(Code, String)>,
}

#[derive(FromRow)]
struct RecommendationRow {
    code: String,
    goal: String,
    text: String,
    addressee: String,
    status: String,
    as_of: String,
    note: String,
    source: String,
    source_address: String,
}

impl TryFrom<RecommendationRow> for Recommendation {
    type Error = StoreError;

    fn try_from(row: RecommendationRow) -> Result<Recommendation, StoreError> {
        Ok(Recommendation {
            code: code(row.code)?,
            goal: code(row.goal)?,
            text: row.text,
            addressee: row.addressee,
            status: word(RecommendationStatus::named(&row.status), "recommendation status", &row.status)?,
            as_of: date(row.as_of)?,
            note: row.note,
            source: row.source,
            source_address: row.source_address,
            measures: Vec::new(),
        })
    }
}

macro_rules! recommendations {
    ($condition:literal) => {
        concat!(
            "SELECT r.code, g.code AS goal, r.text, r.addressee, r.status, r.as_of, r.note, r.source, \
             r.source_address FROM recommendation r JOIN goal g ON g.id = r.goal_id ",
            $condition
        )
    };
}

macro_rules! answers {
    ($condition:literal) => {
        concat!(
            "SELECT r.code, m.code, m.name FROM recommendation_measure a JOIN recommendation r ON r.id = a.recommendation_id \
             JOIN goal g ON g.id = r.goal_id JOIN measure m ON m.id = a.measure_id ",
            $condition
        )
    };
}

impl Store {
    /// The recommendations about a goal, and those that a measure of it answers, by code. Two
    /// statements.
    pub async fn recommendations(&self, goal: &Code) -> Result<Vec<RecommendationRecord>, StoreError> {
        const SQL: &str = recommendations!(
            "WHERE g.code = $1 OR EXISTS (SELECT 1 FROM recommendation_measure o JOIN measure x ON x.id = o.measure_id \
             JOIN goal y ON y.id = x.goal_id WHERE o.recommendation_id = r.id AND y.code = $1) ORDER BY r.code"
        );
        const ANSWERS: &str = answers!(
            "WHERE g.code = $1 OR EXISTS (SELECT 1 FROM recommendation_measure o JOIN measure x ON x.id = o.measure_id \
             JOIN goal y ON y.id = x.goal_id WHERE o.recommendation_id = r.id AND y.code = $1) ORDER BY m.code"
        );
        let goal = goal.as_str();
        let rows: Vec<RecommendationRow> =
            on!(self, db => sqlx::query_as(SQL).bind(goal).fetch_all(db).await)?;
        let answers: Vec<Answer> = on!(self, db => sqlx::query_as(ANSWERS).bind(goal).fetch_all(db).await)?;
        let mut measures: BTreeMap<String, Vec<(Code, String)>> = BTreeMap::new();
        for (recommendation, measure, name) in answers {
            measures.entry(recommendation).or_default().push((code(measure)?, name));
        }
        let whole = |row: RecommendationRow| {
            let answers = measures.remove(&row.code).unwrap_or_default();
            let measures = answers.iter().map(|(measure, _)| measure.clone()).collect();
            Ok(RecommendationRecord {
                recommendation: Recommendation { measures, ..row.try_into()? },
                answers,
            })
        };
        rows.into_iter().map(whole).collect()
    }

    /// All recommendations, in no order.
    pub(in crate::store) async fn all_recommendations(&self) -> Result<Vec<Recommendation>, StoreError> {
        const SQL: &str = recommendations!("");
        const ANSWERS: &str = answers!("");
        let rows: Vec<RecommendationRow> = on!(self, db => sqlx::query_as(SQL).fetch_all(db).await)?;
        let answers: Vec<Answer> = on!(self, db => sqlx::query_as(ANSWERS).fetch_all(db).await)?;
        let mut measures: BTreeMap<String, Vec<Code>> = BTreeMap::new();
        for (recommendation, measure, _) in answers {
            measures.entry(recommendation).or_default().push(code(measure)?);
        }
        let whole = |row: RecommendationRow| {
            let mut measures = measures.remove(&row.code).unwrap_or_default();
            // The domain's order, whatever the database's order of text is.
            measures.sort();
            Ok(Recommendation { measures, ..row.try_into()? })
        };
        rows.into_iter().map(whole).collect()
    }
}

/// The codes of a recommendation and of a measure that answers it, and the measure's name.
type Answer = (String, String, String);

pub(in crate::store) async fn recommendation(
    tx: &mut Tx,
    sought: &Code,
) -> Result<Option<Recommendation>, StoreError> {
    const SQL: &str = recommendations!("WHERE r.code = $1");
    const ANSWERS: &str = answers!("WHERE r.code = $1 ORDER BY m.code");
    let row: Option<RecommendationRow> = within!(&mut *tx, db =>
        sqlx::query_as(SQL).bind(sought.as_str()).fetch_optional(db).await)?;
    let Some(row) = row else {
        return Ok(None);
    };
    let answers: Vec<Answer> = within!(tx, db =>
        sqlx::query_as(ANSWERS).bind(sought.as_str()).fetch_all(db).await)?;
    let mut measures =
        answers.into_iter().map(|(_, measure, _)| code(measure)).collect::<Result<Vec<_>, _>>()?;
    // The domain's order, whatever the database's order of text is.
    measures.sort();
    Ok(Some(Recommendation { measures, ..row.try_into()? }))
}

/// Writes a recommendation and the measures that answer it, whatever stood there.
pub(in crate::store) async fn put_recommendation(
    tx: &mut Tx,
    new: &Recommendation,
) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO recommendation (id, code, text, addressee, status, as_of, note, source, \
         source_address, goal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT id FROM goal WHERE code = $10)) \
         ON CONFLICT (code) DO UPDATE SET text = excluded.text, addressee = excluded.addressee, \
         status = excluded.status, as_of = excluded.as_of, note = excluded.note, source = excluded.source, \
         source_address = excluded.source_address, goal_id = excluded.goal_id";
    const CLEAR: &str = "DELETE FROM recommendation_measure \
         WHERE recommendation_id = (SELECT id FROM recommendation WHERE code = $1)";
    const ANSWER: &str = "INSERT INTO recommendation_measure (recommendation_id, measure_id) \
         VALUES ((SELECT id FROM recommendation WHERE code = $1), (SELECT id FROM measure WHERE code = $2))";
    let sought = new.code.as_str();
    within!(&mut *tx, db => sqlx::query(PUT)
        .bind(new_id()).bind(sought).bind(&new.text).bind(&new.addressee).bind(new.status.name())
        .bind(new.as_of.to_string()).bind(&new.note).bind(&new.source).bind(&new.source_address)
        .bind(new.goal.as_str()).execute(db).await.map(drop))?;
    within!(&mut *tx, db => sqlx::query(CLEAR).bind(sought).execute(db).await.map(drop))?;
    for measure in &new.measures {
        within!(&mut *tx, db =>
            sqlx::query(ANSWER).bind(sought).bind(measure.as_str()).execute(db).await.map(drop))?;
    }
    Ok(())
}
