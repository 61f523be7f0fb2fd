//! The demonstration's files, read as they are committed in `sample/`.

use std::collections::{BTreeMap, BTreeSet};

use super::framework;
use crate::domain::actual::{Actual, Figure, MissingReason};
use crate::domain::batch::{Batch, Reading};
use crate::domain::breakdown;
use crate::domain::measure::{Direction, Kind, Measure};
use crate::domain::pace::Course;
use crate::domain::period::Period;
use crate::domain::standing::{Facts, Tally, stand};
use crate::domain::status::Status;
use crate::domain::target::Target;

const FILES: [(&str, &str); 8] = [
    ("offices.csv", include_str!("../../../sample/offices.csv")),
    ("goals.csv", include_str!("../../../sample/goals.csv")),
    ("milestones.csv", include_str!("../../../sample/milestones.csv")),
    ("measures.csv", include_str!("../../../sample/measures.csv")),
    ("recommendations.csv", include_str!("../../../sample/recommendations.csv")),
    ("targets.csv", include_str!("../../../sample/targets.csv")),
    ("published.csv", include_str!("../../../sample/published.csv")),
    ("figures.csv", include_str!("../../../sample/figures.csv")),
];

fn sample() -> Batch {
    let Reading { batch, problems, remarks, .. } = framework(&FILES);
    assert_eq!((problems, remarks), (vec![], vec![]));
    batch
}

fn totals<'b>(batch: &'b Batch, measure: &Measure) -> BTreeMap<Period, &'b Actual> {
    let own = batch.actuals.iter().filter(|a| a.measure == measure.code && a.category.is_empty());
    own.map(|a| (a.period, a)).collect()
}

/// How a measure stands in FY2026Q4, seen on 24 November 2026.
fn standing(batch: &Batch, measure: &Measure) -> Status {
    let period = measure.period_within("FY2026Q4".parse().unwrap());
    let own = |t: &&Target| t.measure == measure.code && t.category.is_empty();
    let target = batch.targets.iter().filter(own).find(|t| t.period == period);
    let baseline = batch.baselines.iter().find(|b| b.measure == measure.code);
    let facts = Facts {
        measure,
        period,
        figure: totals(batch, measure).get(&period).map(|a| a.figure),
        target: target.map(|t| t.value),
        course: Course::of(baseline, &[]),
    };
    stand(&facts, "2026-11-24".parse().unwrap()).status
}

#[test]
fn the_sample_is_whole() {
    let batch = sample();
    let counts = (batch.offices.len(), batch.goals.len(), batch.measures.len(), batch.published.len());
    assert_eq!(counts, (5, 6, 23, 23));
    for &kind in Kind::ALL {
        assert!(batch.measures.iter().any(|m| m.kind == kind), "no measure is of the kind {kind:?}");
    }
    for &direction in Direction::ALL {
        assert!(batch.measures.iter().any(|m| m.direction == direction), "none is to {direction:?}");
    }
    for goal in &batch.goals[1..] {
        assert!(batch.measures.iter().any(|m| m.goal == goal.code), "{} has no measure", goal.code);
    }
    for measure in &batch.measures {
        let texts = [&measure.definition, &measure.formula, &measure.responsible, &measure.limitations];
        assert!(texts.iter().all(|t| !t.is_empty()), "{} lacks a text", measure.code);
    }
}

#[test]
fn what_nobody_published_is_marked_and_five_years_long() {
    let batch = sample();
    for measure in &batch.measures {
        assert!(measure.illustrative, "{}", measure.code);
        let periods: Vec<Period> = totals(&batch, measure).into_keys().collect();
        let last = *periods.last().unwrap();
        assert_eq!(periods, periods[0].through(last).collect::<Vec<_>>(), "{} has a gap", measure.code);
        let years = periods.len() as f64 / f64::from(measure.frequency.per_year());
        // A figure that is due on 28 January 2027 is not there on 24 November 2026.
        let late = measure.code.as_str() == "convictions-932-933";
        assert_eq!(years, if late { 4.75 } else { 5.0 }, "{}", measure.code);
        assert!(last.ends_on() <= "2026-09-30".parse().unwrap());
    }
}

#[test]
fn what_was_written_for_the_sample_is_said_to_be_so() {
    let batch = sample();
    assert!(batch.milestones.iter().all(|milestone| milestone.illustrative));
    for goal in &batch.goals {
        // The one goal that was published: what it does not state is left empty.
        let published = goal.code.as_str() == "011APG2202";
        assert_eq!((goal.illustrative, goal.strategies.is_empty()), (!published, published), "{}", goal.code);
        assert_eq!(batch.milestones.iter().any(|milestone| milestone.goal == goal.code), !published);
    }
    for status in ["done", "under_way", "planned", "missed"] {
        assert!(batch.milestones.iter().any(|milestone| milestone.status.name() == status), "{status}");
    }
}

#[test]
fn the_recommendation_is_cited() {
    let batch = sample();
    let [recommendation] = batch.recommendations.as_slice() else { panic!("{:?}", batch.recommendations) };
    assert_eq!(recommendation.source_address, "https://gao.gov/products/gao-21-322");
    assert_eq!((recommendation.as_of.to_string(), recommendation.measures.len()), ("2025-02-20".into(), 5));
    assert!(recommendation.text.starts_with("“Identifying relevant indicators and targets"));
}

#[test]
fn the_sample_shows_every_way_in_which_a_measure_can_stand() {
    let batch = sample();
    let tally: Tally = batch.measures.iter().map(|m| standing(&batch, m)).collect();
    let counts: Vec<_> = Status::ALL.iter().map(|&s| (s.name(), tally.of(s))).collect();
    let expected = [
        ("met", 8),
        ("on_track", 5),
        ("at_risk", 3),
        ("off_track", 3),
        ("no_target", 2),
        ("no_data", 1),
        ("not_due", 1),
    ];
    let each: Vec<_> = batch.measures.iter().map(|m| (m.code.as_str(), standing(&batch, m).name())).collect();
    assert_eq!(counts, expected, "{each:#?}");
}

#[test]
fn zero_stands_apart_from_each_reason_for_no_figure() {
    let batch = sample();
    let has = |figure: Figure| batch.actuals.iter().any(|a| a.figure == figure);
    assert!(has(Figure::Value(0.0)));
    for reason in [MissingReason::NotAvailable, MissingReason::NotApplicable, MissingReason::Suppressed] {
        assert!(has(Figure::Missing(reason)), "{reason:?}");
    }
}

#[test]
fn published_baselines_and_targets_are_cited() {
    let batch = sample();
    for (code, baseline, period, target) in [
        ("urgent-traces-48h", 83.0, "FY2023Q4", 95.0),
        ("trafficking-case-share", 29.0, "FY2023Q4", 39.0),
        ("dealer-inspections", 6721.0, "FY2023", 7410.0),
    ] {
        let start = batch.baselines.iter().find(|b| b.measure.as_str() == code).unwrap();
        let promised = batch.targets.iter().find(|t| t.measure.as_str() == code).unwrap();
        assert_eq!((start.value, promised.value), (baseline, target), "{code}");
        assert_eq!(promised.period.to_string(), period);
        assert!(start.source.contains("011APG2202") && promised.source.contains("011APG2202"));
    }
    for target in batch.targets.iter().filter(|t| !t.source.starts_with("DOJ")) {
        assert!(target.source.starts_with("Illustrative"), "{target:?}");
    }
}

#[test]
fn categories_add_up_to_their_total() {
    let batch = sample();
    let told_apart = batch.measures.iter().filter_map(|measure| {
        let own = batch.actuals.iter().filter(|a| a.measure == measure.code && !a.category.is_empty());
        let periods: BTreeSet<Period> = own.clone().map(|a| a.period).collect();
        (!periods.is_empty()).then_some((measure, own, periods))
    });
    for (measure, own, periods) in told_apart {
        assert_eq!((measure.code.as_str(), periods.len()), ("outbound-firearms-seized", 19));
        for period in periods {
            let of_period = own.clone().filter(|a| a.period == period);
            let parts: Vec<_> = of_period.map(|a| (a.category.clone(), Some(a.figure))).collect();
            let names: Vec<_> = parts.iter().map(|(category, _)| category.clone()).collect();
            assert_eq!(breakdown::dimensions(&names), ["firearm_type", "port"]);
            let total = totals(&batch, measure)[&period].figure;
            assert_eq!(breakdown::check(measure, Some(total), &parts), [], "{period}");
        }
    }
}
