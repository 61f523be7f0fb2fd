//! Targets files, and files of published figures.

use std::collections::{BTreeMap, HashSet};

use super::Reader;
use crate::domain::code::Code;
use crate::domain::import::cells::{Cell, Cells};
use crate::domain::import::columns::{Sheet, Takes, may, must};
use crate::domain::import::fields::{Fields, NAME, TEXT};
use crate::domain::import::figures::{known_measure, measure_period};
use crate::domain::import::findings::Findings;
use crate::domain::import::row::Row;
use crate::domain::import::table::{Source, each_row};
use crate::domain::measure::Measure;
use crate::domain::number::NumberRule;
use crate::domain::published::Published;
use crate::domain::target::Target;

// `set_on` may be empty but not absent: it is what tells a targets file from a figures file.
pub(super) const TARGETS: Sheet = Sheet {
    name: "targets",
    columns: &[
        must("measure", Takes::CodeOf("measures"), "The code of the measure."),
        must("period", Takes::Period, "The period for which it is promised, as FY2024Q1, CY2024 or 2024-03."),
        may(
            "category",
            Takes::Text,
            "Empty for the total, else dimension=category, as firearm_type=handgun.",
        ),
        must("value", Takes::Number, "In the measure's unit: 83 for 83 %."),
        must(
            "set_on",
            Takes::Day,
            "The day from which this version holds, as 2024-09-30; empty for the first.",
        ),
        may("source", Takes::Text, "Where the target was published."),
        may("reason", Takes::Text, "Why it was set to this."),
    ],
    key: &["measure", "period", "category", "set_on"],
    ..Sheet::UNKEYED
};

pub(super) const PUBLISHED: Sheet = Sheet {
    name: "published",
    columns: &[
        must("about", Takes::CodeOf("measures"), "The code of the measure beside which it is cited."),
        must("measure", Takes::Text, "What was counted, in the source's terms."),
        must("period", Takes::Text, "As the source states it: FY2015-FY2017."),
        must("value", Takes::Number, "The published figure."),
        must("unit", Takes::Text, "What it is counted in."),
        may("scope", Takes::Text, "What it covers: national, one port, one field division."),
        must("source", Takes::Text, "The publication."),
        may("source_address", Takes::Text, "A web address of the source."),
        may("note", Takes::Text, "What is to be known about it."),
    ],
    key: &["about", "measure", "period", "scope", "source"],
    ..Sheet::UNKEYED
};

type Known = BTreeMap<Code, Measure>;

/// Reads the targets into the batch.
pub(super) fn read_targets(files: &[Source], known: &Known, reader: &mut Reader) {
    let Reader { batch, places, problems, rows, .. } = reader;
    let mut seen = HashSet::new();
    for &file in files {
        *rows += each_row(file, &TARGETS, problems, |row, problems| {
            let Some(target) = target(&row, known, problems) else {
                return;
            };
            let key = (target.measure.clone(), target.period, target.category.clone(), target.set_on);
            places.keep(&row, || target.subject());
            match seen.insert(key) {
                true => batch.targets.push(target),
                false => problems.push(
                    row.finding("", "this measure, period and category already has a target of that day"),
                ),
            }
        });
    }
}

fn target(row: &Row, known: &Known, problems: &mut Findings) -> Option<Target> {
    let mut fields = Fields::new(row, problems);
    let measure = known_measure(&mut fields, "measure", known);
    let period = measure_period(&mut fields, measure);
    // What is counted in whole numbers may still be promised as an average.
    let negative = measure.is_some_and(|m| m.rule.negative);
    let rule = NumberRule { whole: false, negative };
    let value = match measure {
        Some(measure) => fields.figure("value", rule, &measure.unit),
        // Its unit not known, it may be right.
        None => None,
    };
    let category = fields.category("category");
    let set_on = fields.day_if_any("set_on");
    let (source, reason) = (fields.text("source", TEXT), fields.text("reason", TEXT));
    let sound = fields.sound;
    let measure = measure?.code.clone();
    Some(Target { measure, period: period?, category, value: value?, set_on, source, reason })
        .filter(|_| sound)
}

/// Reads the published figures into the batch.
pub(super) fn read_published(files: &[Source], known: &Known, reader: &mut Reader) {
    let Reader { batch, places, problems, rows, .. } = reader;
    let mut seen = HashSet::new();
    for &file in files {
        *rows += each_row(file, &PUBLISHED, problems, |row, problems| {
            let Some(published) = published(&row, known, problems) else {
                return;
            };
            places.keep(&row, || published.subject());
            match seen.insert(published.subject()) {
                true => batch.published.push(published),
                false => problems.push(row.finding("", "this figure is there already, from the same source")),
            }
        });
    }
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

/// The row of a target.
pub(super) fn target_cells(target: &Target) -> Cells {
    vec![
        ("measure", target.measure.as_str().into()),
        ("period", Cell::of(Some(target.period))),
        ("category", (&target.category).into()),
        ("value", target.value.into()),
        ("set_on", target.set_on.into()),
        ("source", (&target.source).into()),
        ("reason", (&target.reason).into()),
    ]
}

/// The row of a published figure.
pub(super) fn published_cells(published: &Published) -> Cells {
    vec![
        ("about", published.about.as_str().into()),
        ("measure", (&published.name).into()),
        ("period", (&published.period).into()),
        ("value", published.value.into()),
        ("unit", (&published.unit).into()),
        ("scope", (&published.scope).into()),
        ("source", (&published.source).into()),
        ("source_address", (&published.source_address).into()),
        ("note", (&published.note).into()),
    ]
}
