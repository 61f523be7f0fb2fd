//! A workbook brought by the browser: previewed, then applied.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::import::ImportView;

/// What `/import` shows: what became of the workbook that came with the request, if one did. For
/// people signed in; only administrators bring one.
#[server(protocol = Call<GetUrl>)]
pub async fn import_page() -> Result<ImportView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(read::import(&person).await)
}

#[cfg(feature = "ssr")]
mod read {
    use std::sync::Arc;

    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use chrono::Utc;
    use leptos::prelude::use_context;
    use tokio::task::spawn_blocking;

    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::batch::{Finding, Reading};
    use crate::domain::import;
    use crate::model::error::AppError;
    use crate::model::import::{Brought, ImportView, Stage};
    use crate::store::{Outcome, Terms};
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
        let reading = match read(&upload).await {
            Ok(reading) if reading.problems.is_empty() => reading,
            Ok(Reading { problems, .. }) => {
                let sentence =
                    "There are problems. Nothing was changed; mend them in the workbook and bring it again.";
                return Ok(refused(&upload, sentence.into(), told(problems)));
            }
            Err(why) => return Ok(refused(&upload, format!("The workbook is not read: {why}."), Vec::new())),
        };
        let terms = Terms {
            actor: &person.name,
            at: Utc::now(),
            dry_run: !upload.apply,
            made_from: Some(&reading.mark),
        };
        let outcome = auth::store()?.apply_on_terms(&reading.batch, &terms).await.map_err(auth::internal)?;
        Ok(view(&upload, &reading, &outcome))
    }

    /// Opens the workbook where it holds up nobody else.
    async fn read(upload: &Upload) -> Result<Reading, String> {
        if upload.bytes.len() > LARGEST {
            return Err("it has more than 5 MB; the command “yardstick import” takes up to 20 MB".into());
        }
        let Upload { file, bytes, .. } = upload.clone();
        let read = move || workbook::read(&bytes).map(|grids| import::workbook(&file, &grids));
        spawn_blocking(read).await.unwrap_or_else(|_| Err("it cannot be read as a workbook".into()))
    }

    fn refused(upload: &Upload, sentence: String, lines: Vec<String>) -> ImportView {
        let file = upload.file.clone();
        let brought = Brought { file, stage: Stage::Refused, sentence, lines, workbook: String::new() };
        ImportView { may_import: true, brought: Some(brought) }
    }

    fn view(upload: &Upload, reading: &Reading, outcome: &Outcome) -> ImportView {
        let (file, places) = (&upload.file, &reading.places);
        if outcome.conflicting > 0 {
            let sentence = format!(
                "{} of the rows were changed by somebody else after the workbook was exported. Nothing was changed. \
                 Put the database’s values into the workbook, or export it anew.",
                outcome.conflicting
            );
            return refused(upload, sentence, told(import::objections(file, places, &outcome.conflicts)));
        }
        let (created, changed) = (outcome.applied.created, outcome.applied.changed);
        let counts = format!("{created} new, {changed} changed, {} unchanged", outcome.applied.unchanged);
        let (stage, sentence) = match (created + changed, upload.apply) {
            (0, _) => {
                (Stage::Same, "The workbook says what the database says: there is nothing to change.".into())
            }
            (_, false) => {
                (Stage::Previewed, format!("This would be: {counts}. Nothing has been changed yet."))
            }
            (_, true) => (Stage::Applied, format!("Done: {counts}.")),
        };
        let mut lines = told(import::preview(file, places, &outcome.changes));
        let more = created + changed - outcome.changes.len();
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        let workbook = match stage {
            Stage::Previewed => BASE64_STANDARD.encode(&upload.bytes),
            _ => String::new(),
        };
        let brought = Brought { file: file.clone(), stage, sentence, lines, workbook };
        ImportView { may_import: true, brought: Some(brought) }
    }

    fn told(findings: Vec<Finding>) -> Vec<String> {
        findings.iter().map(ToString::to_string).collect()
    }
}

#[cfg(feature = "ssr")]
pub use read::Upload;
