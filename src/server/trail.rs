//! The audit trail as a file.

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{Extensions, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::Utc;
use futures_util::stream::{self, Stream, StreamExt};

use crate::api::audit::{filter, record};
use crate::auth::{failed, internal, person_of};
use crate::export::csv;
use crate::model::audit::AuditQuery;
use crate::model::error::AppError;
use crate::store::{AuditFilter, Store, StoreError};

use super::downloads::Refusal;

/// How many entries are in memory at once.
const PART: i64 = 500;

/// `/audit.csv`, filtered as the page is, for those who may see it.
pub fn routes(store: Store) -> Router {
    Router::new().route("/audit.csv", get(as_csv)).with_state(store)
}

async fn as_csv(
    State(store): State<Store>,
    extensions: Extensions,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    if person_of(&extensions).is_none() {
        return Err(AppError::Unauthenticated.into());
    }
    let query = AuditQuery::parse(&raw.unwrap_or_default()).map_err(AppError::Invalid)?;
    let filter = AuditFilter { before: query.before, limit: PART, ..filter(&query) };
    // The first part before the answer begins: what cannot be read then has its status.
    let first = part(&store, &filter).await.map_err(internal)?;
    let name = format!("attachment; filename=\"audit-{}.csv\"", Utc::now().date_naive());
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    let body = stream::iter([Ok(csv::trail_header())]).chain(rest(store, filter, first));
    Ok((headers, Body::from_stream(body)).into_response())
}

/// A part of the file, and where the next one begins; `None` at the end.
type Part = (String, Option<i64>);

async fn part(store: &Store, filter: &AuditFilter) -> Result<Part, StoreError> {
    let entries = store.audit_entries(filter).await?;
    let next = entries.last().map(|entry| entry.seq).filter(|_| entries.len() as i64 == PART);
    let records: Vec<_> = entries.into_iter().map(record).collect();
    Ok((csv::trail(&records), next))
}

/// The parts one after another. Where one cannot be read the answer breaks off, so that no file looks
/// whole and is not.
fn rest(store: Store, filter: AuditFilter, first: Part) -> impl Stream<Item = Result<String, AppError>> {
    let begin = Some((store, filter, Some(first)));
    stream::unfold(begin, |state| async {
        let (store, mut filter, read) = state?;
        let found = match read {
            Some(first) => Ok(first),
            None => part(&store, &filter).await,
        };
        match found {
            Ok((text, next)) => {
                filter.before = next;
                Some((Ok(text), next.map(|_| (store, filter, None))))
            }
            Err(error) => Some((Err(failed(error)), None)),
        }
    })
    // Who compresses it may ask once more after its end.
    .fuse()
}
