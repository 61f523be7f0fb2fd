//! Pictures of goals with everything odd that they may have.

use chrono::{Days, NaiveDate};

use crate::chart::{GoalSpec, Heat, Milestones, Shows, Step};
use crate::domain::status::Status;

/// One picture of a goal.
pub struct GoalExhibit {
    pub kind: &'static str,
    /// What is odd about it.
    pub case: &'static str,
    pub spec: GoalSpec,
}

pub fn goal_exhibits() -> Vec<GoalExhibit> {
    let heat = |case, rows: usize, quarters: usize, name: &str| GoalExhibit {
        kind: "status",
        case,
        spec: spec("Reduce violent crime", Shows::Heat(heat(rows, quarters, name))),
    };
    let milestones = |case, count: usize, apart: i64, name: &str| GoalExhibit {
        kind: "milestones",
        case,
        spec: spec("Reduce violent crime", Shows::Milestones(milestones(count, apart, name))),
    };
    let long = "of firearms recovered in Mexico and submitted for tracing by anybody, whoever that may be";
    vec![
        heat("eight quarters", 7, 8, "traces"),
        heat("one measure once", 1, 1, "traces"),
        heat("none", 0, 8, ""),
        heat("fifty measures", 50, 8, "traces"),
        heat("long names", 4, 8, long),
        milestones("seven", 7, 45, "Publish"),
        milestones("one", 1, 45, "Publish"),
        milestones("none", 0, 45, ""),
        milestones("on one day", 3, 0, "Publish"),
        milestones("over sixty years", 12, 2000, "Publish"),
        milestones("long names", 4, 90, long),
    ]
}

fn spec(title: &str, shows: Shows) -> GoalSpec {
    GoalSpec {
        title: title.to_owned(),
        subtitle: "Made up".to_owned(),
        shows,
        footnotes: vec!["Source: made up for the gallery.".to_owned()],
        illustrative: true,
    }
}

fn heat(rows: usize, quarters: usize, name: &str) -> Heat {
    let quarter = |k: usize| (format!("Q{}", (k + 1) % 4 + 1), format!("FY {}", 2025 + (k + 1) / 4));
    let cell = |row: usize, k: usize| Status::ALL.get((row * 5 + k * 3 + row * k) % 8).copied();
    let row = |i: usize| (format!("{} {name}", i + 1), (0..quarters).map(|k| cell(i, k)).collect());
    Heat { quarters: (0..quarters).map(quarter).collect(), rows: (0..rows).map(row).collect() }
}

fn milestones(count: usize, apart: i64, name: &str) -> Milestones {
    let today = NaiveDate::default() + Days::new(20_782);
    let looks =
        [Status::Met, Status::OffTrack, Status::AtRisk, Status::NoData, Status::NotDue, Status::NoTarget];
    let words = ["done", "missed", "under way, overdue by 12 days", "cancelled", "under way", "planned"];
    let step = |i: usize| Step {
        name: format!("{} {name}", i + 1),
        due: today + chrono::Duration::days((i as i64 - 3) * apart),
        looks: looks[i % looks.len()],
        words: words[i % words.len()].to_owned(),
    };
    Milestones {
        steps: (0..count).map(step).collect(),
        today,
        said: "2 of 7 milestones are done.".to_owned(),
    }
}
