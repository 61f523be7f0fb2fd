//! Recommendations files: what others recommend, and the measures that answer it.

use super::Codes;
use crate::domain::batch::Batch;
use crate::domain::import::fields::{Fields, NAME, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::import::table::{Row, Sheet, each_row};
use crate::domain::recommendation::{Recommendation, RecommendationStatus};

pub(super) const SHEET: Sheet = Sheet {
    required: &["code", "goal", "text", "addressee", "status", "as_of", "source"],
    optional: &["note", "source_address", "measures"],
};

/// Reads the recommendations into the batch; gives the count of rows.
pub(super) fn read(files: &[(&str, &str)], batch: &mut Batch, problems: &mut Findings) -> usize {
    let mut rows = 0;
    let mut seen = Codes::default();
    for (file, text) in files {
        rows += each_row(file, text, &SHEET, problems, |row, problems| {
            batch.recommendations.extend(recommendation(&row, &mut seen, batch, problems));
        });
    }
    rows
}

fn recommendation(
    row: &Row,
    seen: &mut Codes,
    batch: &Batch,
    problems: &mut Findings,
) -> Option<Recommendation> {
    let mut fields = Fields::new(row, problems);
    let code = seen.fresh(&mut fields, "recommendation");
    let goal = fields.reference("goal", "goal", batch.goals.iter().map(|goal| &goal.code));
    let status = fields.word("status", RecommendationStatus::ALL, RecommendationStatus::name);
    let as_of = fields.day("as_of");
    let known = batch.measures.iter().map(|measure| &measure.code);
    let recommendation = Recommendation {
        text: fields.required("text", TEXT),
        addressee: fields.required("addressee", NAME),
        note: fields.text("note", TEXT),
        source: fields.required("source", TEXT),
        source_address: fields.address("source_address"),
        measures: fields.references("measures", "measure", known),
        code: code?,
        goal: goal?,
        status: status?,
        as_of: as_of?,
    };
    fields.sound.then_some(recommendation)
}
