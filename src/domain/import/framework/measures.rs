//! Measures files: one measure a row, with its baseline.

use super::Codes;
use crate::domain::batch::Batch;
use crate::domain::import::fields::{Fields, NAME, TEXT};
use crate::domain::import::findings::Findings;
use crate::domain::import::table::{Row, Sheet, each_row};
use crate::domain::measure::{Aggregation, Direction, Frequency, Kind, Measure, Unit};
use crate::domain::number::NumberRule;
use crate::domain::period::Calendar;
use crate::domain::status::{Bands, Method};
use crate::domain::target::Baseline;

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
                batch.baselines.extend(baseline(&row, &measure, problems));
                batch.measures.push(measure);
            }
        });
    }
    rows
}

fn measure(row: &Row, seen: &mut Codes, batch: &Batch, problems: &mut Findings) -> Option<Measure> {
    let mut fields = Fields::new(row, problems);
    let code = seen.fresh(&mut fields, "measure");
    let goal = fields.reference("goal", "goal", batch.goals.iter().map(|g| &g.code));
    let office = fields.reference("office", "office", batch.offices.iter().map(|o| &o.code));
    let kind = fields.word("kind", Kind::ALL, Kind::name);
    let direction = fields.word("direction", Direction::ALL, Direction::name);
    let calendar = fields.word("calendar", Calendar::ALL, Calendar::name);
    let frequency = fields.word("frequency", Frequency::ALL, Frequency::name);
    let aggregation = fields.word("aggregation", Aggregation::ALL, Aggregation::name);
    let lag = fields.number("lag_days", COUNT).filter(|&days| at_most(&mut fields, "lag_days", days, 730.0));
    let measure = Measure {
        name: fields.required("name", NAME),
        definition: fields.text("definition", TEXT),
        formula: fields.text("formula", TEXT),
        unit: unit(&mut fields),
        ratio: fields.yes("ratio"),
        rule: NumberRule { whole: fields.yes("whole"), negative: fields.yes("negative") },
        responsible: fields.text("responsible", NAME),
        source: fields.text("source", TEXT),
        source_address: fields.address("source_address"),
        caveat: fields.text("caveat", TEXT),
        verification: fields.text("verification", TEXT),
        accuracy: fields.text("accuracy", TEXT),
        limitations: fields.text("limitations", TEXT),
        compensation: fields.text("compensation", TEXT),
        baseline_absent: fields.text("baseline_absent", TEXT),
        marking: fields.text("marking", NAME),
        illustrative: fields.yes("illustrative"),
        bands: bands(&mut fields),
        method: fields.word_if_any("method", Method::ALL, Method::name).unwrap_or_default(),
        retired_on: fields.day_if_any("retired_on"),
        code: code?,
        goal: goal?,
        office: office?,
        kind: kind?,
        direction: direction?,
        calendar: calendar?,
        frequency: frequency?,
        aggregation: aggregation?,
        reporting_lag_days: lag? as u16,
    };
    fields.sound.then_some(measure)
}

const COUNT: NumberRule = NumberRule { whole: true, negative: false };
const SHARE: NumberRule = NumberRule { whole: false, negative: false };

fn at_most(fields: &mut Fields, column: &str, value: f64, most: f64) -> bool {
    if value > most {
        fields.fault(column, format!("the most is {most}"));
    }
    value <= most
}

fn unit(fields: &mut Fields) -> Unit {
    let name = fields.required("unit", 40);
    let decimals = fields.number("decimals", COUNT).unwrap_or_default();
    at_most(fields, "decimals", decimals, 6.0);
    Unit { name, decimals: decimals as u8 }
}

/// Bands as shares of the target's distance; an empty cell leaves the default.
fn bands(fields: &mut Fields) -> Bands {
    let default = Bands::default();
    let bands = Bands {
        on_track: fields.number_if_any("on_track", SHARE).unwrap_or(default.on_track),
        at_risk: fields.number_if_any("at_risk", SHARE).unwrap_or(default.at_risk),
    };
    if bands.on_track > bands.at_risk || bands.at_risk > 1.0 {
        fields.fault("at_risk", "write shares, as 0.05 and 0.15, with on_track no larger than at_risk");
    }
    bands
}

/// The row's baseline. Of a period of any calendar and length: a quarterly measure may start from a
/// year's figure.
fn baseline(row: &Row, measure: &Measure, problems: &mut Findings) -> Option<Baseline> {
    let mut fields = Fields::new(row, problems);
    let rule = NumberRule { whole: false, ..measure.rule };
    let value = fields.number_if_any("baseline", rule);
    let period = fields.parsed_if_any("baseline_period");
    let source = fields.text("baseline_source", TEXT);
    if fields.is_empty("baseline") && (period.is_some() || !source.is_empty()) {
        fields.fault("baseline", "a baseline's period or source is given, but no value");
    }
    let sound = fields.sound;
    Some(Baseline { measure: measure.code.clone(), period, value: value?, source }).filter(|_| sound)
}
