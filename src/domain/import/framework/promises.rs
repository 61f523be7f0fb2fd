//! Targets files, and files of published figures.

use std::collections::{BTreeMap, HashSet};

use crate::domain::batch::Batch;
use crate::domain::code::Code;
use crate::domain::import::fields::{Fields, NAME, TEXT};
use crate::domain::import::figures::{known_measure, measure_period};
use crate::domain::import::findings::Findings;
use crate::domain::import::table::{Row, Sheet, each_row};
use crate::domain::measure::Measure;
use crate::domain::number::NumberRule;
use crate::domain::published::Published;
use crate::domain::target::Target;

// `set_on` may be empty but not absent: it is what tells a targets file from a figures file.
pub(super) const TARGETS: Sheet = Sheet {
    required: &["measure", "period", "value", "set_on"],
    optional: &["category", "source", "reason"],
};

pub(super) const PUBLISHED: Sheet = Sheet {
    required: &["about", "measure", "period", "value", "unit", "source"],
    optional: &["scope", "source_address", "note"],
};

type Known = BTreeMap<Code, Measure>;

/// Reads the targets into the batch; gives the count of rows.
pub(super) fn read_targets(
    files: &[(&str, &str)],
    known: &Known,
    batch: &mut Batch,
    problems: &mut Findings,
) -> usize {
    let mut rows = 0;
    let mut seen = HashSet::new();
    for (file, text) in files {
        rows += each_row(file, text, &TARGETS, problems, |row, problems| {
            let Some(target) = target(&row, known, problems) else {
                return;
            };
            let key = (target.measure.clone(), target.period, target.category.clone(), target.set_on);
            match seen.insert(key) {
                true => batch.targets.push(target),
                false => problems.push(
                    row.finding("", "this measure, period and category already has a target of that day"),
                ),
            }
        });
    }
    rows
}

fn target(row: &Row, known: &Known, problems: &mut Findings) -> Option<Target> {
    let mut fields = Fields::new(row, problems);
    let measure = known_measure(&mut fields, "measure", known);
    let period = measure_period(&mut fields, measure);
    // What is counted in whole numbers may still be promised as an average.
    let negative = measure.is_some_and(|m| m.rule.negative);
    let value = fields.number("value", NumberRule { whole: false, negative });
    let category = fields.category("category");
    let set_on = fields.day_if_any("set_on");
    let (source, reason) = (fields.text("source", TEXT), fields.text("reason", TEXT));
    let sound = fields.sound;
    let measure = measure?.code.clone();
    Some(Target { measure, period: period?, category, value: value?, set_on, source, reason })
        .filter(|_| sound)
}

/// Reads the published figures into the batch; gives the count of rows.
pub(super) fn read_published(
    files: &[(&str, &str)],
    known: &Known,
    batch: &mut Batch,
    problems: &mut Findings,
) -> usize {
    let mut rows = 0;
    for (file, text) in files {
        rows += each_row(file, text, &PUBLISHED, problems, |row, problems| {
            batch.published.extend(published(&row, known, problems));
        });
    }
    rows
}

fn published(row: &Row, known: &Known, problems: &mut Findings) -> Option<Published> {
    let mut fields = Fields::new(row, problems);
    let about = known_measure(&mut fields, "about", known);
    let value = fields.number("value", NumberRule { whole: false, negative: true });
    let published = Published {
        name: fields.required("measure", NAME),
        period: fields.required("period", NAME),
        unit: fields.required("unit", NAME),
        scope: fields.text("scope", NAME),
        source: fields.required("source", TEXT),
        source_address: fields.text("source_address", NAME),
        note: fields.text("note", TEXT),
        about: about?.code.clone(),
        value: value?,
    };
    fields.sound.then_some(published)
}
