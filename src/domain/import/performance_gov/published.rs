//! The published files themselves, where they are at hand: everything is read, and each row on which
//! the published progress or status and ours disagree is listed with its reason.

use std::collections::HashMap;
use std::path::Path;

use super::*;
use crate::domain::pace::Course;
use crate::domain::standing::{Facts, stand};
use crate::domain::status::{self, Status};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
const GOALS: &str = "apg_fy2022_goals.csv";
const ROWS: &str = "apg_fy2022_indicators.csv";

/// Lines of the indicators file that are alike, and why the published value is not ours.
type Explained = &'static [(&'static str, &'static [u64])];

/// Published progress that is not `(actual - baseline) / (target - baseline)`.
const PROGRESS: Explained = &[(
    "a threshold to stay above: 0 is published whatever the figure, since there is no way to cover; we give \
     such a measure no progress at all, and the fraction (−11.3, 0.04, −6.1) would mean nothing",
    &[155, 156, 211, 214, 225, 228],
)];

/// Rows published as “Target not met” of which we say otherwise.
const STATUS: Explained = &[
    (
        "a threshold to stay above, which the figure is: “Target met: At or above threshold” is published in \
         another column of the same row; we say met",
        &[153, 154, 155, 156, 205, 208, 211, 214, 218, 222, 225, 228],
    ),
    (
        "the current value is blank, which is published as a progress of 0; we say no data",
        &[
            14, 17, 18, 20, 31, 33, 38, 49, 59, 63, 75, 76, 80, 84, 93, 94, 100, 108, 114, 132, 133, 139,
            145, 146, 166, 253, 256, 263, 269, 276, 277, 278, 279, 282, 283, 287, 290, 293, 294, 295, 296,
            303, 323, 326, 328, 329, 343, 348, 349, 350, 351, 355, 356, 357, 358, 359, 360, 365, 367, 368,
            369, 373, 404, 440, 442, 453,
        ],
    ),
];

/// The two files, or `None`, said so, where they are not.
fn files() -> Option<[String; 2]> {
    if !Path::new(FOLDER).is_dir() {
        println!("skipped: ../shared/data is not here");
        return None;
    }
    Some([GOALS, ROWS].map(|name| std::fs::read_to_string(Path::new(FOLDER).join(name)).unwrap()))
}

fn read(files: &[String; 2]) -> Reading {
    performance_gov(&[(GOALS, &files[0]), (ROWS, &files[1])])
}

/// A published row beside what was made of it.
struct Compared {
    line: u64,
    published: HashMap<&'static str, String>,
    actual: Option<f64>,
    baseline: Option<f64>,
    target: Option<f64>,
    status: Status,
}

/// Every row. Relies on each giving one actual, in the order of the file.
fn compare(files: &[String; 2]) -> Vec<Compared> {
    let batch = read(files).batch;
    let mut actuals = batch.actuals.iter();
    let mut all = Vec::new();
    each_row(Source::text(ROWS, &files[1]), &INDICATORS, &mut Findings::default(), |row, _| {
        let actual = actuals.next().unwrap();
        let measure = batch.measures.iter().find(|m| m.code == actual.measure).unwrap();
        let target = batch.targets.iter().find(|t| t.measure == measure.code && t.period == actual.period);
        let baseline = batch.baselines.iter().find(|b| b.measure == measure.code);
        let facts = Facts {
            measure,
            period: actual.period,
            figure: Some(actual.figure),
            target: target.map(|t| t.value),
            course: Course::of(baseline, &[]),
        };
        all.push(Compared {
            line: row.line,
            published: INDICATORS.names().map(|c| (c, row.cell(c).trim().to_owned())).collect(),
            actual: actual.figure.value(1.0),
            baseline: facts.course.baseline,
            target: facts.target,
            status: stand(&facts, "2026-11-24".parse().unwrap()).status,
        });
    });
    all
}

/// Fails, naming the lines, when what was found is not what is explained.
fn expect(found: Vec<u64>, explained: Explained) {
    let mut expected: Vec<u64> = explained.iter().flat_map(|(_, lines)| lines.iter().copied()).collect();
    expected.sort_unstable();
    let new: Vec<_> = found.iter().filter(|line| !expected.contains(line)).collect();
    let gone: Vec<_> = expected.iter().filter(|line| !found.contains(line)).collect();
    assert!(new.is_empty() && gone.is_empty(), "not explained: {new:?}; explained but agreeing: {gone:?}");
    for (reason, lines) in explained {
        println!("{} rows: {reason}. Lines {lines:?}", lines.len());
    }
}

#[test]
fn all_rows_are_read() {
    let Some(files) = files() else { return };
    let reading = read(&files);
    assert_eq!(reading.problems, []);
    assert_eq!(reading.rows, 46 + 390);
    let batch = reading.batch;
    assert_eq!((batch.offices.len(), batch.goals.len()), (12, 46));
    assert_eq!((batch.measures.len(), batch.actuals.len()), (120, 390));
    assert_eq!((batch.targets.len(), batch.baselines.len()), (390 - 67, 104));
    assert_eq!(reading.remarks.len(), 434);
}

#[test]
fn each_cell_is_kept_as_what_it_is() {
    let Some(files) = files() else { return };
    let rows = compare(&files);
    assert_eq!(rows.len(), 390);
    for row in rows {
        let undefined = row.published["indicator_type"] == "Target undefined";
        assert_eq!(row.target.is_none(), undefined, "line {}", row.line);
        for (column, ours) in
            [("value_current", row.actual), ("value_start", row.baseline), ("value_target", row.target)]
        {
            let published = row.published[column].parse().ok();
            if !(column == "value_target" && undefined) {
                assert_eq!(ours, published, "line {}, column {column}", row.line);
            }
        }
    }
}

#[test]
fn progress_agrees_but_for_the_rows_listed() {
    let Some(files) = files() else { return };
    let mut compared = 0;
    let mut found = Vec::new();
    for row in compare(&files) {
        let published: f64 = row.published["progress_pct"].parse().unwrap();
        let (Some(actual), Some(baseline), Some(target)) = (row.actual, row.baseline, row.target) else {
            assert_eq!(published, 0.0, "line {}: what cannot be computed is published as 0", row.line);
            continue;
        };
        let Some(ours) = status::progress(actual, baseline, target) else { continue };
        compared += 1;
        if (ours - published).abs() > 1e-6 {
            found.push(row.line);
        }
    }
    assert_eq!(compared, 257);
    expect(found, PROGRESS);
}

#[test]
fn met_or_not_agrees_but_for_the_rows_listed() {
    let Some(files) = files() else { return };
    let differs = |row: &Compared| {
        let ours = match row.status {
            Status::Met => "Target met",
            Status::OnTrack | Status::AtRisk | Status::OffTrack => "Target not met",
            Status::NoTarget | Status::NoData | Status::NotDue => "Target undefined",
        };
        ours != row.published["progress_pct_target_status"]
    };
    expect(compare(&files).iter().filter(|row| differs(row)).map(|row| row.line).collect(), STATUS);
}
