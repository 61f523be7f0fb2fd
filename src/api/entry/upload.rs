//! A file of an office's figures that came with a request: looked at, previewed, saved as drafts.
//!
//! # Layout
//! - this file: what was sent, and the way from it to what is shown.
//! - [`columns`]: what the file calls columns in its own way.
//! - [`plan`](mod@plan): its figures beside those that stand.
//! - [`told`]: both in words.

mod columns;
mod plan;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::Utc;
use leptos::prelude::use_context;
use tokio::task::spawn_blocking;

use self::columns::Settled;
use self::plan::{Plan, Seen, plan};
use super::asked::{Asked, asked};
use crate::api::import::TURNS;
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::import::upload::{Opened, Own, Uploaded};
use crate::domain::import::{ColumnNames, decode};
use crate::domain::measure::Measure;
use crate::model::error::AppError;
use crate::model::query::EntryQuery;
use crate::model::upload::{Again, BroughtView, ColumnChoice, UploadStage, UploadView};
use crate::store::Store;
use crate::workbook;

/// The largest file that is taken here, in bytes: to be saved it is sent again, a third larger.
const LARGEST: usize = 5 * 1024 * 1024;

/// A file that came with a request.
#[derive(Clone, Debug, Default)]
pub struct SentFile {
    pub file: String,
    pub bytes: Arc<[u8]>,
    /// What the file's own columns are said to be: the name and the choice, as the form sends them.
    pub columns: Vec<(String, String)>,
    pub purpose: Purpose,
}

/// For what a file was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To be looked at.
    #[default]
    Preview,
    /// The same, and the columns to be remembered.
    Columns,
    /// To be saved; with the revisions that were seen, as JSON.
    Save(String),
}

/// A file with what is known of its columns.
struct Looked<'a> {
    store: &'a Store,
    office: &'a Code,
    person: &'a Person,
    sent: &'a SentFile,
    opened: Arc<Opened>,
    columns: ColumnNames,
    choices: Vec<ColumnChoice>,
}

pub(super) async fn page(raw: &str, person: &Person) -> Result<UploadView, AppError> {
    let query = EntryQuery::parse(raw).map_err(auth::unreadable)?;
    let store = auth::store()?;
    let Asked { offices, office, periods, period } = asked(&store, &query, Asked::ENTERED, person).await?;
    let brought = match use_context::<SentFile>() {
        None => None,
        Some(sent) => Some(brought(&store, &office.code, &sent, person).await?),
    };
    Ok(UploadView { offices, office, periods, period, brought })
}

async fn brought(
    store: &Store,
    office: &Code,
    sent: &SentFile,
    person: &Person,
) -> Result<BroughtView, AppError> {
    let opened = match open(sent).await? {
        Ok(opened) => Arc::new(opened),
        Err(why) => return Ok(told::refused(sent, format!("The file is not read: {why}."))),
    };
    let remembered = store.upload_columns(office).await.map_err(auth::internal)?;
    let Settled { columns, choices } = columns::settle(&opened, sent, &remembered);
    let Some(columns) = columns else {
        let again = Again { content: BASE64_STANDARD.encode(&sent.bytes), seen: String::new() };
        return Ok(told::asked(sent, &opened, choices, again));
    };
    if sent.purpose == Purpose::Columns {
        let kept = store.remember_upload_columns(office, &columns, &person.name, Utc::now()).await;
        kept.map_err(auth::internal)?;
    }
    let looked = Looked { store, office, person, sent, opened, columns, choices };
    match &sent.purpose {
        Purpose::Save(seen) => looked.save(&Seen::read(seen)).await,
        Purpose::Preview | Purpose::Columns => {
            let plan = looked.plan().await?;
            Ok(looked.shown(plan, None))
        }
    }
}

/// Opens the file where it holds up nobody else. What it is, it tells by itself, whatever its name says.
async fn open(sent: &SentFile) -> Result<Result<Opened, String>, AppError> {
    const ZIP: &[u8] = b"PK";
    const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0";
    if sent.bytes.is_empty() {
        return Ok(Err("it is empty, or none was chosen".into()));
    }
    if sent.bytes.len() > LARGEST {
        return Ok(Err("it has more than 5 MB; divide it".into()));
    }
    let _turn = TURNS.acquire().await.map_err(auth::failed)?;
    let bytes = sent.bytes.clone();
    let opened = spawn_blocking(move || match bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND_FILE) {
        true => Opened::of_workbook(workbook::read(&bytes)?),
        false => decode(&bytes).map(Opened::Text),
    });
    Ok(opened.await.unwrap_or_else(|_| Err("it cannot be read to its end".into())))
}

impl Looked<'_> {
    /// Saves what the file brings, all of it or nothing, where each cell is as it was seen.
    async fn save(&self, seen: &Seen) -> Result<BroughtView, AppError> {
        let plan = self.plan().await?;
        if !plan.problems.is_empty() || plan.overtaken(seen).next().is_some() {
            return Ok(self.shown(plan, Some(seen)));
        }
        let savings = plan.savings();
        if self.store.save_all_figures(&savings).await.map_err(auth::internal)? {
            return Ok(told::saved(self.sent, savings.len()));
        }
        // Somebody was faster by a moment: as it stands now.
        Ok(self.shown(self.plan().await?, Some(seen)))
    }

    /// The file's figures beside those that stand.
    async fn plan(&self) -> Result<Plan, AppError> {
        let all = self.store.measures(None).await.map_err(auth::internal)?;
        let measures: Arc<BTreeMap<Code, Measure>> =
            Arc::new(all.into_iter().map(|measure| (measure.code.clone(), measure)).collect());
        let (opened, known, columns) = (self.opened.clone(), measures.clone(), self.columns.clone());
        let (file, office) = (self.sent.file.clone(), self.office.clone());
        let read = move || opened.read(&file, &columns, Own { office: &office, measures: &known });
        let turn = TURNS.acquire().await.map_err(auth::failed)?;
        let uploaded: Uploaded = spawn_blocking(read).await.map_err(auth::failed)?;
        // The database has its own ways to make people wait.
        drop(turn);
        plan(self.store, uploaded, &measures, self).await.map_err(auth::internal)
    }

    /// The preview; `seen` where it was to be saved and was not.
    fn shown(&self, plan: Plan, seen: Option<&Seen>) -> BroughtView {
        let revisions = plan.seen().to_json();
        let mut view = told::previewed(self.sent, plan, seen);
        let goes_on = matches!(view.stage, UploadStage::Previewed | UploadStage::Overtaken);
        if goes_on || !self.choices.is_empty() {
            view.again = Again { content: BASE64_STANDARD.encode(&self.sent.bytes), seen: revisions };
        }
        view.columns.clone_from(&self.choices);
        view.free = self.opened.free_columns().into_iter().map(str::to_owned).collect();
        view
    }
}
