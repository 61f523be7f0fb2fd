//! The store's contract about goals: each case runs on SQLite and on PostgreSQL.

use yardstick::domain::batch::Batch;
use yardstick::domain::goal::{Contributors, Goal};
use yardstick::domain::milestone::MilestoneStatus;
use yardstick::store::{self, AuditFilter, EditOutcome, GoalEdit, Store};

use crate::postgres;
use crate::world::{at, batch, code, milestone, recommendation, seed, sqlite};

contract! {
    what_belongs_to_a_goal_is_read_back
    the_measures_of_a_goal_are_those_of_the_tree_below
    a_goal_is_changed_by_who_saw_it_last
    what_is_not_changed_leaves_no_entry
    a_goal_never_serves_itself
    a_new_goal_takes_no_code_that_is_taken
    an_import_is_seen_by_who_edits_the_goal
}

async fn what_belongs_to_a_goal_is_read_back(store: &Store) {
    let (safe, trace) = (code("safe"), code("trace"));
    let Batch { goals, contributors, milestones, recommendations, .. } = batch();
    assert_eq!(store.goal(&trace).await.unwrap().as_ref(), goals.last());
    assert_eq!(store.goal(&code("nowhere")).await.unwrap(), None);
    assert_eq!(store.contributors(&trace).await.unwrap(), contributors[0]);
    assert_eq!(store.contributors(&safe).await.unwrap().offices, []);
    assert_eq!(store.milestones(&trace).await.unwrap(), milestones);
    assert_eq!(store.milestones(&safe).await.unwrap(), []);
    // It is about the one goal and answered by measures of the other.
    for goal in [&safe, &trace] {
        let [found] = &store.recommendations(goal).await.unwrap()[..] else { panic!("{goal}") };
        assert_eq!(found.recommendation, recommendations[0]);
        let names: Vec<_> = found.answers.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Traces completed", "Urgent traces within 48 hours"]);
    }
    let mut fewer = recommendation();
    fewer.measures.clear();
    let again = Batch { recommendations: vec![fewer.clone()], ..Batch::default() };
    store.apply(&again, "ben", at(1), false).await.unwrap();
    assert_eq!(store.recommendations(&safe).await.unwrap()[0].recommendation, fewer);
    assert_eq!(store.recommendations(&trace).await.unwrap(), []);
}

async fn the_measures_of_a_goal_are_those_of_the_tree_below(store: &Store) {
    let mut more = batch();
    more.goals.push(Goal { code: code("apart"), parent: None, ..more.goals[0].clone() });
    store.apply(&more, "ben", at(1), false).await.unwrap();
    for goal in ["safe", "trace"] {
        let stated = store.stated_below(&code(goal)).await.unwrap();
        let codes: Vec<_> = stated.iter().map(|one| one.measure.code.as_str()).collect();
        assert_eq!(codes, ["convictions", "odd", "traces", "urgent"], "{goal}");
        assert_eq!(stated[2].baseline.as_ref(), batch().baselines.first());
        assert_eq!((&stated[2].targets, stated[1].targets.len()), (&batch().targets, 0));
    }
    assert_eq!(store.stated_below(&code("apart")).await.unwrap(), []);
    let two = [code("urgent"), code("traces")];
    let stated = store.stated(Some(&two)).await.unwrap();
    assert_eq!(stated.iter().map(|one| one.measure.code.as_str()).collect::<Vec<_>>(), ["traces", "urgent"]);
}

/// The goal “trace” as it stands, to be written back by ana.
async fn edit(store: &Store) -> GoalEdit {
    let setup = store.goal_setup(&code("trace")).await.unwrap().unwrap();
    GoalEdit {
        goal: setup.goal,
        contributors: setup.contributors,
        milestones: setup.milestones,
        seen: Some(setup.revision),
        actor: "ana".into(),
        at: at(5),
    }
}

async fn a_goal_is_changed_by_who_saw_it_last(store: &Store) {
    let mut edit = edit(store).await;
    edit.goal.strategies = "Count twice.".into();
    edit.contributors = Contributors::new(code("trace"), vec![]);
    edit.milestones[1].status = MilestoneStatus::Done;
    edit.milestones.remove(0);
    edit.milestones.push(milestone("m3", "2027-01-31", MilestoneStatus::Planned));
    let saved = store.save_goal(&edit).await.unwrap();
    let setup = store.goal_setup(&code("trace")).await.unwrap().unwrap();
    assert_eq!(saved, EditOutcome::Saved(setup.revision));
    assert_eq!(
        (&setup.goal, &setup.contributors, &setup.milestones),
        (&edit.goal, &edit.contributors, &edit.milestones)
    );
    let entries = store.audit_entries(&AuditFilter { limit: 5, ..AuditFilter::default() }).await.unwrap();
    let mut told: Vec<_> = entries.iter().map(|e| (e.action.as_str(), e.subject.as_str())).collect();
    told.reverse();
    let expected = [
        ("change", "goal:trace"),
        ("change", "contributors:trace"),
        ("change", "milestone:trace/m2"),
        ("create", "milestone:trace/m3"),
        ("remove", "milestone:trace/m1"),
    ];
    assert_eq!(told, expected);
    edit.goal.strategies = "Count three times.".into();
    assert_eq!(store.save_goal(&edit).await.unwrap(), EditOutcome::Conflict, "that revision is past");
    assert_eq!(store.goal_setup(&code("trace")).await.unwrap(), Some(setup));
}

async fn what_is_not_changed_leaves_no_entry(store: &Store) {
    let (edit, version) = (edit(store).await, store.version().await.unwrap());
    assert_eq!(store.save_goal(&edit).await.unwrap(), EditOutcome::Saved(edit.seen.unwrap()));
    assert_eq!(store.version().await.unwrap(), version);
}

async fn a_goal_never_serves_itself(store: &Store) {
    let safe = store.goal_setup(&code("safe")).await.unwrap().unwrap();
    for parent in ["safe", "trace", "nowhere"] {
        let goal = Goal { parent: Some(code(parent)), ..safe.goal.clone() };
        let contributors = safe.contributors.clone();
        let edit = GoalEdit {
            goal,
            contributors,
            seen: Some(safe.revision),
            milestones: vec![],
            ..edit(store).await
        };
        assert_eq!(store.save_goal(&edit).await.unwrap(), EditOutcome::Conflict, "{parent}");
    }
    assert_eq!(store.goal_setup(&code("safe")).await.unwrap(), Some(safe));
}

async fn a_new_goal_takes_no_code_that_is_taken(store: &Store) {
    let mut edit = edit(store).await;
    edit.seen = None;
    assert_eq!(store.save_goal(&edit).await.unwrap(), EditOutcome::Conflict);
    edit.goal.code = code("fresh");
    edit.contributors.goal = code("fresh");
    edit.milestones.clear();
    edit.goal.parent = Some(code("trace"));
    assert!(matches!(store.save_goal(&edit).await.unwrap(), EditOutcome::Saved(_)));
    let fresh = store.goal_setup(&code("fresh")).await.unwrap().unwrap();
    assert_eq!((fresh.goal, fresh.contributors), (edit.goal, edit.contributors));
}

async fn an_import_is_seen_by_who_edits_the_goal(store: &Store) {
    let edit = edit(store).await;
    let mut later = batch();
    later.milestones[0].note = "Later than planned.".into();
    store.apply(&later, "import", at(6), false).await.unwrap();
    assert_eq!(store.save_goal(&edit).await.unwrap(), EditOutcome::Conflict);
    assert_eq!(store.milestones(&code("trace")).await.unwrap(), later.milestones);
}
