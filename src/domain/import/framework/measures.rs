//! Measures files: one measure a row, with its baseline.

use super::Codes;
use crate::domain::batch::Batch;
use crate::domain::import::fields::Fields;
use crate::domain::import::findings::Findings;
use crate::domain::import::table::{Row, Sheet, each_row};
use crate::domain::measure::Measure;
use crate::domain::setup::{self, Identity};

pub(super) const SHEET: Sheet = Sheet {
    required: &[
        "code",
        "goal",
        "office",
        "name",
        "definition",
        "formula",
        "kind",
        "direction",
        "calendar",
        "frequency",
        "aggregation",
        "unit",
        "decimals",
        "lag_days",
    ],
    optional: &[
        "ratio",
        "whole",
        "negative",
        "responsible",
        "source",
        "source_address",
        "caveat",
        "verification",
        "accuracy",
        "limitations",
        "compensation",
        "marking",
        "method",
        "retired_on",
        "illustrative",
        "on_track",
        "at_risk",
        "baseline_period",
        "baseline",
        "baseline_source",
        "baseline_absent",
    ],
};

/// Reads the measures and their baselines into the batch; gives the count of rows.
pub(super) fn read(files: &[(&str, &str)], batch: &mut Batch, problems: &mut Findings) -> usize {
    let mut seen = Codes::default();
    let mut rows = 0;
    for (file, text) in files {
        rows += each_row(file, text, &SHEET, problems, |row, problems| {
            if let Some(measure) = measure(&row, &mut seen, batch, problems) {
                batch.baselines.extend(setup::baseline(&mut Fields::new(&row, problems), &measure));
                batch.measures.push(measure);
            }
        });
    }
    rows
}

fn measure(row: &Row, seen: &mut Codes, batch: &Batch, problems: &mut Findings) -> Option<Measure> {
    let mut fields = Fields::new(row, problems);
    let identity = Identity {
        code: seen.fresh(&mut fields, "measure"),
        goal: fields.reference("goal", "goal", batch.goals.iter().map(|g| &g.code)),
        office: fields.reference("office", "office", batch.offices.iter().map(|o| &o.code)),
    };
    setup::measure(&mut fields, identity)
}
