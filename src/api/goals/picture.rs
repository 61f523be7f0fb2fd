//! The pictures of a goal: how its measures stood, and its milestones.

use chrono::NaiveDate;

use crate::api::today;
use crate::chart::{self, Frame, GoalSpec, Ink, Milestones, Shows, Size, Step};
use crate::domain::code::Code;
use crate::domain::date::in_words;
use crate::domain::measure::Measure;
use crate::model::goal::{GoalChart, GoalChartQuery, GoalView, Heat, MilestoneLine, Still};
use crate::store::{Store, StoreError};

use super::read;

/// The widths of a picture on the page, which has no script to ask how wide it is.
const WIDE: u32 = 720;
const NARROW: u32 = 340;

/// A picture of a goal, to be taken away: approved figures alone, whoever asks. `None` where there is no such goal.
pub async fn picture(
    store: &Store,
    code: &Code,
    query: GoalChartQuery,
) -> Result<Option<GoalSpec>, StoreError> {
    let found = read::view(store, code, query.of, None).await?;
    Ok(found.map(|view| {
        let mut spec = match query.kind {
            GoalChart::Status => of_heat(&view),
            GoalChart::Milestones => of_milestones(&view, today()),
        };
        spec.footnotes.push(format!("Retrieved {} from Yardstick.", in_words(today())));
        spec
    }))
}

/// Puts into a goal's view what its pictures show and say.
pub(super) fn add(view: &mut GoalView, measures: &[Measure], today: NaiveDate) {
    view.heat.notes = notes(measures);
    view.heat.illustrative = measures.iter().any(|measure| measure.illustrative);
    if !view.heat.rows.is_empty() {
        view.heat.said = shown(&view.heat).summary();
    }
    if !view.milestones.is_empty() {
        view.time_line = still(&of_milestones(view, today));
    }
}

fn still(spec: &GoalSpec) -> Still {
    let draw = |width| chart::draw_goal(spec, Size { width, height: 0, frame: Frame::Page }, Ink::Page).svg;
    Still { wide: draw(WIDE), narrow: draw(NARROW), summary: spec.shows.summary() }
}

fn of_heat(view: &GoalView) -> GoalSpec {
    let heat = &view.heat;
    let mut footnotes = heat.notes.clone();
    if view.pages > 1 {
        let rest = format!("Measures of page {} of {}; the goal has {}.", view.page, view.pages, view.total);
        footnotes.insert(0, rest);
    }
    GoalSpec {
        title: view.goal.name.clone(),
        subtitle: "Status of its measures, quarter by quarter, each against its own target".to_owned(),
        shows: Shows::Heat(shown(heat)),
        footnotes,
        illustrative: heat.illustrative,
    }
}

fn shown(heat: &Heat) -> chart::Heat {
    let rows = heat.rows.iter().map(|row| (row.name.clone(), row.cells.clone())).collect();
    chart::Heat { quarters: heat.quarters.clone(), rows }
}

fn of_milestones(view: &GoalView, today: NaiveDate) -> GoalSpec {
    let step = |line: &MilestoneLine| {
        let due = line.day.parse().ok()?;
        Some(Step { name: line.name.clone(), due, looks: line.looks, words: line.words.clone() })
    };
    let steps = view.milestones.iter().filter_map(step).collect();
    let source = view.goal.source.trim_end_matches('.');
    let source = (!source.is_empty()).then(|| format!("Source of the goal: {source}."));
    let made_up = view.milestones.iter().any(|line| line.illustrative);
    let illustrative =
        made_up.then(|| "Illustrative: made-up milestones, not published by any agency.".to_owned());
    GoalSpec {
        title: view.goal.name.clone(),
        subtitle: format!("Milestones by the days on which they are due, as of {}", in_words(today)),
        shows: Shows::Milestones(Milestones { steps, today, said: view.on_time.clone() }),
        footnotes: illustrative.into_iter().chain(source).collect(),
        illustrative: made_up,
    }
}

/// The markings, sources and caveats of measures: each once, and a caveat with the measures that it is of.
fn notes(measures: &[Measure]) -> Vec<String> {
    let each_once = |of: fn(&Measure) -> &str| {
        let mut found: Vec<&str> = measures.iter().map(of).filter(|text| !text.is_empty()).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let mut notes: Vec<String> = each_once(|measure| &measure.marking)
        .into_iter()
        .map(|marking| format!("Contains: {marking}"))
        .collect();
    let made_up = measures.iter().filter(|measure| measure.illustrative).count();
    if made_up > 0 {
        let which = if made_up == measures.len() { "all" } else { "some" };
        notes.push(format!("Illustrative: {which} figures are made up, not published by any agency."));
    }
    let sources = each_once(|measure| measure.source.trim_end_matches('.'));
    if !sources.is_empty() {
        notes.push(format!(
            "{}: {}.",
            if sources.len() == 1 { "Source" } else { "Sources" },
            sources.join("; ")
        ));
    }
    for caveat in each_once(|measure| &measure.caveat) {
        let of = measures.iter().filter(|measure| measure.caveat == caveat);
        let names: Vec<&str> = of.map(|measure| measure.name.as_str()).collect();
        notes.push(match names.len() == measures.len() {
            true => caveat.to_owned(),
            false => format!("{}: {caveat}", names.join("; ")),
        });
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;

    #[test]
    fn what_measures_have_in_common_is_said_once() {
        let one = |name: &str, source: &str, caveat: &str, illustrative| Measure {
            name: name.into(),
            source: source.into(),
            caveat: caveat.into(),
            marking: "CUI".into(),
            illustrative,
            ..measure("m")
        };
        let measures = [
            one("A", "eTrace.", "", true),
            one("B", "eTrace", "Not crimes.", false),
            one("C", "", "Not crimes.", false),
        ];
        assert_eq!(
            notes(&measures),
            [
                "Contains: CUI",
                "Illustrative: some figures are made up, not published by any agency.",
                "Source: eTrace.",
                "B; C: Not crimes."
            ]
        );
        assert!(notes(&[]).is_empty());
    }
}
