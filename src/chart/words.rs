//! What a picture says, for those who don't see it and those who have no time to look.

pub(super) mod control;
pub(super) mod split;
pub(super) mod within;

use super::spec::{ChartSpec, Form, Point};
use super::{bullet, fan, notes, series};
use crate::domain::measure::Unit;
use crate::domain::number;
use crate::domain::period::Period;
use crate::domain::status::Status;

pub use within::table;

/// Two or three sentences: the latest figure and its change, how it stands against its target, and
/// what a reader must know before trusting it (gaps, partial years, drafts, made-up figures).
pub fn summary(spec: &ChartSpec) -> String {
    let mut sentences = told(spec);
    sentences.extend(notes::sentence(spec));
    sentences.extend(illustrative(spec));
    sentences.join(" ")
}

/// All but what every kind of picture says, and shows beside: its notes, and that it is made up.
pub(super) fn told(spec: &ChartSpec) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(split) = &spec.split {
        sentences.extend(match spec.form {
            Form::Seasons => within::seasons(spec, split),
            Form::Parts => within::parts(spec, split),
            _ => split::sentences(spec, split),
        });
        sentences.extend(breaks(spec));
        return sentences;
    }
    if let Some(control) = &spec.control {
        sentences.extend(control::sentences(spec, control));
        sentences.extend(gaps(spec).filter(|_| !control.ranges));
        return sentences;
    }
    if let Form::Cumulative(_) = spec.form {
        sentences.extend(within::cumulative(spec));
        sentences.extend(gaps(spec));
        sentences.extend(breaks(spec));
        return sentences;
    }
    match series::last(spec) {
        None => sentences.push("There are no figures yet.".to_owned()),
        Some(at) => {
            sentences.push(level(spec, at));
            sentences.push(standing(spec, at));
        }
    }
    sentences.extend(fan::sentence(spec));
    sentences.extend(bullet::sentence(spec));
    sentences.extend(gaps(spec));
    sentences.extend(drafts(spec));
    sentences.extend(targets_now(spec));
    sentences.extend(breaks(spec));
    sentences.extend(what_if(spec));
    sentences
}

fn illustrative(spec: &ChartSpec) -> Option<String> {
    spec.illustrative.then(|| "The figures are illustrative.".to_owned())
}

/// What a point of a picture says by itself.
pub(super) fn point_label(spec: &ChartSpec, i: usize, draft: bool) -> String {
    let point = &spec.points[i];
    match (&spec.split, &spec.control, spec.form) {
        (Some(split), _, Form::Parts) => within::parts_label(spec, split, i),
        (Some(_), _, Form::Seasons) => within::no_season(spec, i),
        (Some(split), ..) => split::label(spec, split, i),
        (None, Some(control), _) => control::label(spec, control, i),
        (None, None, Form::Cumulative(_)) => within::cumulative_label(spec, point),
        _ => mark_label(spec, point, draft),
    }
}

/// What a figure says by itself: `Q1 FY 2024: 83.0%; target at least 95.0%; off track`.
fn mark_label(spec: &ChartSpec, point: &Point, draft: bool) -> String {
    let value = if draft { point.draft } else { point.value };
    let mut text = point.period.label();
    text.push_str(": ");
    match value {
        Some(value) => text.push_str(&spec.unit.phrase(value)),
        None => text.push_str(&fan::label(spec, point).unwrap_or_else(|| no_figure(point))),
    }
    if draft {
        text.push_str(" (draft)");
    }
    if let (Some(partial), Some(_)) = (point.partial, value) {
        text.push_str(&format!(", from {}", partial.words()));
    }
    if let Some(target) = point.target {
        text.push_str(&format!("; target {}", asked(spec, target)));
    }
    if let Some(now) = point.target_now {
        text.push_str(&format!(" (now {})", spec.unit.figure(now)));
    }
    if let (false, Some(_), Some(status)) = (draft, value, judged(point)) {
        text.push_str("; ");
        text.push_str(status.label());
    }
    text.push_str(&bullet::grounds_words(spec, point));
    text
}

/// That there is none, and why.
fn no_figure(point: &Point) -> String {
    match point.missing.as_deref() {
        Some(reason) => format!("no figure ({reason})"),
        None => "no figure".to_owned(),
    }
}

/// Periods that follow each other without a figure for the same reason, each such run in words:
/// `Q2 to Q3 FY 2024 (suppressed)`. Periods that are not due yet are no gap.
pub(super) fn missing_runs(spec: &ChartSpec) -> Vec<String> {
    let points = &spec.points;
    let missing = |i| super::series::missing(spec, i);
    let known = |i: &usize| match spec.split {
        None => points[*i].value.is_some(),
        Some(_) => super::series::has_figure(spec, *i),
    };
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let Some(last) = (0..points.len()).rfind(known) else { return Vec::new() };
    let first = (0..last).find(known).unwrap_or(last);
    for (i, point) in points.iter().enumerate() {
        let stated = missing(i).is_some() && !point.is_not_due() && point.draft.is_none();
        if known(&i) || !(stated || (first < i && i < last)) {
            continue;
        }
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == i && missing(*end) == missing(i) => *end = i,
            _ => runs.push((i, i)),
        }
    }
    let words = |(from, to): (usize, usize)| {
        let reason = missing(from).map_or(String::new(), |reason| format!(" ({reason})"));
        format!("{}{reason}", span(points[from].period, points[to].period))
    };
    runs.into_iter().map(words).collect()
}

fn judged(point: &Point) -> Option<Status> {
    point.status.filter(|status| status.is_judged())
}

/// `at least 95.0%`.
fn asked(spec: &ChartSpec, target: f64) -> String {
    let side = if spec.higher_is_better { "at least" } else { "at most" };
    format!("{side} {}", spec.unit.figure(target))
}

/// `Q2 FY 2024`, `Q2 to Q3 FY 2024`, `Q4 FY 2023 to Q1 FY 2024`, `Feb to Mar 2024`.
fn span(from: Period, to: Period) -> String {
    let (first, last) = (from.label(), to.label());
    // Within a year, which is said last.
    let alike = from.whole_year() == to.whole_year();
    match first.strip_suffix(&from.whole_year().label()).filter(|part| alike && !part.is_empty()) {
        _ if from == to => first,
        Some(part) => format!("{part}to {last}"),
        None => format!("{first} to {last}"),
    }
}

fn level(spec: &ChartSpec, at: usize) -> String {
    let point = &spec.points[at];
    let figure = spec.unit.phrase(point.value.unwrap_or_default());
    let head = format!("The latest figure is {figure} ({})", point.period.label());
    if let Some(partial) = point.partial {
        let (of, whole) = (partial.words(), partial.whole());
        return format!("{head}, from {of}, so it can't be compared with whole {whole}s.");
    }
    match changes(spec, at) {
        changes if changes.is_empty() => format!("{head}."),
        changes => format!("{head}, {}.", changes.join(" and ")),
    }
}

/// The change since the figure before and, within a year, since a year before.
fn changes(spec: &ChartSpec, at: usize) -> Vec<String> {
    let points = &spec.points;
    let period = points[at].period;
    // What was counted otherwise is no measure of a change.
    let alike = |point: &Point| {
        let between = |begun: &Period| {
            (point.period.starts_on() < begun.starts_on()) && (begun.starts_on() <= period.ends_on())
        };
        !spec.breaks.iter().any(between)
    };
    let whole = |point: &&Point| point.value.is_some() && point.partial.is_none() && alike(point);
    let before = points[..at].iter().rev().find(whole);
    let (noun, year) = (period.frequency().noun(), period.frequency().per_year());
    let year_before = (year > 1).then(|| period.step(-year));
    let year_before = points[..at].iter().rev().filter(whole).find(|point| Some(point.period) == year_before);
    let mut found = Vec::new();
    let mut said: Option<&str> = None;
    for point in
        before.into_iter().chain(year_before.filter(|year| Some(year.period) != before.map(|b| b.period)))
    {
        let since = match period.steps_since(point.period) {
            Some(1) => format!("the {noun} before"),
            Some(steps) if steps == year => "a year before".to_owned(),
            _ => format!("{}, the figure before it,", point.period.label()),
        };
        let (way, by) =
            change(&spec.unit, points[at].value.unwrap_or_default(), point.value.unwrap_or_default());
        // "up 1.2 percentage points from the quarter before and 4.3 from a year before"
        let by = if said.is_some() { by.trim_end_matches(POINTS).to_owned() } else { by };
        let way_again = if said == Some(way) { "" } else { way };
        let words = [way_again, &by, "from", &since].into_iter().filter(|word| !word.is_empty());
        found.push(words.collect::<Vec<_>>().join(" "));
        said = Some(way);
    }
    if let Some(last) = found.last_mut() {
        last.truncate(last.trim_end_matches(',').len());
    }
    found
}

const POINTS: &str = " percentage points";

/// Which way and by how much: `up`, `1.2 percentage points`. The change is that of the figures as
/// they are printed, so that a reader who subtracts finds the same.
fn change(unit: &Unit, new: f64, old: f64) -> (&'static str, String) {
    let power = (0..unit.decimals.min(9)).fold(1.0, |power, _| power * 10.0);
    let steps = (new * power).round() - (old * power).round();
    let by = steps.abs() / power;
    let way = match steps {
        s if s > 0.0 => "up",
        s if s < 0.0 => "down",
        _ => return ("unchanged", String::new()),
    };
    let share = by / old * 100.0;
    let amount = unit.difference(by);
    match !unit.is_percent() && old > 0.0 && (0.5..1000.0).contains(&share) {
        true => (way, format!("{amount} ({}%)", number::format(share, 0))),
        false => (way, amount),
    }
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

/// Before the periods that have none.
pub(super) const NO_FIGURE: &str = "There is no figure for";

fn gaps(spec: &ChartSpec) -> Option<String> {
    let runs = missing_runs(spec);
    match runs.as_slice() {
        [] => None,
        [..] if runs.len() <= 3 => Some(format!("{NO_FIGURE} {}.", listed(&runs))),
        [..] => Some(format!("There are {} gaps without a figure, the last {}.", runs.len(), runs.last()?)),
    }
}

fn drafts(spec: &ChartSpec) -> Option<String> {
    let drafts: Vec<(&Point, f64)> = spec.points.iter().filter_map(|p| Some((p, p.draft?))).collect();
    let (last, value) = drafts.last()?;
    let last = format!("{} for {}", spec.unit.phrase(*value), last.period.label());
    Some(match drafts.len() {
        1 => format!("A draft figure, {last}, awaits approval."),
        count => format!("{count} draft figures await approval, the last {last}."),
    })
}

fn targets_now(spec: &ChartSpec) -> Option<String> {
    let other: Vec<usize> = (0..spec.points.len()).filter(|i| spec.points[*i].target_now.is_some()).collect();
    let (first, last) = other.first().zip(other.last())?;
    let span = span(spec.points[*first].period, spec.points[*last].period);
    let periods = if other.len() == 1 { span } else { format!("{} periods from {span}", other.len()) };
    Some(format!("The targets in force now are others than those that stood for {periods}."))
}

fn breaks(spec: &ChartSpec) -> Option<String> {
    let from: Vec<String> = super::series::breaks(spec).iter().map(|(_, period)| period.label()).collect();
    (!from.is_empty()).then(|| format!("From {} on it is counted by a new definition.", listed(&from)))
}

fn what_if(spec: &ChartSpec) -> Option<String> {
    spec.what_if.map(|level| format!("The what-if line stands at {}.", spec.unit.phrase(level)))
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::period::Calendar;
    use crate::domain::rollup::Partial;

    const NONE: Option<f64> = None;

    /// Points from `first` on: a value, a draft, a target and the name of a status.
    type Row = (Option<f64>, Option<f64>, Option<f64>, &'static str);

    /// Unit and decimals, first period, points, what the summary must be.
    type Case<'a> = ((&'a str, u8), &'a str, &'a [Row], &'a str);

    fn spec(unit: (&str, u8), first: &str, rows: &[Row]) -> ChartSpec {
        let first: Period = first.parse().unwrap();
        let point = |(i, (value, draft, target, status)): (usize, &Row)| Point {
            value: *value,
            draft: *draft,
            target: *target,
            status: Status::named(status),
            ..Point::empty(first.step(i as i32))
        };
        ChartSpec {
            title: "Urgent traces".into(),
            subtitle: String::new(),
            unit: Unit { name: unit.0.into(), decimals: unit.1 },
            higher_is_better: true,
            form: Form::Trend,
            points: rows.iter().enumerate().map(point).collect(),
            baseline: None,
            what_if: None,
            breaks: Vec::new(),
            notes: Vec::new(),
            footnotes: Vec::new(),
            illustrative: false,
            split: None,
            control: None,
            fan: None,
        }
    }

    fn value(value: f64) -> Row {
        (Some(value), NONE, Some(95.0), "off_track")
    }

    #[test]
    fn the_summary_says_what_a_manager_would() {
        let gap = (NONE, NONE, Some(95.0), "no_data");
        let percent = ("percent", 1);
        let table: &[Case] = &[
            (percent, "FY2024Q1", &[], "There are no figures yet."),
            (percent, "FY2024Q1", &[gap], "There are no figures yet."),
            (
                percent,
                "FY2024Q1",
                &[value(83.0)],
                "The latest figure is 83.0% (Q1 FY 2024). \
                 It is off track against the target of at least 95.0%.",
            ),
            (
                percent,
                "FY2024Q1",
                &[value(83.0), (Some(96.0), NONE, Some(95.0), "met")],
                "The latest figure is 96.0% (Q2 FY 2024), up 13.0 percentage points from the quarter before. \
                 It meets the target of at least 95.0%.",
            ),
            (
                percent,
                "FY2023Q1",
                &[value(80.0), value(81.0), value(82.0), value(84.0), (Some(83.0), NONE, NONE, "no_target")],
                "The latest figure is 83.0% (Q1 FY 2024), down 1.0 percentage points from the quarter before \
                 and up 3.0 from a year before. No target is set for that period.",
            ),
            (
                ("traces", 0),
                "2023-04",
                &[
                    &[(Some(100.0), NONE, NONE, "")][..],
                    &[(NONE, NONE, NONE, ""); 10],
                    &[(Some(80.0), NONE, NONE, ""), (Some(90.0), NONE, NONE, "no_target")],
                ]
                .concat(),
                "The latest figure is 90 traces (Apr 2024), up 10 (12%) from the month before \
                 and down 10 (10%) from a year before. No target is set for that period. \
                 There is no figure for May 2023 to Feb 2024.",
            ),
            // As printed: 83.0 to 84.1 is 1.1, whatever the hidden decimals say.
            (
                percent,
                "FY2024Q1",
                &[value(83.04), value(84.06)],
                "The latest figure is 84.1% (Q2 FY 2024), up 1.1 percentage points from the quarter before. \
                 It is off track against the target of at least 95.0%.",
            ),
            (
                ("percent", 0),
                "FY2024Q1",
                &[value(83.0), value(84.0)],
                "The latest figure is 84% (Q2 FY 2024), up 1 percentage point from the quarter before. \
                 It is off track against the target of at least 95%.",
            ),
            (
                percent,
                "FY2024Q1",
                &[value(83.0), gap, value(83.0)],
                "The latest figure is 83.0% (Q3 FY 2024), unchanged from Q1 FY 2024, the figure before it. \
                 It is off track against the target of at least 95.0%. There is no figure for Q2 FY 2024.",
            ),
            (
                ("traces", 0),
                "FY2023",
                &[(Some(100.0), NONE, NONE, ""), (Some(150.0), NONE, Some(200.0), "")],
                "The latest figure is 150 traces (FY 2024), up 50 (50%) from the year before. \
                 The target is at least 200.",
            ),
            (
                ("traces", 0),
                "FY2024Q1",
                &[(Some(1.0), NONE, NONE, ""), (NONE, Some(2.0), NONE, "")],
                "The latest figure is 1 trace (Q1 FY 2024). No target is set for that period. \
                 A draft figure, 2 traces for Q2 FY 2024, awaits approval.",
            ),
            (
                ("traces", 0),
                "FY2024Q1",
                &[(NONE, Some(2.0), NONE, ""), (NONE, Some(3.0), NONE, "")],
                "There are no figures yet. 2 draft figures await approval, the last 3 traces for Q2 FY 2024.",
            ),
        ];
        for (unit, first, rows, expected) in table {
            assert_eq!(summary(&spec(*unit, first, rows)), *expected);
        }
    }

    #[test]
    fn a_part_of_a_year_is_never_compared_with_a_whole_one() {
        let mut spec = spec(("traces", 0), "FY2023", &[value(100.0), value(70.0), value(90.0)]);
        spec.points[2].partial = Some(Partial { parts: 3, of: 4 });
        assert!(summary(&spec).starts_with(
            "The latest figure is 90 traces (FY 2025), from 3 of 4 quarters, so it can't be compared with whole years."
        ));
        spec.points[2].partial = None;
        spec.points[1].partial = Some(Partial { parts: 1, of: 4 });
        assert!(
            summary(&spec).contains("down 10 (10%) from FY 2023, the figure before it."),
            "{}",
            summary(&spec)
        );
    }

    #[test]
    fn gaps_are_gathered_by_reason_and_what_is_not_due_is_no_gap() {
        let mut spec = spec(("traces", 0), "FY2023Q3", &[(NONE, NONE, NONE, ""); 8]);
        spec.points[0].value = Some(1.0);
        spec.points[6].value = Some(2.0);
        for (i, reason) in [(1, "suppressed"), (2, "suppressed"), (4, "not available"), (7, "not yet due")] {
            spec.points[i].missing = Some(reason.into());
        }
        spec.points[7].status = Some(Status::NotDue);
        assert_eq!(
            missing_runs(&spec),
            [
                "Q4 FY 2023 to Q1 FY 2024 (suppressed)",
                "Q2 FY 2024",
                "Q3 FY 2024 (not available)",
                "Q4 FY 2024"
            ]
        );
        assert!(summary(&spec).contains("There are 4 gaps without a figure, the last Q4 FY 2024."));
    }

    #[test]
    fn a_mark_says_period_figure_target_and_status() {
        let mut spec = spec(("percent", 1), "FY2024Q1", &[value(83.0)]);
        assert_eq!(
            mark_label(&spec, &spec.points[0], false),
            "Q1 FY 2024: 83.0%; target at least 95.0%; off track"
        );
        spec.higher_is_better = false;
        spec.points[0].draft = Some(82.0);
        assert_eq!(
            mark_label(&spec, &spec.points[0], true),
            "Q1 FY 2024: 82.0% (draft); target at most 95.0%"
        );
        spec.points[0].value = None;
        spec.points[0].target = None;
        spec.points[0].missing = Some("suppressed".into());
        assert_eq!(mark_label(&spec, &spec.points[0], false), "Q1 FY 2024: no figure (suppressed)");
        spec.points[0].period = Period::year_of(Calendar::Calendar, 2024).unwrap();
        spec.points[0].value = Some(1.0);
        spec.points[0].partial = Some(Partial { parts: 2, of: 4 });
        assert_eq!(mark_label(&spec, &spec.points[0], false), "2024: 1.0%, from 2 of 4 quarters; off track");
    }
}
