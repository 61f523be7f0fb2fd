//! A workbook that came with a request: looked at, previewed, applied.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::Utc;
use leptos::prelude::use_context;
use tokio::task::spawn_blocking;

use super::{BringError, Brought, How, TURNS, bring};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::import::{self, Grid};
use crate::model::error::AppError;
use crate::model::import::{ImportView, Stage, WorkbookView};
use crate::store::Outcome;
use crate::workbook;

/// The largest workbook that is taken here, in bytes: to be applied it is sent again, a third larger.
const LARGEST: usize = 5 * 1024 * 1024;

/// A workbook that came with a request.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub file: String,
    pub bytes: Arc<[u8]>,
    /// Write what it brings instead of showing it.
    pub apply: bool,
}

pub(super) async fn import(person: &Person) -> Result<ImportView, AppError> {
    let may_import = person.may_import();
    let Some(upload) = use_context::<Upload>() else {
        return Ok(ImportView { may_import, brought: None });
    };
    if !may_import {
        return Err(AppError::Forbidden("only administrators import a workbook".into()));
    }
    let _turn = TURNS.acquire().await.map_err(auth::failed)?;
    let view = match open(&upload).await {
        Err(why) => refused(&upload, format!("The workbook is not read: {why}.")),
        Ok(grids) => {
            let (sought, file) = (import::sought(&grids), upload.file.clone());
            let read = move |held: &_| import::workbook(&file, &grids, held, false);
            let how = How { actor: &person.name, at: Utc::now(), dry_run: !upload.apply };
            view(&upload, bring(&auth::store()?, sought, read, &how).await.map_err(app_error)?)
        }
    };
    Ok(ImportView { may_import, brought: Some(view) })
}

fn app_error(error: BringError) -> AppError {
    match error {
        BringError::Store(error) => auth::internal(error),
        BringError::Broken(error) => auth::failed(error),
        BringError::Overtaken => AppError::Unavailable(
            "Others are changing the data at this moment, so nothing was done. Bring the workbook again."
                .into(),
        ),
    }
}

/// Opens the workbook where it holds up nobody else.
async fn open(upload: &Upload) -> Result<Vec<Grid>, String> {
    if upload.bytes.len() > LARGEST {
        return Err("it has more than 5 MB; the command “yardstick import” takes up to 20 MB".into());
    }
    let bytes = upload.bytes.clone();
    let opened = spawn_blocking(move || workbook::read(&bytes)).await;
    opened.unwrap_or_else(|_| Err("it cannot be read as a workbook".into()))
}

fn refused(upload: &Upload, sentence: String) -> WorkbookView {
    WorkbookView {
        file: upload.file.clone(),
        stage: Stage::Refused,
        sentence,
        lines: Vec::new(),
        more: 0,
        remarks: Vec::new(),
        workbook: String::new(),
    }
}

fn view(upload: &Upload, brought: Brought) -> WorkbookView {
    let Brought { reading, objections, outcome } = brought;
    let Some(outcome) = outcome else {
        let sentence = against(reading.problems.len(), reading.conflicting);
        let more = reading.conflicting - reading.conflicts.len();
        let lines = reading.problems.into_iter().chain(objections).collect();
        return WorkbookView { lines, more, ..refused(upload, sentence) };
    };
    let Outcome { applied, changes } = outcome;
    let (created, changed) = (applied.created, applied.changed);
    let counts = format!("{created} new, {changed} changed, {} unchanged", applied.unchanged);
    let (stage, sentence) = match (created + changed, upload.apply) {
        (0, _) => (Stage::Same, "There is nothing to change: the database has all of it already.".into()),
        (_, false) => (Stage::Previewed, format!("This would be: {counts}. Nothing has been changed yet.")),
        (_, true) => (Stage::Applied, format!("Done: {counts}.")),
    };
    let (file, places) = (&upload.file, &reading.places);
    let versions = import::new_versions(file, places, &reading.batch.redefined);
    WorkbookView {
        more: created + changed - changes.len(),
        lines: import::preview(file, places, &changes).into_iter().chain(versions).collect(),
        remarks: reading.remarks.into_iter().map(|remark| remark.message).collect(),
        workbook: match stage {
            Stage::Previewed => BASE64_STANDARD.encode(&upload.bytes),
            _ => String::new(),
        },
        stage,
        ..refused(upload, sentence)
    }
}

/// What stands against a workbook, in a sentence.
fn against(problems: usize, conflicts: usize) -> String {
    let problems = match problems {
        0 => "",
        1 => "There is a problem: mend it in the workbook. ",
        _ => "There are problems: mend them in the workbook. ",
    };
    let cells = match conflicts {
        0 => return format!("{problems}Nothing was changed."),
        1 => "1 cell was".to_owned(),
        _ => format!("{conflicts} cells were"),
    };
    format!(
        "{problems}{cells} changed here and, after the export, by somebody else. Write into the cell what is to \
         stand: the database’s value, or export anew and write yours again. Nothing was changed."
    )
}
