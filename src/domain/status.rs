//! An actual against its target, with the arithmetic as data.
//!
//! The default method (design of the product; performance.gov uses the same fraction): for measures
//! that should rise or fall, `progress = (actual - baseline) / (target - baseline)`; for those
//! that should stay at or beyond a threshold, and where no baseline makes the fraction mean
//! something, the actual's shortfall as a share of the target.

use serde::{Deserialize, Serialize};

use super::actual::{Figure, MissingReason};
use super::measure::{Direction, Unit, vocabulary};

vocabulary! {
    /// How a measure stands. The last three say that it cannot be judged, each for its own reason,
    /// and are never counted with the others.
    Status {
        Met = "met", "met";
        OnTrack = "on_track", "on track";
        AtRisk = "at_risk", "at risk";
        OffTrack = "off_track", "off track";
        NoTarget = "no_target", "no target";
        NoData = "no_data", "no data";
        NotDue = "not_due", "not due";
    }
}

impl Status {
    /// Whether actual and target could be compared at all.
    pub fn is_judged(self) -> bool {
        !matches!(self, Status::NoTarget | Status::NoData | Status::NotDue)
    }

    /// 0 for met, rising as it gets worse; `None` where nothing was judged.
    pub fn severity(self) -> Option<u8> {
        match self {
            Status::Met => Some(0),
            Status::OnTrack => Some(1),
            Status::AtRisk => Some(2),
            Status::OffTrack => Some(3),
            Status::NoTarget | Status::NoData | Status::NotDue => None,
        }
    }
}

vocabulary! {
    /// How an actual is judged against the target of its period.
    #[derive(Default)]
    Method {
        /// The share of the way from baseline to target, in bands.
        #[default]
        Distance = "distance", "distance from baseline to target";
        /// How far the actual is from the target, as a share of the target, in the same bands.
        Proximity = "proximity", "nearness to the target";
        /// performance.gov's own: met at 100 % of progress, off track below.
        PerformanceGov = "performance_gov", "performance.gov’s progress";
        /// Against the straight line from the baseline to the final target.
        LinearPace = "linear_pace", "straight line to the final target";
    }
}

/// How far short of the target still counts as on track, and as at risk, as shares of the target's
/// distance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bands {
    pub on_track: f64,
    pub at_risk: f64,
}

/// performance.gov knows two words only: met, and not met.
const MET_OR_NOT: Bands = Bands { on_track: 0.0, at_risk: 0.0 };

impl Default for Bands {
    fn default() -> Bands {
        Bands { on_track: 0.05, at_risk: 0.15 }
    }
}

impl Bands {
    fn place(self, shortfall: f64) -> Status {
        // A hair's breadth of binary rounding must not push a figure over a band's edge.
        let shortfall = shortfall - 1e-9;
        match () {
            () if shortfall <= 0.0 => Status::Met,
            () if shortfall <= self.on_track => Status::OnTrack,
            () if shortfall <= self.at_risk => Status::AtRisk,
            () => Status::OffTrack,
        }
    }
}

/// All that a judgement needs. Values are in the measure's unit.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    pub direction: Direction,
    /// For measures that should rise or fall; thresholds and milestones have their one way.
    pub method: Method,
    pub bands: Bands,
    pub unit: &'a Unit,
    /// [`super::measure::Measure::scale`].
    pub scale: f64,
    pub baseline: Option<f64>,
    pub target: Option<f64>,
    /// Where the straight line to the final target stands in this period.
    pub on_the_line: Option<f64>,
    pub figure: Option<Figure>,
    /// The period's figure is not due yet on the day of asking.
    pub not_yet_due: bool,
}

/// One line of arithmetic, to be shown as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arithmetic {
    /// In words: `(actual − baseline) ÷ (target − baseline)`.
    pub formula: String,
    /// With the numbers in place of the words.
    pub substituted: String,
    pub result: String,
}

/// A status, and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    pub status: Status,
    /// The share of the way from baseline to target; `None` where no such way is defined.
    pub progress: Option<f64>,
    pub arithmetic: Option<Arithmetic>,
    /// One sentence that gives the reason.
    pub reason: String,
}

/// From where on a figure has which status; nothing beyond the last of them. In the measure's unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edges {
    pub met: f64,
    pub on_track: f64,
    pub at_risk: f64,
}

/// By what a figure is judged.
enum Way {
    /// The actual against this level alone. With words, where given, that begin the sentence that says why
    /// no distance from the baseline is used.
    Threshold(f64, &'static str),
    /// The share of the way from the first to the second.
    Distance(f64, f64),
    /// So many steps are done, or not.
    Milestone(f64),
}

impl Method {
    /// By what a measure is judged with this method, which some of them have no use for.
    pub fn applied(self, direction: Direction, has_baseline: bool) -> &'static str {
        match (direction, self) {
            (Direction::Milestone, _) => "completed, or not",
            (Direction::AtLeast | Direction::AtMost, _) => "the target alone, as a threshold",
            (_, Method::Distance | Method::PerformanceGov | Method::LinearPace) if !has_baseline => {
                "the target alone, since there is no baseline"
            }
            _ => self.label(),
        }
    }
}

/// Judges a figure against the target of its own period.
pub fn judge(question: &Question) -> Judgement {
    let actual = match question.figure.map(|figure| (figure, figure.value(question.scale))) {
        Some((_, Some(actual))) => actual,
        other => return unjudged_without_actual(question, other.and_then(|(f, _)| f.missing())),
    };
    match way(question) {
        None => unjudged(Status::NoTarget, "No target is set for this period.".into()),
        Some(Way::Milestone(target)) => milestone(question, actual, target),
        Some(Way::Threshold(target, why)) => threshold(question, actual, target, why),
        Some(Way::Distance(baseline, target)) => distance(question, actual, baseline, target),
    }
}

/// Where the statuses of a period begin, whatever its figure is; `None` without a target, and for a milestone,
/// which is done or not.
pub fn edges(question: &Question) -> Option<Edges> {
    let (target, whole, bands) = match way(question)? {
        Way::Milestone(_) => return None,
        Way::Threshold(target, _) => {
            let side = if question.direction.higher_is_better() { 1.0 } else { -1.0 };
            (target, side * target.abs(), question.bands)
        }
        Way::Distance(baseline, target) => (target, target - baseline, bands_of(question)),
    };
    let short = |share: f64| target - share * whole;
    Some(Edges { met: target, on_track: short(bands.on_track), at_risk: short(bands.at_risk) })
}

fn way(question: &Question) -> Option<Way> {
    let on_the_line = question.on_the_line.filter(|_| question.method == Method::LinearPace);
    let target = on_the_line.or(question.target)?;
    Some(match (question.direction, question.baseline) {
        (Direction::Milestone, _) => Way::Milestone(target),
        (Direction::AtLeast | Direction::AtMost, _) => Way::Threshold(question.target.unwrap_or(target), ""),
        _ if question.method == Method::Proximity => Way::Threshold(target, ""),
        (_, None) => Way::Threshold(target, "No baseline is set, so the"),
        (_, Some(baseline)) if baseline == target => {
            Way::Threshold(target, "The target equals the baseline, so the")
        }
        (direction, Some(baseline)) if (target > baseline) != direction.higher_is_better() => {
            Way::Threshold(target, "The target lies on the wrong side of the baseline, so the")
        }
        (_, Some(baseline)) => Way::Distance(baseline, target),
    })
}

/// `(actual - baseline) / (target - baseline)`; `None` where the two are equal. The formula of
/// performance.gov, for measures that should rise and that should fall alike.
pub fn progress(actual: f64, baseline: f64, target: f64) -> Option<f64> {
    (target != baseline).then(|| (actual - baseline) / (target - baseline))
}

fn unjudged(status: Status, reason: String) -> Judgement {
    Judgement { status, progress: None, arithmetic: None, reason }
}

fn unjudged_without_actual(question: &Question, missing: Option<MissingReason>) -> Judgement {
    match missing {
        Some(MissingReason::NotYetDue) => {
            unjudged(Status::NotDue, "The figure for this period is not yet due.".into())
        }
        Some(reason) => {
            unjudged(Status::NoData, format!("There is no figure for this period: {}.", reason.label()))
        }
        None if question.not_yet_due => {
            unjudged(Status::NotDue, "The figure for this period is not yet due.".into())
        }
        None => unjudged(Status::NoData, "No figure has been reported for this period.".into()),
    }
}

fn percent(share: f64) -> String {
    format!("{}%", super::number::format(share * 100.0, 1))
}

fn distance(question: &Question, actual: f64, baseline: f64, target: f64) -> Judgement {
    let share = (actual - baseline) / (target - baseline);
    let [a, b, t] = [actual, baseline, target].map(|value| question.unit.figure(value));
    let aim = match question.method {
        Method::LinearPace => "straight line",
        Method::Distance | Method::Proximity | Method::PerformanceGov => "target",
    };
    Judgement {
        status: bands_of(question).place(1.0 - share),
        progress: Some(share),
        arithmetic: Some(Arithmetic {
            formula: format!("(actual − baseline) ÷ ({aim} − baseline)"),
            substituted: format!("({a} − {b}) ÷ ({t} − {b})"),
            result: percent(share),
        }),
        reason: match share {
            s if s >= 1.0 => format!("The actual, {a}, reaches the {aim} of {t}."),
            s if s < 0.0 => format!("The actual, {a}, is worse than the baseline of {b}."),
            s => format!("The actual, {a}, has covered {} of the way from {b} to {t}.", percent(s)),
        },
    }
}

fn bands_of(question: &Question) -> Bands {
    match question.method {
        Method::PerformanceGov => MET_OR_NOT,
        Method::Distance | Method::Proximity | Method::LinearPace => question.bands,
    }
}

/// Compares with the target alone. `why`, where given, begins the sentence that says why no
/// distance from the baseline is used.
fn threshold(question: &Question, actual: f64, target: f64, why: &str) -> Judgement {
    let up = question.direction.higher_is_better();
    let missing_by = if up { target - actual } else { actual - target };
    let [a, t] = [actual, target].map(|value| question.unit.figure(value));
    let side = if missing_by <= 0.0 { "meets" } else { "misses" };
    let asked = question.direction.comparison();
    let sentence = match why {
        "" => format!("The actual, {a}, {side} the target of {asked} {t}."),
        why => format!("{why} actual is compared with the target alone: {a} {side} {asked} {t}."),
    };
    // A share of zero is no measure of nearness: with a target of zero, only met and missed exist.
    let shortfall = match () {
        () if missing_by <= 0.0 => 0.0,
        () if target == 0.0 => f64::INFINITY,
        () => missing_by / target.abs(),
    };
    let (formula, substituted) = match up {
        true => ("(target − actual) ÷ target", format!("({t} − {a}) ÷ {t}")),
        false => ("(actual − target) ÷ target", format!("({a} − {t}) ÷ {t}")),
    };
    let arithmetic = (shortfall > 0.0 && shortfall.is_finite()).then(|| Arithmetic {
        formula: formula.into(),
        substituted,
        result: format!("short by {}", percent(shortfall)),
    });
    Judgement { status: question.bands.place(shortfall), progress: None, arithmetic, reason: sentence }
}

fn milestone(question: &Question, actual: f64, target: f64) -> Judgement {
    let [a, t] = [actual, target].map(|value| question.unit.figure(value));
    let (status, reason) = match actual >= target {
        true => (Status::Met, format!("Completed: {a} of {t}.")),
        false => (Status::OffTrack, format!("Not completed in this period: {a} of {t}.")),
    };
    Judgement { status, progress: None, arithmetic: None, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit() -> Unit {
        Unit { name: "percent".into(), decimals: 0 }
    }

    fn ask(direction: &str, baseline: Option<f64>, target: Option<f64>, actual: f64) -> Judgement {
        judge(&Question {
            direction: Direction::named(direction).unwrap(),
            bands: Bands::default(),
            unit: &unit(),
            scale: 100.0,
            baseline,
            target,
            method: Method::Distance,
            on_the_line: None,
            figure: Some(Figure::Value(actual)),
            not_yet_due: false,
        })
    }

    #[test]
    fn a_method_is_told_as_it_is_applied() {
        for (direction, method, baseline, told) in [
            (Direction::Increase, Method::Distance, true, "distance from baseline to target"),
            (Direction::Decrease, Method::LinearPace, false, "the target alone, since there is no baseline"),
            (Direction::Increase, Method::Proximity, false, "nearness to the target"),
            (Direction::AtMost, Method::Distance, true, "the target alone, as a threshold"),
            (Direction::Milestone, Method::Distance, true, "completed, or not"),
        ] {
            assert_eq!(method.applied(direction, baseline), told);
        }
    }

    #[test]
    fn each_method_has_its_own_view() {
        // From 80 to 90 this year, and to 100 in the end; the line stands at 85.
        let by = |method, actual| {
            let figure = Some(Figure::Value(actual));
            let (baseline, target, on_the_line) = (Some(80.0), Some(90.0), Some(85.0));
            let (direction, bands) = (Direction::Increase, Bands::default());
            let unit = &unit();
            let scale = 100.0;
            judge(&Question {
                direction,
                method,
                bands,
                unit,
                scale,
                baseline,
                target,
                on_the_line,
                figure,
                not_yet_due: false,
            })
        };
        use Method::*;
        for (method, actual, status, formula) in [
            (Distance, 89.0, "at_risk", "(target − baseline)"),
            (Proximity, 89.0, "on_track", "÷ target"),
            (PerformanceGov, 89.0, "off_track", "(target − baseline)"),
            (LinearPace, 89.0, "met", "(straight line − baseline)"),
            (Distance, 86.0, "off_track", "(target − baseline)"),
            (Proximity, 86.0, "on_track", "÷ target"),
            (PerformanceGov, 90.0, "met", "(target − baseline)"),
            (LinearPace, 84.5, "at_risk", "(straight line − baseline)"),
        ] {
            let found = by(method, actual);
            assert_eq!(found.status.name(), status, "{method:?} {actual}: {found:?}");
            assert!(found.arithmetic.as_ref().unwrap().formula.contains(formula), "{found:?}");
        }
    }

    #[test]
    fn status_follows_the_direction_and_the_bands() {
        type Case = (&'static str, Option<f64>, Option<f64>, f64, &'static str, Option<f64>);
        let table: [Case; 30] = [
            // The Department of Justice's urgent traces: 83 to 95 per cent.
            ("increase", Some(83.0), Some(95.0), 95.0, "met", Some(1.0)),
            ("increase", Some(83.0), Some(95.0), 98.0, "met", Some(1.25)),
            ("increase", Some(83.0), Some(95.0), 94.4, "on_track", Some(0.95)),
            ("increase", Some(83.0), Some(95.0), 93.2, "at_risk", Some(0.85)),
            ("increase", Some(83.0), Some(95.0), 93.1, "off_track", None),
            ("increase", Some(83.0), Some(95.0), 83.0, "off_track", Some(0.0)),
            ("increase", Some(83.0), Some(95.0), 80.0, "off_track", Some(-0.25)),
            ("decrease", Some(303.9), Some(273.5), 273.5, "met", Some(1.0)),
            ("decrease", Some(200.0), Some(100.0), 104.0, "on_track", Some(0.96)),
            ("decrease", Some(200.0), Some(100.0), 110.0, "at_risk", Some(0.9)),
            ("decrease", Some(200.0), Some(100.0), 250.0, "off_track", Some(-0.5)),
            // Across zero, and from zero.
            ("increase", Some(0.0), Some(8.0), 8.0, "met", Some(1.0)),
            ("increase", Some(-10.0), Some(10.0), 9.0, "on_track", Some(0.95)),
            ("decrease", Some(-5.0), Some(-10.0), -9.0, "off_track", Some(0.8)),
            // Nothing to cover, or the wrong way round: the target alone decides.
            ("increase", Some(80.0), Some(80.0), 80.0, "met", None),
            ("increase", Some(80.0), Some(80.0), 77.0, "on_track", None),
            ("increase", Some(0.0), Some(0.0), -1.0, "off_track", None),
            ("decrease", Some(0.0), Some(0.0), 0.0, "met", None),
            ("increase", Some(95.0), Some(83.0), 84.0, "met", None),
            ("decrease", Some(80.0), Some(90.0), 89.0, "met", None),
            ("increase", None, Some(100.0), 96.0, "on_track", None),
            ("increase", None, Some(100.0), 90.0, "at_risk", None),
            ("at_least", Some(1.0), Some(96.0), 96.0, "met", None),
            ("at_least", None, Some(100.0), 95.0, "on_track", None),
            ("at_least", None, Some(100.0), 84.0, "off_track", None),
            ("at_most", None, Some(30.0), 30.0, "met", None),
            ("at_most", None, Some(100.0), 105.0, "on_track", None),
            ("at_most", None, Some(0.0), 0.1, "off_track", None),
            ("milestone", Some(0.0), Some(1.0), 1.0, "met", None),
            ("milestone", Some(0.0), Some(4.0), 3.0, "off_track", None),
        ];
        for (direction, baseline, target, actual, status, progress) in table {
            let found = ask(direction, baseline, target, actual);
            let case = format!("{direction} {baseline:?} {target:?} {actual}: {found:?}");
            assert_eq!(found.status.name(), status, "{case}");
            if let Some(expected) = progress {
                assert!((found.progress.unwrap() - expected).abs() < 1e-9, "{case}");
            }
        }
    }

    #[test]
    fn what_cannot_be_judged_says_why() {
        let ask = |target, figure, not_yet_due| {
            judge(&Question {
                direction: Direction::Increase,
                bands: Bands::default(),
                unit: &unit(),
                scale: 100.0,
                method: Method::Distance,
                on_the_line: None,
                baseline: Some(1.0),
                target,
                figure,
                not_yet_due,
            })
        };
        use MissingReason::*;
        for (target, figure, not_yet_due, status, words) in [
            (None, Some(Figure::Value(0.0)), false, "no_target", "No target"),
            (Some(2.0), None, false, "no_data", "No figure has been reported"),
            (Some(2.0), None, true, "not_due", "not yet due"),
            (Some(2.0), Some(Figure::Missing(NotYetDue)), false, "not_due", "not yet due"),
            (Some(2.0), Some(Figure::Missing(Suppressed)), true, "no_data", "suppressed"),
            (None, None, false, "no_data", "No figure"),
            (
                Some(2.0),
                Some(Figure::Ratio { numerator: 1.0, denominator: 0.0 }),
                false,
                "no_data",
                "No figure",
            ),
        ] {
            let found = ask(target, figure, not_yet_due);
            assert_eq!(found.status.name(), status, "{found:?}");
            assert!(found.reason.contains(words), "{found:?}");
            assert!(!found.status.is_judged());
        }
    }

    #[test]
    fn the_arithmetic_shows_the_numbers() {
        let found = ask("increase", Some(83.0), Some(95.0), 92.0).arithmetic.unwrap();
        assert_eq!(found.substituted, "(92% − 83%) ÷ (95% − 83%)");
        assert_eq!(found.result, "75.0%");
    }

    proptest! {
        #[test]
        fn a_status_begins_at_its_edge(
            which in 0..Direction::ALL.len(), method in 0..Method::ALL.len(),
            baseline in proptest::option::of(-100f64..100.0), target in -100f64..100.0, line in -100f64..100.0,
        ) {
            let unit = unit();
            let ask = |actual| Question {
                direction: Direction::ALL[which], method: Method::ALL[method], bands: Bands::default(),
                unit: &unit, scale: 100.0, baseline, target: Some(target), on_the_line: Some(line),
                figure: Some(Figure::Value(actual)), not_yet_due: false,
            };
            let status = |actual| judge(&ask(actual)).status.severity().unwrap();
            match edges(&ask(0.0)) {
                None => prop_assert_eq!(Direction::ALL[which], Direction::Milestone),
                Some(edges) => {
                    let worse = if Direction::ALL[which].higher_is_better() { -1e-3 } else { 1e-3 };
                    for (edge, at_most) in [(edges.met, 0), (edges.on_track, 1), (edges.at_risk, 2)] {
                        prop_assert!(status(edge) <= at_most, "{:?} {}", edges, edge);
                        prop_assert!(status(edge + worse) > at_most, "{:?} {}", edges, edge);
                    }
                }
            }
        }

        #[test]
        fn status_never_improves_when_the_actual_gets_worse(
            which in 0..5usize,
            baseline in proptest::option::of(-100f64..100.0),
            target in -100f64..100.0,
            actual in -200f64..200.0,
            worse_by in 0f64..100.0,
        ) {
            let direction = Direction::ALL[which];
            let worse = if direction.higher_is_better() { actual - worse_by } else { actual + worse_by };
            let before = ask(direction.name(), baseline, Some(target), actual);
            let after = ask(direction.name(), baseline, Some(target), worse);
            prop_assert!(after.status.severity() >= before.status.severity(), "{:?} {:?}", before, after);
        }

        #[test]
        fn scaling_everything_leaves_the_status(
            target in 1f64..100.0, actual in -200f64..200.0, by in 0.01f64..100.0,
        ) {
            let plain = ask("increase", Some(0.5), Some(target), actual);
            let scaled = ask("increase", Some(0.5 * by), Some(target * by), actual * by);
            let near_an_edge = plain.progress.is_some_and(|p| [0.85, 0.95, 1.0].iter().any(|e| (p - e).abs() < 1e-6));
            prop_assume!(!near_an_edge);
            prop_assert_eq!(plain.status, scaled.status);
        }
    }
}
