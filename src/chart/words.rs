//! What a picture says, for those who don't see it and those who have no time to look.

use super::spec::{ChartSpec, Point};
use crate::domain::measure::Unit;
use crate::domain::number;
use crate::domain::period::Period;
use crate::domain::status::Status;

/// Two or three sentences: the latest figure and its change, how it stands against its target, and
/// what a reader must know before trusting it (gaps, partial years, drafts, made-up figures).
pub fn summary(spec: &ChartSpec) -> String {
    let mut sentences = Vec::new();
    match latest(spec) {
        None => sentences.push("There are no figures yet.".to_owned()),
        Some(at) => {
            sentences.push(level(spec, at));
            sentences.push(standing(spec, at));
        }
    }
    sentences.extend(gaps(spec));
    sentences.extend(drafts(spec));
    sentences.extend(what_if(spec));
    if spec.illustrative {
        sentences.push("The figures are illustrative.".to_owned());
    }
    sentences.join(" ")
}

/// What a point says by itself: `Q1 FY 2024: 83.0%; target at least 95.0%; off track`.
pub(super) fn mark_label(spec: &ChartSpec, point: &Point, draft: bool) -> String {
    let value = if draft { point.draft } else { point.value };
    let mut text = format!("{}: ", point.period.label());
    match (value, point.missing.as_deref()) {
        (Some(value), _) => text.push_str(&phrase(&spec.unit, value)),
        (None, Some(reason)) => text.push_str(&format!("no figure ({reason})")),
        (None, None) => text.push_str("no figure"),
    }
    if draft {
        text.push_str(" (draft)");
    }
    if let (Some(quarters), Some(_)) = (partial(point), value) {
        text.push_str(&format!(", from {quarters} of 4 quarters"));
    }
    if let Some(target) = point.target {
        text.push_str(&format!("; target {}", asked(spec, target)));
    }
    if let (false, Some(_), Some(status)) = (draft, value, judged(point)) {
        text.push_str("; ");
        text.push_str(status.label());
    }
    text
}

/// Periods that follow each other without a figure for the same reason, each such run in words:
/// `Q2 to Q3 FY 2024 (suppressed)`. Periods that are not due yet are no gap.
pub(super) fn missing_runs(points: &[Point]) -> Vec<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let Some(last) = points.iter().rposition(|p| p.value.is_some()) else { return Vec::new() };
    let first = points.iter().position(|p| p.value.is_some()).unwrap_or(last);
    for (i, point) in points.iter().enumerate() {
        let stated = point.missing.is_some() && !point.is_not_due() && point.draft.is_none();
        if point.value.is_some() || !(stated || (first < i && i < last)) {
            continue;
        }
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == i && points[*end].missing == point.missing => *end = i,
            _ => runs.push((i, i)),
        }
    }
    let words = |(from, to): (usize, usize)| {
        let reason = points[from].missing.as_ref().map_or(String::new(), |reason| format!(" ({reason})"));
        format!("{}{reason}", span(points[from].period, points[to].period))
    };
    runs.into_iter().map(words).collect()
}

/// How many quarters a partial year rests on.
pub(super) fn partial(point: &Point) -> Option<u8> {
    point.partial_quarters.filter(|quarters| (1..4).contains(quarters))
}

fn judged(point: &Point) -> Option<Status> {
    point.status.filter(|status| status.is_judged())
}

fn latest(spec: &ChartSpec) -> Option<usize> {
    spec.points.iter().rposition(|point| point.value.is_some())
}

/// A figure with its unit; one of something is not "1 traces".
fn phrase(unit: &Unit, value: f64) -> String {
    match unit.figure(value).as_str() {
        "1" => format!("1 {}", unit.name.strip_suffix('s').unwrap_or(&unit.name)),
        _ => unit.phrase(value),
    }
}

/// `at least 95.0%`.
fn asked(spec: &ChartSpec, target: f64) -> String {
    let side = if spec.higher_is_better { "at least" } else { "at most" };
    format!("{side} {}", spec.unit.figure(target))
}

/// `Q2 FY 2024`, `Q2 to Q3 FY 2024`, `Q4 FY 2023 to Q1 FY 2024`.
fn span(from: Period, to: Period) -> String {
    match (from == to, from.whole_year() == to.whole_year(), from.quarter()) {
        (true, ..) => from.label(),
        (false, true, Some(quarter)) => format!("Q{quarter} to {}", to.label()),
        _ => format!("{} to {}", from.label(), to.label()),
    }
}

fn level(spec: &ChartSpec, at: usize) -> String {
    let point = &spec.points[at];
    let value = point.value.unwrap_or_default();
    let head = format!("The latest figure is {} ({})", phrase(&spec.unit, value), point.period.label());
    if let Some(quarters) = partial(point) {
        return format!("{head}, from {quarters} of 4 quarters, so it can't be compared with whole years.");
    }
    match changes(spec, at, value).as_slice() {
        [] => format!("{head}."),
        [one] => format!("{head}, {one}."),
        [one, rest @ ..] => format!("{head}, {one} and {}.", rest.join(" and ")),
    }
}

/// The change since the figure before and, for quarters, since a year before.
fn changes(spec: &ChartSpec, at: usize, value: f64) -> Vec<String> {
    let earlier = &spec.points[..at];
    let whole = |point: &&Point| point.value.is_some() && partial(point).is_none();
    let period = spec.points[at].period;
    let before = earlier.iter().rev().find(whole);
    let year_before = match period.is_quarter() {
        true => earlier.iter().rev().filter(whole).find(|point| point.period == period.step(-4)),
        false => None,
    };
    let mut found = Vec::new();
    if let Some((point, old)) = before.and_then(|point| Some((point, point.value?))) {
        let since = match point.period == period.step(-1) {
            true if period.is_quarter() => "the quarter before".to_owned(),
            true => "the year before".to_owned(),
            false => format!("{}, the figure before it", point.period.label()),
        };
        found.push(change(spec, value, old, &since));
    }
    if let Some(old) = year_before.and_then(|point| point.value)
        && before.map(|point| point.period) != Some(period.step(-4))
    {
        found.push(change(spec, value, old, "a year before"));
    }
    found
}

/// `up 1.2 percentage points from the quarter before`. The change is that of the figures as they
/// are printed, so that a reader who subtracts finds the same.
fn change(spec: &ChartSpec, new: f64, old: f64, since: &str) -> String {
    let unit = &spec.unit;
    let power = (0..unit.decimals.min(9)).fold(1.0, |power, _| power * 10.0);
    let steps = (new * power).round() - (old * power).round();
    if steps == 0.0 {
        return format!("unchanged from {since}");
    }
    let way = if steps > 0.0 { "up" } else { "down" };
    let by = steps.abs() / power;
    let by = match unit.is_percent() {
        true if number::format(by, unit.decimals) == "1" => "1 percentage point".to_owned(),
        true => format!("{} percentage points", number::format(by, unit.decimals)),
        false => unit.figure(by),
    };
    format!("{way} {by} from {since}")
}

fn standing(spec: &ChartSpec, at: usize) -> String {
    let point = &spec.points[at];
    let Some(target) = point.target else {
        return "No target is set for that period.".to_owned();
    };
    let target = asked(spec, target);
    match judged(point) {
        Some(Status::Met) => format!("It meets the target of {target}."),
        Some(status) => format!("It is {} against the target of {target}.", status.label()),
        None => format!("The target is {target}."),
    }
}

fn gaps(spec: &ChartSpec) -> Option<String> {
    let runs = missing_runs(&spec.points);
    match runs.as_slice() {
        [] => None,
        [..] if runs.len() <= 3 => Some(format!("There is no figure for {}.", listed(&runs))),
        [..] => Some(format!("There are {} gaps without a figure, the last {}.", runs.len(), runs.last()?)),
    }
}

fn drafts(spec: &ChartSpec) -> Option<String> {
    let drafts: Vec<(&Point, f64)> = spec.points.iter().filter_map(|p| Some((p, p.draft?))).collect();
    let (last, value) = drafts.last()?;
    let last = format!("{} for {}", phrase(&spec.unit, *value), last.period.label());
    Some(match drafts.len() {
        1 => format!("A draft figure, {last}, awaits approval."),
        count => format!("{count} draft figures await approval, the last {last}."),
    })
}

fn what_if(spec: &ChartSpec) -> Option<String> {
    spec.what_if.map(|level| format!("The what-if line stands at {}.", phrase(&spec.unit, level)))
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}
