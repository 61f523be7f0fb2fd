//! Cases of likelihood.

use super::*;
use crate::domain::measure::tests_support::measure;
use crate::domain::measure::{Direction, Unit};
use crate::domain::note::NoteKind;
use crate::domain::number::NumberRule;
use crate::domain::status::Status;

/// A series from the first quarter of FY2022 on: figures, and targets for as many periods as there are.
pub fn series(figures: &[Option<f64>], targets: &[Option<f64>]) -> Series {
    let first: Period = "FY2022Q1".parse().unwrap();
    let point = |at: usize| SeriesPoint {
        period: first.step(at as i32),
        figure: None,
        value: figures.get(at).copied().flatten(),
        draft: Some(1e9),
        target: targets.get(at).copied().flatten(),
        target_now: None,
        status: Status::NoData,
        note: String::new(),
        revised: None,
        partial: None,
        edges: None,
    };
    let points = (0..figures.len().max(targets.len())).map(point).collect();
    Series { points, ..Series::default() }
}

/// Figures around 100 that no method sees through.
pub fn wave(count: usize) -> Vec<Option<f64>> {
    let parts = [3.0, -1.0, 4.0, -1.0, -5.0, 9.0, -2.0, 6.0, 5.0, -3.0, 5.0, -8.0, -9.0, 7.0, 9.0, -3.0];
    (0..count).map(|at| Some(100.0 + parts[at % parts.len()])).collect()
}

fn aim(measure: &Measure, series: &Series) -> Option<Aim> {
    Known::all(measure, series)?.aim()
}

fn level() -> Measure {
    let unit = Unit { name: "percent".into(), decimals: 1 };
    let rule = NumberRule { whole: false, negative: false };
    Measure { aggregation: Aggregation::RatioOfSums, unit, rule, ..measure("m") }
}

#[test]
fn the_target_ahead_is_the_years_of_what_adds_up_and_else_the_last_of_the_year() {
    let figures = wave(10);
    let all = [Some(110.0); 16];
    let year: Period = "FY2024".parse().unwrap();
    let so_far = figures[8].unwrap() + figures[9].unwrap();
    let of_year = Of::Year { so_far, left: 2, estimated: 0 };
    let sum = measure("m");
    assert_eq!(aim(&sum, &series(&figures, &all)), Some(Aim { period: year, target: 440.0, of: of_year }));
    let quarter = |text: &str, target: f64, ahead: usize| {
        Some(Aim { period: text.parse().unwrap(), target, of: Of::Step { ahead } })
    };
    assert_eq!(aim(&level(), &series(&figures, &all)), quarter("FY2024Q4", 110.0, 2));
    let mut third = all.to_vec();
    third[11] = None;
    assert_eq!(aim(&sum, &series(&figures, &third)), quarter("FY2024Q3", 110.0, 1), "a year lacks a target");
    let mut next = vec![None; 12];
    next.push(Some(5.0));
    assert_eq!(aim(&sum, &series(&figures, &next)), quarter("FY2025Q1", 5.0, 3));
    assert_eq!(aim(&sum, &series(&figures, &[Some(110.0); 10])), None, "nothing is ahead");
    assert_eq!(aim(&sum, &series(&[], &all)), None);
    let mut far = vec![None; 18];
    far.push(Some(5.0));
    assert_eq!(aim(&sum, &series(&figures, &far)), None, "more than two years ahead");
    let retired = Measure { retired_on: "2024-05-01".parse().ok(), ..sum };
    assert_eq!(aim(&retired, &series(&figures, &all)), quarter("FY2024Q3", 110.0, 1));
    // The whole year is ahead.
    let of = Of::Year { so_far: 0.0, left: 4, estimated: 0 };
    assert_eq!(aim(&measure("m"), &series(&wave(8), &all)), Some(Aim { period: year, target: 440.0, of }));
}

#[test]
fn a_quarter_that_is_missing_is_estimated_in_its_year() {
    let mut figures = wave(11);
    figures[9] = None;
    let (before, after) = (figures[8].unwrap(), figures[10].unwrap());
    let one = series(&figures, &[Some(110.0); 12]);
    let measure = measure("m");
    let known = Known::all(&measure, &one).unwrap();
    let aim = known.aim().unwrap();
    let so_far = before + (before + after) / 2.0 + after;
    assert_eq!(aim.of, Of::Year { so_far, left: 1, estimated: 1 });
    let path = known.smooth(4).unwrap();
    assert!(known.prospect(&aim, &path).unwrap().spread.error > path.step(1).unwrap().error);
    let told = likelihood(&measure, &one);
    let (_, rests_on) = told.facts.last().unwrap();
    assert!(rests_on.ends_with("; a missing one between them is filled from its neighbours"), "{rests_on}");
}

/// The probability with which a case meets its target.
fn chance_of(measure: &Measure, figures: &[Option<f64>], target: f64) -> f64 {
    let targets = vec![Some(target); figures.len() + 1];
    let one = series(figures, &targets);
    let known = Known::all(measure, &one).unwrap();
    let aim = Aim { period: one.points[known.last + 1].period, target, of: Of::Step { ahead: 1 } };
    known.prospect(&aim, &known.smooth(1).unwrap()).unwrap().chance
}

#[test]
fn the_probability_follows_target_and_direction() {
    let up = level();
    let down = Measure { direction: Direction::AtMost, ..level() };
    let figures: Vec<Option<f64>> = wave(16).iter().map(|value| value.map(|value| value - 50.0)).collect();
    let chances: Vec<f64> = [30.0, 45.0, 51.0, 57.0, 80.0].map(|t| chance_of(&up, &figures, t)).into();
    assert!(chances.windows(2).all(|pair| pair[0] > pair[1]), "{chances:?}");
    assert!(chances[0] > 0.95 && chances[4] < 0.05);
    assert!((0.3..0.7).contains(&chances[2]), "{chances:?}");
    for target in [30.0, 51.0, 80.0] {
        let both = chance_of(&up, &figures, target) + chance_of(&down, &figures, target);
        assert!((both - 1.0).abs() < 1e-6, "{both}");
    }
}

#[test]
fn bounds_and_whole_numbers_count() {
    let count = measure("m");
    let zeros: Vec<Option<f64>> = (0..12).map(|at| Some(if at % 5 == 0 { 1.0 } else { 0.0 })).collect();
    assert_eq!(chance_of(&count, &zeros, 0.0), 1.0, "a count is always at least zero");
    let none = Measure { direction: Direction::AtMost, ..measure("m") };
    let chance = chance_of(&none, &zeros, 0.0);
    assert!((0.4..0.95).contains(&chance), "at most none: {chance}");
    let share = Measure { direction: Direction::AtMost, ..level() };
    assert_eq!(
        chance_of(&share, &wave(12).iter().map(|v| v.map(|v| v - 20.0)).collect::<Vec<_>>(), 100.0),
        1.0
    );
    let near_all: Vec<Option<f64>> = wave(12).iter().map(|v| v.map(|v| (v - 4.0).min(99.5))).collect();
    let one = series(&near_all, &[Some(99.0); 16]);
    let fan = likelihood(&level(), &one).fan.unwrap();
    for step in &fan.steps {
        assert!(
            step.bands.iter().all(|(low, high)| *low >= 0.0 && *high <= 100.0 && low <= high),
            "{step:?}"
        );
    }
}

#[test]
fn a_likelihood_is_told_with_its_method_its_interval_and_what_it_takes() {
    let told = likelihood(&measure("m"), &series(&wave(18), &[Some(101.0); 20]));
    assert!(
        told.method.starts_with("Exponential smoothing (ETS), the mean of three forms"),
        "{}",
        told.method
    );
    assert!(told.sentence.starts_with("It is about as likely as not (about "), "{}", told.sentence);
    assert!(told.sentence.ends_with(") that FY 2026 adds up to at least 404 traces."), "{}", told.sentence);
    let fact = |term: &str| {
        let found = told.facts.iter().find(|(known, _)| known == term);
        found.unwrap_or_else(|| panic!("{term}: {:?}", told.facts)).1.clone()
    };
    assert!(fact("Expected in FY 2026").ends_with(" traces"));
    assert!(fact("Intervals").contains("with 80% between "));
    assert_eq!(
        fact("What it takes"),
        "each of the 2 quarters left has to bring at least 101 traces; the last 4 quarters brought 102 on average"
    );
    assert_eq!(fact("Rests on"), "18 approved figures, Q1 FY 2022 to Q2 FY 2026");
    let fan = told.fan.unwrap();
    assert_eq!(fan.method, told.method);
    assert_eq!(fan.steps.len(), 4);
    assert_eq!(fan.steps[0].period.label(), "Q3 FY 2026");
}

#[test]
fn what_cannot_be_told_says_why() {
    let m = measure("m");
    let check = |measure: &Measure, series: &Series, words: &str| {
        let told = likelihood(measure, series);
        assert_eq!(told.verdict, None);
        assert!(told.sentence.contains(words), "{}", told.sentence);
    };
    check(&m, &series(&[], &[Some(1.0)]), "needs the approved figures of 8 quarters, and there is none.");
    check(&m, &series(&wave(5), &[Some(1.0); 8]), "and there are 5.");
    check(&m, &series(&[Some(0.0); 12], &[Some(1.0); 16]), "All 12 figures are 0 traces");
    check(&m, &series(&wave(12), &[]), "No target is set");
    let steps = Measure { direction: Direction::Milestone, ..measure("m") };
    check(&steps, &series(&wave(12), &[Some(1.0); 16]), "a milestone is reached by work");
    let mut changed = series(&wave(12), &[Some(1.0); 16]);
    changed.breaks = vec![changed.points[6].period];
    check(&m, &changed, "and there are 6.");
    let without = likelihood(&m, &series(&wave(12), &[]));
    assert!(without.fan.is_some() && !without.method.is_empty(), "the forecast is there all the same");
    let few = likelihood(&m, &series(&wave(5), &[Some(110.0); 8]));
    assert_eq!((few.fan, few.method.as_str()), (None, ""));
    assert!(few.facts.iter().any(|(term, _)| term == "What it takes"), "the pace needs no forecast");
}

#[test]
fn what_it_takes_is_told_for_each_kind_of_target() {
    let takes = |measure: &Measure, figures: &[f64], targets: &[Option<f64>]| {
        let figures: Vec<Option<f64>> = figures.iter().map(|value| Some(*value)).collect();
        let told = likelihood(measure, &series(&figures, targets));
        told.facts.into_iter().find(|(term, _)| term == "What it takes").map(|(_, text)| text)
    };
    let all = [Some(10.0); 4];
    let (up, down) = (measure("m"), Measure { direction: Direction::AtMost, ..measure("m") });
    let rule = NumberRule { negative: true, whole: true };
    let balance = Measure { rule, ..measure("m") };
    let share = level();
    let fewer = Measure { direction: Direction::Decrease, ..level() };
    for (measure, figures, expected) in [
        (
            &up,
            &[5.0][..],
            "each of the 3 quarters left has to bring at least 12 traces; the last quarter brought 5",
        ),
        (
            &up,
            &[5.0, 6.0, 7.0],
            "the quarter that is left has to bring at least 22 traces; the last 3 quarters brought 6 on average",
        ),
        (&up, &[50.0, 6.0], "nothing more: FY 2022 has 56 traces already"),
        (
            &down,
            &[5.0, 6.0],
            "each of the 2 quarters left may bring at most 14 traces; the last 2 quarters brought 6 on average",
        ),
        (&down, &[50.0], "no longer possible: FY 2022 has 50 traces already"),
        (
            &balance,
            &[50.0, 6.0],
            "each of the 2 quarters left has to bring at least −8 traces; the last 2 quarters brought 28 on average",
        ),
        (
            &share,
            &[5.0, 6.0],
            "from 6.0% up by 2.0 percentage points a quarter, 2 times; the last quarter moved it by 1.0 percentage points",
        ),
        (&share, &[11.0], "to stay at the last figure, 11.0%, or better"),
        (
            &fewer,
            &[9.0, 12.0, 13.0],
            "from 13.0% down by 3.0 percentage points in one quarter; the last 2 quarters moved it by 2.0 percentage points on average",
        ),
        (&fewer, &[9.0], "to stay at the last figure, 9.0%, or better"),
    ] {
        assert_eq!(takes(measure, figures, &all).as_deref(), Some(expected), "{figures:?}");
    }
}

#[test]
fn what_waits_for_approval_does_not_count() {
    // The drafts of `series` are a thousand million each.
    let told = likelihood(&measure("m"), &series(&wave(18), &[Some(101.0); 20]));
    assert!(told.fan.unwrap().steps.iter().all(|step| step.bands.iter().all(|(_, high)| *high < 1000.0)));
}

#[test]
fn what_is_told_in_short_is_what_is_told_at_length() {
    let targets: Vec<Option<f64>> = (0..20).map(|at| (at >= 16).then_some(98.0)).collect();
    for figures in [wave(16), wave(5), vec![Some(7.0); 16], Vec::new()] {
        let series = series(&figures, &targets);
        let (short, long) = (ahead(&level(), &series), likelihood(&level(), &series));
        assert_eq!(short.as_ref().map(|ahead| &ahead.verdict), long.verdict.as_ref(), "{figures:?}");
        assert_eq!(short.is_some(), figures == wave(16), "{figures:?}");
    }
}

#[test]
fn a_target_that_is_out_of_reach_for_good_is_not_likely() {
    let fewer = Measure { direction: Direction::AtMost, ..measure("m") };
    let mut figures = wave(16);
    figures.extend([Some(50.0)]);
    let targets: Vec<Option<f64>> = (0..20).map(|at| (at >= 16).then_some(10.0)).collect();
    let told = likelihood(&fewer, &series(&figures, &targets));
    assert_eq!(told.verdict.as_deref(), Some("very unlikely, less than 5%"));
    assert!(
        told.facts.iter().any(|(_, text)| text.starts_with("no longer possible: FY 2026 has 50")),
        "{told:?}"
    );
    // A part of the year that is estimated decides nothing.
    figures.insert(16, None);
    let told = likelihood(&fewer, &series(&figures, &targets));
    let takes = "no longer possible, if the estimate of one missing quarter holds: with it FY 2026 has ";
    assert!(told.facts.iter().any(|(_, text)| text.starts_with(takes)), "{told:?}");
    let spread = Spread { mean: 99.0, error: 5.0, freedom: 9 };
    let bounds = Bounds { low: Some(0.0), high: Some(100.0) };
    assert_eq!(chance(&level(), &spread, &bounds, 101.0), 0.0, "no share is more than the whole");
}

#[test]
fn what_begins_anew_before_the_target_is_told_no_likelihood() {
    let m = measure("m");
    let targets = [Some(101.0); 20];
    let mut whole = series(&wave(17), &targets);
    assert!(likelihood(&m, &whole).verdict.is_some());
    let at = |at: usize| whole.points[at].period;
    let note = Note { period: at(19), kind: NoteKind::Operation, text: "Begun.".into(), rebase: true };
    let (first, later) = (at(17), at(19));
    for (breaks, notes, steps) in
        [(vec![later], vec![], 2), (vec![], vec![note.clone()], 2), (vec![first], vec![], 0)]
    {
        (whole.breaks, whole.notes) = (breaks, notes);
        let told = likelihood(&m, &whole);
        assert_eq!((told.verdict, ahead(&m, &whole)), (None, None));
        assert!(told.sentence.starts_with("No likelihood is stated: from Q"), "{}", told.sentence);
        assert!(told.facts.iter().all(|(term, _)| term != "What it takes"), "{:?}", told.facts);
        assert_eq!(told.fan.map_or(0, |fan| fan.steps.len()), steps, "the fan ends there");
    }
    // What a note began before counts from there on, and only then says so.
    (whole.breaks, whole.notes) = (vec![], vec![Note { period: whole.points[6].period, ..note.clone() }]);
    let told = likelihood(&m, &whole);
    let rests =
        "11 approved figures, Q3 FY 2023 to Q1 FY 2026; with it the process begins anew, as a note says";
    assert!(told.facts.iter().any(|(_, text)| text == rests), "{:?}", told.facts);
    whole.notes[0].rebase = false;
    let told = likelihood(&m, &whole);
    assert!(told.facts.iter().any(|(_, text)| text.starts_with("17 approved figures")), "{:?}", told.facts);
}
