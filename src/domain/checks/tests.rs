use super::*;
use crate::domain::actual::MissingReason;
use crate::domain::measure::tests_support::measure;
use crate::domain::measure::{Direction, Frequency};
use crate::domain::number::NumberRule;

/// Quarters that end with Q4 FY 2025, the last one being the latest value.
fn quarters(values: &[f64]) -> Vec<(Period, f64)> {
    let last: Period = "FY2025Q4".parse().unwrap();
    let at = |back: usize| last.step(-(back as i32));
    values.iter().enumerate().map(|(k, value)| (at(values.len() - 1 - k), *value)).collect()
}

fn of(measure: &Measure, figure: Figure, history: &[(Period, f64)], target: Option<f64>) -> Vec<Check> {
    let period = history.last().map_or("FY2026Q1".parse().unwrap(), |(period, _)| period.next());
    of_cell(&CellFacts::new(measure, (period, figure), history, Begun::default(), target))
}

fn kinds(checks: &[Check]) -> Vec<&'static str> {
    checks.iter().map(|check| check.kind.name()).collect()
}

fn percent(decimals: u8) -> Measure {
    let unit = Unit { name: "percent".into(), decimals };
    Measure { unit, ratio: true, rule: NumberRule::default(), ..measure("m") }
}

/// Around 100, by about 10; quarters that differ, alike from year to year.
const STEADY: [f64; 12] = [100., 108., 95., 104., 101., 110., 96., 103., 99., 109., 94., 105.];
const SEASONS: [f64; 12] = [100., 200., 300., 400., 110., 210., 290., 405., 105., 195., 310., 410.];

#[test]
fn a_figure_is_held_against_those_before() {
    let count = measure("m");
    let change = Measure { rule: NumberRule { whole: true, negative: true }, ..measure("m") };
    let fine = Measure { rule: NumberRule::default(), ..measure("m") };
    for (measure, history, value, expected) in [
        (&count, &STEADY[..], 102., &[][..]),
        (&count, &STEADY, 160., &["outside_limits", "jump", "year_jump"]),
        (&count, &STEADY, 40., &["outside_limits", "jump", "year_jump"]),
        // Beyond the limits, but by less than a quarter.
        (&count, &STEADY, 130., &["outside_limits", "year_jump"]),
        // What every year has at this time is no jump against the quarter before.
        (&count, &SEASONS, 104., &[]),
        (&count, &SEASONS, 400., &["year_jump"]),
        (&count, &SEASONS, 900., &["outside_limits", "jump", "year_jump"]),
        // A 0 is told once, not as two jumps besides.
        (&count, &STEADY, 0., &["zero", "outside_limits"]),
        (&count, &[5., 6., 4., 7.], 0., &["zero"]),
        (&count, &[5., 6., 4.], 0., &[]),
        (&count, &[5., 0., 6., 4., 7.], 0., &[]),
        (&change, &[5., 6., 4., 7.], 0., &[]),
        // The same again.
        (&count, &STEADY, 105., &["repeat"]),
        (&count, &[105., 105., 95., 104.], 104., &[]),
        (&count, &[105., 104., 95.], 95., &[]),
        (&count, &[12., 14., 11., 15., 13.], 13., &[]),
        (&fine, &[12.5, 14.25, 11.5, 15.5, 13.75], 13.75, &["repeat"]),
        (&fine, &[2., 1., 3., 2., 0.], 0., &[]),
        // A series that never moves: one that does is odd, one that goes on is not.
        (&count, &[50.; 8], 50., &[]),
        (&count, &[50.; 8], 51., &["outside_limits"]),
        (&count, &[50.; 8], 70., &["outside_limits", "jump", "year_jump"]),
        (&count, &[0.; 8], 5., &["outside_limits", "jump", "year_jump"]),
        // Too few to go by.
        (&count, &[], 7., &[]),
        (&count, &[100.], 1000., &[]),
        (&count, &[100., 101., 99., 100.], 1000., &[]),
        (&count, &[100., 101., 99., 100., 102.], 1000., &["jump"]),
    ] {
        let found = of(measure, Figure::Value(value), &quarters(history), None);
        assert_eq!(kinds(&found), expected, "{value} after {history:?}: {found:?}");
        assert!(found.iter().all(|check| check.asks == Asks::Note));
    }
}

#[test]
fn a_target_is_met_or_asks_for_a_plan() {
    let towards = |direction| Measure { direction, ..measure("m") };
    for (direction, value, target, missed) in [
        (Direction::Increase, 110., Some(110.), false),
        (Direction::Increase, 109., Some(110.), true),
        (Direction::AtLeast, 109., Some(110.), true),
        (Direction::Milestone, 0., Some(1.), true),
        (Direction::Milestone, 1., Some(1.), false),
        (Direction::Decrease, 110., Some(110.), false),
        (Direction::Decrease, 111., Some(110.), true),
        (Direction::AtMost, 111., Some(110.), true),
        (Direction::AtMost, 0., Some(0.), false),
        (Direction::Increase, -5., Some(-10.), false),
        (Direction::Increase, -15., Some(-10.), true),
        (Direction::Increase, 0.1 + 0.2, Some(0.3), false),
        (Direction::Decrease, 0.1 + 0.2, Some(0.3), false),
        (Direction::Increase, 1., None, false),
    ] {
        let found = of(&towards(direction), Figure::Value(value), &[], target);
        assert_eq!(!found.is_empty(), missed, "{direction:?} {value} {target:?}: {found:?}");
        assert!(found.iter().all(|one| (one.kind, one.asks) == (Kind::MissedTarget, Asks::Plan)));
    }
}

#[test]
fn a_part_is_no_more_than_its_whole() {
    let ratio = |numerator, denominator| Figure::Ratio { numerator, denominator };
    let days = Measure { unit: Unit { name: "days".into(), decimals: 1 }, ..percent(1) };
    for (measure, figure, expected) in [
        (&percent(1), ratio(101., 100.), &["part_more_than_whole"][..]),
        (&percent(1), ratio(100., 100.), &[]),
        (&percent(1), ratio(0., 0.), &[]),
        (&days, ratio(101., 100.), &[]),
        (&percent(1), Figure::Value(120.), &[]),
    ] {
        assert_eq!(kinds(&of(measure, figure, &[], None)), expected, "{figure:?}");
    }
    // The same share of few, or of all, is no wonder.
    let shares = [80., 81., 79., 83., 75.];
    for (figure, history, expected) in [
        (ratio(75., 100.), shares, &["repeat"][..]),
        (ratio(6., 8.), shares, &[]),
        (ratio(100., 100.), [98., 97., 99., 96., 100.], &[]),
    ] {
        assert_eq!(kinds(&of(&percent(1), figure, &quarters(&history), None)), expected, "{figure:?}");
    }
}

#[test]
fn where_there_is_no_figure_there_is_nothing_to_say() {
    for &reason in MissingReason::ALL {
        assert_eq!(of(&measure("m"), Figure::Missing(reason), &quarters(&STEADY), Some(100.)), []);
    }
}

#[test]
fn words_are_whole_sentences_in_the_unit() {
    let count = measure("m");
    let history = quarters(&STEADY);
    let words = |measure: &Measure, figure, history: &[(Period, f64)], target| {
        of(measure, figure, history, target).into_iter().map(|check| check.words).collect::<Vec<_>>()
    };
    assert_eq!(
        words(&count, Figure::Value(1240.), &history, Some(1300.)),
        [
            "1,240 traces is above the process limits: going by the 12 figures before, 77 to 127 traces would be chance. Check it; if it is right, say in a note what changed.",
            "1,240 traces is 1,135 more than in Q4 FY 2025 (105 traces). The usual change from one quarter to the next is 9. Check it; if it is right, say in a note why.",
            "1,240 traces is 1,141 more than in Q1 FY 2025 (99 traces). The usual change from one year to the next is 2. Check it; if it is right, say in a note why.",
            "1,240 traces misses the target of at least 1,300 traces. Explain why, and say what is planned to reach it (31 U.S.C. 1116).",
        ]
    );
    let first = |measure: &Measure, figure, history: &[f64], target| {
        words(measure, figure, &quarters(history), target).into_iter().next().unwrap()
    };
    assert!(
        first(&count, Figure::Value(0.), &STEADY, None).starts_with("0 traces after 12 figures in a row")
    );
    assert!(first(&count, Figure::Value(105.), &STEADY, None).contains("exactly the figure of Q4 FY 2025"));
    let trial = first(&count, Figure::Value(60.), &[2., 3., 1., 4., 2., 3.], None);
    assert!(trial.contains("the 6 figures before, which are few, up to 7 traces would be chance"), "{trial}");
    // A limit that would be shown as the very figure is shown with more decimals.
    let near = first(&count, Figure::Value(8.), &[2., 3., 1., 4., 2., 3., 4., 2., 3., 2., 1., 4.], None);
    assert!(near.contains("is above"), "{near}");
    let share = |numerator| Figure::Ratio { numerator, denominator: 1000. };
    let shares = [80.0, 81.0, 79.5, 80.5, 81.0];
    let fall = words(&percent(1), share(300.), &quarters(&shares), Some(30.04));
    assert!(fall[0].starts_with("30.0% is 51.0 points less than in Q4 FY 2025 (81.0%)."), "{fall:?}");
    assert!(fall[1].starts_with("30.00% misses the target of at least 30.04%."), "{fall:?}");
    let whole = first(&percent(1), share(1200.), &[], None);
    assert!(whole.starts_with("The numerator, 1,200, is more than the denominator, 1,000:"), "{whole}");
}

#[test]
fn what_counted_something_else_is_not_compared() {
    let count = measure("m");
    let history = quarters(&STEADY);
    let figure = ("FY2026Q1".parse().unwrap(), Figure::Value(500.));
    let facts = |breaks: &[&str]| {
        let breaks: Vec<Period> = breaks.iter().map(|text| text.parse().unwrap()).collect();
        CellFacts::new(&count, figure, &history, Begun { breaks: &breaks, stretches: &breaks }, None)
    };
    assert_eq!(facts(&[]).history.len(), 12);
    assert_eq!(facts(&["FY2025Q3", "FY2024Q1", "FY2027Q1"]).history.len(), 2);
    assert_eq!(of_cell(&facts(&["FY2026Q1"])), []);
    assert_eq!(facts(&["FY2025Q1"]).year_ago, Some(99.));
    assert_eq!(facts(&["FY2025Q2"]).year_ago, None);
    // A figure that is corrected is held against those before it alone.
    let earlier =
        CellFacts::new(&count, (history[6].0, Figure::Value(96.)), &history, Begun::default(), None);
    assert_eq!((earlier.history.len(), earlier.year_ago), (6, Some(95.)));
    assert_eq!(earlier.limits.unwrap().points, 6);
    // The year before an annual figure is the figure before.
    let yearly = Measure { frequency: Frequency::Annual, ..measure("m") };
    let years: Vec<(Period, f64)> =
        (0..6).map(|k| (format!("FY202{k}").parse().unwrap(), 100. + f64::from(k % 3))).collect();
    let found = of_cell(&CellFacts::new(
        &yearly,
        (years[5].0.next(), Figure::Value(500.)),
        &years,
        Begun::default(),
        None,
    ));
    assert_eq!(kinds(&found), ["outside_limits", "jump"]);
    assert!(found[1].words.contains("one year to the next"));
}

#[test]
fn limits_that_a_note_began_are_those_a_figure_is_held_against() {
    let count = measure("m");
    // An operation began with the seventh quarter: half as many again.
    let mut history = quarters(&STEADY);
    history.iter_mut().skip(6).for_each(|(_, value)| *value += 50.);
    let stretches = [history[6].0];
    let facts = |stretches| {
        let figure = ("FY2026Q1".parse().unwrap(), Figure::Value(125.));
        CellFacts::new(&count, figure, &history, Begun { breaks: &[], stretches }, None)
    };
    assert_eq!(kinds(&of_cell(&facts(&[]))), [] as [&str; 0]);
    assert_eq!(kinds(&of_cell(&facts(&stretches))), ["outside_limits"]);
    // The same thing is counted: the figures before are still compared.
    assert_eq!((facts(&stretches).history.len(), facts(&stretches).limits.unwrap().points), (12, 6));
}

#[test]
fn a_warning_is_open_until_something_is_written() {
    let checks = of(&measure("m"), Figure::Value(160.), &quarters(&STEADY), Some(170.));
    assert_eq!(kinds(&checks), ["outside_limits", "jump", "year_jump", "missed_target"]);
    let all = ["outside_limits", "jump", "year_jump", "missed_target"];
    for (note, explanation, plan, open) in [
        ("", "", "", &all[..]),
        ("Counted twice.", "", "", &all[3..]),
        (" \n", "\t", " ", &all),
        ("", "The law changed.", "", &all[3..]),
        ("", "", "Two clerks more.", &all),
        ("", "The law changed.", "Two clerks more.", &[]),
    ] {
        let found: Vec<_> =
            unanswered(&checks, &Answers { note, explanation, plan }).iter().map(|c| c.kind.name()).collect();
        assert_eq!(found, open, "{note:?} {explanation:?} {plan:?}");
    }
    assert_eq!(unanswered(&[], &Answers::default()), [] as [&Check; 0]);
}
