//! What a control chart says.

use super::{asked, listed};
use crate::chart::spec::{ChartSpec, Control, Signal, Stretch};
use crate::chart::{notes, series};
use crate::domain::spc::{Assurance, Kind, Rule, RuleSet, Standing};

/// Whether the latest figure is more than chance and why, which others are, what the limits say of the
/// target, and how far they are to be trusted.
pub(super) fn sentences(spec: &ChartSpec, control: &Control) -> Vec<String> {
    let Some(last) = series::last(spec) else { return vec!["There are no figures yet.".to_owned()] };
    let Some(stretch) = control.stretches.iter().find(|one| (one.first..one.end).contains(&last)) else {
        return vec![latest(spec, control, last) + "."];
    };
    let mut said = match control.signals.get(last).copied().flatten() {
        _ if stretch.limits.is_none() => vec![latest(spec, control, last) + ".", too_few(stretch)],
        Some(signal) => vec![stands_out(spec, control, stretch, last, signal)],
        None => vec![within(spec, control, stretch, last)],
    };
    said.extend(others(spec, control, last));
    said.extend(assurance(spec, control, last));
    said.extend(trial(stretch));
    said.extend(begun_anew(spec));
    said.extend(notes::reasons(spec));
    said
}

/// `The latest figure is 412 traces (Q3 FY 2025)`.
fn latest(spec: &ChartSpec, control: &Control, at: usize) -> String {
    let noun = noun(control);
    let value = spec.unit.phrase(spec.points[at].value.unwrap_or_default());
    format!("The latest {noun} is {value} ({})", spec.points[at].period.label())
}

/// `The latest figure, 412 traces for Q3 FY 2025,`.
fn latest_so(spec: &ChartSpec, control: &Control, at: usize) -> String {
    let noun = noun(control);
    let value = spec.unit.phrase(spec.points[at].value.unwrap_or_default());
    format!("The latest {noun}, {value} for {},", spec.points[at].period.label())
}

fn noun(control: &Control) -> &'static str {
    if control.ranges { "change from one figure to the next" } else { "figure" }
}

fn too_few(stretch: &Stretch) -> String {
    match stretch.figures {
        1 => "Process limits need 6 figures, and there is one.".to_owned(),
        count => format!("Process limits need 6 figures, and there are {count}."),
    }
}

fn within(spec: &ChartSpec, control: &Control, stretch: &Stretch, at: usize) -> String {
    let (head, unit) = (latest_so(spec, control, at), control.unit(&spec.unit));
    let range = stretch.limits.map(|bounds| match bounds.lower {
        Some(lower) => format!("{} to {}", unit.figure(lower), unit.figure(bounds.upper)),
        None => format!("up to {}", unit.figure(bounds.upper)),
    });
    format!("{head} is within what chance explains ({}).", range.unwrap_or_default())
}

fn stands_out(spec: &ChartSpec, control: &Control, stretch: &Stretch, at: usize, signal: Signal) -> String {
    let head = latest_so(spec, control, at);
    let why = why(spec, control, stretch, signal);
    match signal.kind {
        Kind::Concern => format!("{head} is a concern and more than chance explains: it {why}."),
        Kind::Improvement => format!("{head} is an improvement and more than chance explains: it {why}."),
        _ => format!("{head} is more than chance explains: it {why}."),
    }
}

/// Why a figure stands out, after "it".
fn why(spec: &ChartSpec, control: &Control, stretch: &Stretch, signal: Signal) -> String {
    let above = is_above(spec, signal);
    let (side, name) = if above { ("above", "upper") } else { ("below", "lower") };
    let bounds = stretch.limits;
    let limit = if above { bounds.map(|b| b.upper) } else { bounds.and_then(|b| b.lower) };
    let unit = control.unit(&spec.unit);
    let figure = |value: Option<f64>| value.map(|value| unit.figure(value)).unwrap_or_default();
    let (limit, mean) = (figure(limit), figure(stretch.mean));
    let run = if control.rules == RuleSet::Nhs { 7 } else { 8 };
    match signal.rule {
        Rule::Outside => format!("lies {side} the {name} limit of {limit}"),
        Rule::Trend => format!("is one of 7 or more in a row that {}", if above { "rise" } else { "fall" }),
        Rule::NearLimits => format!("is one of several in a row near the {name} limit of {limit}"),
        Rule::Shift => format!("is one of {run} or more in a row {side} the mean of {mean}"),
    }
}

fn is_above(spec: &ChartSpec, signal: Signal) -> bool {
    match signal.kind {
        Kind::Improvement => spec.higher_is_better,
        Kind::Concern => !spec.higher_is_better,
        Kind::High | Kind::CommonCause => true,
        Kind::Low => false,
    }
}

/// How many earlier figures stand out.
fn others(spec: &ChartSpec, control: &Control, last: usize) -> Option<String> {
    if control.stretches.iter().all(|stretch| stretch.limits.is_none()) {
        return None;
    }
    let signal = |i: usize| control.signals.get(i).copied().flatten();
    let earlier: Vec<usize> = (0..last).filter(|i| signal(*i).is_some()).collect();
    let name = |i: usize| match signal(i).map(|signal| signal.kind) {
        Some(kind @ (Kind::Concern | Kind::Improvement)) => {
            format!("{} ({})", spec.points[i].period.label(), kind.label())
        }
        _ => spec.points[i].period.label(),
    };
    Some(match (earlier.as_slice(), signal(last).is_some()) {
        ([], true) => "No earlier one stands out.".to_owned(),
        ([], false) => "None stands out.".to_owned(),
        ([one], _) => format!("One earlier stands out: {}.", name(*one)),
        ([.., latest], _) => format!("{} earlier ones stand out, the last {}.", earlier.len(), name(*latest)),
    })
}

fn assurance(spec: &ChartSpec, control: &Control, last: usize) -> Option<String> {
    let target = asked(spec, spec.points[last].target?);
    Some(match control.assurance? {
        Assurance::ConsistentPass => {
            format!("Every figure within the limits meets the target of {target}.")
        }
        Assurance::ConsistentFail => {
            format!("No figure within the limits meets the target of {target}.")
        }
        Assurance::Inconsistent => {
            format!("The target of {target} lies within the limits: whether it is met is a matter of chance.")
        }
    })
}

fn trial(stretch: &Stretch) -> Option<String> {
    let count = stretch.figures;
    (stretch.standing == Standing::Trial)
        .then(|| format!("The limits are trial limits: they rest on {count} figures, fewer than 12."))
}

fn begun_anew(spec: &ChartSpec) -> Option<String> {
    let from: Vec<String> = series::breaks(spec).iter().map(|(_, period)| period.label()).collect();
    let words = listed(&from);
    (!from.is_empty())
        .then(|| format!("From {words} on it is counted by a new definition, and the limits begin anew."))
}

/// What a point says by itself: `Q3 FY 2025: 412 traces; target at least 450; concern: part of a run on one
/// side of the mean`.
pub(in crate::chart) fn label(spec: &ChartSpec, control: &Control, i: usize) -> String {
    let point = &spec.points[i];
    let mut text = format!("{}: ", point.period.label());
    let Some(value) = point.value else {
        text.push_str(&super::no_figure(point));
        return text;
    };
    text.push_str(&spec.unit.phrase(value));
    if control.ranges {
        text.push_str(" from the figure before");
    }
    if let Some(target) = point.target {
        text.push_str(&format!("; target {}", asked(spec, target)));
    }
    let limited =
        control.stretches.iter().any(|one| (one.first..one.end).contains(&i) && one.limits.is_some());
    match control.signals.get(i).copied().flatten() {
        Some(_) if control.ranges => text.push_str("; beyond the limit"),
        Some(signal) => text.push_str(&format!("; {}: {}", signal.kind.label(), signal.rule.label())),
        None if limited => text.push_str("; within what chance explains"),
        None => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::spec::{Bounds, Form, Point};
    use crate::chart::words::summary;
    use crate::domain::measure::Unit;
    use crate::domain::period::Period;

    /// A control chart from Q1 FY 2024 on, with limits 312 and 498 around 405 if there are enough figures.
    fn chart(values: &[f64], signals: &[(usize, Rule, Kind)], standing: Standing) -> ChartSpec {
        let first: Period = "FY2024Q1".parse().unwrap();
        let point = |(i, v): (usize, &f64)| Point {
            value: Some(*v),
            target: Some(450.0),
            ..Point::empty(first.step(i as i32))
        };
        let bounds = Bounds { lower: Some(312.0), upper: 498.0, near: None };
        let mut found = vec![None; values.len()];
        for (i, rule, kind) in signals {
            found[*i] = Some(Signal { rule: *rule, kind: *kind });
        }
        ChartSpec {
            title: "Traces".into(),
            subtitle: String::new(),
            unit: Unit { name: "traces".into(), decimals: 0 },
            higher_is_better: true,
            form: Form::Control,
            points: values.iter().enumerate().map(point).collect(),
            baseline: None,
            what_if: None,
            breaks: Vec::new(),
            notes: Vec::new(),
            footnotes: Vec::new(),
            illustrative: false,
            split: None,
            fan: None,
            control: Some(Control {
                rules: RuleSet::Nhs,
                ranges: false,
                stretches: vec![Stretch {
                    first: 0,
                    end: values.len(),
                    figures: values.len(),
                    mean: Some(405.0),
                    limits: (standing != Standing::None).then_some(bounds),
                    standing,
                }],
                signals: found,
                assurance: None,
            }),
        }
    }

    #[test]
    fn the_summary_says_whether_it_is_chance() {
        use Kind::{Concern, Improvement};
        let eight = [400.0; 8];
        let full = Standing::Full;
        let chance =
            "The latest figure, 400 traces for Q4 FY 2025, is within what chance explains (312 to 498).";
        for (spec, expected) in [
            (chart(&[], &[], Standing::None), "There are no figures yet.".to_owned()),
            (
                chart(&eight[..1], &[], Standing::None),
                "The latest figure is 400 traces (Q1 FY 2024). Process limits need 6 figures, \
                 and there is one."
                    .to_owned(),
            ),
            (
                chart(&eight[..5], &[], Standing::None),
                "The latest figure is 400 traces (Q1 FY 2025). Process limits need 6 figures, \
                 and there are 5."
                    .to_owned(),
            ),
            (chart(&eight, &[], full), format!("{chance} None stands out.")),
            (
                chart(&eight, &[], Standing::Trial),
                format!("{chance} None stands out. The limits are trial limits: they rest on 8 figures, fewer than 12."),
            ),
            (
                chart(&eight, &[(1, Rule::Outside, Concern)], full),
                format!("{chance} One earlier stands out: Q2 FY 2024 (concern)."),
            ),
            (
                chart(&eight, &[(1, Rule::Outside, Concern), (3, Rule::Outside, Improvement)], full),
                format!("{chance} 2 earlier ones stand out, the last Q4 FY 2024 (improvement)."),
            ),
            (
                chart(&eight, &[(7, Rule::Shift, Concern)], full),
                "The latest figure, 400 traces for Q4 FY 2025, is a concern and more than chance explains: it is \
                 one of 7 or more in a row below the mean of 405. No earlier one stands out."
                    .to_owned(),
            ),
            (
                chart(&[600.0; 8], &[(7, Rule::Outside, Improvement)], full),
                "The latest figure, 600 traces for Q4 FY 2025, is an improvement and more than chance explains: it \
                 lies above the upper limit of 498. No earlier one stands out."
                    .to_owned(),
            ),
            (
                chart(&eight, &[(7, Rule::Trend, Improvement)], full),
                "The latest figure, 400 traces for Q4 FY 2025, is an improvement and more than chance explains: it \
                 is one of 7 or more in a row that rise. No earlier one stands out."
                    .to_owned(),
            ),
            (
                chart(&eight, &[(7, Rule::NearLimits, Concern)], full),
                "The latest figure, 400 traces for Q4 FY 2025, is a concern and more than chance explains: it is \
                 one of several in a row near the lower limit of 312. No earlier one stands out."
                    .to_owned(),
            ),
        ] {
            assert_eq!(summary(&spec), expected);
        }
    }

    #[test]
    fn the_summary_says_what_the_limits_say_of_the_target() {
        for (assurance, expected) in [
            (Assurance::ConsistentPass, "Every figure within the limits meets the target of at least 450."),
            (Assurance::ConsistentFail, "No figure within the limits meets the target of at least 450."),
            (Assurance::Inconsistent, "whether it is met is a matter of chance."),
        ] {
            let mut spec = chart(&[400.0; 8], &[], Standing::Full);
            spec.control.as_mut().unwrap().assurance = Some(assurance);
            assert!(summary(&spec).contains(expected), "{}", summary(&spec));
        }
    }

    #[test]
    fn a_mark_says_why_it_stands_out() {
        let spec = chart(&[400.0; 8], &[(1, Rule::Shift, Kind::Concern)], Standing::Full);
        let of = |i| label(&spec, spec.control.as_ref().unwrap(), i);
        assert_eq!(
            of(1),
            "Q2 FY 2024: 400 traces; target at least 450; concern: part of a run on one side of the mean"
        );
        assert_eq!(of(2), "Q3 FY 2024: 400 traces; target at least 450; within what chance explains");
    }
}
