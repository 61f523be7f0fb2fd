//! A measure as texts, by the names of a measures file's columns: a file and a form are read by the same
//! rules, and a form shows what a file would hold.

use std::collections::BTreeMap;

use super::code::Code;
use super::import;
use super::import::fields::{Fields, NAME, TEXT};
use super::measure::{Aggregation, Direction, Frequency, Kind, Measure, Unit};
use super::number::NumberRule;
use super::period::Calendar;
use super::status::{Bands, Method};
use super::target::Baseline;

mod change;
mod guidance;
mod promise;

pub(in crate::domain) use change::version;
pub use change::{Change, Knowing, Past, change, new_measure};
pub use guidance::{CHANGE, Field, Input, NEW, SECTIONS, Section};
pub use promise::{periods, proposal};

/// What a measure is known by and belongs to; `None` where its text could not be read.
pub struct Identity {
    pub code: Option<Code>,
    pub goal: Option<Code>,
    pub office: Option<Code>,
}

/// Reads everything that a measure states of itself.
pub fn measure(fields: &mut Fields, identity: Identity) -> Option<Measure> {
    let kind = fields.word("kind", Kind::ALL, Kind::name);
    let direction = fields.word("direction", Direction::ALL, Direction::name);
    let calendar = fields.word("calendar", Calendar::ALL, Calendar::name);
    let frequency = fields.word("frequency", Frequency::ALL, Frequency::name);
    let aggregation = fields.word("aggregation", Aggregation::ALL, Aggregation::name);
    let lag = fields.at_most("lag_days", COUNT, 730.0);
    let measure = Measure {
        name: fields.required("name", NAME),
        definition: fields.text("definition", TEXT),
        formula: fields.text("formula", TEXT),
        unit: unit(fields),
        ratio: fields.yes("ratio"),
        rule: NumberRule { whole: fields.yes("whole"), negative: fields.yes("negative") },
        responsible: fields.text("responsible", NAME),
        source: fields.text("source", TEXT),
        source_address: address(fields),
        caveat: fields.text("caveat", TEXT),
        verification: fields.text("verification", TEXT),
        accuracy: fields.text("accuracy", TEXT),
        limitations: fields.text("limitations", TEXT),
        compensation: fields.text("compensation", TEXT),
        baseline_absent: fields.text("baseline_absent", TEXT),
        marking: fields.text("marking", NAME),
        illustrative: fields.yes("illustrative"),
        bands: bands(fields),
        method: fields.word_if_any("method", Method::ALL, Method::name).unwrap_or_default(),
        retired_on: fields.day_if_any("retired_on"),
        code: identity.code?,
        goal: identity.goal?,
        office: identity.office?,
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

fn unit(fields: &mut Fields) -> Unit {
    let name = fields.required("unit", 40);
    let decimals = fields.at_most("decimals", COUNT, 6.0).unwrap_or_default();
    Unit { name, decimals: decimals as u8 }
}

/// An address that a page may link to: never one that runs a script.
fn address(fields: &mut Fields) -> String {
    let address = fields.text("source_address", NAME);
    if !address.is_empty() && !address.starts_with("https://") && !address.starts_with("http://") {
        fields.fault("source_address", "the address must begin with https:// or http://");
    }
    address
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

/// Reads a measure's baseline. Of a period of any calendar and length: a quarterly measure may start
/// from a year's figure.
pub fn baseline(fields: &mut Fields, measure: &Measure) -> Option<Baseline> {
    let rule = NumberRule { whole: false, ..measure.rule };
    let value =
        if fields.is_empty("baseline") { None } else { fields.figure("baseline", rule, &measure.unit) };
    let period = fields.parsed_if_any("baseline_period");
    let source = fields.text("baseline_source", TEXT);
    if fields.is_empty("baseline") && (period.is_some() || !source.is_empty()) {
        fields.fault("baseline", "a baseline's period or source is given, but no value");
    }
    let sound = fields.sound;
    Some(Baseline { measure: measure.code.clone(), period, value: value?, source }).filter(|_| sound)
}

/// The texts from which a measure and its baseline would be read.
pub fn texts(measure: &Measure, baseline: Option<&Baseline>) -> BTreeMap<String, String> {
    let is_stated = |name: &str| CHANGE.iter().all(|asked| asked.name != name);
    import::measure_row(measure, baseline)
        .filter(|(name, _)| is_stated(name))
        .map(|(name, cell)| (name.to_owned(), cell.text()))
        .collect()
}
