//! The audit trail, read: its entries by what they are about, who made them and when.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::domain::audit::{Renaming, SubjectKind, former};
use crate::domain::code::Code;

use super::audit::AuditEntry;
use super::page::{bound, places, rows};
use super::{CellKey, Store, StoreError, on, row};

/// Which entries to list, newest first.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only subjects that begin with this; empty for all.
    pub subject: String,
    /// Only what is of this kind.
    pub kind: Option<SubjectKind>,
    /// Only what has exactly this code, or belongs to the measure or the goal that has it.
    pub code: Option<Code>,
    /// Only what this person did; empty for everybody.
    pub actor: String,
    /// Only what was done in this way; empty for all.
    pub action: String,
    /// Only from the one day to the other, both included, in UTC.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Only entries older than this number.
    pub before: Option<i64>,
    pub limit: i64,
}

/// How many entries of one figure are told at most: the newest.
pub const FIGURE_ENTRIES: i64 = 500;

/// The texts that ask for entries, and for their count.
struct Statements {
    entries: String,
    count: String,
}

macro_rules! columns {
    () => {
        "SELECT seq, at, actor, action, subject, before, after, hash FROM audit "
    };
}

/// The place in a statement of the first text about subjects.
const FIRST: usize = 6;

/// A text for each shape of the condition on subjects, which has so many places: a database that is given
/// a range of all subjects would sort all entries.
fn statements(subjects: &str, places: usize) -> Statements {
    const OTHERS: &str = "WHERE seq < $1 AND ($2 = '' OR actor = $2) AND ($3 = '' OR action = $3) \
         AND ($4 = '' OR at >= $4) AND ($5 = '' OR at < $5)";
    let limit = FIRST + places;
    Statements {
        entries: format!("{}{OTHERS}{subjects} ORDER BY seq DESC LIMIT ${limit}", columns!()),
        count: format!("SELECT count(*) FROM audit {OTHERS}{subjects}"),
    }
}

static OF_ALL: LazyLock<Statements> = LazyLock::new(|| statements("", 0));
static BY_BEGINNING: LazyLock<Statements> =
    LazyLock::new(|| statements(" AND subject >= $6 AND subject < $7", 2));

/// The subjects that are something of a code, and the ranges of those that belong to it: a place for
/// each kind in each of the three.
static BY_CODE: LazyLock<Statements> = LazyLock::new(|| {
    let kinds = SubjectKind::ALL.len();
    let place = |at: usize| format!("${}", FIRST + at);
    let exact: Vec<String> = (0..kinds).map(place).collect();
    let range = |at: usize| format!("(subject >= {} AND subject < {})", place(at), place(kinds + at));
    let ranges: Vec<String> = (kinds..2 * kinds).map(range).collect();
    let subjects = format!(" AND (subject IN ({}) OR {})", exact.join(", "), ranges.join(" OR "));
    statements(&subjects, 3 * kinds)
});

impl AuditFilter {
    /// The statements for it, and what goes into their places about subjects.
    fn subjects(&self) -> (&'static Statements, Vec<String>) {
        let kinds = SubjectKind::ALL.iter().filter(|kind| self.kind.is_none_or(|asked| asked == **kind));
        if let Some(code) = &self.code {
            // Where one kind is asked for, it takes all places.
            let kinds: Vec<_> = kinds.cycle().take(SubjectKind::ALL.len()).collect();
            // "0" comes after "/".
            let texts = ["", "/", "0"]
                .map(|end| kinds.iter().map(move |kind| format!("{}:{code}{end}", kind.name())));
            return (&BY_CODE, texts.into_iter().flatten().collect());
        }
        let beginning = match self.kind {
            Some(kind) => format!("{}:", kind.name()),
            None => self.subject.clone(),
        };
        match beginning.as_str() {
            "" => (&OF_ALL, Vec::new()),
            // U+10FFFF sorts after every character in use.
            _ => (&BY_BEGINNING, vec![beginning.clone(), format!("{beginning}\u{10FFFF}")]),
        }
    }

    /// The first day and the one after the last, as texts; empty where there is none.
    fn days(&self) -> [String; 2] {
        [self.from, self.to.and_then(|day| day.succ_opt())]
            .map(|day| day.map(|day| day.to_string()).unwrap_or_default())
    }
}

impl Store {
    /// Entries, newest first.
    pub async fn audit_entries(&self, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StoreError> {
        let (statements, subjects) = filter.subjects();
        let [from, to] = filter.days();
        let before = filter.before.unwrap_or(i64::MAX);
        Ok(on!(self, db => {
            let mut query = sqlx::query_as(statements.entries.as_str())
                .bind(before).bind(&filter.actor).bind(&filter.action).bind(&from).bind(&to);
            for text in &subjects {
                query = query.bind(text);
            }
            query.bind(filter.limit).fetch_all(db).await
        })?)
    }

    /// How many entries a filter lets through, wherever its page begins.
    pub async fn audit_count(&self, filter: &AuditFilter) -> Result<i64, StoreError> {
        let (statements, subjects) = filter.subjects();
        let [from, to] = filter.days();
        Ok(on!(self, db => {
            let mut query = sqlx::query_scalar(statements.count.as_str())
                .bind(i64::MAX).bind(&filter.actor).bind(&filter.action).bind(&from).bind(&to);
            for text in &subjects {
                query = query.bind(text);
            }
            query.fetch_one(db).await
        })?)
    }

    /// The newest entries about one figure, newest first, also from when its category had another name;
    /// with those that gave it a new one. A statement for each name, and one for the names.
    pub async fn figure_entries(&self, key: &CellKey) -> Result<Vec<AuditEntry>, StoreError> {
        const SQL: &str =
            concat!(columns!(), "WHERE subject = $1 AND seq > $2 AND seq < $3 ORDER BY seq DESC LIMIT $4");
        let mut renamed = match key.category.as_str() {
            "" => Vec::new(),
            _ => self.renamings(&key.measure).await?,
        };
        let renamings: Vec<Renaming> = renamed.iter().map(|(renaming, _)| renaming.clone()).collect();
        let mut entries: Vec<AuditEntry> = Vec::new();
        for name in former(&key.category, &renamings) {
            let subject = CellKey { category: name.category.clone(), ..key.clone() }.subject();
            let found: Vec<AuditEntry> = on!(self, db => sqlx::query_as(SQL)
                .bind(&subject).bind(name.after).bind(name.before).bind(FIGURE_ENTRIES).fetch_all(db).await)?;
            entries.extend(found);
            let begun = |(renaming, _): &(Renaming, AuditEntry)| {
                (renaming.seq, &renaming.after) == (name.after, &name.category)
            };
            entries.extend(renamed.extract_if(.., |one| begun(one)).map(|(_, entry)| entry));
        }
        entries.truncate(FIGURE_ENTRIES as usize);
        Ok(entries)
    }

    /// The entries that gave a category of a measure another name.
    async fn renamings(&self, measure: &Code) -> Result<Vec<(Renaming, AuditEntry)>, StoreError> {
        let categories = SubjectKind::Categories.name();
        let filter = AuditFilter {
            subject: format!("{categories}:{measure}/"),
            action: "rename".into(),
            limit: i64::MAX,
            ..AuditFilter::default()
        };
        let name = |json: &Option<String>| serde_json::from_str::<String>(json.as_deref()?).ok();
        let renaming = |entry: AuditEntry| {
            let (before, after) = (name(&entry.before)?, name(&entry.after)?);
            Some((Renaming { seq: entry.seq, before, after }, entry))
        };
        Ok(self.audit_entries(&filter).await?.into_iter().filter_map(renaming).collect())
    }

    /// The names of up to a page of measures, by their codes.
    pub async fn measure_names(&self, codes: &[Code]) -> Result<BTreeMap<Code, String>, StoreError> {
        static SQL: LazyLock<String> =
            LazyLock::new(|| format!("SELECT code, name FROM measure WHERE code IN ({})", places()));
        by_code(rows!(self, SQL.as_str(), &bound(codes))?)
    }

    /// The same of goals.
    pub async fn goal_names(&self, codes: &[Code]) -> Result<BTreeMap<Code, String>, StoreError> {
        static SQL: LazyLock<String> =
            LazyLock::new(|| format!("SELECT code, name FROM goal WHERE code IN ({})", places()));
        by_code(rows!(self, SQL.as_str(), &bound(codes))?)
    }
}

fn by_code(rows: Vec<(String, String)>) -> Result<BTreeMap<Code, String>, StoreError> {
    rows.into_iter().map(|(code, name)| Ok((row::code(code)?, name))).collect()
}
