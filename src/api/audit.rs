//! The audit trail.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::audit::AuditView;
use crate::model::error::AppError;

/// The page of entries that the part of the address after `?` asks for. For people signed in.
#[server(protocol = Call<GetUrl>)]
pub async fn audit(query: String) -> Result<AuditView, AppError> {
    use crate::auth;
    auth::respond(auth::require().await)?;
    auth::respond(read::audit(&query).await)
}

#[cfg(feature = "ssr")]
pub(super) mod read {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use crate::auth;
    use crate::model::audit::{AuditLine, AuditQuery, AuditView, FieldChange};
    use crate::model::error::AppError;
    use crate::store::{AuditEntry, AuditFilter};

    const PAGE: i64 = 50;

    pub(super) async fn audit(raw: &str) -> Result<AuditView, AppError> {
        let AuditQuery { subject, person, from, to, before } =
            AuditQuery::parse(raw).map_err(auth::unreadable)?;
        let filter = AuditFilter {
            text: subject,
            actor: person,
            from,
            to,
            before,
            limit: PAGE,
            ..AuditFilter::default()
        };
        let entries = auth::store()?.audit_entries(&filter).await.map_err(auth::internal)?;
        let full = entries.len() as i64 == PAGE;
        let older = entries.last().map(|entry| entry.seq).filter(|_| full);
        Ok(AuditView { lines: entries.into_iter().map(line).collect(), older })
    }

    /// An entry with the fields that differ between before and after.
    pub(in crate::api) fn line(entry: AuditEntry) -> AuditLine {
        let object = |text: &Option<String>| -> serde_json::Map<String, Value> {
            text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
        };
        let (before, after) = (object(&entry.before), object(&entry.after));
        let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let changes = fields
            .into_iter()
            .map(|field| FieldChange {
                field: field.clone(),
                before: before.get(field).map(words).unwrap_or_default(),
                after: after.get(field).map(words).unwrap_or_default(),
            })
            .filter(|change| change.before != change.after)
            .collect();
        AuditLine {
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            changes,
        }
    }

    /// A JSON value as a person reads it: `value 83`, `numerator 5, denominator 6`, `suppressed`.
    fn words(value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) => text.replace('_', " "),
            Value::Object(fields) => {
                let parts: Vec<String> = fields
                    .iter()
                    .map(|(name, value)| match value {
                        Value::Object(_) => words(value),
                        _ => format!("{} {}", name.replace('_', " "), words(value)),
                    })
                    .collect();
                parts.join(", ")
            }
            other => other.to_string(),
        }
    }
}
