//! Recommendations files: what others recommend, and the measures that answer it.

use std::collections::BTreeMap;

use super::goals::joined;
use super::{Codes, Reader, goals};
use crate::domain::code::Code;
use crate::domain::import::cells::{Cell, Cells};
use crate::domain::import::columns::{Sheet, Takes, may, must};
use crate::domain::import::fields::{Fields, NAME, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::import::row::Row;
use crate::domain::import::table::{Source, each_row};
use crate::domain::measure::Measure;
use crate::domain::recommendation::{Recommendation, RecommendationStatus};

pub(super) const SHEET: Sheet = Sheet {
    name: "recommendations",
    columns: &[
        must("code", Takes::Code, "The short name of the recommendation, as GAO-21-322-1."),
        must("goal", Takes::CodeOf("goals"), "The code of the goal that it is about."),
        must("text", Takes::Text, "In the source's words."),
        must("addressee", Takes::Text, "Who is to follow it."),
        must("status", Takes::Word(RecommendationStatus::NAMES), "How far it is followed."),
        must("as_of", Takes::Day, "The day on which the status was so, as 2024-09-30."),
        must("source", Takes::Text, "The publication."),
        may("note", Takes::Text, "Who says so of the status, and what else there is to know."),
        may("source_address", Takes::Text, "A web address of the source."),
        may("measures", Takes::Text, "The measures that answer it, by code, with ; between them."),
    ],
    key: &["code"],
    ..Sheet::UNKEYED
};

/// Reads the recommendations into the batch.
pub(super) fn read(files: &[Source], known: &BTreeMap<Code, Measure>, reader: &mut Reader) {
    let Reader { batch, places, problems, held, rows } = reader;
    let mut seen = Codes::default();
    for &file in files {
        *rows += each_row(file, &SHEET, problems, |row, problems| {
            if let Some(recommendation) = recommendation(&row, &mut seen, goals(batch, held), known, problems)
            {
                places.keep(&row, || recommendation.subject());
                batch.recommendations.push(recommendation);
            }
        });
    }
}

/// The row of a recommendation.
pub(super) fn cells(recommendation: &Recommendation) -> Cells {
    vec![
        ("code", recommendation.code.as_str().into()),
        ("goal", recommendation.goal.as_str().into()),
        ("text", (&recommendation.text).into()),
        ("addressee", (&recommendation.addressee).into()),
        ("status", recommendation.status.name().into()),
        ("as_of", Cell::of(Some(recommendation.as_of))),
        ("source", (&recommendation.source).into()),
        ("note", (&recommendation.note).into()),
        ("source_address", (&recommendation.source_address).into()),
        ("measures", joined(&recommendation.measures)),
    ]
}

fn recommendation<'a>(
    row: &Row,
    seen: &mut Codes,
    goals: impl Iterator<Item = &'a Code> + Clone,
    known: &BTreeMap<Code, Measure>,
    problems: &mut Findings,
) -> Option<Recommendation> {
    let mut fields = Fields::new(row, problems);
    let code = seen.fresh(&mut fields, "recommendation");
    let goal = fields.reference("goal", "goal", goals);
    let status = fields.word("status", RecommendationStatus::ALL, RecommendationStatus::name);
    let as_of = fields.day("as_of");
    let recommendation = Recommendation {
        text: fields.required("text", TEXT),
        addressee: fields.required("addressee", NAME),
        note: fields.text("note", TEXT),
        source: fields.required("source", TEXT),
        source_address: fields.address("source_address"),
        measures: fields.references("measures", "measure", known.keys()),
        code: code?,
        goal: goal?,
        status: status?,
        as_of: as_of?,
    };
    fields.sound.then_some(recommendation)
}
