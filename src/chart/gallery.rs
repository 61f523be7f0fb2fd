//! Every kind of picture with every kind of series that has broken one before, or could: for those who work
//! on the pictures.

mod goal;

pub use goal::{GoalExhibit, goal_exhibits};

use super::fan::with_fan;
use super::spec::{
    Bounds, ChartSpec, Control, Form, Part, PartValue, Point, Reference, Signal, Split, Stretch,
};
use crate::domain::forecast::{Fan, FanStep};
use crate::domain::measure::Unit;
use crate::domain::note::{Note, NoteKind};
use crate::domain::period::{Calendar, Period};
use crate::domain::rollup::Partial;
use crate::domain::spc::{self, Better, Kind, Question, Rule, RuleSet, Standing};
use crate::domain::status::{Edges, Status};

/// One picture.
pub struct Exhibit {
    pub kind: &'static str,
    /// What is odd about its figures.
    pub case: &'static str,
    pub spec: ChartSpec,
}

const KINDS: [&str; 14] = [
    "trend",
    "forecast",
    "bars",
    "control",
    "moving-range",
    "cumulative",
    "year-over-year",
    "parts",
    "stacked",
    "lines",
    "multiples",
    "sparkline",
    "bullet",
    "bullet, less is better",
];

/// Every kind with every case.
pub fn exhibits() -> Vec<Exhibit> {
    let all = KINDS
        .into_iter()
        .flat_map(|kind| cases().into_iter().map(move |(case, values)| (kind, case, values)));
    all.map(|(kind, case, values)| Exhibit { kind, case, spec: spec(kind, case, &values) }).collect()
}

fn cases() -> Vec<(&'static str, Vec<Option<f64>>)> {
    let known = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
    let mut stepped = rising(20);
    stepped.iter_mut().skip(12).flatten().for_each(|value| *value += 40.0);
    let mut gaps = rising(20);
    for at in [3, 4, 9, 17] {
        gaps[at] = None;
    }
    vec![
        ("twenty figures", stepped),
        ("one figure", known(&[412.0])),
        ("none", Vec::new()),
        ("two hundred figures", rising(200)),
        ("from a thousandth to a billion", known(&[0.001, 0.02, 3.0, 450.0, 6e4, 7e6, 1e9, 2e8])),
        ("all negative", known(&[-3.0, -9.0, -1.5, -4.0, -2.0, -8.0, -3.5, -6.0])),
        ("all missing", vec![None; 8]),
        ("gaps", gaps),
        ("constant", known(&[95.0; 12])),
        ("long names", rising(20)),
        ("notes close together", rising(20)),
    ]
}

/// Figures that go up and down.
fn rising(count: usize) -> Vec<Option<f64>> {
    (0..count).map(|i| Some(83.0 + (i * 7 % 13) as f64)).collect()
}

fn spec(kind: &str, case: &str, values: &[Option<f64>]) -> ChartSpec {
    let mut spec = match kind {
        "bars" => plain(Form::Bars, "FY2001", values),
        "control" => control(values, (values.len() == 20).then_some(12), false),
        "moving-range" => control(&ranges(values), (case == "notes close together").then_some(12), true),
        "cumulative" => cumulative(values),
        "year-over-year" => years(values),
        "parts" => {
            let whole = |value: f64| value.abs() * 1.4;
            let of =
                |share: &dyn Fn(f64) -> f64| values.iter().map(|value| value.map(share)).collect::<Vec<_>>();
            split(Form::Parts, values, vec![("numerator", of(&f64::abs)), ("denominator", of(&whole))])
        }
        "stacked" | "lines" | "multiples" => {
            let of = |by: f64| values.iter().map(|value| value.map(|value| value / by)).collect::<Vec<_>>();
            let form = match kind {
                "lines" => Form::Lines,
                "multiples" => Form::Multiples,
                _ => Form::Stacked,
            };
            split(form, values, vec![("handgun", of(1.0)), ("long gun", of(2.0)), ("not known", of(5.0))])
        }
        "bullet" => bullet(values, true),
        "bullet, less is better" => bullet(values, false),
        "sparkline" => plain(Form::Sparkline, "FY2020Q1", values),
        _ => plain(Form::Trend, "FY2020Q1", values),
    };
    if values.len() > 100 && !matches!(spec.form, Form::Seasons | Form::Bars | Form::Bullet) {
        let first = Period::quarter_of(Calendar::Fiscal, 1970, 1);
        for (i, point) in spec.points.iter_mut().enumerate() {
            point.period = first.map_or(point.period, |first| first.step(i as i32));
        }
    }
    if kind == "forecast" {
        spec = foreseen(spec);
    }
    if case == "notes close together" {
        return noted(spec, &[1, 2, 3, 3, 9, 12, 19], Some(5));
    }
    if case == "long names" {
        let long = |name: &str| {
            format!("{name} of firearms recovered in Mexico and submitted for tracing by anybody")
        };
        spec.title = long(&spec.title);
        spec.unit.name = long(&spec.unit.name);
        spec.baseline = spec.baseline.map(|found| Reference { label: long(&found.label), ..found });
        let parts = spec.split.iter_mut().flat_map(|split| &mut split.parts);
        parts.for_each(|part| part.name = long(&part.name));
    }
    spec
}

fn plain(form: Form, first: &str, values: &[Option<f64>]) -> ChartSpec {
    let first = first.parse::<Period>().ok().or_else(|| Period::year_of(Calendar::Fiscal, 2020));
    let judged = [Status::Met, Status::OnTrack, Status::AtRisk, Status::OffTrack];
    let point = |(i, (value, period)): (usize, (&Option<f64>, Period))| Point {
        value: *value,
        target: value.map(|value| value.abs().max(1.0)),
        status: value.map(|_| judged[i % 4]),
        missing: value.is_none().then(|| "suppressed".to_owned()),
        ..Point::empty(period)
    };
    let periods = first.into_iter().flat_map(|first| (0..values.len()).map(move |i| first.step(i as i32)));
    ChartSpec {
        title: "Urgent traces".to_owned(),
        subtitle: "By quarter, in traces".to_owned(),
        unit: Unit { name: "traces".to_owned(), decimals: 0 },
        higher_is_better: true,
        form,
        points: values.iter().zip(periods).enumerate().map(point).collect(),
        baseline: Some(Reference { label: "Baseline".to_owned(), value: 83.0 }),
        what_if: None,
        breaks: Vec::new(),
        notes: Vec::new(),
        footnotes: vec!["Source: made up for the gallery.".to_owned()],
        illustrative: true,
        split: None,
        control: None,
        fan: None,
    }
}

/// With a forecast after the last figure: as far off as the figures are from each other, and more with each step.
fn foreseen(spec: ChartSpec) -> ChartSpec {
    let known: Vec<(Period, f64)> =
        spec.points.iter().filter_map(|point| Some((point.period, point.value?))).collect();
    let Some((last, mean)) = known.last().copied() else { return spec };
    let (low, high) = known.iter().fold((mean, mean), |(low, high), (_, v)| (low.min(*v), high.max(*v)));
    let step = |ahead: i32| {
        let error = ((high - low) / 4.0).max(0.5) * f64::from(ahead).sqrt();
        FanStep {
            period: last.step(ahead),
            mean,
            bands: [0.7, 1.3, 2.0].map(|k| (mean - k * error, mean + k * error)),
        }
    };
    let method = "Exponential smoothing (ETS), the mean of three forms".to_owned();
    with_fan(spec, &Fan { method, steps: (1..=6).map(step).collect() })
}

/// With notes pinned to some points; the limits of a control chart begin anew with one of them, by its place.
pub(super) fn noted(mut spec: ChartSpec, at: &[usize], rebase: Option<usize>) -> ChartSpec {
    let note = |(k, i): (usize, &usize)| {
        Some(Note {
            period: spec.points.get(*i)?.period,
            kind: NoteKind::ALL[k % NoteKind::ALL.len()],
            text: "What happened then".to_owned(),
            rebase: rebase == Some(k),
        })
    };
    spec.notes = at.iter().enumerate().filter_map(note).collect();
    // What a definition began in a control chart is begun by a note.
    spec.breaks.clear();
    let under: Vec<String> = spec.notes.iter().zip(1..).map(|(note, number)| note.alone(number)).collect();
    spec.footnotes.splice(..0, under);
    spec
}

/// How far each figure is from the one before it.
fn ranges(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let before = std::iter::once(&None).chain(values);
    before.zip(values).map(|(before, value)| Some((value.as_ref()? - before.as_ref()?).abs())).collect()
}

/// A control chart of these figures, each by itself or as far as it is from the one before.
pub(super) fn control(values: &[Option<f64>], break_at: Option<usize>, ranges: bool) -> ChartSpec {
    let mut spec = plain(Form::Control, "FY2020Q2", values);
    let rebase: Vec<usize> = break_at.into_iter().collect();
    spec.breaks = rebase.iter().map(|at| spec.points[*at].period).collect();
    let question = Question { better: Better::Decrease, rebase, ..Question::default() };
    let spc = spc::judge(values, &question);
    let ends = spc.groups.iter().skip(1).map(|group| group.first).chain([values.len()]);
    let stretch = |(group, end): (&spc::Group, usize)| Stretch {
        first: group.first,
        end,
        figures: group.points,
        mean: group.mean,
        limits: group.limits.map(|l| Bounds {
            lower: (!ranges).then_some(l.lower),
            upper: l.upper,
            near: (!ranges).then_some([l.near_lower, l.near_upper]),
        }),
        standing: group.limits.map_or(Standing::None, |limits| limits.standing),
    };
    let signal = |one: &Option<spc::Point>| {
        let beyond = |one: &spc::Point| spc.limits().is_some_and(|limits| one.value > limits.upper);
        match ranges {
            true => one.filter(beyond).map(|_| Signal { rule: Rule::Outside, kind: Kind::High }),
            false => one.and_then(|one| Some(Signal { rule: one.rule?, kind: one.kind })),
        }
    };
    spec.baseline = None;
    spec.points.iter_mut().filter(|_| ranges).for_each(|point| point.target = None);
    spec.control = Some(Control {
        rules: RuleSet::Nhs,
        ranges,
        stretches: spc.groups.iter().zip(ends).map(stretch).collect(),
        signals: spc.points.iter().map(signal).collect(),
        assurance: None,
    });
    spec
}

fn cumulative(values: &[Option<f64>]) -> ChartSpec {
    let mut spec = plain(Form::Cumulative(Calendar::Fiscal), "FY2020Q1", values);
    spec.baseline = None;
    let (mut sum, mut goal) = (Some(0.0), 0.0);
    for (i, point) in spec.points.iter_mut().enumerate() {
        if i % 4 == 0 {
            (sum, goal) = (Some(0.0), 0.0);
        }
        sum = sum.zip(point.value).map(|(sum, value)| sum + value);
        goal += 90.0;
        (point.value, point.target, point.status) = (sum, Some(goal), None);
    }
    spec
}

fn bullet(values: &[Option<f64>], higher_is_better: bool) -> ChartSpec {
    let values = &values[values.len().saturating_sub(5)..];
    let mut spec = plain(Form::Bullet, "FY2022", values);
    (spec.baseline, spec.higher_is_better) = (None, higher_is_better);
    let side = if higher_is_better { 1.0 } else { -1.0 };
    for (i, point) in spec.points.iter_mut().enumerate() {
        let Some(value) = point.value else { continue };
        let target = value + value.abs() * side * [-0.1, 0.04, 0.1, 0.3, 0.0][i % 5];
        let short = |share: f64| target - share * side * target.abs();
        point.target = Some(target);
        point.edges = Some(Edges { met: target, on_track: short(0.05), at_risk: short(0.15) });
    }
    if let Some(last) = spec.points.last_mut().filter(|last| values.len() == 5 && last.value.is_some()) {
        (last.partial, last.status, last.edges) = (Some(Partial { parts: 2, of: 4 }), None, None);
    }
    spec
}

fn years(values: &[Option<f64>]) -> ChartSpec {
    let years: Vec<&[Option<f64>]> = values.chunks(4).collect();
    let left_out = years.len().saturating_sub(Split::MOST);
    let first = 2026 + 1 - (years.len() - left_out) as u16;
    let quarter = |year: &&[Option<f64>], q: usize| PartValue {
        value: year.get(q).copied().flatten(),
        ..PartValue::default()
    };
    let part = |(k, year): (usize, &&[Option<f64>])| Part {
        name: format!("FY {}", first + k as u16),
        values: (0..4).map(|q| quarter(year, q)).collect(),
    };
    let parts: Vec<Part> = years[left_out..].iter().enumerate().map(part).collect();
    let slots = if parts.is_empty() { 0 } else { 4 };
    let spec = plain(Form::Seasons, "FY2026Q1", &vec![None; slots]);
    let points = spec.points.iter().map(|point| Point::empty(point.period)).collect();
    let split = Split { by: "year".to_owned(), parts, additive: false, left_out };
    ChartSpec { baseline: None, points, split: Some(split), ..spec }
}

fn split(form: Form, values: &[Option<f64>], parts: Vec<(&str, Vec<Option<f64>>)>) -> ChartSpec {
    let mut spec = plain(form, "FY2020Q1", values);
    spec.baseline = None;
    for point in &mut spec.points {
        (point.value, point.target, point.status) = (None, None, None);
    }
    let value = |value: Option<f64>| PartValue {
        value,
        draft: false,
        missing: value.is_none().then(|| "suppressed".to_owned()),
    };
    let part = |(name, values): (&str, Vec<Option<f64>>)| Part {
        name: name.to_owned(),
        values: values.into_iter().map(value).collect(),
    };
    let by = if form == Form::Parts { "percent" } else { "firearm type" };
    let parts = parts.into_iter().map(part).collect();
    spec.split = Some(Split { by: by.to_owned(), parts, additive: form == Form::Stacked, left_out: 0 });
    spec
}
