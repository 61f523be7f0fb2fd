//! How likely the measures of a goal meet their next targets.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::api::lines::{self, Judged};
use crate::domain::code::Code;
use crate::domain::forecast::{Ahead, outlook};
use crate::domain::series::Series;
use crate::store::{PAGE, Store, StoreError};

/// What is ahead of each measure for which that can be said. Three statements, for up to [`PAGE`] measures; a
/// goal that has more goes by their statuses.
pub(super) async fn ahead(
    store: &Store,
    judged: &[Judged],
    today: NaiveDate,
) -> Result<BTreeMap<Code, Ahead>, StoreError> {
    let codes: Vec<Code> = judged.iter().map(|(row, _)| row.measure.code.clone()).collect();
    if codes.is_empty() || codes.len() > PAGE {
        return Ok(BTreeMap::new());
    }
    let mut known = lines::known(store.series(&codes, lines::beginning(), today, false).await?);
    for target in store.targets_of(&codes, lines::beginning()).await? {
        if let (Some(known), true) = (known.get_mut(&target.measure), target.category.is_empty()) {
            known.entry(target.period).or_default().target = Some(target.value);
        }
    }
    let mut stretches = store.stretches_of(&codes).await?;
    let of = |(row, _): &Judged| {
        let code = &row.measure.code;
        let series = Series::assemble(&row.measure, &row.course, known.get(code)?, today);
        // By a new definition or by a note: to a forecast it is the same.
        let series = Series { breaks: stretches.remove(code).unwrap_or_default(), ..series };
        Some((code.clone(), outlook::ahead(&row.measure, &series)?))
    };
    Ok(judged.iter().filter_map(of).collect())
}
