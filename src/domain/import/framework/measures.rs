//! Measures files: one measure a row, with its baseline.

use super::{Codes, Reader, goals, offices};
use crate::domain::batch::{Batch, Item};
use crate::domain::code::Code;
use crate::domain::definition::NewDefinition;
use crate::domain::import::cells::{Cell, Cells};
use crate::domain::import::columns::{Sheet, Takes, may, must};
use crate::domain::import::fields::Fields;
use crate::domain::import::findings::Findings;
use crate::domain::import::held::Held;
use crate::domain::import::row::Row;
use crate::domain::import::table::{Source, each_row};
use crate::domain::measure::{Aggregation, Direction, Frequency, Kind, Measure};
use crate::domain::period::Calendar;
use crate::domain::setup::{self, Identity, Past};
use crate::domain::status::Method;
use crate::domain::target::Baseline;

pub(super) const SHEET: Sheet = Sheet {
    name: "measures",
    columns: &[
        must(
            "code",
            Takes::Code,
            "The short name of the measure: letters, digits, hyphens, dots or underscores.",
        ),
        must("goal", Takes::CodeOf("goals"), "The code of the goal that the measure serves."),
        must("office", Takes::CodeOf("offices"), "The code of the office that owns the measure."),
        must("name", Takes::Text, "As it is to stand over the chart."),
        must("definition", Takes::Text, "What is counted and what is not."),
        must("formula", Takes::Text, "How the figure is worked out, so that another person gets the same."),
        must("kind", Takes::Word(Kind::NAMES), "What the measure tells about (31 U.S.C. 1115(b)(6))."),
        must("direction", Takes::Word(Direction::NAMES), "Which way is better."),
        must("calendar", Takes::Word(Calendar::NAMES), "Which year its periods are counted in."),
        must("frequency", Takes::Word(Frequency::NAMES), "How often a figure is due."),
        must(
            "aggregation",
            Takes::Word(Aggregation::NAMES),
            "How months or quarters become the year's figure.",
        ),
        must("unit", Takes::Text, "Plural and lower case, as traces or days; or percent, or dollars."),
        must("decimals", Takes::Number, "Decimals shown, 0 to 6."),
        must("lag_days", Takes::Number, "Days after a period's end until its figure is due, at most 730."),
        may("ratio", Takes::YesNo, "yes, where figures are entered as numerator and denominator."),
        may("whole", Takes::YesNo, "yes, where figures are whole numbers."),
        may("negative", Takes::YesNo, "yes, where figures may be below zero."),
        may("responsible", Takes::Text, "The official responsible for the measure."),
        may("source", Takes::Text, "Where the data comes from (31 U.S.C. 1115(b)(8)(B))."),
        may("source_address", Takes::Text, "A web address of the source, from https:// on."),
        may(
            "caveat",
            Takes::Text,
            "What a reader must know to not misread the figures; printed on every chart.",
        ),
        may("verification", Takes::Text, "How values are verified and validated (31 U.S.C. 1115(b)(8)(A))."),
        may(
            "accuracy",
            Takes::Text,
            "The accuracy that the intended use requires (31 U.S.C. 1115(b)(8)(C)).",
        ),
        may("limitations", Takes::Text, "What the data cannot say (31 U.S.C. 1115(b)(8)(D))."),
        may("compensation", Takes::Text, "How the limitations are made up for (31 U.S.C. 1115(b)(8)(E))."),
        may("marking", Takes::Text, "Words of a controlled marking; empty for what is public."),
        may(
            "method",
            Takes::Word(Method::NAMES),
            "How an actual is judged against its target; empty for distance.",
        ),
        may("retired_on", Takes::Day, "The day from which nothing is asked for any more, as 2024-09-30."),
        may("illustrative", Takes::YesNo, "yes, where the figures were made up to show the product."),
        may(
            "on_track",
            Takes::Share,
            "The share of the distance that may be lacking, as 0.05; empty for 0.05.",
        ),
        may("at_risk", Takes::Share, "The share that may be lacking at risk, as 0.15; empty for 0.15."),
        may(
            "baseline_period",
            Takes::Period,
            "The period of the starting value; empty where none is stated.",
        ),
        may("baseline", Takes::Number, "The starting value, in the measure's unit."),
        may("baseline_source", Takes::Text, "Where the starting value was published."),
        may("baseline_absent", Takes::Text, "Why there is no starting value."),
        may(
            "change",
            Takes::Word(&["words", "otherwise"]),
            "Where you change definition, formula, unit or ratio of a measure that has figures: words, if it \
             counts as before; otherwise, if not.",
        ),
        may(
            "change_from",
            Takes::Period,
            "The first period that is counted otherwise, as FY2027Q1. Charts show a break there.",
        ),
        may("change_reason", Takes::Text, "Why it is counted otherwise."),
    ],
    key: &["code"],
    together: &["baseline_period", "baseline", "baseline_source"],
    asked: &["change", "change_from", "change_reason"],
    partial: false,
};

/// Reads the measures and their baselines into the batch.
pub(super) fn read(files: &[Source], reader: &mut Reader) {
    let mut seen = Codes::default();
    let Reader { batch, places, problems, held, rows } = reader;
    for &file in files {
        *rows += each_row(file, &SHEET, problems, |row, problems| {
            let Some(measure) = measure(&row, &mut seen, batch, held, problems) else {
                return;
            };
            places.keep(&row, || measure.subject());
            places.keep(&row, || Baseline::subject_of(&measure.code));
            if let Some(version) = redefined(&row, &measure, held, problems) {
                batch.redefined.push((measure.code.clone(), version));
            }
            match setup::baseline(&mut Fields::new(&row, problems), &measure) {
                Some(baseline) => batch.baselines.push(baseline),
                None if is_cleared(&row, &measure, held) => batch.without_baseline.push(measure.code.clone()),
                None => {}
            }
            batch.measures.push(measure);
        });
    }
}

fn measure(
    row: &Row,
    seen: &mut Codes,
    batch: &Batch,
    held: &Held,
    problems: &mut Findings,
) -> Option<Measure> {
    let mut fields = Fields::new(row, problems);
    let identity = Identity {
        code: seen.fresh(&mut fields, "measure"),
        goal: fields.reference("goal", "goal", goals(batch, held)),
        office: fields.reference("office", "office", offices(batch, held)),
    };
    setup::measure(&mut fields, identity)
}

/// The new version of the definition that a change of a measure makes, by the rules of its form.
fn redefined(row: &Row, new: &Measure, held: &Held, problems: &mut Findings) -> Option<NewDefinition> {
    let old = held.measures.get(&new.code)?;
    let mut fields = Fields::new(row, problems);
    let past = Past {
        versions: held.definitions.get(&new.code).map_or(&[], Vec::as_slice),
        counted: held.counted.contains(&new.code),
    };
    setup::version(&mut fields, old, new, past)
}

/// Whether a measure's baseline is to be taken away. In a text file an empty cell says nothing: the
/// column may be absent altogether.
fn is_cleared(row: &Row, measure: &Measure, held: &Held) -> bool {
    let items = held.items(&SHEET, measure.code.as_str()).unwrap_or_default();
    let is_bare = SHEET.together.iter().all(|c| row.cell(c).trim().is_empty());
    row.is_of_workbook() && is_bare && items.iter().any(|item| matches!(item, Item::Baseline(_)))
}

/// The row of a measure, but for its baseline.
pub(super) fn cells(measure: &Measure) -> Cells {
    let m = measure;
    vec![
        ("code", m.code.as_str().into()),
        ("goal", m.goal.as_str().into()),
        ("office", m.office.as_str().into()),
        ("name", (&m.name).into()),
        ("definition", (&m.definition).into()),
        ("formula", (&m.formula).into()),
        ("kind", m.kind.name().into()),
        ("direction", m.direction.name().into()),
        ("calendar", m.calendar.name().into()),
        ("frequency", m.frequency.name().into()),
        ("aggregation", m.aggregation.name().into()),
        ("unit", (&m.unit.name).into()),
        ("decimals", f64::from(m.unit.decimals).into()),
        ("lag_days", f64::from(m.reporting_lag_days).into()),
        ("ratio", m.ratio.into()),
        ("whole", m.rule.whole.into()),
        ("negative", m.rule.negative.into()),
        ("responsible", (&m.responsible).into()),
        ("source", (&m.source).into()),
        ("source_address", (&m.source_address).into()),
        ("caveat", (&m.caveat).into()),
        ("verification", (&m.verification).into()),
        ("accuracy", (&m.accuracy).into()),
        ("limitations", (&m.limitations).into()),
        ("compensation", (&m.compensation).into()),
        ("marking", (&m.marking).into()),
        ("method", m.method.name().into()),
        ("retired_on", m.retired_on.into()),
        ("illustrative", m.illustrative.into()),
        ("on_track", m.bands.on_track.into()),
        ("at_risk", m.bands.at_risk.into()),
        ("baseline_absent", (&m.baseline_absent).into()),
    ]
}

/// What a baseline adds to its measure's row.
pub(super) fn baseline_cells(baseline: &Baseline) -> Cells {
    vec![
        ("code", baseline.measure.as_str().into()),
        ("baseline_period", Cell::of(baseline.period)),
        ("baseline", baseline.value.into()),
        ("baseline_source", (&baseline.source).into()),
    ]
}

/// The same where there is none.
pub(super) fn no_baseline_cells(measure: &Code) -> Cells {
    let nothing = || Cell::Text(String::new());
    let mut cells: Cells = SHEET.together.iter().map(|column| (*column, nothing())).collect();
    cells.push(("code", measure.as_str().into()));
    cells
}
