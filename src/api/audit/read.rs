//! Entries as people read them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::auth;
use crate::domain::audit::{self, Names, Owner, Subject};
use crate::domain::code::Code;
use crate::model::audit::{AuditLine, AuditQuery, AuditRecord, AuditView, Chain};
use crate::model::error::AppError;
use crate::store::{AuditEntry, AuditFilter, BrokenChain, PAGE, Store, StoreError};

/// The longest trail that a page verifies: a longer one takes more than a moment.
const VERIFIED_AT_ONCE: i64 = 100_000;

pub(super) async fn audit(raw: &str) -> Result<AuditView, AppError> {
    let query = AuditQuery::parse(raw).map_err(auth::unreadable)?;
    let filter = AuditFilter { before: query.before, limit: PAGE as i64, ..filter(&query) };
    view(&auth::store()?, filter, query.verify).await.map_err(auth::internal)
}

/// Three statements and two for names, besides the walk along the chain where that is asked for.
async fn view(store: &Store, filter: AuditFilter, verify: bool) -> Result<AuditView, StoreError> {
    let (length, total) = (store.version().await?, store.audit_count(&filter).await?);
    let entries = store.audit_entries(&filter).await?;
    let full = entries.len() == PAGE;
    let older = entries.last().map(|entry| entry.seq).filter(|oldest| full && *oldest > 1);
    let names = names(store, &entries).await?;
    let lines = entries.into_iter().map(|entry| line(entry, &names)).collect();
    Ok(AuditView { lines, total, older, chain: chain(store, length, verify).await? })
}

/// What a query lets through, wherever its page begins.
pub fn filter(query: &AuditQuery) -> AuditFilter {
    AuditFilter {
        code: query.subject.clone(),
        kind: query.kind,
        actor: query.person.clone(),
        action: query.action.clone(),
        from: query.from,
        to: query.to,
        ..AuditFilter::default()
    }
}

/// Nothing is said to hold that was not walked along just now.
async fn chain(store: &Store, length: i64, verify: bool) -> Result<Chain, StoreError> {
    if !verify {
        return Ok(Chain::NotVerified);
    }
    if length > VERIFIED_AT_ONCE {
        return Ok(Chain::TooLong(length));
    }
    Ok(match store.verify_audit().await? {
        Ok(last) => Chain::Holds(last),
        Err(BrokenChain { seq, reason }) => Chain::Broken { entry: seq, reason },
    })
}

async fn names(store: &Store, entries: &[AuditEntry]) -> Result<Names, StoreError> {
    let (mut measures, mut goals): (BTreeSet<Code>, BTreeSet<Code>) = Default::default();
    for entry in entries {
        match Subject::read(&entry.subject).owner() {
            Some(Owner::Measure(code)) => measures.insert(code.clone()),
            Some(Owner::Goal(code)) => goals.insert(code.clone()),
            None => false,
        };
    }
    let (measures, goals) = (Vec::from_iter(measures), Vec::from_iter(goals));
    Ok(Names { measures: store.measure_names(&measures).await?, goals: store.goal_names(&goals).await? })
}

/// An entry in words.
fn line(entry: AuditEntry, names: &Names) -> AuditLine {
    let subject = Subject::read(&entry.subject);
    let code = subject.owner().map(|owner| owner.code().to_string()).unwrap_or_default();
    AuditLine { about: subject.words(names), code, ..told(entry, &subject) }
}

/// An entry in words, on a page that says itself to what it belongs.
pub(in crate::api) fn own_line(entry: AuditEntry) -> AuditLine {
    let subject = Subject::read(&entry.subject);
    told(entry, &subject)
}

/// An entry for a file: by codes, which stay when names change.
pub fn record(entry: AuditEntry) -> AuditRecord {
    let (subject, action, hash) = (entry.subject.clone(), entry.action.clone(), entry.hash.clone());
    AuditRecord { subject, action, hash, line: line(entry, &Names::default()) }
}

fn told(entry: AuditEntry, subject: &Subject) -> AuditLine {
    let (before, after) = (content(entry.before.as_deref()), content(entry.after.as_deref()));
    AuditLine {
        seq: entry.seq,
        at: entry.at,
        actor: entry.actor,
        action: audit::action(&entry.action, subject),
        about: subject.what(),
        code: String::new(),
        page: subject.page(after.as_ref().or(before.as_ref())),
        changes: audit::changes(subject, before.as_ref(), after.as_ref()),
    }
}

/// What an entry holds. Where it is no JSON, which no version of this program writes, it says so.
pub(super) fn content(json: Option<&str>) -> Option<Value> {
    json.map(|json| serde_json::from_str(json).unwrap_or_else(|_| "cannot be read".into()))
}
