//! What wants attention first: what process limits say of a measure, in two marks.

use serde::{Deserialize, Serialize};

use super::spc::{Assurance, Kind, Spc};
use super::status::Status;

/// What process limits say of a measure as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Of the latest figure; `None` without limits.
    pub variation: Option<Kind>,
    /// Of the target; `None` without one or without limits.
    pub assurance: Option<Assurance>,
}

impl Marks {
    pub fn of(spc: &Spc) -> Marks {
        Marks { variation: spc.variation.filter(|_| spc.limits().is_some()), assurance: spc.assurance }
    }

    pub fn is_none(self) -> bool {
        self == Marks::default()
    }

    /// How soon a measure with these marks and this status wants attention; 0 is first. A signal that
    /// things get worse comes before a target beyond the limits, and both before a status that may be
    /// chance; what gets better comes after these, and what stands well last.
    pub fn attention(self, status: Status) -> u8 {
        let worse = self.variation == Some(Kind::Concern);
        let better = self.variation == Some(Kind::Improvement);
        let missed = self.assurance == Some(Assurance::ConsistentFail);
        match (worse, missed, status) {
            (true, true, _) => 0,
            (true, false, _) => 1,
            (false, true, Status::Met) => 9,
            (false, true, _) if !better => 2,
            (.., Status::OffTrack) => 3,
            (.., Status::AtRisk) => 4,
            (false, true, _) => 5,
            (.., Status::NoData) => 6,
            (.., Status::NoTarget) => 7,
            (.., Status::NotDue) => 8,
            (.., Status::OnTrack) => 10,
            (.., Status::Met) => 11 + u8::from(self.assurance == Some(Assurance::ConsistentPass)),
        }
    }
}

/// How many of some measures show a signal, and how many targets no figure within the limits meets.
pub fn sentence(marks: impl IntoIterator<Item = Marks>) -> String {
    let (mut all, mut limited, mut worse, mut better, mut missed) = (0usize, 0, 0, 0, 0);
    for one in marks {
        all += 1;
        limited += usize::from(one.variation.is_some());
        worse += usize::from(one.variation == Some(Kind::Concern));
        better += usize::from(one.variation == Some(Kind::Improvement));
        missed += usize::from(one.assurance == Some(Assurance::ConsistentFail));
    }
    let measures = |count: usize| if count == 1 { "measure".to_owned() } else { "measures".to_owned() };
    if limited == 0 {
        return format!("None of {all} {} has figures enough to tell signal from noise.", measures(all));
    }
    let shows = |count: usize| match count {
        0 => "none shows".to_owned(),
        1 => "1 shows".to_owned(),
        count => format!("{count} show"),
    };
    let misses = match missed {
        0 => "no target lies beyond the limits".to_owned(),
        1 => "1 target lies beyond the limits".to_owned(),
        count => format!("{count} targets lie beyond the limits"),
    };
    format!(
        "Of {limited} {} with process limits, {} a signal of concern, {} a signal of improvement, and {misses}.",
        measures(limited),
        shows(worse),
        shows(better),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(variation: Option<Kind>, assurance: Option<Assurance>) -> Marks {
        Marks { variation, assurance }
    }

    #[test]
    fn concern_comes_first_and_what_stands_well_last() {
        use Assurance::*;
        let order = [
            (marks(Some(Kind::Concern), Some(ConsistentFail)), Status::OffTrack),
            (marks(Some(Kind::Concern), None), Status::Met),
            (marks(Some(Kind::CommonCause), Some(ConsistentFail)), Status::OnTrack),
            (marks(Some(Kind::Improvement), Some(ConsistentFail)), Status::OffTrack),
            (marks(Some(Kind::CommonCause), Some(Inconsistent)), Status::AtRisk),
            (marks(Some(Kind::Improvement), Some(ConsistentFail)), Status::OnTrack),
            (marks(None, None), Status::NoData),
            (marks(Some(Kind::CommonCause), Some(ConsistentFail)), Status::Met),
            (marks(None, None), Status::OnTrack),
            (marks(Some(Kind::Improvement), Some(Inconsistent)), Status::Met),
            (marks(Some(Kind::CommonCause), Some(ConsistentPass)), Status::Met),
        ];
        let ranks: Vec<u8> = order.iter().map(|(marks, status)| marks.attention(*status)).collect();
        assert!(ranks.is_sorted() && ranks.windows(2).all(|pair| pair[0] < pair[1]), "{ranks:?}");
    }

    #[test]
    fn the_sentence_counts_signals() {
        let none = marks(None, None);
        let concern = marks(Some(Kind::Concern), Some(Assurance::ConsistentFail));
        let better = marks(Some(Kind::Improvement), Some(Assurance::ConsistentPass));
        for (given, expected) in [
            (vec![], "None of 0 measures has figures enough to tell signal from noise."),
            (vec![none], "None of 1 measure has figures enough to tell signal from noise."),
            (
                vec![none, concern],
                "Of 1 measure with process limits, 1 shows a signal of concern, none shows a signal of improvement, \
                 and 1 target lies beyond the limits.",
            ),
            (
                vec![concern, concern, better],
                "Of 3 measures with process limits, 2 show a signal of concern, 1 shows a signal of improvement, \
                 and 2 targets lie beyond the limits.",
            ),
            (
                vec![better],
                "Of 1 measure with process limits, none shows a signal of concern, 1 shows a signal of improvement, \
                 and no target lies beyond the limits.",
            ),
        ] {
            assert_eq!(sentence(given), expected);
        }
    }
}
