//! A measure's page.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::measure::MeasureView;

/// A measure with its series, for the part of its page's address after `?`. Open to all; drafts and
/// history only to people signed in.
#[server(protocol = Call<GetUrl>)]
pub async fn measure(code: String, query: String) -> Result<MeasureView, AppError> {
    use crate::auth;
    let reader = auth::person().await?;
    auth::respond(read::measure(&code, &query, reader).await)
}

#[cfg(feature = "ssr")]
mod read {
    use crate::api::audit::read::own_line;
    use crate::api::dashboard::{latest_quarter, link};
    use crate::api::lines::target_words;
    use crate::api::{code_of, today};
    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::breakdown;
    use crate::domain::elements::{self, Subject};
    use crate::domain::forecast::outlook;
    use crate::domain::period::Period;
    use crate::domain::standing::{self, Facts};
    use crate::domain::status::{Judgement, Method};
    use crate::model::audit::AuditLine;
    use crate::model::error::AppError;
    use crate::model::measure::{Latest, MeasureView};
    use crate::model::query::MeasureQuery;
    use crate::store::{AuditFilter, MeasureRecord, Store, StoreError};

    /// How many changes the page lists.
    const HISTORY: i64 = 20;

    pub(super) async fn measure(
        code: &str,
        raw: &str,
        reader: Option<Person>,
    ) -> Result<MeasureView, AppError> {
        let code = code_of("measure", code)?;
        let store = auth::store()?;
        let found = store.measure_record(&code).await.map_err(auth::internal)?;
        let record = found.ok_or_else(|| AppError::NotFound(format!("measure “{code}”")))?;
        let query = MeasureQuery::parse(raw, &[]).map_err(auth::unreadable)?;
        let published = record.series(false, today());
        query.suits(&record.measure, &published).map_err(|fault| auth::unreadable(vec![fault]))?;
        let drafts = query.drafts && reader.as_ref().is_some_and(Person::may_see_drafts);
        let dimensions = breakdown::dimensions(&record.categories);
        let dimension = query.dimension(&dimensions).map_err(|fault| auth::unreadable(vec![fault]))?;
        let breakdown = match dimension {
            Some(by) => store.breakdown(&record, by, drafts, today()).await.map(Some),
            None => Ok(None),
        };
        let breakdown = breakdown.map_err(auth::internal)?;
        let view = view(&store, record, drafts, reader).await.map_err(auth::internal)?;
        Ok(MeasureView { dimensions, breakdown, ..view })
    }

    /// All but what is told apart by category.
    async fn view(
        store: &Store,
        record: MeasureRecord,
        drafts: bool,
        reader: Option<Person>,
    ) -> Result<MeasureView, StoreError> {
        let may_see_drafts = reader.as_ref().is_some_and(Person::may_see_drafts);
        let series = record.series(drafts, today());
        let asked = record.measure.period_within(latest_quarter(store).await?);
        let history = match reader {
            Some(_) => history(store, &record).await?,
            None => Vec::new(),
        };
        let (baseline, targets) = (record.baseline.as_ref(), &record.targets[..]);
        let subject = Subject { measure: &record.measure, goal: &record.goal, baseline, targets };
        let elements = elements::assess(&subject);
        let (latest, dissent) = latest(&record, asked);
        Ok(MeasureView {
            latest,
            dissent,
            elements_sentence: elements::sentence(&elements),
            elements,
            may_enter: reader.as_ref().is_some_and(|reader| reader.may_enter(&record.measure.office)),
            may_define: reader.is_some_and(|reader| reader.may_define(&record.measure.office)),
            goal: link(&record.goal),
            goal_leader: record.goal.leader,
            office: record.office,
            baseline: record.baseline,
            published: record.published,
            likelihood: outlook::likelihood(&record.measure, &series),
            measure: record.measure,
            series,
            dimensions: Vec::new(),
            breakdown: None,
            history,
            may_see_drafts,
        })
    }

    /// How the measure stands, by its own method and by those that come to another status.
    fn latest(record: &MeasureRecord, period: Period) -> (Latest, Vec<(Method, Judgement)>) {
        let measure = &record.measure;
        let cell = record.cells.iter().find(|cell| cell.key.period == period);
        let figure = cell.and_then(|cell| cell.published.as_ref()).map(|published| published.figure);
        let target = record.targets.iter().find(|target| target.period == period).map(|target| target.value);
        let facts = Facts { measure, period, figure, target, course: record.course() };
        let value = figure.and_then(|figure| figure.value(measure.scale()));
        let latest = Latest {
            period,
            actual: value.map(|value| measure.unit.figure(value)),
            target: target.map(|target| target_words(measure, target)),
            judgement: standing::stand(&facts, today()),
        };
        (latest, standing::dissent(&facts, today()))
    }

    async fn history(store: &Store, record: &MeasureRecord) -> Result<Vec<AuditLine>, StoreError> {
        let subject = format!("actual:{}/", record.measure.code);
        let entries =
            store.audit_entries(&AuditFilter { subject, limit: HISTORY, ..AuditFilter::default() }).await?;
        Ok(entries.into_iter().map(own_line).collect())
    }
}
