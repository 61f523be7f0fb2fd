//! A little world for the tests: two offices, two goals, four measures, figures of one year.

use chrono::{DateTime, Utc};
use tempfile::TempDir;
use yardstick::auth::password;
use yardstick::domain::access::{Person, Role};
use yardstick::domain::actual::{Actual, Figure, State};
use yardstick::domain::batch::Batch;
use yardstick::domain::code::Code;
use yardstick::domain::goal::{Contributors, Goal, GoalLevel, Office};
use yardstick::domain::measure::{Aggregation, Direction, Frequency, Kind, Measure, Unit};
use yardstick::domain::milestone::{Milestone, MilestoneStatus};
use yardstick::domain::number::NumberRule;
use yardstick::domain::period::{Calendar, Period};
use yardstick::domain::published::Published;
use yardstick::domain::recommendation::{Recommendation, RecommendationStatus};
use yardstick::domain::status::{Bands, Method};
use yardstick::domain::target::{Baseline, Target};
use yardstick::store::{self, CellKey, Saving, Store};

/// The password of everybody in this world.
pub const PASSWORD: &str = "correct horse battery";

pub fn code(text: &str) -> Code {
    text.parse().unwrap()
}

pub fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// A moment on 24 November 2026.
pub fn at(minute: u32) -> DateTime<Utc> {
    format!("2026-11-24T09:{minute:02}:00Z").parse().unwrap()
}

/// An empty store in a folder of its own, which lives as long as the second value.
pub async fn sqlite() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = store::connect(&url(&folder)).await.unwrap();
    (store, folder)
}

/// The address of the database in a folder.
pub fn url(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("test.db").display())
}

/// Writes [`batch`].
pub async fn seed(store: &Store) {
    store.apply(&batch(), "seed", at(0), false).await.unwrap();
}

/// Adds an account.
pub async fn enrol(store: &Store, name: &str, role: Role, office: Option<&str>) {
    let person = Person { name: name.to_owned(), role, office: office.map(code) };
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    store.put_person(&person, &hash, "seed", at(0)).await.unwrap();
}

/// A figure of a measure's total, saved by somebody who saw revision `seen`.
pub fn saving(measure: &str, quarter: &str, value: f64, seen: i64) -> Saving {
    Saving {
        key: key(measure, quarter),
        figure: Some(Figure::Value(value)),
        note: "counted twice".into(),
        source: "register".into(),
        reason: String::new(),
        explanation: String::new(),
        plan: String::new(),
        seen,
        actor: "ana".into(),
        at: at(10),
    }
}

pub fn key(measure: &str, quarter: &str) -> CellKey {
    CellKey { measure: code(measure), period: period(quarter), category: String::new() }
}

pub fn batch() -> Batch {
    let office = |short: &str, name: &str| Office { code: code(short), name: name.to_owned() };
    let yearly = Measure { frequency: Frequency::Annual, ..measure("convictions", "HSI", "Convictions") };
    let urgent = Measure {
        kind: Kind::Efficiency,
        aggregation: Aggregation::RatioOfSums,
        unit: Unit { name: "percent".into(), decimals: 1 },
        ratio: true,
        ..measure("urgent", "ATF", "Urgent traces within 48 hours")
    };
    let odd = Measure {
        kind: Kind::Outcome,
        calendar: Calendar::Calendar,
        ..measure("odd", "HSI", "100%_sure! of “quotes” and 'ticks'")
    };
    Batch {
        offices: vec![
            office("ATF", "Tobacco and Firearms"),
            office("HSI", "Homeland Security Investigations"),
        ],
        goals: vec![goal("safe", None, "ATF"), goal("trace", Some("safe"), "ATF")],
        measures: vec![measure("traces", "ATF", "Traces completed"), urgent, yearly, odd],
        baselines: vec![Baseline {
            measure: code("traces"),
            period: Some(period("FY2025Q4")),
            value: 90.0,
            source: "annual report".into(),
        }],
        targets: ["FY2026Q1", "FY2026Q2", "FY2026Q3", "FY2026Q4"]
            .map(|quarter| target("traces", quarter))
            .into(),
        actuals: vec![
            actual("traces", "FY2026Q1", Figure::Value(100.0)),
            actual("traces", "FY2026Q2", Figure::Value(0.0)),
            actual("urgent", "FY2026Q2", Figure::Ratio { numerator: 83.0, denominator: 100.0 }),
            actual("convictions", "FY2026", Figure::Value(12.0)),
        ],
        published: vec![Published {
            about: code("traces"),
            name: "Traces, all of them".into(),
            period: "FY 2025".into(),
            value: 640_000.5,
            unit: "traces".into(),
            scope: "nation".into(),
            source: "fact sheet".into(),
            source_address: "https://example.gov/traces".into(),
            note: String::new(),
        }],
        contributors: vec![Contributors::new(code("trace"), vec![code("HSI")])],
        milestones: vec![
            milestone("m1", "2026-03-31", MilestoneStatus::Done),
            milestone("m2", "2026-09-30", MilestoneStatus::UnderWay),
        ],
        recommendations: vec![recommendation()],
        ..Batch::default()
    }
}

fn goal(name: &str, parent: Option<&str>, office: &str) -> Goal {
    Goal {
        code: code(name),
        parent: parent.map(code),
        level: if parent.is_some() { GoalLevel::Priority } else { GoalLevel::Strategic },
        name: format!("Goal {name}"),
        statement: "Fewer guns on the wrong side".into(),
        office: code(office),
        leader: "A. Leader".into(),
        from: Some(period("FY2026")),
        to: Some(period("FY2027")),
        source: "plan".into(),
        strategies: "Count what is found.".into(),
        programs: "eTrace".into(),
        illustrative: true,
    }
}

/// A step of the goal “trace”.
pub fn milestone(short: &str, due: &str, status: MilestoneStatus) -> Milestone {
    Milestone {
        goal: code("trace"),
        code: code(short),
        name: format!("Step {short}"),
        due: due.parse().unwrap(),
        status,
        owner: "B. Official".into(),
        note: "As planned.".into(),
        illustrative: true,
    }
}

/// A recommendation about the goal “safe”, answered by the measures of “trace”.
pub fn recommendation() -> Recommendation {
    Recommendation {
        code: code("R-1"),
        goal: code("safe"),
        text: "Count what is found.".into(),
        addressee: "ATF".into(),
        status: RecommendationStatus::Open,
        as_of: "2025-02-20".parse().unwrap(),
        note: "As a letter says.".into(),
        source: "A report".into(),
        source_address: "https://example.gov/report".into(),
        measures: vec![code("traces"), code("urgent")],
    }
}

/// A quarterly count, fiscal, the more the better.
pub fn measure(short: &str, office: &str, name: &str) -> Measure {
    Measure {
        code: code(short),
        goal: code("trace"),
        office: code(office),
        name: name.to_owned(),
        definition: "What is counted.".into(),
        formula: "count".into(),
        kind: Kind::Output,
        direction: Direction::Increase,
        calendar: Calendar::Fiscal,
        frequency: Frequency::Quarterly,
        aggregation: Aggregation::Sum,
        unit: Unit { name: "traces".into(), decimals: 0 },
        ratio: false,
        rule: NumberRule { whole: true, negative: false },
        reporting_lag_days: 45,
        responsible: "B. Official".into(),
        source: "eTrace".into(),
        source_address: "https://example.gov".into(),
        caveat: "Traces are not crimes.".into(),
        limitations: "Some are late.".into(),
        verification: "Two clerks count.".into(),
        accuracy: "Within 1 %.".into(),
        compensation: "Late ones are added the year after.".into(),
        baseline_absent: "New this year.".into(),
        marking: "For official use only".into(),
        illustrative: true,
        bands: Bands::default(),
        method: Method::Proximity,
        retired_on: "2030-01-31".parse().ok(),
    }
}

pub fn target(measure: &str, quarter: &str) -> Target {
    Target {
        measure: code(measure),
        period: period(quarter),
        category: String::new(),
        value: 110.0,
        set_on: Some("2025-10-01".parse().unwrap()),
        source: "plan".into(),
        reason: String::new(),
    }
}

pub fn actual(measure: &str, quarter: &str, figure: Figure) -> Actual {
    Actual {
        measure: code(measure),
        period: period(quarter),
        category: String::new(),
        figure,
        state: State::Approved,
        note: "as reported".into(),
        source: "register".into(),
    }
}
