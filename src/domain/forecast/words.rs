//! A likelihood in words.
//!
//! The words are those of the IPCC's guidance note of 2010 on the treatment of uncertainties, which is the most
//! widely known scale that has a name for "we cannot tell": *very likely* from 90 %, *likely* from 66 %, *about
//! as likely as not* from 33 % to 66 %, *unlikely* and *very unlikely* below. Its words beyond 99 % are left
//! out: figures as few as these do not carry them. Per cents are rounded to five, and the words go by what is
//! shown: *likely* is from 70 %, *about as likely as not* from 35 %.

use super::outlook::{Aim, Known, Of, Prospect};
use super::run_rate::{Recent, RunRate, run_rate};
use super::smoothing::{Method, Path, Untold};
use super::spread::{Bounds, Spread};
use super::{Fan, FanStep, LEVELS, LIKELY, Likelihood, NEED, UNLIKELY, VERY_LIKELY};
use crate::domain::measure::{Frequency, Measure, Unit};
use crate::domain::period::Period;

/// A probability in per cent, as it is shown: rounded to five.
pub fn percent(chance: f64) -> u8 {
    (chance.clamp(0.0, 1.0) * 20.0).round() as u8 * 5
}

/// `likely, about 70%`; never none and never all.
pub fn verdict(chance: f64) -> String {
    let percent = percent(chance);
    let word = match () {
        () if percent <= 10 => "very unlikely",
        () if percent <= UNLIKELY => "unlikely",
        () if percent < LIKELY => "about as likely as not",
        () if percent < VERY_LIKELY => "likely",
        () => "very likely",
    };
    match percent {
        0 => format!("{word}, less than 5%"),
        100.. => format!("{word}, more than 95%"),
        percent => format!("{word}, about {percent}%"),
    }
}

fn untold(sentence: String) -> Likelihood {
    Likelihood { verdict: None, sentence, facts: Vec::new(), method: String::new(), fan: None }
}

pub fn too_few(measure: &Measure, have: usize) -> Likelihood {
    let nouns = |count: usize| measure.frequency.counted(count);
    let there_are = match have {
        0 => "there is none".to_owned(),
        1 => "there is 1".to_owned(),
        _ => format!("there are {have}"),
    };
    untold(format!(
        "Too few points: a forecast needs the approved figures of {NEED} {}, and {there_are}.",
        nouns(NEED)
    ))
}

pub fn milestone() -> Likelihood {
    untold("No likelihood is worked out: a milestone is reached by work, not by a trend.".to_owned())
}

/// What can be told of a series with figures.
pub fn told(known: &Known, aim: Option<&Aim>, path: Result<Path, Untold>, horizon: usize) -> Likelihood {
    let measure = known.measure;
    let anew = aim.and_then(|aim| known.begins_anew(aim.period));
    let mut likelihood = match (&path, aim) {
        (Err(Untold::TooFew { have }), _) => too_few(measure, *have),
        (Err(Untold::Constant { value, have }), _) => constant(measure, *value, *have),
        (Ok(path), Some(aim)) => anew.map_or_else(|| stated(known, aim, path), another),
        (Ok(_), None) => untold("No target is set for a period still to come.".to_owned()),
    };
    if let (Some(aim), None) = (aim, anew) {
        likelihood.facts.push(("What it takes".to_owned(), pace(measure, aim, &run_rate(known, aim))));
    }
    if let Ok(path) = &path {
        likelihood.facts.push(("Rests on".to_owned(), rests_on(known, path)));
        likelihood.method = method(measure.frequency, path.method);
        likelihood.fan = fan(known, aim, path, horizon);
    }
    likelihood
}

/// The target is for what no figure tells of yet.
fn another(from: Period) -> Likelihood {
    untold(format!(
        "No likelihood is stated: from {} on the series begins anew, and the figures so far say nothing of those after.",
        from.label()
    ))
}

fn constant(measure: &Measure, value: f64, have: usize) -> Likelihood {
    untold(format!(
        "All {have} figures are {}: what never varied gives no probability. As long as nothing changes, it stays \
         there.",
        measure.unit.phrase(value)
    ))
}

fn stated(known: &Known, aim: &Aim, path: &Path) -> Likelihood {
    let Some(Prospect { spread, bounds, chance }) = known.prospect(aim, path) else {
        return untold("The target lies too far ahead to be forecast.".to_owned());
    };
    let measure = known.measure;
    let verdict = verdict(chance);
    let comes_to = match aim.of {
        Of::Year { .. } => "adds up to",
        Of::Step { .. } => "comes to",
    };
    let (word, percent) = verdict.split_once(", ").unwrap_or((&verdict, ""));
    let sentence = format!(
        "It is {word} ({percent}) that {} {comes_to} {} {}.",
        aim.period.label(),
        measure.direction.comparison(),
        measure.unit.phrase(aim.target)
    );
    let facts = vec![
        (format!("Expected in {}", aim.period.label()), measure.unit.phrase(bounds.hold(spread.mean))),
        ("Intervals".to_owned(), intervals(measure, &spread, &bounds)),
    ];
    Likelihood { verdict: Some(verdict), sentence, facts, method: String::new(), fan: None }
}

/// `50%: 5,900 to 6,500; 80%: 5,600 to 6,800; 95%: …`
fn intervals(measure: &Measure, spread: &Spread, bounds: &Bounds) -> String {
    let told = |percent: u8| {
        let (low, high) = spread.interval(percent);
        let [low, high] = [low, high].map(|value| measure.unit.figure(bounds.hold(value)));
        format!("with {percent}% between {low} and {high}")
    };
    LEVELS.map(told).join("; ")
}

/// `Exponential smoothing (ETS), the mean of three forms: level, trend and damped trend`.
pub fn method(frequency: Frequency, method: Method) -> String {
    let seasonal = match method {
        Method::LastValue => return "The last value, with the spread of the steps so far".to_owned(),
        Method::Smoothing { seasonal } => seasonal,
    };
    let season = match seasonal {
        true => format!("; the pattern of the {} is taken out before", frequency.counted(2)),
        false => String::new(),
    };
    format!("Exponential smoothing (ETS), the mean of three forms: level, trend and damped trend{season}")
}

fn rests_on(known: &Known, path: &Path) -> String {
    let (first, stretch) = (known.first(), &path.stretch);
    let label = |at: usize| known.points.get(at).map(|point| point.period.label()).unwrap_or_default();
    let from = first + stretch.from;
    let mut text =
        format!("{} approved figures, {} to {}", stretch.reported(), label(from), label(known.last));
    if first > 0 {
        let begun = known.points[first].period;
        text.push_str(match known.breaks.iter().any(|from| from.starts_on() == begun.starts_on()) {
            true => "; those before count something else",
            false => "; with it the process begins anew, as a note says",
        });
    } else if stretch.from > 0 && known.points[..from].iter().any(|point| point.value.is_some()) {
        text.push_str("; those before lie behind a long gap");
    }
    match stretch.filled {
        0 => {}
        1 => text.push_str("; a missing one between them is filled from its neighbours"),
        filled => {
            text.push_str(&format!("; {filled} missing ones between them are filled from their neighbours"))
        }
    }
    text
}

fn pace(measure: &Measure, aim: &Aim, rate: &RunRate) -> String {
    let unit = &measure.unit;
    let noun = measure.frequency.noun();
    let mean = |recent: Option<Recent>, verb: &str| match recent {
        Some(Recent { mean, periods: 1 }) => format!("; the last {noun} {verb} {}", unit.figure(mean)),
        Some(Recent { mean, periods }) => {
            let mean = unit.figure(mean);
            format!("; the last {periods} {}s {verb} {mean} on average", noun)
        }
        None => String::new(),
    };
    match *rate {
        RunRate::Each { each, left, recent, estimated } => {
            let must = match (measure.direction.higher_is_better(), left) {
                (true, 1) => format!("the {noun} that is left has to bring at least"),
                (true, _) => format!("each of the {left} {noun}s left has to bring at least"),
                (false, 1) => format!("the {noun} that is left may bring at most"),
                (false, _) => format!("each of the {left} {noun}s left may bring at most"),
            };
            let estimate = match estimated {
                0 => String::new(),
                1 => format!("; one missing {noun} is estimated"),
                _ => format!("; {estimated} missing {noun}s are estimated"),
            };
            format!("{must} {}{}{estimate}", unit.phrase(each), mean(recent, "brought"))
        }
        RunRate::Decided { met, so_far, estimated } => {
            let found = if met { "nothing more" } else { "no longer possible" };
            let has = format!("{} has {} already", aim.period.label(), unit.phrase(so_far));
            match estimated {
                0 => format!("{found}: {has}"),
                1 => format!("{found}, if the estimate of one missing {noun} holds: with it {has}"),
                _ => {
                    format!("{found}, if the estimates of {estimated} missing {noun}s hold: with them {has}")
                }
            }
        }
        RunRate::Step { by, ahead, last, recent } => {
            let moved = match by < 0.0 {
                true => format!("down by {}", change(unit, -by)),
                false => format!("up by {}", change(unit, by)),
            };
            let periods = match ahead {
                1 => format!("in one {noun}"),
                _ => format!("a {noun}, {ahead} times"),
            };
            let moved_by = |Recent { mean, periods }| match periods {
                1 => format!("; the last {noun} moved it by {}", change(unit, mean)),
                _ => format!("; the last {periods} {noun}s moved it by {} on average", change(unit, mean)),
            };
            let steps = recent.map(moved_by).unwrap_or_default();
            format!("from {} {moved} {periods}{steps}", unit.figure(last))
        }
        RunRate::There { last } => format!("to stay at the last figure, {}, or better", unit.figure(last)),
    }
}

/// A change in the decimals that it takes not to be off when it is made several times.
fn change(unit: &Unit, by: f64) -> String {
    let whole = (by - unit.rounded(by)).abs() < 1e-9;
    Unit { decimals: unit.decimals + u8::from(!whole), ..unit.clone() }.difference(by)
}

fn fan(known: &Known, aim: Option<&Aim>, path: &Path, horizon: usize) -> Option<Fan> {
    let bounds = known.bounds(aim.map(|aim| aim.target));
    let last = known.points[known.last].period;
    let step = |ahead: usize| {
        let spread = path.step(ahead)?;
        let band = |percent: u8| {
            let (low, high) = spread.interval(percent);
            (bounds.hold(low), bounds.hold(high))
        };
        let period = last.step(ahead as i32);
        Some(FanStep { period, mean: bounds.hold(spread.mean), bands: LEVELS.map(band) })
    };
    let within = |ahead: &usize| known.begins_anew(last.step(*ahead as i32)).is_none();
    let steps = (1..=horizon).take_while(within).map(step).collect::<Option<Vec<_>>>()?;
    (!steps.is_empty()).then(|| Fan { method: method(known.measure.frequency, path.method), steps })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_is_told_in_words_and_never_as_certain() {
        for (chance, words) in [
            (0.0, "very unlikely, less than 5%"),
            (0.024, "very unlikely, less than 5%"),
            (0.026, "very unlikely, about 5%"),
            (0.10, "very unlikely, about 10%"),
            (0.13, "unlikely, about 15%"),
            (0.32, "unlikely, about 30%"),
            (0.33, "about as likely as not, about 35%"),
            (0.5, "about as likely as not, about 50%"),
            (0.67, "about as likely as not, about 65%"),
            (0.68, "likely, about 70%"),
            (0.87, "likely, about 85%"),
            (0.9, "very likely, about 90%"),
            (0.97, "very likely, about 95%"),
            (0.99, "very likely, more than 95%"),
            (1.0, "very likely, more than 95%"),
        ] {
            assert_eq!(verdict(chance), words, "{chance}");
        }
    }

    #[test]
    fn the_method_is_named() {
        let smoothing = "Exponential smoothing (ETS), the mean of three forms: level, trend and damped trend";
        for (way, name) in [
            (Method::Smoothing { seasonal: false }, smoothing.to_owned()),
            (
                Method::Smoothing { seasonal: true },
                format!("{smoothing}; the pattern of the quarters is taken out before"),
            ),
            (Method::LastValue, "The last value, with the spread of the steps so far".to_owned()),
        ] {
            assert_eq!(method(Frequency::Quarterly, way), name);
        }
    }
}
