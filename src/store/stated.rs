//! What measures state: all that the check of their elements needs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::domain::code::Code;
use crate::domain::elements::Subject;
use crate::domain::goal::Goal;
use crate::domain::measure::Measure;
use crate::domain::target::{Baseline, Target};

use super::catalog::{baselines, measure_columns, measures, target_columns};
use super::page::{bound, places, rows};
use super::row::{BaselineRow, MeasureRow, TargetRow};
use super::{Store, StoreError};

/// A measure with its baseline and the targets of its total as they stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    pub measure: Measure,
    pub baseline: Option<Baseline>,
    pub targets: Vec<Target>,
}

impl Stated {
    /// What the check of its elements needs, `goal` being the measure's own.
    pub fn subject<'a>(&'a self, goal: &'a Goal) -> Subject<'a> {
        let Stated { measure, baseline, targets } = self;
        Subject { measure, goal, baseline: baseline.as_ref(), targets }
    }
}

const MEASURES: &str = concat!("SELECT ", measure_columns!(), " FROM ", measures!());
const BASELINES: &str = baselines!("");
const TARGETS: &str = concat!(
    "SELECT ",
    target_columns!(),
    " FROM target t JOIN measure m ON m.id = t.measure_id AND t.category = '' AND t.stood"
);

/// The three statements, of every measure and of one page of them.
struct Statements {
    measures: String,
    baselines: String,
    targets: String,
}

fn statements(condition: &str) -> Statements {
    Statements {
        measures: format!("{MEASURES} {condition} ORDER BY g.code, m.code"),
        baselines: format!("{BASELINES} {condition}"),
        targets: format!("{TARGETS} {condition} ORDER BY m.code, t.ends_on"),
    }
}

static OF_ALL: LazyLock<Statements> = LazyLock::new(|| statements(""));
static OF_A_PAGE: LazyLock<Statements> =
    LazyLock::new(|| statements(&format!("WHERE m.code IN ({})", places())));

// UNION without ALL: a circle made by a hand at the database ends all the same.
static OF_A_GOAL: LazyLock<Statements> = LazyLock::new(|| {
    statements(
        "WHERE m.goal_id IN (WITH RECURSIVE serving(id) AS (SELECT id FROM goal WHERE code = $1 \
         UNION SELECT c.id FROM goal c JOIN serving s ON c.parent_id = s.id) SELECT id FROM serving)",
    )
});

impl Store {
    /// What measures state, by goal and code: of every measure, or of up to a page of them. Three
    /// statements.
    pub async fn stated(&self, codes: Option<&[Code]>) -> Result<Vec<Stated>, StoreError> {
        let Some(codes) = codes else {
            return self.state(&OF_ALL, &[]).await;
        };
        self.state(&OF_A_PAGE, &bound(codes)).await
    }

    /// What the measures of a goal state, and those of the goals that serve it, at whatever depth.
    /// Three statements.
    pub async fn stated_below(&self, goal: &Code) -> Result<Vec<Stated>, StoreError> {
        self.state(&OF_A_GOAL, &[goal.as_str()]).await
    }

    async fn state(&self, sql: &'static Statements, places: &[&str]) -> Result<Vec<Stated>, StoreError> {
        let measures: Vec<MeasureRow> = rows!(self, sql.measures.as_str(), places)?;
        let baselines: Vec<BaselineRow> = rows!(self, sql.baselines.as_str(), places)?;
        let targets: Vec<TargetRow> = rows!(self, sql.targets.as_str(), places)?;
        let mut baseline_of: BTreeMap<Code, Baseline> = BTreeMap::new();
        for row in baselines {
            let baseline = Baseline::try_from(row)?;
            baseline_of.insert(baseline.measure.clone(), baseline);
        }
        let mut targets_of: BTreeMap<Code, Vec<Target>> = BTreeMap::new();
        for row in targets {
            let target = Target::try_from(row)?;
            targets_of.entry(target.measure.clone()).or_default().push(target);
        }
        let stated = |row: MeasureRow| {
            let measure = Measure::try_from(row)?;
            let baseline = baseline_of.remove(&measure.code);
            let targets = targets_of.remove(&measure.code).unwrap_or_default();
            Ok(Stated { measure, baseline, targets })
        };
        measures.into_iter().map(stated).collect()
    }
}
