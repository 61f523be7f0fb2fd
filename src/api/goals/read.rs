//! The story of a goal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::picture;
use crate::api::dashboard::{latest_quarter, link};
use crate::api::lines::Judged;
use crate::api::{Paged, code_of, lines, today};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::code::Code;
use crate::domain::date::in_words;
use crate::domain::elements::set::MeasureSet;
use crate::domain::elements::{self, Assessment, Presence, coverage, goal as goal_elements, set};
use crate::domain::forecast::Ahead;
use crate::domain::goal::{Goal, Office, tree};
use crate::domain::measure::Measure;
use crate::domain::milestone::{self, Milestone, MilestoneStatus, Timing};
use crate::domain::period::Period;
use crate::domain::risk::{self, GoalRisk, SetRisk, Standing};
use crate::domain::standing::Tally;
use crate::domain::status::Status;
use crate::model::dashboard::MeasureLine;
use crate::model::error::AppError;
use crate::model::goal::{
    Gap, GoalQuery, GoalView, Heat, HeatRow, Lacking, MilestoneLine, RecommendationLine, ServingGoal, Still,
};
use crate::store::{BoardFilter, RecommendationRecord, Stated, Store, StoreError};

pub(super) async fn goal(code: &str, raw: &str, reader: Option<Person>) -> Result<GoalView, AppError> {
    let query = GoalQuery::parse(raw).map_err(auth::unreadable)?;
    let code = code_of("goal", code)?;
    let store = auth::store()?;
    let found = view(&store, &code, query, reader).await.map_err(auth::internal)?;
    found.ok_or_else(|| AppError::NotFound(format!("goal “{code}”")))
}

/// A fixed number of statements, whatever the size of the tree.
pub(super) async fn view(
    store: &Store,
    code: &Code,
    query: GoalQuery,
    reader: Option<Person>,
) -> Result<Option<GoalView>, StoreError> {
    let goals = store.goals().await?;
    let Some(goal) = goals.iter().find(|goal| goal.code == *code).cloned() else {
        return Ok(None);
    };
    let (today, asked) = (today(), latest_quarter(store).await?);
    let serving = tree::below(&goals, code);
    let filter = BoardFilter {
        office: None,
        // The board knows one goal or all; a tree is picked from all.
        goal: serving.is_empty().then(|| code.clone()),
        kind: None,
        text: String::new(),
        period: asked,
        drafts: false,
    };
    let mut judged = lines::judged(store.board(&filter).await?, today);
    judged.retain(|(row, _)| row.measure.goal == *code || serving.contains(&row.measure.goal));
    let set = store.set_risks().await?;
    let ahead = super::ahead::ahead(store, &judged, today).await?;
    let with_author = reader.is_some();
    let below = serving_goals(&goals, code, &(&judged, &ahead), &set, with_author);
    let sentence = sentence(&judged, !serving.is_empty());
    let risk = risk::in_force(risk_of(&(&judged, &ahead), |_| true), set.get(code), with_author);
    let risk_form = super::risk::form(&goal, set.get(code), reader.as_ref()).await;
    judged.retain(|(row, _)| row.measure.goal == *code);
    let Paged { items, total, page, pages } = Paged::of(judged, query.page);
    let offices = store.offices().await?;
    let contributors = store.contributors(code).await?.offices;
    let milestones = store.milestones(code).await?;
    let stated = store.stated_below(code).await?;
    let measures: Vec<Measure> = items.iter().map(|(row, _)| row.measure.clone()).collect();
    let lines = lines::lines(store, &goals, items, asked, false, today).await?;
    let mut view = GoalView {
        heat: heat(&measures, &lines, asked),
        time_line: Still::default(),
        lines,
        office_name: name_of(&offices, &goal.office),
        contributors: contributors.iter().map(|office| name_of(&offices, office)).collect(),
        above: tree::above(&goals, &goal).into_iter().map(link).collect(),
        below,
        asked,
        sentence,
        risk,
        risk_form,
        total,
        page,
        pages,
        on_time: milestone::sentence(&milestones, today),
        lacking: lacking(&goal, &stated, contributors.len(), milestones.len(), today),
        milestones: milestones.into_iter().map(|milestone| milestone_line(milestone, today)).collect(),
        recommendations: store.recommendations(code).await?.into_iter().map(recommendation_line).collect(),
        may_define: reader.is_some_and(|reader| reader.may_define(&goal.office)),
        goal,
    };
    picture::add(&mut view, &measures, today);
    Ok(Some(view))
}

/// How many quarters back the measures are looked at.
const QUARTERS: i32 = 8;

/// How measures stood in the last quarters, each in its own period within a quarter.
fn heat(measures: &[Measure], lines: &[MeasureLine], asked: Period) -> Heat {
    let quarters: Vec<Period> = (0..QUARTERS).rev().map(|back| asked.step(-back)).collect();
    let name = |quarter: &Period| {
        let year = quarter.whole_year().label();
        (quarter.label().trim_end_matches(year.as_str()).trim_end().to_owned(), year)
    };
    let row = |(measure, line): (&Measure, &MeasureLine)| HeatRow {
        code: line.code.clone(),
        name: line.name.clone(),
        cells: quarters
            .iter()
            .map(|quarter| {
                let own = measure.period_within(*quarter);
                line.past.iter().find(|(period, _)| *period == own).map(|(_, status)| *status)
            })
            .collect(),
    };
    Heat {
        rows: measures.iter().zip(lines).map(row).collect(),
        quarters: quarters.iter().map(name).collect(),
        ..Heat::default()
    }
}

fn name_of(offices: &[Office], code: &Code) -> String {
    let found = offices.iter().find(|office| office.code == *code);
    found.map_or_else(|| code.to_string(), |office| office.name.clone())
}

/// Measures, and what is ahead of those for which that can be said.
type Outlook<'a> = (&'a [Judged], &'a BTreeMap<Code, Ahead>);

fn sentence(judged: &[Judged], with_below: bool) -> String {
    let tally: Tally = judged.iter().map(|(_, judgement)| judgement.status).collect();
    match (judged.is_empty(), with_below) {
        (true, _) => "No measures are kept for this goal.".to_owned(),
        (false, true) => format!("With the goals that serve it: {}", tally.sentence()),
        (false, false) => tally.sentence(),
    }
}

fn risk_of((judged, ahead): &Outlook, belongs: impl Fn(&Code) -> bool) -> GoalRisk {
    let own = judged.iter().filter(|(row, _)| belongs(&row.measure.goal));
    risk::of(own.map(|(row, judgement)| Standing {
        name: &row.measure.name,
        status: judgement.status,
        ahead: ahead.get(&row.measure.code),
    }))
}

/// The goals right under one, each with the risk of the tree below it.
fn serving_goals(
    goals: &[Goal],
    code: &Code,
    outlook: &Outlook,
    set: &BTreeMap<Code, SetRisk>,
    with_author: bool,
) -> Vec<ServingGoal> {
    let children = goals.iter().filter(|goal| goal.parent.as_ref() == Some(code) && goal.code != *code);
    let serving = |goal: &Goal| {
        let mut tree: BTreeSet<Code> = tree::below(goals, &goal.code);
        tree.insert(goal.code.clone());
        let by_measures = risk_of(outlook, |of| tree.contains(of));
        let risk = risk::in_force(by_measures, set.get(&goal.code), with_author);
        ServingGoal { goal: link(goal), risk }
    };
    children.map(serving).collect()
}

fn milestone_line(milestone: Milestone, today: NaiveDate) -> MilestoneLine {
    MilestoneLine {
        due: in_words(milestone.due),
        day: milestone.due.to_string(),
        looks: looks_like(&milestone, today),
        ahead: milestone.due > today,
        words: milestone.words(today),
        name: milestone.name,
        owner: milestone.owner,
        note: milestone.note,
        illustrative: milestone.illustrative,
    }
}

/// The shape and colour of a milestone: those of a measure that stands alike.
fn looks_like(milestone: &Milestone, today: NaiveDate) -> Status {
    match (milestone.timing(today), milestone.status) {
        (Timing::Overdue(_), _) => Status::AtRisk,
        (_, MilestoneStatus::Done) => Status::Met,
        (_, MilestoneStatus::Missed) => Status::OffTrack,
        (_, MilestoneStatus::Cancelled) => Status::NoData,
        (_, MilestoneStatus::UnderWay) => Status::NotDue,
        (_, MilestoneStatus::Planned) => Status::NoTarget,
    }
}

fn recommendation_line(record: RecommendationRecord) -> RecommendationLine {
    let one = record.recommendation;
    RecommendationLine {
        code: one.code.to_string(),
        status: one.status.label().to_owned(),
        when: format!(" as of {}, to {}", in_words(one.as_of), one.addressee),
        text: one.text,
        note: one.note,
        source: one.source,
        source_address: one.source_address,
        answers: record.answers.into_iter().map(|(code, name)| (code.to_string(), name)).collect(),
    }
}

/// What the goal lacks, its measures as a set, and how many of its own measures lack elements.
fn lacking(
    goal: &Goal,
    stated: &[Stated],
    contributors: usize,
    milestones: usize,
    today: NaiveDate,
) -> Lacking {
    let kept: Vec<&Stated> = stated.iter().filter(|one| one.measure.is_kept_on(today)).collect();
    let (own, below): (Vec<&Stated>, Vec<&Stated>) =
        kept.into_iter().partition(|one| one.measure.goal == goal.code);
    let set = MeasureSet { own: measures(&own), below: measures(&below) };
    let gap = |presence: Presence, element: &str, note: String, authority: &str| Gap {
        presence,
        element: element.to_owned(),
        note: if note.is_empty() { presence.label().to_owned() } else { note },
        authority: authority.to_owned(),
    };
    let of_goal = goal_elements::assess(goal, contributors, milestones)
        .into_iter()
        .map(|one| gap(one.presence, one.element.label(), one.note, one.element.authority()));
    let of_set = set::assess(&set)
        .into_iter()
        .map(|one| gap(one.presence, one.element.label(), one.note, one.element.authority()));
    Lacking {
        gaps: of_goal.chain(of_set).filter(|gap| gap.presence.is_gap()).collect(),
        sentence: elements_sentence(goal, &own),
    }
}

fn measures<'a>(stated: &[&'a Stated]) -> Vec<&'a Measure> {
    stated.iter().map(|one| &one.measure).collect()
}

/// How the goal's own measures stand by their elements; empty where it has none.
fn elements_sentence(goal: &Goal, own: &[&Stated]) -> String {
    let assess = |one: &&Stated| elements::assess(&one.subject(goal));
    let assessed: Vec<Vec<Assessment>> = own.iter().map(assess).collect();
    let assessed: Vec<&[Assessment]> = assessed.iter().map(Vec::as_slice).collect();
    if assessed.is_empty() { String::new() } else { coverage::sentence(&assessed) }
}
