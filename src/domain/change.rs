//! What became of measures since the period before, in a sentence for who has no time to compare.

use super::attention::{self, Marks};
use super::risk::listed;
use super::status::Status;

/// A measure, how it stood in the period before and how it stands now.
pub type Changed<'a> = (&'a str, Option<Status>, Status);

/// Which measures stand worse than in the period before, and which better: `Since the period before, “A” has become
/// worse, and “B” and “C” have become better.` Only what was judged both times is compared; `None` where nothing was.
pub fn sentence<'a>(measures: impl IntoIterator<Item = Changed<'a>>) -> Option<String> {
    let (mut compared, mut worse, mut better) = (0, Vec::new(), Vec::new());
    for (name, before, now) in measures {
        let Some((before, now)) = before.and_then(Status::severity).zip(now.severity()) else { continue };
        compared += 1;
        match () {
            () if now > before => worse.push(name),
            () if now < before => better.push(name),
            () => {}
        }
    }
    let told = |names: &[&str], how: &str| {
        let have = if names.len() == 1 { "has" } else { "have" };
        (!names.is_empty()).then(|| format!("{} {have} become {how}", listed(names)))
    };
    let since = "Since the period before,";
    match (told(&worse, "worse"), told(&better, "better")) {
        _ if compared == 0 => None,
        (None, None) if compared == 1 => Some(format!("{since} nothing has become better or worse.")),
        (None, None) => {
            Some(format!("{since} none of the {compared} that can be compared stands better or worse."))
        }
        (Some(one), None) | (None, Some(one)) => Some(format!("{since} {one}.")),
        (Some(worse), Some(better)) => Some(format!("{since} {worse}, and {better}.")),
    }
}

/// What a manager reads first of some measures: which stand worse or better, and how many show a signal. Empty where
/// there are none.
pub fn paragraph<'a>(
    measures: impl IntoIterator<Item = Changed<'a>>,
    marks: impl ExactSizeIterator<Item = Marks>,
) -> String {
    let signals = (marks.len() > 0).then(|| attention::sentence(marks));
    sentence(measures).into_iter().chain(signals).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::*;

    #[test]
    fn the_sentence_holds_for_none_one_and_many() {
        for (measures, expected) in [
            (vec![], None),
            (vec![(None, Met), (Some(NoTarget), Met), (Some(Met), NoData)], None),
            (vec![(Some(Met), Met)], Some("Since the period before, nothing has become better or worse.")),
            (
                vec![(Some(Met), Met), (Some(OffTrack), OffTrack), (None, Met)],
                Some("Since the period before, none of the 2 that can be compared stands better or worse."),
            ),
            (vec![(Some(Met), AtRisk)], Some("Since the period before, “A” has become worse.")),
            (vec![(Some(AtRisk), OnTrack)], Some("Since the period before, “A” has become better.")),
            (
                vec![(Some(Met), AtRisk), (Some(AtRisk), Met), (Some(OffTrack), AtRisk)],
                Some("Since the period before, “A” has become worse, and “B” and “C” have become better."),
            ),
            (
                vec![(Some(Met), OnTrack); 5],
                Some("Since the period before, “A”, “B”, “C” and 2 more have become worse."),
            ),
        ] {
            let names = ["A", "B", "C", "D", "E"];
            let given = measures.iter().zip(names).map(|((before, now), name)| (name, *before, *now));
            assert_eq!(sentence(given).as_deref(), expected, "{measures:?}");
        }
    }
}
