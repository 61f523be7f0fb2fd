//! Published figures that are context, not points of a series.

use serde::{Deserialize, Serialize};

use super::code::Code;

/// A figure that a source published about what a measure measures: a multi-year total, an average,
/// a partial year, a local count. Cited beside the measure, never drawn as one of its points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// The measure it is shown beside.
    pub about: Code,
    /// What was counted, in the source's terms.
    pub name: String,
    /// As the source states it: `FY2015-FY2017`, `FY2020 (first 10 months)`.
    pub period: String,
    pub value: f64,
    pub unit: String,
    pub scope: String,
    pub source: String,
    pub source_address: String,
    pub note: String,
}

impl Published {
    /// What its entries in the audit trail are about.
    pub fn subject(&self) -> String {
        let Published { about, name, period, scope, source, .. } = self;
        format!("published:{about}/{name}/{period}/{scope}/{source}")
    }
}
