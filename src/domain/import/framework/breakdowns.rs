//! Breakdowns files: the categories that each measure lists, one a row.

use std::collections::{BTreeMap, HashSet};

use super::Reader;
use crate::domain::breakdown::{Categories, MOST};
use crate::domain::code::Code;
use crate::domain::import::cells::Cells;
use crate::domain::import::columns::{Sheet, Takes, must};
use crate::domain::import::fields::Fields;
use crate::domain::import::figures::known_measure;
use crate::domain::import::table::{Source, each_row};
use crate::domain::measure::Measure;

pub(super) const SHEET: Sheet = Sheet {
    name: "breakdowns",
    columns: &[
        must("measure", Takes::CodeOf("measures"), "The code of the measure."),
        must(
            "category",
            Takes::Text,
            "dimension=category, as firearm_type=handgun. New ones come after those that the measure lists.",
        ),
    ],
    key: &["measure", "category"],
    ..Sheet::UNKEYED
};

/// Reads the categories into the batch.
pub(super) fn read(files: &[Source], known: &BTreeMap<Code, Measure>, reader: &mut Reader) {
    let Reader { batch, places, problems, held, rows } = reader;
    let mut all: BTreeMap<Code, Vec<String>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for &file in files {
        *rows += each_row(file, &SHEET, problems, |row, problems| {
            let mut fields = Fields::new(&row, problems);
            let measure = known_measure(&mut fields, "measure", known);
            let category = category(&mut fields);
            let (Some(Measure { code, .. }), true) = (measure, fields.sound) else { return };
            if !seen.insert((code.clone(), category.clone())) {
                fields.fault("category", "the measure has this category already");
                return;
            }
            let listed = held.categories.get(code).map_or(&[][..], Vec::as_slice);
            if !listed.contains(&category) {
                places.keep(&row, || Categories::subject_of(code));
            }
            let categories = all.entry(code.clone()).or_default();
            categories.push(category);
            if categories.len() == MOST + 1 {
                fields.fault("category", format!("a measure lists {MOST} categories at most"));
            }
        });
    }
    batch.categories =
        all.into_iter().map(|(measure, categories)| Categories { measure, categories }).collect();
}

fn category(fields: &mut Fields) -> String {
    let category = fields.category("category");
    if fields.is_empty("category") {
        fields.fault("category", "this must not be empty");
    }
    category
}

/// The rows of a measure's categories.
pub(super) fn cells(measure: &Code, category: &str) -> Cells {
    vec![("measure", measure.as_str().into()), ("category", category.into())]
}
